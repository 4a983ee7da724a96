"""What a speech service sent becomes what the port wants: trimmed, a 16-bit WAV file, and every word with its moment.

The moments are the service's own where it tells them well ('exact', from the moments of its characters); else those of
a comparison with Piper ('forced', see `time_alignment`); else shared out by letters over what is not silence
('proportional'). How wrong they probably are is reported with them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from vidpipe_assets.language.words import split_words, word_texts
from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import Spoken
from vidpipe_assets.voice.align import word_moments
from vidpipe_assets.voice.time_alignment import align_with_piper
from vidpipe_assets.voice.waveform import Samples, Sound, Utterance, join_sentences, trim_silence, write_wavs

_SLACK_S = 0.3
"""How far behind the end of the sound the last character may be."""

_PAUSE_S = 0.1
"""What is shorter between two words is no pause."""


class _Alignment(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    characters: tuple[str, ...]
    character_start_times_seconds: tuple[float, ...]
    character_end_times_seconds: tuple[float, ...]


def spans_from_characters(alignment: Any, text: str, samples: int, rate: int) -> tuple[tuple[int, int], ...] | None:
    """First and last sample of each word of `text`; None where `alignment` is none of that text and sound.

    It is none when it is missing or of another form, when its lists differ in length, when its characters are not the
    text's, and when its moments are not in order or lie beyond the sound.
    """
    try:
        found = _Alignment.model_validate(alignment)
    except ValidationError:
        return None
    starts, ends = found.character_start_times_seconds, found.character_end_times_seconds
    if not len(found.characters) == len(starts) == len(ends) or not _in_order(starts, ends, samples / rate):
        return None
    places = _places("".join(found.characters), text, found.characters)
    if places is None:
        return None
    begin = [round(starts[first] * rate) for first, _ in places]
    end = [min(round(ends[last] * rate), samples) for _, last in places]
    # The space between two words of one breath is the way to the second one's beginning, which is what is told exactly.
    near = (
        after if after - before < _PAUSE_S * rate else before for before, after in zip(end, begin[1:], strict=False)
    )
    return tuple(zip(begin, [*near, end[-1]], strict=True))


def _in_order(starts: tuple[float, ...], ends: tuple[float, ...], seconds: float) -> bool:
    if not starts or not all(math.isfinite(moment) and moment >= 0 for moment in (*starts, *ends)):
        return False
    rising = all(a <= b for moments in (starts, ends) for a, b in pairwise(moments))
    return rising and all(a <= b for a, b in zip(starts, ends, strict=True)) and ends[-1] <= seconds + _SLACK_S


def _places(said: str, text: str, characters: tuple[str, ...]) -> list[tuple[int, int]] | None:
    """For each word, where in `characters` its first and last character are. White space may differ."""
    if said.split() != text.split():
        return None
    owners = [place for place, character in enumerate(characters) for _ in character]
    places: list[tuple[int, int]] = []
    at = 0
    for word in word_texts(text):
        first = said.index(word, at)
        at = first + len(word)
        places.append((owners[first], owners[at - 1]))
    return places


Span = tuple[int, int]

_EACH_WORD = 1.5
"""Letters that every word takes besides its own: short ones are said more slowly."""


def proportional_spans(words: Sequence[str], whole: Utterance) -> list[Span]:
    """First and last sample of each word. Its letters are its length; what is silent belongs to none."""
    loud = np.ones(len(whole.samples), dtype=np.float64)
    for start, end in whole.silences:
        loud[start:end] = 0
    passed = np.concatenate([[0.0], np.cumsum(loud)])
    weights = np.array([sum(map(str.isalnum, word)) + _EACH_WORD for word in words])
    edges = np.concatenate([[0.0], np.cumsum(weights)]) * (float(passed[-1]) / float(weights.sum()))
    # A word begins where the silence before it ends, and ends where the silence behind it begins.
    starts = np.searchsorted(passed, edges[:-1], side="right") - 1
    ends = np.searchsorted(passed, edges[1:], side="left")
    return [(int(start), int(end)) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


PROPORTIONAL_ERROR_S = 0.6
"""What letters miss the beginnings of words by: 95th percentile (`tests/bench/guided_alignment.py`)."""

_GUIDED_LEAST_S = 0.06
"""The same of a comparison with Piper: two paces of one voice may be wrong together."""

_LOUDEST = 0.99


@dataclass(frozen=True)
class Recording:
    """What a service sent: samples, how many there are a second, and the first and last one of each word if it said."""

    samples: Samples
    rate: int
    spans: tuple[Span, ...] | None = None
    voice: str = ""


def finish_recording(recording: Recording, text: str, language: str, folder: Path) -> Spoken:
    """`text` as it was spoken, in `folder/speech.wav`. Raises `BadMedia` where nothing can be heard."""
    rate, words = recording.rate, split_words(text)
    marks = tuple(Sound(str(place), start, end) for place, (start, end) in enumerate(recording.spans or ()))
    heard = trim_silence(Utterance(recording.samples, marks), rate)
    if heard is None:
        raise BadMedia(f"nothing can be heard in what should be {text[:60]!r}", remedy="retry it")
    whole = join_sentences([heard], rate)
    spans, alignment, error_s = _spans(whole, text, language, rate, folder)
    path = folder / "speech.wav"
    gain = np.float32(min(1.0, _LOUDEST / max(float(np.abs(whole.samples).max()), _LOUDEST)))
    write_wavs({path: whole.samples * gain}, rate)
    moments = word_moments(words, spans, whole, rate)
    return Spoken(path, len(whole.samples) / rate, moments, alignment, error_s, recording.voice)


def _spans(whole: Utterance, text: str, language: str, rate: int, folder: Path) -> tuple[list[Span], str, float]:
    if whole.sounds:
        return [(sound.start, sound.end) for sound in whole.sounds], "exact", 0.0
    if language.startswith("en") and (found := align_with_piper(whole.samples, rate, text, folder)):
        moments, apart_s = found
        spans = [(round(start * rate), round(end * rate)) for start, end in moments.tolist()]
        return spans, "forced", max(apart_s, _GUIDED_LEAST_S)
    return proportional_spans(word_texts(text), whole), "proportional", PROPORTIONAL_ERROR_S
