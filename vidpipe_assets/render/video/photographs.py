"""Photographs and other stills among the clips, read by Pillow (HEIC by ffmpeg) as they are meant to be seen.

Upright by their EXIF orientation, in sRGB by their profile, CMYK and 16 bits as RGB, what is transparent as such. Of a
picture that moves, the first one counts. `still_frames` makes a clip of them.
"""

import io
import re
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.video.heic import is_heic, read_heic

_BEGINNINGS = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n|RIFF....WEBP|BM|II\*\0|MM\0\*|....ftyp(avif|avis|mif1|msf1|heic|heix|heim)", re.DOTALL
)
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP")
SMALLEST_PX = 100
_MOST_PIXELS, _MOST_OF_JPEG = 50_000_000, 250_000_000
"""A JPEG is read in a part of its size."""
_ORIENTATION, _LYING = 0x0112, {5, 6, 7, 8}
_ENOUGH = 1.6
"""More of the frame's size than this is not needed, even where the camera is nearest."""


@dataclass(frozen=True)
class Photograph:
    """A picture in RGB, or in RGBA if some of it is transparent, no larger than is needed.

    `width`, `height`: as it was, upright. `is_moving`: it is the first of several pictures.
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
    with read_heic(path) if is_heic(path) else Image.open(path, formats=_FORMATS) as source:
        width, height = source.size
        if min(width, height) < SMALLEST_PX:
            raise _bad(path, f"shows only {width}x{height} pixels, {SMALLEST_PX} are the least")
        most = _MOST_OF_JPEG if source.format in {"JPEG", "MPO"} else _MOST_PIXELS
        if width * height > most:
            raise _bad(path, f"shows {width}x{height} pixels, {most // 1_000_000} million are the most")
        least = round(max(WIDTH, HEIGHT) * _ENOUGH)
        source.draft(None, (least, least))
        source.load()
        is_lying = source.getexif().get(_ORIENTATION) in _LYING
        upright = ImageOps.exif_transpose(source)
        is_moving = source.format != "MPO" and getattr(source, "n_frames", 1) > 1
        image = _in_srgb(upright, has_alpha="A" in upright.getbands() or "transparency" in upright.info)
    shown = (height, width) if is_lying else (width, height)
    return Photograph(_reduced(image), *shown, image.mode == "RGBA", is_moving)


def _in_srgb(image: Image.Image, *, has_alpha: bool) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I").point(lambda value: value / 257).convert("L").convert("RGB")
    if has_alpha:
        clear = image.convert("RGBA")
        least, most = cast("tuple[int, int]", clear.getchannel("A").getextrema())
        if most == 0:
            raise ValueError("all of it is transparent")
        return clear.convert("RGB") if least == 255 else clear
    profile = image.info.get("icc_profile")
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):  # a profile that is none says nothing
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownArgumentType]
            found = ImageCms.profileToProfile(image, own, screen, outputMode="RGB")
            return found or image.convert("RGB")
    return image.convert("RGB")


def _reduced(image: Image.Image) -> Image.Image:
    """The picture, smaller where it has more pixels than a frame can show of it."""
    scale = max(WIDTH * _ENOUGH / image.width, HEIGHT * _ENOUGH / image.height)
    if scale >= 1:
        return image
    size = round(image.width * scale), round(image.height * scale)
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _bad(path: Path, what: str) -> BadMedia:
    return BadMedia(f"{path}: the file {what}", remedy="save it as a JPEG, or remove it")
