"""Making videos in this process, one after the other: only what is stale of each, as a run of its own."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import dagster as dg

from vidpipe_assets.automation.dead_runs import end_dead_runs
from vidpipe_assets.automation.outlook import Outlook
from vidpipe_assets.automation.planned_runs import insisted_tag, reason, selection, tags
from vidpipe_assets.automation.telling import tell
from vidpipe_assets.automation.unfinished import why_unfinished
from vidpipe_assets.checkpoints.busy import at_work_on, busy_videos
from vidpipe_assets.checkpoints.run_tags import PROCESS
from vidpipe_assets.planning.planner import VideoPlan

_MOST_TOLD = 20
_LOOK_EVERY_S = 1.0


@dataclass
class Made:
    """What became of the videos."""

    finished: list[str] = field(default_factory=list[str])
    failed: list[str] = field(default_factory=list[str])
    busy: dict[str, str] = field(default_factory=dict[str, str])
    """Video -> who is at work on it."""


def make_videos(
    context: dg.OpExecutionContext, outlook: Outlook, keys: Sequence[str], by: str, *, insist: bool = False
) -> Made:
    """Make what is stale of each video. One that somebody else is at work on is left to them.

    `insist`: a person named these videos, so that what waits after a failure is tried at once, and a run that is at
    work on one of them is waited for: it makes what was asked for, or this does when it has ended.
    """
    made = Made()
    for number, key in enumerate(keys, start=1):
        end_dead_runs(context, outlook.workplace)
        if insist:
            _wait_for_others(context, outlook, key)
        outlook.look(context.instance)  # what was true a video ago need not be true now
        tell(outlook, context.log.warning)
        busy = busy_videos(context.instance, outlook.workplace.now())
        plan = outlook.plans.get(key)
        plan = insisted(outlook, plan) if plan and insist else plan
        if key in busy:
            context.log.warning(f"{key}: left alone, {busy[key]} is at work on it")
            made.busy[key] = busy[key]
        elif plan and plan.selection:
            context.log.info(f"video {number} of {len(keys)}: {key}: {reason(plan)}")
            planned = tags(plan, outlook.bases(plan), by=by) | {PROCESS: outlook.workplace.store.leases.process}
            done = _run(context, plan, {**planned, **insisted_tag(by)} if insist else planned)
            (made.finished if done else made.failed).append(key)
    outlook.look(context.instance)
    tell(outlook, context.log.warning)
    return made


def _wait_for_others(context: dg.OpExecutionContext, outlook: Outlook, key: str) -> None:
    """Wait until no run is at work on the video, at most as long as a run waits for another one's lease."""
    give_up_at = time.monotonic() + outlook.workplace.places.lease_wait_s
    told = ""
    while (run := at_work_on(context.instance, key)) and time.monotonic() < give_up_at:
        if run != told:
            context.log.info(f"{key}: waiting for {run}, which is at work on it")
            told = run
        time.sleep(_LOOK_EVERY_S)
        end_dead_runs(context, outlook.workplace)


def refuse_unfinished(outlook: Outlook, keys: Sequence[str], made: Made) -> None:
    """End the op with an error that says of each video that is not finished why, and what to do."""
    whys = {key: why_unfinished(outlook, key, made.busy.get(key, "")) for key in keys}
    told = [f"{key}: {why}" for key, why in whys.items() if why]
    rest = [f"and {len(told) - _MOST_TOLD} more: `vidpipe status` lists them"] if len(told) > _MOST_TOLD else []
    if told:
        number = f"1 of {len(keys)} videos is" if len(told) == 1 else f"{len(told)} of {len(keys)} videos are"
        text = "the video is" if len(keys) == 1 else number
        raise dg.Failure(
            description="\n".join([f"{text} not finished", *told[:_MOST_TOLD], *rest]), allow_retries=False
        )


def insisted(outlook: Outlook, plan: VideoPlan) -> VideoPlan:
    """What is to be done for a person who wants the video now, whatever was tried and decided before."""
    package = outlook.workplace.places.output / "review" / plan.key
    is_gone = plan.is_fresh and not (package / "video.mp4").exists()
    return plan.packed_again() if is_gone else plan.insisted()


def _run(context: dg.OpExecutionContext, plan: VideoPlan, run_tags: dict[str, str]) -> bool:
    done = make_video(context).execute_in_process(
        instance=context.instance,
        partition_key=plan.key,
        asset_selection=selection(plan),
        raise_on_error=False,
        tags=run_tags,
    )
    return done.success


def make_video(context: dg.OpExecutionContext) -> dg.JobDefinition:
    """The job that makes one video, with the resources of this run's definitions."""
    return context.repository_def.get_job("make_video")
