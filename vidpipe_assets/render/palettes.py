"""The colours of a video: one palette each, with an inverted variant for the scenes that should punch. Pure."""

from dataclasses import dataclass, replace
from functools import lru_cache

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.render.drawing.colour import contrast, luminance, mix_colours

READABLE = 4.5
"""Least contrast of small text, as in WCAG 2.2."""


@dataclass(frozen=True)
class Palette:
    """Colours as '#RRGGBB'. `ground` fills the picture, `surface` is a card on it, `on_accent` is text on `accent`."""

    name: str
    ground: str
    ground2: str
    ground3: str
    surface: str
    ink: str
    mute: str
    accent: str
    accent2: str
    on_accent: str
    dark: bool

    @property
    def accent_text(self) -> str:
        """The accent where it can be read as small text on the ground, else the ink."""
        return self.accent if contrast(self.accent, self.ground) >= READABLE else self.ink

    @property
    def accent_shape(self) -> str:
        """The accent where it stands out from the ground as a shape or as big type, else the ink."""
        return self.accent if contrast(self.accent, self.ground) >= READABLE - 1.5 else self.ink


_PALETTES = {
    one.name: one
    for one in (
        Palette(
            "midnight", "#0B1020", "#1B2550", "#3A2A7A", "#182142", "#F6F7FF", "#A9B2D3",
            "#FFD23F", "#5CC8FF", "#14120A", dark=True,
        ),
        Palette(
            "ember", "#160A12", "#4A1030", "#8A1F2B", "#321326", "#FFF6EF", "#DDB6AE",
            "#FF8A3D", "#FFD9A0", "#1C0B04", dark=True,
        ),
        Palette(
            "forest", "#061F1B", "#0B3D34", "#12604A", "#0E332C", "#F0FFF8", "#B2DCCB",
            "#6CF5B2", "#FFC978", "#04211A", dark=True,
        ),
        Palette(
            "blueprint", "#0A2463", "#123A8C", "#1B52B8", "#143178", "#FFFFFF", "#B9CDF5",
            "#FFE066", "#7FE3FF", "#0B1D4D", dark=True,
        ),
        Palette(
            "paper", "#F3ECDF", "#E7DCC8", "#DCCBAF", "#E6DBC7", "#1B1916", "#5F564A",
            "#C4201F", "#17508F", "#FFF8EE", dark=False,
        ),
        Palette(
            "citrus", "#FFD02E", "#FFBE0B", "#FFE27A", "#F5BC10", "#17130A", "#5A4508",
            "#B5121B", "#1D3FA8", "#FFFFFF", dark=False,
        ),
    )
}  # fmt: skip


@lru_cache
def get_palette(name: str, accent: str | None = None) -> Palette:
    """The palette `name`; `name + "!"` is its inverted variant, whose ground is the accent.

    `accent` replaces the accent colour. Raises `BadInput` for a name that no palette has.
    """
    base = _PALETTES.get(name.removesuffix("!"))
    if base is None:
        raise BadInput(f"picture.palette: there is no palette {name!r}", remedy=f"use one of {', '.join(_PALETTES)}")
    if accent is not None:
        second = base.accent if accent.upper() == base.accent2 else base.accent2
        base = replace(base, accent=accent.upper(), accent2=second, on_accent=_on(accent, base))
    return _inverted(base) if name.endswith("!") else base


def _on(accent: str, base: Palette) -> str:
    """The text colour for `accent`: the palette's own where it reads, else a near-black or near-white of its hue."""
    choices = (
        base.on_accent,
        base.ground,
        base.ink,
        mix_colours(accent, "#000000", 0.9),
        mix_colours(accent, "#FFFFFF", 0.95),
        "#FFFFFF",
        "#000000",
    )
    for least in (READABLE + 2, READABLE):
        for colour in choices:
            if contrast(colour, accent) >= least:
                return colour
    return max(choices, key=lambda colour: contrast(colour, accent))


def _inverted(base: Palette) -> Palette:
    ground, ink = base.accent, base.on_accent
    dark = luminance(ground) < luminance(ink)
    deeper = mix_colours(ground, "#000000", 0.2) if dark else mix_colours(ground, ink, 0.1)
    accents = (base.ground3, base.ground2, base.ground, ink)
    accent = next((colour for colour in accents if contrast(colour, ground) >= READABLE), ink)
    return Palette(
        name=base.name + "!",
        ground=ground,
        ground2=deeper,
        ground3=mix_colours(ground, "#000000", 0.32) if dark else mix_colours(ground, "#FFFFFF", 0.3),
        surface=mix_colours(ground, "#000000", 0.16) if dark else mix_colours(ground, "#FFFFFF", 0.24),
        ink=ink,
        mute=mix_colours(ink, ground, 0.14),
        accent=accent,
        accent2=base.ground2 if contrast(base.ground2, ground) >= READABLE else mix_colours(ink, ground, 0.25),
        on_accent=max((base.accent, base.ink, base.ground, ground), key=lambda colour: contrast(colour, accent)),
        dark=dark,
    )
