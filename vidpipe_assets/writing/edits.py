"""A person's edits of a production plan: applied to the plan as it was written, and turned back where they show."""

from collections.abc import Iterable, Sequence
from typing import Any

from vidpipe_assets.model.edits import Edits, OrderEdit, SceneEdit, ShownEdit
from vidpipe_assets.model.pictures import Picture
from vidpipe_assets.model.plan import GIVEN, LAST_TAIL_S, TAIL_S, ProductionPlan, ScenePlan, scene_seconds
from vidpipe_assets.model.trends import Source
from vidpipe_assets.writing.beats import find_beats
from vidpipe_assets.writing.other_pictures import plain_picture
from vidpipe_assets.writing.pace import SpeechPace
from vidpipe_assets.writing.plans import LONGEST_DESCRIPTION, SOURCES_HEAD, source_line
from vidpipe_assets.writing.text import truncate

_NOTHING = ShownEdit()
_MOST_SOURCE = 60


def apply_edits(plan: ProductionPlan, edits: Edits, speed: float) -> ProductionPlan:
    """`plan`, as it was written, with a person's edits; what follows from them is computed anew, nothing else changes.

    An edit of something else than it was written over is left out. `speed` of the voice: 1.0 for its own.
    """
    pace = SpeechPace(plan.language, speed)
    ordered = _in_order(plan.scenes, edits.scene_order)
    last, was_last = ordered[-1].id, plan.scenes[-1].id
    scenes = tuple(_edited(one, edits, pace, last=one.id == last, was_last=one.id == was_last) for one in ordered)
    if scenes == plan.scenes:
        return plan
    # The hook and the call to action are what their scenes say.
    said = {a.narration: b.narration for a, b in zip(ordered, scenes, strict=True)}
    texts = {name: said.get(getattr(plan, name), getattr(plan, name)) for name in ("hook", "call_to_action")}
    given = {one.id: _shown_edits(one, edits).source for one in ordered}
    stated = {f"{GIVEN}{one.id}": one.narration for one in scenes if f"{GIVEN}{one.id}" in one.evidence}
    sources = tuple(one.now for one in given.values() if one and one.now)
    listed = _list_sources(plan, ordered, scenes, sources)
    return ProductionPlan.model_validate(
        {**dict(plan), "scenes": scenes, **texts, "evidence": {**plan.evidence, **stated}, **listed}
    )


def turn_back(plan: ProductionPlan, edits: Edits, earlier: Iterable[ProductionPlan], speed: float) -> ProductionPlan:
    """The shown plan as it was written, without those of `edits` that are shown in it.

    A scene that was edited is found in one of the `earlier` versions of the script. If it is in none of them, its edits
    are turned back one by one, and what they have taken from it altogether stays lost.
    """
    if not edits.of_script:
        return plan
    there = tuple(earlier)
    whole = [one for one in there if apply_edits(one, edits, speed).data_version == plan.data_version]
    # An earlier version may have some of them in it already: the one that has none is changed by most.
    origin = max(whole, key=lambda one: len(effective_edits(one, edits)), default=None)
    if origin and effective_edits(origin, edits):
        return origin
    return _turn_back_scenes(plan, edits, there, SpeechPace(plan.language, speed))


def _turn_back_scenes(
    plan: ProductionPlan, edits: Edits, earlier: Sequence[ProductionPlan], pace: SpeechPace
) -> ProductionPlan:
    """Scene by scene, where not all of the edits are shown, or not all of the earlier versions can be read."""
    scenes = {scene.id: scene for scene in plan.as_written}
    # Where the order is another one, the last scene has another length, too.
    moved = tuple(scenes.values()) != plan.scenes
    edited = {name for name in scenes if moved or name in edits.scenes or name in edits.shown}
    for one in earlier:
        found = {scene.id: scene for scene in _origins(one, plan, edits, pace) if scene.id in edited}
        scenes |= found
        edited -= {*found}
    last = plan.as_written[-1].id
    scenes |= {name: _turned_back(scenes[name], edits, pace, last=name == last) for name in edited}
    ordered = tuple(scenes.values())
    if ordered == plan.scenes:
        return plan
    said = {scene.narration: scenes[scene.id].narration for scene in plan.scenes}
    texts = {name: said.get(getattr(plan, name), getattr(plan, name)) for name in ("hook", "call_to_action")}
    return ProductionPlan.model_validate({**dict(plan), "scenes": ordered, **texts})


def effective_edits(plan: ProductionPlan, edits: Edits) -> tuple[str, ...]:
    """Which scenes of a plan, as it was written, the edits replace something of; and 'order'."""
    there = (one.id for one in plan.scenes if _words(one, edits) or _shown_edits(one, edits) != _NOTHING)
    return (*there, *(["order"] if _in_order(plan.scenes, edits.scene_order) != plan.scenes else []))


def _words(scene: ScenePlan, edits: Edits) -> SceneEdit | None:
    found = edits.scenes.get(scene.id)
    return found if found and found.was == scene.narration else None


def _shown_edits(scene: ScenePlan, edits: Edits) -> ShownEdit:
    """Those that were written over what the scene shows."""
    found = edits.shown.get(scene.id, _NOTHING)
    fields = {name: getattr(found, name) for name in ShownEdit.model_fields}
    return ShownEdit(**{name: one for name, one in fields.items() if one and one.was == getattr(scene, name)})


def _in_order(scenes: tuple[ScenePlan, ...], order: OrderEdit | None) -> tuple[ScenePlan, ...]:
    named = {scene.id: scene for scene in scenes}
    if order is None or tuple(one.narration for one in scenes) != order.was or {*order.now} != {*named}:
        return scenes
    return tuple(named[name] for name in order.now)


def _edited(scene: ScenePlan, edits: Edits, pace: SpeechPace, *, last: bool, was_last: bool) -> ScenePlan:
    """The scene with those edits that were written over it, and as long as it is where it stands."""
    words, shown = _words(scene, edits), _shown_edits(scene, edits)
    if not words and shown == _NOTHING and last == was_last:
        return scene
    fields = dict(scene) | {name: one.now for name in ("title", "kicker", "icon") if (one := getattr(shown, name))}
    fields["icon_by_hand"] = scene.icon_by_hand or _chooses_icon(shown)
    fields["seconds"] = round(scene.seconds + (LAST_TAIL_S - TAIL_S) * (last - was_last), 3)
    if words:
        fields |= {"narration": words.now}
        fields["seconds"] = round(scene_seconds(pace(words.now), last=last, pause_s=scene.pause_s), 3)
    if words and words.plain:  # the source says nothing of it, and the figure is not its own
        fields |= {"picture": _plain(scene, fields), "evidence": (), "source": "", "beats": ()}
    if shown.picture:
        fields |= {"picture": shown.picture.now} | ({"source": ""} if shown.picture.unsourced else {})
    if shown.source:
        fields["source"] = ""
    if shown.source and shown.source.now:
        fields |= {"source": truncate(shown.source.now.name, _MOST_SOURCE), "evidence": (f"{GIVEN}{scene.id}",)}
    if shown.picture or fields["beats"]:
        fields["beats"] = _beats(fields, pace)
    return ScenePlan.model_validate(fields)


def _chooses_icon(shown: ShownEdit) -> bool:
    """Whether a person has chosen an icon: the scene's, or another one in a picture of theirs."""
    if shown.icon or shown.picture is None:
        return bool(shown.icon)
    chosen = getattr(shown.picture.now, "icon", None)
    return chosen is not None and chosen != getattr(shown.picture.was, "icon", None)


def _plain(scene: ScenePlan, fields: dict[str, Any]) -> Picture:
    return plain_picture(scene.model_copy(update={"icon": fields["icon"]}), fields["narration"])


def _beats(fields: dict[str, Any], pace: SpeechPace) -> object:
    return find_beats(fields["picture"], fields["narration"], 0, fields["seconds"], pace, pace.language)


def _list_sources(
    plan: ProductionPlan, before: Sequence[ScenePlan], after: Sequence[ScenePlan], given: tuple[Source, ...]
) -> dict[str, Any]:
    """The plan's sources and its description with those that were given, without those that they replace."""
    if not given:
        return {}
    replaced, stay = set[str](), {one.source for one in after}
    for old, new in zip(before, after, strict=True):
        if set(old.evidence) & set(new.evidence):
            stay.add(old.source)
        elif f"{GIVEN}{new.id}" in new.evidence:
            replaced.add(old.source)
    gone = [one for one in plan.sources if truncate(one.name, _MOST_SOURCE) in replaced - stay and one not in given]
    added = tuple(one for one in dict.fromkeys(given) if one not in plan.sources)
    sources = (*(one for one in plan.sources if one not in gone), *added)
    return {"sources": sources, "description": _describe_sources(plan.description, gone, added)}


def _describe_sources(description: str, gone: Sequence[Source], added: Sequence[Source]) -> str:
    """The description with other lines of sources; one that would be too long stays as it is."""
    head, mark, tail = description.partition(SOURCES_HEAD)
    listed, gap, rest = tail.partition("\n\n")
    without = {source_line(one) for one in gone}
    lines = [line for line in listed.split("\n") if line and line not in without] + [source_line(one) for one in added]
    if not mark:  # a description that names no sources; what it ends with stands after them
        gap, rest = "", ""
    text = head + SOURCES_HEAD + "\n".join(lines) + gap + rest
    return text if len(text) <= LONGEST_DESCRIPTION else description


def _origins(earlier: ProductionPlan, plan: ProductionPlan, edits: Edits, pace: SpeechPace) -> Iterable[ScenePlan]:
    """The scenes of `earlier` that the edits make those of `plan`."""
    shown, last, was_last = {one.id: one for one in plan.scenes}, plan.scenes[-1].id, earlier.scenes[-1].id
    for scene in earlier.scenes:
        now = shown.get(scene.id)
        if now and now != scene:
            made = _edited(scene, edits, pace, last=scene.id == last, was_last=scene.id == was_last)
            if made == now:
                yield scene


def _turned_back(scene: ScenePlan, edits: Edits, pace: SpeechPace, *, last: bool) -> ScenePlan:
    words, shown = edits.scenes.get(scene.id), edits.shown.get(scene.id, _NOTHING)
    fields = dict(scene)
    if words and words.now == scene.narration:
        seconds = round(scene_seconds(pace(words.was), last=last, pause_s=scene.pause_s), 3)
        fields |= {"narration": words.was, "seconds": seconds}
    for name in ("title", "kicker", "icon", "picture"):
        one = getattr(shown, name)
        fields |= {name: one.was} if one and one.now == fields[name] else {}
    if _chooses_icon(shown):
        fields["icon_by_hand"] = False
    given = f"{GIVEN}{scene.id}"
    if shown.source and (given in scene.evidence or not (shown.source.now or scene.source)):
        fields |= {"source": shown.source.was, "evidence": tuple(one for one in scene.evidence if one != given)}
    if fields == dict(scene):
        return scene
    if scene.beats:
        fields["beats"] = _beats(fields, pace)
    return ScenePlan.model_validate(fields)
