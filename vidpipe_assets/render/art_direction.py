"""Art direction: how each scene of a plan is shot, so that scenes differ and so do two videos of one theme. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from vidpipe_assets.language.letters import base_language
from vidpipe_assets.model.events import MEASURES, EventKind
from vidpipe_assets.model.pictures import End, Hook
from vidpipe_assets.model.plan import CLIP_SURPLUS, DRAWN_SURPLUS, ProductionPlan, ScenePlan
from vidpipe_assets.model.theme import Picture
from vidpipe_assets.render.arrangements import Arrangement, arrange
from vidpipe_assets.render.close_ups import Look, choose_looks, close_up_spans
from vidpipe_assets.render.graphics import CLASSIC, Graphics, choose_graphics
from vidpipe_assets.render.happenings import (
    FORBIDDEN,
    Happening,
    find_happening,
    staged,
    with_drawn,
)
from vidpipe_assets.render.illustrations.choice import choose_illustration
from vidpipe_assets.render.illustrations.files import shown_in
from vidpipe_assets.render.palettes import get_palette, plain_name
from vidpipe_assets.render.scene_drawings import choose_drawings, second_drawings
from vidpipe_assets.render.scene_places import Place, scene_places, setting_of
from vidpipe_assets.render.spoken_words import letter_s
from vidpipe_assets.render.worlds.choice import VIEWS, choose_world, is_night, next_view, view_of
from vidpipe_assets.render.worlds.grounds import is_water, stands_in

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

_FAMILIES: tuple[tuple[str, str], ...] = (("push", "wipe"), ("iris", "morph"), ("whip", "zoom"), ("fade", "fade"))
"""Transitions that go together: a video's usual one, and that to what it has promised."""
_LIVELY, _CALM = _FAMILIES[:3], (*_FAMILIES[:2], _FAMILIES[3])


@dataclass(frozen=True)
class Shot:
    """All that drawing one scene takes. `seconds` is the length of its clip, longer than the scene will last.

    `transition` is how the next shot comes out of this one, and the first out of the last when a player begins again:
    see `video.transitions`. `of` is the number of shots, `position` counts from 1. `seed` chooses the layout variant
    and all that looks random.
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
    """The name of the drawing of what the scene is about; without one its icon is drawn."""
    close_up: str | None = None
    """The drawing that its close-ups show, where that is another one."""
    arrangement: Arrangement | None = None
    """How headline and subject stand to each other; None: as the template usually has them."""
    looks: tuple[Look, ...] = ()
    """Which part of its subject is seen when, while that is seen alone."""
    places: tuple[tuple[float, str], ...] = ()
    """What its background changes to when its words go to another place, and in which second."""
    graphics: Graphics = CLASSIC
    """The channel's forms."""


def direct_shots(
    plan: ProductionPlan, picture: Picture, channel: str, video_key: str, themes_folder: Path
) -> tuple[Shot, ...]:
    """The shots of `plan` in the look `picture`; the same for the same video, different for the next one.

    A scene keeps its look where a person moves it, and so its clip, if nothing else in it is another one.
    """
    place = {scene.id: number for number, scene in enumerate(plan.as_written)}
    seed = stable_seed(video_key)
    chance = Random(seed)  # noqa: S311 - for variety, not for secrecy
    count = len(plan.scenes)
    inverted = _inverted(count, chance)
    accent = picture.accent or _accent(picture.palette, chance)
    families = _backgrounds(picture.palette, inverted, chance)
    pictured = [_shown_illustration(picture, plan.subject, scene) for scene in plan.as_written]
    pictures = [scene.picture for scene in plan.as_written]
    happenings = [_happening(plan, scene, name) for scene, name in zip(plan.as_written, pictured, strict=True)]
    if isinstance(plan.as_written[-1].picture, End):
        happenings[-1] = _once_more(pictured, happenings)
    drawn = choose_drawings(plan, pictured, happenings)
    happenings = [with_drawn(happening, shown_in(name)) for happening, name in zip(happenings, drawn, strict=True)]
    accompanied = {number for number, one in enumerate(happenings) if one and one.needs_width}
    graphics = choose_graphics(picture.graphics, channel)
    opening = "below" if graphics.headline == "card" else None
    arranged = tuple(arrange(list(zip(pictures, drawn, strict=True)), seed, accompanied, opening=opening))
    places = _scene_places(picture.world, plan, happenings, pictured, drawn)
    if places and any(places[-1][0].world in FORBIDDEN.get(one.kind, ()) for one in staged(happenings[-1])):
        happenings[-1] = None
    families = [view_of(one[0].world, number, seed) for number, one in enumerate(places)] or families
    palettes = [
        _variant(picture.palette, family, inverted=flag) for family, flag in zip(families, inverted, strict=True)
    ]
    transitions = _transitions(picture, plan, channel)
    second = second_drawings(plan, pictured, drawn, happenings)
    looks = _looks(plan, second, happenings)
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
            illustration=drawn[place[scene.id]],
            close_up=second[place[scene.id]],
            arrangement=arranged[place[scene.id]],
            happening=happenings[place[scene.id]],
            looks=looks[place[scene.id]],
            places=_changes(scene, families[place[scene.id]], drawn[place[scene.id]], places[place[scene.id]][1:])
            if places
            else (),
            graphics=graphics,
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
        places=tuple((at, next_view(other, times)) for at, other in shot.places) if "/" in background else (),
        seed=seed if seed // _LAYOUT % 2 == layout else seed + _LAYOUT,
    )


def other_transitions(shots: Sequence[Shot], wanted: str, seed: int) -> tuple[Shot, ...]:
    """The shots with another family of transitions, where the theme leaves the choice (`wanted` is 'auto')."""
    if wanted != "auto":
        return tuple(shots)
    own = next(family for family in _FAMILIES if shots[-1].transition in family)
    others = [family for family in (_CALM if shots[0].motion == "calm" else _LIVELY) if family != own]
    other = others[seed % len(others)]
    return tuple(replace(shot, transition=other[own.index(shot.transition)]) for shot in shots)


def _shown_illustration(picture: Picture, subject: str, scene: ScenePlan) -> str | None:
    """None where the theme wants icons, or a person has chosen this one."""
    if picture.illustrations == "off" or scene.icon_by_hand:
        return None
    return _illustration(subject, scene)


def _looks(
    plan: ProductionPlan, pictured: Sequence[str | None], happenings: Sequence[Happening | None]
) -> list[tuple[Look, ...]]:
    """The views in each scene's close-ups, chosen by its own words: an edit of another scene changes none."""
    position = {scene.id: number for number, scene in enumerate(plan.scenes, 1)}
    found: list[tuple[Look, ...]] = []
    for scene, name, happening in zip(plan.as_written, pictured, happenings, strict=True):
        spans = close_up_spans(scene, happening, position[scene.id]) if name else ()
        found.append(choose_looks(scene, name, happening, spans) if name else ())
    return found


_AT_ONCE = -99
"""A place before the first word: what happens there begins with its scene."""
_LEAVES_NOTHING: tuple[EventKind, ...] = ("drop", "launch", "shrink", "sink", "vanish")
"""What an end card would lose its subject by."""


def _once_more(pictured: Sequence[str | None], happenings: Sequence[Happening | None]) -> Happening | None:
    """What the subject does once more on the end card: what it did last by itself; None: nothing of the kind.

    A card that only stood was left before it was read. What the opening has shown is not seen for the third time.
    """
    opening = {one.kind for one in staged(happenings[0])}
    told = zip(pictured[1:-1], happenings[1:-1], strict=True)
    own = [one for name, one in told if one and name == pictured[-1] and one.is_event and not one.needs_width]
    fit = [one for one in own if one.kind not in (*MEASURES, *_LEAVES_NOTHING, *opening)]
    return fit[-1]._replace(word=_AT_ONCE, survived=-1, also=None) if fit else None


def _happening(plan: ProductionPlan, scene: ScenePlan, illustration: str | None) -> Happening | None:
    own = choose_illustration(plan.subject, (), "", opening=True)
    searched = base_language(plan.language) == "en"
    return find_happening(scene, plan.subject, illustration, own=illustration == own, searched=searched)


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


def _scene_places(
    wanted: str,
    plan: ProductionPlan,
    happenings: Sequence[Happening | None],
    pictured: Sequence[str | None],
    drawn: Sequence[str | None],
) -> list[tuple[Place, ...]]:
    """The worlds of each scene, and where exactly it begins in them; none where there is none."""
    own = _world(wanted, plan)
    if own is None:
        return []
    if wanted != "auto":
        return [(Place(0, own),)] * len(happenings)
    found = list[tuple[Place, ...]]()
    for scene, happening, *names in zip(plan.as_written, happenings, pictured, drawn, strict=True):
        first, *others = scene_places(scene, happening, own)
        world = setting_of(scene, happening, first.world, *names)
        found.append((Place(0, world), *(others if world == first.world else ())))
    if len(found) > 2 and isinstance(plan.as_written[-1].picture, End):
        found[-1] = (Place(0, found[-2][-1].world),)  # it ends where what was promised is seen
    return found


_HELD_S = 1.5
"""A place is seen for so long at least."""


def _changes(
    scene: ScenePlan, background: str, illustration: str | None, places: Sequence[Place]
) -> tuple[tuple[float, str], ...]:
    """When the background changes, and to what: to places where the subject has the same light and stands alike."""
    found = [(0.0, background)]
    for number, (start, world) in enumerate(places, 1):
        at, other = letter_s(scene, start), next_view(f"{world}/{background.partition('/')[2]}", number)
        if found[-1][0] + _HELD_S <= at <= scene.seconds - _HELD_S and _alike(background, other, illustration or ""):
            found.append((at, other))
    return tuple(found[1:])


def _alike(one: str, other: str, illustration: str) -> bool:
    """Whether what is drawn before one background can stay as it is before the other."""
    stances = [(is_night(name), is_water(name), stands_in(name, illustration)) for name in (one, other)]
    return stances[0] == stances[1]


def _accent(name: str, chance: Random) -> str | None:
    """Now and then the palette's two accents change places; None: they stay."""
    return get_palette(name).accent2 if chance.random() < 0.35 else None


def _variant(name: str, background: str, *, inverted: bool) -> str:
    """The palette before a background: by day in a world.

    One of night stays dark, and is another night where others are inverted.
    """
    if is_night(background):
        return name + ("~" if inverted or not get_palette(name).dark else "")
    by_day = "/" in background and (inverted or get_palette(name).dark)
    return name + ("+" if by_day else "") + ("!" if inverted else "")


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


def _transitions(picture: Picture, plan: ProductionPlan, channel: str) -> list[str]:
    """How each scene gives way to the next: the theme's way or, with 'auto', that of the channel's family."""
    if picture.transition != "auto":
        return [picture.transition] * len(plan.scenes)
    families = _CALM if picture.motion == "calm" else _LIVELY
    usual, strong = families[stable_seed(channel) % len(families)]
    found = [usual] * len(plan.scenes)
    if len(found) > 2 and isinstance(plan.scenes[-1].picture, End):
        found[-3] = strong
    return found
