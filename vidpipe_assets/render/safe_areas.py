"""Where type may stand in a picture of 1080x1920: the one place for what platforms put over a video. Pure.

Templates, captions and tests read the layout from here. `COVERED` is what a platform's own interface covers over an
ordinary post, `FOR_ADVERTISEMENTS` what the platforms ask advertisers to leave free, who get more put over them (a
button, a longer text). Type stands within the first, which a channel's posts need.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from vidpipe_assets.model.media import HEIGHT, WIDTH


@dataclass(frozen=True)
class Margins:
    """Pixels of 1080x1920 that are kept free on each side, and where that was read."""

    top: int
    bottom: int
    right: int
    left: int
    source: str


_SEEN = "no platform publishes it; 15 to 20 % below, as https://cutedyno.com/blog/short-form-video-safe-zones-reels-shorts-2026"
_GUIDE = "https://shotstack.io/learn/vertical-video-safe-zones/, read 2026-11-29"
COVERED: Mapping[str, Margins] = {
    "tiktok": Margins(120, 340, 140, 60, _SEEN),
    "reels": Margins(120, 340, 120, 60, _SEEN),
    "shorts": Margins(120, 340, 120, 48, _SEEN),
}
FOR_ADVERTISEMENTS: Mapping[str, Margins] = {
    "reels": Margins(269, 672, 65, 65, f"Meta: 14 % above, 35 % below, 6 % at the sides; {_GUIDE}"),
    "shorts": Margins(288, 672, 192, 48, f"Google: 15 % above, 35 % below; {_GUIDE}"),
}
"""TikTok publishes templates instead of figures, since its own depend on how long a post's text is."""

FREE = Margins(
    max(one.top for one in COVERED.values()),
    max(one.bottom for one in COVERED.values()),
    max(one.right for one in COVERED.values()),
    max(one.left for one in COVERED.values()),
    "the largest of all platforms",
)

LEFT, RIGHT = 72, WIDTH - FREE.right
COLUMN = RIGHT - LEFT
"""The column of all content."""

STRIP_Y = 162
"""Baseline of the channel's name."""
PROGRESS_Y = 190
KICKER_Y = 268
"""Baseline of the small line above the heading."""
TOP, BOTTOM = 316, 1196
"""Of the picture's own content."""
CAPTIONS_TOP, CAPTIONS_BOTTOM = 1230, 1450
RAISED_TOP, RAISED_BOTTOM = 244, 464
"""Where captions stand instead over footage whose subject lies in their band; graphics over footage leave it free."""
SOURCE_Y = 1530
"""Baseline of the line that names the source."""
SOURCE_LINE_UP, CREDIT_Y = 40, 1524
"""How much higher the source stands than whose picture it is, which has to be named at `CREDIT_Y`."""
LOWEST_FIFTH = HEIGHT * 4 // 5
"""Below this there is picture, and no type that is drawn over footage."""
OVER_FOOTAGE_TOP = 640
"""Where the content over footage begins at the highest: what it is about is seen above."""
FROM_TOP = 330
"""Where the content over footage begins that stands above what the footage is about."""
SUBJECT_TOP, SUBJECT_BOTTOM = PROGRESS_Y + 24, CAPTIONS_TOP - 14
"""Between these a picture's subject is seen, under neither the channel's strip nor captions."""
