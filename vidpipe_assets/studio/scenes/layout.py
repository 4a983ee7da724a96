"""Where things stand in a scene, in pixels of 1080x1920: what platforms put over a video stays free of content."""

LEFT, RIGHT = 72, 940
WIDTH = RIGHT - LEFT
"""The column of all content; 140 px on the right belong to the platform's buttons."""

STRIP_Y = 162
"""Baseline of the channel's name."""
PROGRESS_Y = 190
KICKER_Y = 268
"""Baseline of the small line above the heading."""
TOP, BOTTOM = 316, 1196
"""Of the picture's own content: captions stand from 1230 to 1450."""
CAPTIONS_TOP, CAPTIONS_BOTTOM = 1230, 1450
SOURCE_Y = 1530
"""Baseline of the line that names the source."""
