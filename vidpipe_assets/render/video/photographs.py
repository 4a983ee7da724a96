"""Photographs among the clips: any of them becomes a clip in which the camera slowly comes nearer.

They are read by Pillow, as they are meant to be seen: upright by their EXIF orientation, in sRGB by their profile, CMYK
and 16 bits as RGB, what is transparent on black. Of a picture that moves, the first one counts.
"""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import HEIGHT, WIDTH

_BEGINNINGS = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n|RIFF....WEBP|BM|II\*\0|MM\0\*|....ftyp(avif|avis|mif1|msf1|heic|heix|heim)", re.DOTALL
)
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP")
SMALLEST_PX = 100
_MOST_PIXELS, _MOST_OF_JPEG = 50_000_000, 250_000_000
"""A JPEG is read in a part of its size."""
_ORIENTATION, _LYING = 0x0112, {5, 6, 7, 8}
_NEARER = 1.12
"""How much larger it is at its end; over four seconds that is seen as a movement, and not as a zoom."""


@dataclass(frozen=True)
class Photograph:
    """A picture in RGB that fills the frame with room to come nearer. `width`, `height`: as it was, upright.

    `is_moving`: it is the first of several pictures.
    """

    image: Image.Image
    width: int
    height: int
    has_alpha: bool
    is_moving: bool


def is_photograph(path: Path) -> bool:
    """Whether the file begins as a picture does, whatever its name is. False for one that cannot be opened."""
    try:
        with path.open("rb") as file:
            return bool(_BEGINNINGS.match(file.read(16)))
    except OSError:
        return False


def read_photograph(path: Path) -> Photograph:
    """The picture. Raises `BadMedia` for what is none, damaged, too small or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow, on odd metadata and on sizes, which are looked at here
            return _read(path)
    except OSError as error:
        what = (
            "is a picture of a kind that cannot be read"
            if isinstance(error, UnidentifiedImageError)
            else f"is damaged: {error}"
        )
        raise _bad(path, what) from error
    except (ValueError, SyntaxError, Image.DecompressionBombError, MemoryError) as error:
        raise _bad(path, f"cannot be read: {error}") from error


def _read(path: Path) -> Photograph:
    with Image.open(path, formats=_FORMATS) as source:
        width, height = source.size
        if min(width, height) < SMALLEST_PX:
            raise _bad(path, f"shows only {width}x{height} pixels, {SMALLEST_PX} are the least")
        most = _MOST_OF_JPEG if source.format in {"JPEG", "MPO"} else _MOST_PIXELS
        if width * height > most:
            raise _bad(path, f"shows {width}x{height} pixels, {most // 1_000_000} million are the most")
        least = round(max(WIDTH, HEIGHT) * _NEARER) * 2
        source.draft(None, (least, least))
        source.load()
        is_lying = source.getexif().get(_ORIENTATION) in _LYING
        upright = ImageOps.exif_transpose(source)
        is_moving = source.format != "MPO" and getattr(source, "n_frames", 1) > 1
        has_alpha = "A" in upright.getbands() or "transparency" in upright.info
        image = _in_srgb(upright, has_alpha=has_alpha)
    shown = (height, width) if is_lying else (width, height)
    return Photograph(_filling(image), *shown, has_alpha, is_moving)


def _in_srgb(image: Image.Image, *, has_alpha: bool) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I").point(lambda value: value / 257).convert("L").convert("RGB")
    if has_alpha:
        clear = image.convert("RGBA")
        black = Image.new("RGBA", clear.size, (0, 0, 0, 255))
        return Image.alpha_composite(black, clear).convert("RGB")
    profile = image.info.get("icc_profile")
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):  # a profile that is none says nothing
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownArgumentType]
            found = ImageCms.profileToProfile(image, own, screen, outputMode="RGB")
            return found or image.convert("RGB")
    return image.convert("RGB")


def _filling(image: Image.Image) -> Image.Image:
    """The middle of the picture, as large as the frame is at its nearest."""
    size = round(WIDTH * _NEARER), round(HEIGHT * _NEARER)
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS)


def frames_of(photograph: Photograph, frames: int) -> Iterator[bytes]:
    """Raw frames in RGB, each a little nearer than the one before."""
    width, height = photograph.image.size
    for frame in range(frames):
        share = 1 - (1 - 1 / _NEARER) * frame / max(frames - 1, 1)
        left, top = width * (1 - share) / 2, height * (1 - share) / 2
        box = (left, top, width - left, height - top)
        yield photograph.image.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC, box=box).tobytes()


def _bad(path: Path, what: str) -> BadMedia:
    return BadMedia(f"{path}: the file {what}", remedy="save it as a JPEG, or remove it")
