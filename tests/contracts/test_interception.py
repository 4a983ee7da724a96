"""Every client in a network whose only way out is a proxy: with a password, opening TLS, and refusing at any moment."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from contracts.filming import Filming
from contracts.misbehaviours import KEYS, Use, clients, texts_of
from fakes.interception import HOSTS, PASSWORD, Interceptor, intercepted
from fakes.world import World

from vidpipe_assets.ledger.call_spec import CallScope
from vidpipe_assets.ledger.client import Ledger, ledger_client
from vidpipe_assets.model.errors import BlockedError, InDoubt, TransientError, UnknownOutcome, VidpipeError
from vidpipe_assets.model.stages import Stage

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="there is no openssl to make an authority")

FEED = "https://feeds.example.com/sky.rss"
PAID = ("tiktok", "fal", "replicate", "anthropic", "openai", "elevenlabs", "openai_speech")
FREE = (
    "hacker_news",
    "rss",
    "google_trends",
    "wikipedia",
    "youtube",
    "reddit",
    "pexels",
    "pixabay",
    "commons",
    "wikipedia_pictures",
)
REFUSALS = ("407", "403", "502", "503", "cut", "mute")


@pytest.fixture
def proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Interceptor]:
    with intercepted(World(), tmp_path / "proxy") as found:
        for name in ("all_proxy", "ALL_PROXY", "NO_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "SSL_CERT_DIR"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {**KEYS, **found.environment}.items():
            monkeypatch.setenv(name, value)
        yield found


def used(use: Use, name: str, desk: Filming, folder: Path, video: str) -> object:
    """What a client makes of it for a video: a result, or the error that it raised."""
    folder.mkdir(exist_ok=True)
    ledger = Ledger(desk.store, desk.time.clock())
    scope = CallScope(Stage.CLIPS, "gadgets", video)
    try:
        return use(ledger_client(ledger, scope, desk.theme, desk.time.now).asking(name), folder)
    except VidpipeError as error:
        return error


@pytest.mark.parametrize("name", [*PAID, *FREE])
def test_fault_43_every_client_works_at_its_own_address_behind_an_intercepting_proxy_with_a_password(
    proxy: Interceptor, desk: Filming, tmp_path: Path, name: str
) -> None:
    found = used(clients(FEED)[name], name, desk, tmp_path / "work", "video")
    assert not isinstance(found, VidpipeError), found
    assert (proxy.connects > 0, proxy.refused) == (True, 0)


def test_fault_43_without_its_authority_the_remedy_names_the_variable_and_nothing_is_booked(
    proxy: Interceptor, desk: Filming, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    found = used(clients(FEED)["fal"], "fal", desk, tmp_path / "work", "video")
    assert isinstance(found, BlockedError)
    assert "SSL_CERT_FILE" in found.remedy
    assert (desk.booked, len(proxy.world.films.jobs)) == (0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("name", PAID)
def test_fault_43_the_bill_is_the_ledgers_whenever_connect_is_refused(
    proxy: Interceptor, desk: Filming, tmp_path: Path, name: str, refusal: str
) -> None:
    use = clients(FEED)[name]
    used(use, name, desk, tmp_path / "whole", "whole")
    steps, price = proxy.connects, desk.booked
    for step in range(1, steps + 1):
        desk.time.now += dt.timedelta(days=2)
        begun, before = proxy.connects, desk.booked
        proxy.refuse = lambda number, at=begun + step: refusal if number == at else None
        video = f"video-{step}"
        first = used(use, name, desk, tmp_path / video, video)
        assert not isinstance(first, InDoubt | UnknownOutcome)
        assert PASSWORD not in texts_of(first if isinstance(first, VidpipeError) else None)
        if isinstance(first, BlockedError | TransientError):
            first = used(use, name, desk, tmp_path / video, video)
        assert not isinstance(first, VidpipeError), first
        assert desk.booked - before == price
    if name not in {"openai", "openai_speech"}:  # the world keeps no bill of these
        assert desk.booked == sum(proxy.world.bill.values())


def test_every_service_of_the_world_has_its_own_address() -> None:
    elsewhere = {"comfyui", "openai_images"}  # a machine of one's own; the address of openai
    found = set(World()._services) - elsewhere  # pyright: ignore[reportPrivateUsage]
    assert {name for name, _ in HOSTS.values()} == found
