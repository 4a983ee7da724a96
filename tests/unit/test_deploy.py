"""deploy/ says one thing once: its compose file and units start what the Procfile names, on the same configuration."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from shipped import shipped

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
VARIABLES = {"VIDPIPE_DATABASE_URL", "VIDPIPE_BROKER_URL", "VIDPIPE_CODE_SERVER", "VIDPIPE_WEB_TOKEN"}


def commands() -> dict[str, str]:
    lines = (DEPLOY / "celery" / "Procfile").read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines)  # type: ignore[misc]


def loaded(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text())


def test_the_compose_file_starts_each_process_of_the_procfile() -> None:
    compose = loaded(DEPLOY / "compose.yaml")
    started = {name: service["command"] for name, service in compose["services"].items() if "command" in service}
    assert "appendonly yes" in started.pop("redis")
    assert started == commands()
    for name in started:
        assert compose["services"][name]["environment"].keys() >= VARIABLES


def test_only_the_fleet_itself_reaches_its_database_and_broker() -> None:
    compose = loaded(DEPLOY / "compose.yaml")
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert not {"postgres", "redis", "code"} & published.keys()
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_the_image_installs_what_is_locked_and_nothing_that_is_not_there() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    assert "--require-hashes -r requirements-fleet.lock" in text
    for line in re.findall(r"^COPY (?:--\S+ )?(.+) \S+$", text, re.MULTILINE):
        for source in line.split():
            assert (ROOT / source).exists(), source


def test_the_units_start_each_process_of_the_procfile() -> None:
    units = {path.stem.removeprefix("vidpipe-"): path.read_text() for path in (DEPLOY / "systemd").glob("*.service")}
    started = {name: re.findall(r"^ExecStart=\S+/\.venv/bin/(.+)$", text, re.MULTILINE) for name, text in units.items()}
    assert started == {name: [command] for name, command in commands().items()}
    named = re.findall(r"^(\w+)=", (DEPLOY / "systemd" / "vidpipe.env").read_text(), re.MULTILINE)
    assert {*VARIABLES, "DAGSTER_HOME"} <= set(named)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in (DEPLOY / "systemd").glob("*.service"):
        # It wants to see the program, and that is not installed here.
        (tmp_path / unit.name).write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text()))
        command = ["systemd-analyze", "verify", str(tmp_path / unit.name)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("kind", "differs"),
    [("postgres", {"storage"}), ("celery", {"storage", "run_launcher", "run_monitoring"})],
)
def test_a_deployed_instance_differs_from_the_project_s_only_where_it_must(kind: str, differs: set[str]) -> None:
    ours, deployed = loaded(shipped() / "dagster.yaml"), loaded(DEPLOY / kind / "dagster.yaml")
    assert {name for name in ours.keys() | deployed.keys() if ours.get(name) != deployed.get(name)} == differs


def test_the_page_on_operations_names_each_process_and_each_variable() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    section = page.partition("\n## More than one machine\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert blocks[1].splitlines() == list(commands().values())
    assert set(re.findall(r"^export (\w+)=", blocks[0], re.MULTILINE)) == {*VARIABLES, "DAGSTER_HOME"}
