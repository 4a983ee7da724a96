"""What the planner is told of the past: checkpoints, failures, runs that ended too soon. Values only.

Facts: what single events say of a video, and how they add up to its stages' records, in whatever order they come.
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

_FIRST_DELAY = dt.timedelta(minutes=1)
_LONGEST_DELAY = dt.timedelta(hours=1)


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
        """Whether a check failed here, and a person has asked for another try after that (`since`)."""
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
    """Not before; None for a transient failure: at once; for a blocked one: when it is mended."""
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
    basis: str = ""
    """`Ingredients.basis` of the stage in that run; empty: the run ended before it looked, so that it says nothing."""
    message: str = ""


@dataclass(frozen=True, slots=True)
class StageRecord:
    """What is known of one stage of one video."""

    made: StageMaterialization | None = None
    failed: StageFailure | None = None
    ended: tuple[EndedRun, ...] = ()
    """Ascending by storage id."""
    lost: bool = False
    """Whether it was made, and what it had made can no longer be read."""

    @property
    def latest(self) -> int:
        """The storage id of the latest event."""
        ids = [one.storage_id for one in (self.made, self.failed, *self.ended) if one]
        return max(ids, default=0)


def retry_delay(attempt: int) -> dt.timedelta:
    """How long to wait after the `attempt`-th failure, 1 for the first: a minute, then four times as long each time."""
    return min(_FIRST_DELAY * 4 ** min(attempt - 1, 10), _LONGEST_DELAY)


class VideoEventKind(StrEnum):
    """What happened."""

    MADE = "made"
    """A stage was recorded. Content: version, ingredients, failed_checks."""
    FAILED = "failed"
    """A failure was recorded. Content: fingerprint, branch, attempt, message, at, remedy, retry_at, waits_for."""
    ENDED = "ended"
    """A run ended too soon and left no failure record. Content: cancelled, message, selection, basis."""
    LOST = "lost"
    """What a stage had made can no longer be read. Content: version."""


@dataclass(frozen=True, slots=True)
class VideoEvent:
    """One event of one video, as far as a plan depends on it."""

    storage_id: int
    video: str
    kind: VideoEventKind
    stage: Stage | None
    """None for a run that ended: which stage it was at follows from what it had made."""
    run_id: str
    at_s: float
    """When it was written, in seconds since 1970."""
    content: Mapping[str, Any]

    @property
    def at(self) -> dt.datetime:
        """When it was written."""
        return dt.datetime.fromtimestamp(self.at_s, dt.UTC)

    @property
    def place(self) -> tuple[VideoEventKind, str]:
        """Of a video's facts with the same place, the one with the highest storage id counts."""
        return (self.kind, self.stage or self.run_id)


def parse_event(
    storage_id: int, video: str, kind: str, stage: str, run_id: str, at_s: float, content: str
) -> VideoEvent:
    """A fact as it is kept: `stage` is empty for a run's end, `content` is JSON."""
    where = _STAGES[stage] if stage else None
    return VideoEvent(storage_id, video, _KINDS[kind], where, run_id, at_s, json.loads(content))


LatestEvents = dict[tuple[VideoEventKind, str], VideoEvent]
"""The facts of one video that count, by place."""


def add_event(known: LatestEvents, fact: VideoEvent) -> bool:
    """Add `fact` to what is known, unless something newer is; whether that changed anything."""
    before = known.get(fact.place)
    if before is not None and before.storage_id >= fact.storage_id:
        return False
    known[fact.place] = fact
    return True


def stage_records(facts: Iterable[VideoEvent]) -> dict[Stage, StageRecord]:
    """What is known of each stage of one video, from the facts that count."""
    made: dict[Stage, StageMaterialization] = {}
    failed: dict[Stage, StageFailure] = {}
    lost: list[VideoEvent] = []
    runs: list[VideoEvent] = []
    for fact in facts:
        if fact.stage is None:
            runs.append(fact)
        elif fact.kind is VideoEventKind.MADE:
            made[fact.stage] = _made(fact)
        elif fact.kind is VideoEventKind.LOST:
            lost.append(fact)
        else:
            failed[fact.stage] = _failed(fact)
    gone = _forget(made, lost)
    ended = _ended_at(runs, made)
    return {
        stage: StageRecord(made.get(stage), failed.get(stage), tuple(ended.get(stage, ())), stage in gone)
        for stage in Stage
        if stage in made or stage in failed or stage in ended or stage in gone
    }


def _forget(made: dict[Stage, StageMaterialization], lost: Iterable[VideoEvent]) -> set[Stage]:
    """What was lost is as if it had never been made, until it is made again; returns its stages."""
    gone: set[Stage] = set()
    for fact in lost:
        known = made.get(fact.stage) if fact.stage else None
        if known and known.storage_id < fact.storage_id and known.data_version == fact.content["version"]:
            gone.add(known.ingredients.stage)
            del made[known.ingredients.stage]
    return gone


def _made(fact: VideoEvent) -> StageMaterialization:
    content = fact.content
    return StageMaterialization(
        storage_id=fact.storage_id,
        data_version=content["version"],
        ingredients=_ingredients(content["ingredients"]),
        failed_checks=tuple(content["failed_checks"]),
        run_id=fact.run_id,
        at_s=fact.at_s,
    )


def _ingredients(written: Mapping[str, Any]) -> Ingredients:
    """As vidpipe wrote them; checked there, and not again for each of 70,000."""
    return Ingredients.model_construct(
        stage=_STAGES[written["stage"]],
        code=written["code"],
        theme=written["theme"],
        wish=written["wish"],
        upstream={_STAGES[name]: version for name, version in written["upstream"].items()},
        take=written["take"],
    )


_STAGES, _KINDS = {stage.value: stage for stage in Stage}, {kind.value: kind for kind in VideoEventKind}


def _failed(fact: VideoEvent) -> StageFailure:
    content = fact.content
    retry_at = content.get("retry_at")
    return StageFailure(
        storage_id=fact.storage_id,
        fingerprint=content["fingerprint"],
        branch=ErrorBranch(content["branch"]),
        attempt=content["attempt"],
        message=content["message"],
        at=dt.datetime.fromisoformat(content["at"]),
        retry_at=dt.datetime.fromisoformat(retry_at) if retry_at else None,
        remedy=content.get("remedy", ""),
        waits_for=content.get("waits_for", ""),
        run_id=fact.run_id,
    )


def _ended_at(runs: list[VideoEvent], made: Mapping[Stage, StageMaterialization]) -> dict[Stage, list[EndedRun]]:
    """Each run that ended too soon, at the first of its stages that it had not made.

    Once that stage has been made, the run says nothing any more: no later stage was tried in it.
    """
    found: dict[Stage, list[EndedRun]] = {}
    for run in sorted(runs, key=lambda fact: fact.storage_id):
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
        basis=content["basis"].get(stage.value, ""),
        message=content["message"],
    )
