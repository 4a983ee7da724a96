"""The camera goes to another place with a word, neither all the time nor too seldom."""

from itertools import pairwise

import pytest
from samples import plan

from tests.unit.render.scene_samples import pictures
from vidpipe_assets.model.plan import Beat, ScenePlan
from vidpipe_assets.render.moments import close_up_s, opening_s, view_cuts_s

SCENE = plan().scenes[1]
SAID = (
    "It weighs one ton, and nobody lifts it alone; two people need a rope, a wheel, and all of a long summer morning."
)


@pytest.mark.parametrize("seconds", [2.0, 4.0, 6.0, 9.5, 15.0, 30.0])
def test_no_view_is_held_for_long_and_none_flashes_by(seconds: float) -> None:
    cuts = view_cuts_s(SCENE.model_copy(update={"seconds": seconds, "narration": SAID, "beats": ()}))
    moments = (0.0, *cuts, seconds)
    held = [after - before for before, after in pairwise(moments)]
    assert max(held) < 4.6
    assert min(held) >= 1.5


def test_the_view_changes_where_a_clause_begins() -> None:
    scene = SCENE.model_copy(update={"seconds": 7.0, "narration": SAID, "beats": ()})
    before = SAID.index("two people")
    expected = 0.12 + (7.0 - 0.45) * before / (len(SAID) + 1)
    assert any(abs(cut - expected) < 0.01 for cut in view_cuts_s(scene))


def scene_of(template: str, seconds: float, *beats: float) -> ScenePlan:
    """A scene whose picture is of this template, with beats at these shares of it."""
    told = tuple(Beat(word=number, at=at) for number, at in enumerate(beats))
    changes = {"picture": pictures("shortest")[template], "seconds": seconds, "narration": SAID, "beats": told}
    return SCENE.model_copy(update=changes)


@pytest.mark.parametrize("template", ["number", "rank", "icon", "versus", "bars", "timeline", "steps", "line"])
@pytest.mark.parametrize("beats", [(0.2,), (0.1, 0.5), (0.3, 0.6, 0.8)])
def test_a_subject_is_seen_alone_only_while_nothing_is_named(template: str, beats: tuple[float, ...]) -> None:
    scene = scene_of(template, 12.0, *beats)
    span = close_up_s(scene)
    if span is not None:
        start, end = span
        assert min(end, 12.0) - start >= 1.4
        assert not any(start - 0.8 < 12.0 * min(at, 0.82) < end for at in beats)
        assert start in view_cuts_s(scene)


def test_a_long_scene_shows_its_subject_alone_and_ends_with_what_it_says() -> None:
    assert close_up_s(scene_of("number", 12.0, 0.1)) is not None
    start, end = close_up_s(scene_of("timeline", 12.0, 0.1, 0.9)) or (0.0, 0.0)
    assert end - start >= 1.4
    assert end < 12.0


@pytest.mark.parametrize("template", ["hook", "quote", "where", "end"])
def test_what_is_read_all_the_time_is_never_hidden(template: str) -> None:
    scene = scene_of(template, 12.0, 0.5)
    assert close_up_s(scene) is None
    assert opening_s(scene) == 0.0


def test_a_list_opens_with_its_subject_until_the_first_of_it_is_named() -> None:
    assert opening_s(scene_of("steps", 8.0, 0.3, 0.6)) == 2.0
    assert opening_s(scene_of("steps", 8.0, 0.2, 0.6)) == pytest.approx(1.35)
    assert opening_s(scene_of("steps", 8.0, 0.05, 0.6)) == 0.0
    assert opening_s(scene_of("steps", 3.0, 0.5)) == 0.0
