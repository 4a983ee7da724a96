"""The camera over a still: it finds what matters, stays in the picture, moves evenly, enlarges little."""

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from vidpipe_assets.render.safe_areas import SUBJECT_BOTTOM, SUBJECT_TOP
from vidpipe_assets.render.video.photographs import Photograph
from vidpipe_assets.render.video.saliency import find_saliency
from vidpipe_assets.render.video.still_camera import MOST_ENLARGED, fills_frame, plan_moves
from vidpipe_assets.render.video.still_frames import still_enlargement, still_frames, to_planes

SIZES = [(4000, 2250), (2400, 3600), (7000, 1700), (1400, 6000), (1080, 1920), (1080, 1921), (721, 1281), (2000, 2000)]


def leaves(size: tuple[int, int]) -> Image.Image:
    """Edges everywhere, and nothing that matters."""
    noise = np.random.default_rng(3).integers(40, 110, (size[1] // 8, size[0] // 8), np.uint8)
    return (
        Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(2)).convert("RGB")
    )


def with_tent(size: tuple[int, int], x: float, y: float) -> Image.Image:
    image = leaves(size)
    side = min(size) * 0.08
    box = (x * size[0] - side, y * size[1] - side, x * size[0] + side, y * size[1] + side)
    ImageDraw.Draw(image).rectangle(box, fill=(200, 40, 40))
    return image


@pytest.mark.parametrize("x", [0.15, 0.5, 0.8])
def test_the_one_thing_of_its_colour_is_what_matters(x: float) -> None:
    saliency = find_saliency(with_tent((1600, 900), x, 0.6))
    middle, _ = saliency.best_window(0.3, 1.0)
    assert abs(middle - x) < 0.15
    subject = saliency.subject(0, 0, 1, 1)
    assert (subject.x, subject.y) == pytest.approx((x, 0.6), abs=0.06)
    assert subject.left < x < subject.right
    assert subject.top < 0.6 < subject.bottom


def test_a_picture_of_one_colour_is_shown_from_its_middle() -> None:
    saliency = find_saliency(Image.new("RGB", (1600, 900), (90, 90, 90)))
    assert saliency.best_window(0.3, 1.0)[0] == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("cut", [0, 70])
def test_every_view_lies_in_the_picture_and_is_not_enlarged_too_much(size: tuple[int, int], cut: int) -> None:
    small = with_tent((size[0] // 4, size[1] // 4), 0.7, 0.3)
    moves = plan_moves(*size, find_saliency(small), 150, cut)
    assert [move.frames for move in moves] == ([70, 80] if cut else [150])
    for view in (view for move in moves for view in move.views()):
        assert min(view.left, view.top) >= -1e-6
        assert (view.left + view.width <= size[0] + 1e-6, view.top + view.height <= size[1] + 1e-6) == (True, True)
        assert 1080 / view.width <= MOST_ENLARGED * 1.06 + 1e-6


@pytest.mark.parametrize("size", SIZES)
def test_the_camera_moves_with_every_frame_and_by_less_than_three_pixels(size: tuple[int, int]) -> None:
    (move,) = plan_moves(*size, find_saliency(leaves((320, 320))), 150)
    for one, other in pairwise(move.views()):
        scale = 1080 / one.width
        moved = [abs(a - b) * scale for a, b in ((one.left, other.left), (one.top, other.top))]
        moved += [abs(one.left + one.width - other.left - other.width) * scale]
        assert 0.02 < max(moved) < 3


def test_after_a_cut_the_picture_is_seen_clearly_nearer() -> None:
    first, second = plan_moves(2400, 3600, find_saliency(with_tent((600, 900), 0.5, 0.4)), 150, 75)
    assert second.first.width < first.last.width * 0.93


@pytest.mark.parametrize(("y", "seen"), [(0.3, 0.27), (0.36, 0.27), (0.5, 0.5), (0.58, 0.5)])
def test_what_matters_stands_above_the_type_or_where_it_lies_low_in_the_picture_below_it(y: float, seen: float) -> None:
    _, move = plan_moves(2400, 3600, find_saliency(with_tent((600, 900), 0.5, y)), 150, 75)
    assert (3600 * y - move.last.top) / move.last.height == pytest.approx(seen, abs=0.06)


@pytest.mark.parametrize("size", [(2400, 3600), (2000, 2000), (4000, 2250), (1500, 4000)])
@pytest.mark.parametrize("at", [(0.3, 0.35), (0.5, 0.5), (0.72, 0.62)])
def test_what_matters_stays_clear_of_strip_captions_and_edges_all_the_way(
    size: tuple[int, int], at: tuple[float, float]
) -> None:
    saliency = find_saliency(with_tent((size[0] // 4, size[1] // 4), *at))
    found = saliency.subject(0, 0, 1, 1)
    for view in (view for move in plan_moves(*size, saliency, 150, 75) for view in move.views()):
        scale = 1080 / view.width
        assert (found.left * size[0] - view.left) * scale >= 39
        assert (found.right * size[0] - view.left) * scale <= 1041
        assert (found.top * size[1] - view.top) * scale >= SUBJECT_TOP - 1
        assert (found.bottom * size[1] - view.top) * scale <= SUBJECT_BOTTOM + 1


def test_of_what_is_taller_than_the_room_between_strip_and_captions_the_top_is_seen() -> None:
    tall = leaves((600, 900))
    ImageDraw.Draw(tall).rectangle((260, 120, 340, 860), fill=(200, 40, 40))
    saliency = find_saliency(tall)
    top = saliency.subject(0, 0, 1, 1).top * 3600
    nearest = plan_moves(2400, 3600, saliency, 150, 75)[-1].last
    assert (top - nearest.top) * 1080 / nearest.width == pytest.approx(SUBJECT_TOP, abs=2)


def test_a_picture_that_is_too_small_for_the_frame_does_not_fill_it() -> None:
    assert fills_frame(720, 1280)
    assert not fills_frame(640, 480)
    assert not fills_frame(1280, 720)


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (300, 900)])
def test_what_a_small_picture_is_enlarged_by_is_known(size: tuple[int, int]) -> None:
    factor = still_enlargement(Photograph(leaves(size), *size, has_alpha=False, is_moving=False))
    assert factor >= 1080 / size[0] * 0.99 or size[1] * factor >= 960


def test_frames_are_as_long_as_the_encoder_expects_and_the_same_every_time() -> None:
    still = Photograph(with_tent((1300, 2000), 0.5, 0.4), 1300, 2000, has_alpha=False, is_moving=False)
    once, again = ([*still_frames(still, 3, 2)] for _ in range(2))
    assert once == again
    assert {len(frame) for frame in once} == {1080 * 1920 * 3 // 2}


def test_what_is_transparent_shows_a_blurred_copy_that_travels_the_other_way() -> None:
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((50, 50, 350, 350), fill=(200, 180, 60, 255))
    still = Photograph(image, 400, 400, has_alpha=True, is_moving=False)
    first, last = (np.frombuffer(one[: 1080 * 1920], np.uint8).reshape(1920, 1080) for one in [*still_frames(still, 2)])
    bright = first[590, 540]
    assert bright > first[100, 20] + 30
    assert int((last > bright - 12).sum()) > int((first > bright - 12).sum())


def test_colours_are_those_of_bt709() -> None:
    planes = to_planes(Image.new("RGB", (2, 2), (255, 0, 0)))
    assert [one.getpixel((0, 0)) for one in (planes.y, planes.u, planes.v)] == [63, 102, 240]
