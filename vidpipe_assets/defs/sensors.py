"""The sensor that keeps vidpipe's promise: whatever is stale or failed of an open video is made, and nothing else."""

import datetime as dt
import json
import time
from collections.abc import Iterator
from threading import Lock
from weakref import WeakKeyDictionary

import dagster as dg

from vidpipe_assets.defs.jobs import make_video_job
from vidpipe_assets.defs.ops.decide import follow_decisions
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.progress import SENSOR
from vidpipe_assets.operations.expire import expire_orders
from vidpipe_assets.operations.notify import send_late_schedule, send_notices
from vidpipe_assets.orchestration.integrity import IntegrityScan
from vidpipe_assets.orchestration.launched_runs import note_launched_runs
from vidpipe_assets.orchestration.partitions import PartitionSync
from vidpipe_assets.orchestration.plan_state import PlanState
from vidpipe_assets.orchestration.planned_runs import StartChoice, StartLimits, choose_runs, prioritize
from vidpipe_assets.orchestration.reaper import reap
from vidpipe_assets.providers.notify import address_set
from vidpipe_assets.workplace import Workplace

_REFRESH_ANYWAY = dt.timedelta(minutes=10)
_REFRESH_SOON = dt.timedelta(seconds=30)

BY = SENSOR
"""Who plans the runs, in their tags."""

_states: "WeakKeyDictionary[Workplace, tuple[PlanState, IntegrityScan]]" = WeakKeyDictionary()
_one_tick = Lock()
_schedule_looks: "WeakKeyDictionary[Workplace, float]" = WeakKeyDictionary()
_LOOK_AT_SCHEDULE_EVERY_S = 60.0


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
    """Refresh the plan state and request runs for what is to be made now.

    The cursor holds the digest of a state that asks for nothing, so that an idle tick costs next to nothing.
    """
    try:
        with _one_tick, workplace.store.life_signs.during(SENSOR):
            result = _tick(context, workplace)
            send_notices(_plan_state(workplace)[0], context.log.warning)
            _tell_late_schedule(context, workplace)
            return result
    except VidpipeError as error:
        raise dg.Failure(description=f"{error}\nRemedy: {error.remedy}", allow_retries=False) from error


def _tick(context: dg.SensorEvaluationContext, workplace: Workplace) -> dg.SensorResult:
    now = workplace.now()
    for message in reap(context.instance, workplace.store, now).dead:
        context.log.warning(message)
    note_launched_runs(context.instance, workplace.store)
    for message in follow_decisions(context.instance, workplace):
        context.log.warning(message)
    state, scan = _plan_state(workplace)
    current = state.change_stamp(context.instance)
    if nothing := _still_nothing(context.cursor, current.digest, now):
        return dg.SensorResult(skip_reason=nothing, cursor=context.cursor)
    digest = state.refresh(context.instance, current)
    _log_partitions(context, state.partition_sync)
    if lost := scan.next_few(context.instance):
        context.log.warning("\n".join(lost))
        digest = state.refresh(context.instance)
    if expired := expire_orders(state):
        context.log.info("\n".join(f"{one.video} has expired: {one.reason}" for one in expired))
        digest = state.refresh(context.instance)
    prioritize(context.instance, state)
    limits = StartLimits(workplace.places.remakes_a_day)
    choice = choose_runs(context.instance, state, state.todo, by=BY, limits=limits)
    reason = _skip_reason(state, choice)
    cursor = _cursor(digest, reason, _next_refresh(state, choice, now))
    requests = [run.request() for run in choice.runs]
    return dg.SensorResult(run_requests=requests, cursor=cursor, skip_reason=None if requests else reason)


def _tell_late_schedule(context: dg.SensorEvaluationContext, workplace: Workplace) -> None:
    """Every minute or so: what it looks at changes slowly."""
    if time.monotonic() - _schedule_looks.get(workplace, float("-inf")) >= _LOOK_AT_SCHEDULE_EVERY_S:
        _schedule_looks[workplace] = time.monotonic()
        if address_set():
            send_late_schedule(workplace.store, workplace.themes()[0], context.log.warning, workplace.now)


def _plan_state(workplace: Workplace) -> tuple[PlanState, IntegrityScan]:
    if workplace not in _states:
        state = PlanState(workplace)
        _states[workplace] = (state, IntegrityScan(state))
    return _states[workplace]


def _log_partitions(context: dg.SensorEvaluationContext, sync: PartitionSync) -> None:
    changes = {
        "partitions added for orders": sync.added,
        "ordered, since somebody added a partition": sync.ordered,
        "cancelled, since somebody deleted the partition": sync.cancelled,
        "open again, since somebody added the partition again": sync.reopened,
    }
    for what, keys in changes.items():
        if keys:
            context.log.info(f"{what}: {', '.join(keys)}")
    for name in sync.malformed:
        context.log.warning(f"the partition {name[:80]!r} is no video key and is never run: delete it in the UI")


def _skip_reason(state: PlanState, choice: StartChoice) -> str:
    """What a person reads in the list of ticks when nothing was started."""
    return "; ".join(_reasons(state, choice)) or f"all {len(state.plans)} open videos are as they should be"


def _reasons(state: PlanState, choice: StartChoice) -> Iterator[str]:
    waiting = {plan.key: f"{plan.waiting[0].stage} {plan.waiting[0].cause}" for plan in state.waiting}
    for which in (choice.later, waiting, state.themeless):
        if which:
            key, why = min(which.items())
            more = f" and {len(which) - 1} more" if len(which) > 1 else ""
            yield f"{key}{more}: {why[:300]}"
    if state.partition_sync.malformed:
        yield f"no video keys, never run: {', '.join(name[:80] for name in state.partition_sync.malformed[:5])}"


def _next_refresh(state: PlanState, choice: StartChoice, now: dt.datetime) -> dt.datetime:
    """When to refresh although nothing has changed."""
    if choice.runs or choice.later:
        return now
    if any(plan.may_unblock for plan in state.waiting):
        return now + _REFRESH_SOON  # something may be mended without leaving a trace
    times = [plan.next_at for plan in state.waiting if plan.next_at]
    return min([*times, now + _REFRESH_ANYWAY])


def _cursor(digest: str, reason: str, until: dt.datetime) -> str:
    return json.dumps({"seen": digest, "reason": reason, "until": until.isoformat()})


def _still_nothing(cursor: str | None, digest: str, now: dt.datetime) -> str:
    """Why nothing has to be done, if nothing has changed since the tick that found so."""
    try:
        last = json.loads(cursor or "{}")
        until = dt.datetime.fromisoformat(last["until"])
        is_same = last["seen"] == digest and until - _REFRESH_ANYWAY <= now < until
        return str(last["reason"]) if is_same else ""
    except (ValueError, KeyError, TypeError):
        return ""
