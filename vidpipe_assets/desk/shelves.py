"""Where a finished video lies for people to look at."""

from pathlib import Path

from vidpipe_assets.desk.package import REVIEW_FILE
from vidpipe_assets.store.places import Places


def shelf_of(places: Places, video: str) -> Path:
    """The folder of its review package or, if that was removed long after it was closed, of what was approved."""
    package, approved = places.output / "review" / video, places.output / "approved" / video
    if not (package / REVIEW_FILE).is_file() and (approved / REVIEW_FILE).is_file():
        return approved
    return package
