"""The terminal shows what a person wants to know, and a foreseen failure without a stack trace."""

import datetime as dt
import json
import logging

import dagster as dg
import pytest
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._core.events import EngineEventData

from vidpipe_assets.defs.loggers import NewsOnly, PlainLines, console_logger
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.orchestration.failures import dagster_failures


@dg.op(out=dg.Out(dg.Nothing))
def foreseen(context: dg.OpExecutionContext) -> None:
    context.log.info("looking\nfor it")
    with dagster_failures():
        raise BadInput("there is no theme 'x'", remedy="name another")


@dg.op(out=dg.Out(dg.Nothing))
def unforeseen() -> None:
    raise ZeroDivisionError("oh")


@dg.op(out=dg.Out(dg.Nothing))
def interrupted() -> None:
    raise DagsterExecutionInterruptedError


@dg.op(out=dg.Out(dg.Nothing))
def cancelled(context: dg.OpExecutionContext) -> None:
    context.instance.report_run_canceling(context.run)
    raise DagsterExecutionInterruptedError


@dg.op(out=dg.Out(dg.Nothing))
def ended_by_force(context: dg.OpExecutionContext) -> None:
    context.instance.report_run_canceled(context.run)
    raise DagsterExecutionInterruptedError


@dg.op(ins={"start": dg.In(dg.Nothing)})
def after() -> None:
    """Never reached."""


@dg.job(logger_defs={"console": console_logger})
def fails_as_foreseen() -> None:
    after(foreseen())


@dg.job(logger_defs={"console": console_logger})
def fails_otherwise() -> None:
    after(unforeseen())


@dg.job(logger_defs={"console": console_logger})
def is_interrupted() -> None:
    after(interrupted())


@dg.job(logger_defs={"console": console_logger})
def is_cancelled() -> None:
    after(cancelled())


@dg.job(logger_defs={"console": console_logger})
def is_ended_by_force() -> None:
    after(ended_by_force())


def _lines(job: dg.JobDefinition, capsys: pytest.CaptureFixture[str], level: str = "INFO") -> list[str]:
    """What is shown, without the times."""
    config = {"loggers": {"console": {"config": {"log_level": level}}}}
    tags = {"dagster/partition": "2026-11-23_gadgets"}
    assert not job.execute_in_process(run_config=config, raise_on_error=False, tags=tags).success
    return capsys.readouterr().err.splitlines()


def test_a_foreseen_failure_is_its_message_and_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    assert [line[9:] for line in _lines(fails_as_foreseen, capsys)] == [
        "2026-11-23_gadgets foreseen: looking",
        "for it",
        "2026-11-23_gadgets foreseen: failed: there is no theme 'x'",
        "Remedy: name another",
    ]


INTERRUPTED = "interrupted: what was finished is kept, and no attempt is used up"


@pytest.mark.parametrize(
    ("job", "told"),
    [
        (is_interrupted, [f"interrupted: {INTERRUPTED}"]),
        (
            is_cancelled,
            [
                f"cancelled: {INTERRUPTED}",
                ": cancelled: what was finished is kept, and nothing more is made until somebody starts it again",
            ],
        ),
        (is_ended_by_force, [f"ended_by_force: {INTERRUPTED}"]),
    ],
)
def test_fault_53_an_interruption_is_told_once_and_without_a_trace(
    job: dg.JobDefinition, told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert [line[9:].removeprefix("2026-11-23_gadgets").strip() for line in _lines(job, capsys)] == told


def test_a_run_that_was_ended_from_outside_between_two_steps_says_so() -> None:
    record = logging.makeLogRecord({"levelno": logging.DEBUG, "msg": "x"})
    event = dg.DagsterEvent(
        event_type_value=dg.DagsterEventType.ENGINE_EVENT.value,
        job_name="make_video",
        message="Execution was interrupted for a run that was already in a failure state.",
        event_specific_data=EngineEventData(),
    )
    record.__dict__["dagster_meta"] = {"run_id": "1", "dagster_event": event, "job_tags": {}, "job_name": "make_video"}
    assert NewsOnly(logging.INFO).filter(record)
    assert "make_video: ended: this run was cancelled, or given up" in PlainLines(coloured=False).format(record)


def test_an_unforeseen_failure_keeps_its_stack_trace_once(capsys: pytest.CaptureFixture[str]) -> None:
    lines = _lines(fails_otherwise, capsys)
    assert sum("ZeroDivisionError: oh" in line for line in lines) == 1
    assert any("in unforeseen" in line for line in lines)


def test_debug_shows_every_event(capsys: pytest.CaptureFixture[str]) -> None:
    assert any("STEP_START" in line for line in _lines(fails_as_foreseen, capsys, "debug"))


def test_for_machines_a_line_is_a_json_object(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIDPIPE_LOG", "json")
    config = {"loggers": {"console": {"config": {"log_level": "INFO"}}}}
    tags = {"dagster/partition": "2026-11-23_gadgets"}
    done = fails_as_foreseen.execute_in_process(run_config=config, raise_on_error=False, tags=tags)
    told, failed = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert dt.datetime.fromisoformat(told.pop("time")).tzinfo is not None
    assert told == {
        "level": "INFO",
        "run": done.run_id,
        "job": "fails_as_foreseen",
        "video": "2026-11-23_gadgets",
        "stage": "foreseen",
        "message": "looking\nfor it",
    }
    assert (failed["level"], failed["message"]) == (
        "ERROR",
        "failed: there is no theme 'x'\nRemedy: name another",
    )
