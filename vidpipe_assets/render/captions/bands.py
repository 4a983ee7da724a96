"""In which scenes captions stand higher, since what the footage is about lies where they would be.

Drawn scenes keep the captions' band free themselves. Of footage some frames are measured (`video.saliency`): captions
are raised where, in most of them, their band matters much more than the raised one does. What is drawn over footage
leaves both bands free.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.footage_clips import sample_frames
from vidpipe_assets.render.safe_areas import CAPTIONS_BOTTOM, CAPTIONS_TOP, LEFT, RAISED_BOTTOM, RAISED_TOP, RIGHT
from vidpipe_assets.render.video.saliency import find_saliency

_FRAMES = 5
_MUCH_MORE = 2.0
"""How often as much a band must matter as the other, for captions to leave it."""
_MATTERS = 1.4
"""And as the whole picture does on average."""


def raised_scenes(clips: Mapping[str, Path]) -> frozenset[str]:
    """Of scenes that show footage, those whose captions stand in the upper band; scene -> its clip."""
    return frozenset(scene for scene, clip in clips.items() if subject_in_captions(_some(clip)))


def subject_in_captions(frames: Iterable[Image.Image]) -> bool:
    """Whether what most of these frames are about lies where captions stand, and not where they stand when raised."""
    found = [_leaves(find_saliency(frame).weights) for frame in frames]
    return 2 * sum(found) > len(found)


def _leaves(weights: np.ndarray) -> bool:
    usual, raised = _density(weights, CAPTIONS_TOP, CAPTIONS_BOTTOM), _density(weights, RAISED_TOP, RAISED_BOTTOM)
    return usual > max(_MUCH_MORE * raised, _MATTERS)


def _some(clip: Path) -> list[Image.Image]:
    frames = sample_frames(clip)
    chosen = np.unique(np.linspace(0, len(frames) - 1, _FRAMES).round().astype(int))
    return [Image.fromarray(frames[number]) for number in chosen]


def _density(weights: np.ndarray, top: int, bottom: int) -> float:
    """How much a band matters; 1: as much as the picture on average."""
    rows, columns = weights.shape
    part = weights[round(top / HEIGHT * rows) : round(bottom / HEIGHT * rows)]
    part = part[:, round(LEFT / WIDTH * columns) : round(RIGHT / WIDTH * columns)]
    return float(part.mean() * weights.size)
