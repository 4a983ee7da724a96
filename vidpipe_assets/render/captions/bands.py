"""Where type stands over footage, by what the footage is about: captions, and what a scene shows.

Drawn scenes keep the captions' band free themselves. Of footage some frames are measured (`video.saliency`), and what
holds of most of them counts. Captions are raised where their band matters much more than the raised one does. What a
scene shows stands low, above the captions, unless the picture's subject lies there: then it stands at the top, and
captions are not raised.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.footage_clips import sample_frames
from vidpipe_assets.render.safe_areas import (
    BOTTOM,
    CAPTIONS_BOTTOM,
    CAPTIONS_TOP,
    FROM_TOP,
    LEFT,
    RAISED_BOTTOM,
    RAISED_TOP,
    RIGHT,
)
from vidpipe_assets.render.video.saliency import Saliency, find_saliency

_FRAMES = 5
_MUCH_MORE = 2.0
"""How often as much a band must matter as the other, for captions to leave it."""
_MATTERS = 1.4
"""And as the whole picture does on average."""
_CARD = 420
"""How tall what a scene shows mostly is, with what is laid under it, in pixels."""
_CARD_TOP = FROM_TOP - 104
_MORE = 1.25
"""How often as much the lower place must matter as the upper one, for type to leave it."""
_AS_MUCH = 0.8
"""And how much at least: where nothing matters, type stands low."""


def raised_scenes(clips: Mapping[str, Path]) -> frozenset[str]:
    """Of scenes that show footage, those whose captions stand in the upper band; scene -> its clip.

    A clip is measured with all that is drawn over it, as it is seen under captions. So it is decoded again, in a tenth
    of a second: what `stands_at_top` measures is the bare footage, before anything is drawn.
    """
    return frozenset(scene for scene, clip in clips.items() if subject_in_captions(_some(clip)))


def subject_in_captions(frames: Iterable[Image.Image]) -> bool:
    """Whether what most of these frames are about lies where captions stand, and not where they stand when raised."""
    return _mostly(_leaves_captions, frames)


def stands_at_top(clip: Path) -> bool:
    """Whether what a scene shows over this footage stands at its top."""
    return subject_stands_low(_some(clip))


def subject_stands_low(frames: Iterable[Image.Image]) -> bool:
    """Whether what most of these frames are about lies where type stands low, rather than where it stands high."""
    return _mostly(_leaves_foot, frames)


def _mostly(holds: Callable[[Saliency], bool], frames: Iterable[Image.Image]) -> bool:
    found = [holds(find_saliency(frame)) for frame in frames]
    return 2 * sum(found) > len(found)


def _leaves_captions(saliency: Saliency) -> bool:
    usual, raised = _density(saliency, CAPTIONS_TOP, CAPTIONS_BOTTOM), _density(saliency, RAISED_TOP, RAISED_BOTTOM)
    return usual > max(_MUCH_MORE * raised, _MATTERS)


def _leaves_foot(saliency: Saliency) -> bool:
    low, high = _density(saliency, BOTTOM - _CARD, BOTTOM), _density(saliency, _CARD_TOP, _CARD_TOP + _CARD)
    return low > max(_MORE * high, _AS_MUCH)


def _some(clip: Path) -> list[Image.Image]:
    frames = sample_frames(clip)
    chosen = np.unique(np.linspace(0, len(frames) - 1, _FRAMES).round().astype(int))
    return [Image.fromarray(frames[number]) for number in chosen]


def _density(saliency: Saliency, top: int, bottom: int) -> float:
    """How much a band of the frame matters; 1: as much as the frame on average."""
    return saliency.density(LEFT / WIDTH, top / HEIGHT, RIGHT / WIDTH, bottom / HEIGHT)
