"""Small disks: file systems in memory that fill up, run out of names, or are read-only."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Disk:
    """A mounted file system."""

    folder: Path

    def again(self, options: str) -> None:
        """Mount it with other options: `size=1200m`, `ro`, `rw`."""
        subprocess.run(["mount", "-o", f"remount,{options}", self.folder], check=True, capture_output=True)


@contextmanager
def disk(folder: Path, options: str) -> Iterator[Disk]:
    """A disk of its own at `folder`. Skips the test where mounting takes more rights, in services' tests as well:
    no package could give them."""
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "vidpipe-test", folder]
    try:
        mounted = subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError as error:
        pytest.skip(f"no small disk can be mounted here: {error}")
    if mounted.returncode != 0:
        pytest.skip(f"no small disk can be mounted here, for want of rights: {mounted.stderr.strip()}")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
