"""What all tests share: no network, no waiting for the disk, an empty store, a provider that misbehaves as told."""

import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import databases
import pytest
from faults.fake_provider import FakeProvider, running
from hypothesis import HealthCheck, settings
from shipped import forget_settings

from vidpipe_assets.storage import database
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

# At once: what is read while tests are collected counts, too.
forget_settings()

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile(
    "vidpipe",
    max_examples=int(os.environ.get("VIDPIPE_EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("vidpipe")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """FAULTS 37: a connection to anything but this machine fails the test that tries it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_here(address[0]):
            pytest.fail(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True, scope="session")
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whatever a test does without a home of its own leaves nothing in the folder of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(tmp_path_factory.mktemp("nobody")))
        yield


@pytest.fixture(autouse=True, scope="session")
def unhurried_disk() -> Iterator[None]:
    """Nothing in the tests' own process waits for the disk: tests end processes, and never the machine."""
    prepare: Callable[[Any, Any], None] = database._prepare_sqlite  # pyright: ignore[reportPrivateUsage]

    def prepare_in_haste(connection: Any, record: Any) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA synchronous = OFF")

    def stay_in_memory(_: int) -> None:
        pass

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_prepare_sqlite", prepare_in_haste)
        patch.setattr(os, "fsync", stay_in_memory)
        yield


@pytest.fixture(scope="session")
def new_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state of a vidpipe that has done nothing: a copy is had sooner than a migration."""
    home = tmp_path_factory.mktemp("home")
    open_store(Places(home)).close()
    return Places(home).state


@pytest.fixture
def store(tmp_path: Path, new_state: Path) -> Iterator[Store]:
    """A store of the test's own."""
    shutil.copytree(new_state, Places(tmp_path).state)
    with closing(open_store(Places(tmp_path))) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    with databases.server() as address:
        yield address


@pytest.fixture(scope="session")
def postgres(postgres_server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database of this session's own."""
    with databases.new_database(postgres_server) as address:
        yield address


@pytest.fixture
def new_postgres(postgres_server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database of the test's own."""
    with databases.new_database(postgres_server) as address:
        yield address


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProvider]:
    """One process for all tests of the session that share its bill."""
    with running(tmp_path_factory.mktemp("provider")) as provider:
        yield provider


@pytest.fixture
def provider(served: FakeProvider) -> FakeProvider:
    """The fake provider, behaving well, with an empty bill."""
    served.reset()
    return served
