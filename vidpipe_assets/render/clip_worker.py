"""The process that draws clips, started by `clip_workers` as `io.with_parent` runs it.

Its stdin ends with its parent, however that ends, and ends it: at once where it waits for a job; in the middle of a
clip by an exception in the thread that draws, which tidies up on its way out. In any case, `io.with_parent` ends it.
"""

import errno
import json
import os
import queue
import signal
import sys
import threading
from dataclasses import replace
from types import FrameType

from vidpipe_assets.model.errors import DiskFull, PermanentError, VidpipeError
from vidpipe_assets.render.clip_workers import CLIP_JOB, ClipJob, bare_note, drawing_error, fallback_note
from vidpipe_assets.render.clips import draw_clip
from vidpipe_assets.render.footage_clips import draw_over_footage


class JobIntake:
    """The jobs that were read and are not finished, counted: whether one is under way when the parent is gone.

    A flag would not do. A parent that has heard of the end of a clip sends the next job at once, and may be killed
    before this process gets to lower the flag of the one before, which would then be that of the next.
    """

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[ClipJob | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._unfinished = 0

    def put(self, job: ClipJob) -> None:
        """A job was read."""
        with self._lock:
            self._unfinished += 1
        self._jobs.put(job)

    def next(self) -> ClipJob | None:
        """The next job, once there is one; None: there will be none."""
        return self._jobs.get()

    def finished(self) -> None:
        """The job is done. To be called before the parent is told, who may send another, or be killed, right then."""
        with self._lock:
            self._unfinished -= 1

    def close(self) -> bool:
        """The parent is gone, or wants nothing more. Returns whether a job is left unfinished."""
        with self._lock:
            unfinished = self._unfinished > 0
        self._jobs.put(None)
        return unfinished


def main() -> None:
    """Draw each job of stdin until its end. When it ends in the middle of a clip, tidy up and go."""
    signal.signal(signal.SIGTERM, _leave)
    jobs = JobIntake()
    threading.Thread(target=_read, args=(jobs,), daemon=True).start()
    while (job := jobs.next()) is not None:
        answer = _draw(job)
        jobs.finished()
        _say(**answer)


def _read(jobs: JobIntake) -> None:
    try:
        for line in sys.stdin:
            jobs.put(CLIP_JOB.validate_json(line))
    finally:
        if jobs.close():
            # Whoever wanted the clip is gone: the main thread gets an exception and tidies up on its way out.
            os.kill(os.getpid(), signal.SIGTERM)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(1)


_Answer = dict[str, str | float | dict[str, str]]


def _draw(job: ClipJob) -> _Answer:
    try:
        _draw_somehow(job)
    except VidpipeError as error:
        return _told(error)
    except OSError as error:
        kind = DiskFull if error.errno == errno.ENOSPC else PermanentError
        return _told(kind(f"a clip could not be drawn: {error}"))
    except Exception as fault:  # told as an error of the tree; the worker lives on
        return _told(drawing_error(job.shot, fault))
    return {"done": 1}


def _draw_somehow(job: ClipJob) -> None:
    """Draw the shot as directed, or plainly where its template fails: a viewer misses one chart, not the video."""

    def hear(done: float) -> None:
        if done < 1:
            _say(done=done)

    try:
        if job.layer is None:
            draw_clip(job.shot, job.out, progress=hear)
        else:
            draw_over_footage(job.shot, job.layer, job.out, progress=hear)
    except (VidpipeError, OSError, MemoryError):
        raise
    except Exception as fault:  # a fault in one template, whatever it is
        _draw_plainly(job, fault)


def _draw_plainly(job: ClipJob, fault: Exception) -> None:
    if job.layer is None:
        draw_clip(job.shot, job.out, plain=True)
        _say(note=fallback_note(job.shot, fault))
    else:
        draw_over_footage(job.shot, replace(job.layer, over="strip"), job.out)
        _say(note=bare_note(job.shot, fault))


def _told(error: VidpipeError) -> _Answer:
    return {"error": type(error).__name__, "message": str(error), "remedy": error.remedy, "facts": error.facts}


def _say(**answer: str | float | dict[str, str]) -> None:
    try:
        print(json.dumps(answer), flush=True)
    except BrokenPipeError:
        # Nobody listens any more. Not as an `OSError`, which the encoder's own pipe raises as well. What could not be
        # said must not be tried again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
