"""When each word is said by a voice that does not tell: the same text is spoken by Piper, whose words are known.

Piper's rendering is laid over what was heard (dynamic time warping of how both sound), twice, at two paces. What both
say is the moment; how far they are apart is the error that is told. It needs no model and no dictionary besides the
voice that vidpipe brings, and a number or a name is read out before it is compared.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.theme import Voice
from vidpipe_assets.providers.speech.features import HOP_S, features
from vidpipe_assets.providers.speech.piper import Piper
from vidpipe_assets.providers.speech.sound import from_wav
from vidpipe_assets.providers.speech.warping import warped
from vidpipe_assets.providers.speech.waveform import Samples

Moments = NDArray[np.float64]
"""A row for each word: where it begins and ends, in seconds."""

_PACES = (0.95, 1.12)


def guided(samples: Samples, rate: int, text: str, folder: Path) -> tuple[Moments, float] | None:
    """The moments of the words of an English `text` in `samples`, and by how much they are probably wrong, in seconds.

    None where nothing can be said: the voice is not installed, or the text cannot be compared.
    """
    heard = features(samples, rate)
    try:
        found = [_laid_over(heard, text, pace, folder) for pace in _PACES]
    except (VidpipeError, ValueError):
        return None
    apart = np.abs(found[0] - found[1])[:, 0]
    return np.mean(found, axis=0), float(np.percentile(apart, 95)) if len(apart) else 0.0


def _laid_over(heard: NDArray[np.float32], text: str, pace: float, folder: Path) -> Moments:
    own = folder / f"guide-{pace}"
    own.mkdir(parents=True, exist_ok=True)
    spoken = Piper().speak({"guide": text}, Voice(speed=pace), "en", own)["guide"]
    samples, rate = from_wav(spoken.path.read_bytes(), "piper")
    way = warped(features(samples, rate), heard)
    edges = np.array([(word.start_s, word.end_s) for word in spoken.words])
    return np.interp(edges / HOP_S, np.arange(len(way)), way) * HOP_S
