"""Motion graphics: a shot becomes a clip. `draw_clips` draws several at once, in processes of their own."""

import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from vidpipe_assets.model.media import FPS
from vidpipe_assets.studio import ffmpeg
from vidpipe_assets.studio.clip_encoding import clip_arguments
from vidpipe_assets.studio.clip_workers import draw_in_workers
from vidpipe_assets.studio.direction import Shot
from vidpipe_assets.studio.drawing.canvas import Pixels

_TIMEOUT_PER_SECOND_S = 40.0
_LEAST_TIMEOUT_S = 120.0


def draw_clip(shot: Shot, out: Path, *, progress: Callable[[float], None] | None = None, plain: bool = False) -> int:
    """Draw `shot` to `out` and return the number of frames: 1080x1920, 30 a second, H.264, BT.709, no sound.

    `plain`: see `SceneFrames`. Nothing is left when it fails. Raises `BadInput` for a logo that cannot be read, and
    what `ffmpeg.frame_pipe` does.
    """
    # Only whoever draws loads skia; the process that hands out the work does not.
    from vidpipe_assets.studio.scene_frames import SceneFrames

    frames = SceneFrames(shot, plain=plain)
    count = max(1, round(shot.seconds * FPS))
    unfinished = part_file(out)
    try:
        timeout_s = max(_LEAST_TIMEOUT_S, shot.seconds * _TIMEOUT_PER_SECOND_S)
        with ffmpeg.frame_pipe(clip_arguments(unfinished), timeout_s=timeout_s) as pipe:
            for number in range(count):
                pipe.write(frames.frame(number).data.cast("B"))
                if progress and number % FPS == 0:
                    progress(number / count)
        _settle(unfinished, out)
    finally:
        unfinished.unlink(missing_ok=True)
    if progress:
        progress(1.0)
    return count


def draw_clips(
    shots: Sequence[Shot],
    folder: Path,
    *,
    workers: int = 2,
    progress: Callable[[str, float], None] | None = None,
    notice: Callable[[str, str], None] | None = None,
) -> dict[str, Path]:
    """Draw all `shots` into `folder`, `workers` at a time; scene id -> clip.

    `progress` hears scene ids with rising fractions, `notice` what a person should know of a scene, both in this
    thread. The processes end with this one, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    clips = {shot.scene.id: folder / f"{shot.scene.id}.mp4" for shot in shots}
    # Longest first: the slowest clip decides when the last one is done.
    jobs = sorted(shots, key=lambda shot: (-shot.seconds, shot.position))
    try:
        draw_in_workers(
            [(shot, clips[shot.scene.id]) for shot in jobs],
            workers,
            progress or (lambda _scene, _done: None),
            notice or (lambda _scene, _note: None),
        )
    finally:
        # What a worker that was killed outright could not tidy up itself.
        for clip in clips.values():
            part_file(clip).unlink(missing_ok=True)
    return clips


def draw_still(shot: Shot, at_s: float, out: Path) -> None:
    """The frame of `shot` at `at_s` seconds as a PNG file."""
    from vidpipe_assets.studio.scene_frames import SceneFrames

    write_png(SceneFrames(shot).frame(max(0, round(at_s * FPS))), out)


def write_png(pixels: Pixels, out: Path) -> None:
    """Opaque pixels as a PNG file; nothing half-written under its name."""
    size = (pixels.shape[1], pixels.shape[0])
    unfinished = part_file(out)
    try:
        Image.frombuffer("RGB", size, pixels.tobytes(), "raw", "BGRX", 0, 1).save(unfinished, "PNG", compress_level=4)
        _settle(unfinished, out)
    finally:
        unfinished.unlink(missing_ok=True)


def part_file(out: Path) -> Path:
    """The name under which `out` is written before it is whole."""
    return out.with_name(f".{out.name}.part")


def _settle(unfinished: Path, out: Path) -> None:
    with unfinished.open("rb") as file, contextlib.suppress(OSError):
        os.fsync(file.fileno())
    unfinished.replace(out)
