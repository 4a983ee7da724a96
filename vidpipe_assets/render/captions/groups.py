"""Words into captions: which words are shown together, on which lines, and from which frame on. Pure.

A caption is a phrase on one line or two: breaks fall where a reader breathes (`phrases`), and where the voice pauses.
How many words it holds at most is the style's. Scripts without spaces are cut into phrases (`language.words`). A word
that is wider than a line is cut into pieces that share its time; what would flash by in less than `SHORTEST_PIECE`
frames is shortened with an ellipsis instead (the .srt keeps it whole).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vidpipe_assets.language.letters import capitals
from vidpipe_assets.language.words import split_words
from vidpipe_assets.model.media import FPS, CaptionWord
from vidpipe_assets.render.captions.phrases import TIED, break_costs, ends_sentence, pauses
from vidpipe_assets.render.captions.shaping import font_runs, text_width
from vidpipe_assets.render.graphemes import grapheme_clusters, visible_text

MOST_WORDS = 5
SHORTEST_PIECE = 6
_LONG_PAUSE = 12
_PAUSE = 5
_HASTY = 15
_HASTY_WORD = 8
"""Frames: what is seen for less is hard to read."""
_INSIDE_A_WORD = 3.0
_DEAREST_LINE = 14.0
"""What belongs together may lie on two lines of one caption rather than leave a word alone."""
_ORPHAN = 0.45
"""A word alone on a line looks lost where it is less of the other line than this."""


@dataclass(frozen=True)
class CaptionPiece:
    """A word, or a part of one, as a caption shows it. `glued`: without a space before it."""

    scene: str
    text: str
    start_frame: int
    end_frame: int
    glued: bool = False
    word: int = 0
    """The number of the word that it shows, or shows a part of."""


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
    """How wide a line may be, and how a text's width is known, both in pixels; and how many words a caption may hold.

    With one word, what belongs together is still shown together, and so is what would flash by.
    """

    font: str
    size: float
    room: float
    most_words: int = MOST_WORDS

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
        for number, word in enumerate(words):
            if word.scene == scene:
                shown = visible_text(word.text)
                found = _pieces(word, capitals(shown, language) if upper_case else shown, measure)
                pieces += [replace(piece, word=number) for piece in found]
        groups += _best_groups(pieces, _Breaks(pieces, _word_costs(words, pieces, language)), measure)
    return tuple(groups)


def _word_costs(words: Sequence[CaptionWord], pieces: Sequence[CaptionPiece], language: str) -> list[float]:
    """What a break before each piece costs by the words alone, which are read as they are written, not in capitals."""
    first = pieces[0].word if pieces else 0
    costs = break_costs([word.text for word in words[first : pieces[-1].word + 1 if pieces else 0]], language)
    found = [costs[piece.word - first] for piece in pieces]
    for at, (before, piece) in enumerate(pairwise(pieces), 1):
        if before.word == piece.word:
            found[at] = 0.0 if ends_sentence(before.text) else _INSIDE_A_WORD
    return found


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


@dataclass(frozen=True)
class _Breaks:
    """The pieces of one scene and what a break before each costs: by its words, and by the voice."""

    pieces: Sequence[CaptionPiece]
    words: Sequence[float]

    def cost(self, at: int) -> float:
        """What a break before piece `at` costs."""
        if at == len(self.pieces) or self.words[at] == 0:
            return 0.0
        before, after = self.pieces[at - 1], self.pieces[at]
        if after.glued:
            paused = pauses(before.text) or after.start_frame - before.end_frame >= _PAUSE
            return 0.5 if paused or _is_cut(before, after) else 2.0
        if self.words[at] < TIED and after.start_frame - before.end_frame >= _PAUSE:
            return min(self.words[at], 1.0)
        return self.words[at]

    def tied(self, at: int) -> bool:
        """Whether piece `at` belongs together with the one before it."""
        return self.words[at] >= TIED and not self.pieces[at].glued


def _best_groups(pieces: list[CaptionPiece], breaks: _Breaks, measure: LineMeasure) -> list[CaptionGroup]:
    """The split of one scene's pieces that costs least; the costs stand in `_Breaks` and `_group_cost`."""
    best: list[tuple[float, list[CaptionGroup]]] = [(0.0, [])]
    most = measure.most_words if measure.most_words > 1 else MOST_WORDS
    price = _group_cost if measure.most_words > 1 else _single_cost
    for end in range(1, len(pieces) + 1):
        options: list[tuple[float, list[CaptionGroup]]] = []
        for start in range(max(end - most, 0), end):
            found = _lines(breaks, start, end, measure)
            if found is None:
                continue
            lines, unlike = found
            cost = best[start][0] + price(breaks, start, end, most) + unlike
            options.append((cost, [*best[start][1], CaptionGroup(lines)]))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]


_Lines = tuple[tuple[CaptionPiece, ...], ...]


def _lines(breaks: _Breaks, start: int, end: int, measure: LineMeasure) -> tuple[_Lines, float] | None:
    """The pieces on one line, else on the two that are most alike and break best, with what that costs; else None."""
    pieces = breaks.pieces[start:end]
    if measure.width(pieces) <= measure.room or len(pieces) == 1:
        return (tuple(pieces),), 0.0
    splits: list[tuple[float, int]] = []
    for at in range(1, len(pieces)):
        widths = measure.width(pieces[:at]), measure.width(pieces[at:])
        if max(widths) <= measure.room:
            cost = 1.2 * abs(widths[0] - widths[1]) / measure.room + 0.12 * min(breaks.cost(start + at), _DEAREST_LINE)
            orphan = min(at, len(pieces) - at) == 1 and min(widths) < _ORPHAN * max(widths)
            splits.append((cost + orphan, at))
    if not splits:
        return None
    cost, at = min(splits)
    return (tuple(pieces[:at]), tuple(pieces[at:])), cost


def _until(pieces: Sequence[CaptionPiece], end: int) -> int:
    return pieces[end].start_frame if end < len(pieces) else pieces[end - 1].end_frame


def _group_cost(breaks: _Breaks, start: int, end: int, most: int) -> float:
    """What showing the pieces together costs: the break after them, ends of sentences inside, loneliness, haste."""
    pieces, inner = breaks.pieces[start:end], range(start + 1, end)
    cost = breaks.cost(end)
    cost += 6.0 * sum(breaks.words[at] == 0 for at in inner)
    # What is said after a long pause must not be read before it.
    cost += 20.0 * sum(b.start_frame - a.end_frame >= _LONG_PAUSE for a, b in pairwise(pieces))
    cost += 0.5 * sum(pauses(piece.text) for piece in pieces[:-1])
    characters = sum(len(piece.text) for piece in pieces)
    if len(pieces) == 1 and characters < 9:
        cost += 4.0
    if _until(breaks.pieces, end) - pieces[0].start_frame < _HASTY:
        cost += 3.0
    return cost + 0.25 * abs(len(pieces) - 0.7 * most)


def _single_cost(breaks: _Breaks, start: int, end: int, _most: int) -> float:
    """The same where words are shown one by one."""
    pieces, inner = breaks.pieces[start:end], range(start + 1, end)
    cost = TIED if end < len(breaks.pieces) and breaks.tied(end) else 0.0
    cost += sum(0.0 if breaks.tied(at) else 4.0 + (20.0 if breaks.cost(at) <= 1 else 0.0) for at in inner)
    if _until(breaks.pieces, end) - pieces[0].start_frame < _HASTY_WORD:
        cost += 9.0
    return cost + 0.01 * breaks.cost(end)


def _is_cut(before: CaptionPiece, after: CaptionPiece) -> bool:
    """Whether both are parts of one word that was too wide for a line, and not two phrases."""
    return len(split_words(before.text + after.text)) < 2
