"""The console logger: what runs print in the terminal, a line for each thing that a person wants to know.

Dagster's default logger prints every event. Here, an expected failure is printed with its remedy, and only an
unexpected one with its stack trace. `explain_input_errors` does the same for input that Dagster's
commands refuse at the start.
"""

import datetime as dt
import json
import logging
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any

import dagster as dg
from dagster._core.errors import DagsterInvalidSubsetError, DagsterUnknownPartitionError
from dagster._core.execution import context_creation_job

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration.interruptions import is_cancellation, is_interruption
from vidpipe_assets.orchestration.run_tags import PARTITION
from vidpipe_assets.storage.places import logs_are_json

_STYLES = {logging.WARNING: "\033[33m", logging.ERROR: "\033[31m", logging.CRITICAL: "\033[31m"}
_PLAIN = "\033[0m"
_CHECK_FAILED = "DagsterAssetCheckFailedError"
_INDENT = "\n         "
"""The start of a continuation line: as wide as the time before each first line."""


@dg.logger(
    config_schema={
        "log_level": dg.Field(str, is_required=False, default_value="INFO", description="DEBUG shows every event"),
        "name": dg.Field(str, is_required=False, default_value="dagster"),
    },
    description="A line in the terminal for what a person wants to know; with log_level DEBUG every event of Dagster.",
)
def console_logger(init_context: Any) -> logging.Logger:
    """Lines from `log_level` up, on stderr."""
    level = str(init_context.logger_config["log_level"]).upper()
    if level == "DEBUG":
        return dg.colored_console_logger.logger_fn(init_context)
    made = logging.Logger(init_context.logger_config["name"])
    handler = logging.StreamHandler()
    handler.addFilter(NewsOnly(logging.getLevelNamesMapping()[level]))
    handler.setFormatter(JsonLines() if logs_are_json() else PlainLines(coloured=handler.stream.isatty()))
    made.addHandler(handler)
    return made


class NewsOnly(logging.Filter):
    """Lets pass what says something new: from `level` up, and why a run has ended whatever its level is.

    A failure or an interruption that was printed when it ended its step is not repeated at the end of its run.
    """

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is printed."""
        event, run_id = _event(record), str(_meta(record).get("run_id"))
        if event is None:
            return record.levelno >= self._level and not _message(record).startswith("Dependencies for step")
        if is_interruption(event):
            was_told = run_id in _told_interrupted
            _told_interrupted.add(run_id)
            return event.is_step_failure or not was_told or is_cancellation(event)
        if event.is_run_failure and event.job_failure_data.first_step_failure_event:
            return False
        return record.levelno >= self._level


_told_interrupted: set[str] = set()
"""Runs of this process of which an interruption was printed; a run and its steps have a logger each."""


class PlainLines(logging.Formatter):
    """`10:16:48 2026-11-23_gadgets clips: what happened`; colours for what is wrong, if somebody looks."""

    def __init__(self, *, coloured: bool) -> None:
        super().__init__(datefmt="%H:%M:%S")
        self._coloured = coloured

    def format(self, record: logging.LogRecord) -> str:
        """The record as a person reads it; further lines stand below the first."""
        text = f"{_where(record)}: {_what(record)}".rstrip().replace("\n", _INDENT)
        line = f"{self.formatTime(record, self.datefmt)} {text}"
        style = _STYLES.get(record.levelno, "") if self._coloured else ""
        return f"{style}{line}{_PLAIN}" if style else line


class JsonLines(logging.Formatter):
    """One JSON object a line, for machines: `time`, `level`, `run`, `video` and `stage` where there are, `message`."""

    def format(self, record: logging.LogRecord) -> str:
        """The text of `PlainLines` as fields of a JSON object."""
        meta = _meta(record)
        fields = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "run": meta.get("run_id"),
            "job": meta.get("job_name"),
            "video": meta.get("job_tags", {}).get(PARTITION),
            "stage": meta.get("step_key"),
            "message": _what(record).rstrip(),
        }
        return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False)


def _where(record: logging.LogRecord) -> str:
    """The video (or the job, where there is none) and the step."""
    meta = _meta(record)
    run = meta.get("job_tags", {}).get(PARTITION) or meta.get("job_name") or "vidpipe"
    step = meta.get("step_key")
    return f"{run} {step}" if step and PARTITION in meta.get("job_tags", {}) else run


def _what(record: logging.LogRecord) -> str:
    event = _event(record)
    error = getattr(event.event_specific_data, "error", None) if event else None
    if event is not None and is_interruption(event):
        return _interruption(event)
    if event is None or error is None:
        return _message(record)
    foreseen = getattr(event.event_specific_data, "user_failure_data", None)
    if foreseen is not None:
        return f"failed: {foreseen.description}"
    if error.cls_name == _CHECK_FAILED:
        return f"failed: {error.message.partition(': ')[2].strip()}"
    return f"{_message(record)}\n{error.to_string()}"


def _interruption(event: Any) -> str:
    if is_cancellation(event):
        return "cancelled: what was finished is kept, and nothing more is made until somebody starts it again"
    if event.is_engine_event:
        return "ended: this run was cancelled, or given up for dead, before; what was finished is kept"
    return "interrupted: what was finished is kept, and no attempt is used up"


def _event(record: logging.LogRecord) -> Any:
    return _meta(record).get("dagster_event")


def _meta(record: logging.LogRecord) -> Mapping[str, Any]:
    """Dagster's own fields of the record; empty for a record that Dagster did not write."""
    return getattr(record, "dagster_meta", {})


def _message(record: logging.LogRecord) -> str:
    return str(_meta(record).get("orig_message") or record.getMessage())


_CONFIG_REMEDY = "mend the file that -c names; the job's launchpad in Dagster's UI shows every field with its default"
_SUBSET_REMEDY = f"--select takes {', '.join(Stage)}; --partition the key of a video that `vidpipe status` lists"
_PARTITION_REMEDY = "vidpipe make {key}   (it orders the video and makes it; then each stage can be made again by hand)"


def explain_input_errors() -> None:
    """In a process of `dagster` or `dg`, end with what was wrong and the remedy where a person's input was wrong.

    A home in which Dagster would not find its own settings is refused here, before anything runs: a step that refused
    it would print why into Dagster's own log, which may be ended before it shows its last words.

    Runs that name no logger tell their lines as all others do: `dagster job execute --tags` and `dagster asset
    materialize` cannot name one, and Dagster's own prints every event, and a stack trace for every failure.

    All other exceptions keep their stack trace; so does every process that is not that command.
    """
    started = Path(sys.argv[0])
    if {"dagster", "dg"} & {started.stem, started.parent.name}:
        context_creation_job.default_system_loggers = plain_loggers  # pyright: ignore[reportPrivateImportUsage]
        if sys.excepthook is sys.__excepthook__:
            sys.excepthook = _print_input_error
        # Dagster's commands load this module for the home's storage; a code location that has none need not.
        from vidpipe_assets.orchestration.instance_storage import require_usable_home

        require_usable_home()


def plain_loggers(instance: dg.DagsterInstance | None) -> Sequence[tuple[dg.LoggerDefinition, Mapping[str, object]]]:
    """The logger of a run that names none; what `python_logs` of dagster.yaml says is heeded."""
    level = (instance.python_log_level if instance else None) or "INFO"
    return [(console_logger, {"name": "dagster", "log_level": level})]


def _print_input_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, dg.DagsterInvalidConfigError):
        message, remedy = "\n".join(one.message for one in error.errors), _CONFIG_REMEDY
    elif isinstance(error, DagsterInvalidSubsetError | DagsterUnknownPartitionError):
        message, remedy = _unknown_video(sys.argv) or (str(error), _SUBSET_REMEDY)
    else:
        sys.__excepthook__(kind, error, trace)
        return
    print(f"Error: {message}\nRemedy: {remedy}", file=sys.stderr)


def _unknown_video(arguments: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with the partition that a command names, and the remedy; None where it names no video."""
    words = [word for argument in arguments for word in argument.split("=", 1)]
    key = next((after for word, after in pairwise(words) if word == "--partition"), "")
    try:
        video = VideoKey.parse(key)
    except BadInput:
        return None
    return f"Dagster does not know the video {video} yet", _PARTITION_REMEDY.format(key=video)
