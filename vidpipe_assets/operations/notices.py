"""Which events of an open video are worth a notice. Pure: from how its stages stand, and what is recorded of them."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from vidpipe_assets.model.order import Event, Notice
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.late_schedule import LateSchedule
from vidpipe_assets.planning.planner import StagePlan, VideoPlan
from vidpipe_assets.planning.stage_records import ErrorBranch, StageFailure, StageMaterialization, StageRecord

_PASSES_SOON = dt.timedelta(minutes=10)
"""What is blocked for less than this is no news."""

_BUDGET = "budget:"
"""How the conditions begin that `ledger.budgets` blocks with."""


def notices_of(plan: VideoPlan, records: Mapping[Stage, StageRecord], now: dt.datetime) -> Iterator[Notice]:
    """The events that have led to how `plan` stands; the same ones each time it is asked, with the same ids."""
    review = records.get(Stage.REVIEW, StageRecord()).made
    if plan.is_fresh and review:
        yield _waiting_for_review(plan.key, review)
    for one in plan.waiting:
        record = records.get(one.stage, StageRecord())
        failed = record.failed if record.failed and record.failed.fingerprint == one.fingerprint else None
        if one.pauses_video:
            continue
        if failed and failed.branch is ErrorBranch.BLOCKED:
            yield from _block_notices(plan.key, one, failed)
        elif one.not_before is None:
            yield _failure_notice(plan.key, one, record, now)


def _waiting_for_review(video: str, made: StageMaterialization) -> Notice:
    return _notice(
        Event.REVIEW,
        video,
        made.data_version,
        text=f"{video} is finished and waits for your review",
        remedy=f"vidpipe path {video} says where it is; then vidpipe approve {video}, or reject it",
        at=dt.datetime.fromtimestamp(made.at_s, dt.UTC),
    )


def expiry_notice(video: str, since: dt.datetime, days: int, now: dt.datetime) -> Notice:
    """The notice that a video has expired, which waited for its review `since` then; `days`: what its theme allows."""
    return _notice(
        Event.EXPIRED,
        video,
        since.isoformat(),
        text=f"{video} has expired: it waited {days} days for a review",
        remedy=f"vidpipe reopen {video} opens it again, as it was, for as long; review.expire_after_days in its theme "
        "says how long that is",
        at=now,
    )


def absence_notice(waiting: Sequence[str], since: dt.datetime, now: dt.datetime) -> Notice:
    """The notice that nobody has been at work since then; `waiting`: the videos that are to be made."""
    others = f" and {len(waiting) - 1} more" if len(waiting) > 1 else ""
    return _notice(
        Event.NOBODY_AT_WORK,
        waiting[0],
        since.isoformat(),
        text=f"nobody has been at work since {since:%Y-%m-%d %H:%M} UTC, and {waiting[0]}{others} cannot be made",
        remedy="vidpipe dev starts the daemon; the page and /health say when it is at work again",
        at=now,
    )


def late_schedule_notice(late: LateSchedule, now: dt.datetime) -> Notice:
    """The notice that the schedule is late although the daemon lives."""
    about = late.since.isoformat()
    return _notice(Event.SCHEDULE_LATE, late.videos[0], about, text=late.text, remedy=late.remedy, at=now)


def _failure_notice(video: str, one: StagePlan, record: StageRecord, now: dt.datetime) -> Notice:
    """A failed check is one of a materialization; all else is one of a fingerprint, since a person last spoke."""
    checked = f"made {record.made.storage_id}" if record.made and not one.fingerprint else ""
    return _notice(
        Event.FAILED,
        video,
        one.stage.value,
        one.fingerprint or checked,
        str(one.decision),
        stage=one.stage.value,
        text=f"{video}: {one.stage} {one.cause}",
        remedy=one.remedy or f"vidpipe status {video} says more; vidpipe retry {video} tries again",
        at=record.failed.at if record.failed and one.fingerprint else now,
    )


def _block_notices(video: str, one: StagePlan, failed: StageFailure) -> Iterator[Notice]:
    if failed.retry_at and failed.retry_at - failed.at < _PASSES_SOON:
        return
    is_budget = failed.waits_for.startswith(_BUDGET)
    about = _whose(video, failed) if is_budget else (video, one.stage.value, one.fingerprint, str(one.decision))
    yield _notice(
        Event.BUDGET if is_budget else Event.BLOCKED,
        video,
        *about,
        stage=one.stage.value,
        text=f"{video}: {one.stage} is blocked: {failed.message.partition(chr(10))[0]}",
        remedy=failed.remedy,
        at=failed.at,
    )


def _whose(video: str, failed: StageFailure) -> tuple[str, ...]:
    """What a budget is the same one for: all videos of a day, those of a theme on a day, or one video."""
    day = failed.at.astimezone(dt.UTC).date().isoformat()
    kind = failed.waits_for.removeprefix(_BUDGET)
    return {"day": (kind, day), "theme": (kind, VideoKey.parse(video).theme, day)}.get(kind, (kind, video))


_SHARED = (Event.BUDGET, Event.NOBODY_AT_WORK, Event.SCHEDULE_LATE)
"""What is one event, whichever videos it concerns."""


def _notice(event: Event, video: str, *about: str, text: str, remedy: str, at: dt.datetime, stage: str = "") -> Notice:
    """`about`: all that makes it another event than others of its kind; the video, too, unless many share the event."""
    own = about if event in _SHARED else (video, *about)
    return Notice(
        id=f"{event}-{content_hash(list(own))}",
        event=event,
        video=video,
        theme=VideoKey.parse(video).theme,
        stage=stage,
        text=text[:1000],
        remedy=remedy[:1000],
        at=at,
    )
