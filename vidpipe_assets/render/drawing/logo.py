"""Reading a channel's logo: one place decides which files are one, for the check and for the drawing.

Apart from the canvas, so that a file can be looked at without loading skia.
"""

import warnings
from pathlib import Path

from PIL import Image

from vidpipe_assets.model.errors import BadInput

_MOST_PIXELS = 40_000_000


def read_logo(file: Path) -> Image.Image:
    """The PNG file as RGBA. Raises `BadInput` for what is no PNG picture, is damaged or far too large."""
    try:
        return read_png(file)
    except (OSError, ValueError, SyntaxError) as error:
        raise unusable_logo(file, error) from error


def unusable_logo(file: Path, error: Exception) -> BadInput:
    """The error of a file that is no logo; it says what the file really is, where that is known."""
    return BadInput(
        f"picture.logo.file: {file} is no PNG picture that can be read: {error}{_really(file)}",
        remedy="name a PNG file inside the themes folder, or remove the logo from the theme",
    )


def read_png(file: Path) -> Image.Image:
    """The PNG file as RGBA. Raises `OSError`, `ValueError` or `SyntaxError`, as Pillow does, for what is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(file, formats=("PNG",)) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    raise ValueError(f"it has {opened.width} x {opened.height} pixels")
                return opened.convert("RGBA")
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise ValueError(str(error)) from error


def _really(file: Path) -> str:
    """What a file is that is no PNG, as far as Pillow knows: a JPEG that is called .png is a common one."""
    try:
        with Image.open(file, formats=("JPEG", "WEBP", "GIF", "BMP", "TIFF")) as opened:
            return f"; it is a {opened.format} file"
    except Exception:  # whatever it is, it was refused already
        return ""
