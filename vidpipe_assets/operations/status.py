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
from vidpipe_assets.model.progress import LaunchedRun
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.at_work import work_sign
from vidpipe_assets.operations.export import missing_folder
from vidpipe_assets.operations.order import find_order
from vidpipe_assets.operations.progress import Forecast, Progress, WaitingVideo, queue_places
from vidpipe_assets.operations.review_package import package_folder
from vidpipe_assets.planning.desired import ThemeParts, desired_videos, stage_decisions
from vidpipe_assets.planning.planner import VideoPlan, plan_video
from vidpipe_assets.planning.stage_records import LatestEvents, StageRecord, add_event, parse_event, stage_records
from vidpipe_assets.planning.work_queue import queue_item
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store

if TYPE_CHECKING:
    from vidpipe_assets.storage.leases import Lease


MOST_SHOWN = 50
"""Orders that a list of them shows: the latest."""


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
    progress: Progress | None = None
    """How far that is, or when it is its turn; None: neither, or nobody knows yet."""
    left: str = ""
    """What is still to be done of the decision that closed it, or opened it again; empty: nothing."""


def overview(store: Store, themes: Mapping[str, Theme] | None = None, *, most: int = MOST_SHOWN) -> list[VideoStatus]:
    """The latest `most` orders, by day, theme and number."""
    orders = store.orders.recent(most)
    progress, places = video_progress(store, orders, themes or {}), queue_progress(store, themes or {})
    return [_status(store, order, progress[str(order.key)], places) for order in orders]


def video_status(store: Store, text: str, themes: Mapping[str, Theme] | None = None) -> VideoStatus:
    """One video, by its key as a person wrote it. Raises `BadInput` for a key that is malformed or not ordered."""
    # With SQLAlchemy; Dagster loads this module with the definitions.
    from vidpipe_assets.ledger.costs import paid_costs

    order = find_order(store, text)
    key = str(order.key)
    progress = video_progress(store, [order], themes or {})[key]
    status = _status(store, order, progress, queue_progress(store, themes or {}))
    return replace(status, paid=paid_costs(store, key, by="stage"), left=missing_folder(store, key))


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


def _status(store: Store, order: Order, progress: "VideoProgress", places: Mapping[str, Progress]) -> VideoStatus:
    key = str(order.key)
    versions = store.documents.versions(key)
    video = package_folder(store.places, key) / "video.mp4"
    return VideoStatus(
        order=order,
        documents={stage: versions[stage][-1] for stage in Stage if versions.get(stage)},
        video=video if video.is_file() else None,
        plan=progress.plan,
        at_work=progress.is_running,
        progress=progress_of(progress, places.get(key)),
    )


def progress_of(video: "VideoProgress", place: Progress | None) -> Progress | None:
    """How far the run is that works on the video; else what it waits for: a worker, or its turn at `place`."""
    if video.is_running:
        return video.work
    if video.launched is None:
        return place
    return replace(place or Progress(), waiting_run=video.launched, starts_in_s=None)


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
    work: Progress | None = None
    """How far the stage is that it works on; None: none has begun."""
    launched: LaunchedRun | None = None
    """A run for what is to be made of it that no worker has taken yet."""


def video_progress(store: Store, orders: Sequence[Order], themes: Mapping[str, Theme]) -> dict[str, VideoProgress]:
    """By key, for these orders; only the rows about them are read. `themes`: those that can be used."""
    keys = [str(order.key) for order in orders]
    decisions = store.decisions.of_videos(keys)
    leases = store.leases.of_videos(keys)
    running = store.leases.living(leases.values())
    known: dict[str, LatestEvents] = {key: {} for key in keys}
    for row in store.facts.of_videos(sorted(known)):
        if row.video_key in known:
            add_event(known[row.video_key], parse_event(*row[:7], row.number))
    records = {key: stage_records(facts.values()) for key, facts in known.items()}
    now, plans = now_utc(), dict[str, VideoPlan]()
    parts = {name: ThemeParts(themes[name]) for name in {order.theme for order in orders} & themes.keys()}
    for video in desired_videos(orders, parts, {key: stage_decisions(some) for key, some in decisions.items()}):
        plans[video.key] = plan_video(video, records[video.key], now)
    at_work = {key: lease.run_id for key, lease in leases.items() if lease.run_id in running}
    launched = store.launched_runs.of_videos([key for key, plan in plans.items() if plan.selection])
    works = _works(store, [order for order in orders if str(order.key) in at_work], plans, themes, at_work)
    return {
        key: VideoProgress(
            records[key],
            plans.get(key),
            decisions[key],
            lease=leases.get(key),
            is_running=key in at_work,
            work=works.get(key),
            launched=None if key in at_work else launched.get(key),
        )
        for key in keys
    }


def _works(
    store: Store,
    orders: Sequence[Order],
    plans: Mapping[str, VideoPlan],
    themes: Mapping[str, Theme],
    at_work: Mapping[str, str],
) -> dict[str, Progress]:
    """By key, how far the runs are that go on; `at_work`: their ids."""
    rows = store.progress.of_videos(at_work) if at_work else {}
    if not rows:
        return {}
    forecast, now = _forecast(store, themes), now_utc()
    return {
        key: forecast.at_work(order, plans.get(key), rows[key], now)
        for order in orders
        if (key := str(order.key)) in rows and rows[key].run_id == at_work[key]
    }


def _forecast(store: Store, themes: Mapping[str, Theme]) -> Forecast:
    return Forecast(store.progress.times(), {name: theme.format.seconds for name, theme in themes.items()})


MOST_QUEUED = 1000
"""Open videos beyond which nobody's place in the queue is told: it would take longer than anybody looks at it."""


def queue_progress(store: Store, themes: Mapping[str, Theme]) -> dict[str, Progress]:
    """By key, the place in the queue of all videos that wait for their turn."""
    if store.orders.count_open() > MOST_QUEUED:
        return {}
    orders = {str(order.key): order for order in store.orders.open_orders()}
    videos, now, waiting = video_progress(store, list(orders.values()), themes), now_utc(), list[WaitingVideo]()
    for key, video in videos.items():
        if video.plan and video.plan.selection and not video.is_running:
            item = queue_item(video.plan, orders[key], video.records, video.decisions, now)
            waiting.append(WaitingVideo(item, orders[key], video.plan, is_launched=video.launched is not None))
    if not waiting:
        return {}
    forecast = _forecast(store, themes)
    running_s = [_left_s(video, orders[key], forecast) for key, video in videos.items() if video.is_running]
    return queue_places(waiting, running_s, forecast, now, is_alive=work_sign(store).is_alive)


def _left_s(video: VideoProgress, order: Order, forecast: Forecast) -> float:
    """Seconds until a video that is at work is finished, as far as anybody can tell."""
    if video.work is not None:
        return video.work.video_left_s or 0.0
    return forecast.of_stages(order, video.plan, video.plan.selection if video.plan else ())
