"""What Dagster's commands refuse to begin with, in a few lines: its own end in a stack trace of many screens."""

import sys
from pathlib import Path
from types import TracebackType

import dagster as dg
from dagster._core.errors import DagsterInvalidSubsetError

from vidpipe_assets.model.stages import Stage

_CONFIG_REMEDY = "mend the file that -c names; the job's launchpad in Dagster's UI shows every field with its default"
_SUBSET_REMEDY = (
    f"--select takes {', '.join(Stage)}; --partition a video's key, YYYY-MM-DD_theme. A video that nobody has ordered "
    "is no partition yet: the job make_video takes any well-formed key, `vidpipe order THEME --day DAY` orders it"
)


def tell_plainly() -> None:
    """In a process of the command `dagster`, end with what was wrong and the remedy where a person's input was wrong.

    All other exceptions keep their stack trace; so does every process that is not that command.
    """
    started = Path(sys.argv[0])
    if "dagster" in (started.stem, started.parent.name) and sys.excepthook is sys.__excepthook__:
        sys.excepthook = _tell


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, dg.DagsterInvalidConfigError):
        told, remedy = "\n".join(one.message for one in error.errors), _CONFIG_REMEDY
    elif isinstance(error, DagsterInvalidSubsetError):
        told, remedy = str(error), _SUBSET_REMEDY
    else:
        sys.__excepthook__(kind, error, trace)
        return
    print(f"Error: {told}\nRemedy: {remedy}", file=sys.stderr)
