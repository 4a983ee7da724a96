"""A real S3 server for tests: moto's, in a process of its own, which forgets everything when it ends."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from faults.line_home import wait_until
from ports import answers, free_port

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
        wait_until(lambda: answers(self.port), "moto answers", look_every_s=0.05)

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


@contextmanager
def s3_server() -> Iterator[S3]:
    """A running server; this process and those that it starts are its clients."""
    server = S3(free_port())
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
