"""The takes of a video: the composed videos that it has had, for a person who compares them."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass

from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.errors import Unknown, VidpipeError
from vidpipe_assets.model.media import ComposedVideo
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.storage.store import Store


@dataclass(frozen=True)
class VideoTake:
    """One composed video that a video has had, with the words and clips of its time."""

    number: int
    """1 for the oldest."""
    version: str
    """The data version of its document."""
    seconds: float
    made_at: dt.datetime
    is_shown: bool
    """Whether the package of today shows it."""
    because: tuple[str, ...] = ()
    """What people decided between the take before it and this one, as 'edited: title, s2'."""


def list_takes(store: Store, video: str, shown: str, most: int = 4) -> list[VideoTake]:
    """The latest `most` takes, oldest first; what is no longer there is left out. `shown`: today's data version."""
    found: list[VideoTake] = []
    decisions = [one for one in store.decisions.of(video) if one.word in _MAKE_ANOTHER]
    since: dt.datetime | None = None
    for number, version in enumerate(store.documents.versions(video).get(Stage.COMPOSED_VIDEO, ()), 1):
        with suppress(VidpipeError, OSError):
            composed = store.documents.load(video, Stage.COMPOSED_VIDEO, version, ComposedVideo)
            store.artifacts.require(composed.video)
            at = store.documents.saved_at(video, Stage.COMPOSED_VIDEO, version)
            because = tuple(_words(one) for one in decisions if since and since < one.at <= at)
            found.append(VideoTake(number, version, composed.seconds, at, version == shown, because))
            since = at
    return found[-most:]


_MAKE_ANOTHER = (Word.EDITED, Word.REJECTED, Word.AFRESH)


def _words(one: Decision) -> str:
    stage = f" {one.stage.replace('_', ' ')}" if one.stage else ""
    scenes = f" ({', '.join(one.scenes)})" if one.scenes else ""
    return f"{one.word}{stage}{scenes}{f': {one.reason}' if one.reason else ''}"


def load_take(store: Store, video: str, version: str) -> ComposedVideo:
    """The document of one take. Raises `Unknown` if the video has none of that version."""
    if version not in store.documents.versions(video).get(Stage.COMPOSED_VIDEO, ()):
        raise Unknown(f"{video} has no take {version}", remedy="the video's page shows those that it has")
    return store.documents.load(video, Stage.COMPOSED_VIDEO, version, ComposedVideo)
