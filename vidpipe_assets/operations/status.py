"""How videos stand, as the command line shows them, and what is recorded and planned of each.

`video_progress` is the only place that reads records, decisions and leases of several videos at once; `jobs` is built
on it, too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.decision import Decision
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.order import find_order
from vidpipe_assets.operations.review_package import package_folder
from vidpipe_assets.planning.desired import ThemeParts, desired_videos, stage_decisions
from vidpipe_assets.planning.planner import VideoPlan, plan_video
from vidpipe_assets.planning.stage_records import LatestEvents, StageRecord, add_event, parse_event, stage_records
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store

if TYPE_CHECKING:
    from vidpipe_assets.storage.leases import Lease


@dataclass(frozen=True)
class VideoStatus:
    """One order and what there is of its video. `documents`: stage -> data version of the latest document.

    `plan`: how each stage stands, as far as the sensor or `refresh_videos` has read the event log; None for a closed
    order and where the theme cannot be used.
    """

    order: Order
    documents: dict[Stage, str]
    video: Path | None
    plan: VideoPlan | None = None
    paid: Mapping[str, Money] = field(default_factory=dict[str, Money])
    """Stage -> what was paid for it, or may have been."""
    at_work: bool = False
    """Whether a run is working on it now."""


def overview(store: Store, themes: Mapping[str, Theme] | None = None, *, most: int = 50) -> list[VideoStatus]:
    """The latest `most` orders, by day, theme and number."""
    orders = store.orders.recent(most)
    progress = video_progress(store, orders, themes or {})
    return [_status(store, order, progress[str(order.key)]) for order in orders]


def video_status(store: Store, text: str, themes: Mapping[str, Theme] | None = None) -> VideoStatus:
    """One video, by its key as a person wrote it. Raises `BadInput` for a key that is malformed or not ordered."""
    # With SQLAlchemy; Dagster loads this module with the definitions.
    from vidpipe_assets.ledger.costs import paid_costs

    order = find_order(store, text)
    key = str(order.key)
    status = _status(store, order, video_progress(store, [order], themes or {})[key])
    return replace(status, paid=paid_costs(store, key, by="stage"))


def finished_video(places: Places, text: str = "") -> Path:
    """The finished video of a key or, without one, the latest that was finished. Raises `BadInput` if there is none."""
    reviews = places.output / "review"
    if text:
        path = package_folder(places, str(VideoKey.parse(text))) / "video.mp4"
        if not path.is_file():
            raise BadInput(
                f"{text} has no finished video in {reviews}", remedy=f"vidpipe status {text} says what there is"
            )
        return path
    # Keys begin with a digit; what begins with a dot is being built or was left by a killed process.
    found = sorted(reviews.glob("[0-9]*/video.mp4"), key=lambda path: (path.parent.stat().st_mtime_ns, str(path)))
    if not found:
        raise BadInput(f"there is no finished video in {reviews} yet", remedy="make demo makes one")
    return found[-1]


def _status(store: Store, order: Order, progress: "VideoProgress") -> VideoStatus:
    key = str(order.key)
    versions = store.documents.versions(key)
    video = package_folder(store.places, key) / "video.mp4"
    return VideoStatus(
        order=order,
        documents={stage: versions[stage][-1] for stage in Stage if versions.get(stage)},
        video=video if video.is_file() else None,
        plan=progress.plan,
        at_work=progress.is_running,
    )


@dataclass(frozen=True)
class VideoProgress:
    """What is recorded of one video and, if it is open and its theme can be used, what follows from it."""

    records: Mapping[Stage, StageRecord]
    plan: VideoPlan | None = None
    decisions: Sequence[Decision] = ()
    lease: "Lease | None" = None
    """Of the latest run that has worked on it, as far as it is remembered."""
    is_running: bool = False
    """Whether that run goes on."""


def video_progress(store: Store, orders: Sequence[Order], themes: Mapping[str, Theme]) -> dict[str, VideoProgress]:
    """By key, for these orders; only the rows about them are read. `themes`: those that can be used."""
    keys = [str(order.key) for order in orders]
    decisions = store.decisions.of_videos(keys)
    leases = store.leases.of_videos(keys)
    running = store.leases.living(leases.values())
    known: dict[str, LatestEvents] = {key: {} for key in keys}
    for row in store.facts.of_videos(sorted(known)):
        if row.video_key in known:
            add_event(known[row.video_key], parse_event(*row[:7]))
    records = {key: stage_records(facts.values()) for key, facts in known.items()}
    now, plans = now_utc(), dict[str, VideoPlan]()
    parts = {name: ThemeParts(themes[name]) for name in {order.theme for order in orders} & themes.keys()}
    for video in desired_videos(orders, parts, {key: stage_decisions(some) for key, some in decisions.items()}):
        plans[video.key] = plan_video(video, records[video.key], now)
    return {
        key: VideoProgress(
            records[key],
            plans.get(key),
            decisions[key],
            lease=leases.get(key),
            is_running=key in leases and leases[key].run_id in running,
        )
        for key in keys
    }
