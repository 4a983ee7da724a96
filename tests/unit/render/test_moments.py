"""The camera goes to another place with a word, neither all the time nor too seldom."""

from itertools import pairwise

import pytest
from samples import plan

from vidpipe_assets.render.moments import view_cuts_s

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
