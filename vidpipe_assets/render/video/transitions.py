"""Transitions: how the first frames of a scene come out of the last picture of the scene before, as ffmpeg's filters.

Each takes `TRANSITION_FRAMES` frames of both clips and moves, enlarges or uncovers them, so that no frame is without a
picture. They start fast and end slowly: the first word of a scene is heard a tenth of a second after the cut. A filter
sees these frames alone; all others pass as the decoder made them. What uncovers by a shape is a mask, drawn here: raw
frames of grey at half the size, black where the scene before is still seen.
"""

from collections.abc import Callable, Mapping

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


def blend_filters(kind: str, tail: str, head: str, mask: str, out: str) -> list[str]:
    """Chains that make the frames `out` of those of the scene that goes, `tail`, and of the one that comes, `head`.

    All are labels without brackets; `mask` is read by the kinds of `MASKS`. Raises `BadInput` for an unknown kind.
    """
    if kind in MASKS:
        scaled = f"[{mask}]scale={WIDTH}:{HEIGHT}:flags=fast_bilinear,format=gray,settb=1/{FPS},setpts=N[{mask}s]"
        return [
            scaled,
            f"[{head}][{mask}s]alphamerge[{head}a]",
            f"[{tail}][{head}a]overlay=format=yuv420:eof_action=pass[{out}]",
        ]
    if kind not in _GEOMETRIES:
        known = ", ".join((*_GEOMETRIES, *MASKS))
        raise BadInput(f"transition: {kind!r} is not known", remedy=f"use one of {known}")
    return [chain.format(tail=tail, head=head, out=out) for chain in _GEOMETRIES[kind]]


_LEFT = f"(1-(n+1)/{TRANSITION_FRAMES})"
"""The share of the transition that is left, in an expression of ffmpeg's; `n` counts frames."""
_LATER = f"((n+1)/{TRANSITION_FRAMES})"
_MOVED = f"(1-pow({_LEFT},3))"
_EVEN = f"trunc({{size}}*(1+1.1*pow({_LATER},1.5))/2)*2"

_GEOMETRIES: Mapping[str, tuple[str, ...]] = {
    "fade": (
        f"[{{head}}]format=yuva420p,fade=t=in:s=0:n={TRANSITION_FRAMES}:alpha=1[{{head}}a]",
        "[{tail}][{head}a]overlay=format=yuv420:eof_action=pass[{out}]",
    ),
    # One picture pushes the other out, upwards: what the thumb would do.
    "push": (f"[{{tail}}][{{head}}]vstack,crop={WIDTH}:{HEIGHT}:0:'{HEIGHT}*{_MOVED}'[{{out}}]",),
    # A camera that is thrown round: sideways, faster, and blurred by it.
    "whip": (
        f"[{{tail}}][{{head}}]hstack,crop={WIDTH}:{HEIGHT}:'{WIDTH}*(1-pow({_LEFT},4))':0,"
        "avgblur=sizeX=56:sizeY=1:enable='lt(n,4)',avgblur=sizeX=14:sizeY=1:enable='between(n,4,6)'[{out}]",
    ),
    # Through the picture into the next one.
    "zoom": (
        f"[{{tail}}]format=yuva420p,fade=t=out:s=1:n=6:alpha=1,"
        f"scale=w='{_EVEN.format(size=WIDTH)}':h='{_EVEN.format(size=HEIGHT)}':eval=frame:flags=fast_bilinear"
        "[{tail}z]",
        "[{head}][{tail}z]overlay=x='(W-w)/2':y='(H-h)/2':eval=frame:format=yuv420:eof_action=pass[{out}]",
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
