"""What an order may change of its theme: its video's own look and words, never money, providers or files."""

import datetime as dt
from typing import Any

import pytest

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import CHANGEABLE, Theme, changed, theme_of
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.desired import ThemeParts

THEME = Theme(name="gadgets", channel="G")
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def order(**changes: Any) -> Order:
    key = VideoKey.parse("2026-11-23_gadgets")
    overrides = {"theme": changes} if changes else {}
    return Order(key=key, overrides=overrides, asked_by="test", created_at=NOW, updated_at=NOW)


def test_fields_are_changed_one_by_one_and_the_others_stay() -> None:
    found = changed(THEME, {"tone": "warm", "captions": {"style": "box"}})
    assert (found.tone, found.captions.style, found.captions.size) == ("warm", "box", THEME.captions.size)
    assert changed(THEME, {}) == THEME


@pytest.mark.parametrize(
    "changes",
    [
        {"budget": {"video": 1000}},
        {"providers": {"footage": ["fal"]}},
        {"models": {}},
        {"name": "other"},
        {"collect": {"feeds": []}},
        {"music": {"file": "../secret.mp3"}},
        {"picture": {"logo": {"file": "x.png"}}},
        {"picture": {"footage_folder": "/"}},
        {"voice": {"name": "/etc/passwd"}},
        {"format": {"seconds": 5}},
        {"format": 20},
        {"tone": ["warm"]},
        {"tone": "angry"},
    ],
)
def test_fault_26_what_an_order_may_not_change_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="overrides"):
        changed(THEME, changes)


def test_what_can_be_changed_are_fields_of_themes() -> None:
    for name, fields in CHANGEABLE.items():
        part = Theme.model_fields[name].annotation
        assert set(fields) <= set(getattr(part, "model_fields", ()))


def test_only_stages_that_read_what_was_changed_are_made_of_something_else() -> None:
    usual, other = ThemeParts(THEME).of(order()), ThemeParts(THEME).of(order(captions={"style": "box"}))
    assert {stage for stage in Stage if usual[stage] != other[stage]} == {Stage.COMPOSED_VIDEO}


def test_what_a_theme_does_not_take_any_more_has_no_effect() -> None:
    assert theme_of(THEME, order(tone="angry")) is THEME


@pytest.mark.parametrize("tag", ["विज्ञान", "#हिन्दी", "ข่าวดี", "retro_2"])
def test_fault_50_hashtags_of_scripts_with_vowel_signs_are_taken(tag: str) -> None:
    assert Theme(name="a", channel="A", hashtags=(tag,)).hashtags == (tag.lstrip("#"),)
