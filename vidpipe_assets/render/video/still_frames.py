"""The frames of a still: what the camera sees of it, at each thirtieth of a second, as raw pictures for the encoder.

Views lie between pixels, so that slow moves are smooth. The picture is brought to the frame's resolution once, in
the encoder's own colours (8-bit 4:2:0, BT.709): a frame then takes 13 ms, a third of what it takes in RGB, and a tenth
of ffmpeg's zoompan.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.video.photographs import Photograph
from vidpipe_assets.render.video.saliency import find_saliency
from vidpipe_assets.render.video.still_camera import (
    MOST_ENLARGED,
    CameraMove,
    View,
    fills_frame,
    nearest_scale,
    plan_moves,
)

_SMOOTH = Image.Resampling.BILINEAR
"""Pillow's: as wide as the reduction asks for, so that nothing flickers."""
_RED, _BLUE = 0.2126, 0.0722
"""Of BT.709."""
_BACK_BLUR, _BACK_LIGHT = 14, 0.55
_BACK_SMALL = (135, 240)
_DRIFT = 48
"""How many pixels what lies behind travels, against what lies in front."""
_FORE_TOP, _FORE_BOTTOM, _CUT_OUT_BOTTOM = 210, 1180, 980
"""Where a picture that does not fill the frame stands; a cut-out one above most of what is drawn over it."""
_GROWS = 1.07

Box = tuple[float, float, float, float]
Values = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Planes:
    """A picture as encoders have it: light at full, colour at half resolution; `alpha`: how opaque it is."""

    y: Image.Image
    u: Image.Image
    v: Image.Image
    alpha: Image.Image | None = None

    def view(self, box: Box, size: tuple[int, int]) -> "Planes":
        """A part of it, enlarged or reduced to `size` (even numbers)."""
        half = size[0] // 2, size[1] // 2
        halved: Box = (box[0] / 2, box[1] / 2, box[2] / 2, box[3] / 2)
        return Planes(
            self.y.resize(size, _SMOOTH, box=box),
            self.u.resize(half, _SMOOTH, box=halved),
            self.v.resize(half, _SMOOTH, box=halved),
            self.alpha.resize(size, _SMOOTH, box=box) if self.alpha else None,
        )

    def crop(self, left: int, top: int) -> "Planes":
        """A frame's worth of it, from an even place."""
        box = (left, top, left + WIDTH, top + HEIGHT)
        half = tuple(one // 2 for one in box)
        return Planes(self.y.crop(box), self.u.crop(half), self.v.crop(half))  # pyright: ignore[reportArgumentType]

    def put(self, other: "Planes", at: tuple[int, int]) -> None:
        """Put another picture on it, in place."""
        half = at[0] // 2, at[1] // 2
        if other.alpha is None:
            self.y.paste(other.y, at)
            self.u.paste(other.u, half)
            self.v.paste(other.v, half)
            return
        small = other.alpha.reduce(2)
        self.y.paste(other.y, at, other.alpha)
        self.u.paste(other.u, half, small)
        self.v.paste(other.v, half, small)

    @property
    def data(self) -> bytes:
        """As ffmpeg reads yuv420p."""
        return self.y.tobytes() + self.u.tobytes() + self.v.tobytes()


def to_planes(image: Image.Image) -> Planes:
    """An RGB or RGBA picture of even size."""
    colours = np.asarray(image.convert("RGB"), np.float32)
    red, green, blue = colours[..., 0], colours[..., 1], colours[..., 2]
    light = red * _RED + green * (1 - _RED - _BLUE) + blue * _BLUE
    u, v = (blue - light) / (2 - 2 * _BLUE), (red - light) / (2 - 2 * _RED)
    return Planes(
        _plane(16 + light * (219 / 255)),
        _plane(128 + _halved(u) * (224 / 255)),
        _plane(128 + _halved(v) * (224 / 255)),
        image.getchannel("A") if image.mode == "RGBA" else None,
    )


def _halved(values: Values) -> Values:
    return (values[::2, ::2] + values[1::2, ::2] + values[::2, 1::2] + values[1::2, 1::2]) / 4


def _plane(values: Values) -> Image.Image:
    return Image.fromarray((values + 0.5).clip(0, 255).astype(np.uint8))


def stands_before_itself(still: Photograph) -> bool:
    """Whether it does not fill the frame: some of it is transparent, or it is too small for that."""
    return still.has_alpha or not fills_frame(*still.image.size)


def still_enlargement(still: Photograph) -> float:
    """By how much its pixels are enlarged at the most."""
    if not stands_before_itself(still):
        return nearest_scale(*still.image.size)
    image, room = _cut_out(still.image)
    return foreground_scale(image.size, room, opaque=not still.has_alpha) * _GROWS


def still_frames(still: Photograph, frames: int, cut: int = 0) -> Iterator[bytes]:
    """Raw frames in yuv420p. `cut`: the frame with which a second, nearer view begins; 0: there is none."""
    image = still.image
    if stands_before_itself(still):
        yield from _before_itself(image, frames)
        return
    for move in plan_moves(*image.size, find_saliency(image), frames, cut):
        planes, views = _prepared(image, move)
        for view in views:
            box = (view.left, view.top, view.left + view.width, view.top + view.height)
            yield planes.view(box, (WIDTH, HEIGHT)).data


def _prepared(image: Image.Image, move: CameraMove) -> tuple[Planes, Sequence[View]]:
    """The part of the picture that a move shows, at the resolution of its nearest view; and the views in it."""
    ends = (move.first, move.last)
    left, top = min(one.left for one in ends), min(one.top for one in ends)
    right = max(one.left + one.width for one in ends)
    bottom = max(one.top + one.height for one in ends)
    scale = WIDTH / min(one.width for one in ends)
    size = _even((right - left) * scale), _even((bottom - top) * scale)
    part = image.resize(size, Image.Resampling.LANCZOS, box=(left, top, right, bottom), reducing_gap=3.0)
    across, down = size[0] / (right - left), size[1] / (bottom - top)
    inside = [
        replace(one, left=(one.left - left) * across, top=(one.top - top) * down, width=one.width * across)
        for one in move.views()
    ]
    return to_planes(part), [_kept_inside(one, size) for one in inside]


def _kept_inside(view: View, size: tuple[int, int]) -> View:
    """Roundings may have led it out by a millionth."""
    width = min(view.width, size[0], size[1] * WIDTH / HEIGHT)
    return View(
        min(max(view.left, 0.0), size[0] - width), min(max(view.top, 0.0), size[1] - width * HEIGHT / WIDTH), width
    )


def _before_itself(image: Image.Image, frames: int) -> Iterator[bytes]:
    """The picture grows slowly before a blurred copy of itself, which travels the other way."""
    back = to_planes(_blurred_copy(image))
    fore, place = _foreground(image)
    planes = to_planes(fore)
    for number in range(frames):
        share = number / max(frames - 1, 1)
        drift = round(_DRIFT * (1 - share)) // 2 * 2
        frame = back.crop(drift, drift)
        part = 1 / (1 + (_GROWS - 1) * share)
        left, top = fore.width * (1 - part) / 2, fore.height * (1 - part) / 2
        frame.put(planes.view((left, top, fore.width - left, fore.height - top), fore.size), place)
        yield frame.data


def _blurred_copy(image: Image.Image) -> Image.Image:
    """A dark, soft copy of the picture that is larger than the frame by what it travels."""
    flat = Image.new("RGB", image.size, _middle_colour(image))
    flat.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    small = _filling(flat, _BACK_SMALL).filter(ImageFilter.GaussianBlur(_BACK_BLUR))
    darker = small.point(lambda value: value * _BACK_LIGHT)
    return darker.resize((WIDTH + _DRIFT, HEIGHT + _DRIFT), Image.Resampling.BICUBIC)


def _middle_colour(image: Image.Image) -> tuple[int, int, int]:
    """Of what is opaque."""
    colours = np.asarray(image.convert("RGBA").resize((64, 64), Image.Resampling.BOX), np.float32)
    weights = colours[..., 3:] + 1e-3
    red, green, blue = (colours[..., :3] * weights).sum((0, 1)) / weights.sum()
    return int(red), int(green), int(blue)


def _filling(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    scale = max(size[0] / image.width, size[1] / image.height)
    large = image.resize((max(size[0], round(image.width * scale)), max(size[1], round(image.height * scale))))
    left, top = (large.width - size[0]) // 2, (large.height - size[1]) // 2
    return large.crop((left, top, left + size[0], top + size[1]))


def _cut_out(image: Image.Image) -> tuple[Image.Image, tuple[float, float]]:
    """The picture without the clear edges around it, and the room that it has."""
    if image.mode == "RGBA":
        tall = (_CUT_OUT_BOTTOM - _FORE_TOP) / _GROWS
        return image.crop(image.getchannel("A").getbbox() or (0, 0, *image.size)), (WIDTH * 0.84, tall)
    return image, (float(WIDTH), (_FORE_BOTTOM - _FORE_TOP) / _GROWS)


def _foreground(image: Image.Image) -> tuple[Image.Image, tuple[int, int]]:
    """The picture as large as its place allows with room to grow, on clear ground; and where it stands."""
    image, room = _cut_out(image)
    scale = foreground_scale(image.size, room, opaque=image.mode != "RGBA")
    size = _even(image.width * scale), _even(image.height * scale)
    large = image.resize(size, Image.Resampling.LANCZOS)
    if image.mode != "RGBA":  # it may be wider than the frame: what matters is kept
        seen = min(size[0], WIDTH), size[1]
        x, _ = find_saliency(large).best_window(seen[0] / size[0], 1.0)
        left = min(max(round(x * size[0] - seen[0] / 2), 0), size[0] - seen[0])
        plate = large.crop((left, 0, left + seen[0], seen[1]))
        return plate, _standing(seen, _FORE_BOTTOM)
    # Grown, it is this much larger than at its beginning.
    grown = min(_even(size[0] * _GROWS + 8), WIDTH), _even(size[1] * _GROWS + 8)
    plate = Image.new("RGBA", grown, (0, 0, 0, 0))
    plate.paste(large, ((grown[0] - size[0]) // 2, (grown[1] - size[1]) // 2))
    return plate, _standing(grown, _CUT_OUT_BOTTOM)


def foreground_scale(size: tuple[int, int], room: tuple[float, float], *, opaque: bool) -> float:
    """By how much a picture that does not fill the frame is enlarged: it fills its place as far as it may."""
    fitting = min(room[0] / size[0], room[1] / size[1])
    if not opaque:
        return fitting
    filling = max(room[0] / size[0], room[1] / size[1])
    return max(fitting, min(filling, MOST_ENLARGED))


def _standing(size: tuple[int, int], bottom: int) -> tuple[int, int]:
    left, top = (WIDTH - size[0]) // 2, _FORE_TOP + (bottom - _FORE_TOP - size[1]) // 2
    return left // 2 * 2, max(top, 0) // 2 * 2


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)
