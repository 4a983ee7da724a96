"""The five styles of captions, and their colours. Pure.

A style is the same through the whole video, whatever lies behind it: light and dark scenes, drawings, films. So each
carries a ground of its own: an outline on a soft shade, a box, or a plate without edges.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from vidpipe_assets.model.theme import Captions
from vidpipe_assets.render.drawing.colour import colour_distance, contrast, luminance, mix_colours
from vidpipe_assets.render.palettes import Palette, is_vivid, readable_on

_WHITE = "#FFFFFF"
_SIGNALS = ("#FFD23F", "#5CE1FF", "#6CF5B2")
"""Highlights that are bright and have a colour, for palettes whose own would have to be bleached."""
_APART = 0.15
"""How different a highlight looks at least from the ground of its scene and from other words: `colour_distance`."""
_CLEAR = 9.5
"""Contrast of a highlight with its outline: a blue at 7 is dull on beige, where the eye goes to what is light."""
_BLEACHED = 6.0
"""A colour that has less contrast by itself is made so light for it that little of it is left."""


@dataclass(frozen=True)
class CaptionStyle:
    """How one style looks; sizes are shares of the theme's.

    `most_words`: of one caption; 1: one word at a time, but what belongs together at once. `outline`: its width, of an
    em. `ground`: what lies behind the words. `highlighted`: which of them have the highlight's colour: the one that is
    said, all that were said so far, figures, or none. `springs`: whether what is said comes larger than it stays.
    """

    most_words: int
    size: float
    largest: float
    outline: float
    ground: Literal["shade", "box", "plate"]
    highlighted: Literal["said", "so far", "figures", "none"]
    springs: bool


CAPTION_STYLES = {
    "pop": CaptionStyle(5, 1.0, 1.0, 0.11, "shade", "said", springs=True),
    "karaoke": CaptionStyle(5, 1.0, 1.0, 0.085, "shade", "so far", springs=False),
    "box": CaptionStyle(5, 1.0, 1.0, 0.0, "box", "said", springs=False),
    "one_word": CaptionStyle(1, 1.0, 1.6, 0.12, "shade", "figures", springs=True),
    "calm": CaptionStyle(7, 0.82, 0.82, 0.0, "plate", "none", springs=False),
}
"""The names of `model.theme.Captions.style`. `largest`: up to which size what is short grows."""


@dataclass(frozen=True)
class CaptionColours:
    """`said` is the highlight, `behind` the outline, the shade or the box; all as #RRGGBB."""

    text: str
    said: str
    behind: str


def caption_colours(captions: Captions, video: Palette) -> CaptionColours:
    """The colours in a video of the palette `video`."""
    behind = mix_colours(min(video.ground, video.ink, key=luminance), "#000000", 0.35)
    if captions.highlight:
        return CaptionColours(_WHITE, readable_on(captions.highlight, behind), behind)
    return CaptionColours(_WHITE, _choices(video, behind)[0], behind)


def scene_highlights(captions: Captions, video: Palette, grounds: Mapping[str, str]) -> dict[str, str]:
    """Scene -> its highlight, for scenes whose ground looks nearly as that of the video; `grounds`: scene -> ground.

    Then it is the first of the others that stands out. A highlight that the theme names stays.
    """
    if captions.highlight:
        return {}
    said, *others = _choices(video, caption_colours(captions, video).behind)
    near = {scene: ground for scene, ground in grounds.items() if colour_distance(said, ground) < _APART}
    return {
        scene: next((one for one in others if colour_distance(one, ground) >= _APART), said)
        for scene, ground in near.items()
    }


def _choices(video: Palette, behind: str) -> list[str]:
    """Highlights on the outline `behind`, the best first: the palette's own, then the signals nearest to its accent."""
    # A light ground that is a colour of its own looks better on the dark box than an accent that had to be bleached.
    grounds = [video.ground] if not video.dark and is_vivid(video.ground) else []
    own = [one for one in (*grounds, video.accent, video.accent2) if contrast(one, behind) >= _BLEACHED]
    signals = sorted(_SIGNALS, key=lambda one: colour_distance(one, video.accent))
    clear = [readable_on(one, behind, _CLEAR) for one in (*own, *signals)]
    return [one for one in clear if colour_distance(one, _WHITE) >= _APART]
