"""Dagster's state lies below DAGSTER_HOME, whatever the working directory; without one it is thrown away."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from shipped import ROOT, shipped

WHERE = "from vidpipe_assets.orchestration.instance_storage import dagster_state; print(dagster_state())"


def state(home: str | None, working: Path) -> Path:
    """What a process sees that was started with this DAGSTER_HOME and in this working directory."""
    environment = {name: value for name, value in os.environ.items() if name != "DAGSTER_HOME"}
    if home is not None:
        environment["DAGSTER_HOME"] = home
    done = subprocess.run(
        [sys.executable, "-c", WHERE], cwd=working, env=environment, capture_output=True, text=True, check=True
    )
    return Path(done.stdout.strip())


def test_the_state_lies_below_the_home_whatever_the_working_directory(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    found = state(str(tmp_path), elsewhere)
    assert found == tmp_path / ".vidpipe" / "dagster"
    assert found.is_dir()
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("home", [None, ""])
def test_without_a_home_the_state_is_thrown_away(home: str | None, tmp_path: Path) -> None:
    found = state(home, tmp_path)
    assert not found.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_home_where_nothing_can_be_kept_ends_dagster_s_commands_in_one_message(tmp_path: Path) -> None:
    (tmp_path / "dagster.yaml").write_text((shipped() / "dagster.yaml").read_text())
    (tmp_path / ".vidpipe").write_text("a file where the folder belongs")
    environment = {**os.environ, "DAGSTER_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "dagster", "run", "list"],
        cwd=tmp_path,  # Dagster reads the .env of the folder that it is started in
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"Error: {tmp_path / '.vidpipe' / 'dagster'} could not be accessed" in done.stderr
    assert "Remedy: " in done.stderr
    assert "Traceback" not in done.stderr
