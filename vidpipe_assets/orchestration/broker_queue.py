"""Whether a task that was handed to the broker is still anywhere: in its queue, or with a worker.

A broker that is killed without having written its queue to its disk comes back empty, and nobody is told. Celery calls
a task that it knows nothing of PENDING, whether it waits or is lost.
"""

import time
from collections.abc import Iterator
from typing import Any

_WORKERS_ANSWER_WITHIN_S = 1.5
_CONNECTS_WITHIN_S = 5


class BrokerQueue:
    """The queue of one Celery app. What cannot be told is never called lost."""

    def __init__(self, app: Any, queue: str) -> None:
        self._app = app
        self._queue = queue

    def has_lost(self, task: str) -> bool | None:
        """Whether the task is nowhere; None: nobody can tell, since the broker does not answer or shows no messages."""
        try:
            waits = self._waits(task)
            return None if waits is None else not (waits or task in set(self._with_workers()))
        except Exception:  # every broker's library has errors of its own; a broker that is away loses nothing yet
            return None

    def _waits(self, task: str) -> bool | None:
        with self._app.connection_for_read(connect_timeout=_CONNECTS_WITHIN_S) as connection:
            connection.ensure_connection(max_retries=1)
            channel: Any = connection.default_channel
            if hasattr(channel, "client"):  # Redis shows what waits
                return any(task.encode() in message for message in _messages(channel, self._queue))
            # AMQP counts only: as long as others wait, this one may be among them.
            count = channel.queue_declare(queue=self._queue, passive=True).message_count
            return None if count else False

    def _with_workers(self) -> Iterator[str]:
        """The tasks that workers have taken, or hold ready."""
        inspect = self._app.control.inspect(timeout=_WORKERS_ANSWER_WITHIN_S)
        answers: list[dict[str, list[dict[str, Any]]] | None] = [
            inspect.active(),
            inspect.reserved(),
            inspect.scheduled(),
        ]
        for answer in answers:
            for tasks in (answer or {}).values():
                yield from (str(one.get("id") or one.get("request", {}).get("id")) for one in tasks)


def _messages(channel: Any, queue: str) -> Iterator[bytes]:
    """All messages of a queue in Redis, of every priority, and those that are delivered and not acknowledged."""
    names = [channel._q_for_pri(queue, step) for step in channel.priority_steps]  # pyright: ignore[reportPrivateUsage]
    for name in dict.fromkeys(names):
        yield from channel.client.lrange(name, 0, -1)
    yield from channel.client.hvals(channel.unacked_key)


class LostTasks:
    """Tasks that were looked for and found nowhere, twice, some time apart: one that changes hands is nowhere once."""

    _APART_S = 10.0
    _LOOK_EVERY_S = 10.0

    def __init__(self) -> None:
        self._missing: dict[str, float] = {}
        self._looked: dict[str, float] = {}

    def is_lost(self, queue: BrokerQueue, task: str) -> bool:
        """Whether it is, by a look now unless there was one lately."""
        now = time.monotonic()
        if now - self._looked.get(task, float("-inf")) < self._LOOK_EVERY_S:
            return False
        self._looked[task] = now
        if not queue.has_lost(task):
            self._missing.pop(task, None)
            return False
        return now - self._missing.setdefault(task, now) >= self._APART_S
