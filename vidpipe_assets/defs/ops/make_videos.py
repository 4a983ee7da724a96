"""Making videos in this process, one after the other: only what is stale of each, as a run of its own.

And the last lines that a person reads in the terminal: why a video is not finished, and what can be done about it.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import dagster as dg
from dagster._core.errors import DagsterExecutionInterruptedError

from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.progress import BY_HAND
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.notify import send_notices
from vidpipe_assets.orchestration.interruptions import is_interruption
from vidpipe_assets.orchestration.plan_state import PlanState
from vidpipe_assets.orchestration.planned_runs import PlannedRun, StartChoice, choose_runs, run_at_work
from vidpipe_assets.orchestration.reaper import end_dead_runs
from vidpipe_assets.orchestration.run_tags import FORCED, PROCESS
from vidpipe_assets.planning.planner import StagePlan, StageStatus, VideoPlan


def why_unfinished(state: PlanState, key: str, busy: str = "") -> str:
    """What stands in the way of the video `key`, with the remedy; empty if it is finished.

    `busy`: who is at work on it, or what that run waits for, in a sentence.
    """
    if busy:
        return _with_remedy(busy, f"wait for it; `vidpipe status {key}` says how far it is")
    if key in state.themeless:
        return state.themeless[key]
    plan = state.plans.get(key)
    if plan is None:
        return _closed_reason(state, key)
    stages = [_stage_reason(key, one) for one in plan.stages if one.status in (StageStatus.STALE, StageStatus.WAITING)]
    return "\n".join(stages)


def _closed_reason(state: PlanState, key: str) -> str:
    """A video that nobody works on any more: an approved one is finished."""
    order = state.workplace.store.orders.get(VideoKey.parse(key))
    if order is None or order.state is OrderState.APPROVED:
        return ""
    remedy = "order another video"
    if order.state is OrderState.CANCELLED:
        remedy = f"add the partition {key} in Dagster's UI to open it again, or order another video"
    if order.state is OrderState.EXPIRED:
        remedy = f"vidpipe reopen {key} opens it again, as it was"
    return _with_remedy(f"its order is {order.state}", remedy)


def _stage_reason(key: str, one: StagePlan) -> str:
    """One stage that has to be made and is not."""
    if one.status is StageStatus.STALE:
        return _with_remedy(f"{one.stage}: {one.cause}", one.remedy or f"`vidpipe status {key}` says more")
    if not one.fingerprint:
        again = f"`vidpipe retry {key} {one.stage}` makes it again and pays nothing twice"
        return _with_remedy(f"{one.stage}: {one.cause}", f"{again}; with --afresh it is made, and paid for, anew")
    return _with_remedy(
        f"{one.stage}: {one.cause}", one.remedy or "order it again with make_now, which tries it at once"
    )


def _with_remedy(what: str, remedy: str) -> str:
    return f"{what}\n  Remedy: {remedy}" if remedy else what


_MOST_LISTED = 20
_LOOK_EVERY_S = 1.0
_LONGEST_RUN_S = 7200.0
"""What `max_runtime_seconds` of dagster.yaml allows a run."""


@dataclass
class MakeResult:
    """What became of the videos: keys of those that were made, that failed, and that others are at work on."""

    finished: list[str] = field(default_factory=list[str])
    failed: list[str] = field(default_factory=list[str])
    busy: dict[str, str] = field(default_factory=dict[str, str])
    """Video -> who is at work on it, or what that run waits for, in a sentence."""


def outcome_line(state: PlanState, keys: Sequence[str], result: MakeResult, more_waiting: int = 0) -> str:
    """What is true of these videos now, in a line: '1 video worked on: 1 finished; 1 waits: KEY: clips blocked …'.

    `more_waiting`: videos that were not to be made now.
    """
    groups: dict[str, list[str]] = {"finished": [], "waits": [], "failed": [], "left to another run": []}
    whys: dict[str, str] = {}
    for key in keys:
        whys[key] = why_unfinished(state, key, result.busy.get(key, "")).partition("\n")[0]
        groups[_outcome(state, key, result, whys[key])].append(key)
    worked_on = len(result.finished) + len(result.failed)
    parts = [f"{'1 video' if worked_on == 1 else f'{worked_on} videos'} worked on"]
    for name, found in groups.items():
        if found:
            word = "wait" if name == "waits" and len(found) > 1 else name
            first = f": {found[0]}: {whys[found[0]]}" if whys[found[0]] else ""
            parts.append(f"{len(found)} {word}{first}")
    if more_waiting:
        parts.append(f"{more_waiting} more {'waits' if more_waiting == 1 else 'wait'}")
    return "; ".join(parts)


def _outcome(state: PlanState, key: str, result: MakeResult, why: str) -> str:
    if key in result.busy:
        return "left to another run"
    if not why:
        return "finished"
    plan = state.plans.get(key)
    if plan is None:
        return "waits" if key in state.themeless else "failed"
    goes_on = any(one.waits_for or one.not_before or one.pauses_video for one in plan.waiting)
    return "waits" if goes_on or (plan.stale and key not in result.failed) else "failed"


def make_videos(
    context: dg.OpExecutionContext, state: PlanState, keys: Sequence[str], by: str, *, insist: bool = False
) -> MakeResult:
    """Make what is stale of each video. One that somebody else is at work on is left to them.

    `insist`: a person named these videos, so that what waits after a failure is tried at once, and a run that is at
    work on one of them is followed: this goes on where it ended well, and ends as it ended where it failed.
    """
    with state.workplace.store.life_signs.during(BY_HAND):
        return _make_each(context, state, keys, by, insist=insist)


def _make_each(
    context: dg.OpExecutionContext, state: PlanState, keys: Sequence[str], by: str, *, insist: bool
) -> MakeResult:
    result = MakeResult()
    for number, key in enumerate(keys, start=1):
        end_dead_runs(context, state.workplace)
        choice = _choose_or_follow(context, state, key, by) if insist else _choose(context, state, key, by)
        if choice is None:
            result.failed.append(key)
            continue
        for reason in choice.later.values():
            context.log.warning(f"{key}: left alone, {reason}")
        result.busy |= choice.busy
        for run in choice.runs:
            context.log.info(f"video {number} of {len(keys)}: {key}: {run.reason}")
            (result.finished if _execute(context, run) else result.failed).append(key)
    _refresh(context, state)
    return result


def _choose_or_follow(context: dg.OpExecutionContext, state: PlanState, key: str, by: str) -> StartChoice | None:
    """What to start of a video that a person named, after the runs that are at work on it; None: such a run has failed.

    One may begin between the look whether any is at work and the choice: then once more.
    """
    choice = None
    for _ in range(2):
        if _follow_others(context, state, key):
            return None
        choice = _choose(context, state, key, by, insist=True)
        if not (choice.busy and run_at_work(context.instance, key)):
            break
    return choice


def _choose(
    context: dg.OpExecutionContext, state: PlanState, key: str, by: str, *, insist: bool = False
) -> StartChoice:
    _refresh(context, state)  # what was true a video ago need not be true now
    plan = state.plans.get(key)
    plans = [forced_plan(state, plan) if insist else plan] if plan else []
    process = {PROCESS: state.workplace.store.leases.process}
    return choose_runs(context.instance, state, plans, by=by, extra_tags=process | ({FORCED: by} if insist else {}))


def _refresh(context: dg.OpExecutionContext, state: PlanState) -> None:
    state.refresh(context.instance)
    send_notices(state, context.log.warning)


def _follow_others(context: dg.OpExecutionContext, state: PlanState, key: str) -> bool:
    """Follow the runs that are at work on the video until none is; returns whether the last one has failed by itself.

    What one has failed at is told as it told it, and not tried again at once; what was interrupted is gone on with.
    """
    followed = ""
    give_up_at = time.monotonic() + _patience_s(state)
    while (run := run_at_work(context.instance, key)) and time.monotonic() < give_up_at:
        if run.run_id != followed:
            context.log.info(f"{key}: run {run.run_id[:8]} is at work on it already, and is followed")
            followed = run.run_id
        time.sleep(_LOOK_EVERY_S)
        end_dead_runs(context, state.workplace)
    if not followed:
        return False
    _refresh(context, state)
    plan = state.plans.get(key)
    failures = [record.failed for record in state.records(plan).values()] if plan else []
    return any(failed is not None and failed.run_id == followed for failed in failures)


def _patience_s(state: PlanState) -> float:
    """As long as a whole video may take, unless runs are told not to wait for each other at all."""
    wait_s = state.workplace.places.lease_wait_s
    return max(wait_s, _LONGEST_RUN_S) if wait_s > 0 else 0.0


def refuse_unfinished(state: PlanState, keys: Sequence[str], result: MakeResult) -> None:
    """End the op with an error that says of each video that is not finished why, and what to do."""
    whys = {key: why_unfinished(state, key, result.busy.get(key, "")) for key in keys}
    reasons = [f"{key}: {why}" for key, why in whys.items() if why]
    rest = (
        [f"and {len(reasons) - _MOST_LISTED} more: `vidpipe status` lists them"] if len(reasons) > _MOST_LISTED else []
    )
    if reasons:
        number = f"1 of {len(keys)} videos is" if len(reasons) == 1 else f"{len(reasons)} of {len(keys)} videos are"
        text = "the video is" if len(keys) == 1 else number
        raise dg.Failure(
            description="\n".join([f"{text} not finished", *reasons[:_MOST_LISTED], *rest]), allow_retries=False
        )


def forced_plan(state: PlanState, plan: VideoPlan) -> VideoPlan:
    """What is to be done for a person who wants the video now, whatever was tried and decided before."""
    package = state.workplace.places.output / "review" / plan.key
    is_gone = plan.is_fresh and not (package / "video.mp4").exists()
    return plan.repackage() if is_gone else plan.force()


def _execute(context: dg.OpExecutionContext, run: PlannedRun) -> bool:
    """Execute the run in this process; returns whether it succeeded.

    A signal that ended the run was meant for this process: it goes on to end this run, too. A person who cancels one
    video's run in Dagster means that video alone.
    """
    try:
        result = make_video(context).execute_in_process(
            instance=context.instance,
            partition_key=run.plan.key,
            asset_selection=run.selection,
            raise_on_error=False,
            tags=dict(run.tags),
        )
    except dg.Failure as lost:  # at its very end (`orchestration.fenced_events`): what it has made is kept
        context.log.warning(lost.description or f"the run has lost {run.plan.key}")
        return False
    if any(event.is_run_failure and is_interruption(event) for event in result.all_events):
        raise DagsterExecutionInterruptedError
    return result.success


def make_video(context: dg.OpExecutionContext) -> dg.JobDefinition:
    """The job that makes one video, with the resources of this run's definitions."""
    return context.repository_def.get_job("make_video")
