"""A theme's models, compared with the days on which they end: before anything is paid."""

import datetime as dt
from typing import Any

import pytest
from text_models import theme

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.operations.doctor_themes import theme_doubts, theme_problems
from vidpipe_assets.orchestration import theme_models
from vidpipe_assets.orchestration.theme_models import ended_models, ending_models, require_current_models
from vidpipe_assets.providers import models


@pytest.fixture(autouse=True)
def _no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VIDPIPE_OPENAI_URL", "VIDPIPE_OPENAI_SPEECH_URL", "VIDPIPE_ANTHROPIC_URL"):
        monkeypatch.delenv(name, raising=False)


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Let it be noon of that day."""
    noon = dt.datetime.fromisoformat(f"{day}T12:00+00:00")
    monkeypatch.setattr(models, "now_utc", lambda: noon)


NAMED: list[tuple[dict[str, Any], str, str, str]] = [
    ({"text": {"anthropic": "claude-sonnet-4-5"}}, "text", "2026-11-29", "2026-11-30"),
    ({"text": {"openai": "gpt-5-mini"}}, "text", "2026-12-10", "2026-12-11"),
    ({"text": {"openrouter": "openai/gpt-4.1"}}, "text", "2027-01-13", "2027-01-14"),
    ({"speech": {"openai": "gpt-4o-mini-tts"}}, "speech", "2027-01-05", "2027-01-06"),
]


@pytest.mark.parametrize(("choice", "port", "last", "first"), NAMED)
def test_a_named_model_is_a_warning_until_its_last_day_and_then_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, choice: dict[str, Any], port: str, last: str, first: str
) -> None:
    (provider, model), *_ = choice[port].items()
    named = theme(providers={port: [provider]}, models=choice)
    on(monkeypatch, last)
    require_current_models(named)
    assert ended_models(named) == []
    ((doubt, remedy),) = ending_models(named)
    assert model in doubt
    assert f"models.{port}.{provider}" in doubt
    assert remedy
    assert (doubt, remedy) in theme_doubts(named, tmp_path)
    on(monkeypatch, first)
    with pytest.raises(BlockedError, match="has ended") as caught:
        require_current_models(named)
    assert caught.value.remedy
    assert ended_models(named)[0] in theme_problems(named, tmp_path)
    assert ending_models(named) == []


def test_what_ends_much_later_is_not_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "2026-06-01")
    assert ending_models(theme(providers={"text": ["openai"]}, models={"text": {"openai": "gpt-5.1"}})) == []


def test_a_fallback_whose_standard_model_has_ended_stops_no_video(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "2027-02-01")
    spare = theme(providers={"speech": ["piper", "openai"]})
    require_current_models(spare)
    assert ended_models(spare) == []
    ((doubt, _),) = ending_models(spare)
    assert "providers.speech" in doubt
    with pytest.raises(BlockedError):
        require_current_models(theme(providers={"speech": ["openai"]}))


def test_another_server_has_models_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "2027-02-01")
    monkeypatch.setenv("VIDPIPE_OPENAI_URL", "http://127.0.0.1:1")
    own = theme(providers={"text": ["openai"]}, models={"text": {"openai": "gpt-5"}})
    require_current_models(own)
    assert ended_models(own) == ending_models(own) == []


def test_themes_that_work_offline_load_no_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(port: str, name: str) -> Any:
        raise AssertionError(f"{port}: {name}")

    monkeypatch.setattr(theme_models, "load", load)
    require_current_models(theme(providers={"text": ["offline"], "speech": ["piper"], "footage": ["motion"]}))
