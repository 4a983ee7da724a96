"""What a service sent becomes what the port wants: silence trimmed, every word with its moment, a 16-bit WAV file.

The moments are the service's own where it tells them well; else laid over Piper's ('forced'), else shared out by
letters ('proportional'). How wrong they probably are is told with them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.providers.speech import Line, Spoken
from vidpipe_assets.providers.speech.guided import guided
from vidpipe_assets.providers.speech.proportional import proportional
from vidpipe_assets.providers.speech.waveform import Samples, Sound, Utterance, joined, trimmed, write_wavs
from vidpipe_assets.providers.speech.word_moments import word_moments

Span = tuple[int, int]

PROPORTIONAL_ERROR_S = 0.6
"""What letters miss the beginnings of words by: 95th percentile (`tests/bench/guided_alignment.py`)."""

_GUIDED_LEAST_S = 0.06
"""The same of a comparison with Piper: two paces of one voice may be wrong together."""

_LOUDEST = 0.99


@dataclass(frozen=True)
class Sounding:
    """What a service sent: samples, how many there are a second, and the first and last one of each word if it said."""

    samples: Samples
    rate: int
    told: tuple[Span, ...] | None = None
    voice: str = ""


def finished(sounding: Sounding, line: Line, folder: Path) -> Spoken:
    """`line` as it was spoken. Raises `BadMedia` where nothing can be heard."""
    rate, words = sounding.rate, line.text.split()
    marks = tuple(Sound(str(place), start, end) for place, (start, end) in enumerate(sounding.told or ()))
    heard = trimmed(Utterance(sounding.samples, marks), rate)
    if heard is None:
        raise BadMedia(f"nothing can be heard in what should be {line.text[:60]!r}", remedy="retry it")
    whole = joined([heard], rate)
    spans, alignment, error_s = _spans(whole, words, line, rate, folder)
    path = folder / "speech.wav"
    gain = np.float32(min(1.0, _LOUDEST / max(float(np.abs(whole.samples).max()), _LOUDEST)))
    write_wavs({path: whole.samples * gain}, rate)
    moments = word_moments(words, spans, whole, rate)
    return Spoken(path, len(whole.samples) / rate, moments, alignment, error_s, sounding.voice)


def _spans(
    whole: Utterance, words: Sequence[str], line: Line, rate: int, folder: Path
) -> tuple[list[Span], str, float]:
    if whole.sounds:
        return [(sound.start, sound.end) for sound in whole.sounds], "exact", 0.0
    if line.language.startswith("en") and (found := guided(whole.samples, rate, line.text, folder)):
        moments, apart_s = found
        spans = [(round(start * rate), round(end * rate)) for start, end in moments.tolist()]
        return spans, "forced", max(apart_s, _GUIDED_LEAST_S)
    return proportional(words, whole), "proportional", PROPORTIONAL_ERROR_S
