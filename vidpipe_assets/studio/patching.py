"""Patching: a video is had from the one before it, by encoding the scenes that have changed and copying the others."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from vidpipe_assets.model.errors import PermanentError, VidpipeError
from vidpipe_assets.model.media import FPS
from vidpipe_assets.studio import ffmpeg
from vidpipe_assets.studio.picture_pass import PicturePass
from vidpipe_assets.studio.probe import probe
from vidpipe_assets.studio.segments import Before, Run, excerpt, runs
from vidpipe_assets.studio.timeline import total_frames

MOST_ENCODED = 0.6
"""If more of the frames than this have changed, one pass over all is as cheap, and better."""


def patch(
    picture: PicturePass,
    segments: Sequence[str],
    before: Before,
    out: Path,
    progress: Callable[[float], None] | None = None,
) -> tuple[str, ...] | None:
    """Write the whole video to `out`; returns the scenes whose picture was copied. None: it has to be made whole.

    What is written has been looked at: as many frames as the timeline has, of the same form as before.
    """
    plan = runs(segments, before.segments)
    frames = total_frames(picture.timeline)
    encoded = sum(s.frames for run in plan if run.source is None for s in picture.timeline[run.first : run.past])
    if encoded > MOST_ENCODED * frames or not before.video.is_file():
        return None
    try:
        parts = [_copied(picture, before, run) if run.source is not None else None for run in plan]
        made = [part or _encoded(picture, run, progress) for part, run in zip(parts, plan, strict=True)]
        _join(picture, made, out)
        _examine(out, before.video, frames)
    except PermanentError:  # a file that is not what it was thought to be: made whole, it will do
        return None
    scenes = picture.timeline
    return tuple(scenes[index].scene for run in plan if run.source is not None for index in range(run.first, run.past))


def _copied(picture: PicturePass, before: Before, run: Run) -> Path:
    """The frames of neighbouring scenes as they lie in the video before: from a keyframe to the next."""
    source = run.source or 0
    scenes = before.timeline[source : source + run.past - run.first]
    start, frames = scenes[0].start_frame, sum(scene.frames for scene in scenes)
    out = picture.work / f"copied-{run.first}.mp4"
    # Rounded up: a millionth of a second before the keyframe, ffmpeg would begin with the keyframe before it.
    seek = ["-ss", f"{math.ceil(start * 1e6 / FPS) / 1e6:.6f}"] if start else []
    arguments = [*seek, *ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(before.video), "-map", "0:v", "-c", "copy"]
    arguments += ["-frames:v", str(frames), "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"]
    ffmpeg.run([*arguments, "-f", "mp4", ffmpeg.file_argument(out)], timeout_s=120)
    return out


def _encoded(picture: PicturePass, run: Run, progress: Callable[[float], None] | None) -> Path:
    short = excerpt(picture.timeline, picture.shots, picture.captions, run.first, run.past)
    work = picture.work / f"encoding-{run.first}"
    work.mkdir()
    out = work / "part.mp4"
    part = replace(picture, timeline=short.timeline, shots=short.shots, captions=short.captions, work=work)
    ffmpeg.run(
        [*part.part(short.first, short.frames, short.keyframes, ends=short.is_last), ffmpeg.file_argument(out)],
        timeout_s=120 + 60 * short.frames / FPS,
        total_s=short.frames / FPS,
        progress=progress,
    )
    return out


def _join(picture: PicturePass, parts: Sequence[Path], out: Path) -> None:
    listed = picture.work / "parts.txt"
    # Names of ours, in a folder of ours: but its path may hold anything.
    lines = ["file '" + ffmpeg.file_argument(part).replace("'", "'\\''") + "'" for part in parts]
    listed.write_text("ffconcat version 1.0\n" + "\n".join(lines) + "\n", encoding="utf-8")
    ffmpeg.run([*picture.joined(listed), ffmpeg.file_argument(out)], timeout_s=120)


def _examine(video: Path, before: Path, frames: int) -> None:
    try:
        now, then = probe(video), probe(before)
    except VidpipeError as error:
        raise PermanentError(f"what was joined cannot be read: {error}") from error
    if now.frames != frames or now.variable_rate:
        raise PermanentError(f"what was joined has {now.frames} frames instead of {frames}")
    for name in ("width", "height", "fps", "codec", "profile", "pixel_format", "colour_space", "colour_range"):
        if getattr(now, name) != getattr(then, name):
            raise PermanentError(f"what was joined has another {name} than before")
