"""The files of a video's captions: what libass needs (.ass and fonts) and what platforms read (.srt, by `subrip`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.model.media import CaptionWord, DrawnCaption
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
    WHOLE,
    CaptionLettering,
    CaptionState,
    DrawingArea,
    caption_states,
    drawn_texts,
    render_ass,
)
from vidpipe_assets.render.captions.countdowns import COUNTED, Countdown, countdown_states
from vidpipe_assets.render.captions.groups import MOST_WORDS, CaptionGroup, LineMeasure, group_words
from vidpipe_assets.render.captions.shaping import write_fonts
from vidpipe_assets.render.captions.styles import CAPTION_STYLES, CaptionColours
from vidpipe_assets.render.captions.subrip import render_srt

_LARGEST = (BOTTOM - TOP - 2 * PADDING_Y) / (2 * LINE_HEIGHT)
"""Pixels of an em by which two lines and the box around them fill the band."""
_LARGEST_LINE = (BOTTOM - TOP - 2 * PADDING_Y) / (1.17 * LINE_HEIGHT)
"""And one line that springs."""


@dataclass(frozen=True)
class CaptionLayout:
    """The captions of a video, laid out and ready to be written."""

    words: Sequence[CaptionWord]
    groups: Sequence[CaptionGroup]
    lettering: CaptionLettering
    limits: Mapping[str, int]
    title: str
    phrases: frozenset[int] = frozenset()
    """The numbers of the words with which a phrase begins."""

    countdowns: tuple[Countdown, ...] = ()
    """Where viewers are to think, and see how long."""

    def states(self, area: DrawingArea = WHOLE) -> list[CaptionState]:
        """All that is seen one after another, placed in a picture of `area`."""
        clocks = (state for one in self.countdowns for state in countdown_states(one, self.lettering, area))
        return [*caption_states(self.groups, self.lettering, self.limits, area), *clocks]

    @property
    def changes(self) -> tuple[int, ...]:
        """The frames on which captions look different from the frame before."""
        return tuple(sorted({frame for _, start, end, _, _ in self.states() for frame in (start, end)}))

    @property
    def drawn(self) -> tuple[DrawnCaption, ...]:
        """What each caption shows, read from what libass is given."""
        shown = drawn_texts(self.groups, self.lettering, self.limits)
        return tuple(DrawnCaption(scene=scene, text=text) for scene, text in shown)

    @property
    def behind(self) -> str:
        """The colour of outlines, shades and boxes."""
        return self.lettering.colours.behind

    def write_strip(self, ass: Path) -> None:
        """Write the .ass that draws the captions on a picture of `ass.STRIP`."""
        write_atomically(ass, render_ass(self.states(STRIP), self.lettering, self.title, STRIP).encode())

    def write(self, ass: Path, srt: Path, fonts: Path) -> None:
        """Write both files, and into the folder `fonts` what the .ass needs to be drawn."""
        texts = [piece.text for group in self.groups for piece in group.pieces]
        texts += [str(number + 1) for number in range(COUNTED)] if self.countdowns else []
        write_fonts(texts, self.lettering.font, fonts)
        write_atomically(ass, render_ass(self.states(), self.lettering, self.title).encode())
        write_atomically(srt, render_srt(self.words, self.phrases).encode())


def lay_out_captions(
    words: Sequence[CaptionWord],
    captions: Captions,
    colours: CaptionColours,
    limits: Mapping[str, int],
    title: str,
    language: str = "en",
    raised: frozenset[str] = frozenset(),
    highlights: Mapping[str, str] | None = None,
    countdowns: Sequence[Countdown] = (),
) -> CaptionLayout:
    """Lay out `words` of `language` as the theme's `captions` say, in the video's `colours`.

    `limits` is the frame by which each scene's captions must have gone; `raised` are the scenes whose captions stand in
    the upper band; `highlights`: scene -> its highlight, where it has one of its own.
    `countdowns`: where viewers think.
    """
    style = CAPTION_STYLES[captions.style]
    size = min(captions.size * style.size, _LARGEST)
    # All captions keep a box's distance from the edges, so that breaks do not depend on the style.
    measure = LineMeasure(captions.font, size, RIGHT - LEFT - 2 * PADDING_X, style.most_words)
    groups = group_words(words, measure, upper_case=captions.upper_case, language=language)
    largest = min(captions.size * style.largest, _LARGEST_LINE) if style.largest > style.size else size
    lettering = CaptionLettering(captions.font, size, style, colours, largest, raised, highlights or {})
    phrases = groups
    if style.most_words == 1:  # whoever reads a file along wants more than a word at a time
        usual = replace(measure, most_words=MOST_WORDS)
        phrases = group_words(words, usual, upper_case=captions.upper_case, language=language)
    starts = frozenset(group.pieces[0].word for group in phrases)
    return CaptionLayout(words, groups, lettering, limits, title, starts, tuple(countdowns))
