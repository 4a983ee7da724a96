"""The partitions of `videos`: they follow the orders."""

from collections.abc import Sequence

import dagster as dg

from vidpipe_assets.model.video_key import VideoKey

VIDEOS_NAME = "videos"


def add_partitions(instance: dg.DagsterInstance, keys: Sequence[VideoKey]) -> list[str]:
    """Add a partition for every key that has none; returns the new ones."""
    known = set(instance.get_dynamic_partitions(VIDEOS_NAME))
    new = [str(key) for key in dict.fromkeys(keys) if str(key) not in known]
    if new:
        instance.add_dynamic_partitions(VIDEOS_NAME, new)
    return new
