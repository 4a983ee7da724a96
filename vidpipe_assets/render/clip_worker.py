"""The process that draws clips: `python -m vidpipe_assets.render.clip_worker`, started by `clip_workers`."""

import errno
import json
import os
import queue
import signal
import sys
import threading
from types import FrameType

from vidpipe_assets.model.errors import DiskFull, PermanentError, VidpipeError
from vidpipe_assets.render.clip_workers import CLIP_JOB, ClipJob, drawing_error, fallback_note
from vidpipe_assets.render.clips import draw_clip


def main() -> None:
    """Draw each job of stdin until its end. When it ends in the middle of a clip, tidy up and go."""
    signal.signal(signal.SIGTERM, _leave)
    jobs: queue.SimpleQueue[ClipJob | None] = queue.SimpleQueue()
    busy = threading.Event()
    threading.Thread(target=_read, args=(jobs, busy), daemon=True).start()
    while (job := jobs.get()) is not None:
        _draw(job)
        busy.clear()


def _read(jobs: "queue.SimpleQueue[ClipJob | None]", busy: threading.Event) -> None:
    for line in sys.stdin:
        busy.set()
        jobs.put(CLIP_JOB.validate_json(line))
    if busy.is_set():
        # Whoever wanted the clip is gone: the main thread gets an exception and tidies up on its way out.
        os.kill(os.getpid(), signal.SIGTERM)
    jobs.put(None)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(1)


def _draw(job: ClipJob) -> None:
    try:
        _draw_somehow(job)
        _say(done=1)
    except VidpipeError as error:
        _say_error(error)
    except OSError as error:
        kind = DiskFull if error.errno == errno.ENOSPC else PermanentError
        _say_error(kind(f"a clip could not be drawn: {error}"))
    except Exception as fault:  # told as an error of the tree; the worker lives on
        _say_error(drawing_error(job.shot, fault))


def _draw_somehow(job: ClipJob) -> None:
    """Draw the shot as directed, or plainly where its template fails: a viewer misses one chart, not the video."""
    try:
        draw_clip(job.shot, job.out, progress=lambda done: _say(done=done) if done < 1 else None)
    except (VidpipeError, OSError, MemoryError):
        raise
    except Exception as fault:  # a fault in one template, whatever it is
        draw_clip(job.shot, job.out, plain=True)
        _say(note=fallback_note(job.shot, fault))


def _say_error(error: VidpipeError) -> None:
    _say(error=type(error).__name__, message=str(error), remedy=error.remedy, facts=error.facts)


def _say(**answer: str | float | dict[str, str]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
