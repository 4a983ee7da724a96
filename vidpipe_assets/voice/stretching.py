"""Emphasis before there is sound: which of the symbols that a voice is to speak belong to words that take longer."""

from collections.abc import Mapping, Sequence

from vidpipe_assets.voice.align import is_letter, word_spans
from vidpipe_assets.voice.waveform import Sound


def stretched_symbols(
    sentences: Sequence[Sequence[str]], words: Sequence[Sequence[str]], stretch: Mapping[int, float]
) -> list[list[float]]:
    """For each symbol of each sentence, how many times as long it is spoken.

    `words`: the phonemes of each word alone, as `word_spans` wants them; `stretch`: word -> times as long.
    """
    factors = [[1.0] * len(symbols) for symbols in sentences]
    if not stretch:
        return factors
    flat = [(place, index) for place, symbols in enumerate(sentences) for index in range(len(symbols))]
    sounds = list[Sound]()
    for at, (place, index) in enumerate(flat):
        sounds.append(Sound(sentences[place][index], at, at + 1))
    spans = word_spans(sounds, words)
    for word, factor in stretch.items():
        for at in range(*(spans[word] or (0, 0))):
            place, index = flat[at]
            if is_letter(sentences[place][index]) or sentences[place][index] == "ː":
                factors[place][index] = factor
    return factors
