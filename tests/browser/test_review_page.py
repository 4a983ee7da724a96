"""The review page in a real browser, opened from disk as a person opens it."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import samples

from vidpipe_assets.operations.review_package import assemble

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
--disable-component-update --disable-sync --enable-logging=stderr --virtual-time-budget=2000 --dump-dom"

# Where everything must be tested, as in CI, a missing browser is a failure.
SKIP = CHROMIUM is None and not os.environ.get("VIDPIPE_REQUIRE_SERVICES")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(SKIP, reason="no Chromium on this machine")]


def opened(folder: Path, profile: Path) -> tuple[str, str]:
    """The page's elements after its script has run, and what the browser complained about."""
    address = (folder / samples.KEY / "index.html").as_uri()
    command = [str(CHROMIUM), *FLAGS.split(), f"--user-data-dir={profile}", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True, stdin=subprocess.DEVNULL)
    return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


def test_the_script_runs_under_its_own_policy_without_a_complaint(tmp_path: Path) -> None:
    assemble(tmp_path / "review", samples.contents(samples.Shelf(tmp_path / "artifacts")))
    elements, complaints = opened(tmp_path / "review", tmp_path / "profile")
    # Without the script, the buttons stay hidden.
    assert '<button type="button" data-copy="title">' in elements
    assert complaints == ""


def test_fault_25_a_hostile_title_runs_nothing(tmp_path: Path) -> None:
    contents = samples.contents(samples.Shelf(tmp_path / "artifacts"))
    title = "</title><script>document.body.textContent='taken over'</script><img src=x onerror=alert(1)>"
    hostile = replace(contents, plan=contents.plan.model_copy(update={"title": title}))
    assemble(tmp_path / "review", hostile)
    elements, complaints = opened(tmp_path / "review", tmp_path / "profile")
    assert "Why this story" in elements
    assert complaints == ""
