"""Making videos in this process, one after the other: only what is stale of each, as a run of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import dagster as dg

from vidpipe_assets.automation.outlook import Outlook
from vidpipe_assets.automation.planned_runs import reason, selection, tags
from vidpipe_assets.checkpoints.busy import busy_videos


@dataclass
class Made:
    """What became of the videos."""

    finished: list[str] = field(default_factory=list[str])
    failed: list[str] = field(default_factory=list[str])
    busy: list[str] = field(default_factory=list[str])

    def raise_failures(self) -> None:
        """End the op with an error if a video has failed."""
        if self.failed:
            tried = len(self.failed) + len(self.finished)
            raise dg.Failure(
                description=f"{len(self.failed)} of {tried} videos failed: {', '.join(self.failed)}.\n"
                "Remedy: the run of each video says why; `dagster job execute … -j refresh_videos` goes on with them.",
                allow_retries=False,
            )


def make_videos(context: dg.OpExecutionContext, outlook: Outlook, keys: Sequence[str], by: str) -> Made:
    """Make what is stale of each video. One that somebody else is at work on is left to them."""
    made = Made()
    for number, key in enumerate(keys, start=1):
        outlook.look(context.instance)  # what was true a video ago need not be true now
        busy = busy_videos(context.instance, outlook.workplace.now())
        plan = outlook.plans.get(key)
        if key in busy:
            context.log.warning(f"{key}: left alone, {busy[key]} is at work on it")
            made.busy.append(key)
        elif plan and plan.selection:
            context.log.info(f"video {number} of {len(keys)}: {key}: {reason(plan)}")
            (made.finished if _run(context, outlook, key, by) else made.failed).append(key)
    return made


def _run(context: dg.OpExecutionContext, outlook: Outlook, key: str, by: str) -> bool:
    plan = outlook.plans[key]
    done = make_video(context).execute_in_process(
        instance=context.instance,
        partition_key=key,
        asset_selection=selection(plan),
        raise_on_error=False,
        tags=tags(plan, outlook.bases(key), by=by),
    )
    return done.success


def make_video(context: dg.OpExecutionContext) -> dg.JobDefinition:
    """The job that makes one video, with the resources of this run's definitions."""
    return context.repository_def.get_job("make_video")
