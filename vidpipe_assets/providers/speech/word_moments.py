"""The moment of every word of a script, from where its sounds lie: in order, inside the sound, and one for each."""

from collections.abc import Sequence

from vidpipe_assets.model.media import SpokenWord
from vidpipe_assets.providers.speech.waveform import Utterance

Span = tuple[int, int]

_PAUSE_S = 0.1
"""What is shorter between two words is no pause: the model counts the way into the next word's first sound there."""

_REACH_S = 0.08
"""How far a word's edge may be from the edge of the silence beside it."""


def word_moments(
    words: Sequence[str], spans: Sequence[Span | None], whole: Utterance, rate: int
) -> tuple[SpokenWord, ...]:
    """`words` with their moments in seconds. What is not heard (a dash, an emoji) gets no length at its place."""
    refined = _refined(spans, whole, rate)
    at, moments = 0, list[SpokenWord]()
    for word, span in zip(words, refined, strict=True):
        start, end = (min(max(edge, at), len(whole.samples)) for edge in span or (at, at))
        moments.append(SpokenWord(text=word, start_s=round(start / rate, 4), end_s=round(end / rate, 4)))
        at = end
    return tuple(moments)


def _refined(spans: Sequence[Span | None], whole: Utterance, rate: int) -> list[Span | None]:
    """Words follow each other without a gap; beside a pause they begin and end where the sound does."""
    heard = [index for index, span in enumerate(spans) if span]
    starts = [span[0] for span in spans if span]
    ends = [span[1] for span in spans if span]
    total = len(whole.samples)
    for left, right in zip([None, *range(len(heard))], [*range(len(heard)), None], strict=True):
        end = 0 if left is None else ends[left]
        start = total if right is None else starts[right]
        if left is None or right is None or start - end > _PAUSE_S * rate:
            end, start = _edges(end, start, whole, rate)
        else:
            start = end
        if left is not None:
            ends[left] = max(end, starts[left])
        if right is not None:
            starts[right] = min(max(start, end), ends[right])
    refined: list[Span | None] = [None] * len(spans)
    for index, start, end in zip(heard, starts, ends, strict=True):
        refined[index] = (start, end)
    return refined


def _edges(end: int, start: int, whole: Utterance, rate: int) -> Span:
    """The end of a word and the start of the one after the pause, moved to the edges of the silence between them."""
    reach = int(_REACH_S * rate)
    inside = [(first, last) for first, last in whole.silences if last > end - reach and first < start]
    if not inside:
        return end, start
    # The longest one: a shorter one beside it is the closure of a 't' or a 'k', which belongs to its word.
    first, last = max(inside, key=lambda silence: silence[1] - silence[0])
    return (first if abs(first - end) <= reach else end), (last if abs(last - start) <= reach else start)
