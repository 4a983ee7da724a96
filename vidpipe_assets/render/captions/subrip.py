"""An .srt file: cues of one or two lines, a sentence each where it fits, that break where the captions do."""

import math
import re
from collections.abc import Collection, Sequence

from vidpipe_assets.language.words import text_columns
from vidpipe_assets.model.media import FPS, CaptionWord
from vidpipe_assets.render.captions.phrases import ends_sentence
from vidpipe_assets.render.graphemes import visible_text

_Phrase = tuple[CaptionWord, ...]
_Cue = tuple[_Phrase, ...]
"""One line or two."""

_SHORTEST_CUE_S = 0.1
_LONGEST_LINE = 42
_WORD_JOINER = "\u2060"


def render_srt(words: Sequence[CaptionWord], phrases: Collection[int] = ()) -> str:
    """The file's text: every word of `words` in order, in cues that never overlap (SubRip has no such thing).

    `phrases`: the numbers of the words with which a phrase begins; without any, a line may break before every word.
    """
    cues = _cues(words, frozenset(phrases) or frozenset(range(len(words))))
    blocks: list[str] = []
    for number, (lines, (start_s, end_s)) in enumerate(zip(cues, _cue_times(cues), strict=True), start=1):
        times = f"{_srt_time(start_s)} --> {_srt_time(end_s)}"
        blocks.append(f"{number}\n{times}\n{_text(lines)}\n")
    return "\n".join(blocks)


def _cue_times(cues: Sequence[_Cue]) -> list[tuple[float, float]]:
    """Start and end of each cue in seconds: as its words, but over before the next begins, and seen for a frame."""
    times: list[tuple[float, float]] = []
    following = [*(cue[0][0].start_s for cue in cues[1:]), math.inf]
    for cue, next_s in zip(cues, following, strict=True):
        start_s = max(cue[0][0].start_s, times[-1][1] if times else 0.0)
        end_s = min(max(cue[-1][-1].end_s, start_s + _SHORTEST_CUE_S), next_s)
        times.append((start_s, max(end_s, start_s + 1 / FPS)))
    return times


def _cues(words: Sequence[CaptionWord], phrases: Collection[int]) -> list[_Cue]:
    """Sentence by sentence, since a cue shows none of two."""
    found: list[_Cue] = []
    sentence: list[_Phrase] = []
    for number, word in enumerate(words):
        before = words[number - 1] if number else None
        if before and (before.scene != word.scene or ends_sentence(before.text, word.text)):
            found += _sentence_cues(sentence)
            sentence = []
        if not sentence or number in phrases:
            sentence += [(word,)]
        else:
            sentence[-1] += (word,)
    return found + _sentence_cues(sentence)


def _sentence_cues(phrases: Sequence[_Phrase]) -> list[_Cue]:
    """A sentence in as few cues as hold it, all about as long."""
    parts = [part for phrase in phrases for part in _no_longer(phrase)]
    # From each part on: how many cues hold the rest, how unlike they are, the first of them, and where the next begins.
    best: dict[int, tuple[int, float, _Cue, int]] = {len(parts): (0, 0.0, (), 0)}
    for first in range(len(parts) - 1, -1, -1):
        options: list[tuple[int, float, _Cue, int]] = []
        for past in range(first + 1, len(parts) + 1):
            lines = _two_lines(parts[first:past])
            if lines is None:
                break
            count, unlike, _, _ = best[past]
            options.append((count + 1, unlike + sum(map(_columns, lines)) ** 2, lines, past))
        best[first] = min(options, key=lambda option: option[:2])
    cues: list[_Cue] = []
    at = 0
    while at < len(parts):
        _, _, lines, at = best[at]
        cues.append(lines)
    return cues


def _two_lines(phrases: Sequence[_Phrase]) -> _Cue | None:
    """The phrases on one line if it is short enough, else on the two that are most alike, else None."""
    whole = _joined(phrases)
    if len(phrases) == 1 or _columns(whole) <= _LONGEST_LINE:
        return (whole,)
    splits = [(_joined(phrases[:at]), _joined(phrases[at:])) for at in range(1, len(phrases))]
    fitting = [lines for lines in splits if max(map(_columns, lines)) <= _LONGEST_LINE]
    return min(fitting, key=lambda lines: max(map(_columns, lines)), default=None)


def _joined(phrases: Sequence[_Phrase]) -> _Phrase:
    return tuple(word for phrase in phrases for word in phrase)


def _no_longer(phrase: _Phrase) -> list[_Phrase]:
    """A phrase in parts that fit a line each; a word that is longer than a line is one of its own."""
    parts: list[_Phrase] = []
    for word in phrase:
        if parts and _columns((*parts[-1], word)) <= _LONGEST_LINE:
            parts[-1] += (word,)
        else:
            parts.append((word,))
    return parts


def _columns(words: _Phrase) -> int:
    return text_columns(_line(words))


def _line(words: _Phrase) -> str:
    return "".join(w.text if w.glued or not i else f" {w.text}" for i, w in enumerate(words))


def _text(lines: _Cue) -> str:
    safe = [tuple(word.model_copy(update={"text": _srt_safe(word.text)}) for word in line) for line in lines]
    return "\n".join(map(_line, safe))


def _srt_safe(text: str) -> str:
    """Players read tags in angle brackets and an arrow between times: an invisible character keeps them text."""
    tagless = re.sub(r"<(?=[A-Za-z/])", "<" + _WORD_JOINER, visible_text(text))
    return tagless.replace("-->", f"--{_WORD_JOINER}>")


def _srt_time(seconds: float) -> str:
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d},{milliseconds:03d}"
