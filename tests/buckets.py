"""A real S3 server for tests: moto's, in a process of its own, which forgets everything when it ends."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

SECRET = "canary/s3+secret=="  # noqa: S105 - it is none


@dataclass
class S3:
    """The server. Its clients have `environment`."""

    port: int
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def environment(self) -> dict[str, str]:
        """What the AWS tools read."""
        return {
            "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{self.port}",
            "AWS_ACCESS_KEY_ID": "canary-s3-key",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_MAX_ATTEMPTS": "2",
        }

    def start(self) -> None:
        """Start it, empty."""
        command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-p", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        give_up_at = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < give_up_at, "moto does not start"
            time.sleep(0.05)

    def stop(self) -> None:
        """As a machine that goes dark."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def new_bucket(self, name: str) -> str:
        """The URL of an empty bucket."""
        self.files().mkdir(name)
        return f"s3://{name}"

    def files(self) -> Any:
        """All buckets, as another client sees them."""
        import s3fs

        return s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False


@contextmanager
def s3_server() -> Iterator[S3]:
    """A running server; this process and those that it starts are its clients."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = S3(free.getsockname()[1])
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()  # clients remember their server
    before = {name: os.environ.get(name) for name in server.environment}
    os.environ.update(server.environment)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
