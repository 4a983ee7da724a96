"""Which face draws which part of a caption, how wide that is, and the font files that libass needs for it.

A text is drawn in the theme's face; what that lacks is drawn in the first of the fallbacks that has it (other scripts,
emoji in one colour). What none has is left out: no box is ever drawn for a character.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from vidpipe_assets.render.fonts import FALLBACKS, THEME_FACES, FontFace, hb, write_instance
from vidpipe_assets.render.graphemes import ZERO_WIDTH_JOINER, grapheme_clusters

_WEIGHTS = {"emoji": 700, "noto-cjk": 400}
_FALLBACK_FACES = tuple(FontFace(family, _WEIGHTS.get(family, 800)) for family in FALLBACKS)


@dataclass(frozen=True)
class FontRun:
    """A stretch of text in one face."""

    face: FontFace
    text: str


def font_runs(text: str, font: str) -> tuple[FontRun, ...]:
    """`text` split by face, `font` first; characters that nothing can draw are left out.

    A word stays in one face if any has all of it, so that no word is patched together from two.
    """
    result: list[FontRun] = []
    for word in re.findall(r"\s+|\S+", text):
        whole = _find_face(word, font)
        for cluster in (word,) if whole else grapheme_clusters(word):
            face = whole or _find_face(cluster, font)
            if face is None:
                continue
            if result and result[-1].face == face:
                result[-1] = FontRun(face, result[-1].text + cluster)
            else:
                result.append(FontRun(face, cluster))
    return tuple(result)


@lru_cache(maxsize=4096)
def text_width(text: str, font: str) -> float:
    """How wide `text` is at most, in ems: libass joins emoji only in a line that has letters too."""
    total = 0.0
    for run in font_runs(text, font):
        drawn = run.text.replace(ZERO_WIDTH_JOINER, "") if run.face.family == "emoji" else run.text
        shaped = _shape(run.face, drawn)
        total += sum(advance for _, advance in shaped) / _hb_font(run.face).face.upem
    return total


def write_fonts(texts: Iterable[str], font: str, folder: Path) -> None:
    """Write into `folder` the fonts that libass needs to draw `texts`."""
    characters: dict[FontFace, set[str]] = {THEME_FACES[font]: set()}
    for text in texts:
        for run in font_runs(text, font):
            characters.setdefault(run.face, set()).update(run.text)
    for face, used in characters.items():
        write_instance(face, used, folder)


@lru_cache(maxsize=4096)
def _find_face(text: str, font: str) -> FontFace | None:
    for face in (THEME_FACES[font], *_FALLBACK_FACES):
        if all(glyph for glyph, _ in _shape(face, text)):
            return face
    return None


def _shape(face: FontFace, text: str) -> list[tuple[int, int]]:
    """The glyphs of `text` and their advances in font units; glyph 0 stands for a character that is missing."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(_hb_font(face), buffer)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    return [(info.codepoint, place.x_advance) for info, place in zip(infos, positions, strict=True)]


@lru_cache
def _hb_font(face: FontFace) -> Any:
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(face.path))))
    font.set_variations({"wght": float(face.weight)})
    return font
