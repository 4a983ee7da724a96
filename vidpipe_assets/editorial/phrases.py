"""The key phrases of many titles (yake, in the titles' language)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from vidpipe_assets.editorial.naming import plain, words
from vidpipe_assets.model.trends import Trend

_MOST = 12
_LONGEST_TEXT = 40_000


def language_of(trends: Sequence[Trend]) -> str:
    """The two letters of the language that most trends name; English when none does."""
    named = Counter(trend.language[:2].lower() for trend in trends if trend.language[:2].isalpha())
    return min(named, key=lambda code: (-named[code], code)) if named else "en"


def key_phrases(trends: Sequence[Trend], most: int = _MOST) -> tuple[str, ...]:
    """The phrases of one to three words that say best what the titles are about, most telling first."""
    text = ". ".join(title for trend in trends if (title := plain(trend.title)))[:_LONGEST_TEXT]
    if not words(text):
        return ()
    import yake

    extractor = yake.KeywordExtractor(lan=language_of(trends), n=3, dedupLim=0.7, top=most * 3)
    found = sorted(extractor.extract_keywords(text), key=lambda pair: (round(pair[1], 9), pair[0]))
    return _without_parts(phrase for phrase, _ in found)[:most]


def _without_parts(phrases: Iterable[str]) -> tuple[str, ...]:
    """Each phrase once, without those that are part of a phrase that came before."""
    kept: list[str] = []
    for phrase in phrases:
        own = " ".join(words(phrase))
        if own and not any(f" {own} " in f" {' '.join(words(other))} " for other in kept):
            kept.append(phrase)
    return tuple(kept)
