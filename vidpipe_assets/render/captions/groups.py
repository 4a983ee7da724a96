"""Words into captions: which words are shown together, on which lines, and from which frame on. Pure.

A caption is one or two lines of at most five words. Breaks fall at the ends of sentences, then at commas and pauses of
the voice, then where they hurt least. Scripts without spaces are cut into phrases (`language.words`). A word that is
wider than a line is cut into pieces that share its time; what would flash by in less than `SHORTEST_PIECE` frames is
shortened with an ellipsis instead (the .srt keeps it whole).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vidpipe_assets.language.letters import capitals
from vidpipe_assets.language.words import split_words
from vidpipe_assets.model.media import FPS, CaptionWord
from vidpipe_assets.render.captions.shaping import font_runs, text_width
from vidpipe_assets.render.graphemes import grapheme_clusters, visible_text

MOST_WORDS = 5
SHORTEST_PIECE = 6
_LONG_PAUSE = 12
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "।", "۔", "።", "။", "។")
_PAUSES = (",", ";", ":", "–", "—", "、", "，", "،", "；", "：", "؛", "၊")
_CLOSING_MARKS = "\"'”’)]»」』）"
_LEANS_FORWARD = frozenset(
    re.findall(
        r"\w+",
        "a an the of to in on at by for from with and or but nor as than that is are was were its his her their our "
        "your my no not one every each only just about over under per",
    )
)


@dataclass(frozen=True)
class CaptionPiece:
    """A word, or a part of one, as a caption shows it. `glued`: without a space before it."""

    scene: str
    text: str
    start_frame: int
    end_frame: int
    glued: bool = False


@dataclass(frozen=True)
class CaptionGroup:
    """What is on the screen at once."""

    lines: tuple[tuple[CaptionPiece, ...], ...]

    @property
    def pieces(self) -> tuple[CaptionPiece, ...]:
        """All pieces in the order in which they are said."""
        return tuple(piece for line in self.lines for piece in line)


@dataclass(frozen=True)
class LineMeasure:
    """How wide a line may be, and how a text's width is known; both in pixels."""

    font: str
    size: float
    room: float

    def width(self, pieces: Sequence[CaptionPiece]) -> float:
        """The width of `pieces` on one line."""
        return text_width(line_text(pieces), self.font) * self.size


def line_text(pieces: Sequence[CaptionPiece]) -> str:
    """The text of one line."""
    return "".join(p.text if p.glued or not i else f" {p.text}" for i, p in enumerate(pieces))


def group_words(
    words: Sequence[CaptionWord], measure: LineMeasure, *, upper_case: bool, language: str = "en"
) -> tuple[CaptionGroup, ...]:
    """The captions of a video, in order; no caption holds words of two scenes. Capitals are those of `language`."""
    groups: list[CaptionGroup] = []
    for scene in dict.fromkeys(word.scene for word in words):
        pieces: list[CaptionPiece] = []
        for word in words:
            if word.scene == scene:
                shown = visible_text(word.text)
                pieces += _pieces(word, capitals(shown, language) if upper_case else shown, measure)
        groups += _best_groups(pieces, measure)
    return tuple(groups)


def _pieces(word: CaptionWord, shown: str, measure: LineMeasure) -> list[CaptionPiece]:
    text = "".join(run.text for run in font_runs(shown, measure.font))
    piece = CaptionPiece(word.scene, text, round(word.start_s * FPS), round(word.end_s * FPS), word.glued)
    if not text:
        return []
    return [part for phrase in _phrases(piece) for part in _fitting(phrase, measure)]


def _phrases(word: CaptionPiece) -> list[CaptionPiece]:
    """`word` as it is; a whole sentence that a voice takes for one word, in phrases that share its time by length."""
    phrases, frames = split_words(word.text), word.end_frame - word.start_frame
    if len(phrases) < 2 or len(phrases) > max(2 * (frames // SHORTEST_PIECE), 2):
        return [word]
    weights = [len(grapheme_clusters(phrase.text)) for phrase in phrases]
    whole = sum(weights)
    starts = [word.start_frame + frames * sum(weights[:index]) // whole for index in range(len(phrases))]
    return [
        replace(word, text=phrase.text, start_frame=start, end_frame=end, glued=phrase.glued if index else word.glued)
        for index, (phrase, start, end) in enumerate(zip(phrases, starts, [*starts[1:], word.end_frame], strict=True))
    ]


def _fitting(word: CaptionPiece, measure: LineMeasure) -> list[CaptionPiece]:
    return [word] if measure.width([word]) <= measure.room else _cut_word(word, measure)


def _cut_word(word: CaptionPiece, measure: LineMeasure) -> list[CaptionPiece]:
    """`word` in pieces as wide as a line at most, each for its share of the time."""
    texts = _texts_that_fit(word.text, measure)
    frames = word.end_frame - word.start_frame
    # Two pieces are one caption of two lines.
    most = max(2 * (frames // SHORTEST_PIECE), 2)
    if len(texts) > most:
        texts = [*texts[: most - 1], _shorten(texts[most - 1], measure)]
    share = frames / len(texts)
    starts = [word.start_frame + int(share * index) for index in range(len(texts))]
    ends = [*starts[1:], word.end_frame]
    return [
        replace(word, text=text, start_frame=start, end_frame=end, glued=index > 0 or word.glued)
        for index, (text, start, end) in enumerate(zip(texts, starts, ends, strict=True))
    ]


def _texts_that_fit(text: str, measure: LineMeasure) -> list[str]:
    texts = [""]
    used = 0.0
    for cluster in grapheme_clusters(text):
        wide = text_width(cluster, measure.font) * measure.size
        if texts[-1] and used + wide > measure.room:
            texts.append("")
            used = 0.0
        texts[-1] += cluster
        used += wide
    return texts


def _shorten(text: str, measure: LineMeasure) -> str:
    parts = grapheme_clusters(text)
    while len(parts) > 1 and text_width("".join(parts) + "…", measure.font) * measure.size > measure.room:
        parts.pop()
    return "".join(parts) + "…"


def _best_groups(pieces: list[CaptionPiece], measure: LineMeasure) -> list[CaptionGroup]:
    """The split of one scene's pieces that costs least; the costs stand in `_break_cost` and `_group_cost`."""
    best: list[tuple[float, list[CaptionGroup]]] = [(0.0, [])]
    for end in range(1, len(pieces) + 1):
        options: list[tuple[float, list[CaptionGroup]]] = []
        for start in range(max(end - MOST_WORDS, 0), end):
            lines = _lines(pieces[start:end], measure)
            if lines is None:
                continue
            until = pieces[end].start_frame if end < len(pieces) else pieces[end - 1].end_frame
            cost = _break_cost(pieces, end) + _group_cost(pieces[start:end], until)
            options.append((best[start][0] + cost, [*best[start][1], CaptionGroup(lines)]))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]


def _lines(pieces: Sequence[CaptionPiece], measure: LineMeasure) -> tuple[tuple[CaptionPiece, ...], ...] | None:
    """`pieces` on one line, else on the two that differ least in width, else None."""
    if measure.width(pieces) <= measure.room or len(pieces) == 1:
        return (tuple(pieces),)
    splits: list[tuple[float, int]] = []
    for at in range(1, len(pieces)):
        widths = measure.width(pieces[:at]), measure.width(pieces[at:])
        if max(widths) <= measure.room:
            splits.append((max(widths), at))
    if not splits:
        return None
    _, at = min(splits)
    return tuple(pieces[:at]), tuple(pieces[at:])


def _break_cost(pieces: Sequence[CaptionPiece], at: int) -> float:
    """What a break before piece `at` costs."""
    if at == len(pieces) or _ends_with(pieces[at - 1], _SENTENCE_ENDS):
        return 0.0
    before, after = pieces[at - 1], pieces[at]
    if _ends_with(before, _PAUSES) or after.start_frame - before.end_frame >= 5:
        return 0.5 if after.glued else 1.0
    if after.glued:
        return 0.5 if _is_cut(before, after) else 2.0
    leans = before.text.lower() in _LEANS_FORWARD or before.text[-1].isdigit()
    return 5.0 if leans else 3.0


def _group_cost(pieces: Sequence[CaptionPiece], until_frame: int) -> float:
    """What showing `pieces` together costs: ends of sentences inside, loneliness, haste."""
    cost = 6.0 * sum(_ends_with(piece, _SENTENCE_ENDS) for piece in pieces[:-1])
    # What is said after a long pause must not be read before it.
    cost += 20.0 * sum(b.start_frame - a.end_frame >= _LONG_PAUSE for a, b in pairwise(pieces))
    cost += 0.5 * sum(_ends_with(piece, _PAUSES) for piece in pieces[:-1])
    characters = sum(len(piece.text) for piece in pieces)
    if len(pieces) == 1 and characters < 9:
        cost += 4.0
    if until_frame - pieces[0].start_frame < 15:
        cost += 3.0
    return cost + 0.25 * abs(len(pieces) - 3.5)


def _is_cut(before: CaptionPiece, after: CaptionPiece) -> bool:
    """Whether both are parts of one word that was too wide for a line, and not two phrases."""
    return len(split_words(before.text + after.text)) < 2


def _ends_with(piece: CaptionPiece, marks: tuple[str, ...]) -> bool:
    return piece.text.rstrip(_CLOSING_MARKS).endswith(marks)


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends with this word."""
    return text.rstrip(_CLOSING_MARKS).endswith(_SENTENCE_ENDS)
