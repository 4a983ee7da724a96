"""Videos an hour that a fleet makes with one worker and with two, on PostgreSQL and Redis, all on this machine.

The quick line: what is measured is what runs, events and leases cost, not rendering. Each worker takes one run at a
time. One video is made first, so that every process is warm; then N are ordered at once. Also, of five videos one after
the other, the time from POST /api/generate until the API says that it is being made (median). Run:
PYTHONPATH=tests python tests/bench/bench_fleet.py [videos]; writes .vidpipe/bench/fleet.json.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import databases
from faults.fake_provider import running
from faults.line_home import wait_until
from fleet.brokers import broker
from fleet.fleet import Fleet
from measuring import write

VIDEOS = int(sys.argv[1]) if len(sys.argv) > 1 else 20


def measured(workers: int) -> dict[str, Any]:
    """What a fleet with so many workers achieves."""
    with (
        tempfile.TemporaryDirectory() as folder,
        databases.server() as server,
        databases.new_database(server) as database,
        broker(Path(folder)) as redis,
        running(Path(folder) / "provider") as provider,
    ):
        fleet = Fleet(Path(folder) / "home", database, redis, provider)
        fleet.begin()
        try:
            fleet.start("code", "daemon", "web")
            for number in range(workers):
                fleet.start_worker(f"worker {number}")
            _made(fleet, ["2026-10-01_gadgets"])
            waited = statistics.median(_posted_until_running(fleet) for _ in range(5))
            took = _made(fleet, [f"2026-11-01_gadgets_{number}" for number in range(2, VIDEOS + 2)])
        finally:
            fleet.end()
    return {
        "workers": workers,
        "videos": VIDEOS,
        "posted_until_running_s": waited,
        "videos_an_hour": 3600 * VIDEOS / took,
    }


def _made(fleet: Fleet, keys: list[str]) -> float:
    """Order the videos; after how many seconds all are finished."""
    finished, began = len(fleet.finished()), time.monotonic()
    fleet.order(keys)
    wait_until(lambda: len(fleet.finished()) == finished + len(keys), "all are finished", within_s=3600)
    return time.monotonic() - began


def _posted_until_running(fleet: Fleet) -> float:
    """Seconds; the video is finished then."""
    began = time.monotonic()
    job = fleet.ask("8080", "/api/generate", "POST").raise_for_status().json()["poll_url"]

    def status() -> str:
        return fleet.ask("8080", job).raise_for_status().json()["status"]

    wait_until(lambda: status() != "pending", "it is being made", look_every_s=0.1)
    waited = time.monotonic() - began
    wait_until(lambda: status() == "completed", "it is made", look_every_s=0.5)
    return waited


def main() -> None:
    """Measure, print, write."""
    print(f"{'workers':>8} {'videos':>8} {'POST to running':>19} {'videos an hour':>15} {'load':>6}")
    rows: list[dict[str, Any]] = []
    for workers in (1, 2):
        rows.append(row := measured(workers) | {"load": os.getloadavg()[0]})
        print(
            f"{workers:>8} {row['videos']:>8} {row['posted_until_running_s']:>17.1f} s {row['videos_an_hour']:>15.0f} "
            f"{row['load']:>6.1f}",
            flush=True,
        )
    write("fleet", rows)


if __name__ == "__main__":
    main()
