"""The outlook: what is to be done for which open video, kept up to date cheaply from one look to the next.

A look reads what has changed - events, orders, partitions, theme files, the clock - and plans only the videos that this
concerns. The sensor and `refresh_videos` both look here, so that they cannot disagree.
"""

import datetime as dt
from collections.abc import Mapping

import dagster as dg

from vidpipe_assets.assets.checks import blocking_checks
from vidpipe_assets.assets.resources import Workplace
from vidpipe_assets.automation.mending import mended_at
from vidpipe_assets.checkpoints.event_log import EventLog
from vidpipe_assets.checkpoints.history import History
from vidpipe_assets.checkpoints.partitions import VIDEOS_NAME, Followed, follow_orders
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.planning.planner import VideoPlan, plan_video
from vidpipe_assets.planning.wanted import WantedVideo, wanted_videos

_PLAN_ALL_AFTER = dt.timedelta(minutes=30)


class Outlook:
    """What is known at the moment of the last `look`. Not for several threads at once."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace
        self.plans: dict[str, VideoPlan] = {}
        """By video, for all open orders whose theme can be used."""
        self.themeless: dict[str, str] = {}
        """Open videos whose theme cannot be used, and why."""
        self.followed = Followed()
        """What the last look did to orders and partitions."""
        self._todo: set[str] = set()
        self._waiting: set[str] = set()
        self._wanted: dict[str, WantedVideo] = {}
        self._themes: dict[str, Theme] = {}
        self._bad_themes: Mapping[str, BadInput] = {}
        self._seen: tuple[object, ...] = ()
        self._orders: list[Order] = []
        self._planned_all: dt.datetime | None = None
        self._history: History | None = None

    @property
    def todo(self) -> list[VideoPlan]:
        """The videos that have something to be done now: new videos before remakes, earlier days first."""
        plans = [self.plans[key] for key in self._todo]
        return sorted(plans, key=lambda plan: (plan.finished_before, plan.key))

    @property
    def waiting(self) -> list[VideoPlan]:
        """The videos with a stage that waits."""
        return [self.plans[key] for key in sorted(self._waiting)]

    @property
    def themes(self) -> Mapping[str, Theme]:
        """The themes that can be used."""
        return self._themes

    def bases(self, key: str) -> dict[Stage, str]:
        """`Ingredients.basis` of each stage that the plan of `key` selects."""
        return {stage: self._wanted[key].basis(stage) for stage in self.plans[key].selection}

    def stamp(self, instance: dg.DagsterInstance) -> str:
        """Changes whenever anything does that a look would take in, the clock apart."""
        log = EventLog(instance)
        orders, files, there = self._traces(instance)
        code = [stage.code_version for stage in Stage]
        return content_hash([log.name, log.highest(), orders, repr(files), sorted(there), code])

    def _traces(self, instance: dg.DagsterInstance) -> tuple[str, tuple[object, ...], set[str]]:
        there = set(instance.get_dynamic_partitions(VIDEOS_NAME))
        return self.workplace.store.orders.stamp(), self.workplace.theme_files(), there

    def look(self, instance: dg.DagsterInstance) -> None:
        """Take in what has changed, and plan what it concerns."""
        now = self.workplace.now()
        changed = self._wants(instance)
        history = self._open()
        history.follow(self._wanted)
        changed |= history.catch_up(instance) & self._wanted.keys()
        changed |= self._due(now)
        mended = mended_at(self.workplace)
        for key in changed:
            self._set(plan_video(self._wanted[key], history.records(key), now, mended))

    def _open(self) -> History:
        if self._history is None:
            self._history = History(self.workplace.store.facts, blocking_checks)
        return self._history

    def _wants(self, instance: dg.DagsterInstance) -> set[str]:
        """Which videos are wanted otherwise than at the last look."""
        stamp, files, there = self._traces(instance)
        self.followed = Followed(malformed=self.followed.malformed)
        if self._seen == (stamp, files, there):
            return set()
        if self._seen[::2] != (stamp, there):
            store = self.workplace.store
            self.followed = follow_orders(instance, store, there)
            self._orders = store.orders.open_orders()
            stamp, _, there = self._traces(instance)
        if self._seen[1:2] != (files,):
            self._themes, self._bad_themes = self.workplace.themes()
        self._seen = (stamp, files, there)
        return self._want_anew()

    def _want_anew(self) -> set[str]:
        wanted = {video.key: video for video in wanted_videos(self._orders, self._themes)}
        changed = {key for key, video in wanted.items() if self._wanted.get(key) != video}
        for key in self.plans.keys() - wanted.keys():
            del self.plans[key]
            self._todo.discard(key)
            self._waiting.discard(key)
        self._wanted = wanted
        self.themeless = {
            str(order.key): self._complaint(order.theme) for order in self._orders if order.theme not in self._themes
        }
        return changed

    def _complaint(self, theme: str) -> str:
        bad = self._bad_themes.get(theme)
        return f"{bad} {bad.remedy}" if bad else f"there is no theme {theme!r}: vidpipe theme new {theme} makes one"

    def _due(self, now: dt.datetime) -> set[str]:
        """Videos whose waiting may be over; and all of them, from time to time, whatever was missed."""
        if self._planned_all is None or not dt.timedelta(0) <= now - self._planned_all < _PLAN_ALL_AFTER:
            self._planned_all = now
            return set(self._wanted)
        return set(self._waiting)

    def _set(self, plan: VideoPlan) -> None:
        self.plans[plan.key] = plan
        for keys, is_in in ((self._todo, plan.selection), (self._waiting, plan.waiting)):
            (keys.add if is_in else keys.discard)(plan.key)
