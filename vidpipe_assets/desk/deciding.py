"""What a person may say about a video: again, anew, not this clip, yes, no, never mind. Each is written down.

The sensor and `refresh_videos` read it and do what follows; nothing is worked here.
"""

from collections.abc import Sequence

from vidpipe_assets.desk.seen import refuse_unseen, seen_version
from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.errors import BadInput, Conflict, Unknown
from vidpipe_assets.model.media import ClipSet
from vidpipe_assets.model.order import Order, OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.store.store import Store

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
