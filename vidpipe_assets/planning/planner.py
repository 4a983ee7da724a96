"""The planner: which stages of which open videos are to be worked on, and why. Pure: no I/O, no clock of its own."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.desired import DesiredVideo
from vidpipe_assets.planning.fingerprints import Ingredients, describe_changes
from vidpipe_assets.planning.retry_policy import UnblockCheck, is_forgiven, never_unblocked, retry_decision
from vidpipe_assets.planning.stage_records import StageRecord


class StageStatus(StrEnum):
    """What the plan says of one stage of one video. The values are shown to people and stay as they are."""

    FRESH = "fresh"
    STALE = "stale"
    """To be made now."""
    MAYBE_STALE = "candidate"
    """Downstream of a stale stage: part of the same run, and made only if its fingerprint really changes."""
    WAITING = "waiting"
    """Stale, but not to be made before a moment, or until something is mended, changed or decided."""
    WAITING_UPSTREAM = "held"
    """Downstream of a stage that waits: it can only wait with it."""


@dataclass(frozen=True, slots=True)
class StagePlan:
    """One stage: its status, the cause, and the fingerprint that it would have where that is known."""

    stage: Stage
    status: StageStatus
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
    pauses_video: bool = False
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
        return tuple(one for one in self.stages if one.status is StageStatus.STALE)

    @property
    def is_fresh(self) -> bool:
        """Whether nothing is to be done or waited for."""
        return all(one.status is StageStatus.FRESH for one in self.stages)

    @property
    def waiting(self) -> tuple[StagePlan, ...]:
        """What waits."""
        return tuple(one for one in self.stages if one.status is StageStatus.WAITING)

    @property
    def selection(self) -> tuple[Stage, ...]:
        """What a run should select: the stages that are stale, and those that may be."""
        return tuple(one.stage for one in self.stages if one.status in _WORK)

    @property
    def may_unblock(self) -> bool:
        """Whether a stage waits for something that can be mended without leaving an event (a key, room on a disk)."""
        return any(one.waits_for for one in self.stages)

    def force(self) -> "VideoPlan":
        """This plan for a person who named the video: what waits after a failure is tried at once, with its downstream.

        A failed check is a result and no failure: making the same thing again would end the same way.
        """
        found: dict[Stage, StagePlan] = {}
        for one in self.stages:
            stage, still = one.stage, any(found[up].status in _BLOCKING_DOWNSTREAM for up in one.stage.upstream)
            if one.status is StageStatus.WAITING and one.fingerprint:
                found[stage] = replace(one, status=StageStatus.STALE, not_before=None, waits_for="")
            else:
                found[stage] = one if still or one.status is not StageStatus.WAITING_UPSTREAM else _MAYBE_STALE[stage]
        return replace(self, stages=tuple(found.values()))

    def repackage(self) -> "VideoPlan":
        """This plan for a finished video whose review package is gone: its last stage is made again."""
        review = StagePlan(Stage.REVIEW, StageStatus.STALE, "its package is gone")
        return replace(self, stages=(*self.stages[:-1], review))

    @property
    def next_at(self) -> dt.datetime | None:
        """The earliest moment at which a waiting stage may be tried again."""
        return min((one.not_before for one in self.stages if one.not_before), default=None)


_BLOCKING_DOWNSTREAM = (StageStatus.WAITING, StageStatus.WAITING_UPSTREAM)
_WORK = (StageStatus.STALE, StageStatus.MAYBE_STALE)
_FRESH = {stage: StagePlan(stage, StageStatus.FRESH) for stage in Stage}
_MAYBE_STALE = {stage: StagePlan(stage, StageStatus.MAYBE_STALE, "downstream of what is made again") for stage in Stage}
_NEVER_MADE = {stage: StagePlan(stage, StageStatus.MAYBE_STALE, "missing") for stage in Stage}
_WAITING_UPSTREAM = {
    stage: StagePlan(stage, StageStatus.WAITING_UPSTREAM, "waits for what it is made from") for stage in Stage
}
_PAUSED = {
    stage: StagePlan(stage, StageStatus.WAITING_UPSTREAM, "rests, since a run of this video was cancelled")
    for stage in Stage
}
_RETRY_REQUESTED = "a person asked for another try"
_ALL_FRESH = tuple(_FRESH.values())
_NO_RECORD = StageRecord()


def plan_video(
    video: DesiredVideo,
    recorded: Mapping[Stage, StageRecord],
    now: dt.datetime,
    is_unblocked: UnblockCheck = never_unblocked,
) -> VideoPlan:
    """The plan of one video: each stage judged in order, once the stages that it reads are known to be fresh.

    `is_unblocked` says of a blocked failure whether what it waits for has been mended.
    """
    plans: dict[Stage, StagePlan] = {}
    versions: dict[Stage, str] = {}
    for stage in Stage:
        record = recorded.get(stage, _NO_RECORD)
        found = _inherit_status(stage, plans, record) or _plan_stage(
            video, stage, recorded, versions, now, is_unblocked
        )
        plans[stage] = found
        if record.made and found.status is StageStatus.FRESH:
            versions[stage] = record.made.data_version
    latest = max((record.latest for record in recorded.values()), default=0)
    if len(versions) == len(_ALL_FRESH):
        return VideoPlan(video.key, _ALL_FRESH, latest, finished_before=True)
    finished = recorded.get(Stage.REVIEW, _NO_RECORD).made is not None
    stages = tuple(plans.values())
    if any(one.pauses_video for one in stages):
        stages = tuple(_PAUSED[one.stage] if one.status in _WORK else one for one in stages)
    return VideoPlan(video.key, stages, latest, finished)


def _inherit_status(stage: Stage, plans: Mapping[Stage, StagePlan], record: StageRecord) -> StagePlan | None:
    """The plan of a stage that follows from its upstream alone; None when all of that is fresh."""
    above = [plans[up].status for up in stage.upstream]
    if any(status in _BLOCKING_DOWNSTREAM for status in above):
        return _WAITING_UPSTREAM[stage]
    if StageStatus.STALE in above or StageStatus.MAYBE_STALE in above:
        return _MAYBE_STALE[stage] if record.made else _NEVER_MADE[stage]
    return None


def _plan_stage(
    video: DesiredVideo,
    stage: Stage,
    recorded: Mapping[Stage, StageRecord],
    versions: Mapping[Stage, str],
    now: dt.datetime,
    is_unblocked: UnblockCheck,
) -> StagePlan:
    """The plan of a stage whose upstream is fresh: by its own record."""
    record = recorded.get(stage, _NO_RECORD)
    made = record.made
    if made and video.matches(made.ingredients, versions):
        if not made.failed_checks:
            return _FRESH[stage]
        if not made.is_checked_again(video.since(stage)):
            return StagePlan(stage, StageStatus.WAITING, f"check failed: {', '.join(made.failed_checks)}")
    desired = video.ingredients(stage, versions)
    upstream_id = max((recorded[up].made.storage_id for up in stage.upstream if recorded[up].made), default=0)  # pyright: ignore[reportOptionalMemberAccess] - filtered
    retry = retry_decision(record, desired, upstream_id, now, is_unblocked, video.since(stage))
    decision = video.decisions[stage].id if stage in video.decisions else 0
    if retry is None:
        return StagePlan(
            stage, StageStatus.STALE, _cause(video, record, desired), desired.fingerprint, decision=decision
        )
    status = StageStatus.STALE if retry.now else StageStatus.WAITING
    return StagePlan(
        stage,
        status,
        retry.why,
        desired.fingerprint,
        retry.attempt,
        retry.not_before,
        decision=decision,
        waits_for=retry.waits_for,
        pauses_video=retry.pauses_video,
        remedy=record.failed.remedy if record.failed and record.failed.fingerprint == desired.fingerprint else "",
    )


def _cause(video: DesiredVideo, record: StageRecord, desired: Ingredients) -> str:
    made, failed = record.made, record.failed
    if made is not None and made.ingredients.take != desired.take:
        return video.decisions[desired.stage].reason
    since = video.since(desired.stage)
    if failed and failed.fingerprint == desired.fingerprint and is_forgiven(failed, since):
        return _RETRY_REQUESTED
    if made is not None and made.ingredients.fingerprint == desired.fingerprint and made.is_checked_again(since):
        return _RETRY_REQUESTED
    if record.lost:
        return record.lost
    return "missing" if made is None else "; ".join(describe_changes(made.ingredients, desired))
