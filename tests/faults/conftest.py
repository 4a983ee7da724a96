"""A ledger that does not really wait, and stages that ask the fake provider."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.clients import Timeless
from faults.fake_ports import plugged_in
from faults.fake_provider import FakeProvider
from faults.stages import Stages, new_stages

from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.providers import registry as catalogue
from vidpipe_assets.storage.store import Store

pytest.register_assert_rewrite("faults.aftermath")


@pytest.fixture
def time() -> Timeless:
    return Timeless()


@pytest.fixture
def ledger(store: Store, time: Timeless) -> Ledger:
    return Ledger(store, time.clock())


@pytest.fixture
def plugged(provider: FakeProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeProvider]:
    """The fake provider, which this process's themes may name."""
    environment = plugged_in(tmp_path / "plugged", provider.url)
    monkeypatch.syspath_prepend(tmp_path / "plugged")
    for name, value in environment.items():
        if name != "PYTHONPATH":
            monkeypatch.setenv(name, value)
    _forget()
    yield provider
    _forget()


def _forget() -> None:
    catalogue.known.cache_clear()
    catalogue._plugged.cache_clear()


@pytest.fixture
def stages(plugged: FakeProvider, tmp_path: Path, new_state: Path) -> Iterator[Stages]:
    with new_stages(tmp_path, new_state) as made:
        yield made
