"""Films that fakes give away: they can be played, and each number looks different."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path

import imageio_ffmpeg


@cache
def film(seconds: float, number: int = 0, size: str = "180x320") -> bytes:
    """A moving test picture as MP4."""
    picture = f"testsrc2=s={size}:r=15:d={seconds},hue=h={number * 37 % 360}"
    coding = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", picture, *coding, str(path)]
        subprocess.run(command, check=True)
        return path.read_bytes()
