"""The planner: which stages of which open videos are to be worked on, and why. Pure: no I/O, no clock of its own."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.fingerprints import Ingredients, changes
from vidpipe_assets.planning.history import MOST_ATTEMPTS, Branch, Failed, Made, StageRecord, WantedVideo


class Standing(StrEnum):
    """How one stage of one video stands."""

    FRESH = "fresh"
    STALE = "stale"
    """To be made now."""
    CANDIDATE = "candidate"
    """Downstream of a stale stage: reached by its run, and made only if its fingerprint really changes."""
    WAITING = "waiting"
    """Stale, but not before a moment, or until a person has mended something."""
    HELD = "held"
    """Downstream of a stage that waits: nothing can be done here."""


@dataclass(frozen=True)
class StagePlan:
    """One stage: how it stands, why, and what it would be made from where that is known."""

    stage: Stage
    standing: Standing
    cause: str = ""
    fingerprint: str = ""
    attempt: int = 1
    not_before: dt.datetime | None = None


@dataclass(frozen=True)
class VideoPlan:
    """One video's seven stages, in their order."""

    key: str
    stages: tuple[StagePlan, ...]

    @property
    def stale(self) -> tuple[StagePlan, ...]:
        """What has to be made now."""
        return tuple(one for one in self.stages if one.standing is Standing.STALE)

    @property
    def selection(self) -> tuple[Stage, ...]:
        """What a run should select: the stale stages and the candidates."""
        return tuple(one.stage for one in self.stages if one.standing in (Standing.STALE, Standing.CANDIDATE))

    @property
    def next_at(self) -> dt.datetime | None:
        """The earliest moment at which a waiting stage may be tried again."""
        return min((one.not_before for one in self.stages if one.not_before), default=None)


def plan(
    wanted: Sequence[WantedVideo], recorded: Mapping[str, Mapping[Stage, StageRecord]], now: dt.datetime
) -> tuple[VideoPlan, ...]:
    """One plan for each open video, by key; videos that are not in `wanted` are closed and never appear."""
    return tuple(plan_video(video, recorded.get(video.key, {}), now) for video in sorted(wanted, key=lambda v: v.key))


def plan_video(video: WantedVideo, recorded: Mapping[Stage, StageRecord], now: dt.datetime) -> VideoPlan:
    """How each stage of one video stands."""
    plans: dict[Stage, StagePlan] = {}
    versions: dict[Stage, str] = {}
    for stage in Stage:
        record = recorded.get(stage, StageRecord())
        above = {plans[up].standing for up in stage.upstream}
        if above & {Standing.WAITING, Standing.HELD}:
            plans[stage] = StagePlan(stage, Standing.HELD, "waits for what it is made from")
        elif above & {Standing.STALE, Standing.CANDIDATE}:
            plans[stage] = StagePlan(stage, Standing.CANDIDATE, "downstream of what is made again")
        else:
            plans[stage] = _judge(video, stage, record, versions, now)
        if record.made and plans[stage].standing is Standing.FRESH:
            versions[stage] = record.made.data_version
    return VideoPlan(video.key, tuple(plans.values()))


def _judge(
    video: WantedVideo, stage: Stage, record: StageRecord, versions: Mapping[Stage, str], now: dt.datetime
) -> StagePlan:
    """How a stage stands whose upstream is fresh."""
    want = video.ingredients(stage, versions)
    made, failed = record.made, _relevant(record, want)
    if made and is_fresh(made, want) and not made.failed_checks and not failed:
        return StagePlan(stage, Standing.FRESH, fingerprint=want.fingerprint)
    if failed:
        return _after_failure(stage, failed, want, now)
    if made and is_fresh(made, want) and made.failed_checks:
        text = f"check failed: {', '.join(made.failed_checks)}"
        return StagePlan(stage, Standing.WAITING, text, want.fingerprint)
    return StagePlan(stage, Standing.STALE, _cause(video, stage, made, want), want.fingerprint)


def is_fresh(made: Made, want: Ingredients) -> bool:
    """Whether what is recorded is what is wanted. Trends are a snapshot: only another take makes them again."""
    if want.stage is Stage.TRENDS:
        return made.ingredients.take == want.take
    return made.ingredients.fingerprint == want.fingerprint


def _relevant(record: StageRecord, want: Ingredients) -> Failed | None:
    """The failure record, if it speaks of what is wanted now and nothing was made since."""
    failed = record.failed
    if failed is None or failed.fingerprint != want.fingerprint:
        return None
    return failed if record.made is None or failed.storage_id > record.made.storage_id else None


def _after_failure(stage: Stage, failed: Failed, want: Ingredients, now: dt.datetime) -> StagePlan:
    if failed.branch is Branch.PERMANENT:
        return StagePlan(stage, Standing.WAITING, f"failed for good: {failed.message}", want.fingerprint)
    if failed.branch is Branch.TRANSIENT and failed.attempt >= MOST_ATTEMPTS:
        text = f"failed {failed.attempt} times: {failed.message}"
        return StagePlan(stage, Standing.WAITING, text, want.fingerprint, failed.attempt)
    if failed.branch is Branch.BLOCKED and failed.retry_at is None:
        return StagePlan(stage, Standing.WAITING, f"blocked: {failed.message}", want.fingerprint, failed.attempt)
    # A blocked stage has used up no attempt.
    attempt = failed.attempt + (failed.branch is Branch.TRANSIENT)
    if failed.retry_at and now < failed.retry_at:
        text = f"{failed.branch} until {failed.retry_at:%Y-%m-%d %H:%M} UTC: {failed.message}"
        return StagePlan(stage, Standing.WAITING, text, want.fingerprint, attempt, failed.retry_at)
    text = f"failed, attempt {attempt} of {MOST_ATTEMPTS}" if failed.branch is Branch.TRANSIENT else "no longer blocked"
    return StagePlan(stage, Standing.STALE, text, want.fingerprint, attempt)


def _cause(video: WantedVideo, stage: Stage, made: Made | None, want: Ingredients) -> str:
    if made is None:
        return "missing"
    decision = video.decisions.get(stage)
    if decision and made.ingredients.take != want.take:
        return f"rejected: {decision.reason}"
    return "; ".join(changes(made.ingredients, want))
