"""Which font draws which part of a caption, and how wide that is.

Every typeface of captions comes from an installed package. A text is drawn in the theme's typeface; what that lacks is
drawn in the first of the others that has it (other scripts, emoji in one colour). What none has is left out, as are
control characters and the invisible marks that turn the direction of text: no box is ever drawn for a character.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from vidpipe_assets.render.fonts import hb, make_instance, package_file

ZERO_WIDTH_JOINER = "\u200d"
_KEPT_FORMATS = {"\u200c", ZERO_WIDTH_JOINER}
_VARIATION_SELECTORS = ("\ufe00", "\ufe0f")
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
_TAGS = ("\U000e0020", "\U000e007f")
_REGIONAL_INDICATORS = ("\U0001f1e6", "\U0001f1ff")


@dataclass(frozen=True)
class CaptionTypeface:
    """One weight of one font file of an installed package."""

    package: str
    file: str
    weight: int

    @property
    def family(self) -> str:
        """The name that its instance has for libass; no other font has it."""
        stem = Path(self.file).stem.partition("[")[0]
        return f"vidpipe {stem} {self.weight}"

    @property
    def path(self) -> Path:
        """The file. Raises `BlockedError` when the package is not installed."""
        return package_file(self.package, self.file)


@dataclass(frozen=True)
class FontRun:
    """A stretch of text in one typeface."""

    typeface: CaptionTypeface
    text: str


_THEME_FACES = {
    "montserrat": CaptionTypeface("fontpkg_montserrat", "files/Montserrat[wght].ttf", 800),
    "anton": CaptionTypeface("fontpkg_anton", "files/Anton-Regular.ttf", 400),
    "inter": CaptionTypeface("fontpkg_inter", "files/Inter[opsz,wght].ttf", 800),
}
_SCRIPTS = (
    "Arabic Hebrew Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Thai Lao Khmer "
    "Myanmar Georgian Armenian Ethiopic"
)
_EMOJI = CaptionTypeface("manimgx_fonts", "NotoEmoji[wght].ttf", 700)
_FALLBACKS = (
    CaptionTypeface("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf", 800),
    _EMOJI,
    CaptionTypeface("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf", 400),
    *(CaptionTypeface("manimgx_fonts", f"NotoSans{script}[wght].ttf", 800) for script in _SCRIPTS.split()),
    CaptionTypeface("manimgx_fonts", "NotoSansSymbols[wght].ttf", 800),
)


def visible_text(text: str) -> str:
    """`text` as captions show it: composed accents, no control characters, nothing that no typeface has."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(character for character in composed if _is_visible(character))


def font_runs(text: str, font: str) -> tuple[FontRun, ...]:
    """`text` split by typeface, `font` first; characters that nothing can draw are left out.

    A word stays in one typeface if any has all of it, so that no word is patched together from two.
    """
    result: list[FontRun] = []
    for word in re.findall(r"\s+|\S+", text):
        whole = _typeface_of(word, font)
        for cluster in (word,) if whole else grapheme_clusters(word):
            typeface = whole or _typeface_of(cluster, font)
            if typeface is None:
                continue
            if result and result[-1].typeface == typeface:
                result[-1] = FontRun(typeface, result[-1].text + cluster)
            else:
                result.append(FontRun(typeface, cluster))
    return tuple(result)


def grapheme_clusters(text: str) -> list[str]:
    """What a reader takes for one character: a base with its marks, a joined emoji, a flag."""
    result: list[str] = []
    for character in text:
        if result and (_extends(character) or _continues(result[-1], character)):
            result[-1] += character
        else:
            result.append(character)
    return result


@lru_cache(maxsize=4096)
def text_width(text: str, font: str) -> float:
    """How wide `text` is at most, in ems: libass joins emoji only in a line that has letters too."""
    total = 0.0
    for run in font_runs(text, font):
        drawn = run.text.replace(ZERO_WIDTH_JOINER, "") if run.typeface == _EMOJI else run.text
        shaped = _shape(run.typeface, drawn)
        total += sum(advance for _, advance in shaped) / _hb_font(run.typeface).face.upem
    return total


def write_fonts(texts: Iterable[str], font: str, folder: Path) -> None:
    """Write into `folder` the fonts that libass needs to draw `texts`."""
    characters: dict[CaptionTypeface, set[str]] = {_THEME_FACES[font]: set()}
    for text in texts:
        for run in font_runs(text, font):
            characters.setdefault(run.typeface, set()).update(run.text)
    for typeface, used in characters.items():
        make_instance(typeface.path, typeface.weight, used, typeface.family, folder)


def main_typeface(font: str) -> CaptionTypeface:
    """The typeface that a theme calls `font`."""
    return _THEME_FACES[font]


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return character in _KEPT_FORMATS or _within(character, _TAGS)
    return category not in ("Cc", "Cs", "Zl", "Zp")


def _within(character: str, limits: tuple[str, str]) -> bool:
    return limits[0] <= character <= limits[1]


def _extends(character: str) -> bool:
    if character == ZERO_WIDTH_JOINER or unicodedata.category(character).startswith("M"):
        return True
    return any(_within(character, limits) for limits in (_VARIATION_SELECTORS, _SKIN_TONES, _TAGS))


def _continues(cluster: str, character: str) -> bool:
    if cluster.endswith(ZERO_WIDTH_JOINER):
        return True
    half_a_flag = len(cluster) == 1 and _within(cluster, _REGIONAL_INDICATORS)
    return half_a_flag and _within(character, _REGIONAL_INDICATORS)


@lru_cache(maxsize=4096)
def _typeface_of(text: str, font: str) -> CaptionTypeface | None:
    for typeface in (_THEME_FACES[font], *_FALLBACKS):
        if all(glyph for glyph, _ in _shape(typeface, text)):
            return typeface
    return None


def _shape(typeface: CaptionTypeface, text: str) -> list[tuple[int, int]]:
    """The glyphs of `text` and their advances in font units; glyph 0 stands for a character that is missing."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(_hb_font(typeface), buffer)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    return [(info.codepoint, place.x_advance) for info, place in zip(infos, positions, strict=True)]


@lru_cache
def _hb_font(typeface: CaptionTypeface) -> Any:
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(typeface.path))))
    font.set_variations({"wght": float(typeface.weight)})
    return font
