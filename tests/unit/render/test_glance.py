"""A glance is a real picture of the file, and short enough for Dagster's UI to show it at once."""

import base64
import io
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
from PIL import Image

from vidpipe_assets.render.glance import MOST_CHARACTERS, glance_markdown


@pytest.mark.parametrize("size", [(1080, 1920), (1620, 946), (1920, 200), (40, 40)])
@pytest.mark.parametrize("noisy", [False, True])
def test_a_glance_is_short_and_shows_the_picture(tmp_path: Path, size: tuple[int, int], noisy: bool) -> None:
    pixels = np.zeros((size[1], size[0], 3), np.uint8)
    pixels[:, size[0] // 2 :] = (255, 40, 20)
    if noisy:
        pixels = np.random.default_rng(1).integers(0, 255, pixels.shape, np.uint8)
    Image.fromarray(pixels).save(tmp_path / "picture.png")
    found = glance_markdown(tmp_path / "picture.png", "what [it] shows (at 2 s)")
    assert found.startswith("![what it shows at 2 s](data:image/svg+xml,")
    assert len(found) <= MOST_CHARACTERS < 1000
    inside = unquote(found).partition("data:image/webp;base64,")[2].partition("'")[0]
    with Image.open(io.BytesIO(base64.b64decode(inside))) as small:
        assert abs(small.width / small.height - size[0] / size[1]) < 0.12 * size[0] / size[1]
        if not noisy:
            left, right = (small.convert("RGB").getpixel((x, small.height // 2)) for x in (0, small.width - 1))
            assert max(left) < 60
            assert right[0] > 180
