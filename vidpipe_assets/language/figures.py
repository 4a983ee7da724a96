"""Figures in texts of any language: which values '1.234,5', '1,2 Mio.', '३.५ लाख' or '1億2000万' may stand for.

A figure is read in every way that some country writes it, since a text's sources are of other languages than the text:
who compares two texts wants to know whether they may mean the same.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from vidpipe_assets.language.letters import base_language

_FIGURE = re.compile(r"\d(?:[\d.,’'٫٬\u00a0\u202f\u2009]*\d)?")
_GROUPS = re.compile(r"\d{1,3}(?:([.,’'٬\u00a0\u202f\u2009])\d{2,3})+")
_SMALL_COUNT = 20

_SCALES: dict[str, dict[str, float]] = {
    "de": {"tausend": 1e3, "tsd": 1e3, "million": 1e6, "mio": 1e6, "milliarde": 1e9, "mrd": 1e9, "billion": 1e12},
    "es": {"mil": 1e3, "millón": 1e6, "millon": 1e6, "billon": 1e12, "billón": 1e12},
    "fr": {"mille": 1e3, "million": 1e6, "milliard": 1e9, "billion": 1e12},
    "it": {"mila": 1e3, "mille": 1e3, "milion": 1e6, "miliard": 1e9},
    "pt": {"mil": 1e3, "milhão": 1e6, "milhões": 1e6, "bilhão": 1e9, "bilhões": 1e9, "bilião": 1e12},
    "nl": {"duizend": 1e3, "miljoen": 1e6, "miljard": 1e9, "biljoen": 1e12},
    "pl": {"tysi": 1e3, "tys": 1e3, "milion": 1e6, "mln": 1e6, "miliard": 1e9, "mld": 1e9},
    "ru": {"тысяч": 1e3, "тыс": 1e3, "миллион": 1e6, "млн": 1e6, "миллиард": 1e9, "млрд": 1e9, "триллион": 1e12},
    "uk": {"тисяч": 1e3, "тис": 1e3, "мільйон": 1e6, "млн": 1e6, "мільярд": 1e9, "млрд": 1e9},
    "tr": {"bin": 1e3, "milyon": 1e6, "mn": 1e6, "milyar": 1e9, "trilyon": 1e12},
    "id": {"ribu": 1e3, "juta": 1e6, "miliar": 1e9, "triliun": 1e12},
    "vi": {"nghìn": 1e3, "triệu": 1e6, "tỷ": 1e9},
    "ar": {"ألف": 1e3, "آلاف": 1e3, "مليون": 1e6, "ملايين": 1e6, "مليار": 1e9, "تريليون": 1e12},
    "fa": {"هزار": 1e3, "میلیون": 1e6, "میلیارد": 1e9},
    "he": {"אלף": 1e3, "אלפים": 1e3, "מיליון": 1e6, "מיליארד": 1e9},
    "hi": {"हज़ार": 1e3, "हजार": 1e3, "लाख": 1e5, "मिलियन": 1e6, "करोड़": 1e7, "अरब": 1e9},
    "bn": {"হাজার": 1e3, "লাখ": 1e5, "লক্ষ": 1e5, "কোটি": 1e7},
    "ja": {"千": 1e3, "万": 1e4, "百万": 1e6, "億": 1e8, "兆": 1e12},
    "zh": {"千": 1e3, "万": 1e4, "萬": 1e4, "百万": 1e6, "亿": 1e8, "億": 1e8, "兆": 1e12},
    "ko": {"천": 1e3, "만": 1e4, "백만": 1e6, "억": 1e8, "조": 1e12},
    "th": {"พัน": 1e3, "หมื่น": 1e4, "แสน": 1e5, "ล้าน": 1e6},
}
"""Language -> the beginnings of the words that multiply the figure before them; English ones are in `writing.beats`."""

_COUNTED_IN_ONE = re.compile(r"(\d[\d.,]*)([千万萬百億亿兆천만억조]+)")


def figure_values(word: str, following: str, language: str) -> set[float]:
    """Every value that the figures in `word` may mean, with the word after it: '118,7' before 'Millionen'."""
    plain = with_ascii_digits(unicodedata.normalize("NFC", word))
    values = {value for found in _FIGURE.findall(plain) for value in _readings(found)}
    scales = _SCALES.get(base_language(language), {})
    factors = {scale for text in (_letters(following), _letters(plain)) for scale in _scale(text, scales)}
    whole = _counted_in_one(plain, scales)
    return whole or values | {value * factor for value in values for factor in factors}


def _letters(text: str) -> str:
    return "".join(one for one in text.lower() if one.isalpha() or unicodedata.category(one)[0] == "M")


def _scale(text: str, scales: dict[str, float]) -> set[float]:
    matching = [name for name in scales if text.startswith(name)]
    return {scales[max(matching, key=len)]} if matching else set()


def _counted_in_one(text: str, scales: dict[str, float]) -> set[float]:
    """'1億2000万' -> 120,000,000; '350万' -> 3,500,000."""
    parts = [(found, scales.get(size, 0.0)) for found, size in _COUNTED_IN_ONE.findall(text)]
    if not parts or not all(size for _, size in parts):
        return set()
    if any(before[1] <= after[1] for before, after in pairwise(parts)):
        return {value * size for found, size in parts for value in _readings(found.rstrip(".,"))}
    return {sum(max(_readings(found.rstrip(".,"))) * size for found, size in parts)}


def _readings(figure: str) -> set[float]:
    """'1.234' is a thousand in Germany and one and a bit in Britain: both."""
    marks = [one for one in figure if not one.isdigit()]
    found = set[float]()
    if not marks or (_GROUPS.fullmatch(figure) and len(set(marks)) == 1):
        found.add(float("".join(filter(str.isdigit, figure))))
    if marks and (marks.count(marks[-1]) == 1) and marks[-1] in ".,٫":
        whole, _, part = figure.rpartition(marks[-1])
        found.add(float("".join(filter(str.isdigit, whole)) + "." + part))
    return found or {float("".join(filter(str.isdigit, figure)))}


def with_ascii_digits(text: str) -> str:
    """`text` with the digits of every script as 0 to 9."""
    return text if text.isascii() else "".join(str(unicodedata.decimal(one, one)) for one in text)


@lru_cache(maxsize=32)
def number_words(language: str) -> dict[str, float]:
    """The words for 0 to 20, the tens and a hundred, as CLDR spells them in any gender; none for unknown languages."""
    from unicode_rbnf import RbnfEngine

    try:
        engine = RbnfEngine.for_language(base_language(language))
    except ValueError:
        return {}
    found = dict[str, float]()
    for number in (*range(_SMALL_COUNT + 1), *range(30, 101, 10)):
        for words in engine.format_number(number).text_by_ruleset.values():
            plain = words.replace("\u00ad", "").replace("\u200b", "").lower()
            if " " not in plain and len(plain) > 1:
                found.setdefault(plain, float(number))
    return found
