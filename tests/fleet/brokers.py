"""Brokers for tests: the one that VIDPIPE_TEST_BROKER names, else a Redis started for the test; and a RabbitMQ."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from faults.line_home import wait_until
from ports import answers, free_port


@contextmanager
def broker(folder: Path) -> Iterator[str]:
    """The address of an empty broker; without any the test is skipped."""
    if named := os.environ.get("VIDPIPE_TEST_BROKER"):
        yield named
        return
    program, port = shutil.which("redis-server"), free_port()
    if program is None:
        assert not os.environ.get("VIDPIPE_REQUIRE_SERVICES"), "there is no redis-server"
        pytest.skip("there is no redis-server")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(port), "Redis answers", look_every_s=0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()


@contextmanager
def rabbitmq() -> Iterator[str]:
    """The address of a RabbitMQ with nothing in Dagster's queue: VIDPIPE_TEST_RABBITMQ, or this machine's own.

    It is not for several tests at once. Without any the test is skipped.
    """
    address = os.environ.get("VIDPIPE_TEST_RABBITMQ") or "amqp://guest:guest@127.0.0.1//"
    try:
        _empty(address)
    except OSError:
        assert not os.environ.get("VIDPIPE_REQUIRE_SERVICES"), "there is no RabbitMQ"
        pytest.skip("there is no RabbitMQ")
    try:
        yield address
    finally:
        _empty(address)


def _empty(address: str) -> None:
    """Forget the queue, which others may have left."""
    from kombu import Connection

    with Connection(address, connect_timeout=5) as connection:
        connection.connect()
        connection.default_channel.queue_delete("dagster")  # type: ignore[union-attr]  # pyright: kombu says nothing
