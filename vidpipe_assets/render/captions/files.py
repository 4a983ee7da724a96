"""The files of a video's captions: what libass needs (.ass and fonts) and what platforms read (.srt).

An .srt file has one cue a sentence, longer sentences in several.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.language.words import text_columns
from vidpipe_assets.model.media import FPS, CaptionWord, DrawnCaption
from vidpipe_assets.model.theme import Captions
from vidpipe_assets.render.captions.ass import (
    BOTTOM,
    LEFT,
    LINE_HEIGHT,
    PADDING_X,
    PADDING_Y,
    RIGHT,
    STRIP,
    TOP,
    CaptionColours,
    CaptionLettering,
    change_frames,
    drawn_texts,
    render_ass,
)
from vidpipe_assets.render.captions.groups import CaptionGroup, LineMeasure, ends_sentence, group_words
from vidpipe_assets.render.captions.shaping import write_fonts
from vidpipe_assets.render.graphemes import visible_text

_LONGEST_CUE = 84
_SHORTEST_CUE_S = 0.1
_LONGEST_LINE = 42
_WORD_JOINER = "\u2060"


def render_srt(words: Sequence[CaptionWord]) -> str:
    """The file's text: every word of `words` in order, in cues that never overlap (SubRip has no such thing)."""
    cues = _cues(words)
    blocks: list[str] = []
    for number, (cue, (start_s, end_s)) in enumerate(zip(cues, _cue_times(cues), strict=True), start=1):
        times = f"{_srt_time(start_s)} --> {_srt_time(end_s)}"
        blocks.append(f"{number}\n{times}\n{_srt_lines(cue)}\n")
    return "\n".join(blocks)


def _cue_times(cues: Sequence[Sequence[CaptionWord]]) -> list[tuple[float, float]]:
    """Start and end of each cue in seconds: as its words, but over before the next begins, and seen for a frame."""
    times: list[tuple[float, float]] = []
    following = [*(cue[0].start_s for cue in cues[1:]), math.inf]
    for cue, next_s in zip(cues, following, strict=True):
        start_s = max(cue[0].start_s, times[-1][1] if times else 0.0)
        end_s = min(max(cue[-1].end_s, start_s + _SHORTEST_CUE_S), next_s)
        times.append((start_s, max(end_s, start_s + 1 / FPS)))
    return times


def _cues(words: Sequence[CaptionWord]) -> list[list[CaptionWord]]:
    cues: list[list[CaptionWord]] = []
    for word in words:
        so_far = cues[-1] if cues else []
        length = sum(text_columns(w.text) + 1 for w in so_far) + text_columns(word.text)
        ended = not so_far or ends_sentence(so_far[-1].text)
        if ended or so_far[-1].scene != word.scene or length > _LONGEST_CUE:
            cues.append([word])
        else:
            so_far.append(word)
    return cues


def _srt_lines(words: Sequence[CaptionWord]) -> str:
    lines = [""]
    for word in words:
        text = _srt_safe(word.text)
        if lines[-1] and text_columns(lines[-1]) + 1 + text_columns(text) > _LONGEST_LINE:
            lines.append("")
        lines[-1] += text if word.glued or not lines[-1] else f" {text}"
    return "\n".join(lines)


def _srt_safe(text: str) -> str:
    """Players read tags in angle brackets and an arrow between times: an invisible character keeps them text."""
    tagless = re.sub(r"<(?=[A-Za-z/])", "<" + _WORD_JOINER, visible_text(text))
    return tagless.replace("-->", f"--{_WORD_JOINER}>")


def _srt_time(seconds: float) -> str:
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d},{milliseconds:03d}"


_LARGEST = (BOTTOM - TOP - 2 * PADDING_Y) / (2 * LINE_HEIGHT)
"""Pixels of an em by which two lines and the box around them fill the band."""


@dataclass(frozen=True)
class CaptionLayout:
    """The captions of a video, laid out and ready to be written."""

    words: Sequence[CaptionWord]
    groups: Sequence[CaptionGroup]
    lettering: CaptionLettering
    limits: Mapping[str, int]
    title: str

    @property
    def changes(self) -> tuple[int, ...]:
        """The frames on which captions look different from the frame before."""
        return change_frames(self.groups, self.limits)

    @property
    def drawn(self) -> tuple[DrawnCaption, ...]:
        """What each caption shows, read from what libass is given."""
        shown = drawn_texts(self.groups, self.lettering, self.limits)
        return tuple(DrawnCaption(scene=scene, text=text) for scene, text in shown)

    @property
    def behind(self) -> str:
        """The colour of outlines and boxes, which all scenes share."""
        return next(iter(self.lettering.colours.values())).behind

    def write_strip(self, ass: Path) -> None:
        """Write the .ass that draws the captions on a picture of `ass.STRIP`."""
        write_atomically(ass, render_ass(self.groups, self.lettering, self.limits, self.title, STRIP).encode())

    def write(self, ass: Path, srt: Path, fonts: Path) -> None:
        """Write both files, and into the folder `fonts` what the .ass needs to be drawn."""
        texts = [piece.text for group in self.groups for piece in group.pieces]
        write_fonts(texts, self.lettering.font, fonts)
        write_atomically(ass, render_ass(self.groups, self.lettering, self.limits, self.title).encode())
        write_atomically(srt, render_srt(self.words).encode())


def lay_out_captions(
    words: Sequence[CaptionWord],
    captions: Captions,
    colours: Mapping[str, CaptionColours],
    limits: Mapping[str, int],
    title: str,
    language: str = "en",
) -> CaptionLayout:
    """Lay out `words` of `language` as the theme's `captions` say, in each scene's `colours`.

    `limits` is the frame by which each scene's captions must have gone.
    """
    size = min(float(captions.size), _LARGEST)
    # All captions keep the box's distance from the edges, so that breaks do not depend on a scene's colours.
    measure = LineMeasure(captions.font, size, RIGHT - LEFT - 2 * PADDING_X)
    groups = group_words(words, measure, upper_case=captions.upper_case, language=language)
    lettering = CaptionLettering(captions.font, size, round(size * 0.085, 1), colours)
    return CaptionLayout(words, groups, lettering, limits, title)
