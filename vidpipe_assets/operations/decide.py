"""What a person has seen of a finished video: the package on disk, whole, and the version of the review that it is.

What a person may say about a video: again, anew, not this clip, yes, no, never mind. Each is written down.

The sensor and `refresh_videos` read it and do what follows; nothing is worked here.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from vidpipe_assets.io.files import contained, plainly
from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.errors import BadInput, Conflict, Unknown
from vidpipe_assets.model.media import ClipSet, ReviewPackage
from vidpipe_assets.model.order import Order, OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.review_json import ReviewFile
from vidpipe_assets.operations.review_package import REVIEW_FILE
from vidpipe_assets.storage.store import Store


def seen_version(store: Store, video: str) -> str:
    """The data version of the review that lies in the package of `video`.

    Raises `Conflict` if there is no package, or if a file of it is not the one that was packaged.
    """
    folder = store.places.output / "review" / video
    if not (folder / "video.mp4").is_file():
        raise Conflict(f"{video} has no finished video to approve", remedy=f"vidpipe status {video} says why")
    version = _told(folder / REVIEW_FILE, video)
    package = store.documents.load(video, Stage.REVIEW, version, ReviewPackage)
    for name, artifact in package.files.items():
        if _digest(contained(folder, name)) != artifact.sha256:
            raise _changed(video, folder / name, "is not the file that was packaged")
    return version


def refuse_unseen(video: str, seen: str, there: str, deed: str) -> None:
    """Raise `Conflict` if `seen`, the version that a person has looked at (empty: nobody knows), is not `there` now."""
    if seen not in ("", there):
        raise Conflict(
            f"{video} was made again since: version {seen} was looked at, {there} is there now",
            remedy=f"look at the video again, then {deed} that version",
        )


def _told(file: Path, video: str) -> str:
    try:
        return ReviewFile.model_validate_json(file.read_bytes()).data_version
    except (OSError, ValidationError) as error:
        raise _changed(video, file, "cannot be read") from error


def _digest(file: Path) -> str:
    if not file.is_file():
        return ""
    with plainly(file), file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _changed(video: str, file: Path, what: str) -> Conflict:
    return Conflict(
        f"{file} {what}: nobody could say later what was approved",
        remedy=f"remove {file.parent}, run the job refresh_videos with videos: [{video}], and look at the video again",
    )


_CLOSED_BY = {
    OrderState.APPROVED: Word.APPROVED,
    OrderState.REJECTED: Word.REFUSED,
    OrderState.CANCELLED: Word.CANCELLED,
}

_STAYS = (OrderState.OPEN, OrderState.OPEN)


def retry(store: Store, key: str, stage: Stage | None = None, *, reason: str = "", who: str) -> Decision:
    """Whatever has failed of an open video (or of one stage of it) is tried again now, attempts counted anew.

    Nothing that the ledger has is paid again. Raises `BadInput` for a video that is closed or was never ordered.
    """
    return store.decisions.add(
        str(_open(store, key).key), Word.RETRY, stage=stage, reason=reason, who=who, order=_STAYS
    )


def retry_afresh(store: Store, key: str, stage: Stage, *, reason: str = "", who: str) -> Decision:
    """A stage of an open video is made anew although nothing that it is made from has changed, and paid for again."""
    return store.decisions.add(
        str(_open(store, key).key), Word.AFRESH, stage=stage, reason=reason, who=who, order=_STAYS
    )


def reject(store: Store, key: str, stage: Stage, *, scenes: Sequence[str] = (), reason: str = "", who: str) -> Decision:
    """What a stage of an open video has made is not wanted: it is made otherwise, with new footage for `scenes` or all.

    Raises `BadInput` for scenes that the video does not have, or of a stage that is not made scene by scene.
    """
    video = str(_open(store, key).key)
    if scenes:
        _refuse_unknown(store, video, stage, scenes)
    return store.decisions.add(
        video, Word.REJECTED, stage=stage, scenes=tuple(dict.fromkeys(scenes)), reason=reason, who=who, order=_STAYS
    )


def approve(store: Store, key: str, *, seen: str = "", reason: str = "", who: str) -> Decision:
    """The video is good: it is never made again. The decision says which version of its review was approved.

    `seen`: the version that the person has looked at, if it is known. Raises `BadInput` if there is no finished video,
    if its package was changed by hand, or if another version lies there by now.
    """
    order = _open(store, key)
    version = seen_version(store, str(order.key))
    refuse_unseen(str(order.key), seen, version, "approve")
    return _close(store, order, OrderState.APPROVED, reason, who, version)


def reject_for_good(store: Store, key: str, *, reason: str = "", who: str) -> Decision:
    """The video is not wanted, and not made again."""
    return _close(store, _open(store, key), OrderState.REJECTED, reason, who)


def cancel(store: Store, key: str, *, reason: str = "", who: str) -> Decision:
    """The video is no longer wanted; what is being made of it just now is finished, and nothing after it."""
    return _close(store, _open(store, key), OrderState.CANCELLED, reason, who)


def reopen(store: Store, key: str, *, reason: str = "", who: str) -> Decision:
    """A closed video is worked on again. Raises `BadInput` for one that is open."""
    order = _ordered(store, key)
    if order.state is OrderState.OPEN:
        raise Conflict(f"{order.key} is open already", remedy=f"vidpipe status {order.key} says how it stands")
    move = (order.state, OrderState.OPEN)
    return store.decisions.add(str(order.key), Word.REOPENED, reason=reason, who=who, order=move)


def _ordered(store: Store, text: str) -> Order:
    key = VideoKey.parse(text)
    order = store.orders.get(key)
    if order is None:
        raise Unknown(f"{key} was never ordered", remedy=f"vidpipe order {key.theme} --day {key.day}")
    return order


def _open(store: Store, text: str) -> Order:
    order = _ordered(store, text)
    if order.state is not OrderState.OPEN:
        raise Conflict(f"{order.key} is {order.state}: nothing is made of it", remedy=f"vidpipe reopen {order.key}")
    return order


def _close(store: Store, order: Order, state: OrderState, reason: str, who: str, version: str = "") -> Decision:
    move = (OrderState.OPEN, state)
    return store.decisions.add(str(order.key), _CLOSED_BY[state], reason=reason, version=version, who=who, order=move)


def _refuse_unknown(store: Store, video: str, stage: Stage, scenes: Sequence[str]) -> None:
    if stage is not Stage.CLIPS:
        raise BadInput(
            f"{stage} is not made again scene by scene", remedy="leave out the scenes, or reject scenes of clips"
        )
    versions = store.documents.versions(video).get(stage, ())
    if not versions:
        raise BadInput(f"{video} has no clips yet", remedy=f"vidpipe status {video} says how far it is")
    there = [clip.scene for clip in store.documents.load(video, stage, versions[-1], ClipSet).clips]
    for scene in scenes:
        if scene not in there:
            raise BadInput(f"{video} has no scene {scene!r}", remedy=f"its scenes are: {', '.join(there)}")
