"""Typefaces at a weight, and which of them draws which part of a text; what none has is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from vidpipe_assets.studio.caption_fonts import clusters, shown
from vidpipe_assets.studio.drawing.libraries import harfbuzz, skia
from vidpipe_assets.studio.fonts import Family, font_file, script_files

_INVISIBLE = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Joiners and variation selectors: harfbuzz needs no glyph for them."""
_EMOJI_STYLE = "\ufe0f"
_OPTICAL_SIZE = 32.0


@dataclass(frozen=True)
class Face:
    """A typeface at a weight (100 to 900; a face with one weight ignores it)."""

    family: Family
    weight: int = 400


@dataclass(frozen=True)
class Typeface:
    """A font file at a weight, as both libraries know it."""

    drawn: Any
    shaped: Any
    units: int
    characters: frozenset[int]

    def has(self, text: str) -> bool:
        """Whether it can draw all of `text`."""
        return all(ord(character) in self.characters or character in _INVISIBLE for character in text)


def clean(text: str) -> str:
    """`text` without control characters, lone surrogates and marks that turn its direction; each gap is one space."""
    return shown(" ".join(text.split()))


def runs(text: str, face: Face) -> Iterator[tuple[Typeface, str]]:
    """`text` split by the typeface that draws it: `face` first, then Inter, Noto Sans, emoji, CJK, other scripts."""
    current: Typeface | None = None
    stretch = ""
    for cluster in clusters(text):
        chosen = _first_with(cluster, face)
        if chosen is None:
            continue
        if chosen is not current and current is not None:
            yield current, stretch
            stretch = ""
        current, stretch = chosen, stretch + cluster
    if current is not None:
        yield current, stretch


def typeface(face: Face) -> Typeface:
    """The typeface of `face`."""
    return _load(font_file(face.family), face.weight)


@lru_cache(maxsize=4096)
def _first_with(cluster: str, face: Face) -> Typeface | None:
    candidates = _candidates(face)
    if _EMOJI_STYLE in cluster:
        candidates = (_load(font_file("emoji"), face.weight), *candidates)
    for candidate in candidates:
        if candidate.has(cluster):
            return candidate
    # Rarer scripts have a file each: they are opened only for a character that nothing else has.
    for file in script_files():
        candidate = _load(file, max(face.weight, 600))
        if candidate.has(cluster):
            return candidate
    return None


@lru_cache(maxsize=64)
def _candidates(face: Face) -> tuple[Typeface, ...]:
    heavy = 800 if face.family == "anton" else face.weight
    families: tuple[Family, ...] = ("inter", "noto-sans", "emoji", "noto-cjk")
    return (typeface(face), *(_load(font_file(family), heavy) for family in families if family != face.family))


@lru_cache(maxsize=64)
def _load(file: Path, weight: int) -> Typeface:
    source = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(file)))
    axes = {"wght": float(weight), "opsz": _OPTICAL_SIZE, "wdth": 100.0}
    font = harfbuzz.Font(source)
    font.set_variations(axes)
    coordinates = skia.FontArguments.VariationPosition.Coordinates(
        [skia.FontArguments.VariationPosition.Coordinate(_tag(axis), value) for axis, value in axes.items()]
    )
    arguments = skia.FontArguments()
    arguments.setVariationDesignPosition(skia.FontArguments.VariationPosition(coordinates))
    # A font manager of its own: the default one reads every font of the system, and complains if there is none.
    drawn = skia.FontMgr.New_Custom_Empty().makeFromFile(str(file))
    if "[" in file.name:  # how these packages mark a font with axes
        drawn = drawn.makeClone(arguments)
    return Typeface(drawn, font, source.upem, frozenset(source.unicodes))


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")
