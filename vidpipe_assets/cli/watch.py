"""`vidpipe watch`: how far one video is, as it goes, until it is finished or has failed."""

import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field

import click

from vidpipe_assets.cli import tables
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.operations.jobs import Job, JobState
from vidpipe_assets.providers.registry import provider_names
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.storage.themes import load_themes

LOOK_EVERY_S = 1.0
_STEP = 10
"""Percent after which a line is worth being written, where no terminal shows it."""

_DONE = (JobState.WAITING_FOR_REVIEW, JobState.APPROVED)
_ENDED_OTHERWISE = (JobState.FAILED, JobState.REJECTED, JobState.CANCELLED, JobState.EXPIRED)


@click.command("watch", short_help="show how far a video is, until it is finished")
@click.argument("key", metavar="KEY")
def watch_command(key: str) -> int:
    """Show how far the video KEY is, as it goes: percent, time left, its place in the queue.

    Ends with 0 once it is finished, and with 1 if it fails or is closed. Ctrl-C ends the watching and nothing else.
    Where the output is no terminal, a line is written for each change.
    """
    places = Places.from_environment()
    with closing(open_store(places)) as store:
        read_events = events_of(store)
        return follow(store, key, read_events, time.sleep)


def events_of(store: Store) -> Callable[[], None]:
    """Reads what runs write to Dagster's event log, where there is one: a daemon may be there or not."""
    if not (store.places.home / "dagster.yaml").is_file():
        return lambda: None
    from vidpipe_assets.model.checks import blocking_checks
    from vidpipe_assets.orchestration.event_reader import EventReader

    reader = EventReader(store, blocking_checks)

    def read() -> None:
        with suppress(Exception):  # whatever a storage raises: `vidpipe status` and /health say so
            reader.look()

    return read


@dataclass
class Line:
    """The line that is shown: renewed on a terminal, written once for each change elsewhere."""

    is_terminal: bool
    shown: str = ""
    key: object = field(default=None)

    def show(self, text: str, key: object) -> None:
        """Show `text`; `key` is the same as long as nothing has changed that is worth another line."""
        if self.is_terminal:
            if text != self.shown:
                tables.renew_line(text)
        elif key != self.key:
            print(text, flush=True)
        self.shown, self.key = text, key

    def end(self) -> None:
        """Leave what was shown last where it is."""
        if self.is_terminal and self.shown:
            print(flush=True)


def follow(store: Store, text: str, read_events: Callable[[], None], sleep: Callable[[float], None]) -> int:
    """Look again and again until the video is finished (0) or will not be (1). Raises `BadInput` for an unknown key."""
    from vidpipe_assets.operations.at_work import work_sign
    from vidpipe_assets.operations.jobs import jobs
    from vidpipe_assets.operations.order import find_order
    from vidpipe_assets.operations.status import queue_progress

    line = Line(sys.stdout.isatty())
    try:
        while True:
            order = find_order(store, text)
            read_events()
            themes, _ = load_themes(store.places.themes, provider_names())
            places = queue_progress(store, themes)
            [job] = jobs(store, themes, [order], places)
            if job.state in (*_DONE, *_ENDED_OTHERWISE):
                break
            problem = "" if job.state is JobState.RUNNING else work_sign(store).problem
            line.show(*_line(job, problem))
            sleep(LOOK_EVERY_S)
    finally:
        line.end()
    return _last_words(store, job)


def _line(job: Job, problem: str) -> tuple[str, object]:
    """What is shown, and what makes it another line."""
    words = job.progress.text if job.progress else job.error or _beginning(job)
    stage = job.progress.stage if job.progress else job.stage
    step = job.progress.percent // _STEP if job.progress else 0
    place = job.progress.position if job.progress else 0
    waits = job.progress.waiting_run if job.progress else None
    text = f"{job.order.key}: {words}{f'. {problem}' if problem else ''}"
    return " ".join(text.split()), (job.state, stage, step, place, waits, bool(problem), job.error)


def _beginning(job: Job) -> str:
    if job.state is JobState.RUNNING and job.stage:
        return f"{job.stage.value.replace('_', ' ')}: begins"
    return job.state.value


def _last_words(store: Store, job: Job) -> int:
    """Print how it has ended; returns the exit code."""
    key = job.order.key
    if job.state in _DONE:
        from vidpipe_assets.operations.status import finished_video

        tables.print_line(f"{key}: {job.state.value}")
        with suppress(BadInput):  # approved long ago: its files are no longer kept
            tables.print_line(str(finished_video(store.places, str(key))))
        return 0
    remedy = next((one.remedy for one in job.stages if one.remedy), "") or f"vidpipe status {key} says more"
    tables.print_error(BadInput(f"{key}: {job.error or job.state.value}", remedy=remedy))
    return 1
