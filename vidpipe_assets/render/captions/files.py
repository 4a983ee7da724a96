"""The files of a video's captions: what libass needs (.ass and fonts) and what platforms read (.srt, by `subrip`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    CaptionColours,
    CaptionLettering,
    change_frames,
    drawn_texts,
    render_ass,
)
from vidpipe_assets.render.captions.groups import CaptionGroup, LineMeasure, group_words
from vidpipe_assets.render.captions.shaping import write_fonts
from vidpipe_assets.render.captions.subrip import render_srt

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
    def phrases(self) -> frozenset[int]:
        """The numbers of the words with which a caption begins."""
        return frozenset(group.pieces[0].word for group in self.groups)

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
        write_atomically(srt, render_srt(self.words, self.phrases).encode())


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
