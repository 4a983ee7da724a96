"""Which drawing of its illustration each scene of a plan shows, beside what is written and in its close-ups. Pure."""

from collections.abc import Sequence

from vidpipe_assets.model.events import Actor, EventKind
from vidpipe_assets.model.pictures import End, Hook
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.render.happenings import Happening, staged
from vidpipe_assets.render.illustrations.choice import choose_drawing, choose_illustration, choose_second_drawing
from vidpipe_assets.render.illustrations.files import further_drawings


def choose_drawings(
    plan: ProductionPlan, pictured: Sequence[str | None], happenings: Sequence[Happening | None]
) -> list[str | None]:
    """The drawing of each scene's illustration: the best known for the hook, and for what it has promised.

    What was promised may be another one only where words call that. An end card that lies in the world of that drawing
    shows it once more: no penguin stands under water.
    """
    own = choose_illustration(plan.subject, (), "", opening=True)
    scenes = plan.as_written
    ends = isinstance(scenes[-1].picture, End)
    found = list(pictured)
    for number, (scene, name, happening) in enumerate(zip(scenes, pictured, happenings, strict=True)):
        if name is None:
            continue
        promised = ends and number == len(scenes) - 2
        turn = number - 1 if name == own and not promised else None
        kinds, actors = _takes_place(happening)
        told = scenes[number - 1] if isinstance(scene.picture, End) and _has_own_world(found[number - 1]) else scene
        texts = (told.title, told.narration)
        best_known = isinstance(scene.picture, Hook)
        found[number] = choose_drawing(name, texts, kinds, turn, actors=actors, best_known=best_known)
    return found


def _has_own_world(name: str | None) -> bool:
    drawing = further_drawings().get(name or "")
    return drawing is not None and bool(drawing.world)


def second_drawings(
    plan: ProductionPlan,
    pictured: Sequence[str | None],
    drawn: Sequence[str | None],
    happenings: Sequence[Happening | None],
) -> list[str | None]:
    """The drawing that each scene's close-ups show."""
    found = list[str | None]()
    for scene, name, first, happening in zip(plan.as_written, pictured, drawn, happenings, strict=True):
        kinds, actors = _takes_place(happening)
        texts = (scene.title, scene.narration)
        found.append(name and first and choose_second_drawing(name, first, texts, kinds, actors=actors))
    return found


def _takes_place(happening: Happening | None) -> tuple[set[EventKind], set[Actor]]:
    """What happens, and who or what else takes part."""
    parts = staged(happening)
    return {one.kind for one in parts}, {one.actor for one in parts if one.actor}
