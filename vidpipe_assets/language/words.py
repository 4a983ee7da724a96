"""Words, lines and characters as readers take them, whatever the script.

Words with spaces between them are `str.split`'s. Where a script has none (Japanese, Chinese, Thai, Lao, Khmer, Myanmar)
a stretch is cut into phrases: by BudouX's models for the first three, only where UAX 14 lets a line break, and
never inside a grapheme cluster (UAX 29). Both libraries are loaded at first use: English never needs them.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from vidpipe_assets.language.letters import base_language

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_THAI, _OTHERS = "\u0e00-\u0e7f", "\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\uaa60-\uaa7f"
_UNSPACED = re.compile(f"[{_HAN}{_KANA}{_THAI}{_OTHERS}]")
_KANA_LETTER, _THAI_LETTER = re.compile(f"[{_KANA}]"), re.compile(f"[{_THAI}]")
_OTHER_LETTER = re.compile(f"[{_OTHERS}]")

_CLAUSE_END = re.compile(r"[、。，！？；：…,!?;:។၊။]+[」』”’）)]*")

_LONGEST_PHRASE = 12
"""Characters: a stretch without a place to cut (Khmer) is cut after so many clusters."""

_FEWEST, _FEWEST_THAI = 2, 4
"""Letters: a shorter phrase is read with the next, as 我, 很, กว่า; by `_LEANS_BACK` with the one before."""

_LEANS_BACK = frozenset("了的吗嗎呢吧着過过们們地得をはがにでとものへやね")


class Word(NamedTuple):
    """A word as captions show it and voices time it. `glued`: nothing stands between it and the one before."""

    text: str
    glued: bool = False


def is_unspaced(text: str) -> bool:
    """Whether there is a letter of a script without spaces between words."""
    return not text.isascii() and _UNSPACED.search(text) is not None


@lru_cache(maxsize=1024)
def split_words(text: str) -> tuple[Word, ...]:
    """The words of `text` in order; joined, with a space before each that is not glued, they are `text.split()`'s."""
    found = list[Word]()
    for stretch in text.split():
        if is_unspaced(stretch):
            found += [Word(phrase, index > 0) for index, phrase in enumerate(_phrases(stretch))]
        else:
            found.append(Word(stretch))
    return tuple(found)


def word_texts(text: str) -> list[str]:
    """The texts of `split_words`."""
    return [word.text for word in split_words(text)]


def join_words(words: Sequence[Word]) -> str:
    """The text of which these are the words."""
    return "".join(word.text if word.glued or not index else f" {word.text}" for index, word in enumerate(words))


def _phrases(stretch: str) -> list[str]:
    """`stretch` in phrases that are read at once: cut where the script's model cuts and a line may break."""
    cuts = _model_cuts(stretch) & _line_breaks(stretch)
    return _without_crumbs([stretch[a:b] for a, b in pairwise([0, *sorted(cuts), len(stretch)])])


def _model_cuts(stretch: str) -> set[int]:
    """Where the model of its script cuts; everywhere a sentence or a clause ends, whatever the model thinks."""
    cuts = {mark.end() for mark in _CLAUSE_END.finditer(stretch)}
    if _OTHER_LETTER.search(stretch):
        return cuts
    kana, thai = _KANA_LETTER.search(stretch), _THAI_LETTER.search(stretch)
    at = 0
    for phrase in _parser("japanese" if kana else "thai" if thai else "simplified_chinese")(stretch):
        at += len(phrase)
        cuts.add(at)
    return cuts


@lru_cache(maxsize=4)
def _parser(name: str) -> Callable[[str], list[str]]:
    import budoux

    return getattr(budoux, f"load_default_{name}_parser")().parse  # pyright: ignore[reportAny]


def _line_breaks(stretch: str) -> set[int]:
    """Where a line may break inside `stretch`: UAX 14, and inside Thai, Lao, Khmer and Myanmar every cluster's end.

    UAX 14 leaves those four to a dictionary. A number and its unit, or letters of another script, stay together.
    """
    from uniseg.linebreak import line_break_units

    cuts, at = set[int](), 0
    for unit in line_break_units(stretch):
        for cluster in grapheme_clusters(unit) if _needs_dictionary(unit) else [unit]:
            at += len(cluster)
            cuts.add(at)
    return {cut for cut in cuts if 0 < cut < len(stretch) and not _tied(stretch, cut)}


def _needs_dictionary(unit: str) -> bool:
    return bool(_THAI_LETTER.search(unit) or _OTHER_LETTER.search(unit))


_HAN_FIGURES = frozenset("〇一二三四五六七八九十百千万萬亿億兆零两兩几幾")
_COUNTERS = frozenset(
    "天台个個只隻年月日时時小分秒人块塊元円圆本枚匹頭头条條张張位名次回度倍米公克吨層层岁歳座辆部件家种種点點間间週周"
)
"""The first letters of the commonest words that stand behind a number in Chinese and Japanese."""


def _tied(stretch: str, cut: int) -> bool:
    """Whether what meets at `cut` belongs together: '2024' and '年', a mark and its letter, a leading Thai vowel.

    So do figures that are written out, and what they count: '三百五十' and '天'.
    """
    before, after = stretch[cut - 1], stretch[cut]
    if before in _HAN_FIGURES and (after in _HAN_FIGURES or after in _COUNTERS):
        return True
    if before.isdecimal():
        return unicodedata.category(after)[0] in "LN" and not (_THAI_LETTER.match(after) or _OTHER_LETTER.match(after))
    return before in "เแโใไ" or after in "ะาำๅๆฯ" or unicodedata.category(after)[0] == "M"


def _without_crumbs(phrases: list[str]) -> list[str]:
    """Crumbs put to the phrase that they belong to, and what nothing cuts cut after `_LONGEST_PHRASE` clusters."""
    whole = list[str]()
    for phrase in phrases:
        if whole and (not _letters(phrase) or phrase[0] in _LEANS_BACK or _leans_forward(whole[-1])):
            whole[-1] += phrase
        else:
            whole.append(phrase)
    if len(whole) > 1 and _letters(whole[-1]) < _FEWEST and not _is_ended(whole[-2]):
        whole[-2:] = [whole[-2] + whole[-1]]
    return [piece for phrase in whole for piece in _no_longer(phrase)]


def _leans_forward(phrase: str) -> bool:
    fewest = _FEWEST_THAI if _THAI_LETTER.search(phrase) else _FEWEST
    return _letters(phrase) < fewest and not _is_ended(phrase)


def _is_ended(phrase: str) -> bool:
    return unicodedata.category(phrase[-1])[0] == "P"


def _letters(text: str) -> int:
    return sum(unicodedata.category(cluster[0])[0] in "LN" for cluster in grapheme_clusters(text))


def _no_longer(phrase: str) -> list[str]:
    clusters = grapheme_clusters(phrase)
    if len(clusters) <= _LONGEST_PHRASE or not is_unspaced(phrase):
        return [phrase]
    pieces = -(-len(clusters) // _LONGEST_PHRASE)
    edges = [round(len(clusters) * piece / pieces) for piece in range(pieces + 1)]
    return ["".join(clusters[a:b]) for a, b in pairwise(edges)]


def grapheme_clusters(text: str) -> list[str]:
    """What a reader takes for one character: a base with its marks, a conjunct, a joined emoji, a flag (UAX 29)."""
    if text.isascii():
        return list(text)
    from uniseg.graphemecluster import grapheme_clusters as clusters

    return list(clusters(text))


def count_characters(text: str) -> int:
    """How many characters a reader counts in `text`, spaces and punctuation left out."""
    return sum(any(one.isalnum() for one in cluster) for cluster in grapheme_clusters(text))


def text_columns(text: str) -> int:
    """How many columns `text` takes where every letter is as wide as a Latin one, and a Chinese one as wide as two."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return wide + sum(unicodedata.category(letter) not in ("Mn", "Me", "Cf") for letter in text)


_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)»]*\s+|(?<=[。！？।॥؟።])[」』”’）)»]*\s*")
_COLON = re.compile(r":\s+|\uff1a")


def sentence_starts(text: str, *, after_colon: bool = False) -> tuple[int, ...]:
    """The letters with which the sentences of `text` begin, by the marks that end one in any script.

    `after_colon`: what stands behind a colon is one of its own.
    """
    ends = [mark.end() for mark in _SENTENCE_END.finditer(text)]
    ends += [mark.end() for mark in _COLON.finditer(text)] if after_colon else []
    return tuple(sorted({0, *(end for end in ends if end < len(text))}))


def split_sentences(text: str) -> list[str]:
    """The sentences of `text`."""
    return [piece.strip() for a, b in pairwise([*sentence_starts(text), len(text)]) if (piece := text[a:b]).strip()]


def is_question(text: str) -> bool:
    """Whether `text` ends as a question does, in any script; in Greek with a semicolon."""
    return text.rstrip("\"'\u201d\u00bb\u300d\u300f ").endswith(("?", "\uff1f", "\u061f", "\u055e", ";"))


def counts_characters(language: str) -> bool:
    """Whether lengths of texts of `language` are told in characters, since it has no spaces between words."""
    return base_language(language) in ("ja", "zh", "th", "lo", "km", "my")
