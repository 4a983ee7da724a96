"""The moment of every word of a script, from where its sounds lie: in order, inside the sound, and one for each."""

from collections.abc import Sequence

from vidpipe_assets.model.media import SpokenWord
from vidpipe_assets.providers.speech.waveform import Utterance

_REACH_S = 0.08
"""How far from a silence's edge a word beside it is taken to begin or to end there."""


def word_moments(
    words: Sequence[str], spans: Sequence[tuple[int, int] | None], whole: Utterance, rate: int
) -> tuple[SpokenWord, ...]:
    """`words` with their moments in seconds. What is not heard (a dash, an emoji) gets no length at its place."""
    total, at = len(whole.samples), 0
    moments = list[SpokenWord]()
    for index, (word, span) in enumerate(zip(words, spans, strict=True)):
        start, end = _beside_silence(span, whole, rate) if span else (at, at)
        start = min(max(start, at), total)
        limit = next((following[0] for following in spans[index + 1 :] if following), total)
        end = min(max(start, end), max(limit, start), total)
        moments.append(SpokenWord(text=word, start_s=round(start / rate, 4), end_s=round(end / rate, 4)))
        at = end
    return tuple(moments)


def _beside_silence(span: tuple[int, int], whole: Utterance, rate: int) -> tuple[int, int]:
    """A word beside a pause begins when the pause ends, and ends when the pause begins."""
    (start, end), reach = span, int(_REACH_S * rate)
    for first, last in whole.silences:
        if abs(last - start) <= reach and last < end:
            start = last
        if abs(first - end) <= reach and first > start:
            end = first
    return start, end
