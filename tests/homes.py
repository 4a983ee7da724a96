"""Homes of vidpipe in folders of their own, and the commands that a person types there, in real processes."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from shipped import ROOT, shipped

LONGEST_S = 1500
"""No command takes nearly as long, however busy the machine is; tests that wait for some have as much time each."""

DAGSTER = Path(sys.executable).with_name("dagster")


def new_home(folder: Path, motion: str = "calm") -> Path:
    """A project folder as a clone has it: configuration and one theme, as short as may be. `motion`: of that theme."""
    for name in ("dagster.yaml", "workspace.yaml"):
        shutil.copy(shipped() / name, folder / name)
    (folder / "themes").mkdir()
    theme = (shipped() / "themes" / "gadgets.yaml").read_text(encoding="utf-8")
    for field, value in (("seconds", "15"), ("motion", motion)):
        theme, found = re.subn(rf"(?m)^(  {field}:) \w+", rf"\1 {value}", theme)
        assert found == 1
    (folder / "themes" / "gadgets.yaml").write_text(theme, encoding="utf-8")
    return folder


def run(command: Sequence[str], home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with this code and `home` as DAGSTER_HOME and working directory."""
    return subprocess.run(
        command,
        cwd=home,
        env={**os.environ, "DAGSTER_HOME": str(home), "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )


def started(command: Sequence[str], home: Path, **environment: str) -> "subprocess.Popen[str]":
    """The same, running: what it prints is to be read from its stdout."""
    return subprocess.Popen(
        command,
        cwd=home,
        env={**os.environ, "DAGSTER_HOME": str(home), "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run_job(
    home: Path, job: str, *arguments: str, before: Sequence[str] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    """`dagster job execute` as a person would type it; `before`: a command that starts it."""
    execute = [str(DAGSTER), "job", "execute", "-m", "vidpipe_assets.definitions", "-j", job, *arguments]
    return run([*before, *execute], home, **environment)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """All that a command has printed."""
    return done.stdout + done.stderr
