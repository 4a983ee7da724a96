"""Figures, money, units and short forms of every language but English, as CLDR has them.

Numbers are spelled by the language's own rules (`unicode_rbnf`), units and currencies named in the plural that the
number wants (`babel`). What neither knows stays as it is written, for the voice to read: an engine of that language
knows more of it than we do. Genders and cases of numbers are those of counting.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from vidpipe_assets.language.figures import with_ascii_digits
from vidpipe_assets.language.letters import base_language
from vidpipe_assets.voice.numbers import SILENT

_CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY"} | {
    "₽": "RUB",
    "₴": "UAH",
    "₫": "VND",
    "₱": "PHP",
    "₪": "ILS",
    "฿": "THB",
    "zł": "PLN",
    "Kč": "CZK",
    "R$": "BRL",
    "円": "JPY",
    "元": "CNY",
}
_UNITS = {
    "km": "length-kilometer",
    "m": "length-meter",
    "cm": "length-centimeter",
    "mm": "length-millimeter",
    "kg": "mass-kilogram",
    "g": "mass-gram",
    "mg": "mass-milligram",
    "t": "mass-tonne",
    "l": "volume-liter",
    "L": "volume-liter",
    "ml": "volume-milliliter",
    "mL": "volume-milliliter",
    "h": "duration-hour",
    "min": "duration-minute",
    "s": "duration-second",
    "ms": "duration-millisecond",
    "km/h": "speed-kilometer-per-hour",
    "m/s": "speed-meter-per-second",
    "km²": "area-square-kilometer",
    "m²": "area-square-meter",
    "m³": "volume-cubic-meter",
    "W": "power-watt",
    "kW": "power-kilowatt",
    "MW": "power-megawatt",
    "GW": "power-gigawatt",
    "kWh": "energy-kilowatt-hour",
    "V": "electric-volt",
    "A": "electric-ampere",
    "Hz": "frequency-hertz",
    "kHz": "frequency-kilohertz",
    "MHz": "frequency-megahertz",
    "GHz": "frequency-gigahertz",
    "KB": "digital-kilobyte",
    "MB": "digital-megabyte",
    "GB": "digital-gigabyte",
    "TB": "digital-terabyte",
    "°C": "temperature-celsius",
    "℃": "temperature-celsius",
    "°F": "temperature-fahrenheit",
    "°": "angle-degree",
    "%": "concentr-percent",
    "％": "concentr-percent",
    "км": "length-kilometer",
    "м": "length-meter",
    "см": "length-centimeter",
    "кг": "mass-kilogram",
    "км/ч": "speed-kilometer-per-hour",
    "ГБ": "digital-gigabyte",
    "МБ": "digital-megabyte",
}
_SIGNS = {
    "de": {"&": "und", "+": "plus", "=": "gleich", "@": "at", "×": "mal"},
    "es": {"&": "y", "+": "más", "=": "igual a", "@": "arroba", "×": "por"},
    "fr": {"&": "et", "+": "plus", "=": "égale", "@": "arobase", "×": "fois"},
    "it": {"&": "e", "+": "più", "=": "uguale", "@": "chiocciola", "×": "per"},
    "pt": {"&": "e", "+": "mais", "=": "igual a", "@": "arroba", "×": "vezes"},
    "nl": {"&": "en", "+": "plus", "=": "is", "@": "apenstaartje", "×": "keer"},
    "pl": {"&": "i", "+": "plus", "=": "równa się", "@": "małpa", "×": "razy"},
    "ru": {"&": "и", "+": "плюс", "=": "равно", "@": "собака", "×": "на", "№": "номер"},
    "uk": {"&": "і", "+": "плюс", "=": "дорівнює", "×": "на", "№": "номер"},
    "tr": {"&": "ve", "+": "artı", "=": "eşittir", "@": "et", "×": "çarpı"},
    "ar": {"&": "و", "+": "زائد", "=": "يساوي", "×": "في"},
    "hi": {"&": "और", "+": "प्लस", "=": "बराबर", "×": "गुणा"},
    "ja": {"&": "アンド", "+": "プラス", "=": "イコール", "×": "かける"},
    "zh": {"&": "和", "+": "加", "=": "等于", "×": "乘"},
}
_SHORT = {
    "de": {"z.b.": "zum Beispiel", "d.h.": "das heißt", "bzw.": "beziehungsweise", "usw.": "und so weiter"}
    | {"ca.": "circa", "nr.": "Nummer", "dr.": "Doktor", "mio.": "Millionen", "mrd.": "Milliarden"},
    "es": {"p.ej.": "por ejemplo", "sr.": "señor", "sra.": "señora", "dr.": "doctor", "núm.": "número"},
    "fr": {"p.ex.": "par exemple", "m.": "monsieur", "mme": "madame", "dr": "docteur", "env.": "environ"},
    "it": {"p.es.": "per esempio", "sig.": "signor", "dott.": "dottor", "ecc.": "eccetera"},
    "pt": {"p.ex.": "por exemplo", "sr.": "senhor", "sra.": "senhora", "dr.": "doutor"},
    "nl": {"bijv.": "bijvoorbeeld", "d.w.z.": "dat wil zeggen", "enz.": "enzovoort", "nr.": "nummer"},
    "pl": {"np.": "na przykład", "tzn.": "to znaczy", "itd.": "i tak dalej", "ok.": "około", "dr": "doktor"},
    "ru": {"г.": "года", "гг.": "годов", "т.е.": "то есть", "т.д.": "так далее", "др.": "другие"}
    | {"тыс.": "тысяч", "млн": "миллионов", "млрд": "миллиардов"},
    "tr": {"örn.": "örneğin", "vb.": "ve benzeri", "vs.": "vesaire", "dr.": "doktor", "prof.": "profesör"},
    "hi": {"डॉ.": "डॉक्टर", "कि.मी.": "किलोमीटर", "रु.": "रुपये"},
    "ar": {"د.": "دكتور", "كم": "كيلومتر", "إلخ": "إلى آخره"},
}
"""Keys in lower case."""

_YEARS_IN_PAIRS = frozenset(("de", "nl", "sv", "da", "no", "nb"))
_LONGEST = 15
_FIGURE = r"[\d][\d.,'’٫٬]*\d|\d"
_AMOUNT = re.compile(
    rf"(?P<opens>[(\[\"“„«¿¡]*)(?P<sign>[-−+~≈]?)(?P<before>US\$|R\$|[$€£¥₹₩₺₽₴₫₱₪฿%])?(?P<figure>{_FIGURE})"
    r"(?P<after>[^\s\d]*?)(?P<marks>[.,;:!?…)\]\"”“»。、！？।؟،]*)"
)
_MINUS = {"-": "-", "−": "-"}


def spoken_words(words: Sequence[str], language: str) -> tuple[str, ...]:
    """What is said for each word; `SILENT` for one that a neighbour has said already."""
    base = base_language(language)
    said: list[str] = []
    for index, word in enumerate(words):
        before = next((one for one in reversed(words[:index]) if one), "")
        after = next((one for one in words[index + 1 :] if one), "")
        said.append(_say(word, before, after, base) if word else "")
    return tuple(said)


def _say(word: str, before: str, after: str, language: str) -> str:
    inner = word.lstrip('([„“"«')
    bare, opens = inner.rstrip(",;:!?…)"), word[: len(word) - len(inner)]
    if short := _SHORT.get(language, {}).get(bare.lower()):
        return opens + short + inner[len(bare) :]
    if sign := _SIGNS.get(language, {}).get(word):
        return sign if before and after else word
    if _names_amount(_bare(word), before, language):
        return SILENT + word[len(_bare(word)) :].lstrip(")")
    found = _AMOUNT.fullmatch(with_ascii_digits(word))
    if not found:
        return word
    if found["marks"] == "." and (day := _day_of_month(found["figure"], before, after, language)):
        return found["opens"] + day
    unit = found["before"] or found["after"] or _bare(after)
    return _say_amount(found, unit, language) or word


def _day_of_month(figure: str, before: str, after: str, language: str) -> str:
    """'28.' before 'November' as an ordinal."""
    locale, engine = _locale(language), _engine(language)
    months = {name.lower() for name in locale.months["format"]["wide"].values()} if locale else set[str]()
    if engine is None or _bare(after).lower() not in months or not (figure.isdigit() and 1 <= int(figure) <= 31):
        return ""
    from unicode_rbnf import FormatPurpose

    try:
        words = _clean(engine.format_number(int(figure), FormatPurpose.ORDINAL).text)
    except ValueError:  # no rules for them
        return ""
    return words + "n" if language == "de" and before.lower() in ("am", "vom", "zum", "dem", "den", "bis") else words


def _bare(word: str) -> str:
    return word.rstrip(".,;:!?…)。、")


def _names_amount(word: str, before: str, language: str) -> bool:
    """Whether it is the unit of the figure before it, which has said it."""
    figure = _AMOUNT.fullmatch(with_ascii_digits(before)) if before else None
    if figure is None or figure["before"] or figure["after"] or figure["marks"]:
        return False
    return bool(_named(figure["figure"], word, language))


def _say_amount(found: re.Match[str], unit: str, language: str) -> str:
    figure, marks, opens = found["figure"], found["marks"], found["opens"]
    number = read_number(figure, language)
    words = number_words(figure, language, is_year=not unit or not _named(figure, unit, language))
    if number is None or not words:
        return ""
    words = f"{spelled_minus(language)} {words}".strip() if found["sign"] in _MINUS and found["sign"] else words
    if named := _named(figure, unit, language):
        return opens + named.replace("{}", words) + marks
    attached = found["before"] or found["after"]
    # '5G', '15-jährig', '7.' and what else is written onto a figure: the engine of the language knows.
    return "" if attached else opens + words + marks


@lru_cache(maxsize=4096)
def _named(figure: str, unit: str, language: str) -> str:
    """'{} Kilometer' for '5' and 'km'; '' for what is no unit."""
    locale, number = _locale(language), read_number(figure, language)
    if not unit or locale is None or number is None:
        return ""
    if code := _CURRENCIES.get(unit):
        from babel.numbers import get_currency_name

        return "{} " + get_currency_name(code, number, locale=locale)
    if name := _UNITS.get(unit):
        return _unit_pattern(number, name, locale)
    return ""


def _unit_pattern(number: float, name: str, locale: Any) -> str:
    from babel.numbers import format_decimal
    from babel.units import UnknownUnitError, format_unit

    try:
        written = format_unit(number, name, "long", locale=locale)
    except UnknownUnitError:
        return ""
    shown = format_decimal(number, locale=locale)
    pattern = written.replace(shown, "{}", 1).replace("\u00a0", " ")
    # '5٪' and '5%': the locale writes a sign where a word is said.
    rest = pattern.replace("{}", "")
    return pattern if "{}" in pattern and any(one.isalpha() for one in rest) else ""


def number_words(figure: str, language: str, *, is_year: bool = False) -> str:
    """'1.234,5' in words; '' for what is too long, begins with 0, or is of a language that nobody has rules for."""
    number, engine = read_number(figure, language), _engine(language)
    if number is None or engine is None:
        return ""
    from unicode_rbnf import FormatPurpose

    whole, _, part = _plain(figure, language).partition(".")
    if len(whole) > _LONGEST or (len(whole) > 1 and whole[0] == "0"):
        return ""
    pairs = is_year and not part and len(figure) == 4 and 1100 <= int(whole) <= 1999 and language in _YEARS_IN_PAIRS
    purpose = FormatPurpose.YEAR if pairs else FormatPurpose.CARDINAL
    words = _clean(engine.format_number(int(whole), purpose).text)
    if not part:
        return words
    digits = " ".join(_clean(engine.format_number(int(digit)).text) for digit in part)
    return f"{words} {_point(language)} {digits}"


@lru_cache(maxsize=64)
def _point(language: str) -> str:
    """How the mark before decimals is called: what the rules say for 1.5 between its two figures."""
    names = {"ru": "запятая", "uk": "кома", "pl": "przecinek", "ja": "てん", "zh": "点", "ko": "점", "cs": "celá"}
    if language in names:
        return names[language]
    engine = _engine(language)
    text = _clean(engine.format_number(1.5).text) if engine else ""
    parts = text.split()
    return parts[1] if len(parts) == 3 else ","


def spelled_minus(language: str) -> str:
    """The word before a number below zero."""
    engine = _engine(language)
    text = _clean(engine.format_number(-5).text) if engine else ""
    return text.rpartition(" ")[0]


def read_number(figure: str, language: str) -> float | None:
    """The value of a figure as `language` writes it; None for what is none ('1.2.3')."""
    try:
        return float(_plain(figure, language))
    except ValueError:
        return None


def _plain(figure: str, language: str) -> str:
    """'1.234,5' -> '1234.5'. Where the language's own marks do not fit, the other way of writing is meant."""
    point, group = _marks(language)
    text = figure.replace("’", "'").replace("٫", point if point == "٫" else ".").replace("٬", "")
    for decimal, thousands in ((point, group), (",", "."), (".", ",")):
        grouped = rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{2,3}})*{re.escape(thousands)}\d{{3}}"
        if re.fullmatch(rf"(?:\d+|{grouped})(?:{re.escape(decimal)}\d+)?", text):
            return text.replace(thousands, "").replace(decimal, ".")
    return text


@lru_cache(maxsize=64)
def _marks(language: str) -> tuple[str, str]:
    locale = _locale(language)
    if locale is None:
        return ".", ","
    from babel.numbers import get_decimal_symbol, get_group_symbol

    group = get_group_symbol(locale)
    return get_decimal_symbol(locale), "." if group.isspace() and get_decimal_symbol(locale) == "," else group


def _clean(text: str) -> str:
    return text.replace("\u00ad", "").replace("\u200b", "").strip()


@lru_cache(maxsize=64)
def _engine(language: str) -> Any:
    from unicode_rbnf import RbnfEngine

    try:
        return RbnfEngine.for_language(language)
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _locale(language: str) -> Any:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None
