"""`vidpipe costs`: what was spent, summed up as one likes."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest
from faults.clients import NOON, Timeless, film_spec, speech_spec

from vidpipe_assets.cli import main
from vidpipe_assets.cli.videos import COSTS_BY
from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.ledger.costs import By
from vidpipe_assets.model.errors import UnknownOutcome
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.request import ProviderResponse
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.delenv("VIDPIPE_DATABASE_URL", raising=False)
    with closing(open_store(Places(tmp_path))) as opened:
        yield opened


class Priced:
    def __init__(self, cost: str | None) -> None:
        self.cost = cost

    def request(self) -> ProviderResponse:
        return ProviderResponse("fine", cost=Money.of(self.cost) if self.cost else None)


class Unheard:
    def __init__(self) -> None:
        self.asked = 0

    def request(self) -> ProviderResponse:
        self.asked += 1
        if self.asked == 1:
            raise UnknownOutcome("nobody answered")
        return ProviderResponse("fine", cost=Money.of("0.04"))


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> list[list[str]]:
    assert main(["costs", *words]) == 0
    return [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]


def test_nothing_spent_is_said(capsys: pytest.CaptureFixture[str], store: Store) -> None:
    assert main(["costs"]) == 0
    assert "Nothing was spent" in capsys.readouterr().out


def test_what_was_spent_estimated_and_doubted_is_shown(capsys: pytest.CaptureFixture[str], store: Store) -> None:
    ledger = Ledger(store, Timeless().clock())
    ledger.once(film_spec(), Priced("0.30"))
    ledger.once(film_spec("another", video="2026-11-23_gadgets_2"), Priced(None))
    ledger.once(speech_spec(), Unheard())
    lines = shown(capsys)
    assert lines[-2:] == [[str(NOON.date()), "0.59", "USD", "0.25", "0.04", "4"], ["total:", "0.59", "USD"]]
    lines = shown(capsys, "--by", "video")
    assert [line[:2] for line in lines[2:-1]] == [["2026-11-23_gadgets", "0.34"], ["2026-11-23_gadgets_2", "0.25"]]
    assert shown(capsys, "2026-11-23_gadgets", "--by", "stage")[-1] == ["total:", "0.34", "USD"]
    assert shown(capsys, "--to", "2026-11-22")[0][0] == "Nothing"
    assert shown(capsys, "--from", "2026-11-23", "--by", "provider")[2][:2] == ["fake", "0.59"]


def test_sums_are_by_what_the_ledger_can_sum_by(capsys: pytest.CaptureFixture[str]) -> None:
    assert get_args(By) == COSTS_BY


def test_a_malformed_key_is_refused(capsys: pytest.CaptureFixture[str], store: Store) -> None:
    assert main(["costs", "nonsense"]) == 1
    assert "is not a video key" in capsys.readouterr().err
