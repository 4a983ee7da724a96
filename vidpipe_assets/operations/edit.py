"""Edits of a finished video before it is approved: its texts, and what single scenes say.

Texts are read by `review` alone. Words of a scene change the script: that scene is spoken and shown anew, and what the
others cost is not paid again.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from pydantic import ValidationError

from vidpipe_assets.model.decision import Decision, Edits, SceneEdit, Word
from vidpipe_assets.model.errors import BadInput, Conflict, VidpipeError
from vidpipe_assets.model.media import ComposedVideo, ReviewPackage
from vidpipe_assets.model.order import Order, OrderState
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme, theme_of
from vidpipe_assets.operations.order import find_order
from vidpipe_assets.operations.review_package import refuse_outdated, review_version
from vidpipe_assets.storage.store import Store
from vidpipe_assets.writing.plan_checks import check_plan, follows_scene
from vidpipe_assets.writing.plans import apply_scene_edits

_MUST_PASS = ("plan_complete", "plan_speakable")


@dataclass(frozen=True)
class RequestedEdit:
    """The texts as they shall be; None, or a scene that is left out: as they are."""

    title: str | None = None
    description: str | None = None
    hashtags: tuple[str, ...] | None = None
    scenes: Mapping[str, str] = field(default_factory=dict[str, str])
    """Scene -> what it shall say."""


@dataclass(frozen=True)
class PreparedEdit:
    """An edit that was checked, before it is saved."""

    order: Order
    """With the edits in its overrides."""
    plan: ProductionPlan
    """The script with the words; its data version is that which `scripts` will have."""
    changed: tuple[str, ...]
    """What is other than it was: 'title', 'description', 'hashtags', 's3', …"""
    warnings: tuple[str, ...]
    """What the script's checks will say, which stops nothing."""


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
    current = editable_video(store, text)
    order, package, plan = current.order, current.package, current.plan
    refuse_outdated(str(order.key), seen, current.version, "edit")
    if order.theme not in themes:
        raise BadInput(f"the theme {order.theme} cannot be used", remedy="vidpipe theme check says what is wrong")
    theme = theme_of(themes[order.theme], order)
    made = _restore_scenes(store, str(order.key), plan, Edits.of(order))
    edits = _edits(Edits.of(order), package, plan, made, requested)
    after = _with_words(made, Edits.of(order), edits, theme)
    findings = check_plan(after, theme.format)
    for finding in findings:
        if finding.check in _MUST_PASS and not finding.passed:
            raise BadInput(f"the words cannot be used: {finding.description}", remedy="write them otherwise")
    return PreparedEdit(
        order=order.model_copy(update={"overrides": edits.written_into(order.overrides)}),
        plan=after,
        changed=_changes(package, plan, after, edits),
        warnings=tuple(f"{one.check.replace('_', ' ')}: {one.description}" for one in findings if not one.passed),
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

    `made`: the plan whose scenes have their sources, see `_restore_scenes`.
    """
    scenes = {**before.scenes}
    sourced = {scene.id: scene for scene in made.scenes}
    narrations = {scene.id: scene.narration for scene in plan.scenes}
    for scene, words in requested.scenes.items():
        if scene not in narrations:
            raise BadInput(f"scenes: there is no scene {scene!r}", remedy=f"its scenes are: {', '.join(narrations)}")
        now = " ".join(words.split())
        if now == narrations[scene]:
            continue
        old = scenes.pop(scene, None)
        old = old if old and old.now == narrations[scene] else None
        was = old.was if old else narrations[scene]
        if now != was:
            plain = not follows_scene(plan, sourced[scene], now)
            scenes[scene] = _scene_words(f"scenes: {scene}", was, now, plain=plain)
    texts = {
        "title": _text(requested.title, package.title, plan.title, before.title),
        "description": _text(requested.description, package.description, plan.description, before.description),
        "hashtags": _tags(requested.hashtags, package.hashtags, plan.hashtags, before.hashtags),
    }
    try:
        return Edits.model_validate({**texts, "scenes": scenes})
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"{first['loc'][0]}: {first['msg']}", remedy="write less") from error


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


def _scene_words(name: str, was: str, now: str, *, plain: bool) -> SceneEdit:
    try:
        return SceneEdit(was=was, now=now, plain=plain)
    except ValidationError as error:
        raise BadInput(f"{name}: {error.errors()[0]['msg']}", remedy="write 1 to 600 characters") from error


def _restore_scenes(store: Store, video: str, plan: ProductionPlan, before: Edits) -> ProductionPlan:
    """The shown plan with those scenes as they were written whose edits have taken source and figure from them.

    They stand in an earlier version of the script; a scene that is in none of those that are left stays as it is.
    """
    lost = {name: one.was for name, one in before.scenes.items() if one.plain}
    found: dict[str, ScenePlan] = {}
    for version in store.documents.versions(video).get(Stage.SCRIPTS, ()) if lost else ():
        with suppress(VidpipeError, OSError):
            earlier = store.documents.load(video, Stage.SCRIPTS, version, ProductionPlan)
            found |= {one.id: one for one in earlier.scenes if lost.get(one.id) == one.narration}
    shown = {one.id: one.narration for one in plan.scenes}
    found = {name: one for name, one in found.items() if shown.get(name) == before.scenes[name].now}
    return plan.model_copy(update={"scenes": tuple(found.get(one.id, one) for one in plan.scenes)}) if found else plan


def _with_words(plan: ProductionPlan, before: Edits, edits: Edits, theme: Theme) -> ProductionPlan:
    """The shown script as the edits want it: what is in it already is taken further, and what is gone is undone."""
    words: dict[str, SceneEdit] = {}
    for scene in plan.scenes:
        shown, old = scene.narration, before.scenes.get(scene.id)
        now = edits.scenes[scene.id].now if scene.id in edits.scenes else ""
        undone = old.was if old and old.now == shown else shown
        plain = scene.id in edits.scenes and edits.scenes[scene.id].plain
        words[scene.id] = SceneEdit(was=shown, now=now or undone, plain=plain)
    return apply_scene_edits(plan, {name: one for name, one in words.items() if one.was != one.now}, theme.voice.speed)


def _changes(package: ReviewPackage, plan: ProductionPlan, after: ProductionPlan, edits: Edits) -> tuple[str, ...]:
    made = {"title": plan.title, "description": plan.description, "hashtags": plan.hashtags}
    shown = {name: getattr(package, name) for name in made}
    texts = [name for name, text in (made | edits.texts).items() if text != shown[name]]
    scenes = [b.id for a, b in zip(plan.scenes, after.scenes, strict=True) if a.narration != b.narration]
    return (*texts, *scenes)
