"""Pictures taken from a finished video: the thumbnail, the contact sheet, and small previews for the Dagster page.

A seek decodes everything from the key frame before it, so many seeks cost more than one pass. The pass leaves out the
frames between P frames (three of four): a quarter of the cost, and no picture is more than 0.15 s from its moment.
"""

import io
import math
import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw, ImageFont

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.video.probe import probe

SHEET_WIDTH = 1600
_COLUMNS, _GAP, _LABEL = 6, 12, 30
_PAPER, _INK = (17, 19, 26), (222, 226, 238)
_TIMEOUT_S = 120
_SPARSE = ("-threads", "1", "-skip_frame", "bidir")
_AROUND_S = 0.6


def write_thumbnail(video: Path, at_s: float, out: Path) -> None:
    """Write the best frame near `at_s` as a JPEG of the video's own size.

    The best one shows most: not the middle of a transition, not type that is still coming in.
    """
    length_s = probe(video).seconds
    start_s = max(0.0, min(at_s, length_s - 0.5) - _AROUND_S / 2)
    moments = [start_s + _AROUND_S * share for share in (0.1, 0.5, 0.9)]
    frames = _frames(video, moments, "null", start_s=start_s, seconds=_AROUND_S + 0.3)
    write_atomically(out, _jpeg(max((image for _, image in frames), key=_detail), 90))


def write_contact_sheet(video: Path, moments_s: Sequence[float], labels: Sequence[str], out: Path) -> None:
    """Write a JPEG, 1600 px wide, with the frame of each moment (in seconds, rising) above its label."""
    columns = min(_COLUMNS, len(moments_s))
    facts = probe(video)
    width = (SHEET_WIDTH - _GAP * (_COLUMNS + 1)) // _COLUMNS
    height = round(width * facts.height / facts.width / 2) * 2
    frames = _frames(video, moments_s, f"scale={width}:{height}:flags=area")
    rows = math.ceil(len(moments_s) / columns)
    sheet = Image.new("RGB", (SHEET_WIDTH, _GAP + rows * (height + _LABEL + _GAP)), _PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(20)
    for index, (moment, label) in enumerate(zip(moments_s, labels, strict=True)):
        row, column = divmod(index, columns)
        left, top = _GAP + column * (width + _GAP), _GAP + row * (height + _LABEL + _GAP)
        sheet.paste(_nearest(frames, moment), (left, top))
        pen.text((left + 2, top + height + 4), label[:26], _INK, font)
    write_atomically(out, _jpeg(sheet, 85))


def write_filmstrip(clips: Sequence[Path], out: Path) -> None:
    """Write a JPEG with one settled frame of each clip side by side, at most 1600 px wide."""
    width = min(270, SHEET_WIDTH // len(clips)) // 2 * 2
    size = width, width * HEIGHT // WIDTH // 2 * 2
    reading = [option for clip in clips for option in (*_first_seconds(clip), "-i", ffmpeg.file_argument(clip))]
    frames = ";".join(
        f"[{index}:v]trim=end_frame=1,scale={size[0]}:{size[1]}:flags=area,setsar=1,setpts=0[f{index}]"
        for index in range(len(clips))
    )
    row = "".join(f"[f{index}]" for index in range(len(clips)))
    joined = f"{frames};{row}{f'hstack=inputs={len(clips)}' if len(clips) > 1 else 'null'}[row]"
    with TemporaryDirectory(prefix="vidpipe-stills-") as folder:
        raw = Path(folder) / "row.rgb"
        writing = ("-map", "[row]", "-frames:v", "1", "-pix_fmt", "rgb24", "-f", "rawvideo", ffmpeg.file_argument(raw))
        ffmpeg.run((*reading, "-filter_complex", joined, *writing), timeout_s=_TIMEOUT_S)
        image = Image.frombytes("RGB", (size[0] * len(clips), size[1]), raw.read_bytes())
    write_atomically(out, _jpeg(image, 85))


def _first_seconds(clip: Path) -> tuple[str, ...]:
    """Seek to where what comes in has come in; not farther, since a seek decodes all from the key frame before it."""
    return ("-threads", "1", "-ss", f"{min(2.0, probe(clip).seconds * 0.6):.3f}", *ffmpeg.LOCAL_ONLY)


def jpeg_preview(path: Path, width: int, *, most_bytes: int = 60_000) -> bytes:
    """A picture as a JPEG of `width` pixels and at most `most_bytes`, for a page that carries its images inline."""
    with Image.open(path) as source:
        image = source.convert("RGB")
    while True:
        height = max(1, round(image.height * width / image.width))
        small = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        for quality in (82, 70, 55, 40):
            data = _jpeg(small, quality)
            if len(data) <= most_bytes:
                return data
        width = max(1, width * 3 // 4)


def _frames(
    video: Path,
    moments_s: Sequence[float],
    scaling: str,
    *,
    start_s: float = 0,
    seconds: float = 0,
) -> list[tuple[float, Image.Image]]:
    """The frames at or just after each moment, with their own times; at least one."""
    marks = [f"{moment - start_s:.3f}" for moment in moments_s]
    crossed = "+".join(f"gte(t,{mark})*lt(prev_pts*TB,{mark})" for mark in marks)
    wanted = f"select='eq(n,0)+{crossed}',{scaling},showinfo=checksum=0"
    stretch = ("-ss", f"{start_s:.3f}", "-t", f"{seconds:.3f}") if seconds else ()
    reading = (*_SPARSE, *stretch, *ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(video))
    with TemporaryDirectory(prefix="vidpipe-stills-") as folder:
        raw = Path(folder) / "frames.rgb"
        writing = ("-fps_mode", "passthrough", "-pix_fmt", "rgb24", "-f", "rawvideo", ffmpeg.file_argument(raw))
        said = ffmpeg.run((*reading, "-an", "-vf", wanted, *writing), timeout_s=_TIMEOUT_S)
        times = [float(value) + start_s for value in re.findall(r"pts_time:([\d.]+)", said)]
        size = re.search(r"\bs:(\d+)x(\d+)", said)
        if size is None or not times:
            raise BadMedia(f"{video}: no frame can be read", remedy="make the video again")
        return list(zip(times, _cut(raw.read_bytes(), int(size[1]), int(size[2])), strict=True))


def _cut(data: bytes, width: int, height: int) -> list[Image.Image]:
    length = width * height * 3
    return [Image.frombytes("RGB", (width, height), data[at : at + length]) for at in range(0, len(data), length)]


def _nearest(frames: Sequence[tuple[float, Image.Image]], moment: float) -> Image.Image:
    return min(frames, key=lambda frame: abs(frame[0] - moment))[1]


def _detail(image: Image.Image) -> int:
    """How much there is to see: what a small JPEG of it takes."""
    return len(_jpeg(image.resize((270, 480), Image.Resampling.BOX), 70))


def _jpeg(image: Image.Image, quality: int) -> bytes:
    data = io.BytesIO()
    image.save(data, "JPEG", quality=quality, optimize=True)
    return data.getvalue()
