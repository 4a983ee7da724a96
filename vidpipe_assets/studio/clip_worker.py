"""The process that draws clips: `python -m vidpipe_assets.studio.clip_worker`, started by `clip_workers`."""

import json
import os
import queue
import signal
import sys
import threading
from types import FrameType

from vidpipe_assets.model.errors import PermanentError, VidpipeError
from vidpipe_assets.studio.clip_workers import JOB, Job
from vidpipe_assets.studio.motion import draw_clip


def main() -> None:
    """Draw each job of stdin until its end. When it ends in the middle of a clip, tidy up and go."""
    signal.signal(signal.SIGTERM, _leave)
    jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    busy = threading.Event()
    threading.Thread(target=_read, args=(jobs, busy), daemon=True).start()
    while (job := jobs.get()) is not None:
        _draw(job)
        busy.clear()


def _read(jobs: "queue.SimpleQueue[Job | None]", busy: threading.Event) -> None:
    for line in sys.stdin:
        busy.set()
        jobs.put(JOB.validate_json(line))
    if busy.is_set():
        # Whoever wanted the clip is gone: the main thread gets an exception and tidies up on its way out.
        os.kill(os.getpid(), signal.SIGTERM)
    jobs.put(None)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(1)


def _draw(job: Job) -> None:
    try:
        draw_clip(job.shot, job.out, progress=lambda done: _say(done=done) if done < 1 else None)
        _say(done=1)
    except VidpipeError as error:
        _say(error=type(error).__name__, message=str(error), remedy=error.remedy)
    except OSError as error:
        _say(error=PermanentError.__name__, message=f"a clip could not be drawn: {error}", remedy="")


def _say(**answer: str | float) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
