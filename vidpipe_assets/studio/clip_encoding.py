"""How a clip is encoded: cheap and nearly without loss, since it is encoded again when the video is composed."""

from collections.abc import Sequence
from pathlib import Path

from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.studio import ffmpeg

_BT709 = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")

CLIP_ENCODING = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "17")
"""Three scenes of fine type and gradients, composed from such clips, have the structural similarity (0.974 to 0.979)
and the size that crf 14 gave them, and look the same, contrast times five; the clips are 33 to 46 % smaller."""


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
