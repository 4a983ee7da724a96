"""An icon that a person has chosen is seen, though an illustration would fit; a theme may want icons only."""

from pathlib import Path

from samples import plan

from vidpipe_assets.model.edits import Edits, PictureEdit, ShownEdit, TextEdit
from vidpipe_assets.model.pictures import IconCard
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.theme import Picture
from vidpipe_assets.render.art_direction import direct_shots
from vidpipe_assets.writing.edits import apply_edits, turn_back

MADE = plan().model_copy(update={"subject": "Game Boy"})


def illustrations(made: ProductionPlan, **look: str) -> dict[str, str | None]:
    shots = direct_shots(made, Picture.model_validate(look), "C", "2026-11-23_gadgets", Path("themes"))
    return {shot.scene.id: shot.illustration for shot in shots}


def test_an_icon_that_a_person_has_chosen_is_drawn_in_its_scene_and_no_other() -> None:
    before = illustrations(MADE)
    assert None not in before.values()
    edits = Edits(shown={"s2": ShownEdit(icon=TextEdit(was=MADE.scenes[1].icon, now="rocket"))})
    edited = apply_edits(MADE, edits, 1.0)
    found = illustrations(edited)
    assert found == before | {"s2": None}
    assert turn_back(edited, edits, [MADE], 1.0) == MADE


def test_a_picture_by_hand_shows_the_icon_that_it_names() -> None:
    card = IconCard(icon="rocket", title="Another one")
    edits = Edits(shown={"s2": ShownEdit(picture=PictureEdit(was=MADE.scenes[1].picture, now=card))})
    assert illustrations(apply_edits(MADE, edits, 1.0))["s2"] is None


def test_a_theme_may_want_icons_only() -> None:
    assert set(illustrations(MADE, illustrations="off").values()) == {None}
