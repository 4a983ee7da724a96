"""The themes that come with vidpipe: valid, different from each other, and quiet until someone wants them."""

from itertools import combinations
from pathlib import Path

import pytest
from shipped import ROOT, shipped

from vidpipe_assets.model.theme import Theme
from vidpipe_assets.providers import trends
from vidpipe_assets.providers.registry import known
from vidpipe_assets.providers.trends.sample import provider
from vidpipe_assets.storage.themes import load_theme, theme_names

FOLDER = shipped() / "themes"
SAMPLES = {path.stem for path in (Path(trends.__file__).parent / "sample_data").glob("*.json")} - {"general"}
"""`general` is what themes without a sample of their own find by their searches."""
THEMES = {name: load_theme(name, FOLDER, known()) for name in sorted(SAMPLES)}
"""Those that come with vidpipe: each has a sample. Themes of one's own that lie beside them are not looked at."""

each_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def test_there_are_at_least_three_and_each_sample_has_a_theme() -> None:
    assert len(THEMES) >= 3
    assert set(theme_names(FOLDER)) >= SAMPLES


@each_theme
def test_an_example_orders_nothing_by_itself_and_needs_no_account(theme: Theme) -> None:
    assert not theme.schedule.enabled
    assert theme.providers == type(theme.providers)()


@each_theme
def test_an_example_says_what_it_looks_for(theme: Theme) -> None:
    assert theme.collect.queries
    assert theme.collect.hashtags
    assert theme.hashtags


def test_examples_leave_the_last_question_to_the_writer_and_one_says_so() -> None:
    assert not any(theme.closing.question for theme in THEMES.values()), "it would fit some stories only"
    assert any("no question here" in (FOLDER / f"{name}.yaml").read_text(encoding="utf-8") for name in THEMES)


@pytest.mark.parametrize(("one", "other"), list(combinations(THEMES, 2)))
def test_two_examples_look_and_sound_different(one: str, other: str) -> None:
    first, second = THEMES[one], THEMES[other]
    assert first.channel != second.channel
    for part in ("picture.palette", "captions.size", "music.mood", "tone"):
        assert first.part(part) != second.part(part), part
    assert first.captions != second.captions


def test_the_comments_explain_a_fields_choices() -> None:
    for name in THEMES:
        text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
        assert text.count("#") >= 10
        assert "vidpipe theme check" in text


FIELDS = ROOT / "examples" / "themes"
IN_FIELDS = {path.stem: load_theme(path.stem, FIELDS, known()) for path in sorted(FIELDS.glob("*.yaml"))}
"""Examples in eight fields, to be copied: they tell of what the sample knows beside the shipped themes' own."""


def test_examples_in_eight_fields_find_their_subjects_in_the_sample() -> None:
    told = {name: set(provider().subjects(name, theme.collect)) for name, theme in IN_FIELDS.items()}
    assert len(told) == 8
    assert all(told.values())
    assert all(not one & other for one, other in combinations(told.values(), 2)), told


def test_no_two_of_all_themes_look_and_sound_the_same() -> None:
    every = [*THEMES.values(), *IN_FIELDS.values()]
    assert len({theme.channel for theme in every}) == len(every)
    assert len({theme.picture.palette for theme in every}) >= 10
    assert len({(theme.picture.palette, theme.picture.accent) for theme in every}) == len(every)
    assert len({theme.music.mood for theme in every}) >= 6
    assert all(theme.providers == type(theme.providers)() and not theme.schedule.enabled for theme in every)
