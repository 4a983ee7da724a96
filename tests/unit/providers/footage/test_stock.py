"""Which size of a stock clip is fetched."""

import pytest

from vidpipe_assets.providers.footage.stock import StockFile, best_file


def file(width: int, height: int) -> StockFile:
    return StockFile(url=f"https://example.com/{width}x{height}.mp4", width=width, height=height)


@pytest.mark.parametrize(
    ("sizes", "best"),
    [
        ([(540, 960), (1080, 1920), (2160, 3840)], (1080, 1920)),  # the smallest that fills the picture
        ([(540, 960), (720, 1280)], (720, 1280)),  # none does: the one to be enlarged least
        ([(1920, 1080), (3840, 2160)], (3840, 2160)),  # lying: its height has to fill the picture's
        ([(1920, 1080), (960, 540)], (1920, 1080)),
        ([(0, 0), (640, 360)], (640, 360)),  # a size that there is not
    ],
)
def test_the_smallest_file_that_fills_the_picture_is_the_best(
    sizes: list[tuple[int, int]], best: tuple[int, int]
) -> None:
    found = best_file(file(*size) for size in sizes)
    assert found == file(*best)


def test_a_clip_without_a_size_has_no_file() -> None:
    assert best_file([file(0, 0)]) is None
