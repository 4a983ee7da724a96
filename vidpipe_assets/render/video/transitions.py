"""Transitions: how the first frames of a scene come out of the last picture of the scene before, as ffmpeg's filters.

Each takes `TRANSITION_FRAMES` frames of both clips and moves, enlarges or uncovers them, so that no frame is without a
picture. They start fast and end slowly: the first word of a scene is heard a tenth of a second after the cut. A filter
sees these frames alone; all others pass as the decoder made them. What uncovers by a shape is a mask, drawn here: raw
frames of grey at half the size, black where the scene before is still seen.
"""

from collections.abc import Callable, Mapping, Sequence

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.easing import clamp, in_out_cubic, out_cubic
from vidpipe_assets.render.video.timeline import TRANSITION_FRAMES

MASK_WIDTH, MASK_HEIGHT = WIDTH // 2, HEIGHT // 2
"""Half of the video's: each frame is seen for a thirtieth of a second, in fast motion."""
MASK_FORMAT = "gray"

_SLATS = 6
_EYE = (506.0, 820.0)
"""Where the subject of most templates stands."""
_CORNER = 1240.0
"""From the eye of the iris to the farthest corner."""
_WHITE = "#FFFFFF"


def blend_filters(kind: str, tail: str, head: str, mask: str, out: str, behind: str) -> list[str]:
    """Chains that make the frames `out` of those of the scene that goes, `tail`, and of the one that comes, `head`.

    All are labels without brackets; `mask` is read by the kinds of `MASKS`. `behind`: the ground of the scene that
    comes, as '#RRGGBB'. Raises `BadInput` for an unknown kind.
    """
    if kind in MASKS:
        # The mask is as large as the planes of colour, so only that of brightness is enlarged.
        return [
            f"[{mask}]settb=1/{FPS},setpts=N,split=3[{mask}s][{mask}u][{mask}v]",
            f"[{mask}s]scale={WIDTH}:{HEIGHT}:flags=fast_bilinear,format=gray[{mask}y]",
            f"[{mask}y][{mask}u][{mask}v]mergeplanes=0x001020:yuv420p[{mask}p]",
            f"[{tail}][{head}][{mask}p]maskedmerge[{out}]",
        ]
    if kind not in _GEOMETRIES:
        known = ", ".join((*_GEOMETRIES, *MASKS))
        raise BadInput(f"transition: {kind!r} is not known", remedy=f"use one of {known}")
    ground = behind.replace("#", "0x")
    return [chain.format(tail=tail, head=head, out=out, ground=ground) for chain in _GEOMETRIES[kind]]


_LEFT = f"(1-(n+1)/{TRANSITION_FRAMES})"
"""The share of the transition that is left, in an expression of ffmpeg's; `n` counts frames."""
_MOVED = f"(1-pow({_LEFT},3))"
_SWITCH = 3
"""The frame with which a zoom shows the next picture."""
_AROUND = 1.5
"""How much larger than the frame a picture is with its edges drawn out around it."""
_WIDER, _HIGHER = round(WIDTH * _AROUND), round(HEIGHT * _AROUND)
_DRAWN_OUT = "fillborders={0}:{0}:{1}:{1}:smear".format((_WIDER - WIDTH) // 2, (_HIGHER - HEIGHT) // 2)
_CENTRED = "overlay=x='(W-w)/2':y='(H-h)/2':eval=frame:format=yuv420:eof_action=pass"


def _sized(times: float, scale: str) -> str:
    """Arguments of ffmpeg's `scale`: so many times the frame, by an expression; its edges lie on even pixels."""
    wide, high = (f"4*trunc({round(length * times)}*({scale})/4)" for length in (WIDTH, HEIGHT))
    return f"w='{wide}':h='{high}':eval=frame:flags=bilinear"


_SCALED = "(n-1)"
"""The frame, counted from 0, in expressions of ffmpeg's `scale`, which counts from 1."""
_NEARER = (
    f"if(lt({_SCALED},{_SWITCH}),1+0.05*pow(3,{_SCALED}),"
    f"1-0.3*pow(1-({_SCALED}-{_SWITCH - 1})/{TRANSITION_FRAMES - _SWITCH},3))"
)
"""How many times as large as it is a picture is seen, in a zoom."""


def _blurred(times: Sequence[int], wide: int, high: int) -> str:
    """Filters that blur `wide` x `high` pixels sideways by making them narrower: so many `times` in each frame, then 1.

    ffmpeg's own blurs keep buffers of tens of megabytes, for each transition and to the end of the video.
    """
    of_frame = "".join(f"+eq({_SCALED},{frame})*{value - 1}" for frame, value in enumerate(times))
    narrower = f"scale=w='2*ceil({wide}/2/(1{of_frame}))':h={high}:eval=frame:flags=area"
    return f"{narrower},scale={wide}:{high}:flags=bilinear"


_GEOMETRIES: Mapping[str, tuple[str, ...]] = {
    # Never two texts in one picture: one sinks into the ground out of which the other comes.
    "fade": (
        "[{tail}]fade=t=out:s=0:n=6:color={ground}[{tail}g]",
        "[{head}]fade=t=in:s=5:n=7:color={ground}[{head}g]",
        "[{tail}g][{head}g]overlay=format=yuv420:eof_action=pass:enable='gte(n,6)'[{out}]",
    ),
    # One picture pushes the other out, upwards: what the thumb would do.
    "push": (f"[{{tail}}][{{head}}]vstack,crop={WIDTH}:{HEIGHT}:0:'{HEIGHT}*{_MOVED}'[{{out}}]",),
    # A camera that is thrown round: sideways, faster, and blurred by it.
    "whip": (
        f"[{{tail}}][{{head}}]hstack,crop={WIDTH}:{HEIGHT}:'{WIDTH}*(1-pow({_LEFT},4))':0,"
        f"{_blurred((20, 20, 20, 20, 5, 5, 5), WIDTH, HEIGHT)}[{{out}}]",
    ),
    # Into the picture, faster and faster, and out of the next one's depth to where it rests. Where the camera is
    # fastest one gives way to the other: nothing is seen through anything. Far away, its edges are drawn out around it:
    # in a mirror its type would be read upside down.
    "zoom": (
        f"[{{tail}}]trim=end_frame={_SWITCH}[{{tail}}z]",
        f"[{{head}}]trim=start_frame={_SWITCH},setpts=PTS-STARTPTS[{{head}}z]",
        f"[{{tail}}z][{{head}}z]concat,settb=1/{FPS},setpts=N,split[{{out}}r][{{out}}m]",
        f"[{{out}}m]pad={_WIDER}:{_HIGHER}:-1:-1,{_DRAWN_OUT},"
        f"{_blurred((1, 3, 9, 7, 3), _WIDER, _HIGHER)},scale={_sized(_AROUND, _NEARER)}[{{out}}z]",
        f"[{{out}}r][{{out}}z]{_CENTRED}[{{out}}]",
    ),
}


def draw_mask(kind: str) -> list[bytes]:
    """The frames of a mask, raw `MASK_FORMAT` of `MASK_WIDTH` x `MASK_HEIGHT`; the last one shows all of the scene."""
    canvas = Canvas(MASK_WIDTH, MASK_HEIGHT)
    frames: list[bytes] = []
    for number in range(TRANSITION_FRAMES):
        canvas.clear("#000000")
        with canvas.transform(scale=0.5):
            MASKS[kind](canvas, (number + 1) / TRANSITION_FRAMES)
        frames.append(canvas.pixels[..., 0].tobytes())
    return frames


def _wipe(canvas: Canvas, share: float) -> None:
    """A slanted edge that runs up."""
    slant = 260.0
    height = (HEIGHT + slant) * out_cubic(share)
    with canvas.transform(0, HEIGHT + slant / 2 - height, turn=-13):
        canvas.box(-WIDTH, 0, 3 * WIDTH, 2 * HEIGHT, fill(_WHITE))
    if share >= 1:
        canvas.cover(fill(_WHITE))


def _iris(canvas: Canvas, share: float) -> None:
    """The next picture opens from where the subject stands."""
    canvas.circle(*_EYE, _CORNER * out_cubic(share), fill(_WHITE))
    if share >= 1:
        canvas.cover(fill(_WHITE))


def _blinds(canvas: Canvas, share: float) -> None:
    """Six slats that turn one after the other."""
    width = WIDTH / _SLATS
    for slat in range(_SLATS):
        shown = in_out_cubic(clamp(share * 1.5 - slat * 0.1))
        canvas.box(slat * width, 0, (width + 1) * shown, HEIGHT, fill(_WHITE))


def _morph(canvas: Canvas, share: float) -> None:
    """A tile that turns upright while it grows to the frame."""
    grown = out_cubic(share)
    with canvas.transform(*_EYE, turn=45 * (1 - grown)):
        half = 60 + 1300 * grown
        canvas.box(-half, -half, 2 * half, 2 * half, fill(_WHITE), 180 * (1 - grown))
    if share >= 1:
        canvas.cover(fill(_WHITE))


MASKS: Mapping[str, Callable[[Canvas, float], None]] = {
    "wipe": _wipe,
    "iris": _iris,
    "blinds": _blinds,
    "morph": _morph,
}
"""The kinds that uncover by a shape."""
