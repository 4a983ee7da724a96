"""The web process is killed while two hundred orders come in, and each is there once: it keeps nothing itself."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from homes import ROOT
from ports import free_port
from web_server import write_theme

from vidpipe_assets.storage.store import Store

ORDERS, KILLS = 200, 2
PATIENCE_S = 120.0
TOKEN = "a-token-that-nobody-may-read-in-a-log"  # noqa: S105 - made up
CANARIES = {"ANTHROPIC_API_KEY": "canary-anthropic-31c8", "PEXELS_API_KEY": "canary-pexels-77f2"}


@contextmanager
def web_process(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`vidpipe web`, until the block ends."""
    command = [sys.executable, "-m", "vidpipe_assets.cli", "web", "--port", str(port)]
    environment = {**os.environ, "DAGSTER_HOME": str(home), "PYTHONPATH": str(ROOT)}
    environment["VIDPIPE_WEB_TOKEN"] = f"ann={TOKEN}"
    environment |= CANARIES
    with (home / "web.log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, cwd=home, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def order(client: httpx.Client, number: int) -> str:
    """Order as other software does: with a key, again and again until there is an answer."""
    give_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up_at:
        try:
            header = {"Idempotency-Key": f"n{number}"}
            answer = client.post("/api/generate", json={"theme": "gadgets"}, headers=header)
        except httpx.TransportError:
            time.sleep(0.1)
            continue
        if answer.status_code == 202:
            return str(answer.json()["job_id"])
        assert answer.status_code in {429, 503}, answer.text
        time.sleep(0.2)
    raise AssertionError(f"order {number} was never answered")


@pytest.mark.slow
def test_fault_30_orders_are_neither_lost_nor_doubled_when_the_web_process_is_killed(store: Store) -> None:
    home, port, chance = store.places.home, free_port(), random.Random(5)
    write_theme(home)
    url = f"http://127.0.0.1:{port}"
    header = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=url, timeout=120, headers=header) as client, ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(order, client, number) for number in range(ORDERS)]
        for _ in range(KILLS):
            goal = min(store.orders.count_open() + 30 + chance.randrange(30), ORDERS)
            with web_process(home, port) as process:
                _wait_for(store, goal)
                process.send_signal(signal.SIGKILL)
        with web_process(home, port):
            told = [one.result() for one in asked]
            # Whoever comes after a kill sees all that was ever told.
            page = client.get("/api/jobs", params={"limit": 100}).json()
            repeated = order(client, 0)
            told_to_all = [client.get(path).text for path in ("/health", "/metrics", "/api/themes", "/api/costs")]
    assert len(set(told)) == ORDERS
    assert {str(one.key) for one in store.orders.open_orders()} == set(told)
    assert {job["id"] for job in page["jobs"]} < set(told)
    assert repeated == told[0]
    said = [*told_to_all, (home / "web.log").read_text()]
    assert not [one for one in said for secret in (TOKEN, *CANARIES.values()) if secret in one]


def _wait_for(store: Store, orders: int) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while store.orders.count_open() < orders:
        assert time.monotonic() < give_up_at
        time.sleep(0.01)
