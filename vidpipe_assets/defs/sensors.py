"""The sensor that keeps vidpipe's promise: whatever is stale or failed of an open video is made, and nothing else."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

import dagster as dg

from vidpipe_assets.defs.jobs import make_video_job
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.operations.notify import send_notices
from vidpipe_assets.orchestration.busy_videos import busy_videos
from vidpipe_assets.orchestration.integrity import IntegrityScan
from vidpipe_assets.orchestration.partitions import PartitionSync
from vidpipe_assets.orchestration.plan_state import PlanState
from vidpipe_assets.orchestration.publish_decisions import follow_decisions
from vidpipe_assets.orchestration.reaper import reap
from vidpipe_assets.orchestration.run_tags import remake_tag, run_key, selection, tags
from vidpipe_assets.planning.planner import VideoPlan
from vidpipe_assets.workplace import Workplace

MOST_A_TICK = 5
"""A run request costs a quarter of a second, and a tick has a minute."""

MOST_LIVE = 20
"""Runs that wait or run already; what is stale by then waits here, where a change can still overtake it."""

_LOOK_ANYWAY = dt.timedelta(minutes=10)
_LOOK_SOON = dt.timedelta(seconds=30)

_states: "WeakKeyDictionary[Workplace, tuple[PlanState, IntegrityScan]]" = WeakKeyDictionary()
_turn = Lock()


@dg.sensor(
    job=make_video_job,
    name="refresh_videos_sensor",
    minimum_interval_seconds=4,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Makes what is missing, stale or failed of every open video, and nothing else.",
)
def refresh_videos_sensor(
    context: dg.SensorEvaluationContext, workplace: dg.ResourceParam[Workplace]
) -> dg.SensorResult:
    """Look, and request runs for what has to be made now; the cursor remembers that there is nothing to look at."""
    try:
        with _turn:
            result = _tick(context, workplace)
            send_notices(_watched(workplace)[0], context.log.warning)
            return result
    except VidpipeError as error:
        raise dg.Failure(description=f"{error}\nRemedy: {error.remedy}", allow_retries=False) from error


def _tick(context: dg.SensorEvaluationContext, workplace: Workplace) -> dg.SensorResult:
    now = workplace.now()
    for message in reap(context.instance, workplace.store, now).dead:
        context.log.warning(message)
    for message in follow_decisions(context.instance, workplace):
        context.log.warning(message)
    state, patrol = _watched(workplace)
    there = state.change_stamp(context.instance)
    if nothing := _nothing_since(context.cursor, there.digest, now):
        return dg.SensorResult(skip_reason=nothing, cursor=context.cursor)
    seen = state.refresh(context.instance, there)
    _report(context, state.followed)
    if lost := patrol.next_few(context.instance):
        context.log.warning("\n".join(lost))
        seen = state.refresh(context.instance)
    chosen = _choose(context.instance, state, now)
    reason = _why_not(state, chosen)
    cursor = _cursor(seen, reason, _look_again(state, chosen, now))
    requests = [_request(plan, state, now) for plan in chosen.now]
    return dg.SensorResult(run_requests=requests, cursor=cursor, skip_reason=None if requests else reason)


def _watched(workplace: Workplace) -> tuple[PlanState, IntegrityScan]:
    if workplace not in _states:
        state = PlanState(workplace)
        _states[workplace] = (state, IntegrityScan(state))
    return _states[workplace]


@dataclass(frozen=True)
class _Chosen:
    """What this tick starts, and what it leaves to a later one, with the reason."""

    now: Sequence[VideoPlan]
    later: dict[str, str]


def _choose(instance: dg.DagsterInstance, state: PlanState, now: dt.datetime) -> _Chosen:
    if not state.todo:
        return _Chosen((), {})
    busy = busy_videos(instance, now)
    room = min(MOST_A_TICK, max(MOST_LIVE - len(busy), 0))
    remakes = _remakes_left(instance, state, now)
    chosen: list[VideoPlan] = []
    later: dict[str, str] = {}
    for plan in state.todo:
        if plan.key in busy:
            later[plan.key] = f"{busy[plan.key]} is at work on it"
        elif plan.finished_before and remakes <= 0:
            later[plan.key] = "today's remakes are used up (VIDPIPE_REMAKES_A_DAY)"
        elif len(chosen) >= room:
            later[plan.key] = "others come first"
        else:
            chosen.append(plan)
            remakes -= plan.finished_before
    return _Chosen(chosen, later)


def _remakes_left(instance: dg.DagsterInstance, state: PlanState, now: dt.datetime) -> int:
    if not any(plan.finished_before for plan in state.todo):
        return 0
    made = instance.get_runs_count(dg.RunsFilter(tags=remake_tag(_day(now))))
    return state.workplace.places.remakes_a_day - made


def _request(plan: VideoPlan, state: PlanState, now: dt.datetime) -> dg.RunRequest:
    remake = remake_tag(_day(now)) if plan.finished_before else {}
    return dg.RunRequest(
        run_key=run_key(plan),
        partition_key=plan.key,
        asset_selection=selection(plan),
        tags={**tags(plan, state.bases(plan), by="refresh_videos_sensor"), **remake},
    )


def _report(context: dg.SensorEvaluationContext, followed: PartitionSync) -> None:
    said = {
        "partitions added for orders": followed.added,
        "ordered, since somebody added a partition": followed.ordered,
        "cancelled, since somebody deleted the partition": followed.cancelled,
        "open again, since somebody added the partition again": followed.reopened,
    }
    for what, keys in said.items():
        if keys:
            context.log.info(f"{what}: {', '.join(keys)}")
    for name in followed.malformed:
        context.log.warning(f"the partition {name[:80]!r} is no video key and is never run: delete it in the UI")


def _why_not(state: PlanState, chosen: _Chosen) -> str:
    """What a person reads in the list of ticks when nothing was started."""
    return "; ".join(_reasons(state, chosen)) or f"all {len(state.plans)} open videos are as they should be"


def _reasons(state: PlanState, chosen: _Chosen) -> Iterator[str]:
    waiting = {plan.key: f"{plan.waiting[0].stage} {plan.waiting[0].cause}" for plan in state.waiting}
    for which in (chosen.later, waiting, state.themeless):
        if which:
            key, why = min(which.items())
            more = f" and {len(which) - 1} more" if len(which) > 1 else ""
            yield f"{key}{more}: {why[:300]}"
    if state.followed.malformed:
        yield f"no video keys, never run: {', '.join(name[:80] for name in state.followed.malformed[:5])}"


def _look_again(state: PlanState, chosen: _Chosen, now: dt.datetime) -> dt.datetime:
    """When to look although nothing has changed."""
    if chosen.now or chosen.later:
        return now
    if any(plan.may_unblock for plan in state.waiting):
        return now + _LOOK_SOON  # something may be mended without leaving a trace
    times = [plan.next_at for plan in state.waiting if plan.next_at]
    return min([*times, now + _LOOK_ANYWAY])


def _cursor(seen: str, reason: str, until: dt.datetime) -> str:
    return json.dumps({"seen": seen, "reason": reason, "until": until.isoformat()})


def _nothing_since(cursor: str | None, seen: str, now: dt.datetime) -> str:
    """Why nothing has to be done, if nothing has changed since the tick that found so."""
    try:
        last = json.loads(cursor or "{}")
        until = dt.datetime.fromisoformat(last["until"])
        is_same = last["seen"] == seen and until - _LOOK_ANYWAY <= now < until
        return str(last["reason"]) if is_same else ""
    except (ValueError, KeyError, TypeError):
        return ""


def _day(now: dt.datetime) -> str:
    return now.astimezone(dt.UTC).date().isoformat()
