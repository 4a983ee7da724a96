"""The files of a video's captions: what libass needs (.ass and fonts) and what platforms read (.srt)."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.model.media import CaptionWord
from vidpipe_assets.model.theme import Captions
from vidpipe_assets.studio import caption_ass, caption_fonts
from vidpipe_assets.studio.caption_ass import (
    BOTTOM,
    LEFT,
    LINE_HEIGHT,
    PADDING_X,
    PADDING_Y,
    RIGHT,
    STRIP,
    TOP,
    Lettering,
)
from vidpipe_assets.studio.caption_colours import CaptionColours
from vidpipe_assets.studio.caption_groups import Group, Measure, group_words
from vidpipe_assets.studio.caption_srt import srt_text

_LARGEST = (BOTTOM - TOP - 2 * PADDING_Y) / (2 * LINE_HEIGHT)
"""Pixels of an em by which two lines and the box around them fill the band."""


@dataclass(frozen=True)
class CaptionFiles:
    """The captions of a video, laid out and ready to be written."""

    words: Sequence[CaptionWord]
    groups: Sequence[Group]
    lettering: Lettering
    limits: Mapping[str, int]
    title: str

    @property
    def changes(self) -> tuple[int, ...]:
        """The frames on which captions look different from the frame before."""
        return caption_ass.changes(self.groups, self.limits)

    @property
    def behind(self) -> str:
        """The colour of outlines and boxes, which all scenes share."""
        return next(iter(self.lettering.colours.values())).behind

    def write_strip(self, ass: Path) -> None:
        """Write the .ass that draws the captions on a picture of `caption_ass.STRIP`."""
        _write(ass, caption_ass.ass_text(self.groups, self.lettering, self.limits, self.title, STRIP))

    def write(self, ass: Path, srt: Path, fonts: Path) -> None:
        """Write both files, and into the folder `fonts` what the .ass needs to be drawn."""
        texts = [piece.text for group in self.groups for piece in group.pieces]
        caption_fonts.write_instances(texts, self.lettering.font, fonts)
        _write(ass, caption_ass.ass_text(self.groups, self.lettering, self.limits, self.title))
        _write(srt, srt_text(self.words))


def caption_files(
    words: Sequence[CaptionWord],
    captions: Captions,
    colours: Mapping[str, CaptionColours],
    limits: Mapping[str, int],
    title: str,
) -> CaptionFiles:
    """Lay out `words` as the theme's `captions` say, in each scene's `colours`.

    `limits` is the frame by which each scene's captions must have gone.
    """
    size = min(float(captions.size), _LARGEST)
    # All captions keep the box's distance from the edges, so that breaks do not depend on a scene's colours.
    measure = Measure(captions.font, size, RIGHT - LEFT - 2 * PADDING_X)
    groups = group_words(words, measure, upper_case=captions.upper_case)
    lettering = Lettering(captions.font, size, round(size * 0.085, 1), colours)
    return CaptionFiles(words, groups, lettering, limits, title)


def _write(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
