"""Chat completions: what is asked is documented, and every documented answer and error is understood."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from contracts.openapi import contract
from contracts.writing import Desk, prompt, whole_plan
from fakes import openai as fake
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import (
    BadInput,
    BadMedia,
    BlockedError,
    PermanentError,
    TransientError,
    UnknownOutcome,
    VidpipeError,
)
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.providers.openai_api import Endpoint
from vidpipe_assets.providers.request import Account
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.text import Ended, ollama, openai, openrouter
from vidpipe_assets.providers.text.chat import ChatModel

SECRET = "canary/01+kept/secret=="  # noqa: S105 - no secret
PRICES = """
"127.0.0.1":
  "*": {per: {million_input_tokens: 1, million_cached_input_tokens: 0.1, million_output_tokens: 10}, read: a test}
"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """An endpoint elsewhere, which has a price."""
    (tmp_path / "prices.yaml").write_text(PRICES)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.setenv(fake.KEY, SECRET)
    with serving(fake.answer, contract("openai")) as found:
        monkeypatch.setenv(fake.VARIABLE, found.url)
        yield found


@pytest.fixture
def at_home(server: Server, monkeypatch: pytest.MonkeyPatch) -> ChatModel:
    """OpenAI itself, as if its own address were the fake's."""
    monkeypatch.delenv(fake.VARIABLE)
    own = Endpoint("openai", server.url, Need(fake.KEY, "https://platform.openai.com/api-keys"), Account("openai"))
    return ChatModel(own, openai.STANDARD_MODEL, thinking=4000)


def test_openai_itself_is_held_to_the_schemas_of_a_whole_script_without_a_word_about_them(
    at_home: ChatModel, server: Server
) -> None:
    desk = Desk()
    assert whole_plan(at_home, desk).writer == "openai"
    bodies = [one.json for one in server.asked]
    forms = [body["response_format"]["json_schema"] for body in bodies]
    assert {form["schema"]["title"] for form in forms} == {"Angle", "Selection", "HookIdea", "SceneIdeas", "Wording"}
    assert bodies[0]["max_completion_tokens"] == 4600
    assert "JSON Schema" not in bodies[0]["messages"][1]["content"]
    assert {one.headers["authorization"] for one in server.asked} == {f"Bearer {SECRET}"}
    # 900 x 1 + 120 x 5 dollars a million.
    assert set(map(str, desk.costs)) == {"0.0015 USD"}
    assert all(question.estimate.amount > Money.of("0.0015").amount for question in desk.questions)
    assert SECRET not in str([question.parameters for question in desk.questions])


def test_another_server_is_held_to_the_schema_and_told_of_it_in_words_too(server: Server) -> None:
    openai.provider().answer(prompt(model="qwen3"), Desk().ask)
    (body,) = (one.json for one in server.asked)
    assert body["messages"][1]["content"] == prompt().user_with_schema
    assert "response_format" in body
    assert body["max_tokens"] == 4600
    assert "max_completion_tokens" not in body


@pytest.mark.parametrize(
    "refusal",
    [
        fake.error("Invalid parameter: 'response_format' of type 'json_schema' is not supported", 400),
        fake.error("response_format: extra fields not permitted", 422),
        fake.error("No endpoints found that support response_format", 404),
    ],
)
def test_a_server_that_takes_no_schema_is_asked_at_once_without_it(server: Server, refusal: Answer) -> None:
    server.answer_next(refusal)
    openai.provider().answer(prompt(), Desk().ask)
    assert ["response_format" in one.json for one in server.asked] == [True, False]
    assert server.asked[1].json["messages"][1]["content"] == prompt().user_with_schema


@pytest.mark.parametrize(
    ("answer", "text", "ended"),
    [
        (fake.completion("{}"), "{}", Ended.COMPLETE),
        (fake.completion("{}", finish="tool_calls"), "{}", Ended.COMPLETE),
        (fake.completion("{}", finish="function_call"), "{}", Ended.COMPLETE),
        (fake.completion('{"a', finish="length"), '{"a', Ended.LENGTH),
        (fake.completion(None, finish="length"), "", Ended.LENGTH),
        (fake.completion("so f", finish="content_filter"), "so f", Ended.FILTERED),
        (fake.refused("I can't help with that."), "I can't help with that.", Ended.REFUSED),
        (fake.completion([{"type": "text", "text": "{"}, {"type": "text", "text": "}"}]), "{}", Ended.COMPLETE),
    ],
)
def test_fault_14_fault_17_every_documented_end_is_understood(
    server: Server, answer: dict[str, Any], text: str, ended: Ended
) -> None:
    server.answer_next(Answer(answer))
    raw = openai.provider().answer(prompt(), Desk().ask)
    assert (raw.text, raw.ended, raw.model) == (text, ended, "gpt-5.1")


@pytest.mark.parametrize(
    ("usage", "cost"),
    [
        ({"prompt_tokens": 1000, "completion_tokens": 10, "total_tokens": 1010}, "0.0011"),
        (
            {
                "prompt_tokens": 1000,
                "completion_tokens": 10,
                "total_tokens": 1010,
                "prompt_tokens_details": {"cached_tokens": 800},
            },
            "0.00038",
        ),
        ({"prompt_tokens": 1000, "completion_tokens": 10, "total_tokens": 1010, "cost": 0.0042}, "0.0042"),
        ({"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}, None),
    ],
)
def test_fault_36_the_cost_is_what_the_service_says_or_what_its_tokens_cost_or_unknown(
    server: Server, usage: Any, cost: str | None
) -> None:
    server.answer_next(Answer(fake.completion(usage=usage)))
    desk = Desk()
    openai.provider().answer(prompt(), desk.ask)
    assert desk.costs == [Money.of(cost) if cost else None]


ERRORS: list[tuple[Answer, type[VidpipeError], str]] = [
    (fake.error("bad", 400), PermanentError, "bad"),
    (fake.error(f"Incorrect API key provided: {SECRET}", 401, code="invalid_api_key"), PermanentError, "check the key"),
    (fake.error("Country not supported", 403), PermanentError, "Country"),
    (fake.error("The model `gpt-9` does not exist", 404, code="model_not_found"), PermanentError, "gpt-9"),
    (fake.error("unprocessable", 422), PermanentError, "unprocessable"),
    (fake.error("conflict", 409), TransientError, "conflict"),
    (fake.error("late", 408), UnknownOutcome, "late"),
    (fake.error("slower", 429, code="rate_limit_exceeded", **{"retry-after": "7"}), TransientError, "slower"),
    (fake.error("You exceeded", 429, kind="insufficient_quota", code="insufficient_quota"), BlockedError, "credit"),
    (fake.error("none left", 429, code="credit_balance_exhausted"), BlockedError, "credit"),
    (fake.error("limit", 429, code="project_spend_limit_exceeded"), BlockedError, "credit"),
    (fake.error("Insufficient credits", 402), BlockedError, "credit"),
    (fake.error("server", 500, kind="server_error"), TransientError, "server"),
    (fake.error("overloaded", 503), TransientError, "overloaded"),
    (Answer("<html><h1>503 nginx</h1></html>", 503, {"Content-Type": "text/html"}), TransientError, "503 nginx"),
    (Answer("<html>sign in</html>", 200, {"Content-Type": "text/html"}), BadMedia, "web page"),
    (Answer({"error": {"message": "Provider returned error", "code": 502}}), TransientError, "Provider returned"),
    (Answer({"error": {"message": "no credit", "code": 402}}), BlockedError, "no credit"),
    (Answer({"error": "model is loading"}), TransientError, "loading"),
    (Answer({"object": "chat.completion", "choices": []}), PermanentError, "cannot be read"),
    (Answer([1, 2]), PermanentError, "cannot be read"),
]


@pytest.mark.parametrize(("answer", "error", "said"), ERRORS)
def test_every_documented_error_finds_its_branch_and_never_shows_the_key(
    monkeypatch: pytest.MonkeyPatch, answer: Answer, error: type[VidpipeError], said: str
) -> None:
    monkeypatch.setenv(fake.KEY, SECRET)
    with serving(lambda _: answer) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        with pytest.raises(error) as caught:
            openai.provider().answer(prompt(), Desk().ask)
    told = f"{caught.value} {caught.value.remedy} {caught.value.facts}"
    assert said in told
    assert SECRET not in told
    assert isinstance(caught.value, UnknownOutcome) == (error is UnknownOutcome)
    assert caught.value.retry_after_s == (7 if "slower" in told else None)


@pytest.mark.parametrize(
    "answer",
    [
        fake.error("The response was filtered", 400, code="content_filter"),
        fake.error("Your input was flagged", 403, code="moderation"),
    ],
)
def test_fault_17_a_prompt_that_a_filter_stops_is_an_answer_that_a_person_must_see(
    server: Server, answer: Answer
) -> None:
    server.answer_next(answer)
    desk = Desk()
    raw = openai.provider().answer(prompt(), desk.ask)
    assert raw.ended is Ended.FILTERED
    assert desk.costs == [FREE]


def test_a_key_is_needed_at_home_and_elsewhere_only_if_there_is_one(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(fake.KEY)
    assert openai.provider().needs == ()
    openai.provider().answer(prompt(), Desk().ask)
    assert "authorization" not in server.asked[0].headers
    monkeypatch.delenv(fake.VARIABLE)
    assert [need.name for need in openai.provider().needs] == [fake.KEY]
    with pytest.raises(BlockedError, match=fake.KEY):
        openai.provider().answer(prompt(), Desk().ask)


def test_a_server_of_one_s_own_is_free_and_a_stranger_s_has_no_price(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "prices.yaml").unlink()
    desk = Desk()
    openai.provider().answer(prompt(model="qwen3"), desk.ask)
    assert (desk.questions[0].estimate, desk.costs) == (FREE, [FREE])
    monkeypatch.setenv(fake.VARIABLE, "https://llm.example/v1")
    with pytest.raises(BlockedError, match=r"what 'qwen3' costs at llm\.example is unknown"):
        openai.provider().price(prompt(model="qwen3"))
    monkeypatch.setenv(fake.VARIABLE, "llm.example")
    with pytest.raises(BadInput, match=fake.VARIABLE):
        openai.provider().price(prompt())


@pytest.mark.parametrize(
    ("module", "variable"), [(openrouter, "VIDPIPE_OPENROUTER_URL"), (ollama, "VIDPIPE_OLLAMA_URL")]
)
def test_others_of_the_same_form_are_asked_for_their_own_standard_model(
    server: Server, monkeypatch: pytest.MonkeyPatch, module: Any, variable: str
) -> None:
    assert bool(module.provider().price(prompt())) == (module is openrouter)
    monkeypatch.setenv(variable, server.url)
    raw = module.provider().answer(prompt(), Desk().ask)
    assert raw.model == server.asked[0].json["model"] == module.STANDARD_MODEL
    assert SECRET not in str(server.asked[0].headers)


def test_the_probe_asks_what_costs_nothing(server: Server) -> None:
    assert openai.provider().probe() == "3 models may be asked"
    assert [(one.method, one.path) for one in server.asked] == [("GET", "/models")]
