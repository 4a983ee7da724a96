"""What a person may decide about a video, as one union of requests, and `apply`, which writes a decision down.

The web, the command line and Dagster's launchpad each build a `DecisionRequest` from what they are given. Nothing is
made here: the sensor and the job `refresh_videos` read the decisions and do what follows from them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, TypeAdapter, ValidationError

from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.errors import BadInput, Conflict
from vidpipe_assets.model.media import Clip, ClipSet
from vidpipe_assets.model.order import Order, OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import Value
from vidpipe_assets.operations.order import find_order, refuse_hidden
from vidpipe_assets.operations.review_package import refuse_outdated, review_version
from vidpipe_assets.storage.store import Store


class _DecisionFields(Value):
    """What all requests have: why (it is kept, and shown with what follows)."""

    word: ClassVar[Word]
    """What the decision is recorded as."""
    leads_to: ClassVar[OrderState] = OrderState.OPEN
    """The state of the order after it."""
    reason: str = ""


class RetryRequest(_DecisionFields):
    """Try again now whatever has failed of a video, or of one stage of it, attempts counted anew.

    Nothing that the ledger has an answer to is paid for again.
    """

    word = Word.RETRY
    decision: Literal["retry"] = "retry"
    stage: Stage | None = None


class RetryAfreshRequest(_DecisionFields):
    """Make a stage anew although nothing that it depends on has changed, and pay for it again: a new take."""

    word = Word.AFRESH
    decision: Literal["retry_afresh"] = "retry_afresh"
    stage: Stage


class RejectRequest(_DecisionFields):
    """Make a stage otherwise: a new take of it or, of `clips`, of the scenes that are named.

    `pictures`: scene -> the id of the picture among those found for it that is wanted there.
    """

    word = Word.REJECTED
    decision: Literal["reject"] = "reject"
    stage: Stage
    scenes: tuple[str, ...] = ()
    pictures: dict[str, str] = {}


class RejectForGoodRequest(_DecisionFields):
    """Close a video that is not wanted at all."""

    word = Word.REFUSED
    leads_to = OrderState.REJECTED
    decision: Literal["reject_for_good"] = "reject_for_good"


class ApproveRequest(_DecisionFields):
    """Close a finished video as good: it is never made again."""

    word = Word.APPROVED
    leads_to = OrderState.APPROVED
    decision: Literal["approve"] = "approve"
    version: str = ""
    """The data version of the review that the person has looked at; empty: whichever is there."""


class CancelRequest(_DecisionFields):
    """Stop working on a video: what a run is making of it just now is finished, and nothing after it."""

    word = Word.CANCELLED
    leads_to = OrderState.CANCELLED
    decision: Literal["cancel"] = "cancel"


class ReopenRequest(_DecisionFields):
    """Work again on a video that is closed."""

    word = Word.REOPENED
    decision: Literal["reopen"] = "reopen"


DecisionRequest = Annotated[
    RetryRequest
    | RetryAfreshRequest
    | RejectRequest
    | RejectForGoodRequest
    | ApproveRequest
    | CancelRequest
    | ReopenRequest,
    Field(discriminator="decision"),
]


def parse_request(given: Mapping[str, Any]) -> DecisionRequest:
    """The request that these fields describe; `decision` says which, and empty fields count as left out.

    Raises `BadInput` for a field that is missing, that means nothing for this decision, or that has no such value.
    """
    fields = {name: value for name, value in given.items() if value}
    try:
        return _adapter().validate_python(fields)
    except ValidationError as error:
        raise _complaint(fields, error) from error


def apply(
    store: Store, key: str, request: DecisionRequest, *, who: str, check: Callable[[Order], None] | None = None
) -> Decision:
    """Write down what `who` has decided about the video `key`, and move its order to the state that follows.

    `check` may refuse a request that makes sense here; `stages.alternatives` knows more than this room. Raises
    `Unknown` for a video that was never ordered, `Conflict` for one that is not in the state that the request is about
    (closed, or open already, or made again since the person looked), `BadInput` for what else cannot be done.
    """
    refuse_hidden("reason", request.reason, lines=True)
    order = find_order(store, key)
    _refuse_wrong_state(order, request)
    details = _details(store, str(order.key), request)
    if check is not None:
        check(order)
    return store.decisions.add(
        str(order.key),
        request.word,
        **details,
        reason=request.reason,
        who=who,
        order=(order.state, request.leads_to),
    )


def run_going_on(store: Store, decision: Decision) -> str:
    """What a run that works on the video does after a decision that closes it; empty: it is open, or none does."""
    lease = store.leases.of_videos([decision.video]).get(decision.video) if decision.word in _CLOSING else None
    if lease is None or lease.run_id not in store.leases.living([lease]):
        return ""
    return (
        f"{lease} is still at work on it: what it makes just now is finished, and nothing after it. To end it at once, "
        "terminate that run in Dagster"
    )


_CLOSING = (Word.REFUSED, Word.APPROVED, Word.CANCELLED)


def _refuse_wrong_state(order: Order, request: DecisionRequest) -> None:
    is_open = order.state is OrderState.OPEN
    if isinstance(request, ReopenRequest) and is_open:
        raise Conflict(f"{order.key} is open already", remedy=f"vidpipe status {order.key} says how it stands")
    if not isinstance(request, ReopenRequest) and not is_open:
        raise Conflict(f"{order.key} is {order.state}: nothing is made of it", remedy=f"vidpipe reopen {order.key}")


def _details(store: Store, video: str, request: DecisionRequest) -> dict[str, Any]:
    """What the decision says besides its reason: the stage, the scenes, the version that is approved."""
    match request:
        case RetryRequest() | RetryAfreshRequest():
            return {"stage": request.stage}
        case RejectRequest():
            _refuse_unknown_scenes(store, video, request)
            return {
                "stage": request.stage,
                "scenes": tuple(dict.fromkeys(request.scenes)),
                "pictures": request.pictures,
            }
        case ApproveRequest():
            version = review_version(store, video)
            refuse_outdated(video, request.version, version, "approve")
            return {"version": version}
        case _:
            return {}


def _refuse_unknown_scenes(store: Store, video: str, request: RejectRequest) -> None:
    """Raise `BadInput` for scenes that the video does not have, or of a stage that is not made scene by scene."""
    stage, scenes = request.stage, request.scenes
    if not scenes and not request.pictures:
        return
    if stage is not Stage.CLIPS:
        raise BadInput(
            f"{stage} is not made again scene by scene", remedy="leave out the scenes, or reject scenes of clips"
        )
    versions = store.documents.versions(video).get(stage, ())
    if not versions:
        raise BadInput(f"{video} has no clips yet", remedy=f"vidpipe status {video} says how far it is")
    clips = store.documents.load(video, stage, versions[-1], ClipSet).clips
    known = [clip.scene for clip in clips]
    for scene in scenes:
        if scene not in known:
            raise BadInput(f"{video} has no scene {scene!r}", remedy=f"its scenes are: {', '.join(known)}")
    for scene, picture in request.pictures.items():
        _refuse_picture(video, clips, request, scene, picture)


def _refuse_picture(video: str, clips: Sequence[Clip], request: RejectRequest, scene: str, picture: str) -> None:
    """Raise `BadInput` for a picture that was not found for its scene, `Conflict` for one that the video shows."""
    if scene not in request.scenes:
        raise BadInput(f"pictures: {scene!r} is not rejected", remedy="name it among the scenes, too")
    choice = next(clip.choice for clip in clips if clip.scene == scene)
    if picture not in {one.id for one in (choice.runners_up if choice else ())}:
        raise Conflict(
            f"{picture[:80]!r} is not among the pictures that were found for {scene}",
            remedy=f"vidpipe pictures {video} {scene} lists them; if it was made again since, load the page again",
        )
    shown = {clip.footage_id: clip.scene for clip in clips if clip.scene not in request.scenes}
    wanted = [*request.pictures.values()].count(picture)
    if picture in shown or wanted > 1:
        where = f"{shown[picture]} shows" if picture in shown else "two scenes would show"
        raise Conflict(f"{where} the picture {picture[:80]!r}", remedy="choose another one: none is shown twice")


@cache
def _adapter() -> TypeAdapter[DecisionRequest]:
    return TypeAdapter(DecisionRequest)


def _complaint(fields: Mapping[str, Any], error: ValidationError) -> BadInput:
    """What is wrong with the first of the fields that cannot be used."""
    first = error.errors()[0]
    decision = fields.get("decision", "")
    name = str(first["loc"][-1]) if first["loc"] else "decision"
    stages = f"write one of: {', '.join(Stage)}"
    if first["type"] == "extra_forbidden":
        return BadInput(f"{name} means nothing for {decision}", remedy=f"leave out {name}")
    if first["type"] == "missing":
        return BadInput(f"{name} is empty, but {decision} is about one", remedy=stages)
    return BadInput(
        f"{name} is {fields.get(name)!r}", remedy=stages if name == "stage" else f"correct it: {first['msg']}"
    )
