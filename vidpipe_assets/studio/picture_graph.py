"""The filter graph of the picture: which frames of which clip, what is laid over them. Pure: text in, text out.

Everything counts in frames. Frames outside transitions and captions pass as the decoder made them: no conversion to
another pixel format, no blending (ffmpeg's `xfade` would do both to every frame of the video). libass draws only the
frames on which captions change, on a transparent strip that is then laid over all: drawing on every frame of the video
costs three times as much.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH, TimelineScene
from vidpipe_assets.studio.caption_ass import STRIP
from vidpipe_assets.studio.direction import Shot
from vidpipe_assets.studio.ffmpeg import filter_argument
from vidpipe_assets.studio.timeline import HALF_TRANSITION, TRANSITION_FRAMES, covered, fades_before, total_frames

FADE_OUT_FRAMES = 15
TAGS = "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv:chroma_location=left"


@dataclass(frozen=True)
class Overlays:
    """What lies over the clips: the input with the covers' frames one after the other, and the captions.

    `captions` is an .ass file for `STRIP`, `changes` the frames on which it changes, `behind` the colour (#RRGGBB) of
    its outlines and boxes.
    """

    covers_input: int
    captions: Path
    fonts: Path
    changes: Sequence[int]
    behind: str


def picture_graph(
    timeline: Sequence[TimelineScene],
    shots: Sequence[Shot],
    overlays: Overlays,
    only: tuple[int, int] | None = None,
    *,
    ends: bool = True,
) -> str:
    """A graph that makes `[picture]` out of the clips, inputs 0, 1, … in the order of `timeline`.

    `only`: the frames from the first number up to and without the second. `ends`: fade out at the end.
    """
    parts = _scenes(timeline, shots)
    last = "[scenes]"
    if overlays.changes:
        parts.append(_captions(overlays, total_frames(timeline)))
        parts.append(f"{last}[captions]overlay={STRIP.left}:{STRIP.top}:format=yuv420:eof_action=repeat[captioned]")
        last = "[captioned]"
    cuts = covered_cuts(timeline, shots)
    if cuts:
        parts.append(_covers(cuts, overlays.covers_input))
        shown = "+".join(f"between(n,{cut - HALF_TRANSITION},{cut + HALF_TRANSITION - 1})" for cut in cuts)
        # Over the captions: a cover takes them along with the scene.
        parts.append(f"{last}[covers]overlay=format=yuv420:eof_action=pass:enable='{shown}'[covered]")
        last = "[covered]"
    # Of pictures with opacity, the fade takes 0 for black, which is 16.
    fade = f"format=yuv420p,fade=t=out:s={total_frames(timeline) - FADE_OUT_FRAMES}:n={FADE_OUT_FRAMES}"
    filters = [fade] if ends else []
    filters += [_cut(*only)] if only else []
    parts.append(f"{last}{','.join([*filters, TAGS])}[picture]")
    return ";\n".join(parts)


def covered_cuts(timeline: Sequence[TimelineScene], shots: Sequence[Shot]) -> list[int]:
    """The first frames of the scenes to which a cover leads."""
    return [timeline[index].start_frame for index in covered(shots)]


def _scenes(timeline: Sequence[TimelineScene], shots: Sequence[Shot]) -> list[str]:
    """Bodies and blends in order, joined as `[scenes]`."""
    fades = fades_before(shots)
    parts: list[str] = []
    order: list[str] = []
    for index, scene in enumerate(timeline):
        comes, goes = fades[index], fades[index + 1]
        parts += _pieces(index, scene.frames, comes=comes, goes=goes)
        if comes:
            alpha = f"format=yuva420p,fade=t=in:s=0:n={TRANSITION_FRAMES}:alpha=1"
            parts.append(f"[head{index}]{alpha}[in{index}]")
            parts.append(f"[tail{index - 1}][in{index}]overlay=format=yuv420:eof_action=pass[blend{index}]")
            order.append(f"[blend{index}]")
        order.append(f"[body{index}]")
    parts.append(f"{''.join(order)}concat=n={len(order)}:v=1:a=0,settb=1/{FPS},setpts=N[scenes]")
    return parts


def _pieces(index: int, frames: int, *, comes: bool, goes: bool) -> list[str]:
    """Clip `index` cut into the frames that fade in, those that stand alone and those that are faded over."""
    alone = TRANSITION_FRAMES if comes else 0
    end = alone + frames - HALF_TRANSITION * (comes + goes)
    cuts = [("head", 0, TRANSITION_FRAMES)] if comes else []
    cuts.append(("body", alone, end))
    if goes:
        cuts.append(("tail", end, end + TRANSITION_FRAMES))
    source = f"[{index}:v]{TAGS},settb=1/{FPS},setpts=N"
    if len(cuts) == 1:
        return [f"{source},{_cut(alone, end)}[body{index}]"]
    labels = "".join(f"[{name}of{index}]" for name, _, _ in cuts)
    pieces = [f"[{name}of{index}]{_cut(first, past)}[{name}{index}]" for name, first, past in cuts]
    return [f"{source},split={len(cuts)}{labels}", *pieces]


def _cut(first: int, past: int) -> str:
    return f"trim=start_frame={first}:end_frame={past},setpts=PTS-STARTPTS"


def _captions(overlays: Overlays, frames: int) -> str:
    """The strip, a frame for every change."""
    # libass leaves colours mixed with what was there before, by their opacity. That is invisible if it was the colour
    # of what lies at the edges: their colours are then right as they are, and need no division by their opacity.
    colour = overlays.behind.replace("#", "0x")
    source = f"color=c={colour}@0:s={STRIP.width}x{STRIP.height}:r={FPS}:d={frames / FPS:.6f}"
    changed = _any([f"eq(n,{frame})" for frame in sorted({0, *overlays.changes})])
    drawn = f"ass={filter_argument(overlays.captions)}:fontsdir={filter_argument(overlays.fonts)}:alpha=1"
    return f"{source},select='{changed}',format=yuva420p,{TAGS},{drawn},settb=1/{FPS}[captions]"


def _any(terms: Sequence[str]) -> str:
    """The sum of `terms`, in pairs of pairs: ffmpeg refuses expressions that nest deeper than a hundred."""
    if len(terms) == 1:
        return terms[0]
    half = len(terms) // 2
    return f"({_any(terms[:half])}+{_any(terms[half:])})"


def _covers(cuts: Sequence[int], number: int) -> str:
    """The covers' frames, 12 a cut, each at its place in the video."""
    moment = f"N+{cuts[-1] - HALF_TRANSITION - TRANSITION_FRAMES * (len(cuts) - 1)}"
    for index in range(len(cuts) - 2, -1, -1):
        shift = cuts[index] - HALF_TRANSITION - TRANSITION_FRAMES * index
        moment = f"if(lt(N,{TRANSITION_FRAMES * (index + 1)}),N+{shift},{moment})"
    return f"[{number}:v]{TAGS},scale={WIDTH}:{HEIGHT}:flags=fast_bilinear,settb=1/{FPS},setpts='{moment}'[covers]"
