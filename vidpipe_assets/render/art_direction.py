"""Art direction: how each scene of a plan is shot, so that scenes differ and so do two videos of one theme. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from vidpipe_assets.language.letters import base_language
from vidpipe_assets.model.pictures import End, Hook
from vidpipe_assets.model.plan import CLIP_SURPLUS, DRAWN_SURPLUS, ProductionPlan, ScenePlan
from vidpipe_assets.model.theme import Picture
from vidpipe_assets.render.happenings import Happening, find_happening, scene_world
from vidpipe_assets.render.illustrations.choice import choose_illustration
from vidpipe_assets.render.palettes import get_palette, plain_name
from vidpipe_assets.render.worlds.choice import VIEWS, choose_world, is_night, view_of

_SPARE_S = 0.5
"""For the transition at the end of a clip, beyond its surplus."""

_BACKGROUNDS = {
    "midnight": ("mesh", "grid", "leak", "duo"),
    "ember": ("leak", "duo", "mesh", "grid"),
    "forest": ("mesh", "grid", "leak", "duo"),
    "blueprint": ("grid", "mesh", "duo", "leak"),
    "paper": ("paper", "duo", "grid"),
    "citrus": ("duo", "grid", "mesh"),
    "plum": ("mesh", "leak", "duo", "grid"),
    "lagoon": ("leak", "mesh", "grid", "duo"),
    "graphite": ("grid", "duo", "mesh", "leak"),
    "brick": ("duo", "mesh", "leak", "grid"),
    "mint": ("duo", "paper", "grid"),
    "sky": ("mesh", "duo", "grid"),
}
_ON_INVERTED: tuple[str, ...] = ("duo", "grid", "paper")
"""Families that look well on the bright ground of an inverted palette."""

_LAYOUT = 7
"""A shot's seed divided by this chooses its template's layout, see `SceneContext.variant`."""

_TRANSITIONS = ("push", "whip", "zoom", "iris", "wipe", "morph", "blinds", "fade")


@dataclass(frozen=True)
class Shot:
    """All that drawing one scene takes. `seconds` is the length of its clip, longer than the scene will last.

    `transition` is how the next shot comes out of this one: see `video.transitions`; 'none' for the last. `of` is the
    number of shots, `position` counts from 1. `seed` chooses the layout variant and all that looks random.
    """

    scene: ScenePlan
    seconds: float
    channel: str
    position: int
    of: int
    palette: str
    accent: str | None
    background: str
    seed: int
    sample: bool
    motion: str
    heading_font: str
    logo: Path | None
    transition: str
    intro: bool = False
    """Whether the channel's name covers the first half-second."""
    language: str = "en"
    """Of all texts: whose capitals are drawn."""
    happening: Happening | None = None
    """What happens to the subject, as the scene's words tell it."""
    illustration: str | None = None
    """The name of the picture of what the scene is about; without one its icon is drawn."""


def direct_shots(
    plan: ProductionPlan, picture: Picture, channel: str, video_key: str, themes_folder: Path
) -> tuple[Shot, ...]:
    """The shots of `plan` in the look `picture`; the same for the same video, different for the next one.

    A scene keeps its look where a person moves it, and so its clip, if nothing else in it is another one.
    """
    place = {scene.id: number for number, scene in enumerate(plan.as_written)}
    chance = Random(stable_seed(video_key))  # noqa: S311 - for variety, not for secrecy
    count = len(plan.scenes)
    inverted = _inverted(count, chance)
    accent = picture.accent or _accent(picture.palette, chance)
    families = _backgrounds(picture.palette, inverted, chance)
    pictured = [_shown_illustration(picture, plan.subject, scene) for scene in plan.as_written]
    happenings = [_happening(plan, scene, name) for scene, name in zip(plan.as_written, pictured, strict=True)]
    if world := _world(picture.world, plan):
        told = zip(plan.as_written, happenings, strict=True)
        worlds = [scene_world(*one, own=world) if picture.world == "auto" else world for one in told]
        families = [view_of(one, number, stable_seed(video_key)) for number, one in enumerate(worlds)]
    looks = zip(families, inverted, strict=True)
    palettes = [_variant(picture.palette, family, inverted=flag) for family, flag in looks]
    seen = [palettes[place[scene.id]] for scene in plan.scenes]
    transitions = _transitions(picture.transition, plan, seen, chance)
    return tuple(
        Shot(
            scene=scene,
            seconds=scene.seconds * CLIP_SURPLUS + _SPARE_S,
            channel=channel,
            position=index + 1,
            of=count,
            palette=palettes[place[scene.id]],
            accent=accent,
            background=families[place[scene.id]],
            seed=stable_seed(f"{video_key}/{scene.id}"),
            sample=plan.sample,
            motion=picture.motion,
            heading_font=picture.heading_font,
            logo=themes_folder / picture.logo.file if picture.logo else None,
            transition=transitions[index],
            intro=picture.intro_card and index == 0,
            language=plan.language,
            illustration=pictured[place[scene.id]],
            happening=happenings[place[scene.id]],
        )
        for index, scene in enumerate(plan.scenes)
    )


def with_drawn_length(shot: Shot) -> Shot:
    """The shot with the surplus of a scene that is drawn: should the voice outlast it, it is drawn again for nothing.

    The lengths of other languages than English are too uncertain for that.
    """
    if base_language(shot.language) != "en":
        return shot
    return replace(shot, seconds=shot.scene.seconds * DRAWN_SURPLUS + _SPARE_S)


def redirect_shot(shots: Sequence[Shot], index: int, times: int, seed: int) -> Shot:
    """The shot at `index` in another look, for a scene whose picture was rejected `times` times.

    Another family of background than its own and its neighbours', the other layout of its template, and every other
    time the other variant of the palette where no neighbour has it. `seed`: for all that looks random.
    """
    shot, before, after = shots[index], shots[index - 1 : index] or (), shots[index + 1 : index + 2]
    neighbours = (*before, *after)
    inverted = shot.palette.endswith("!")
    if times % 2 and (inverted or (index > 0 and not any(one.palette.endswith("!") for one in neighbours))):
        inverted = not inverted
    name = plain_name(shot.palette)
    families = [one for one in (_ON_INVERTED if inverted else _BACKGROUNDS[name]) if one != shot.background]
    world, _, view = shot.background.partition("/")
    if view:  # another place of the camera first, then no world at all
        families = [f"{world}/{one}" for one in VIEWS if one != view] + families
    apart = [one for one in families if one not in {other.background for other in neighbours}] or families
    layout = (shot.seed // _LAYOUT + times) % 2
    background = apart[(times - 1) % len(apart)]
    return replace(
        shot,
        palette=_variant(name, background, inverted=inverted),
        background=background,
        seed=seed if seed // _LAYOUT % 2 == layout else seed + _LAYOUT,
    )


def other_transitions(shots: Sequence[Shot], wanted: str, seed: int) -> tuple[Shot, ...]:
    """The shots with other transitions than they have, where the theme leaves the choice (`wanted` is 'auto')."""
    if wanted != "auto":
        return tuple(shots)
    chance = Random(seed)  # noqa: S311 - for variety, not for secrecy
    kinds = {shot.transition: [one for one in _TRANSITIONS if one != shot.transition] for shot in shots}
    return tuple(
        shot if shot.transition == "none" else replace(shot, transition=chance.choice(kinds[shot.transition]))
        for shot in shots
    )


def _shown_illustration(picture: Picture, subject: str, scene: ScenePlan) -> str | None:
    """None where the theme wants icons, or a person has chosen this one."""
    if picture.illustrations == "off" or scene.icon_by_hand:
        return None
    return _illustration(subject, scene)


def _happening(plan: ProductionPlan, scene: ScenePlan, illustration: str | None) -> Happening | None:
    if base_language(plan.language) != "en":
        return None
    own = choose_illustration(plan.subject, (), "", opening=True)
    return find_happening(scene, plan.subject, illustration, own=illustration == own)


def _illustration(subject: str, scene: ScenePlan) -> str | None:
    opening = isinstance(scene.picture, (Hook, End))
    return choose_illustration(subject, (scene.title, scene.narration), scene.icon, opening=opening)


def stable_seed(name: str) -> int:
    """A number that stays the same for the same name, on every machine and in every process."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:6], "big")


def _world(wanted: str, plan: ProductionPlan) -> str | None:
    """The world of the whole video: the theme's or, with 'auto', that of its subject's picture."""
    if wanted != "auto":
        return None if wanted == "none" else wanted
    return choose_world(_illustration(plan.subject, plan.as_written[0]))


def _accent(name: str, chance: Random) -> str | None:
    """Now and then the palette's two accents change places; None: they stay."""
    return get_palette(name).accent2 if chance.random() < 0.35 else None


def _variant(name: str, background: str, *, inverted: bool) -> str:
    """The palette before a background: a world of night stays dark, and is another night where others are inverted."""
    if is_night(background):
        return name + ("~" if inverted or not get_palette(name).dark else "")
    return name + ("!" if inverted else "")


def _inverted(count: int, chance: Random) -> list[bool]:
    """Every second or third scene; never two in a row, and not the first, which the thumbnail is taken from."""
    flags = [False] * count
    at = chance.choice((1, 2))
    while at < count:
        flags[at] = True
        at += chance.choice((2, 3))
    return flags


def _backgrounds(name: str, inverted: Sequence[bool], chance: Random) -> list[str]:
    """One family a scene, no family twice in a row."""
    plain = list(_BACKGROUNDS[name])
    # The first family suits the palette best: it is the video's own half of the time.
    rest = chance.sample(plain[1:], len(plain) - 1)
    order = [plain[0], *rest] if chance.random() < 0.5 else chance.sample(plain, len(plain))
    loud: list[str] = chance.sample(_ON_INVERTED, len(_ON_INVERTED))
    families: list[str] = []
    for flag in inverted:
        pool = loud if flag else order
        family = next(one for one in pool if not families or one != families[-1])
        families.append(family)
        pool.append(pool.pop(pool.index(family)))
    return families


_ON_CHANGE: Mapping[str, tuple[str, ...]] = {
    "end": ("fade", "iris"),
    "payoff": ("zoom", "morph"),
    "light": ("iris", "wipe", "morph", "blinds"),
    "place": ("push", "whip", "zoom"),
}
"""What changes between two scenes -> the transitions that say so: light and dark, another place of the camera."""


def _transitions(wanted: str, plan: ProductionPlan, palettes: Sequence[str], chance: Random) -> list[str]:
    """How each scene gives way to the next: the theme's way or, with 'auto', one that fits what changes."""
    count = len(plan.scenes)
    if wanted != "auto":
        return [wanted] * (count - 1) + ["none"]
    found: list[str] = []
    for index in range(1, count):
        pool = [one for one in _ON_CHANGE[_change(plan, palettes, index)] if one not in found[-1:]]
        found.append(chance.choice(pool))
    return [*found, "none"]


def _change(plan: ProductionPlan, palettes: Sequence[str], index: int) -> str:
    if isinstance(plan.scenes[index].picture, End):
        return "end"
    if index == len(plan.scenes) - 2 and isinstance(plan.scenes[-1].picture, End):
        return "payoff"
    return "light" if palettes[index][-1:] != palettes[index - 1][-1:] else "place"
