"""Servers that take other parameters than most: asked again without what they refuse, remembered, never billed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from contracts.writing import Desk, prompt
from fakes import anthropic as fake_anthropic
from fakes import openai as fake
from fakes.server import Answer, Asked, Server, serving

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.text import Ended, openai
from vidpipe_assets.providers.text.anthropic import Anthropic

PRICES = '"127.0.0.1": {"*": {per: {million_input_tokens: 1, million_output_tokens: 10}, read: a test}}'
UNSUPPORTED = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'"


Refuses = Callable[[dict[str, Any]], bool]


class Particular:
    """A server that refuses some parameters, and answers everything else."""

    def __init__(self, *refusals: tuple[Refuses, Answer]) -> None:
        self._refusals = refusals

    def __call__(self, asked: Asked) -> Answer:
        for refuses, refusal in self._refusals:
            if refuses(asked.json):
                return refusal
        return Answer(fake.completion("{}", model=asked.json["model"]))


def has(name: str) -> Refuses:
    def refuses(body: dict[str, Any]) -> bool:
        return name in body

    return refuses


def over(most: int) -> Refuses:
    def refuses(body: dict[str, Any]) -> bool:
        return max(body.get("max_tokens", 0), body.get("max_completion_tokens", 0)) > most

    return refuses


def always(body: dict[str, Any]) -> bool:
    return bool(body)


NO_MAX_TOKENS = (has("max_tokens"), fake.error(UNSUPPORTED, 400, code="unsupported_parameter"))
NO_SCHEMA = (has("response_format"), fake.error("This response_format type is unavailable now", 400))
UNKNOWN_FIELD = (
    has("max_tokens"),
    Answer({"detail": [{"type": "extra_forbidden", "loc": ["body", "max_tokens"], "msg": "Extra inputs"}]}, 422),
)
SMALL = (
    over(2000),
    fake.error("This model's maximum context length is 4096 tokens. However, you requested 5100 tokens", 400),
)
SHORT = (over(2000), fake.error("max_tokens is too large: 4600. This model supports at most 2048", 400))


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    (tmp_path / "prices.yaml").write_text(PRICES)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def particular(monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[Any]:
    servers: list[Any] = []

    def serve(*refusals: Any) -> Server:
        server = serving(Particular(*refusals))
        servers.append(server)
        found = server.__enter__()
        monkeypatch.setenv(fake.VARIABLE, found.url)
        return found

    yield serve
    for one in servers:
        one.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("refusals", "asked"),
    [
        ([NO_MAX_TOKENS], 2),
        ([UNKNOWN_FIELD], 2),
        ([NO_SCHEMA], 2),
        ([NO_MAX_TOKENS, NO_SCHEMA], 3),
        ([SMALL], 2),
        ([SHORT], 2),
        ([NO_SCHEMA, SHORT, NO_MAX_TOKENS], 4),
    ],
)
def test_fault_45_a_refused_parameter_is_left_out_at_once_and_remembered(
    particular: Any, refusals: list[Any], asked: int
) -> None:
    server = particular(*refusals)
    model, desk = openai.provider(), Desk()
    assert model.answer(prompt(model="m"), desk.ask).text == "{}"
    assert len(server.asked) == asked
    # The next prompt is put as the last one was taken; what was refused was not charged.
    model.answer(prompt(model="m", user="Write another."), desk.ask)
    assert len(server.asked) == asked + 1
    assert desk.costs == [Money.of("0.0021")] * 2
    assert all("response_format" not in one.json or NO_SCHEMA not in refusals for one in server.asked[asked - 1 :])


def test_fault_45_what_is_refused_in_every_manner_is_one_error_after_a_few_attempts(particular: Any) -> None:
    server = particular((always, fake.error(UNSUPPORTED, 400)))
    with pytest.raises(PermanentError, match="Unsupported parameter"):
        openai.provider().answer(prompt(), Desk().ask)
    assert len(server.asked) == 2


def test_fault_45_another_mistake_is_not_repeated(particular: Any) -> None:
    server = particular((always, fake.error("The model `m` does not exist", 404, code="model_not_found")))
    with pytest.raises(PermanentError, match="does not exist"):
        openai.provider().answer(prompt(), Desk().ask)
    assert len(server.asked) == 1


def test_fault_45_a_model_that_thought_until_its_limit_was_cut_off_and_perhaps_paid(particular: Any) -> None:
    said = "Could not finish the message because max_tokens or model output limit was reached. Please try again"
    particular((always, fake.error(said, 400)))
    desk = Desk()
    raw = openai.provider().answer(prompt(), desk.ask)
    assert (raw.text, raw.ended) == ("", Ended.LENGTH)
    assert desk.costs == [None]


def test_fault_45_thoughts_that_only_the_total_counts_are_paid(particular: Any) -> None:
    server = particular()
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 1110}
    server.answer_next(Answer(fake.completion(usage=usage)))
    desk = Desk()
    assert openai.provider().answer(prompt(), desk.ask).output_tokens == 1010
    assert desk.costs == [Money.of("0.0102")]


def test_fault_45_what_a_model_thinks_beside_its_answer_is_no_answer(particular: Any) -> None:
    server = particular()
    message = {"role": "assistant", "content": "{}", "reasoning_content": '{"a": 1}', "reasoning": "hm"}
    parts = [{"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}, {"type": "text", "text": "{}"}]
    for content in (message, {**message, "content": parts}):
        server.answer_next(Answer(fake.completion(choices=[{"index": 0, "message": content, "finish_reason": "stop"}])))
    desk = Desk()
    assert openai.provider().answer(prompt(), desk.ask).text == "{}"
    assert openai.provider().answer(prompt(user="Again."), desk.ask).text == "{}"


def test_fault_45_a_model_of_anthropic_s_that_writes_less_is_asked_for_less(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(fake_anthropic.KEY, "x")
    said = "max_tokens: 8600 > 8192, which is the maximum allowed number of output tokens"
    refusal = Answer({"type": "error", "error": {"type": "invalid_request_error", "message": said}}, 400)
    with serving(fake_anthropic.answer) as server:
        monkeypatch.setenv(fake_anthropic.VARIABLE, server.url)
        server.answer_next(refusal)
        Anthropic().answer(prompt(), Desk().ask)
    assert [one.json["max_tokens"] for one in server.asked] == [8600, 600]
