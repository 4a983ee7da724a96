"""Whole live videos in networks as companies have them: through a proxy with a password, and behind one that opens TLS.

Nothing is set but what such a network asks for; vidpipe runs as a person runs it, in processes of its own.
"""

import shutil
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from canaries import leaks
from fakes.interception import PASSWORD, intercepted
from fakes.proxies import proxying
from fakes.world import World, living_world
from homes import LONGEST_S, said
from live_homes import KEYS, LIVE_STAGES, home_of, order

from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2 * LONGEST_S)]


def require_video(folder: Path, feed: str, environment: Mapping[str, str], world: World) -> None:
    """One short video is made there, and costs what the world charges; no key and no password is kept or told."""
    home = home_of(folder / "home", {"VIDPIPE_RSS_URL": feed}, 15)
    done = order(home, environment, make_now=True)
    assert done.returncode == 0, said(done)[-8000:]
    (package,) = (home / "output" / "review").iterdir()
    assert (package / "video.mp4").stat().st_size > 0
    with closing(open_store(Places(home))) as store:
        lines = {line.name: (line.spent, line.reserved + line.doubtful) for line in costs(store, "stage")}
    assert lines == {stage: (amount, 0) for stage, amount in world.bill.items()}
    assert all(world.bill[stage] > 0 for stage in LIVE_STAGES)
    assert leaks(home, said(done)) == []
    assert PASSWORD not in said(done)


@pytest.mark.nightly
def test_fault_43_a_whole_live_video_is_made_through_a_proxy_with_a_password(tmp_path: Path) -> None:
    with living_world(KEYS) as (world, environment), proxying(login=f"ann:{PASSWORD}") as proxy:
        quoted = PASSWORD.replace("@", "%40").replace("/", "%2F").replace(":", "%3A").replace("#", "%23")
        ways = {"http_proxy": f"ann:{quoted}@127.0.0.1:{proxy.port}", "no_proxy": ""}
        require_video(tmp_path, environment["VIDPIPE_RSS_URL"], {**environment, **ways}, world)
        assert len(proxy.requests) == len(world.asked)  # nobody went past it


@pytest.mark.skipif(not shutil.which("openssl"), reason="there is no openssl to make an authority")
def test_fault_43_a_whole_live_video_is_made_behind_a_proxy_that_opens_tls_and_fails_now_and_then(
    tmp_path: Path,
) -> None:
    world = World()
    with intercepted(world, tmp_path / "proxy") as proxy:
        proxy.refuse = lambda number: ("502", "cut", "mute")[number // 5 % 3] if number % 5 == 0 else None
        require_video(tmp_path, "https://feeds.example.com", {**KEYS, **proxy.environment}, world)
        assert proxy.refused > 3
