"""Clips drawn side by side: processes that take one shot after another and never outlive whoever started them.

A worker is this interpreter running `render.clip_worker` by `io.with_parent`. It reads one job a line on stdin and
answers in lines of JSON on stdout; the end of its stdin, which comes however the parent ends, ends it.

Drawing is a function of the shot: what failed once fails again, until the code is mended. So a fault that nobody
foresaw is permanent, and is described so that a person can report it and the same fault reads the same. Only memory
that ran out may be there the next time.
"""

import json
import queue
import re
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from pydantic import TypeAdapter

from vidpipe_assets.io import with_parent
from vidpipe_assets.io.processes import ChildProcess
from vidpipe_assets.model import errors
from vidpipe_assets.model.errors import PermanentError, TransientError, VidpipeError
from vidpipe_assets.render.art_direction import Shot

WORKER = "vidpipe_assets.render.clip_worker"
_LOOK_EVERY_S = 0.25
_GRACE_S = 10.0
_STDERR_CHARACTERS = 2000


@dataclass(frozen=True)
class FootageLayer:
    """What lies behind graphics: a clip of 1080x1920 that fits its scene, how much is drawn over it, whose it is.

    `at_top`: what the scene shows stands at its top, since its subject lies where that stands else.
    """

    clip: Path
    over: str
    credit: str = ""
    at_top: bool = False


@dataclass(frozen=True)
class ClipJob:
    """One clip to draw; with a `layer`, the graphics over that footage."""

    shot: Shot
    out: Path
    layer: FootageLayer | None = None


CLIP_JOB = TypeAdapter(ClipJob)


@dataclass(frozen=True)
class _WorkerReport:
    """What a thread tells the caller's: progress or a note of a scene, a failure, or (both None) the worker's end."""

    scene: str | None = None
    done: float = 0.0
    note: str = ""
    failure: VidpipeError | None = None


def draw_in_workers(
    jobs: Sequence[ClipJob],
    workers: int,
    progress: Callable[[str, float], None],
    notice: Callable[[str, str], None],
) -> None:
    """Draw every job; the first failure stops all and is raised."""
    waiting: queue.SimpleQueue[ClipJob] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(replace(job, out=job.out.absolute()))
    reports: queue.SimpleQueue[_WorkerReport] = queue.SimpleQueue()
    crew = [_Worker(waiting, reports) for _ in range(min(max(workers, 1), len(jobs)))]
    try:
        for worker in crew:
            worker.start()
        busy = len(crew)
        while busy:
            report = _next_report(reports)
            if report.failure is not None:
                raise report.failure
            if report.scene is None:
                busy -= 1
            elif report.note:
                notice(report.scene, report.note)
            else:
                progress(report.scene, report.done)
    finally:
        for worker in crew:
            worker.stop()


def _next_report(reports: "queue.SimpleQueue[_WorkerReport]") -> _WorkerReport:
    """Wait for one. A signal that another thread got is handled by the main one only when that does something."""
    while True:
        with suppress(queue.Empty):
            return reports.get(timeout=_LOOK_EVERY_S)


class _Worker:
    """One process, and the thread that feeds it and listens to it."""

    def __init__(self, waiting: "queue.SimpleQueue[ClipJob]", reports: "queue.SimpleQueue[_WorkerReport]") -> None:
        self._waiting = waiting
        self._reports = reports
        self._stopped = False
        self._process: ChildProcess | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin to take jobs."""
        self._process = ChildProcess([sys.executable, "-m", with_parent.__name__, WORKER])
        self._thread.start()

    def stop(self) -> None:
        """End the process, which tidies up after itself; it is killed if it does not."""
        self._stopped = True
        if self._process is None:
            return
        self._process.stop(_GRACE_S)
        self._thread.join()

    def _work(self) -> None:
        process = cast("ChildProcess", self._process)
        try:
            while not self._stopped:
                job = self._waiting.get_nowait()
                self._draw(process, job)
        except queue.Empty:
            pass
        except VidpipeError as error:
            self._reports.put(_WorkerReport(failure=error))
        except (OSError, ValueError) as error:  # the process is gone, or `stop` has closed its pipes
            self._reports.put(_WorkerReport(failure=_lost_worker(process, str(error))))
        with suppress(OSError, ValueError):  # `stop` may have closed it
            process.stdin.close()
        self._reports.put(_WorkerReport())

    def _draw(self, process: ChildProcess, job: ClipJob) -> None:
        process.send_line(CLIP_JOB.dump_json(job))
        for line in process.stdout:
            answer = json.loads(line)
            if "error" in answer:
                raise _parse_error(answer)
            if "note" in answer:
                self._reports.put(_WorkerReport(job.shot.scene.id, note=answer["note"]))
                continue
            self._reports.put(_WorkerReport(job.shot.scene.id, float(answer["done"])))
            if answer["done"] >= 1:
                return
        raise _lost_worker(process, f"while it drew scene {job.shot.scene.id}")


def _lost_worker(process: ChildProcess, how: str) -> TransientError:
    """The process is gone without an answer: killed, or it never came up. Its last words are for the log."""
    process.kill()
    ended = process.wait()
    code, said = ended.code, ended.stderr[-_STDERR_CHARACTERS:]
    end = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
    last = said.strip().splitlines()[-1:] or ["it said nothing"]
    return TransientError(
        f"the process that draws clips {end} {how}: {last[0]}",
        remedy="if it happens again, the machine has too little memory",
        facts={"exit code": str(code), "stderr": said},
    )


def _parse_error(answer: dict[str, Any]) -> VidpipeError:
    """The error that the worker met, as it was."""
    kind = getattr(errors, answer["error"], VidpipeError)
    return kind(answer["message"], remedy=answer["remedy"], facts=answer["facts"])


_FRAMES = 3
_LONGEST = 160
_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")


def describe_fault(fault: Exception) -> str:
    """The fault on one line: 'TypeError: no effect (hook.py:60 scenery, icons.py:41 draw_icon)'.

    Addresses are left out: documents that quote the line have to be the same for the same video.
    """
    said = " ".join(_ADDRESS.sub("", str(fault)).split())[:_LONGEST]
    steps = traceback.extract_tb(fault.__traceback__)[-_FRAMES:]
    way = ", ".join(f"{step.filename.rpartition('/')[2]}:{step.lineno} {step.name}" for step in steps)
    return f"{type(fault).__name__}{': ' if said else ''}{said} ({way})"


def drawing_error(shot: Shot, fault: Exception) -> VidpipeError:
    """The error that ends the stage: one line that names the scene, and the traceback among its facts."""
    scene, template = shot.scene.id, shot.scene.picture.template
    facts = {
        "scene": scene,
        "template": template,
        "exception": describe_fault(fault),
        "traceback": "".join(traceback.format_exception(fault)),
    }
    if isinstance(fault, MemoryError):
        return TransientError(
            f"scene {scene}: there was too little memory to draw it",
            remedy="end other programs, or give the machine more memory",
            facts=facts,
        )
    return PermanentError(
        f"scene {scene} (template {template}) could not be drawn, plainly neither: {describe_fault(fault)}",
        remedy="this is a fault of vidpipe: report it with the traceback from the failure's metadata; a script that "
        "shows the scene in another template avoids it",
        facts=facts,
    )


def bare_note(shot: Shot, fault: Exception) -> str:
    """What is told of footage over which its graphics could not be drawn."""
    template = shot.scene.picture.template
    return (
        f"only the channel is drawn over it: the template {template} failed, {describe_fault(fault)}; please report it"
    )


def fallback_note(shot: Shot, fault: Exception) -> str:
    """What the clip that was drawn plainly instead is told to be."""
    template = shot.scene.picture.template
    return f"drawn as plain text: the template {template} failed, {describe_fault(fault)}; please report it"
