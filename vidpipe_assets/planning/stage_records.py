"""What the planner knows of the past: events of a video, and the record of each stage that they add up to.

An event is a checkpoint, a failure, a run that ended too soon, or a loss. Events may be added in any order, and more
than once: the highest lease counts, and of one lease the highest storage id. `orchestration.history` reads them; here
are values only.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.fingerprints import Ingredients

MOST_ATTEMPTS = 3
"""Transient failures of one fingerprint before a person has to look."""

MOST_KILLS = 5
"""Runs in a row that were killed at one stage before a person has to look: perhaps the stage itself kills them."""


NEVER_BEGUN = "before it had begun"
"""In the message of a run that was killed without having been at work on anything."""


class ErrorBranch(StrEnum):
    """The branch of the error tree that a failure belongs to."""

    TRANSIENT = "transient"
    BLOCKED = "blocked"
    PERMANENT = "permanent"


@dataclass(frozen=True, slots=True)
class StageMaterialization:
    """The latest materialization of one stage of one video. Latest means the highest storage id, never a time."""

    storage_id: int
    data_version: str
    ingredients: Ingredients
    failed_checks: tuple[str, ...] = ()
    """Blocking checks of this very materialization that failed."""
    run_id: str = ""
    at_s: float = 0.0
    """When it was written, in seconds since 1970."""

    def is_checked_again(self, since: dt.datetime | None) -> bool:
        """Whether a check of it failed, and a person has asked for another try (`since`) after that."""
        return bool(self.failed_checks) and since is not None and self.at_s < since.timestamp()


@dataclass(frozen=True, slots=True)
class StageFailure:
    """The latest failure record of one stage of one video."""

    storage_id: int
    fingerprint: str
    branch: ErrorBranch
    attempt: int
    """How many attempts at this fingerprint have failed so far, 1 for the first."""
    message: str
    at: dt.datetime
    retry_at: dt.datetime | None = None
    """The earliest next attempt. None: at once after a transient failure; after a blocked one, when it is mended."""
    remedy: str = ""
    """What a person can do about it."""
    waits_for: str = ""
    """The condition that has to be mended, such as `key:ELEVENLABS_API_KEY` or `disk`; empty: nobody can tell."""
    run_id: str = ""


@dataclass(frozen=True, slots=True)
class EndedRun:
    """A run that ended before a stage was done and left no failure record: it was killed, or a person cancelled it."""

    storage_id: int
    at: dt.datetime
    cancelled: bool = False
    base_fingerprint: str = ""
    """The stage's base fingerprint in that run. Empty: the run ended before it was known, and counts for nothing."""
    message: str = ""

    @property
    def interrupted(self) -> bool:
        """By Ctrl-C, SIGTERM or a restart, as Dagster words it, or before it began: it counts for nothing."""
        return "interrupted unexpectedly" in self.message or NEVER_BEGUN in self.message


@dataclass(frozen=True, slots=True)
class StageRecord:
    """What is known of one stage of one video."""

    made: StageMaterialization | None = None
    failed: StageFailure | None = None
    ended: tuple[EndedRun, ...] = ()
    """Ascending by storage id."""
    lost: str = ""
    """Why what it had made counts no more: it can no longer be read, or what went into it was replaced."""

    @property
    def latest(self) -> int:
        """The storage id of the latest event."""
        ids = [one.storage_id for one in (self.made, self.failed, *self.ended) if one]
        return max(ids, default=0)


class VideoEventKind(StrEnum):
    """What happened; and the keys of the event's content, which are kept in the database and stay as they are."""

    MADE = "made"
    """A stage was recorded. Content: version, ingredients, failed_checks."""
    FAILED = "failed"
    """A failure was recorded. Content: fingerprint, branch, attempt, message, at, remedy, retry_at, waits_for."""
    ENDED = "ended"
    """A run ended too soon and left no failure record. Content: cancelled, message, selection, basis."""
    LOST = "lost"
    """What a stage had made can no longer be read, or what went into it was replaced. Content: version, why."""


@dataclass(frozen=True, slots=True)
class VideoEvent:
    """One event of Dagster's log about one video, reduced to what a plan depends on."""

    storage_id: int
    video: str
    kind: VideoEventKind
    stage: Stage | None
    """None for a run that ended: the stage that it was at follows from what it had made."""
    run_id: str
    at_s: float
    """When it was written, in seconds since 1970."""
    content: Mapping[str, Any]
    lease: int = 0
    """The number of the lease that its run held: what a run tells after it has lost the video does not count."""

    @property
    def order(self) -> tuple[int, int]:
        """Of two events with the same place, the one of higher order counts."""
        return (self.lease, self.storage_id)

    @property
    def at(self) -> dt.datetime:
        """When it was written."""
        return dt.datetime.fromtimestamp(self.at_s, dt.UTC)

    @property
    def place(self) -> tuple[VideoEventKind, str]:
        """Of a video's events with the same place, the one of the highest `order` counts."""
        return (self.kind, self.stage or self.run_id)


def parse_event(
    storage_id: int, video: str, kind: str, stage: str, run_id: str, at_s: float, content: str, lease: int = 0
) -> VideoEvent:
    """An event from its database row: `stage` is empty for a run's end, `content` is JSON."""
    where = _STAGES[stage] if stage else None
    return VideoEvent(storage_id, video, _KINDS[kind], where, run_id, at_s, json.loads(content), lease)


LatestEvents = dict[tuple[VideoEventKind, str], VideoEvent]
"""The events of one video that count, by place."""


def add_event(known: LatestEvents, event: VideoEvent) -> bool:
    """Add `event` unless a newer one of its place is known; returns whether that changed anything."""
    before = known.get(event.place)
    if before is not None and before.order >= event.order:
        return False
    known[event.place] = event
    return True


def stage_records(events: Iterable[VideoEvent]) -> dict[Stage, StageRecord]:
    """The record of each stage of one video that anything is known of."""
    made: dict[Stage, StageMaterialization] = {}
    failed: dict[Stage, StageFailure] = {}
    lost: list[VideoEvent] = []
    runs: list[VideoEvent] = []
    for event in events:
        if event.stage is None:
            runs.append(event)
        elif event.kind is VideoEventKind.MADE:
            made[event.stage] = _made(event)
        elif event.kind is VideoEventKind.LOST:
            lost.append(event)
        else:
            failed[event.stage] = _failed(event)
    gone = _forget(made, lost)
    ended = _ended_at(runs, made)
    return {
        stage: StageRecord(made.get(stage), failed.get(stage), tuple(ended.get(stage, ())), gone.get(stage, ""))
        for stage in Stage
        if stage in made or stage in failed or stage in ended or stage in gone
    }


def _forget(made: dict[Stage, StageMaterialization], lost: Iterable[VideoEvent]) -> dict[Stage, str]:
    """What was lost is as if it had never been made, until it is made again; returns its stages, and why."""
    gone: dict[Stage, str] = {}
    for event in lost:
        known = made.get(event.stage) if event.stage else None
        if known and known.storage_id < event.storage_id and known.data_version == event.content["version"]:
            gone[known.ingredients.stage] = event.content.get("why") or "what it had made is lost"
            del made[known.ingredients.stage]
    return gone


def _made(event: VideoEvent) -> StageMaterialization:
    content = event.content
    return StageMaterialization(
        storage_id=event.storage_id,
        data_version=content["version"],
        ingredients=_ingredients(content["ingredients"]),
        failed_checks=tuple(content["failed_checks"]),
        run_id=event.run_id,
        at_s=event.at_s,
    )


def _ingredients(written: Mapping[str, Any]) -> Ingredients:
    """As vidpipe wrote them; checked there, and not again for each of 70,000."""
    return Ingredients.model_construct(
        stage=_STAGES[written["stage"]],
        code=written["code"],
        theme=written["theme"],
        overrides=written["wish"],
        upstream={_STAGES[name]: version for name, version in written["upstream"].items()},
        take=written["take"],
    )


_STAGES, _KINDS = {stage.value: stage for stage in Stage}, {kind.value: kind for kind in VideoEventKind}


def _failed(event: VideoEvent) -> StageFailure:
    content = event.content
    retry_at = content.get("retry_at")
    return StageFailure(
        storage_id=event.storage_id,
        fingerprint=content["fingerprint"],
        branch=ErrorBranch(content["branch"]),
        attempt=content["attempt"],
        message=content["message"],
        at=dt.datetime.fromisoformat(content["at"]),
        retry_at=dt.datetime.fromisoformat(retry_at) if retry_at else None,
        remedy=content.get("remedy", ""),
        waits_for=content.get("waits_for", ""),
        run_id=event.run_id,
    )


def _ended_at(runs: list[VideoEvent], made: Mapping[Stage, StageMaterialization]) -> dict[Stage, list[EndedRun]]:
    """Each run that ended too soon, at the first of its stages that it had not made.

    Once that stage has been made, the run says nothing any more: no later stage was tried in it.
    """
    found: dict[Stage, list[EndedRun]] = {}
    for run in sorted(runs, key=lambda event: event.storage_id):
        selection = {Stage(name) for name in run.content["selection"]}
        unmade = (s for s in Stage if s in selection and (s not in made or made[s].run_id != run.run_id))
        stage = next(unmade, None)
        if stage is not None and (stage not in made or made[stage].storage_id < run.storage_id):
            found.setdefault(stage, []).append(_ended(run, stage))
    return found


def _ended(run: VideoEvent, stage: Stage) -> EndedRun:
    content = run.content
    return EndedRun(
        storage_id=run.storage_id,
        at=run.at,
        cancelled=content["cancelled"],
        base_fingerprint=content["basis"].get(stage.value, ""),
        message=content["message"],
    )
