"""The partitions of `videos`: they follow the orders, and the orders follow what a person does to them in the UI."""

from collections.abc import Sequence
from dataclasses import dataclass

import dagster as dg

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.store import Store

VIDEOS_NAME = "videos"


@dataclass(frozen=True)
class PartitionSync:
    """What was done so that partitions and orders agree."""

    added: tuple[str, ...] = ()
    """Partitions of orders that had none yet."""
    ordered: tuple[str, ...] = ()
    """Keys that a person typed into the UI, and that are orders now."""
    cancelled: tuple[str, ...] = ()
    """Orders whose partition a person has deleted."""
    reopened: tuple[str, ...] = ()
    """Orders cancelled so, whose partition was added again."""
    malformed: tuple[str, ...] = ()
    """Partitions that are no video keys; nothing is ever made of them."""


def add_partitions(instance: dg.DagsterInstance, store: Store, keys: Sequence[VideoKey]) -> list[str]:
    """Add a partition for every key that has none; returns the new ones."""
    known = set(instance.get_dynamic_partitions(VIDEOS_NAME))
    names = [str(key) for key in dict.fromkeys(keys)]
    new = [name for name in names if name not in known]
    if new:
        instance.add_dynamic_partitions(VIDEOS_NAME, new)
    store.placed.add(names)
    return new


def sync_partitions(instance: dg.DagsterInstance, store: Store, there: set[str]) -> PartitionSync:
    """Make partitions and orders agree; `there` are the partitions that exist."""
    orders, placed = store.orders.states(), store.placed.keys()
    typed, malformed = _typed(there - orders.keys())
    for key in typed:
        store.orders.ensure(key)
    is_open = {key for key, state in orders.items() if state == OrderState.OPEN}
    again = {key for key in (there - placed) & orders.keys() if orders[key] == OrderState.CANCELLED}
    deleted, missing = is_open & placed - there, is_open - placed - there
    store.orders.close(_keys(deleted), OrderState.CANCELLED)
    store.orders.reopen(_keys(again))
    store.placed.remove(placed - there)
    added = add_partitions(instance, store, _keys(missing))
    store.placed.add((there & orders.keys()) - placed | {str(key) for key in typed})
    return PartitionSync(
        added=tuple(added),
        ordered=tuple(map(str, typed)),
        cancelled=tuple(sorted(deleted)),
        reopened=tuple(sorted(again)),
        malformed=malformed,
    )


def _typed(names: set[str]) -> tuple[list[VideoKey], tuple[str, ...]]:
    """Video keys, and what is none."""
    keys: list[VideoKey] = []
    malformed: list[str] = []
    for name in sorted(names):
        try:
            keys.append(VideoKey.parse(name))
        except BadInput:
            malformed.append(name)
    return keys, tuple(malformed)


def _keys(names: set[str]) -> list[VideoKey]:
    return [VideoKey.parse(name) for name in sorted(names)]
