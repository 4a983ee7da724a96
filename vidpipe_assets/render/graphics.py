"""The forms of a channel: how its strip, its headlines, its ranks and its progress look in all of its videos. Pure.

A theme names one of `GRAPHICS` (`picture.graphics`), or its channel's name chooses: always the same for one channel.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple
from zlib import crc32

StripForm = Literal["label", "pill", "mark", "rule", "tag", "bar"]
"""label: small capitals behind a square; pill: on a pill; mark: initials and no name; rule: as a newspaper's title,
with a line to the end of the column; tag: on a flag from the frame's edge; bar: on a band from edge to edge."""
HeadlineForm = Literal["block", "marker", "tape", "sticker", "card"]
"""block: capitals, what counts in a box; marker: as written, with a highlighter's swipe; tape: capitals on strips;
sticker: capitals that are cut out with a border; card: as written, on a card with a bar at its side."""
RankForm = Literal["figure", "disc", "tab", "stamp"]
"""figure: '#3'; disc: the number in a ring, of the first in a disc; tab: on a tab at the frame's edge; stamp: turned,
in a frame."""
ProgressForm = Literal["segments", "bar", "dots", "ring", "none"]
"""segments: a piece a scene; bar: from edge to edge; dots: a dot a scene; ring: of the whole video; none."""


class Graphics(NamedTuple):
    """The forms of one channel."""

    strip: StripForm
    headline: HeadlineForm
    rank: RankForm
    progress: ProgressForm


CLASSIC = Graphics("label", "block", "figure", "segments")

GRAPHICS: Mapping[str, Graphics] = {
    "classic": CLASSIC,
    "arcade": Graphics("pill", "sticker", "tab", "segments"),
    "orbit": Graphics("mark", "marker", "disc", "ring"),
    "wildlife": Graphics("tag", "sticker", "stamp", "dots"),
    "worksite": Graphics("tag", "tape", "tab", "bar"),
    "chart": Graphics("pill", "card", "disc", "dots"),
    "menu": Graphics("rule", "marker", "stamp", "none"),
    "gig": Graphics("mark", "tape", "stamp", "dots"),
    "broadcast": Graphics("bar", "block", "tab", "bar"),
    "documentary": Graphics("rule", "card", "figure", "none"),
    "trail": Graphics("tag", "marker", "figure", "segments"),
    "journal": Graphics("label", "marker", "disc", "dots"),
    "magazine": Graphics("rule", "block", "figure", "ring"),
}
"""By the names that themes use, those of `model.theme.GraphicsName`."""


def choose_graphics(wanted: str, channel: str) -> Graphics:
    """The forms that a theme names; with 'auto', those of the channel's name: another name of forms changes few."""
    if wanted != "auto":
        return GRAPHICS[wanted]
    return GRAPHICS[max(GRAPHICS, key=lambda name: crc32(f"{channel}/{name}".encode("utf-8", "surrogatepass")))]
