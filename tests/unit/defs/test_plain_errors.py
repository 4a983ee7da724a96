"""Dagster's commands end in a message with a remedy where a person's input was wrong."""

import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
from shipped import ROOT

from vidpipe_assets.defs import loggers as plain_errors


def test_an_unknown_field_of_a_run_s_config_is_told_with_the_remedy_and_no_stack_trace(tmp_path: Path) -> None:
    config = tmp_path / "order.yaml"
    config.write_text("ops: {order: {config: {theems: [gadgets]}}}")
    command = [sys.executable, "-m", "dagster", "job", "execute", "-m", "vidpipe_assets.definitions"]
    environment = {**os.environ, "DAGSTER_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "-j", "order_videos", "-c", str(config)],
        cwd=tmp_path,  # Dagster reads the .env of the folder that it is started in
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert 'Error: Received unexpected config entry "theems" at path root:ops:order:config' in done.stderr
    assert "Remedy: mend the file that -c names" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_video_that_is_no_partition_is_told_how_to_order_it(capsys: pytest.CaptureFixture[str]) -> None:
    error = plain_errors.DagsterInvalidSubsetError("no partition key `2031-01-01_gadgets`")
    plain_errors._print_input_error(type(error), error, None)
    told = capsys.readouterr().err
    assert told.startswith("Error: no partition key `2031-01-01_gadgets`\nRemedy: --select takes trends, analysis,")
    assert "--partition the key of a" in told


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("dagster asset materialize", plain_errors.DagsterInvalidSubsetError),
        ("dg launch --assets trends", plain_errors.DagsterInvalidSubsetError),
        ("dg launch --job make_video", plain_errors.DagsterUnknownPartitionError),
    ],
)
def test_a_command_for_a_video_that_dagster_does_not_know_is_told_how_to_make_it(
    command: str, kind: type[Exception], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", [*command.split(), "--partition", "2031-01-01_gadgets"])
    error = kind("no partition key `2031-01-01_gadgets`")
    plain_errors._print_input_error(kind, error, None)
    told = capsys.readouterr().err
    assert told.startswith("Error: Dagster does not know the video 2031-01-01_gadgets yet\nRemedy: ")
    assert "2031-01-01_gadgets" in told.partition("Remedy: ")[2]


def test_a_bug_keeps_its_stack_trace(capsys: pytest.CaptureFixture[str]) -> None:
    error = dg.DagsterInvariantViolationError("something is wrong inside")
    plain_errors._print_input_error(type(error), error, None)
    assert "DagsterInvariantViolationError: something is wrong inside" in capsys.readouterr().err


@pytest.mark.parametrize("started", ["/venv/bin/dagster", "/venv/bin/dg", "/lib/dagster/__main__.py"])
def test_commands_of_dagster_explain_a_person_s_input(started: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [started])
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(plain_errors.context_creation_job, "default_system_loggers", None)
    plain_errors.explain_input_errors()
    assert sys.excepthook is plain_errors._print_input_error
    assert plain_errors.context_creation_job.default_system_loggers is plain_errors.plain_loggers


def test_no_other_process_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/bin/pytest"])
    plain_errors.explain_input_errors()
    assert sys.excepthook is not plain_errors._print_input_error
