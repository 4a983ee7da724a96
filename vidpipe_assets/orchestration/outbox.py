"""Partitions for orders at once, by whoever orders, where Dagster's instance can be reached from this process.

Nothing of Dagster is imported before it is known that there is an instance: to load it takes a second.
"""

import logging
import os
from collections.abc import Sequence
from pathlib import Path

from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store

_log = logging.getLogger(__name__)


def has_instance(places: Places) -> bool:
    """Whether the home is Dagster's own home, too, with its `dagster.yaml`."""
    home = os.environ.get("DAGSTER_HOME", "")
    return bool(home) and Path(home).absolute() == places.home and (places.home / "dagster.yaml").is_file()


def place_at_once(places: Places, store: Store, keys: Sequence[VideoKey]) -> str:
    """Add a partition for every key, so that each command of Dagster knows it, where there is an instance.

    Returns why that was not possible; empty: it was, or there is none. The rows of the orders are kept, and the sensor
    or `refresh_videos` adds the partitions later.
    """
    if not has_instance(places):
        return ""
    try:
        import dagster as dg

        from vidpipe_assets.orchestration.partitions import add_partitions

        with dg.DagsterInstance.get() as instance:
            add_partitions(instance, store, keys)
    except Exception as error:  # whatever a storage raises: the orders are written down already
        why = str(error).partition("\n")[0][:300]
        _log.info("the partitions are added later: %s", why)
        return why or type(error).__name__
    return ""


def not_placed(why: str) -> str:
    """What holds where Dagster could not be told of an order, and what happens next."""
    return (
        f"It is recorded, but Dagster could not be told: {why}. As soon as that is mended, the next refresh tells it; "
        "nothing has to be ordered again."
    )
