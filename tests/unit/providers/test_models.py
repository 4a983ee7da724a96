"""What is known of models: when they end, what replaces them, how much they think."""

import datetime as dt

import pytest

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.providers import models
from vidpipe_assets.providers.models import current, ending, find_model, known_models, require_current, thinking_room
from vidpipe_assets.providers.prices import known_price
from vidpipe_assets.providers.registry import load

TODAY = dt.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("provider", "name", "day", "instead"),
    [
        ("anthropic", "claude-sonnet-4-5", "2026-11-30", "claude-sonnet-5-5"),
        ("anthropic", "claude-sonnet-4-5-20250929", "2026-11-30", "claude-sonnet-5-5"),
        ("openai", "gpt-5", "2026-12-11", "gpt-6.1-sol"),
        ("openai", "gpt-5-2025-08-07", "2026-12-11", "gpt-6.1-sol"),
        ("openai", "gpt-5-mini", "2026-12-11", "gpt-6.1-terra"),
        ("openai", "gpt-4.1", "2027-01-14", "gpt-6-luna"),
        ("openai", "gpt-5.1", "2027-04-01", "gpt-6.1-terra"),
        ("openrouter", "openai/gpt-5.1", "2027-04-01", "openai/gpt-6.1-terra"),
        ("openrouter", "anthropic/claude-sonnet-4.5:beta", "2026-11-30", "anthropic/claude-sonnet-5.5"),
    ],
)
def test_an_announced_end_is_known_by_every_name_of_the_model(provider: str, name: str, day: str, instead: str) -> None:
    found = ending(provider, name, TODAY)
    assert found is not None
    assert str(found.on) == day
    assert not found.is_over
    assert instead in found.remedy
    require_current(provider, name, TODAY)


def test_from_the_day_of_its_end_a_model_is_refused_with_what_to_ask_instead() -> None:
    day = dt.date(2026, 11, 30)
    with pytest.raises(BlockedError, match="has ended on 2026-11-30: nothing was asked") as caught:
        require_current("anthropic", "claude-sonnet-4-5", day)
    assert "claude-sonnet-5-5" in caught.value.remedy
    assert str(ending("anthropic", "claude-sonnet-4-5", TODAY)).endswith("ends on 2026-11-30, tomorrow")


def test_speech_that_ends_without_a_successor_says_what_to_do() -> None:
    found = ending("openai", "gpt-4o-mini-tts", TODAY)
    assert found is not None
    assert (str(found.on), found.replaced_by) == ("2027-01-06", "")
    assert "elevenlabs" in found.remedy


def test_of_a_model_without_an_announced_end_and_of_a_stranger_nothing_is_said() -> None:
    for provider, name in (("anthropic", "claude-sonnet-5-5"), ("openai", "gpt-9"), ("nobody", "x")):
        assert ending(provider, name, TODAY) is None
        require_current(provider, name, dt.date(2030, 1, 1))


def test_a_standard_model_that_has_ended_gives_way_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert current("openai", "gpt-5.1", dt.date(2027, 3, 31)) == "gpt-5.1"
    assert current("openai", "gpt-5.1", dt.date(2027, 4, 1)) == "gpt-6.1-terra"
    assert current("openrouter", "openai/gpt-5.1", dt.date(2027, 4, 1)) == "openai/gpt-6.1-terra"
    circle = {"a": models.Model(ends=TODAY, replaced_by="b"), "b": models.Model(ends=TODAY, replaced_by="a")}
    monkeypatch.setattr(models, "known_models", lambda: {"x": circle})
    assert current("x", "a", TODAY) in circle


@pytest.mark.parametrize(("port", "name"), [("text", "anthropic"), ("text", "openai"), ("text", "openrouter")])
def test_the_standard_models_are_current_and_priced(port: str, name: str) -> None:
    standard = load(port, name).ending("")
    assert standard is None
    module = __import__(f"vidpipe_assets.providers.{port}.{name}", fromlist=["STANDARD_MODEL"])
    assert find_model(name, module.STANDARD_MODEL)
    assert known_price(name, module.STANDARD_MODEL)


def test_every_end_says_where_it_was_read_and_what_comes_instead() -> None:
    for provider, found in known_models().items():
        for name, model in found.items():
            if model.ends is not None:
                assert model.told, (provider, name)
                assert model.replaced_by or model.instead, (provider, name)
                assert not model.replaced_by or find_model(provider, model.replaced_by), (provider, name)


def test_room_to_think_is_by_model_and_given_to_the_unknown_too() -> None:
    assert thinking_room("anthropic", "claude-sonnet-5-5") == 8000
    assert thinking_room("anthropic", "claude-haiku-4-5-20251001") == 0
    assert thinking_room("openrouter", "openai/gpt-6-luna") == 4000
    assert thinking_room("openai", "of-tomorrow") == models.THINKING
    assert thinking_room("openai", "of-tomorrow", 7) == 7
