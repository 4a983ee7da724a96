"""Several servers at once: each is asked at its address, with its key, in its manner, on its own account."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from contracts.writing import Desk, prompt, whole_plan
from fakes import openai as fake
from fakes.beeps import as_wav, beeps
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.theme import Voice
from vidpipe_assets.operations.doctor_checks import check_providers
from vidpipe_assets.providers.registry import load, provider_names
from vidpipe_assets.providers.speech import SpeechLine
from vidpipe_assets.storage.themes import load_theme

FIRST, SECOND = "canary/first+secret==", "canary/second+secret=="
ENDPOINTS = """
mystation:
  address: {first}
  text: [qwen3-32b, gemma]
  speech: [kokoro]
  voice: af_heart
  prices: free
  thinking: 0
  limits: {{at_a_time: 2, a_minute: 30}}
dear:
  preset: azure
  address: {second}
  key: DEAR_KEY
  text: [big]
  prices: {{"*": {{per: {{million_input_tokens: 1, million_output_tokens: 10}}, read: a test}}}}
"""
THEME = """
name: two
channel: Two
providers: {text: [mystation, dear, offline], speech: [mystation, piper]}
models: {text: {mystation: gemma}}
"""
Servers = tuple[Server, Server]


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Servers]:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.setenv("DEAR_KEY", SECOND)
    monkeypatch.setenv(fake.KEY, FIRST)
    with serving(fake.answer) as first, serving(fake.answer) as second:
        (tmp_path / "endpoints.yaml").write_text(ENDPOINTS.format(first=first.url, second=second.url))
        yield first, second


def test_two_endpoints_write_side_by_side_each_with_its_own_key_price_and_account(servers: Servers) -> None:
    desks = {name: Desk() for name in ("mystation", "dear")}
    for name, desk in desks.items():
        assert whole_plan(load("text", name), desk).writer == name
    first, second = servers
    assert {one.json["model"] for one in first.asked} == {"qwen3-32b"}
    assert {one.json["model"] for one in second.asked} == {"big"}
    # No key of anybody else goes to a server that asks for none.
    assert not any({"authorization", "api-key"} & {*one.headers} for one in first.asked)
    assert {one.headers["api-key"] for one in second.asked} == {SECOND}
    assert first.asked[0].json["max_tokens"] == 600
    assert second.asked[0].json["max_completion_tokens"] == 4600
    assert all(cost == FREE for cost in desks["mystation"].costs)
    # 900 x 1 + 120 x 10 dollars a million.
    assert all(cost == Money.of("0.0021") for cost in desks["dear"].costs)
    (account,) = {one.account for one in desks["mystation"].questions}
    assert account is not None
    assert (account.name, account.concurrency, account.rates[0].calls) == ("mystation", 2, 30)
    assert {one.account.name for one in desks["dear"].questions if one.account} == {"dear"}
    assert SECOND not in str([one.parameters for one in desks["dear"].questions])


def test_a_theme_names_endpoints_as_it_names_providers(servers: Servers, tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text(THEME)
    theme = load_theme("two", tmp_path, provider_names())
    model = theme.models.text["mystation"]
    load("text", "mystation").answer(prompt(model=model), Desk().ask)
    assert servers[0].asked[0].json["model"] == "gemma"


def test_a_missing_key_is_named_by_its_variable(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEAR_KEY")
    with pytest.raises(BlockedError, match="DEAR_KEY"):
        load("text", "dear").answer(prompt(), Desk().ask)
    assert servers[1].asked == []


def streamed(wav: bytes) -> bytes:
    """As a server writes it that does not know the length when it begins."""
    data = wav.index(b"data")
    return wav[:4] + b"\xff" * 4 + wav[8 : data + 4] + b"\xff" * 4 + wav[data + 8 :]


@pytest.mark.parametrize("form", [bytes, streamed])
def test_an_endpoint_speaks_in_its_voice(servers: Servers, tmp_path: Path, form: Callable[[bytes], bytes]) -> None:
    servers[0].answer_next(Answer(form(as_wav(beeps("Three small moons.")[0]))))
    voice, desk = load("speech", "mystation"), Desk()
    (spoken,) = voice.speak((SpeechLine("s1", "Three small moons.", Voice(), "en"),), tmp_path, desk.ask)
    (asked,) = servers[0].asked
    assert (asked.path, asked.json["model"], asked.json["voice"]) == ("/audio/speech", "kokoro", "af_heart")
    assert spoken.seconds > 0
    assert desk.costs == [FREE]
    assert "127.0.0.1" in voice.rights.creator
    assert voice.at_a_time == 2


def test_the_doctor_lists_them_and_online_asks_for_their_models(servers: Servers) -> None:
    def rows(*, online: bool) -> dict[str, Any]:
        return {row.what: row for row in check_providers((), provider_names(), online=online)}

    offline = rows(online=False)
    assert offline["text: mystation"].state == "ok"
    assert "DEAR_KEY is set" in offline["text: dear"].detail
    assert servers[0].asked == servers[1].asked == []
    listed = [{"id": "qwen3-32b", "shutdown_date": "2027-01-02"}, {"id": "other"}]
    servers[0].answer_next(Answer({"object": "list", "data": listed}))
    servers[1].answer_next(Answer({"object": "list", "data": [{"id": "small"}]}))
    assert load("text", "mystation").probe() == "2 models may be asked; qwen3-32b ends on 2027-01-02"
    assert load("text", "dear").probe() == "1 model may be asked, but big is not among them: small …"
    assert [(one.method, one.path) for server in servers for one in server.asked] == [("GET", "/models")] * 2
