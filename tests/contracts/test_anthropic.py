"""Anthropic: what is asked is documented, and every documented answer and error is understood."""

from collections.abc import Iterator
from typing import Any

import pytest
from contracts.openapi import contract
from contracts.writing import Desk, prompt, whole_plan
from fakes import anthropic as fake
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import (
    BadMedia,
    BlockedError,
    PermanentError,
    TransientError,
    UnknownOutcome,
    VidpipeError,
)
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.text import Ended
from vidpipe_assets.providers.text.anthropic import STANDARD_MODEL, Anthropic

SECRET = "canary/00+kept/secret=="  # noqa: S105 - no secret


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv(fake.KEY, SECRET)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    with serving(fake.answer, contract("anthropic")) as found:
        monkeypatch.setenv(fake.VARIABLE, found.url)
        yield found


def test_a_whole_script_is_asked_as_it_is_documented_and_held_to_its_schemas(server: Server) -> None:
    desk = Desk()
    assert whole_plan(Anthropic(), desk).writer == "anthropic"
    bodies = [one.json for one in server.asked]
    titles = {body["output_config"]["format"]["schema"]["title"] for body in bodies}
    assert titles == {"Angle", "Selection", "HookIdea", "SceneIdeas", "Wording"}
    assert "maxLength 240" in str(bodies[0])
    assert all(
        cost and cost.amount <= question.estimate.amount
        for cost, question in zip(desk.costs, desk.questions, strict=True)
    )


def test_the_theme_s_model_is_asked_and_another_one_is_another_question(server: Server) -> None:
    desk = Desk()
    for model in ("", "claude-haiku-5-5"):
        Anthropic().answer(prompt(model=model), desk.ask)
    assert [one.json["model"] for one in server.asked] == [STANDARD_MODEL, "claude-haiku-5-5"]
    assert desk.questions[0].parameters != desk.questions[1].parameters
    assert SECRET not in str([one.parameters for one in desk.questions])


def test_a_model_that_has_ended_is_refused_before_anything_is_asked(server: Server) -> None:
    for model in ("claude-3-7-sonnet-20250219", "claude-sonnet-4-0"):
        with pytest.raises(BlockedError, match="nothing was asked") as caught:
            Anthropic().answer(prompt(model=model), Desk().ask)
        assert "claude-sonnet-5-5" in caught.value.remedy
    assert server.asked == []


def test_the_cost_is_what_the_usage_says_and_never_above_the_estimate(server: Server) -> None:
    usage = {
        "input_tokens": 100,
        "output_tokens": 50,
        "cache_read_input_tokens": 1000,
        "cache_creation_input_tokens": 8,
    }
    server.answer_next(Answer(fake.message(usage=usage)))
    desk, asked = Desk(), prompt()
    raw = Anthropic().answer(asked, desk.ask)
    assert (raw.input_tokens, raw.output_tokens) == (1108, 50)
    # 100 x 2 + 1000 x 0.20 + 8 x 2.50 + 50 x 10 dollars a million.
    assert desk.costs == [Money.of("0.00092")]
    assert desk.questions[0].estimate == Anthropic().price(asked)
    assert desk.questions[0].estimate.amount > Money.of("0.009").amount


@pytest.mark.parametrize("usage", [{"input_tokens": 1, "output_tokens": 0}, {"input_tokens": 5, "output_tokens": 0}])
def test_fault_36_where_the_usage_is_missing_nobody_says_that_it_was_free(server: Server, usage: Any) -> None:
    server.answer_next(Answer(fake.message(usage=usage)))
    desk = Desk()
    Anthropic().answer(prompt(), desk.ask)
    assert desk.costs == [None]


@pytest.mark.parametrize(
    ("reason", "ended"),
    [
        ("end_turn", Ended.COMPLETE),
        ("stop_sequence", Ended.COMPLETE),
        ("tool_use", Ended.COMPLETE),
        ("pause_turn", Ended.COMPLETE),
        (None, Ended.COMPLETE),
        ("max_tokens", Ended.LENGTH),
        ("model_context_window_exceeded", Ended.LENGTH),
        ("refusal", Ended.REFUSED),
    ],
)
def test_fault_14_fault_17_every_documented_end_is_understood(server: Server, reason: str | None, ended: Ended) -> None:
    server.answer_next(Answer(fake.message("half a", stop_reason=reason)))
    raw = Anthropic().answer(prompt(), Desk().ask)
    assert (raw.text, raw.ended) == ("half a", ended)


def test_only_what_is_text_is_read_and_nothing_at_all_is_an_answer_too(server: Server) -> None:
    blocks = [
        {"type": "thinking", "thinking": "hm"},
        {"type": "text", "text": '{"a"'},
        {"type": "text", "text": ": 1}"},
    ]
    server.answer_next(Answer(fake.message(content=blocks)), Answer(fake.message(content=[], stop_reason="refusal")))
    assert Anthropic().answer(prompt(), Desk().ask).text == '{"a": 1}'
    assert Anthropic().answer(prompt(), Desk().ask).text == ""


ERRORS: list[tuple[Answer, type[VidpipeError], str]] = [
    (fake.error("invalid_request_error", "max_tokens: too large", 400), PermanentError, "max_tokens"),
    (fake.error("invalid_request_error", "Your credit balance is too low", 400), BlockedError, "credit"),
    (fake.error("authentication_error", f"invalid x-api-key {SECRET}", 401), PermanentError, "authentication"),
    (fake.error("billing_error", "no payment", 402), BlockedError, "billing"),
    (fake.error("permission_error", "not allowed", 403), PermanentError, "permission"),
    (fake.error("not_found_error", "model: claude-9", 404), PermanentError, "claude-9"),
    (fake.error("request_too_large", "413", 413), PermanentError, "request_too_large"),
    (fake.error("rate_limit_error", "slower", 429, **{"retry-after": "7"}), TransientError, "slower"),
    (fake.error("api_error", "internal", 500), TransientError, "internal"),
    (fake.error("timeout_error", "late", 504), UnknownOutcome, "late"),
    (fake.error("overloaded_error", "overloaded", 529), TransientError, "overloaded"),
    (Answer("<html><h1>503 nginx</h1></html>", 503, {"Content-Type": "text/html"}), TransientError, "503 nginx"),
    (Answer("<html>sign in</html>", 200, {"Content-Type": "text/html"}), BadMedia, "web page"),
]


@pytest.mark.parametrize(("answer", "error", "said"), ERRORS)
def test_every_documented_error_finds_its_branch_and_never_shows_the_key(
    monkeypatch: pytest.MonkeyPatch, answer: Answer, error: type[VidpipeError], said: str
) -> None:
    monkeypatch.setenv(fake.KEY, SECRET)
    with serving(lambda _: answer) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        with pytest.raises(error, match=said) as caught:
            Anthropic().answer(prompt(), Desk().ask)
    assert type(caught.value) in {error, *error.__subclasses__()}
    assert isinstance(caught.value, BlockedError | PermanentError) == (not issubclass(error, TransientError))
    assert SECRET not in f"{caught.value}{caught.value.remedy}{caught.value.facts}"
    assert caught.value.retry_after_s == (7 if "slower" in str(caught.value) else None)


def test_a_model_that_cannot_be_held_to_a_schema_is_told_of_it_in_words(server: Server) -> None:
    server.answer_next(fake.error("invalid_request_error", "output_config.format: not supported by this model", 400))
    Anthropic().answer(prompt(), Desk().ask)
    held, told = (one.json for one in server.asked)
    assert "output_config" in held
    assert "output_config" not in told
    assert told["messages"][0]["content"] == prompt().user_with_schema


def test_an_answer_of_another_form_was_paid_for_and_is_kept_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fake.KEY, SECRET)
    desk = Desk()
    with serving(lambda _: Answer({"type": "message", "content": "what?"})) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        with pytest.raises(PermanentError, match="cannot be read"):
            Anthropic().answer(prompt(), desk.ask)
    assert desk.costs == [None]


def test_without_a_key_nobody_is_asked_and_it_is_said_where_to_get_one(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(fake.KEY)
    assert Anthropic().price(prompt()) == Anthropic().price(prompt())
    with pytest.raises(BlockedError, match=fake.KEY) as caught:
        Anthropic().answer(prompt(), Desk().ask)
    assert "https://console.anthropic.com" in caught.value.remedy
    assert server.asked == []


def test_a_model_without_a_price_is_not_asked(server: Server) -> None:
    with pytest.raises(BlockedError, match="what 'claude-9' costs at anthropic is unknown"):
        Anthropic().answer(prompt(model="claude-9"), Desk().ask)
    assert server.asked == []


def test_the_probe_asks_what_costs_nothing(server: Server) -> None:
    assert Anthropic().probe() == "2 models may be asked"
    assert [(one.method, one.path) for one in server.asked] == [("GET", "/v1/models")]
