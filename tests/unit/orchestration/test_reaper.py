"""Runs whose process is dead are ended; those that wait for the daemon, or whose process lives, are left alone."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.remote_origin import GrpcServerCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin
from fake_line import Line, new_line

from vidpipe_assets.orchestration.reaper import GRACE_S, reap
from vidpipe_assets.storage.leases import Leases

KEY = "2026-11-23_gadgets"
STATUS = dg.DagsterRunStatus


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        made.order(KEY)
        made.tick()
        yield made


def begun(line: Line, status: STATUS = STATUS.STARTED, job: str = "make_video", **tags: str) -> dg.DagsterRun:
    definition = line.definitions.resolve_job_def(job)
    told = {name.replace("_", "/"): value for name, value in tags.items()}
    partition = {"dagster/partition": KEY} if job == "make_video" else {}
    return line.instance.create_run_for_job(definition, tags={**partition, **told}, status=status)


def status(line: Line, run: dg.DagsterRun) -> STATUS:
    found = line.instance.get_run_by_id(run.run_id)
    assert found is not None
    return found.status


def later() -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2 * GRACE_S)


def dead_process(line: Line) -> str:
    other = Leases(line.workplace.store.database)
    name = other.process
    other.close()
    return name


@pytest.mark.parametrize("job", ["make_video", "refresh_videos", "order_videos"])
@pytest.mark.parametrize("state", [STATUS.NOT_STARTED, STATUS.STARTING, STATUS.STARTED])
def test_a_run_of_a_dead_process_has_failed(line: Line, state: STATUS, job: str) -> None:
    run = begun(line, state, job, vidpipe_process=dead_process(line))
    [said] = reap(line.instance, line.workplace.store, line.workplace.now()).dead
    assert "died with its process" in said
    assert status(line, run) is STATUS.FAILURE


def test_a_run_that_died_while_it_was_cancelled_is_cancelled(line: Line) -> None:
    run = begun(line, STATUS.CANCELING, vidpipe_process=dead_process(line))
    reap(line.instance, line.workplace.store, line.workplace.now())
    assert status(line, run) is STATUS.CANCELED


def test_a_run_whose_process_lives_is_left_alone(line: Line) -> None:
    run = begun(line, vidpipe_process=line.workplace.store.leases.process)
    assert reap(line.instance, line.workplace.store, later()).dead == ()
    assert status(line, run) is STATUS.STARTED


@pytest.mark.parametrize("state", [STATUS.QUEUED, STATUS.STARTING])
def test_a_run_that_waits_for_the_daemon_or_its_worker_is_left_alone(line: Line, state: STATUS) -> None:
    served = GrpcServerCodeLocationOrigin(host="localhost", port=1)
    origin = RemoteJobOrigin(RemoteRepositoryOrigin(served, "r"), "make_video")
    run = line.instance.add_run(
        dg.DagsterRun("make_video", status=state, tags={"dagster/partition": KEY}, remote_job_origin=origin)
    )
    found = reap(line.instance, line.workplace.store, later())
    assert found.dead == ()
    assert not found.unsure
    assert status(line, run) is state


def test_a_run_that_nobody_has_announced_is_dead_when_it_is_no_longer_young(line: Line) -> None:
    run = begun(line, STATUS.NOT_STARTED)
    young = reap(line.instance, line.workplace.store, line.workplace.now())
    assert young.unsure
    assert young.dead == ()
    assert len(reap(line.instance, line.workplace.store, later()).dead) == 1
    assert status(line, run) is STATUS.FAILURE


def test_the_sensor_ends_a_dead_run_although_nothing_else_has_changed_and_makes_its_video(line: Line) -> None:
    line.settle()
    line.workplace.take()
    line.theme(text="captions:\n  highlight: '#FF0000'\n")
    run = begun(line)
    assert not line.tick().run_requests  # busy
    line.workplace.store.leases.announce(run.run_id, KEY)
    assert not line.tick().run_requests
    line.workplace.store.leases.close()  # the process dies
    line.workplace.store.leases.__init__(line.workplace.store.database)
    assert line.launch(line.tick()) == 1
    assert line.workplace.take() == [(KEY, "composed_video"), (KEY, "review")]


def test_a_run_that_waited_in_vain_is_no_failed_attempt(line: Line) -> None:
    [request] = line.tick().run_requests or ()
    with Leases(line.workplace.store.database).held("other", KEY, 0):
        line.launch(dg.SensorResult(run_requests=[request]))
    assert line.workplace.take() == []
    [again] = line.tick().run_requests or ()
    assert again.run_key.endswith("attempt 1")
