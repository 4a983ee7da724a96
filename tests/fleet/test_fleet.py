"""A fleet: the processes that the README names, started by their command lines, on PostgreSQL and a real broker."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from faults.fake_provider import FakeProvider
from faults.line_home import wait_until
from fleet.brokers import broker, rabbitmq
from fleet.fleet import Fleet

pytestmark = pytest.mark.slow

VIDEOS = [f"2026-11-{day:02}_gadgets" for day in range(1, 7)]


@pytest.fixture(params=["redis"])
def fleet(
    tmp_path: Path,
    new_postgres: str,
    provider: FakeProvider,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[Fleet]:
    """A home, with nothing started yet; this process sees it as those of the fleet do."""
    with rabbitmq() if request.param == "rabbitmq" else broker(tmp_path) as address:
        made = Fleet(tmp_path / "home", new_postgres, address, provider)
        made.begin()
        for name in ("DAGSTER_HOME", "VIDPIPE_DATABASE_URL", "VIDPIPE_BROKER_URL"):
            monkeypatch.setenv(name, made.environment[name])
        yield made
        made.end()


def test_fault_30_a_worker_s_death_costs_no_video_and_no_money(fleet: Fleet) -> None:
    fleet.stage_s = 0.3
    fleet.order(VIDEOS)
    fleet.start("code", "webserver", "daemon", "web")
    for name in ("worker 1", "worker 2"):
        fleet.start_worker(name)
    victim, video = wait_until(fleet.between_films, "a worker has bought one of two films", look_every_s=0.05)
    fleet.kill(victim)
    wait_until(lambda: fleet.finished() == VIDEOS, "all videos are finished")
    assert fleet.answers("3000", "/server_info")
    assert fleet.answers("8080", "/api/jobs")
    with dg.DagsterInstance.get() as instance:
        wait_until(lambda: fleet.runs(instance)[video][-1] == "SUCCESS", "the lost video's run has ended")
        runs = fleet.runs(instance)
    assert runs.pop(video) == ["FAILURE", "SUCCESS"]
    assert runs == {key: ["SUCCESS"] for key in VIDEOS if key != video}
    fleet.assert_paid_once()


def test_fault_31_a_cancelled_run_ends_at_once_and_its_worker_takes_the_next(fleet: Fleet) -> None:
    fleet.stage_s = 3600
    fleet.order(VIDEOS[:1])
    fleet.start("code", "daemon")
    fleet.start_worker("worker")
    wait_until(fleet.between_films, "the worker has bought one of two films", look_every_s=0.05)
    with dg.DagsterInstance.get() as instance:
        [run] = instance.get_runs()
        assert instance.run_launcher.terminate(run.run_id)
        wait_until(lambda: fleet.runs(instance) == {VIDEOS[0]: ["CANCELED"]}, "it has ended")
        with fleet.store() as store, store.leases.held("another", VIDEOS[0], 120) as got:
            assert got
    fleet.order(VIDEOS[1:2])
    wait_until(lambda: {film["video"] for film in fleet.bought} == set(VIDEOS[:2]), "the next video is at work")
    fleet.assert_paid_once()


@pytest.mark.parametrize("fleet", ["rabbitmq"], indirect=True)
def test_rabbitmq_brings_each_run_to_one_worker(fleet: Fleet) -> None:
    fleet.order(VIDEOS[:4])
    fleet.start("code", "daemon")
    for name in ("worker 1", "worker 2"):
        fleet.start_worker(name)
    wait_until(lambda: fleet.finished() == VIDEOS[:4], "all videos are finished")
    with dg.DagsterInstance.get() as instance:
        done = {key: ["SUCCESS"] for key in VIDEOS[:4]}
        wait_until(lambda: fleet.runs(instance) == done, "all runs have ended")
    fleet.assert_paid_once()
