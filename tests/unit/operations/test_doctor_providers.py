"""The doctor says which live providers are ready, which key is missing, whom that harms, and where to get it."""

from collections.abc import Callable

import pytest

from vidpipe_assets.model.errors import BadInput, PermanentError
from vidpipe_assets.model.theme import Providers, Theme
from vidpipe_assets.operations import doctor_checks as doctor_providers
from vidpipe_assets.operations.doctor_checks import DoctorRow, check_providers
from vidpipe_assets.providers.secrets import Need

KNOWN = {"trends": {"open", "keyed", "local"}, "text": {"offline"}, "footage": {"motion", "own"}, "speech": {"keyed"}}
KEY = Need("LIVE_KEY", "https://live.example.com/keys")


class Local:
    pass


class Open:
    needs = ()


class Keyed:
    needs = (KEY,)

    def __init__(self, probe: Callable[[], str] = lambda: "12 units are left") -> None:
        self.probe = probe


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The providers by name, to be changed."""
    found: dict[str, object] = {"open": Open(), "keyed": Keyed(), "local": Local()}
    monkeypatch.setattr(doctor_providers, "load", lambda _, name: found[name])
    monkeypatch.delenv("LIVE_KEY", raising=False)
    return found


def theme(**providers: tuple[str, ...]) -> Theme:
    return Theme(name="gadgets", channel="Gadgets", providers=Providers.model_validate(providers))


def rows(*themes: Theme, online: bool = False) -> dict[str, DoctorRow]:
    return {row.what: row for row in check_providers(themes, KNOWN, online=online)}


def test_what_nobody_names_is_unused_and_says_where_to_get_its_key() -> None:
    found = rows(theme())
    assert {what: row.state for what, row in found.items()} == {
        "trends: keyed": "unused",
        "trends: open": "ok",
        "speech: keyed": "unused",
        "keys": "ok",
    }
    assert found["trends: keyed"].detail == "LIVE_KEY is not set; no theme names it"
    assert found["trends: keyed"].remedy == "get it at https://live.example.com/keys, then: export LIVE_KEY=…"
    assert found["trends: open"].detail == "no key is needed; it is asked when it is needed"


@pytest.mark.parametrize(
    ("chain", "what", "state"),
    [
        ({"trends": ("keyed",)}, "trends: keyed", "failed"),
        ({"trends": ("keyed", "open")}, "trends: keyed", "warning"),
        ({"speech": ("keyed", "piper")}, "speech: keyed", "failed"),
    ],
)
def test_a_missing_key_is_as_bad_as_what_it_stops(chain: dict[str, tuple[str, ...]], what: str, state: str) -> None:
    row = rows(theme(**chain))[what]
    assert (row.state, row.detail) == (state, "LIVE_KEY is not set; named by gadgets")


def test_a_judge_without_its_key_is_a_warning_since_words_decide_without_it() -> None:
    judged = Theme.model_validate({"name": "gadgets", "channel": "Gadgets", "picture": {"judge": "keyed/m"}})
    found = {row.what: row for row in check_providers([judged], {**KNOWN, "text": {"offline", "keyed"}})}
    row = found["text: keyed"]
    assert (row.state, row.detail) == ("warning", "LIVE_KEY is not set; looks at pictures for gadgets")
    assert "keys" not in found


def test_a_provider_with_its_key_is_ready_and_the_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVE_KEY", "canary")
    found = rows(theme(speech=("keyed",)))
    assert found["speech: keyed"] == DoctorRow(
        "speech: keyed", "ok", "LIVE_KEY is set; vidpipe doctor --online asks whether it answers"
    )
    assert "keys" not in found


def test_only_online_is_a_provider_asked(monkeypatch: pytest.MonkeyPatch, catalogue: dict[str, object]) -> None:
    def refuses() -> str:
        raise PermanentError("live answered 401", remedy="check the key")

    monkeypatch.setenv("LIVE_KEY", "canary")
    assert rows(online=True)["speech: keyed"].detail == "LIVE_KEY is set; it answers: 12 units are left"
    catalogue["keyed"] = Keyed(refuses)
    assert rows()["speech: keyed"].state == "ok"
    used = theme(speech=("keyed",))
    assert rows(used, online=True)["speech: keyed"] == DoctorRow(
        "speech: keyed", "failed", "live answered 401", "check the key"
    )


def test_a_provider_that_cannot_be_loaded_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_: str, name: str) -> object:
        if name == "keyed":
            raise BadInput("it cannot be loaded", remedy="reinstall it")
        return Open()

    monkeypatch.setattr(doctor_providers, "load", load)
    found = rows(theme())
    assert (found["trends: keyed"].state, found["trends: open"].state) == ("unused", "ok")
    assert found["trends: keyed"].remedy == "reinstall it"
