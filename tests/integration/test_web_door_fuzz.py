"""Hostile bytes at the web's door: every answer is a whole one, none is an error of ours, and nobody is shut out."""

import logging
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import httpx
import pytest
from door_fuzz import HANDMADE, TOKEN, Case, attack, cases, faults
from faults.line_home import wait_until
from homes import LONGEST_S
from web_server import MANY, Api, serving

from vidpipe_assets.storage.store import Store
from vidpipe_assets.web import connections, middleware

SETTINGS = replace(MANY, tokens={"ann": TOKEN}, body_timeout_s=0.3)


@pytest.fixture
def door(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    monkeypatch.setattr(connections, "HEAD_S", 0.3)
    monkeypatch.setattr(middleware, "_SLOWED_S", 0.0)
    with serving(store, SETTINGS) as running:
        yield running


def look(api: Api, case: Case) -> str:
    """What is wrong with what came of a case; empty: nothing."""
    url = httpx.URL(api.url)
    came, let_go = attack((url.host, url.port or 80), case)
    wrong = [*faults(case, came, let_go=let_go)]
    return f"{wrong}: {case}"[:1500] if wrong else ""


def is_answered(api: Api) -> bool:
    for _ in range(10):  # the time-outs here are so short that a busy machine may miss one
        with suppress(httpx.TransportError):
            return api.client.get("/api/jobs").status_code == 200
    return False


def descriptors() -> int:
    return sum(1 for _ in Path(f"/proc/{os.getpid()}/fd").iterdir())


def errors(log: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in log.records if one.levelno >= logging.ERROR]


def test_no_known_trick_gets_two_answers_or_an_error_of_ours(door: Api, caplog: pytest.LogCaptureFixture) -> None:
    with ThreadPoolExecutor(16) as threads:
        found = [wrong for wrong in threads.map(partial(look, door), HANDMADE) if wrong]
    assert not found, "\n".join(found)
    assert is_answered(door)
    assert errors(caplog) == []
    wait_until(lambda: len(door.server.protocol.room) <= 1, "every connection is given back")


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.timeout(4 * LONGEST_S)
@pytest.mark.parametrize("seed", range(3))
def test_ten_thousand_hostile_connections(door: Api, caplog: pytest.LogCaptureFixture, seed: int) -> None:
    assert is_answered(door)
    before = descriptors()
    found: list[str] = []
    with ThreadPoolExecutor(8) as threads:
        for number, wrong in enumerate(threads.map(partial(look, door), islice(cases(seed), 10_000))):
            if wrong:
                found.append(f"{number}: {wrong}")
            assert number % 500 or is_answered(door)
    assert not found, "\n".join(found[:20])
    assert errors(caplog) == []
    wait_until(lambda: len(door.server.protocol.room) <= 1, "every connection is given back")
    wait_until(lambda: descriptors() <= before, "every descriptor is given back")
