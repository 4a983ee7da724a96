"""A task that the broker has lost is known as lost; one that waits, or that a worker has, never is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fleet.brokers import broker, rabbitmq

from vidpipe_assets.orchestration.broker_queue import BrokerQueue, LostTasks

pytestmark = pytest.mark.slow


def app_of(address: str) -> Any:
    from celery import Celery

    app = Celery("dagster", broker=address)
    app.conf.task_default_queue = "dagster"
    app.conf.broker_connection_max_retries = 1
    return app


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    with broker(tmp_path) as address:
        yield address


def test_a_task_is_seen_while_it_waits_and_missed_when_the_queue_is_gone(redis: str) -> None:
    app = app_of(redis)
    queue = BrokerQueue(app, "dagster")
    first, second = (app.send_task("execute_job", queue="dagster").id for _ in range(2))
    assert queue.has_lost(first) is False
    assert queue.has_lost("another-task") is True
    with app.connection_for_write() as connection:
        connection.default_channel.client.flushall()
    assert queue.has_lost(first) is True
    assert queue.has_lost(second) is True


def test_a_queue_that_only_counts_tells_of_a_loss_when_it_is_empty() -> None:
    with rabbitmq() as address:
        app = app_of(address)
        queue = BrokerQueue(app, "dagster")
        task = app.send_task("execute_job", queue="dagster").id
        assert queue.has_lost(task) is None
        with app.connection_for_write() as connection:
            connection.default_channel.queue_purge("dagster")
        assert queue.has_lost(task) is True


def test_a_broker_that_is_away_has_lost_nothing_yet() -> None:
    assert BrokerQueue(app_of("redis://127.0.0.1:9/0"), "dagster").has_lost("a-task") is None


class Script:
    """Answers in order."""

    def __init__(self, *answers: bool | None) -> None:
        self.answers = list(answers)

    def has_lost(self, task: str) -> bool | None:
        del task
        return self.answers.pop(0)


def test_a_task_is_lost_only_when_it_was_missing_twice_some_time_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("vidpipe_assets.orchestration.broker_queue.time.monotonic", lambda: now[0])
    lost, found = LostTasks(), list[bool]()
    queue: Any = Script(True, False, True, None, True, True)
    for moment in (0, 5, 11, 22, 33, 44, 55):
        now[0] = moment
        found.append(lost.is_lost(queue, "t"))
    assert found == [False, False, False, False, False, False, True]
    assert queue.answers == []
