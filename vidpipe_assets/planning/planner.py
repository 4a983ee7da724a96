"""The planner: which stages of which open videos are to be worked on, and why. Pure: no I/O, no clock of its own."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.desired import DesiredVideo
from vidpipe_assets.planning.fingerprints import Ingredients, changes
from vidpipe_assets.planning.retry_policy import UnblockCheck, is_forgiven, never_unblocked, retry_decision
from vidpipe_assets.planning.stage_records import StageRecord


class StageStatus(StrEnum):
    """How one stage of one video stands."""

    FRESH = "fresh"
    STALE = "stale"
    """To be made now."""
    CANDIDATE = "candidate"
    """Downstream of a stale stage: reached by its run, and made only if its fingerprint really changes."""
    WAITING = "waiting"
    """Stale, but not before a moment, or until something is mended, changed or decided."""
    HELD = "held"
    """Downstream of a stage that waits: nothing can be done here."""


@dataclass(frozen=True, slots=True)
class StagePlan:
    """One stage: how it stands, why, and what it would be made from where that is known."""

    stage: Stage
    standing: StageStatus
    cause: str = ""
    fingerprint: str = ""
    attempt: int = 1
    not_before: dt.datetime | None = None
    decision: int = 0
    """The id of the person's decision that asked for this take, 0 if none did."""
    waits_for: str = ""
    """What has to be mended before a blocked stage can go on."""
    remedy: str = ""
    """What a person can do about the failure that it waits for."""
    rests_video: bool = False
    """Whether it waits because a person has cancelled it: then the rest of the video waits with it."""


@dataclass(frozen=True, slots=True)
class VideoPlan:
    """One video's seven stages, in their order."""

    key: str
    stages: tuple[StagePlan, ...]
    latest: int = 0
    """The storage id of the latest event of this video."""
    finished_before: bool = False
    """Whether there is a finished video already, and this plan makes it again."""

    @property
    def stale(self) -> tuple[StagePlan, ...]:
        """What has to be made now."""
        return tuple(one for one in self.stages if one.standing is StageStatus.STALE)

    @property
    def is_fresh(self) -> bool:
        """Whether nothing is to be done or waited for."""
        return all(one.standing is StageStatus.FRESH for one in self.stages)

    @property
    def waiting(self) -> tuple[StagePlan, ...]:
        """What waits."""
        return tuple(one for one in self.stages if one.standing is StageStatus.WAITING)

    @property
    def selection(self) -> tuple[Stage, ...]:
        """What a run should select: the stale stages and the candidates."""
        return tuple(one.stage for one in self.stages if one.standing in _WORK)

    @property
    def may_be_mended(self) -> bool:
        """Whether something waits that may be mended at any moment, without an event that would tell."""
        return any(one.waits_for for one in self.stages)

    def insisted(self) -> "VideoPlan":
        """The same for a person who wants it now: what waits after a failure is tried at once, and what hangs on it.

        A failed check is a result and no failure: making the same thing again would end the same way.
        """
        found: dict[Stage, StagePlan] = {}
        for one in self.stages:
            stage, still = one.stage, any(found[up].standing in _STOPPED for up in one.stage.upstream)
            if one.standing is StageStatus.WAITING and one.fingerprint:
                found[stage] = replace(one, standing=StageStatus.STALE, not_before=None, waits_for="")
            else:
                found[stage] = one if still or one.standing is not StageStatus.HELD else _CANDIDATE[stage]
        return replace(self, stages=tuple(found.values()))

    def packed_again(self) -> "VideoPlan":
        """The same for a finished video whose package somebody has taken away."""
        review = StagePlan(Stage.REVIEW, StageStatus.STALE, "its package is gone")
        return replace(self, stages=(*self.stages[:-1], review))

    @property
    def next_at(self) -> dt.datetime | None:
        """The earliest moment at which a waiting stage may be tried again."""
        return min((one.not_before for one in self.stages if one.not_before), default=None)


_STOPPED = (StageStatus.WAITING, StageStatus.HELD)
_WORK = (StageStatus.STALE, StageStatus.CANDIDATE)
_FRESH = {stage: StagePlan(stage, StageStatus.FRESH) for stage in Stage}
_CANDIDATE = {stage: StagePlan(stage, StageStatus.CANDIDATE, "downstream of what is made again") for stage in Stage}
_NEVER_MADE = {stage: StagePlan(stage, StageStatus.CANDIDATE, "missing") for stage in Stage}
_HELD = {stage: StagePlan(stage, StageStatus.HELD, "waits for what it is made from") for stage in Stage}
_RESTING = {
    stage: StagePlan(stage, StageStatus.HELD, "rests, since a run of this video was cancelled") for stage in Stage
}
_ASKED_FOR = "a person asked for another try"
_ALL_FRESH = tuple(_FRESH.values())
_NOTHING = StageRecord()


def plan_videos(
    wanted: Iterable[DesiredVideo],
    recorded: Mapping[str, Mapping[Stage, StageRecord]],
    now: dt.datetime,
    mended: UnblockCheck = never_unblocked,
) -> tuple[VideoPlan, ...]:
    """One plan for each open video, by key; videos that are not in `wanted` are closed and never appear."""
    videos = sorted(wanted, key=lambda video: video.key)
    return tuple(plan_video(video, recorded.get(video.key, {}), now, mended) for video in videos)


def plan_video(
    video: DesiredVideo, recorded: Mapping[Stage, StageRecord], now: dt.datetime, mended: UnblockCheck = never_unblocked
) -> VideoPlan:
    """How each stage of one video stands."""
    plans: dict[Stage, StagePlan] = {}
    versions: dict[Stage, str] = {}
    for stage in Stage:
        record = recorded.get(stage, _NOTHING)
        found = _stand(stage, plans, record) or _judge(video, stage, recorded, versions, now, mended)
        plans[stage] = found
        if record.made and found.standing is StageStatus.FRESH:
            versions[stage] = record.made.data_version
    latest = max((record.latest for record in recorded.values()), default=0)
    if len(versions) == len(_ALL_FRESH):
        return VideoPlan(video.key, _ALL_FRESH, latest, finished_before=True)
    finished = recorded.get(Stage.REVIEW, _NOTHING).made is not None
    stages = tuple(plans.values())
    if any(one.rests_video for one in stages):
        stages = tuple(_RESTING[one.stage] if one.standing in _WORK else one for one in stages)
    return VideoPlan(video.key, stages, latest, finished)


def _stand(stage: Stage, plans: Mapping[Stage, StagePlan], record: StageRecord) -> StagePlan | None:
    """How a stage stands because of those above it; None: they are fresh, so that it has to be looked at itself."""
    above = [plans[up].standing for up in stage.upstream]
    if any(standing in _STOPPED for standing in above):
        return _HELD[stage]
    if StageStatus.STALE in above or StageStatus.CANDIDATE in above:
        return _CANDIDATE[stage] if record.made else _NEVER_MADE[stage]
    return None


def _judge(
    video: DesiredVideo,
    stage: Stage,
    recorded: Mapping[Stage, StageRecord],
    versions: Mapping[Stage, str],
    now: dt.datetime,
    mended: UnblockCheck,
) -> StagePlan:
    """How a stage stands whose upstream is fresh."""
    record = recorded.get(stage, _NOTHING)
    made = record.made
    if made and video.is_what(made.ingredients, versions):
        if not made.failed_checks:
            return _FRESH[stage]
        if not made.is_checked_again(video.since(stage)):
            return StagePlan(stage, StageStatus.WAITING, f"check failed: {', '.join(made.failed_checks)}")
    want = video.ingredients(stage, versions)
    made_above = max((recorded[up].made.storage_id for up in stage.upstream if recorded[up].made), default=0)  # pyright: ignore[reportOptionalMemberAccess] - filtered
    trouble = retry_decision(record, want, made_above, now, mended, video.since(stage))
    decided = video.decisions[stage].id if stage in video.decisions else 0
    if trouble is None:
        return StagePlan(stage, StageStatus.STALE, _cause(video, record, want), want.fingerprint, decision=decided)
    standing = StageStatus.STALE if trouble.now else StageStatus.WAITING
    return StagePlan(
        stage,
        standing,
        trouble.why,
        want.fingerprint,
        trouble.attempt,
        trouble.not_before,
        decision=decided,
        waits_for=trouble.waits_for,
        rests_video=trouble.rests_video,
        remedy=record.failed.remedy if record.failed and record.failed.fingerprint == want.fingerprint else "",
    )


def _cause(video: DesiredVideo, record: StageRecord, want: Ingredients) -> str:
    made, failed = record.made, record.failed
    if made is not None and made.ingredients.take != want.take:
        return video.decisions[want.stage].reason
    since = video.since(want.stage)
    if failed and failed.fingerprint == want.fingerprint and is_forgiven(failed, since):
        return _ASKED_FOR
    if made is not None and made.ingredients.fingerprint == want.fingerprint and made.is_checked_again(since):
        return _ASKED_FOR
    if record.lost:
        return "what it had made is lost"
    return "missing" if made is None else "; ".join(changes(made.ingredients, want))
