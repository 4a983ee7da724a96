"""Edits of a finished video before it is approved: texts, its cover, what single scenes say and show, and their order.

Texts and the choice of the cover are read by `review` alone. The others change the script: a scene with other words is
spoken and shown anew, one that shows something else is shown anew, and what the other scenes cost is not paid again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.edits import Edits, OrderEdit, ShownEdit
from vidpipe_assets.model.errors import BadInput, Conflict, VidpipeError
from vidpipe_assets.model.media import ComposedVideo, ReviewPackage
from vidpipe_assets.model.order import Order, OrderState
from vidpipe_assets.model.pictures import End
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme, theme_of
from vidpipe_assets.operations.order import find_order, refuse_hidden, refuse_hidden_in
from vidpipe_assets.operations.review_contents import cover_file
from vidpipe_assets.operations.review_package import refuse_outdated, review_version
from vidpipe_assets.operations.scene_changes import SceneChange, change_of, shown_edit, words_edit
from vidpipe_assets.storage.store import Store
from vidpipe_assets.writing.edits import apply_edits, turn_back
from vidpipe_assets.writing.plan_checks import check_plan

T = TypeVar("T")

_MUST_PASS = ("plan_complete", "plan_speakable")


@dataclass(frozen=True)
class RequestedEdit:
    """The texts as they shall be; None, or a scene that is left out: as they are."""

    title: str | None = None
    description: str | None = None
    hashtags: tuple[str, ...] | None = None
    scenes: Mapping[str, SceneChange] = field(default_factory=dict[str, SceneChange])
    cover: int | None = None
    """Which of the covers shall be the video's, from 1."""
    order: tuple[str, ...] | None = None
    """The scenes' ids, in the order in which they shall be shown."""


@dataclass(frozen=True)
class PreparedEdit:
    """An edit that was checked, before it is saved."""

    order: Order
    """With the edits in its overrides."""
    plan: ProductionPlan
    """The script with the words; its data version is that which `scripts` will have."""
    changed: tuple[str, ...]
    """What is other than it was: 'title', 'description', 'hashtags', 'cover', 's3', …, 'order'."""
    warnings: tuple[str, ...]
    """What the script's checks will say, which stops nothing."""
    respoken: tuple[str, ...] = ()
    """The scenes with other words."""
    reshown: tuple[str, ...] = ()
    """The scenes whose clip is another one: they show something else, last longer, or stand elsewhere."""


@dataclass(frozen=True)
class EditableVideo:
    """The texts and the script of a finished video as it is."""

    order: Order
    version: str
    """Of its review."""
    package: ReviewPackage
    plan: ProductionPlan


def editable_video(store: Store, text: str) -> EditableVideo:
    """What can be edited of a finished video that is open, by its key as a person wrote it.

    Raises `Unknown` for a video that was never ordered, `Conflict` if it is closed, `BadInput` if it is not finished.
    """
    order = _open(store, text)
    version = review_version(store, str(order.key))
    package = store.documents.load(str(order.key), Stage.REVIEW, version, ReviewPackage)
    return EditableVideo(order, version, package, _plan_of(store, package))


def prepare_edit(
    store: Store, themes: Mapping[str, Theme], text: str, requested: RequestedEdit, *, seen: str = ""
) -> PreparedEdit:
    """What `requested` changes of a finished video; nothing is written. `themes`: those that can be used.

    `seen`: the version of the review that the person has looked at. Raises what `shown` raises, `Conflict` if the video
    was made again since, and `BadInput` naming the text that cannot be used.
    """
    _refuse_hidden(requested)
    current = editable_video(store, text)
    order, package, plan = current.order, current.package, current.plan
    refuse_outdated(str(order.key), seen, current.version, "edit")
    if order.theme not in themes:
        raise BadInput(f"the theme {order.theme} cannot be used", remedy="vidpipe theme check says what is wrong")
    theme = theme_of(themes[order.theme], order)
    before, speed = Edits.of(order), theme.voice.speed
    made = turn_back(plan, before, _earlier_plans(store, str(order.key)), speed)
    edits = _edits(before, package, plan, made, requested)
    after = apply_edits(made, edits, speed)
    findings = check_plan(after, theme.format)
    for finding in findings:
        if finding.check in _MUST_PASS and not finding.passed:
            raise BadInput(f"the edit cannot be used: {finding.description}", remedy="write them otherwise")
    failed = [f"{one.check.replace('_', ' ')}: {one.description}" for one in findings if not one.passed]
    return PreparedEdit(
        order=order.model_copy(update={"overrides": edits.written_into(order.overrides)}),
        plan=after,
        changed=_changes(package, plan, after, edits),
        warnings=(*failed, *_own_text(edits, plan, after), *_countdown(plan, after)),
        respoken=_differing(plan, after, ("narration",)),
        reshown=tuple(dict.fromkeys((*_differing(plan, after, _DRAWN), *_moved(plan, after)))),
    )


def edit(store: Store, prepared: PreparedEdit, *, who: str) -> Decision:
    """Save a prepared edit; the sensor and `refresh_videos` make what follows. Raises `Conflict` if it is outdated."""
    if not prepared.changed:
        raise BadInput("nothing is changed", remedy="change a text first")
    key, reason = str(prepared.order.key), ", ".join(prepared.changed)
    return store.decisions.add(key, Word.EDITED, reason=reason, who=who, edited=prepared.order)


def _open(store: Store, text: str) -> Order:
    order = find_order(store, text)
    if order.state is not OrderState.OPEN:
        raise Conflict(f"{order.key} is {order.state}: it is not edited any more", remedy=f"vidpipe reopen {order.key}")
    return order


def _plan_of(store: Store, package: ReviewPackage) -> ProductionPlan:
    """The script of the video in the package."""
    version = package.data_versions[Stage.COMPOSED_VIDEO]
    composed = store.documents.load(package.video_key, Stage.COMPOSED_VIDEO, version, ComposedVideo)
    return store.documents.load(package.video_key, Stage.SCRIPTS, composed.made_from[Stage.SCRIPTS], ProductionPlan)


def _edits(
    before: Edits, package: ReviewPackage, plan: ProductionPlan, made: ProductionPlan, requested: RequestedEdit
) -> Edits:
    """The edits before with the new ones. What is as it was made is no edit.

    `plan`: as the person has seen it; `made`: as it was written.
    """
    scenes, shown = {**before.scenes}, {**before.shown}
    written, seen = {one.id: one for one in made.scenes}, {one.id: one for one in plan.scenes}
    for name, change in requested.scenes.items():
        if name not in seen:
            raise BadInput(f"scenes: there is no scene {name!r}", remedy=f"its scenes are: {', '.join(seen)}")
        _refuse_hidden_changes(plan, seen[name], change)
        words = words_edit(made, written[name], seen[name], change, before.scenes.get(name))
        look = before.shown.get(name, ShownEdit())
        look = shown_edit((made, plan), written[name], seen[name], change, look)
        scenes, shown = _with(scenes, name, words), _with(shown, name, look if look != ShownEdit() else None)
    texts = {
        "title": _text(requested.title, package.title, plan.title, before.title),
        "description": _text(requested.description, package.description, plan.description, before.description),
        "hashtags": _tags(requested.hashtags, package.hashtags, plan.hashtags, before.hashtags),
    }
    try:
        order = _scene_order(before, plan, made, requested.order)
        cover = _cover(before, package, requested.cover)
        return Edits.model_validate({**texts, "cover": cover, "scenes": scenes, "shown": shown, "scene_order": order})
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"{first['loc'][0]}: {first['msg']}", remedy="write less") from error


def _refuse_hidden(requested: RequestedEdit) -> None:
    refuse_hidden("title", (requested.title or "").strip())
    refuse_hidden("description", requested.description or "", lines=True)
    for tag in requested.hashtags or ():
        refuse_hidden("hashtags", tag)


def _refuse_hidden_changes(plan: ProductionPlan, shown: ScenePlan, change: SceneChange) -> None:
    """What a scene says already is let pass: a page sends all of it, changed or not."""
    before = change_of(plan, shown).model_dump(exclude_none=True)
    for name, value in change.model_dump(exclude_none=True).items():
        if value != before.get(name):
            refuse_hidden_in(f"scenes.{shown.id}.{name}", value)


def _text(requested: str | None, shown: str, made: str, before: str) -> str:
    """The override of a text: empty where it is as it was made, the one before where nothing is requested of it."""
    if requested is None or requested.strip() == shown:
        return before
    return "" if requested.strip() in ("", made) else requested.strip()


def _tags(
    requested: tuple[str, ...] | None, shown: tuple[str, ...], made: tuple[str, ...], before: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    if requested is None or requested == shown:
        return before
    return None if requested == made else requested


def _cover(before: Edits, package: ReviewPackage, requested: int | None) -> int:
    """The override: 0 where it is the usual one. Raises `BadInput` for a cover that the video does not have."""
    if requested is None or requested == package.cover:
        return before.cover
    there = [number for number in range(1, 10) if cover_file(number) in package.files]
    if requested not in there:
        remedy = f"it is one of {', '.join(map(str, there))}" if there else "make the video again: then it has three"
        raise BadInput(f"cover: the video has no cover {requested}", remedy=remedy)
    return requested if requested != 1 else 0


def _with(there: Mapping[str, T], name: str, one: T | None) -> dict[str, T]:
    others = {key: value for key, value in there.items() if key != name}
    return others if one is None else {**others, name: one}


def _scene_order(
    before: Edits, plan: ProductionPlan, made: ProductionPlan, wanted: tuple[str, ...] | None
) -> OrderEdit | None:
    now, written = tuple(scene.id for scene in plan.scenes), tuple(scene.id for scene in made.scenes)
    if wanted is None or wanted == now:
        return before.scene_order
    if sorted(wanted) != sorted(now):
        raise BadInput(f"order: {', '.join(wanted)[:200]}", remedy=f"name each of these once: {', '.join(now)}")
    kinds = {scene.id: scene.picture for scene in made.scenes}
    if wanted[0] != written[0]:
        raise BadInput(f"order: {wanted[0]} stands first", remedy=f"the hook, {written[0]}, comes first")
    if isinstance(kinds[written[-1]], End) and wanted[-1] != written[-1]:
        raise BadInput(f"order: {wanted[-1]} stands last", remedy=f"the end card, {written[-1]}, comes last")
    return OrderEdit(was=tuple(one.narration for one in made.scenes), now=wanted) if wanted != written else None


def _earlier_plans(store: Store, video: str) -> Iterator[ProductionPlan]:
    """The versions of the script that can still be read, the latest first."""
    for version in reversed(store.documents.versions(video).get(Stage.SCRIPTS, ())):
        with suppress(VidpipeError, OSError):
            yield store.documents.load(video, Stage.SCRIPTS, version, ProductionPlan)


def _own_text(edits: Edits, plan: ProductionPlan, after: ProductionPlan) -> tuple[str, ...]:
    if not edits.description or after.sources == plan.sources:
        return ()
    return ("the description is the one that you have written: its sources do not follow",)


_DRAWN = ("title", "kicker", "icon", "picture", "source", "seconds", "beats")
_VISIBLE = ("narration", "title", "kicker", "icon", "picture", "source", "evidence")
_COUNT = re.compile(r"(?:#|No\. )([1-9])")


def _differing(before: ProductionPlan, after: ProductionPlan, fields: Sequence[str]) -> tuple[str, ...]:
    """The scenes that have another value in one of these fields."""
    old = {scene.id: scene for scene in before.scenes}
    return tuple(
        one.id for one in after.as_written if any(getattr(one, name) != getattr(old[one.id], name) for name in fields)
    )


def _moved(before: ProductionPlan, after: ProductionPlan) -> tuple[str, ...]:
    """The scenes that stand elsewhere."""
    return tuple(new.id for old, new in zip(before.scenes, after.scenes, strict=True) if old.id != new.id)


def _countdown(before: ProductionPlan, after: ProductionPlan) -> tuple[str, ...]:
    """What to say where scenes are counted and the edit puts them into another order."""

    def counts(plan: ProductionPlan) -> list[int]:
        return [int(found[1]) for scene in plan.scenes if (found := _COUNT.fullmatch(scene.kicker))]

    told = counts(after)
    if not _moved(before, after) or told == sorted(told, reverse=True):
        return ()
    return (f"the scenes count {', '.join(map(str, told))}: change what they say and show, too",)


def _changes(package: ReviewPackage, plan: ProductionPlan, after: ProductionPlan, edits: Edits) -> tuple[str, ...]:
    made = {"title": after.title, "description": after.description, "hashtags": after.hashtags}
    shown = {name: getattr(package, name) for name in made}
    texts = [name for name, text in (made | edits.texts).items() if text != shown[name]]
    cover = ["cover"] if package.cover and (edits.cover or 1) != package.cover else []
    return (*texts, *cover, *_differing(plan, after, _VISIBLE), *(["order"] if _moved(plan, after) else []))
