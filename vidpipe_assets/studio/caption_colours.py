"""The colours of captions: readable on every scene, in the palette's own tones. Pure.

On a dark scene white words with a dark outline stand by themselves. On a light scene (and with the style 'box') they
lie on a dark box, since neither white nor an accent made for a light ground can be read there with an outline.
Contrast is that of WCAG 2.2.
"""

import colorsys
from collections.abc import Iterable
from dataclasses import dataclass

from vidpipe_assets.model.theme import Captions
from vidpipe_assets.studio.palettes import Palette

READABLE = 4.5
_WHITE = "#FFFFFF"


@dataclass(frozen=True)
class CaptionColours:
    """`said` is the word being said, `behind` the outline or the box; all as #RRGGBB."""

    text: str
    said: str
    behind: str
    boxed: bool
    box_alpha: int


def caption_colours(captions: Captions, palette: Palette) -> CaptionColours:
    """The colours for a scene with `palette`."""
    deepest = min(palette.ground, palette.ink, key=luminance)
    behind = _mixed(deepest, "#000000", 0.35)
    boxed = captions.style == "box" or not palette.dark
    # A light ground that is a colour of its own says "this video" on the dark box better than a bleached accent.
    own = palette.ground if not palette.dark and _is_vivid(palette.ground) else palette.accent
    return CaptionColours(
        text=_WHITE,
        said=_readable(captions.highlight or own, behind),
        behind=behind,
        boxed=boxed,
        box_alpha=0x24 if palette.dark else 0x00,
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of #RRGGBB, from 0 to 1."""
    shares = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in _shares(colour))
    return sum(share * weight for share, weight in zip(shares, (0.2126, 0.7152, 0.0722), strict=True))


def _readable(colour: str, behind: str) -> str:
    """`colour`, made lighter, as vivid as it was, until it can be read on `behind`."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_shares(colour))
    for step in range(21):
        lighter = _hex(colorsys.hls_to_rgb(hue, lightness + (1 - lightness) * step / 20, saturation))
        if contrast(lighter, behind) >= READABLE:
            return lighter
    return _WHITE


def _is_vivid(colour: str) -> bool:
    return max(_shares(colour)) - min(_shares(colour)) > 0.4


def _mixed(colour: str, other: str, share: float) -> str:
    return _hex(a + (b - a) * share for a, b in zip(_shares(colour), _shares(other), strict=True))


def _hex(shares: Iterable[float]) -> str:
    return "#" + "".join(f"{round(255 * share):02X}" for share in shares)


def _shares(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
