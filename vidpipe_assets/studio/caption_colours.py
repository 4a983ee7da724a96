"""The colours of captions: readable on every scene, and the same tones through the whole video. Pure.

On a dark scene white words with a dark outline stand by themselves. On a light scene (and with the style 'box') they
lie on a dark box, since neither white nor a bright highlight can be read there with an outline.
"""

import colorsys
from dataclasses import dataclass

from vidpipe_assets.model.theme import Captions
from vidpipe_assets.studio.drawing.colour import contrast, luminance, mixed
from vidpipe_assets.studio.palettes import READABLE, Palette

_STANDS_OUT = 3.0
_WHITE = "#FFFFFF"


@dataclass(frozen=True)
class CaptionColours:
    """`said` is the word being said, `behind` the outline or the box; all as #RRGGBB. `box_alpha`: 0 is opaque."""

    text: str
    said: str
    behind: str
    boxed: bool
    box_alpha: int


def caption_colours(captions: Captions, video: Palette, scene: Palette) -> CaptionColours:
    """The colours for a scene with the palette `scene` (maybe inverted) in a video of the palette `video`."""
    behind = mixed(min(video.ground, video.ink, key=luminance), "#000000", 0.35)
    # A light ground that is a colour of its own looks better on the dark box than an accent that had to be bleached.
    own = video.ground if not video.dark and _is_vivid(video.ground) else video.accent
    said = _readable(captions.highlight or own, behind)
    lost = min(contrast(said, scene.ground), contrast(_WHITE, scene.ground)) < _STANDS_OUT
    boxed = captions.style == "box" or not scene.dark or lost
    return CaptionColours(_WHITE, said, behind, boxed, box_alpha=0x24 if scene.dark and not lost else 0x00)


def _readable(colour: str, behind: str) -> str:
    """`colour`, made lighter, as vivid as it was, until it can be read on `behind`."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_shares(colour))
    for step in range(21):
        shares = colorsys.hls_to_rgb(hue, lightness + (1 - lightness) * step / 20, saturation)
        lighter = "#" + "".join(f"{round(255 * share):02X}" for share in shares)
        if contrast(lighter, behind) >= READABLE:
            return lighter
    return _WHITE


def _is_vivid(colour: str) -> bool:
    red, green, blue = _shares(colour)
    return max(red, green, blue) - min(red, green, blue) > 0.4


def _shares(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255
