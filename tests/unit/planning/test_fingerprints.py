"""A change of the theme touches the stages that read it, and no others; and it can be named."""

from typing import Any

import pytest

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Captions, Collect, Models, Music, Picture, Theme, Voice
from vidpipe_assets.planning.fingerprints import (
    Ingredients,
    describe_changes,
    ingredients,
    is_only_upgraded,
    theme_parts,
)

THEME = Theme(name="a", channel="A")


def of_all(theme: Theme, *, topic: str = "", version: str = "v1", take: int = 1) -> dict[Stage, Ingredients]:
    upstream = dict.fromkeys(Stage, version)
    return {
        stage: ingredients(stage, theme, overrides={"topic": topic}, upstream=upstream, take=take) for stage in Stage
    }


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        ({"captions": Captions(highlight="#FF0000")}, {Stage.COMPOSED_VIDEO: "captions"}),
        ({"voice": Voice(name="other")}, {Stage.VOICEOVER: "voice.name"}),
        ({"voice": Voice(volume_db=3)}, {Stage.COMPOSED_VIDEO: "voice.volume_db"}),
        ({"music": Music(kind="none")}, {Stage.COMPOSED_VIDEO: "music"}),
        ({"collect": Collect(queries=("new",))}, {Stage.TRENDS: "collect"}),
        ({"picture": Picture(palette="ember")}, {Stage.CLIPS: "picture", Stage.COMPOSED_VIDEO: "picture"}),
        ({"tone": "plain"}, {Stage.SCRIPTS: "tone", Stage.VOICEOVER: "tone"}),
        (
            {"models": Models(text={"openai": "m"})},
            {Stage.ANALYSIS: "models.text", Stage.SCRIPTS: "models.text"},
        ),
        ({"models": Models(footage={"fal": "m"})}, {Stage.CLIPS: "models.footage"}),
        ({"models": Models(speech={"openai": "m"})}, {Stage.VOICEOVER: "models.speech"}),
    ],
)
def test_a_change_of_the_theme_touches_the_stages_that_read_it(
    change: dict[str, Any], touched: dict[Stage, str]
) -> None:
    before, after = of_all(THEME), of_all(THEME.model_copy(update=change))
    differing = {stage for stage in Stage if before[stage].fingerprint != after[stage].fingerprint}
    named = {stage: describe_changes(before[stage], after[stage]) for stage in touched}
    assert differing == set(touched)
    assert named == {stage: (f"theme changed: {part}",) for stage, part in touched.items()}


def test_another_take_is_other_work() -> None:
    one, two = of_all(THEME), of_all(THEME, take=2)
    assert all(one[stage].fingerprint != two[stage].fingerprint for stage in Stage)
    assert describe_changes(one[Stage.CLIPS], two[Stage.CLIPS]) == ("take 2 asked for",)


def test_another_upstream_version_is_other_work() -> None:
    one, two = of_all(THEME)[Stage.SCRIPTS], of_all(THEME, version="v2")[Stage.SCRIPTS]
    assert one.fingerprint != two.fingerprint
    assert describe_changes(one, two) == ("upstream changed: analysis",)


def test_another_topic_is_other_work() -> None:
    one, two = of_all(THEME)[Stage.ANALYSIS], of_all(THEME, topic="e-ink")[Stage.ANALYSIS]
    assert describe_changes(one, two) == ("order changed: topic",)


def test_ingredients_survive_the_way_through_the_event_log() -> None:
    one = of_all(THEME)[Stage.COMPOSED_VIDEO]
    again = Ingredients.model_validate_json(one.model_dump_json())
    assert again.fingerprint == one.fingerprint


def test_fault_49_the_bytes_of_a_named_file_belong_to_the_stages_that_read_it() -> None:
    logo, song = {"picture.logo.file": "1"}, {"music.file": "1"}
    assert theme_parts(Stage.CLIPS, THEME.with_file_hashes(logo)) == theme_parts(Stage.CLIPS, THEME) | logo
    assert theme_parts(Stage.COMPOSED_VIDEO, THEME.with_file_hashes(song)) == (
        theme_parts(Stage.COMPOSED_VIDEO, THEME) | song
    )
    for stage in set(Stage) - {Stage.CLIPS, Stage.COMPOSED_VIDEO}:
        assert theme_parts(stage, THEME.with_file_hashes(logo | song)) == theme_parts(stage, THEME)


def test_fault_49_a_replaced_file_is_named_as_what_has_changed() -> None:
    before, after = (
        ingredients(
            Stage.COMPOSED_VIDEO,
            THEME.with_file_hashes({"music.file": content}),
            overrides={},
            upstream=dict.fromkeys(Stage.COMPOSED_VIDEO.upstream, "v"),
        )
        for content in ("1", "2")
    )
    assert before.fingerprint != after.fingerprint
    assert describe_changes(before, after) == ("theme changed: music.file",)


def test_an_upgrade_is_told_from_what_a_person_has_changed():
    def of(**changes):
        fields = {"stage": Stage.SCRIPTS, "code": "1", "theme": {"tone": "a"}, "overrides": {}, "upstream": {}}
        return Ingredients(**{**fields, **changes})

    before = of()
    assert is_only_upgraded(before, of(code="2"))
    assert is_only_upgraded(before, of(theme={"tone": "a", "read since": "b"}))
    assert is_only_upgraded(of(theme={"tone": "a", "no longer read": "b"}), of(code="2"))
    for changed in (
        of(),
        of(code="2", theme={"tone": "b"}),
        of(code="2", overrides={"topic": "Walkman"}),
        of(code="2", upstream={Stage.ANALYSIS: "2"}),
        of(code="2", take=2),
    ):
        assert not is_only_upgraded(before, changed)
