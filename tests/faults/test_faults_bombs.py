"""Small files that would become huge: refused by what their headers say, before anything is unpacked."""

import struct
import zlib
from pathlib import Path

import pytest

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.drawing.canvas import load_png
from vidpipe_assets.render.video.gate import require_video


def png(width: int, height: int) -> bytes:
    """A picture of zeros, of which only the beginning is there: enough to be believed."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + b""


@pytest.mark.parametrize("side", [7_000, 12_000, 65_535, 2**31 - 1])
def test_fault_23_a_logo_of_billions_of_pixels_is_refused_unread(tmp_path: Path, side: int) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(png(side, side))
    with pytest.raises((ValueError, OSError), match=r"pixels|PNG|image"):
        load_png(logo, width=200, height=60)


def test_fault_23_footage_wider_than_any_screen_is_refused(tmp_path: Path) -> None:
    wide = tmp_path / "wide.mp4"
    source = "color=s=8400x128:r=1:d=1"
    ffmpeg.run(("-f", "lavfi", "-i", source, "-c:v", "libx264", "-preset", "ultrafast", f"file:{wide}"), timeout_s=60)
    with pytest.raises(BadMedia, match="8400x128 pixels, 8192 are the most"):
        require_video(wide)
