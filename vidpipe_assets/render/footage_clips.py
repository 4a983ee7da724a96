"""Graphics over footage, as a clip: the fitted footage is decoded, drawn on, and encoded again.

Three processes at once, with raw frames between them. Measured over five seconds: drawing on the frames costs 1.9 CPU s
more than decoding and encoding alone; graphics of their own that ffmpeg lays over the footage cost 4.5 more.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.media import FPS
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.clip_workers import FootageLayer
from vidpipe_assets.render.clips import clip_arguments, clip_timeout_s, settle, unfinished_path
from vidpipe_assets.render.scenes.footage_frames import FootageFrames
from vidpipe_assets.render.scenes.scrim import Samples

_SMALL = (108, 192)
_BT709 = "scale=flags=bilinear:in_color_matrix=bt709:in_range=tv:out_range=pc"


def draw_over_footage(
    shot: Shot, layer: FootageLayer, out: Path, *, progress: Callable[[float], None] | None = None
) -> int:
    """Draw the graphics of `shot` over its footage to `out`; the number of frames. Nothing is left when it fails."""
    graphics = FootageFrames(shot, sample_frames(layer.clip), over=layer.over, credit=layer.credit, at_top=layer.at_top)
    count = max(1, round(shot.seconds * FPS))
    unfinished, scrim = unfinished_path(out), out.with_name(f".{out.name}.scrim.png")
    frame, timeout_s = graphics.pixels.data.cast("B"), clip_timeout_s(shot)
    try:
        Image.fromarray(graphics.scrim(), "RGBA").save(scrim, compress_level=1)
        with (
            ffmpeg.frame_source(_decoding(layer.clip, scrim), timeout_s=timeout_s) as source,
            ffmpeg.frame_pipe(clip_arguments(unfinished), timeout_s=timeout_s) as pipe,
        ):
            for number in range(count):
                if source.readinto(frame) != len(frame):  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
                    raise PermanentError(f"{layer.clip}: only {number} of {count} frames can be decoded")
                graphics.draw(number)
                pipe.write(frame)
                if progress and number % FPS == 0:
                    progress(number / count)
        settle(unfinished, out)
    finally:
        unfinished.unlink(missing_ok=True)
        scrim.unlink(missing_ok=True)
    if progress:
        progress(1.0)
    return count


def sample_frames(clip: Path) -> Samples:
    """The clip's key frames, small: fitted footage has three a second."""
    reading = ("-threads", "1", "-skip_frame", "nokey", *ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(clip))
    small = f"{_BT709},scale={_SMALL[0]}:{_SMALL[1]}:flags=area,format=rgb24"
    writing = ("-an", "-vf", small, "-fps_mode", "passthrough", "-f", "rawvideo")
    with ffmpeg.frame_source((*reading, *writing), timeout_s=120) as source:
        data = source.read()
    return np.frombuffer(data, np.uint8).reshape(-1, _SMALL[1], _SMALL[0], 3)


def _decoding(clip: Path, scrim: Path) -> tuple[str, ...]:
    """The clip with the scrim on it, as raw frames: 8-bit blue, green, red, unused."""
    graph = (
        "[1:v]scale=flags=bilinear:out_color_matrix=bt709:out_range=tv,format=yuva420p[s];"
        f"[0:v][s]overlay=format=yuv420:eof_action=repeat:shortest=0,{_BT709},format=bgr0[o]"
    )
    reading = ("-threads", "1", *ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(clip))
    return (
        *reading, *ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(scrim),
        "-filter_complex_threads", "1", "-filter_complex", graph, "-map", "[o]", "-an", "-f", "rawvideo",
    )  # fmt: skip
