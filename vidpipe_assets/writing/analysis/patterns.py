"""What trends have in common and how each kind fares: how titles begin, what they promise, how long, at what hour.

With it, the key phrases of many titles, without the stop words of the titles' language.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from math import log2
from statistics import fmean, median

from vidpipe_assets.model.trends import HookKind, Pattern, Trend, Velocity
from vidpipe_assets.writing.analysis.velocity import hours_since_epoch
from vidpipe_assets.writing.text import folded_words, plain_text


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HOW_TO = ("how to ", "how i ", "how we ", "wie man ", "so geht ", "cómo ", "como fazer ", "comment ", "come fare ")
_QUESTION = _word_set(
    "why what who when where which is are can does did will should warum wieso was wer wann welche "
    "qué quién cuándo por pourquoi qui quand est-ce perché"
)
_NEGATION = _word_set(
    "never not no stop dont doesnt isnt arent cant wont without nobody nothing quit avoid "
    "nie nicht kein keine ohne hört nunca sin ningún jamais ne sans mai senza"
)
_SUPERLATIVE = _word_set(
    "most best worst least only ever first last greatest fastest biggest smallest largest oldest newest strongest "
    "cheapest rarest deadliest weirdest longest shortest highest lowest hottest coldest smartest strangest "
    "beste schlechteste größte kleinste schnellste mejor peor mayor meilleur pire plus migliore peggiore"
)
_NUMBER = re.compile(r"^\W*(?:(?:the|these|top|die|los|las|les)\s+)?\d[\d.,]*\b", re.IGNORECASE)

_FORMATS: tuple[tuple[str, frozenset[str]], ...] = (
    ("comparison", _word_set("vs versus compared comparison against better")),
    ("test", _word_set("review tested testing test teardown unboxing benchmark tried")),
    ("tutorial", _word_set("tutorial guide diy recipe hack hacks tips fix repair build")),
    ("story", _word_set("story history happened made became inside behind rise fall lost")),
    ("news", _word_set("breaking announces announced launches launch update leaked new confirmed")),
)

_LENGTHS = ((15, "under 15 s"), (30, "15 to 30 s"), (60, "30 to 60 s"), (180, "1 to 3 min"), (1e12, "over 3 min"))


def title_hook(title: str) -> HookKind:
    """How a title tries to stop the reader."""
    text = plain_text(title).lower()
    title_words = folded_words(text.replace("’", "'").replace("'", ""))
    if text.startswith(_HOW_TO):
        return "how-to"
    if "?" in text or (title_words and title_words[0] in _QUESTION):
        return "question"
    if _NUMBER.match(text):
        return "number"
    if not _NEGATION.isdisjoint(title_words):
        return "negation"
    return "superlative" if not _SUPERLATIVE.isdisjoint(title_words) else "statement"


def title_format(title: str) -> str:
    """What a title promises: a list, a comparison, a test, a tutorial, a story, news; else 'plain'."""
    kind = title_hook(title)
    if kind in ("number", "how-to"):
        return "list" if kind == "number" else "tutorial"
    title_words = frozenset(folded_words(title))
    return next((name for name, markers in _FORMATS if not markers.isdisjoint(title_words)), "plain")


def length_class(trend: Trend) -> str | None:
    """The class of a video's length; None for what has none."""
    if trend.seconds is None:
        return None
    return next((name for most, name in _LENGTHS if trend.seconds < most), _LENGTHS[-1][1])


def publication_hour(trend: Trend) -> str | None:
    """The hour of day of the publication, in UTC: '07'."""
    return None if trend.published_at is None else f"{int(hours_since_epoch(trend.published_at) // 1 % 24):02d}"


def pattern_stats(
    trends: Sequence[Trend], speeds: Sequence[Velocity], kind: Callable[[Trend], str | None]
) -> tuple[Pattern, ...]:
    """How the trends of each kind fare, fastest kind first; trends without a kind are left out."""
    groups = _group_by_key((kind(trend), speed.per_hour) for trend, speed in zip(trends, speeds, strict=True))
    found = [
        Pattern(name=str(name), count=len(rates), share=round(len(rates) / len(trends), 4), per_hour=median(rates))
        for name, rates in groups.items()
        if name is not None
    ]
    return tuple(sorted(found, key=lambda one: (-one.per_hour, -one.count, one.name)))


def _group_by_key(pairs: Iterable[tuple[Hashable, float]]) -> dict[Hashable, list[float]]:
    groups: dict[Hashable, list[float]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(value)
    return groups


_Phrase = tuple[str, ...]
_MOST, _LONGEST_PHRASE = 12, 3
_MOST_TITLES, _LONGEST_TITLE = 1000, 300
_WORD = re.compile(r"\w[\w'’-]*")
_PHRASE_END = re.compile(r"[^\w\s'’-]+|\s[-–—'’]+(?=\s|\w)|[-–—'’]+(?=\s|$)")
_SAYS_NOTHING = _word_set("pov til eli5 vs via de la le el der die das thing things really actually ever still just")


def most_common_language(trends: Sequence[Trend]) -> str:
    """The two letters of the language that most trends name; English when none does."""
    named = Counter(trend.language[:2].lower() for trend in trends if trend.language[:2].isalpha())
    return min(named, key=lambda code: (-named[code], code)) if named else "en"


def key_phrases(trends: Sequence[Trend], most: int = _MOST) -> tuple[str, ...]:
    """The phrases of one to three words that say best what the titles are about, most telling first.

    A phrase neither begins nor ends with a stop word of the titles' language. It ranks by its C-value: by the number of
    titles that have it, less those in which it is only a part of longer phrases, and by its length. What stands in one
    title only is a phrase where no stop word stands in it; of those, names and phrases of frequent words go first.
    Source: Frantzi, Ananiadou, Mima (2000), "Automatic recognition of multi-word terms".
    """
    titles = [title for trend in trends if (title := plain_text(trend.title))][:_MOST_TITLES]
    stops = _stop_words(most_common_language(trends))
    found: dict[_Phrase, list[str]] = {}
    for title in titles:
        for phrase, spelled in _candidates(title[:_LONGEST_TITLE], stops).items():
            found.setdefault(phrase, []).append(spelled)
    counts = {phrase: len(spelled) for phrase, spelled in found.items()}
    kept = {phrase: n for phrase, n in counts.items() if n > 1 or stops.isdisjoint(phrase)}
    c_values = _c_values(kept)

    def rank(phrase: _Phrase) -> tuple[float, bool, float, _Phrase]:
        once = kept[phrase] == 1
        is_name = all(word[0].isupper() and not word.isupper() for word in found[phrase][0].split())
        again = fmean(counts.get((word,), 0) for word in phrase)
        return -min(c_values[phrase], 1) if once else -1 - c_values[phrase], not is_name, -again, phrase

    spellings = (Counter(found[phrase]).most_common(1)[0][0] for phrase in sorted(kept, key=rank))
    return _without_parts(spellings)[:most]


def _candidates(title: str, stops: frozenset[str]) -> dict[_Phrase, str]:
    """The possible phrases of a title, in small letters, each as it is spelled there."""
    found: dict[_Phrase, str] = {}
    for part in _PHRASE_END.split(title):
        spelled = _WORD.findall(part)
        small = [word.casefold().replace("’", "'").removesuffix("'s") for word in spelled]
        tells = [len(word) > 1 and word not in stops and not word.isdigit() for word in small]
        for start, end in combinations(range(len(small) + 1), 2):
            if end - start <= _LONGEST_PHRASE and tells[start] and (tells[end - 1] or small[end - 1].isdigit()):
                found.setdefault(tuple(small[start:end]), " ".join(spelled[start:end]))
    return found


def _c_values(titles: Mapping[_Phrase, int]) -> dict[_Phrase, float]:
    """The C-value of each phrase, from the number of titles that have it."""
    within: dict[_Phrase, list[int]] = {}
    for phrase, count in titles.items():
        parts = {phrase[a:b] for a, b in combinations(range(len(phrase) + 1), 2)} - {phrase}
        for part in parts & titles.keys():
            within.setdefault(part, []).append(count)
    return {
        phrase: log2(1 + len(phrase)) * (count - (fmean(within[phrase]) if phrase in within else 0))
        for phrase, count in titles.items()
    }


def _stop_words(language: str) -> frozenset[str]:
    """The words of a language that say nothing by themselves, in small letters; none for a language without a list."""
    from stop_words import StopWordError, get_stop_words

    try:
        return frozenset(word.casefold() for word in get_stop_words(language)) | _SAYS_NOTHING
    except StopWordError:
        return _SAYS_NOTHING


def _without_parts(phrases: Iterable[str]) -> tuple[str, ...]:
    """Each phrase once, without those that are part of a phrase that came before."""
    kept: list[str] = []
    for phrase in phrases:
        own = " ".join(folded_words(phrase))
        if own and not any(f" {own} " in f" {' '.join(folded_words(other))} " for other in kept):
            kept.append(phrase)
    return tuple(kept)
