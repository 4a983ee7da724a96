"""A change of the theme touches the stages that read it, and no others."""

from typing import Any

import pytest

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Captions, Collect, Music, Picture, Theme, Voice
from vidpipe_assets.planning.fingerprints import fingerprint

THEME = Theme(name="a", channel="A")


def prints(theme: Theme, wish: dict[str, str] | None = None, take: int = 1) -> dict[Stage, str]:
    upstream = dict.fromkeys(Stage, "v1")
    return {stage: fingerprint(stage, theme, wish=wish or {}, upstream=upstream, take=take) for stage in Stage}


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        ({"captions": Captions(highlight="#FF0000")}, {Stage.COMPOSED_VIDEO}),
        ({"voice": Voice(name="other")}, {Stage.VOICEOVER}),
        ({"voice": Voice(volume_db=3)}, {Stage.COMPOSED_VIDEO}),
        ({"music": Music(kind="none")}, {Stage.COMPOSED_VIDEO}),
        ({"collect": Collect(queries=("new",))}, {Stage.TRENDS}),
        ({"picture": Picture(palette="ember")}, {Stage.CLIPS, Stage.COMPOSED_VIDEO}),
        ({"tone": "plain"}, {Stage.SCRIPTS}),
    ],
)
def test_a_change_touches_the_stages_that_read_it(change: dict[str, Any], touched: set[Stage]) -> None:
    before, after = prints(THEME), prints(THEME.model_copy(update=change))
    assert {stage for stage in Stage if before[stage] != after[stage]} == touched


def test_another_take_is_other_work() -> None:
    assert all(prints(THEME)[stage] != prints(THEME, take=2)[stage] for stage in Stage)


def test_another_upstream_version_is_other_work() -> None:
    one = fingerprint(Stage.SCRIPTS, THEME, wish={}, upstream={Stage.ANALYSIS: "v1"})
    two = fingerprint(Stage.SCRIPTS, THEME, wish={}, upstream={Stage.ANALYSIS: "v2"})
    assert one != two
