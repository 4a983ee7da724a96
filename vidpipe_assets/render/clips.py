"""Motion graphics: a shot becomes a clip, a still, or the first frame from which a model makes a film.

`draw_clips` draws several clips at once, in processes of their own. Clips are encoded cheaply and nearly without loss,
since they are encoded again when the video is composed.
"""

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from PIL import Image

from vidpipe_assets.language.letters import base_language
from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.clip_workers import ClipJob, FootageLayer, draw_in_workers
from vidpipe_assets.render.drawing.canvas import Pixels
from vidpipe_assets.render.graphics import CLASSIC
from vidpipe_assets.render.happenings import staged

MOST_BYTES = 180_000
"""In Base64 below the 256 KB that Replicate takes as a data URL (its OpenAPI document, read 2026-11-23)."""

_SIZE = (720, 1280)
_SHOWN_AT = 0.6
"""As a share of the shot: what comes in has come, nothing goes out yet."""

_one_at_a_time = Lock()


@dataclass(frozen=True)
class FirstFrame:
    """A scene's picture. `name` says what it shows, whatever its bytes are on another machine."""

    shot: Shot

    @property
    def name(self) -> str:
        """A hash of all that is drawn."""
        shot = self.shot
        look = [shot.channel, shot.palette, shot.accent, shot.background, shot.seed, shot.heading_font, shot.sample]
        look += [shot.illustration] if shot.illustration else []
        look += [shot.close_up] if shot.close_up != shot.illustration else []
        look += [shot.arrangement] if shot.arrangement else []
        look += [] if shot.graphics == CLASSIC else [[*shot.graphics]]
        look += [[*one] for one in (*shot.looks, *shot.places)]
        for happening in staged(shot.happening):
            look += [happening.kind, happening.text]
            look += [happening.actor, happening.number, happening.size] if happening.actor else []
        look += [] if base_language(shot.language) == "en" else [shot.language]
        scene = shot.scene
        return content_hash([scene.picture.model_dump(mode="json"), scene.kicker, scene.source, scene.icon, *look])

    def draw(self, out: Path) -> None:
        """Write it to `out`: JPEG, upright, at most `MOST_BYTES`."""
        from PIL import Image

        drawn = out.with_suffix(".png")
        with _one_at_a_time:
            draw_still(self.shot, self.shot.seconds * _SHOWN_AT, drawn)
        with Image.open(drawn) as picture:
            small = picture.convert("RGB").resize(_SIZE, Image.Resampling.LANCZOS)
        for quality in (90, 80, 65, 45, 25):
            small.save(out, "JPEG", quality=quality, optimize=True)
            if out.stat().st_size <= MOST_BYTES:
                break
        drawn.unlink()


_BT709 = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")

CLIP_ENCODING = ("-c:v", "libx264", "-preset", "ultrafast", "-qp", "17")
"""For frames that are encoded once more, composed. Three drawn scenes: 13 % less CPU time than with `-crf 17` and 39 %
smaller, as nothing is measured in order to spread bits; what is composed of them has the same structural similarity to
what was drawn (0.9968 and 0.9970), and a 30th more bytes."""


def clip_arguments(out: Path) -> Sequence[str]:
    """ffmpeg's arguments to turn raw frames (8-bit blue, green, red, unused) on its stdin into the clip `out`."""
    return (
        "-f", "rawvideo", "-pixel_format", "bgr0", "-video_size", f"{WIDTH}x{HEIGHT}", "-framerate", str(FPS),
        "-i", "pipe:0",
        # Raw frames say nothing about colour: convert to what is wanted, and say so on the frames themselves too.
        "-vf", "scale=flags=bilinear:out_color_matrix=bt709:out_range=tv,format=yuv420p,"
        "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709",
        "-filter_threads", "1",
        "-an", *CLIP_ENCODING, "-threads", "1", *_BT709,
        # The same frames give the same bytes: no version, no date.
        "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1",
        "-f", "mp4", "-y", ffmpeg.file_argument(out),
    )  # fmt: skip


_TIMEOUT_PER_SECOND_S = 40.0
_LEAST_TIMEOUT_S = 120.0


def clip_timeout_s(shot: Shot) -> float:
    """How long drawing a shot may take."""
    return max(_LEAST_TIMEOUT_S, shot.seconds * _TIMEOUT_PER_SECOND_S)


def draw_clip(shot: Shot, out: Path, *, progress: Callable[[float], None] | None = None, plain: bool = False) -> int:
    """Draw `shot` to `out` and return the number of frames: 1080x1920, 30 a second, H.264, BT.709, no sound.

    `plain`: see `SceneFrames`. Nothing is left when it fails. Raises `BadInput` for a logo that cannot be read, and
    what `ffmpeg.frame_pipe` does.
    """
    # Only whoever draws loads skia; the process that hands out the work does not.
    from vidpipe_assets.render.scenes.frames import SceneFrames

    frames = SceneFrames(shot, plain=plain)
    count = max(1, round(shot.seconds * FPS))
    unfinished = unfinished_path(out)
    try:
        with ffmpeg.frame_pipe(clip_arguments(unfinished), timeout_s=clip_timeout_s(shot)) as pipe:
            for number in range(count):
                pipe.write(frames.frame(number).data.cast("B"))
                if progress and number % FPS == 0:
                    progress(number / count)
        settle(unfinished, out)
    finally:
        unfinished.unlink(missing_ok=True)
    if progress:
        progress(1.0)
    return count


def clip_path(folder: Path, scene: str) -> Path:
    """Where `draw_clips` puts the clip of a scene."""
    return folder / f"{scene}.mp4"


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
    jobs = [ClipJob(shot, clip_path(folder, shot.scene.id)) for shot in shots]
    return run_clip_jobs(jobs, workers=workers, progress=progress, notice=notice)


def draw_over_clips(
    layers: Sequence[tuple[Shot, FootageLayer]],
    folder: Path,
    *,
    workers: int = 2,
    progress: Callable[[str, float], None] | None = None,
    notice: Callable[[str, str], None] | None = None,
) -> dict[str, Path]:
    """Draw the graphics of shots over their footage into `folder`; else as `draw_clips`."""
    jobs = [ClipJob(shot, folder / f"{shot.scene.id}-layers.mp4", layer) for shot, layer in layers]
    return run_clip_jobs(jobs, workers=workers, progress=progress, notice=notice)


def run_clip_jobs(
    jobs: Sequence[ClipJob],
    *,
    workers: int,
    progress: Callable[[str, float], None] | None,
    notice: Callable[[str, str], None] | None,
) -> dict[str, Path]:
    """Scene id -> clip, of every job."""
    try:
        draw_in_workers(
            # Longest first: the slowest clip decides when the last one is done.
            sorted(jobs, key=lambda job: (-job.shot.seconds, job.shot.position)),
            workers,
            progress or (lambda _scene, _done: None),
            notice or (lambda _scene, _note: None),
        )
    finally:
        # What a worker that was killed outright could not tidy up itself.
        for job in jobs:
            unfinished_path(job.out).unlink(missing_ok=True)
    return {job.shot.scene.id: job.out for job in jobs}


def draw_still(shot: Shot, at_s: float, out: Path) -> None:
    """The frame of `shot` at `at_s` seconds as a PNG file."""
    from vidpipe_assets.render.scenes.frames import SceneFrames

    write_png(SceneFrames(shot).frame(max(0, round(at_s * FPS))), out)


def write_png(pixels: Pixels, out: Path) -> None:
    """Opaque pixels as a PNG file; nothing half-written under its name."""
    size = (pixels.shape[1], pixels.shape[0])
    unfinished = unfinished_path(out)
    try:
        Image.frombuffer("RGB", size, pixels.tobytes(), "raw", "BGRX", 0, 1).save(unfinished, "PNG", compress_level=4)
        settle(unfinished, out)
    finally:
        unfinished.unlink(missing_ok=True)


def unfinished_path(out: Path) -> Path:
    """The name under which `out` is written before it is whole."""
    return out.with_name(f".{out.name}.part")


def settle(unfinished: Path, out: Path) -> None:
    """Give a file that is whole its name."""
    with unfinished.open("rb") as file, contextlib.suppress(OSError):
        os.fsync(file.fileno())
    unfinished.replace(out)
