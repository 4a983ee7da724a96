"""Which videos a run is started for now, and with what: the sensor requests these runs, the ops execute them.

A video that somebody is at work on is left out: one with a live run, a run about to be retried, or a backfill whose
runs may be yet to come. `StartLimits` bound the runs that nobody asked for: what a person waits for always finds room.
`prioritize` keeps Dagster's own queue in the order of `planning.work_queue`.
"""

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import dagster as dg

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.orchestration.launched_runs import launched_run
from vidpipe_assets.orchestration.plan_state import PlanState
from vidpipe_assets.orchestration.run_tags import (
    ASKED_BY,
    BASE_FINGERPRINTS,
    CAUSE,
    LANE,
    PARTITION,
    PLANNED,
    PRIORITY,
    REMAKE,
    base_fingerprints_tag,
)
from vidpipe_assets.planning.planner import VideoPlan
from vidpipe_assets.planning.work_queue import Lane, QueueItem, overdue_keys, overdue_lanes, priorities
from vidpipe_assets.storage.store import Store

if TYPE_CHECKING:
    from dagster._core.execution.backfill import PartitionBackfill

MOST_A_TICK = 5
"""A run request costs a quarter of a second, and a tick has a minute."""

MOST_LIVE = 20
"""Runs that wait or run already; what is stale by then waits here, where a change can still overtake it."""

_AT_WORK = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
_LIVE = [dg.DagsterRunStatus.QUEUED, *_AT_WORK]

# The retry daemon looks every few seconds; one that has not come by then is not running.
_RETRY_WITHIN = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class PlannedRun:
    """A run that makes what the plan of one video selects."""

    plan: VideoPlan
    tags: Mapping[str, str]

    @property
    def selection(self) -> list[dg.AssetKey]:
        """The assets that the run selects."""
        return [dg.AssetKey(stage.value) for stage in self.plan.selection]

    @property
    def reason(self) -> str:
        """The stale stages and why, in one line."""
        return ", ".join(f"{one.stage} ({one.cause})" for one in self.plan.stale)

    def request(self) -> dg.RunRequest:
        """The run as a sensor requests it."""
        return dg.RunRequest(
            run_key=run_key(self.plan),
            partition_key=self.plan.key,
            asset_selection=self.selection,
            tags=dict(self.tags),
        )


@dataclass(frozen=True)
class StartLimits:
    """What bounds runs that nobody asked for. Remakes are counted over the UTC day, by their tag."""

    remakes_a_day: int
    most: int = MOST_A_TICK
    most_live: int = MOST_LIVE


@dataclass(frozen=True)
class StartChoice:
    """The runs that start now, and the videos that are left to a later time, with the reason."""

    runs: Sequence[PlannedRun] = ()
    later: Mapping[str, str] = field(default_factory=dict[str, str])
    busy: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of those that are left: video -> who is at work on it, or what that run waits for, in a sentence."""


def choose_runs(
    instance: dg.DagsterInstance,
    state: PlanState,
    plans: Iterable[VideoPlan],
    *,
    by: str,
    limits: StartLimits | None = None,
    extra_tags: Mapping[str, str] | None = None,
) -> StartChoice:
    """The runs that are started for `plans`, in the order of the work queue. `by`: who plans them, for their tags.

    `limits`: of automatic runs; None for what a person has asked for, which is not counted as a remake either.
    """
    candidates = list(plans)
    if not candidates:
        return StartChoice()
    now = state.workplace.now()
    busy = busy_videos(instance, state.workplace.store, now)
    items = {item.key: item for item in state.queue()}
    ranks = _priorities(instance, items.values(), now) if limits else {}
    room = _Room(
        automatic=min(limits.most, max(limits.most_live - len(busy), 0)) if limits else len(candidates),
        most=limits.most if limits else len(candidates),
        remakes=_remakes_left(instance, candidates, limits, now) if limits else len(candidates),
    )
    runs: list[PlannedRun] = []
    later: dict[str, str] = {}
    for plan in sorted(candidates, key=lambda plan: -ranks.get(plan.key, 0)):
        is_automatic = limits is not None and not (plan.key in items and items[plan.key].by_person)
        if plan.key in busy:
            later[plan.key] = busy[plan.key]
        elif why := room.refusal(plan, len(runs), is_automatic=is_automatic):
            later[plan.key] = why
        elif plan.selection:
            is_remake = is_automatic and plan.finished_before
            tags = planned_tags(plan, state.bases(plan), by=by) | ({REMAKE: _day(now)} if is_remake else {})
            tags |= queue_tags(state, items.get(plan.key), ranks.get(plan.key))
            runs.append(PlannedRun(plan, tags | dict(extra_tags or {})))
            room.remakes -= is_remake
    return StartChoice(runs, later, {key: busy[key] for key in later.keys() & busy.keys()})


@dataclass
class _Room:
    """How many runs may start: `automatic` while only those that nobody waits for are counted, `most` for people."""

    automatic: int
    most: int
    remakes: int

    def refusal(self, plan: VideoPlan, started: int, *, is_automatic: bool) -> str:
        """Why no run of the plan starts now; empty if it may."""
        if is_automatic and plan.finished_before and self.remakes <= 0:
            return "today's remakes are used up (VIDPIPE_REMAKES_A_DAY)"
        return "others come first" if started >= (self.automatic if is_automatic else self.most) else ""


def queue_tags(state: PlanState, item: QueueItem | None, priority: int | None) -> dict[str, str]:
    """For whom a run works, and its place in Dagster's queue; `priority` is None for a run that is in no queue."""
    if item is None:
        return {}
    tags = {LANE: item.lane.value}
    if who := state.asked_by(item.key):
        tags[ASKED_BY] = who[:100]
    return tags if priority is None else tags | {PRIORITY: str(priority)}


def _priorities(instance: dg.DagsterInstance, items: Iterable[QueueItem], now: dt.datetime) -> dict[str, int]:
    """Video -> run priority."""
    found = list(items)
    turns = {lane: turn for lane in overdue_lanes(found, now) if (turn := _last_turn(instance, lane))}
    return priorities(found, now, overdue_keys(found, now, turns))


_LAST_RUNS = 20
_BEGUN = [
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.SUCCESS,
    dg.DagsterRunStatus.FAILURE,
    dg.DagsterRunStatus.CANCELED,
]


def _last_turn(instance: dg.DagsterInstance, lane: Lane) -> dt.datetime | None:
    """When a run of the lane last began to work."""
    begun = dg.RunsFilter(statuses=_BEGUN, tags={LANE: lane.value})
    starts = [one.start_time for one in instance.get_run_records(begun, limit=_LAST_RUNS) if one.start_time]
    return dt.datetime.fromtimestamp(max(starts), dt.UTC) if starts else None


def prioritize(instance: dg.DagsterInstance, state: PlanState) -> None:
    """Give the runs in Dagster's queue the priority that their videos have now: by decisions, and by how they wait."""
    waiting = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.QUEUED]))
    ranks = _priorities(instance, state.queue(), state.workplace.now()) if waiting else {}
    for run in waiting:
        rank = ranks.get(run.tags.get(PARTITION, ""))
        if PLANNED in run.tags and rank is not None and run.tags.get(PRIORITY) != str(rank):
            instance.add_run_tags(run.run_id, {PRIORITY: str(rank)})


def _remakes_left(
    instance: dg.DagsterInstance, plans: Sequence[VideoPlan], limits: StartLimits, now: dt.datetime
) -> int:
    if not any(plan.finished_before for plan in plans):
        return 0
    return limits.remakes_a_day - instance.get_runs_count(dg.RunsFilter(tags={REMAKE: _day(now)}))


def planned_tags(plan: VideoPlan, bases: Mapping[Stage, str], by: str) -> dict[str, str]:
    """Why there is this run, for people and for the planner; `by` says who planned it."""
    causes = {f"{CAUSE}{one.stage}": one.cause[:200] for one in plan.stale}
    return {PLANNED: by, BASE_FINGERPRINTS: base_fingerprints_tag(bases), **causes}


def run_key(plan: VideoPlan) -> str:
    """The same as long as nothing has happened to the video: one request, one run, however often it is asked for.

    The latest event is part of it, so that a theme that goes red, blue, red is made three times.
    """
    stale = plan.stale
    fingerprints = content_hash([one.fingerprint for one in stale])[:12]
    decision = max((one.decision for one in stale), default=0)
    attempt = max((one.attempt for one in stale), default=1)
    return f"{plan.key} after {plan.latest} decision {decision} for {fingerprints} attempt {attempt}"


def busy_videos(instance: dg.DagsterInstance, store: Store, now: dt.datetime) -> dict[str, str]:
    """Video -> who is at work on it, or what that run waits for, in a sentence."""
    found: dict[str, str] = {}
    for backfill in _active_backfills(instance):
        found |= dict.fromkeys(_targets(backfill), f"backfill {backfill.backfill_id} is at work on it")
    for run in _about_to_be_retried(instance, now):
        found[run.tags.get(PARTITION, "")] = f"run {run.run_id[:8]} has died, and is about to be started again"
    live = instance.get_run_records(dg.RunsFilter(statuses=_LIVE))
    taken = store.leases.of_runs([record.dagster_run.run_id for record in live])
    for record in live:
        run = record.dagster_run
        found[run.tags.get(PARTITION, "")] = _activity(record, taken)
    found.pop("", None)
    return found


def _activity(record: dg.RunRecord, taken: Container[str]) -> str:
    """What a run is at."""
    run = record.dagster_run
    if run.status is dg.DagsterRunStatus.QUEUED:
        since = f"{record.create_timestamp.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC"
        return f"run {run.run_id[:8]} waits in Dagster's queue since {since}"
    launched = launched_run(record, taken)
    return f"run {run.run_id[:8]} {launched.text if launched else 'is at work on it'}"


def run_at_work(instance: dg.DagsterInstance, video: str) -> dg.DagsterRun | None:
    """The run that works on a video now, or nothing. One in the queue is none: perhaps no daemon ever starts it."""
    runs = instance.get_runs(dg.RunsFilter(statuses=_AT_WORK, tags={PARTITION: video}), limit=1)
    return runs[0] if runs else None


def _active_backfills(instance: dg.DagsterInstance) -> "Sequence[PartitionBackfill]":
    from dagster._core.execution.backfill import BulkActionsFilter, BulkActionStatus

    active = [BulkActionStatus.REQUESTED, BulkActionStatus.CANCELING, BulkActionStatus.FAILING]
    return instance.get_backfills(filters=BulkActionsFilter(statuses=active))


def _about_to_be_retried(instance: dg.DagsterInstance, now: dt.datetime) -> Iterator[dg.DagsterRun]:
    if not instance.run_retries_enabled:
        return
    failed = dg.RunsFilter(
        statuses=[dg.DagsterRunStatus.FAILURE],
        tags={"dagster/will_retry": "true"},
        updated_after=now - _RETRY_WITHIN,
    )
    for run in instance.get_runs(failed):
        # A run of `dagster job execute` has no origin: the retry daemon cannot start it again.
        if run.is_complete_and_waiting_to_retry and run.remote_job_origin is not None:
            yield run


def _targets(backfill: "PartitionBackfill") -> set[str]:
    """The partitions of a backfill, of assets or of a job."""
    data: Any = backfill.asset_backfill_data
    if data is None:
        return set(backfill.partition_names or ())
    subsets = data.target_subset.partitions_subsets_by_asset_key.values()
    return {key for subset in subsets for key in subset.get_partition_keys()}


def _day(now: dt.datetime) -> str:
    return now.astimezone(dt.UTC).date().isoformat()
