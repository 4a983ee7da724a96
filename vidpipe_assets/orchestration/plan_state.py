"""The plan state: what is to be done for which open video, kept up to date cheaply from one refresh to the next.

A refresh reads what has changed - events, orders, partitions, theme files, decisions, the clock - and plans only the
videos that this concerns. The sensor and `refresh_videos` both use it, so that they cannot disagree.
"""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import dagster as dg

from vidpipe_assets.model.checks import blocking_checks
from vidpipe_assets.model.decision import Decision
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.order import Order, OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.orchestration.event_log import EventLog
from vidpipe_assets.orchestration.history import History, garbage_collection_paused
from vidpipe_assets.orchestration.partitions import VIDEOS_NAME, PartitionSync, sync_partitions
from vidpipe_assets.orchestration.unblock import unblock_check
from vidpipe_assets.planning.desired import DesiredVideo, ThemeParts, desired_videos, stage_decisions
from vidpipe_assets.planning.expiry import ExpiredReview, has_expired, waiting_since
from vidpipe_assets.planning.planner import StageStatus, VideoPlan, plan_video
from vidpipe_assets.planning.stage_records import StageRecord
from vidpipe_assets.planning.work_queue import QueueItem, queue_item, sort_queue
from vidpipe_assets.workplace import Workplace

if TYPE_CHECKING:
    from vidpipe_assets.storage.orders import Orders


_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class OpenOrders:
    """The open orders by key, kept up to date: only rows that have changed are read."""

    def __init__(self, table: "Orders") -> None:
        self._table = table
        self._latest = _LONG_AGO
        self.by_key: dict[str, Order] = {}

    def catch_up(self) -> set[str]:
        """Read what has changed; returns the keys of orders that were opened, closed or changed."""
        changed = self._take(self._table.changed_since(self._latest))
        if len(self.by_key) == self._table.count_open():
            return changed
        # Somebody wrote with a clock that is behind, or took rows away: read all.
        before, self.by_key = self.by_key, {}
        self._take(self._table.open_orders())
        return {key for key in before.keys() | self.by_key.keys() if before.get(key) != self.by_key.get(key)} | changed

    def _take(self, orders: list[Order]) -> set[str]:
        changed: set[str] = set()
        for order in orders:
            key = str(order.key)
            if self.by_key.get(key) == order or (order.state is not OrderState.OPEN and key not in self.by_key):
                continue
            changed.add(key)
            if order.state is OrderState.OPEN:
                self.by_key[key] = order
            else:
                del self.by_key[key]
            self._latest = max(self._latest, order.updated_at)
        return changed


_PLAN_ALL_AFTER = dt.timedelta(minutes=30)


class ChangeStamp(NamedTuple):
    """It differs whenever anything has changed that a refresh would take in, the clock apart."""

    orders: str
    theme_files: tuple[object, ...]
    partitions: str
    log: str
    events: int
    decisions: int
    """The id of the latest."""
    wipes: tuple[tuple[str, float], ...] = ()
    """Stages that a person has wiped, and when."""

    @property
    def digest(self) -> str:
        """The stamp and all code versions as one hash."""
        code = [stage.code_version for stage in Stage]
        seen = [self.orders, repr(self.theme_files), self.partitions, self.log, self.events, self.decisions]
        seen += [repr(self.wipes)] if self.wipes else []
        return content_hash([*seen, code])


class PlanState:
    """The plans of all open videos, as of the last `refresh`. Not for several threads at once."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace
        self.plans: dict[str, VideoPlan] = {}
        """By video, for all open orders whose theme can be used."""
        self.themeless: dict[str, str] = {}
        """Open videos whose theme cannot be used, and why."""
        self.partition_sync = PartitionSync()
        """What the last refresh did to orders and partitions."""
        self._planned: set[str] = set()
        self._todo: dict[str, dt.datetime] = {}
        """Video with something to be done now -> since when that is known."""
        self._waiting: set[str] = set()
        self._in_review: dict[str, dt.datetime] = {}
        """Finished video -> since when it waits for its review."""
        self._expire_after_days: dict[str, int] = {}
        """By theme. No part of a fingerprint, and so not of `_themes`."""
        self._desired: dict[str, DesiredVideo] = {}
        self._decisions: dict[str, list[Decision]] = {}
        self._themes: dict[str, ThemeParts] = {}
        self._bad_themes: Mapping[str, BadInput] = {}
        self._seen: ChangeStamp | None = None
        self._orders: OpenOrders | None = None
        self._planned_all: dt.datetime | None = None
        self._history: History | None = None

    @property
    def todo(self) -> list[VideoPlan]:
        """The videos that have something to be done now, in the order of work (`planning.work_queue`)."""
        return [self.plans[item.key] for item in sort_queue(self.queue(), self.workplace.now())]

    def queue(self) -> list[QueueItem]:
        """The videos that have something to be done now, and for whom; in no order."""
        orders, found = self._orders.by_key if self._orders else {}, list[QueueItem]()
        for key, since in self._todo.items():
            if order := orders.get(key):
                plan, decisions = self.plans[key], self._decisions.get(key, ())
                found.append(queue_item(plan, order, self.records(plan), decisions, since))
        return found

    def asked_by(self, key: str) -> str:
        """Who decided something about the video last or, where nobody did, who ordered it."""
        order = self._orders.by_key.get(key) if self._orders else None
        latest = max(self._decisions.get(key, ()), key=lambda one: one.id, default=None)
        return latest.who if latest else order.asked_by if order else ""

    @property
    def waiting(self) -> list[VideoPlan]:
        """The videos with a stage that waits."""
        return [self.plans[key] for key in sorted(self._waiting)]

    def expired_reviews(self) -> dict[str, ExpiredReview]:
        """By key, the finished videos that have waited for their review longer than their theme allows."""
        now, found = self.workplace.now(), dict[str, ExpiredReview]()
        for key, since in self._in_review.items():
            order = self._orders.by_key.get(key) if self._orders else None
            days = self._expire_after_days.get(order.theme, 0) if order else 0
            if order and has_expired(since, days, now):
                latest = max((decision.id for decision in self._decisions.get(key, ())), default=0)
                found[key] = ExpiredReview(order, since, days, latest)
        return found

    def take_planned(self) -> set[str]:
        """The keys of videos that were planned since the last call."""
        planned, self._planned = self._planned, set()
        return planned

    def records(self, plan: VideoPlan) -> Mapping[Stage, StageRecord]:
        """What is recorded of each stage of the video."""
        return self._open().records(plan.key)

    def bases(self, plan: VideoPlan) -> dict[Stage, str]:
        """The base fingerprint of each stage that `plan` selects; it is one of `plans`, or was made from one."""
        return {stage: self._desired[plan.key].base_fingerprint(stage) for stage in plan.selection}

    def made(self, plan: VideoPlan) -> dict[Stage, str]:
        """The data version of each stage that stands as it should in `plan`, which is one of `plans` or made of one."""
        fresh = {one.stage for one in plan.stages if one.status is StageStatus.FRESH}
        records = self.records(plan)
        return {stage: record.made.data_version for stage, record in records.items() if record.made and stage in fresh}

    def change_stamp(self, instance: dg.DagsterInstance) -> ChangeStamp:
        """The stamp of what there is now to be taken in."""
        log, store = EventLog(instance), self.workplace.store
        return ChangeStamp(
            orders=store.orders.stamp(),
            theme_files=self.workplace.theme_files(),
            partitions=log.partitions_mark(VIDEOS_NAME),
            log=log.name,
            events=log.highest(),
            decisions=store.decisions.latest(),
            wipes=tuple(log.wipes().items()),
        )

    def refresh(self, instance: dg.DagsterInstance, current: ChangeStamp | None = None) -> str:
        """Take in what has changed, and plan the videos that it concerns; returns the digest of what was taken in.

        `current`: the stamp of this moment, if the caller has computed it already.
        """
        now = self.workplace.now()
        there = current or self.change_stamp(instance)
        with garbage_collection_paused():
            changed = self._take_changes(instance, there)
            history = self._open()
            history.follow(self._desired)
            changed |= history.catch_up(instance)
            changed |= self._due(now)
            is_unblocked = unblock_check(self.workplace)
            for key in changed & self._desired.keys():
                records = history.records(key)
                self._set(plan_video(self._desired[key], records, now, is_unblocked), records)
        # Events that came meanwhile may have been read; then the next look reads them again, for nothing.
        return (self._seen or there).digest

    def _open(self) -> History:
        if self._history is None:
            self._history = History(self.workplace.store.facts, blocking_checks)
        return self._history

    def _take_changes(self, instance: dg.DagsterInstance, there: ChangeStamp) -> set[str]:
        """Read orders, themes and decisions as far as they have changed; returns the videos that this concerns."""
        before, changed, store = self._seen, set[str](), self.workplace.store
        self.partition_sync = PartitionSync(malformed=self.partition_sync.malformed)
        self._orders = self._orders or OpenOrders(store.orders)
        if before is None or (before.orders, before.partitions) != (there.orders, there.partitions):
            self.partition_sync = sync_partitions(instance, store, set(instance.get_dynamic_partitions(VIDEOS_NAME)))
            changed |= self._orders.catch_up()
            there = self.change_stamp(instance)._replace(events=there.events)
        if before is None or before.theme_files != there.theme_files:
            changed |= self._read_themes()
        if before is None or before.decisions != there.decisions:
            changed |= self._read_decisions(before.decisions if before else 0)
        self._seen = there
        return self._update_desired(changed)

    def _read_themes(self) -> set[str]:
        """Read the themes; returns the videos of those that have changed."""
        themes, self._bad_themes = self.workplace.themes()
        parts = {name: ThemeParts(theme) for name, theme in themes.items()}
        other = {name for name in parts.keys() | self._themes.keys() if parts.get(name) != self._themes.get(name)}
        other |= self._bad_themes.keys()
        self._themes = parts
        self._expire_after_days = {name: theme.review.expire_after_days for name, theme in themes.items()}
        orders = self._orders.by_key if self._orders else {}
        return {key for key, order in orders.items() if order.theme in other}

    def _read_decisions(self, last: int) -> set[str]:
        """Read what was decided since; returns the videos that it is about."""
        new = self.workplace.store.decisions.after(last)
        for one in new:
            self._decisions.setdefault(one.video, []).append(one)
        return {one.video for one in new}

    def _update_desired(self, changed: set[str]) -> set[str]:
        """Renew what is desired of these videos; returns those that still are open and have a usable theme."""
        orders = self._orders.by_key if self._orders else {}
        open_orders = [orders[key] for key in changed if key in orders]
        decisions = {str(order.key): stage_decisions(self._decisions.get(str(order.key), ())) for order in open_orders}
        desired = {video.key: video for video in desired_videos(open_orders, self._themes, decisions)}
        for key in changed - desired.keys():
            self._desired.pop(key, None)
            self.plans.pop(key, None)
            self._todo.pop(key, None)
            self._waiting.discard(key)
            self._in_review.pop(key, None)
            self.themeless.pop(key, None)
        for order in open_orders:
            if order.theme not in self._themes:
                self.themeless[str(order.key)] = self._theme_problem(order.theme)
        for key in desired:
            self.themeless.pop(key, None)
        self._desired |= desired
        return set(desired)

    def _theme_problem(self, theme: str) -> str:
        bad = self._bad_themes.get(theme)
        return f"{bad} {bad.remedy}" if bad else f"there is no theme {theme!r}: vidpipe theme new {theme} makes one"

    def _due(self, now: dt.datetime) -> set[str]:
        """Videos whose waiting may be over; and all of them, from time to time, whatever was missed."""
        if self._planned_all is None or not dt.timedelta(0) <= now - self._planned_all < _PLAN_ALL_AFTER:
            self._planned_all = now
            return set(self._desired)
        return {plan.key for plan in self.waiting if plan.may_unblock or (plan.next_at and plan.next_at <= now)}

    def _set(self, plan: VideoPlan, records: Mapping[Stage, StageRecord]) -> None:
        self.plans[plan.key] = plan
        self._planned.add(plan.key)
        self._in_review.pop(plan.key, None)
        order = self._orders.by_key.get(plan.key) if self._orders else None
        if order and (since := waiting_since(order, plan, records, self._decisions.get(plan.key, ()))):
            self._in_review[plan.key] = since
        (self._waiting.add if plan.waiting else self._waiting.discard)(plan.key)
        if plan.selection:
            self._todo.setdefault(plan.key, self.workplace.now())
        else:
            self._todo.pop(plan.key, None)
