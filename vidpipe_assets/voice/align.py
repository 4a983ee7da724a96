"""Which stretch of the sound belongs to which word of a script, and when each word is said.

A synthesiser's words are not the script's: 'on the' is spoken as one word, '25' as two, and a word alone sounds
otherwise than among others. So the phonemes of the script's words, each taken alone, are aligned with the phonemes
that were spoken: monotone, at the least edit distance (dynamic programming). `word_moments` then makes seconds of the
samples: in order, inside the sound, and one pair for each word.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from vidpipe_assets.language.words import Word
from vidpipe_assets.model.media import SpokenWord
from vidpipe_assets.voice.waveform import Sound, Utterance

_BREAK = " "
_VOWELS = frozenset("aeiouyæøœɐɑɒɔəɘɚɛɜɝɞɤɨɪʉʊʌɯɵɶᵻ")
_LEADING = frozenset("ˈˌ")
_NEAR = {frozenset(pair) for pair in ("td", "ɾt", "ɾd", "sz", "ʃʒ", "fv", "θð", "kɡ", "pb", "nŋ", "mn", "ɹɚ", "ji")}
_GAP, _BREAK_GAP, _NEVER = 1.0, 0.3, 1e9


@dataclass(frozen=True)
class _Phoneme:
    """One phoneme with its stress and length marks, or a break."""

    symbol: str
    start: int
    end: int


def word_spans(sounds: Sequence[Sound], words: Sequence[Sequence[str]]) -> list[tuple[int, int] | None]:
    """First and last sample of each word, given its phonemes alone; None where nothing of it was found.

    The spans are in order and do not overlap.
    """
    heard = _join_marks(sounds)
    wanted = [(symbol, index) for index, word in enumerate(words) for symbol in (*_letters(word), _BREAK)]
    owners = _owners([sound.symbol for sound in heard], wanted)
    spans: list[tuple[int, int] | None] = [None] * len(words)
    for sound, owner in zip(heard, owners, strict=True):
        if owner is not None and sound.symbol != _BREAK:
            known = spans[owner]
            spans[owner] = (known[0] if known else sound.start, sound.end)
    return spans


def is_letter(symbol: str) -> bool:
    """Whether a symbol is a phoneme, not a mark, a pause or punctuation."""
    return all(unicodedata.category(part) in ("Ll", "Lo", "Lu", "Lt") for part in unicodedata.normalize("NFD", symbol))


def _letters(symbols: Sequence[str]) -> list[str]:
    """Phonemes without stress and length, breaks between them."""
    letters = list[str]()
    for symbol in symbols:
        if is_letter(symbol):
            letters.append(symbol)
        elif symbol == _BREAK and letters and letters[-1] != _BREAK:
            letters.append(_BREAK)
    return letters[:-1] if letters and letters[-1] == _BREAK else letters


def _join_marks(sounds: Sequence[Sound]) -> list[_Phoneme]:
    heard, lead = list[_Phoneme](), -1
    for sound in sounds:
        if sound.symbol in _LEADING:
            lead = sound.start if lead < 0 else lead
        elif is_letter(sound.symbol):
            heard.append(_Phoneme(sound.symbol, sound.start if lead < 0 else lead, sound.end))
            lead = -1
        elif heard and heard[-1].symbol != _BREAK and unicodedata.category(sound.symbol[0])[0] in "ML":
            heard[-1] = _Phoneme(heard[-1].symbol, heard[-1].start, sound.end)
        elif not heard or heard[-1].symbol != _BREAK:
            heard.append(_Phoneme(_BREAK, sound.start, sound.end))
    return heard


def _cost(heard: str, wanted: str) -> float:
    if heard == wanted:
        return 0.0
    if _BREAK in (heard, wanted):
        return _NEVER
    both = (heard in _VOWELS) + (wanted in _VOWELS)
    if both == 2:
        return 0.4
    if both == 1:
        return 0.5 if frozenset((heard, wanted)) in _NEAR else 1.8
    return 0.4 if frozenset((heard, wanted)) in _NEAR else 1.1


def _gap(symbol: str) -> float:
    return _BREAK_GAP if symbol == _BREAK else _GAP


def _owners(heard: list[str], wanted: list[tuple[str, int]]) -> list[int | None]:
    """The word of each sound that was heard."""
    steps = _steps(heard, [symbol for symbol, _ in wanted])
    owners: list[int | None] = [None] * len(heard)
    i, j = len(heard), len(wanted)
    while i or j:
        step = steps[i][j]
        if step == "=":
            i, j = i - 1, j - 1
            owners[i] = wanted[j][1]
        elif step == "+":
            i -= 1
        else:
            j -= 1
    return _fill_gaps(heard, owners)


def _steps(heard: list[str], wanted: list[str]) -> list[list[str]]:
    """For each prefix of both, the last step of the cheapest way: '=' both, '+' only heard, '-' only wanted."""
    costs = [0.0]
    for symbol in wanted:
        costs.append(costs[-1] + _gap(symbol))
    steps = [["-"] * (len(wanted) + 1)]
    for sound in heard:
        extra, row, line = _gap(sound), [costs[0] + _gap(sound)], ["+"]
        for j, symbol in enumerate(wanted, start=1):
            best, step = costs[j - 1] + _cost(sound, symbol), "="
            if costs[j] + extra < best:
                best, step = costs[j] + extra, "+"
            if row[j - 1] + _gap(symbol) < best:
                best, step = row[j - 1] + _gap(symbol), "-"
            row.append(best)
            line.append(step)
        costs = row
        steps.append(line)
    return steps


def _fill_gaps(heard: list[str], owners: list[int | None]) -> list[int | None]:
    """Sounds that no word wanted go to the word before them, or behind a break to the one after."""
    filled, owner = list(owners), None
    for index, symbol in enumerate(heard):
        owner = owners[index] if owners[index] is not None and symbol != _BREAK else owner
        if symbol == _BREAK:
            owner = None
        elif filled[index] is None:
            filled[index] = owner
    following: int | None = None
    for index in range(len(heard) - 1, -1, -1):
        if filled[index] is None and heard[index] != _BREAK:
            filled[index] = following
        elif heard[index] != _BREAK:
            following = filled[index]
    return filled


Span = tuple[int, int]

_PAUSE_S = 0.1
"""What is shorter between two words is no pause: the model counts the way into the next word's first sound there."""

_REACH_S = 0.08
"""How far a word's edge may be from the edge of the silence beside it."""


def word_moments(
    words: Sequence[Word], spans: Sequence[Span | None], whole: Utterance, rate: int
) -> tuple[SpokenWord, ...]:
    """`words` with their moments in seconds. What is not heard (a dash, an emoji) gets no length at its place."""
    refined = _refine_edges(spans, whole, rate)
    at, moments = 0, list[SpokenWord]()
    for word, span in zip(words, refined, strict=True):
        start, end = (min(max(edge, at), len(whole.samples)) for edge in span or (at, at))
        seconds = {"start_s": round(start / rate, 4), "end_s": round(end / rate, 4)}
        moments.append(SpokenWord(text=word.text, glued=word.glued, **seconds))
        at = end
    return tuple(moments)


def _refine_edges(spans: Sequence[Span | None], whole: Utterance, rate: int) -> list[Span | None]:
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
