"""The history: Dagster's event log as the stage records of each video, read incrementally and cached in the database.

The latest event is the one with the highest lease number and, of one lease, the highest storage id, so that neither the
order of reading nor reading twice matters, nor what a run tells after it has lost its video.
PostgreSQL commits ids out of order: from time to time the last ones are read again. Materializations that a person
wiped in the UI are noticed stage by stage.

The end of a run that failed or was cancelled is an event, too (`RunEnd`). If a failure record or a failed check
explains it, it says nothing more. Otherwise the run was killed, or failed where no stage could record anything: it
counts against the first of its stages that it had not made.
"""

import gc
import json
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dagster as dg

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.orchestration.event_log import (
    BlockingChecks,
    EventLog,
    LogEventType,
    is_video,
    materialization_event,
    observation_event,
)
from vidpipe_assets.orchestration.run_tags import PARTITION, WAITED_FOR, base_fingerprints, selected_stages
from vidpipe_assets.planning.stage_records import (
    LatestEvents,
    StageRecord,
    VideoEvent,
    VideoEventKind,
    add_event,
    parse_event,
    stage_records,
)

if TYPE_CHECKING:
    from vidpipe_assets.storage.event_cache import EventCache, FactRow


_RUNS_AT_ONCE = 100


@dataclass(frozen=True)
class RunEnd:
    """A run failed or was cancelled."""

    storage_id: int
    entry: dg.EventLogEntry
    kind: LogEventType

    @property
    def run_id(self) -> str:
        """The id of the run that ended."""
        return self.entry.run_id

    @property
    def cancelled(self) -> bool:
        """Whether a person cancelled the run; a killed run counts as failed."""
        return self.kind is LogEventType.RUN_CANCELLED


def run_end_events(
    instance: dg.DagsterInstance, table: "EventCache", ends: Sequence[RunEnd], explained: Collection[str]
) -> list[VideoEvent]:
    """One event for each end of a run. The process that reads an end first decides what it means, and all others keep
    to that: what explained the end may be superseded when it is read again.
    """
    judged = {row.storage_id: parse_event(*row[:7]) for row in table.among([end.storage_id for end in ends])}
    new = [end for end in ends if end.storage_id not in judged]
    known = {*explained, *(table.explained_runs([end.run_id for end in new]) if new else ())}
    runs = _runs(instance, {end.run_id for end in new if end.cancelled or end.run_id not in known})
    return [*judged.values(), *(_fact(end, runs.get(end.run_id)) for end in new if not _is_late(instance, end))]


_TOO_LONG = "Canceling due to exceeding maximum runtime"
"""How Dagster's word begins that it ends a run which takes longer than runs may."""


def _is_late(instance: dg.DagsterInstance, end: RunEnd) -> bool:
    """Whether the run says it was cancelled after Dagster had failed it for its length: nobody has cancelled it."""
    if not end.cancelled:
        return False
    kinds = {dg.DagsterEventType.RUN_CANCELING, dg.DagsterEventType.RUN_FAILURE}
    told = [entry.dagster_event for entry in instance.all_logs(end.run_id, of_type=kinds)]
    failed = any(one.event_type is dg.DagsterEventType.RUN_FAILURE for one in told if one)
    return failed and any((one.message or "").startswith(_TOO_LONG) for one in told if one)


def _runs(instance: dg.DagsterInstance, ids: Collection[str]) -> dict[str, dg.DagsterRun]:
    wanted = sorted(ids)
    found: dict[str, dg.DagsterRun] = {}
    for start in range(0, len(wanted), _RUNS_AT_ONCE):
        some = dg.RunsFilter(run_ids=wanted[start : start + _RUNS_AT_ONCE])
        found |= {run.run_id: run for run in instance.get_runs(some)}
    return found


def _fact(end: RunEnd, run: dg.DagsterRun | None) -> VideoEvent:
    """What the end says; of no video if it was explained, had not begun, or was no run of a video's stages."""
    video = run.tags.get(PARTITION, "") if run else ""
    content: dict[str, Any] = {"cancelled": end.cancelled, "message": "", "selection": [], "basis": {}}
    if run is None or not is_video(video) or WAITED_FOR in run.tags:
        video = ""
    else:
        event = end.entry.dagster_event
        content["message"] = ((event.message if event else "") or "the run was killed")[:300]
        content["selection"] = [stage.value for stage in selected_stages(run)]
        content["basis"] = base_fingerprints(run.tags)
    return VideoEvent(end.storage_id, video, VideoEventKind.ENDED, None, end.run_id, end.entry.timestamp, content)


_OVERLAP = 100
"""Ids that are read again, now and then."""

_EVERY = 15
"""Every so many looks the overlap is read again and one stage is compared with what is still there."""


class History:
    """What is known of the videos that are followed. One for a process and an instance; not for several threads."""

    def __init__(self, table: "EventCache", blocking: BlockingChecks) -> None:
        self._table = table
        self._blocking = blocking
        self._videos: dict[str, LatestEvents] = {}
        self._records: dict[str, dict[Stage, StageRecord]] = {}
        self._marks: dict[str, int] | None = None
        self._loaded_at: dict[str, int] | None = None
        self._highest = -1
        self._looks = 0
        self._wipes: dict[str, float] = {}

    def records(self, video: str) -> Mapping[Stage, StageRecord]:
        """What is recorded of each stage of a followed video."""
        if video not in self._records:
            self._records[video] = stage_records(self._videos.get(video, {}).values())
        return self._records[video]

    def follow(self, videos: Iterable[str]) -> None:
        """Keep the records of exactly these videos at hand."""
        wanted = set(videos)
        for video in self._videos.keys() - wanted:
            del self._videos[video]
            self._records.pop(video, None)
        new = wanted - self._videos.keys()
        self._videos.update({video: {} for video in new})
        if new:
            if self._marks is None and self._loaded_at is None:
                # Before the facts: what somebody else keeps between the two is read again, not missed.
                self._loaded_at = self._table.marks()
            with garbage_collection_paused():
                self._load(new)

    def _load(self, new: set[str]) -> None:
        for row in self._table.of_videos(sorted(new)):
            if row.video_key in new:
                add_event(self._videos[row.video_key], parse_event(*row[:7], row.number))

    def catch_up(self, instance: dg.DagsterInstance) -> set[str]:
        """Read what is new; returns the followed videos whose records have changed."""
        log = EventLog(instance)
        marks = self._open(log)
        self._looks += 1
        thorough = self._looks % _EVERY == 1
        highest, wiped = log.highest(), self._newly_wiped(log)
        if highest == self._highest and not wiped and not thorough:
            return set()
        overlap = _OVERLAP if thorough or wiped else 0
        touched = self._read(instance, log, {name: max(mark - overlap, -1) for name, mark in marks.items()})
        stages = wiped | ({list(Stage)[self._looks // _EVERY % len(Stage)]} if thorough else set[Stage]())
        for stage in sorted(stages):
            touched |= self._compare(log, stage)
        self._highest = highest
        return touched

    def _newly_wiped(self, log: EventLog) -> set[Stage]:
        """The stages that a person has wiped since the last look; at the first look, all that were ever wiped."""
        before, self._wipes = self._wipes, log.wipes()
        return {Stage(name) for name, at_s in self._wipes.items() if before.get(name) != at_s}

    def look_on(self, instance: dg.DagsterInstance) -> None:
        """Keep what is new, for those who plan nothing. Facts of another log are left to those who do."""
        log = EventLog(instance)
        highest, wiped = log.highest(), self._newly_wiped(log)
        if highest == self._highest and not wiped:
            return
        self._marks = None  # others have read on meanwhile
        if not _is_of_another_log(log, self._table.marks()):
            # Always with the overlap: who plans may come much later, when what was committed late is far behind.
            self._read(instance, log, {name: max(mark - _OVERLAP, -1) for name, mark in self._open(log).items()})
            for stage in sorted(wiped):
                self._compare(log, stage)
        self._highest = highest

    def _open(self, log: EventLog) -> dict[str, int]:
        """How far this log was read, by kind of event. Facts of another log are forgotten."""
        if self._marks is None:
            there = self._table.marks()
            known = there if self._loaded_at is None else self._loaded_at
            names = _names(log)
            if _is_of_another_log(log, there):
                self._table.forget_all()
                self._videos = {video: {} for video in self._videos}
                self._records.clear()
                known = {}
            self._marks = {name: known.get(name, -1) for name in names}
        return self._marks

    def _read(self, instance: dg.DagsterInstance, log: EventLog, marks: Mapping[str, int]) -> set[str]:
        # Ends of runs first: whatever explains them was written before, so that it will be read below.
        ends = [
            RunEnd(number, entry, kind)
            for kind in (LogEventType.RUN_FAILED, LogEventType.RUN_CANCELLED)
            for batch in log.after(kind, marks[f"{log.name}/{kind.name}"])
            for number, entry in batch.items()
        ]
        touched, explained = set[str](), set[str]()
        for kind in (LogEventType.MADE, LogEventType.OBSERVED):
            name = f"{log.name}/{kind.name}"
            for batch in log.after(kind, marks[name]):
                facts = [fact for number, entry in batch.items() if (fact := self._read_one(kind, number, entry))]
                explained |= {fact.run_id for fact in facts if _explains(fact)}
                touched |= self._keep(facts, {name: max(batch)})
        read = {f"{log.name}/{end.kind.name}": end.storage_id for end in ends}
        return touched | self._keep(run_end_events(instance, self._table, ends, explained), read)

    def _read_one(self, kind: LogEventType, number: int, entry: dg.EventLogEntry) -> VideoEvent | None:
        found = (
            materialization_event(number, entry, self._blocking)
            if kind is LogEventType.MADE
            else observation_event(number, entry)
        )
        # PostgreSQL keeps what was wiped, and only no longer counts it.
        return None if found and found.stage and found.at_s <= self._wipes.get(found.stage, 0) else found

    def _compare(self, log: EventLog, stage: Stage) -> set[str]:
        """Forget what was wiped of one stage, and read what was missed of it."""
        # In this order: what somebody else keeps between the two is new, and not gone.
        known = self._table.made_ids(stage.value)
        there = log.latest_ids(stage)
        ids = {video: number for video, (_, number) in known.items()}
        missed = {video: number for video, number in there.items() if ids.get(video) != number}
        entries = {number: log.one(LogEventType.MADE, number) for number in missed.values()}
        read = [materialization_event(number, entry, self._blocking) for number, entry in entries.items() if entry]
        facts = [fact for fact in read if fact]
        # The latest event of a video that a run has told after it had lost it: what counts is older, and still there.
        late = {fact.video for fact in facts if fact.lease < known.get(fact.video, (0, 0))[0]}
        gone = {video: number for video, number in ids.items() if there.get(video) != number and video not in late}
        self._table.forget(list(gone.values()))
        forgotten = self._forget(stage, there, late)
        return forgotten | self._keep([fact for fact in facts if fact.video not in late], {})

    def _forget(self, stage: Stage, there: Mapping[str, int], late: Collection[str]) -> set[str]:
        """Forget of followed videos what is no longer there; others may have taken it out of the table already."""
        key, forgotten = (VideoEventKind.MADE, stage.value), set[str]()
        for video, latest in self._videos.items():
            event = latest.get(key)
            if event and video not in late and there.get(video) != event.storage_id:
                del latest[key]
                self._records.pop(video, None)
                forgotten.add(video)
        return forgotten

    def _keep(self, facts: list[VideoEvent], marks: Mapping[str, int]) -> set[str]:
        if self._marks is not None:
            self._marks.update({name: max(mark, self._marks[name]) for name, mark in marks.items()})
        if facts or marks:
            self._table.add([_row(fact) for fact in facts], marks)
        return {fact.video for fact in facts if fact.video in self._videos and self._learn(fact)}

    def _learn(self, fact: VideoEvent) -> bool:
        changed = add_event(self._videos[fact.video], fact)
        if changed:
            self._records.pop(fact.video, None)
        return changed


def _names(log: EventLog) -> set[str]:
    """What the marks of this log are called."""
    return {f"{log.name}/{kind.name}" for kind in LogEventType}


def _is_of_another_log(log: EventLog, marks: Mapping[str, int]) -> bool:
    """Whether what is known was read from another log, as its marks tell."""
    return bool(marks) and not _names(log) & marks.keys()


@contextmanager
def garbage_collection_paused() -> Generator[None]:
    """Hundreds of thousands of values are being made, none of them garbage: looking through them costs a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _explains(fact: VideoEvent) -> bool:
    """Whether the end of the fact's run needs no other explanation."""
    return fact.kind is VideoEventKind.FAILED or bool(fact.content.get("failed_checks"))


def _row(fact: VideoEvent) -> "FactRow":
    from vidpipe_assets.storage.event_cache import FactRow

    content = json.dumps(fact.content, separators=(",", ":"), ensure_ascii=False)
    stage = fact.stage.value if fact.stage else ""
    return FactRow(
        fact.storage_id,
        fact.video,
        fact.kind.value,
        stage,
        fact.run_id,
        fact.at_s,
        content,
        _explains(fact),
        fact.lease,
    )
