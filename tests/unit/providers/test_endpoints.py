"""The servers that a home names: read, checked to the last field, priced by their entries, told of without a key."""

from collections.abc import Callable
from pathlib import Path

import pytest

from vidpipe_assets.model.errors import BadInput, BlockedError
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.operations.doctor_checks import check_endpoints
from vidpipe_assets.providers.endpoints import endpoint_names, find_endpoint, presets, read_endpoints
from vidpipe_assets.providers.prices import Unit
from vidpipe_assets.providers.registry import known, load, provider_names

ROOT = Path(__file__).parents[3]
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))

    def written(text: str) -> Path:
        path = tmp_path / "endpoints.yaml"
        path.write_text(text)
        return path

    return written


def problem(name: str) -> str:
    with pytest.raises(BadInput) as caught:
        find_endpoint(name)
    assert "endpoints.yaml" in caught.value.remedy
    return str(caught.value)


def test_the_example_is_good_and_each_entry_can_be_asked(write: Write) -> None:
    write((ROOT / "examples" / "endpoints.yaml").read_text())
    found = read_endpoints()
    assert found is not None
    assert found.bad == {}
    assert {"mystation", "deepseek", "other"} <= provider_names()["text"]
    assert "kokoro_here" in provider_names()["speech"] - provider_names()["text"]
    assert known()["text"] < provider_names()["text"]
    for port in ("text", "speech"):
        for name in endpoint_names(port):
            assert load(port, name).name == name


@pytest.mark.parametrize("preset", sorted(presets()))
def test_every_preset_makes_an_endpoint_with_as_little_as_it_lacks(write: Write, preset: str) -> None:
    lacks = "" if presets()[preset].get("address") else "  address: https://name.openai.azure.com/openai/v1\n"
    lacks += "" if {"text", "speech"} & {*presets()[preset]} else "  text: [m]\n"
    write(f"one:\n  preset: {preset}\n{lacks}")
    endpoint = find_endpoint("one")
    assert endpoint is not None
    assert all(need.name.endswith("_KEY") and need.where.startswith("https://") for need in endpoint.needs)
    asked = (endpoint.entry.text or endpoint.entry.speech)[0]
    if preset != "azure":
        assert endpoint.price(asked).of({Unit.CALL: 1, Unit.OUTPUT_TOKENS: 10}).currency == "USD"


def test_an_entry_says_more_than_its_preset(write: Write) -> None:
    write("one: {preset: deepseek, address: 'http://127.0.0.1:9/v1/', key: MY_KEY, text: [x], limits: {at_a_time: 2}}")
    endpoint = find_endpoint("one")
    assert endpoint is not None
    assert (endpoint.address, endpoint.needs[0].name) == ("http://127.0.0.1:9/v1", "MY_KEY")
    assert (endpoint.limits.name, endpoint.limits.concurrency) == ("one", 2)
    assert endpoint.entry.structured is False


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("one:\n  address: ftp://x\n  text: [m]", "line 2: one.address is no address of the web"),
        ("one:\n  address: http://me:secret@x/v1\n  text: [m]", "one.address holds a user, a password or a query"),
        ("one:\n  address: http://x/v1?key=secret\n  text: [m]", "one.address holds a user, a password or a query"),
        ("one:\n  address: http://x\n  key: sk-secret\n  text: [m]", "line 3: one.key is no name of an environment"),
        ("one:\n  text: [m]", "one.address is missing"),
        ("one:\n  address: http://x", "one.text names no model, and speech neither"),
        ("one:\n  address: http://x\n  text: m", "one.text must be a list"),
        ("one:\n  address: http://x\n  text: [a b]", "one.text[0] must be the name of a model"),
        ("one:\n  address: http://x\n  text: [m]\n  limits: {at_a_time: 0}", "one.limits.at_a_time must be at least 1"),
        ("one:\n  address: http://x\n  text: [m]\n  prices: cheap", "line 4: one.prices must be free, or by model"),
        (
            "one:\n  address: http://x\n  text: [m]\n  prices: {m: {per: {call: -1}, read: x}}",
            "one.prices.m.per.call must be at least 0",
        ),
        ("one:\n  address: http://x\n  text: [m]\n  prices: {m: {per: {call: 1}}}", "one.prices.m.read is missing"),
        (
            "one:\n  address: http://x\n  text: [m]\n  prices: {m: {per: {tokens: 1}, read: x}}",
            "tokens must be 'million_",
        ),
        ("one:\n  address: http://x\n  text: [m]\n  colour: red", "line 4: one.colour is no field of an endpoint"),
        ("one:\n  preset: closedai", "line 2: one.preset is no preset; choose one of: azure, chatterbox"),
        ("one: http://x", "one has no fields"),
        ("openai:\n  preset: groq", "openai is the name of a provider of text already"),
        ("One:\n  preset: groq", "One cannot be a name"),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_field_and_never_with_a_secret(
    write: Write, text: str, said: str
) -> None:
    path = write(text)
    told = problem(text.partition(":")[0])
    assert said in told
    assert str(path) in told
    assert "secret" not in told.replace("holds a user", "")


def test_one_bad_entry_harms_no_other_and_the_doctor_lists_both(write: Write) -> None:
    write("good: {preset: groq}\nbad: {address: x, text: [m]}\ndear: {address: 'https://x.example/v1', text: [m]}")
    assert find_endpoint("good")
    assert {"good", "bad"} <= endpoint_names("text")
    rows = {row.what: row for row in check_endpoints()}
    assert [rows[f"endpoint {name}"].state for name in ("good", "bad", "dear")] == ["ok", "failed", "warning"]
    assert "https://api.groq.com/openai/v1 (groq)" in rows["endpoint good"].detail
    assert "what 'm' costs at dear is unknown" in rows["endpoint dear"].detail


def test_a_file_that_is_no_yaml_is_told_and_stops_nobody_else(write: Write) -> None:
    write("one: [")
    assert endpoint_names("text") == frozenset()
    with pytest.raises(BadInput, match=r"endpoints\.yaml, line 1"):
        list(check_endpoints())
    with pytest.raises(BadInput, match=r"endpoints\.yaml, line 1"):
        load("text", "one")
    assert load("text", "openai").name == "openai"


def test_the_file_counts_as_it_is_now(write: Write) -> None:
    assert read_endpoints() is None
    write("one: {preset: groq}")
    assert endpoint_names("text") == {"one"}
    write("two: {preset: groq}\n")
    assert endpoint_names("text") == {"two"}


USED = {Unit.INPUT_TOKENS: 1_000_000, Unit.OUTPUT_TOKENS: 1_000_000, Unit.CALL: 1}


@pytest.mark.parametrize(
    ("fields", "cost"),
    [
        ("address: http://gpu.lan:8000/v1, prices: free", FREE),
        ("address: http://127.0.0.1:8000/v1", FREE),
        ("address: http://10.0.0.7:8000/v1", FREE),
        ("address: http://127.0.0.1:8000/v1, prices: {m: {per: {call: 0.25}, read: the power}}", Money.of("0.25")),
        ("address: https://x.example/v1, prices: {'*': {per: {million_output_tokens: 3}, read: x}}", Money.of(3)),
        ("preset: groq, text: [openai/gpt-oss-120b]", Money.of("0.75")),
        ("preset: openrouter, text: [anthropic/claude-haiku-4.5]", Money.of(6)),
    ],
)
def test_a_server_costs_what_its_entry_says_then_what_is_known_and_a_machine_of_one_s_own_nothing(
    write: Write, fields: str, cost: Money
) -> None:
    write(f"one: {{text: [m], {fields}}}" if "text:" not in fields else f"one: {{{fields}}}")
    endpoint = find_endpoint("one")
    assert endpoint is not None
    assert endpoint.price(endpoint.entry.text[0]).of(USED) == cost


def test_a_price_that_nobody_knows_is_not_guessed_and_a_person_s_own_file_counts(write: Write, tmp_path: Path) -> None:
    write("one: {address: 'http://gpu.lan:8000/v1', text: [m]}")
    endpoint = find_endpoint("one")
    assert endpoint is not None
    with pytest.raises(BlockedError, match="what 'm' costs at one is unknown"):
        endpoint.price("m")
    (tmp_path / "prices.yaml").write_text("one: {m: {per: {call: 1}, read: mine}}")
    assert endpoint.price("m").of(USED) == Money.of(1)
