"""Picture files: read, made small, and turned into images that a `Canvas` draws."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from vidpipe_assets.render.drawing.canvas import skia

_MOST_PIXELS = 40_000_000


def load_png(file: Path, *, width: int, height: int) -> Any:
    """The PNG file, made to fit into `width` x `height`.

    Raises `OSError`, `ValueError` or `SyntaxError`, as Pillow does, for what is no PNG or far too large.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(file, formats=("PNG",)) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    raise ValueError(f"it has {opened.width} x {opened.height} pixels")
                picture = opened.convert("RGBA")
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise ValueError(str(error)) from error
    scale = min(width / picture.width, height / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = picture.resize(size, Image.Resampling.LANCZOS)
    return skia.Image.fromarray(np.array(small), colorType=skia.kRGBA_8888_ColorType, copy=True)
