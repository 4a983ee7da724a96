"""HEIC photographs, as iPhones and many other phones take them. Pillow reads none; ffmpeg decodes them for it.

It puts the tiles together and turns them upright as the file says. (Python packages that read HEIC carry libheif with
codecs under the LGPL or the GPL; ffmpeg is here anyway, as a process of its own.)
"""

import re
import struct
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.video.decoded import run_on
from vidpipe_assets.render.video.probe import missing_bytes, top_level_boxes

_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_MOST_OF_HEAD = 4_000_000
"""Bytes that say what lies where; of a photograph of 48 million pixels they are about 10,000."""
_MOST_PIXELS = 50_000_000
_TIMEOUT_S = 60
_REMEDY = (
    "save it as a JPEG: in an iPhone's app Files hold it, then Quick Actions > Convert Image > JPEG; in a Mac's "
    "terminal sips -s format jpeg FILE --out FILE.jpg, elsewhere heif-convert FILE FILE.jpg (libheif); with Settings > "
    "Camera > Formats > Most Compatible an iPhone takes JPEGs from now on"
)


def is_heic(path: Path) -> bool:
    """Whether the file says that it is a HEIC photograph, whatever its name is."""
    with path.open("rb") as file:
        head = file.read(8)
        if head[4:] != b"ftyp":
            return False
        brands = file.read(min(int.from_bytes(head[:4], "big"), 264) - 8)
    return any(brands[at : at + 4] in _BRANDS for at in range(0, len(brands), 4))


def read_heic(path: Path) -> Image.Image:
    """The picture upright, in RGB, its colour profile under 'icc_profile'. Raises `BadMedia` for others."""
    if not ffmpeg.has_decoder("hevc"):
        raise _bad(path, "is a HEIC photograph, which this ffmpeg cannot decode")
    if missing_bytes(path):
        raise _bad(path, "is a HEIC photograph of which the end is missing")
    head = _head(path)
    declared = max(_sizes(head), key=lambda size: size[0] * size[1], default=(0, 0))
    if declared[0] * declared[1] > _MOST_PIXELS:
        raise _bad(path, f"shows {declared[0]}x{declared[1]} pixels, {_MOST_PIXELS // 1_000_000} million are the most")
    image = _decoded(path)
    if image.width * image.height * 2 < declared[0] * declared[1]:
        # Until version 7 it took the first tile for the whole.
        raise _bad(path, f"is a HEIC photograph, of which this ffmpeg decodes only {image.width}x{image.height} pixels")
    profile = _profile(head)
    image.info = {"icc_profile": profile} if profile else {}  # what EXIF says of its turn has been done already
    return image


def _decoded(path: Path) -> Image.Image:
    with TemporaryDirectory(prefix="vidpipe-heic-") as folder:
        out = Path(folder) / "picture.png"
        reading = ("-xerror", *ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(path))
        writing = ("-frames:v", "1", "-update", "1", "-pix_fmt", "rgb24", "-compression_level", "1")
        try:
            run_on(path, (*reading, *writing, ffmpeg.file_argument(out)), _TIMEOUT_S, "cannot be decoded")
            with Image.open(out, formats=("PNG",)) as picture:
                return picture.convert("RGB")
        except (BadMedia, OSError) as error:
            raise _bad(
                path, f"is a HEIC photograph that cannot be read: {str(error).removeprefix(f'{path}: ')}"
            ) from error


def _head(path: Path) -> bytes:
    """What the file says of its pictures: the box `meta`."""
    meta = next((one for one in top_level_boxes(path) if one.kind == "meta"), None)
    if meta is None or meta.end - meta.start > _MOST_OF_HEAD:
        return b""
    with path.open("rb") as file:
        file.seek(meta.start)
        return file.read(meta.end - meta.start)


def _sizes(head: bytes) -> list[tuple[int, int]]:
    """Width and height of all that it holds: the picture, its tiles, its preview."""
    return [struct.unpack(">II", found[1]) for found in re.finditer(rb"\0\0\0\x14ispe\0{4}(.{8})", head, re.DOTALL)]


def _profile(head: bytes) -> bytes:
    """The colour profile: that of an iPhone says Display P3. Empty if there is none."""
    found = re.search(rb"(.{4})colr(?:prof|rICC)", head, re.DOTALL)
    length = int.from_bytes(found[1], "big") - 12 if found else 0
    return head[found.end() : found.end() + length] if found and length > 128 else b""


def _bad(path: Path, what: str) -> BadMedia:
    return BadMedia(f"{path}: the file {what}", remedy=_REMEDY)
