"""The colours of a video: one palette each, with an inverted variant for the scenes that should punch. Pure."""

import colorsys
from dataclasses import dataclass, replace
from functools import lru_cache

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.render.drawing.colour import channels, contrast, luminance, mix_colours

READABLE = 4.5
"""Least contrast of small text, as in WCAG 2.2."""
_ON_LIGHT = 7.0
"""Of small text on a light ground: the world behind it may then be darker than the ground, and have colours."""
_BY_DAY = 6.0
"""Of large type in the accent on a ground by day: less than small text needs, so that it stays a colour."""
_SKY, _SKY_VIVID = 0.87, 0.75
"""Lightness and greatest saturation of a ground by day."""
_OVER_A_PICTURE = 7.5
"""Of the accent and the pure ground: some of the picture shines through, and takes of it."""


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
        least = READABLE if self.dark else _ON_LIGHT
        return self.accent if contrast(self.accent, self.ground) >= least else self.ink

    @property
    def accent_shape(self) -> str:
        """The accent where it stands out from the ground as a shape or as big type, else the ink."""
        return self.accent if contrast(self.accent, self.ground) >= READABLE - 1.5 else self.ink

    @property
    def on_shape(self) -> str:
        """Text on a shape in `accent_shape`."""
        return self.on_accent if self.accent_shape == self.accent else self.ground


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
            "paper", "#F3ECDF", "#E7DCC8", "#DCCBAF", "#E6DBC7", "#1B1916", "#453D33",
            "#C4201F", "#17508F", "#FFF8EE", dark=False,
        ),
        Palette(
            "citrus", "#FFD02E", "#FFBE0B", "#FFE27A", "#F5BC10", "#17130A", "#3E2F05",
            "#C8102E", "#1D3FA8", "#FFFFFF", dark=False,
        ),
        Palette(
            "plum", "#1C0B2E", "#3B1466", "#5E1E8F", "#2C1347", "#FBF3FF", "#CDB3E6",
            "#FF7AC6", "#8DE8FF", "#2A0620", dark=True,
        ),
        Palette(
            "lagoon", "#03242F", "#064457", "#075A6B", "#083644", "#F2FDFF", "#A9D5DE",
            "#FF9E5E", "#6FF0DA", "#2A0F02", dark=True,
        ),
        Palette(
            "graphite", "#141414", "#262626", "#3A3A3A", "#222222", "#FAFAFA", "#B8B8B8",
            "#C8FF3D", "#FF7A6B", "#151C00", dark=True,
        ),
        Palette(
            "brick", "#6E1A11", "#8F2415", "#B0331C", "#7F2014", "#FFF3E8", "#FFCDBB",
            "#FFD84A", "#9BE3FF", "#2A0A00", dark=True,
        ),
        Palette(
            "mint", "#D9F5E5", "#BFEBD3", "#A0DFBF", "#C9EED9", "#0C2A1E", "#28463A",
            "#B0124F", "#0B5F8A", "#FFFFFF", dark=False,
        ),
        Palette(
            "sky", "#DCEBFF", "#C2DBFF", "#A3C6FB", "#CCE1FF", "#0B1B3A", "#2B3C5E",
            "#7A1FA2", "#B83A06", "#FFFFFF", dark=False,
        ),
    )
}  # fmt: skip


@lru_cache
def get_palette(name: str, accent: str | None = None) -> Palette:
    """The palette `name`; `name + "!"` is its inverted variant, whose ground is the accent.

    `name + "~"` is its night, and `name + "+"` its day: a light ground of its hue, for worlds that the sun shines on.
    `name + "+!"` is the inverted one by day: where the accent is dark, a light ground of its hue. Things in their own
    colours are mud before a dark red.

    `accent` replaces the accent colour. Raises `BadInput` for a name that no palette has.
    """
    base = _PALETTES.get(plain_name(name))
    if base is None:
        raise BadInput(f"picture.palette: there is no palette {name!r}", remedy=f"use one of {', '.join(_PALETTES)}")
    if accent is not None:
        second = base.accent if accent.upper() == base.accent2 else base.accent2
        base = replace(base, accent=accent.upper(), accent2=second, on_accent=_on(accent, base))
    if name.endswith("~"):
        return replace(picture_palette(base.name, accent, base.ground3 if base.dark else base.ink), name=name)
    if name.endswith("!"):
        inverted = _inverted(base)
        return _by_day(base, base.accent, "+!") if name.endswith("+!") and inverted.dark else inverted
    return _by_day(base, base.ground2, "+") if name.endswith("+") and base.dark else base


def plain_name(name: str) -> str:
    """The palette's own name, whichever variant `name` is."""
    return name.rstrip("!~+")


def picture_palette(name: str, accent: str | None, behind: str) -> Palette:
    """The colours of type over a picture that is `behind` on average: its ground is dark and of the picture's hue.

    The accent stays the channel's, made lighter where it could not be read on that ground.
    """
    base = get_palette(plain_name(name), accent)
    ground = _dark(behind)
    ink = mix_colours("#FFFFFF", lighten(behind, 0.9), 0.25)
    # A light ground that is a colour of its own looks better in the dark than an accent that had to be bleached.
    own = base.ground if accent is None and not base.dark and is_vivid(base.ground) else base.accent
    shown, second = (readable_on(colour, ground, _OVER_A_PICTURE) for colour in (own, base.accent2))
    return Palette(
        name=f"{base.name} over a picture",
        ground=ground,
        ground2=mix_colours(ground, "#000000", 0.3),
        ground3=mix_colours(ground, ink, 0.12),
        surface=mix_colours(ground, ink, 0.1),
        ink=ink,
        mute=mix_colours(ink, ground, 0.1),
        accent=shown,
        accent2=second,
        on_accent=_on(shown, replace(base, ground=ground, ink=ink)),
        dark=True,
    )


def readable_on(colour: str, behind: str, least: float = READABLE) -> str:
    """`colour`, made lighter, as vivid as it was, until it can be read on `behind`."""
    for step in range(21):
        lighter = lighten(colour, step / 20)
        if contrast(lighter, behind) >= least:
            return lighter
    return "#FFFFFF"


def lighten(colour: str, share: float) -> str:
    """`colour` in its own hue, `share` of the way to white."""
    lightness = _hls(colour)[1]
    return _toned(colour, lightness + (1 - lightness) * share)


def is_vivid(colour: str) -> bool:
    """Whether it is a colour of its own, and no grey."""
    return max(channels(colour)) - min(channels(colour)) > 0.4 * 255


def _dark(colour: str) -> str:
    """The same hue, quiet and nearly black."""
    return _toned(colour, 0.055, 0.5)


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


def _by_day(base: Palette, sky: str, variant: str) -> Palette:
    """`base` on a light ground of the hue of `sky`."""
    ground = _toned(sky, _SKY, _SKY_VIVID)
    ink = mix_colours(min(base.ground, base.ink, key=luminance), "#000000", 0.3)
    # Dark enough to be read on a light ground, yellow is brown.
    own = next((one for one in (base.accent, base.accent2, base.ground3) if not _is_yellow(one)), base.ground3)
    accent = _darkened(own, ground, _BY_DAY)
    second = base.accent2 if own != base.accent2 else base.accent
    return replace(
        base,
        name=base.name + variant,
        ground=ground,
        ground2=_toned(sky, 0.78, 0.7),
        ground3=_toned(sky if variant.endswith("!") else base.ground3, 0.7, 0.6),
        surface=mix_colours(ground, "#FFFFFF", 0.55),
        ink=ink,
        mute=mix_colours(ink, ground, 0.12),
        accent=accent,
        accent2=_darkened(second, ground, READABLE),
        on_accent=max((base.accent, "#FFFFFF"), key=lambda colour: contrast(colour, accent)),
        dark=False,
    )


def lit_by_day(palette: Palette) -> Palette:
    """The same, a light ground as light as the sky by day: vivid, it makes mud of what lies in it."""
    if palette.dark:
        return palette
    return replace(palette, ground=_toned(palette.ground, max(_SKY, _hls(palette.ground)[1]), _SKY_VIVID))


def _darkened(colour: str, behind: str, least: float) -> str:
    """The hue of `colour`, only so dark that it can be read on what is light."""
    return next(dark for step in range(50) if contrast(dark := _toned(colour, 0.5 - step / 100), behind) >= least)


def _hls(colour: str) -> tuple[float, float, float]:
    """Hue, lightness and saturation, as shares."""
    return colorsys.rgb_to_hls(*(one / 255 for one in channels(colour)))


def _toned(colour: str, lightness: float, most: float = 1.0) -> str:
    """The hue of a colour, as light as `lightness` and at `most` so vivid."""
    hue, _, saturation = _hls(colour)
    shares = colorsys.hls_to_rgb(hue, max(lightness, 0.0), min(saturation, most))
    return "#" + "".join(f"{round(255 * one):02X}" for one in shares)


def _is_yellow(colour: str) -> bool:
    hue, _, saturation = _hls(colour)
    return 0.1 < hue < 0.24 and saturation > 0.4


_COOL, _COOLER = 0.72, 0.09
"""The hue of shadows, and how far a colour's own goes there in the deepest."""


def _deeper(colour: str, share: float) -> str:
    """A vivid colour in its own shadow: darker by a share and cooler. Black in it would make mud of it."""
    hue, lightness, saturation = _hls(colour)
    way = (_COOL - hue + 0.5) % 1 - 0.5
    hue += max(min(way, share * _COOLER / 0.32), -share * _COOLER / 0.32)
    red, green, blue = colorsys.hls_to_rgb(hue % 1, lightness * (1 - share), saturation)
    return "#" + "".join(f"{round(255 * one):02X}" for one in (red, green, blue))


def _inverted(base: Palette) -> Palette:
    ground, ink = base.accent, base.on_accent
    dark = luminance(ground) < luminance(ink)
    deeper = _deeper(ground, 0.2) if dark else mix_colours(ground, ink, 0.1)
    accents = (base.ground3, base.ground2, base.ground, ink)
    accent = next((colour for colour in accents if contrast(colour, ground) >= (READABLE if dark else _ON_LIGHT)), ink)
    return Palette(
        name=base.name + "!",
        ground=ground,
        ground2=deeper,
        ground3=_deeper(ground, 0.32) if dark else mix_colours(ground, "#FFFFFF", 0.3),
        surface=_deeper(ground, 0.16) if dark else mix_colours(ground, "#FFFFFF", 0.24),
        ink=ink,
        mute=mix_colours(ink, ground, 0.14 if dark else 0.08),
        accent=accent,
        accent2=base.ground2 if contrast(base.ground2, ground) >= READABLE else mix_colours(ink, ground, 0.25),
        on_accent=max((base.accent, base.ink, base.ground, ground), key=lambda colour: contrast(colour, accent)),
        dark=dark,
    )
