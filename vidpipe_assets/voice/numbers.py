"""Numbers as English words, and the rules for money, amounts, units, ranges, dates and hours; the first that fits.

'1977' is 'nineteen seventy seven'. The words are apart, since espeak stresses them so. num2words writes 'one thousand
and twenty-four', knows no pairs for years and models ('two sixty four') and would need as much code to be corrected.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from vidpipe_assets.voice import units

_split = str.split
_ONES = _split(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = _split("zero ten twenty thirty forty fifty sixty seventy eighty ninety")
_GROUPS = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_MOST_DIGITS = 3 * len(_GROUPS)


def cardinal_words(digits: str) -> str:
    """'1024' -> 'one thousand twenty four'; what is too long or begins with 0 digit by digit."""
    if len(digits) > _MOST_DIGITS or (len(digits) > 1 and digits[0] == "0"):
        return digit_words(digits)
    number, words = int(digits), list[str]()
    for group in reversed(_GROUPS):
        power = 1000 ** _GROUPS.index(group)
        count, number = divmod(number, power)
        if count:
            words += [_below_thousand(count), group]
    return " ".join(word for word in words if word) or "zero"


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [_ONES[hundreds], "hundred"] if hundreds else []
    if rest >= 20:
        words.append(_TENS[rest // 10])
        rest %= 10
    if rest:
        words.append(_ONES[rest])
    return " ".join(words)


def digit_words(digits: str) -> str:
    """'007' -> 'zero zero seven'."""
    return " ".join(_ONES[int(digit)] for digit in digits)


def number_words(text: str) -> str:
    """'1,234.56' -> 'one thousand two hundred thirty four point five six'."""
    whole, _, part = text.replace(",", "").partition(".")
    words = cardinal_words(whole or "0")
    return f"{words} point {digit_words(part)}" if part else words


def ordinal_words(digits: str) -> str:
    """'21' -> 'twenty first'."""
    return as_ordinal_words(cardinal_words(digits))


def as_ordinal_words(words: str) -> str:
    """'twenty one' -> 'twenty first'."""
    *before, last = words.split()
    if last in _ORDINALS:
        last = _ORDINALS[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return " ".join([*before, last])


def pair_words(digits: str) -> str:
    """Four digits as a year or a model is said: '1977' -> 'nineteen seventy seven', '1905' -> 'nineteen oh five'."""
    first, last = digits[:-2], digits[-2:]
    if last == "00":
        return cardinal_words(digits) if first.endswith("0") else f"{cardinal_words(first)} hundred"
    if digits[1:3] == "00":
        return cardinal_words(digits)
    return f"{cardinal_words(first)} {'oh ' + cardinal_words(last[1]) if last[0] == '0' else cardinal_words(last)}"


def plural_words(words: str) -> str:
    """'nineteen ninety' -> 'nineteen nineties'."""
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


def looks_like_year(digits: str) -> bool:
    """Whether a bare '1977' is said in pairs; quantities up to 1999 may be said so too ('fifteen hundred people')."""
    return len(digits) == 4 and digits.isdigit() and 1100 <= int(digits) <= 2099


def model_number(digits: str) -> str:
    """Three or four digits of a name in pairs: '264' -> 'two sixty four'; others as they are."""
    return pair_words(digits) if 3 <= len(digits) <= 4 and not digits.endswith("00") else cardinal_words(digits)


_AMOUNT = r"(?:\d{1,3}(?:,\d{2,3})*,\d{3}|\d+)(?:\.\d+)?|\.\d+"
_UNIT = r"[A-Za-zμµ°℃℉%‰×¢][A-Za-z²³]*(?:/[A-Za-z]+)?"
_CURRENCY = "".join(units.CURRENCIES)
_MONEY = re.compile(
    rf"(?P<whose>{'|'.join(units.DOLLARS)})?(?P<currency>[{_CURRENCY}])"
    rf"(?P<amount>{_AMOUNT}|\d+,\d\d)(?P<size>k|K|mn|m|M|bn|b|B|tn|T)?"
)
_FRACTIONS = {"½": "a half", "⅓": "a third", "⅔": "two thirds", "¼": "a quarter", "¾": "three quarters"} | {
    "⅕": "a fifth",
    "⅛": "an eighth",
    "⅜": "three eighths",
    "⅝": "five eighths",
    "⅞": "seven eighths",
}
_SIGNS = {"-": "minus", "−": "minus", "+": "plus", "±": "plus or minus", "~": "about", "≈": "about", "×": "times"} | {
    "<": "less than",
    ">": "more than",
    "≤": "at most",
    "≥": "at least",
}


@dataclass(frozen=True)
class WordInContext:
    """One word between its neighbours, without punctuation around them."""

    core: str
    before: str = ""
    after: str = ""


SayRule = Callable[[re.Match[str], WordInContext], str]
"""What is said for a match; '' if the rule does not hold here."""


def _money(match: re.Match[str], here: WordInContext) -> str:
    one, many, cent, cents = units.CURRENCIES[match["currency"]]
    whose = units.DOLLARS.get(match.groupdict().get("whose") or "US", "")
    one, many = f"{whose} {one}".strip(), f"{whose} {many}".strip()
    amount, size = match["amount"], units.MAGNITUDES.get(match.groupdict().get("size") or "", "")
    if re.fullmatch(r"\d+,\d\d", amount):  # cents behind a comma, as the continent writes them
        amount = amount.replace(",", ".")
    if here.after.lower() in units.MAGNITUDE_WORDS:
        return number_words(amount)
    whole, _, part = amount.replace(",", "").partition(".")
    if len(part) == 2 and not size:
        notes = f"{cardinal_words(whole)} {one if whole == '1' else many}" if whole != "0" else ""
        coins = f"{cardinal_words(str(int(part)))} {cent if int(part) == 1 else cents}" if int(part) else ""
        return " and ".join(filter(None, (notes, coins)))
    return " ".join(filter(None, (number_words(amount), size, one if amount == "1" and not size else many)))


def _magnitude_of_money(match: re.Match[str], here: WordInContext) -> str:
    whose, sign = re.match(r"([A-Z]{0,2})(.?)", here.before).groups()  # type: ignore[union-attr]
    if sign in units.CURRENCIES and sign and (whose in units.DOLLARS or not whose):
        return f"{match[0]} {units.DOLLARS.get(whose, '')} {units.CURRENCIES[sign][1]}".replace("  ", " ")
    return ""


def _amount_of_currency(match: re.Match[str], here: WordInContext) -> str:
    """'12,50' before '€', '500' behind 'Rs.': the currency's own word says nothing more."""
    sign = here.after if here.after in units.CURRENCIES else units.CURRENCY_WORDS.get(here.before.lower(), "")
    if not sign and here.after.isupper():
        sign = units.CURRENCY_WORDS.get(here.after.lower(), "")
    said = _MONEY.fullmatch(sign + match[0]) if sign else None
    return _money(said, WordInContext(here.core)) if said else ""


def _said_with_amount(match: re.Match[str], here: WordInContext) -> str:
    """A currency beside a figure that has said it; otherwise its name."""
    sign = match[0] if match[0] in units.CURRENCIES else units.CURRENCY_WORDS[match[0].lower()]
    beside = here.before[-1:].isdigit() or (here.after[:1].isdigit() and match[0] not in units.CURRENCIES)
    return SILENT if beside else units.CURRENCIES[sign][1] if match[0] in units.CURRENCIES else ""


SILENT = "\0"
"""What is said for a word that another one has said already."""


def _season(match: re.Match[str], _: WordInContext) -> str:
    """'2024/25', the year and the next."""
    follows = (int(match[1]) + 1) % 100 == int(match[2])
    return f"{pair_words(match[1])} {pair_words(match[1][:2] + match[2]).split(' ', 1)[1]}" if follows else ""


def _year_in_context(match: re.Match[str], here: WordInContext) -> str:
    before = {"in", "since", "by", "from", "until", "around", "before", "after", "year", "of"}
    counted = here.after.lower() in units.MAGNITUDE_WORDS or units.unit(here.after) or here.after[:1].islower()
    return pair_words(match[0]) if here.before.lower() in before - ({"of", "by", "from"} if counted else set()) else ""


def _inches(match: re.Match[str], here: WordInContext) -> str:
    """'27" monitor' is twenty seven inch, 'is 27"' inches."""
    return number_words(match[1]) + (" inch" if match[1] == "1" or here.after[:1].islower() else " inches")


def _power(match: re.Match[str], _: WordInContext) -> str:
    return f"{cardinal_words(match[1])} to the power of {cardinal_words(match[2].translate(_RAISED)).strip()}"


_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _month(match: re.Match[str], here: WordInContext) -> str:
    month = units.MONTHS_IN_SHORT[match[0].lower()]
    return (
        month if here.before[-1:].isdigit() or here.after[:1].isdigit() or here.before.endswith(_ORDINAL_ENDS) else ""
    )


_ORDINAL_ENDS = ("1st", "2nd", "3rd", "th")


def _amount(match: re.Match[str], here: WordInContext) -> str:
    """A number, with a sign and a unit if they are written in one word."""
    sign, amount, symbol = match["sign"], match["amount"], match["unit"] or ""
    words = _figure(amount, symbol, here)
    if symbol in ("K", "M", "B", "bn", "k") and not (symbol == "K" and (amount in "24568" or len(amount) > 3)):
        words += " " + units.MAGNITUDES[symbol]
    elif symbol:
        said = "kelvin" if symbol == "K" and len(amount) > 3 else units.unit(symbol, one=amount == "1")
        if not said and not (symbol.isupper() and len(symbol) == 1):
            return ""
        words += " " + (said or symbol)
    return f"{_SIGNS[sign]} {words}" if sign else words


def _figure(amount: str, symbol: str, here: WordInContext) -> str:
    model = here.before in units.MODELS and amount.isdigit() and 3 <= len(amount) <= 4
    year = looks_like_year(amount) and not symbol and not units.unit(here.after)
    return pair_words(amount) if model or year else number_words(amount)


def _unit_after_number(match: re.Match[str], here: WordInContext) -> str:
    if re.search(r"\d$|[½¼¾⅓⅔]$", here.before) or here.before.lower() in units.MAGNITUDE_WORDS:
        if match[0] == "K":
            return "kelvin"
        symbol = "" if match[0] in ("x", "×") else match[0]
        return units.unit(symbol, one=here.before == "1")
    known = match[0] in units.LONE_UNITS or (match[0].count("/") == 1 and match[0].split("/")[0] in units.LONE_UNITS)
    return units.unit(match[0]) if known else ""


def _range(match: re.Match[str], here: WordInContext) -> str:
    first, last, symbol = match["first"], match["last"], match["unit"] or ""
    glue = " " if first == last or match["joint"] == ":" else " to "
    ending = units.unit(symbol) if symbol else ""
    if symbol and not ending:
        return ""
    said = [_figure(part, ending, WordInContext("", "", here.after)) for part in (first, last)]
    return f"{said[0]}{glue}{said[1]} {ending}".strip()


def _of_unit(match: re.Match[str], _: WordInContext) -> str:
    """'16-bit', '5-km', '100-year'."""
    word = match["unit"]
    return f"{number_words(match['amount'])} {units.unit(word, one=True) or word}"


def _clock(match: re.Match[str], here: WordInContext) -> str:
    hour, minute = match[1], match[2]
    if here.after.lower() in ("am", "pm", "a.m", "p.m") and minute == "00":
        return cardinal_words(hour)
    words = "oh " + cardinal_words(minute[1]) if minute[0] == "0" else cardinal_words(minute)
    return " ".join([cardinal_words(str(int(hour))), "o'clock" if minute == "00" else words])


def _half_day(match: re.Match[str], _: WordInContext) -> str:
    hour = cardinal_words(match["hour"]) + " " if match["hour"] else ""
    return hour + "-".join(match["half"].upper().replace(".", ""))


def _meridiem(match: re.Match[str], here: WordInContext) -> str:
    return "-".join(match[0].upper().replace(".", "")) if here.before[-1:].isdigit() or "." in match[0] else ""


def _date(match: re.Match[str], _: WordInContext) -> str:
    month, day = int(match[2]), str(int(match[3]))
    return f"{units.MONTHS[month - 1]} {ordinal_words(day)}, {pair_words(match[1])}" if 1 <= month <= 12 else ""


def _fraction(match: re.Match[str], _: WordInContext) -> str:
    above, below = int(match[1]), int(match[2])
    if (above, below) == (24, 7):
        return "twenty four seven"
    if not above < below:
        return f"{cardinal_words(match[1])} over {cardinal_words(match[2])}"
    name = {2: "half", 4: "quarter"}.get(below) or as_ordinal_words(cardinal_words(match[2]))
    return f"{cardinal_words(match[1])} {name}{'' if above == 1 else 's'}"


def _mixed(match: re.Match[str], here: WordInContext) -> str:
    part = _FRACTIONS[match[2]]
    if match[1]:
        return f"{cardinal_words(match[1])} and {part}"
    return part.removeprefix("a ") if here.before in ("a", "one") else part


def _day(match: re.Match[str], here: WordInContext) -> str:
    """'July 20', not 'in July 20 percent'."""
    following = here.after.lower()
    counted = following in units.MAGNITUDE_WORDS or following in ("percent", "people") or units.unit(here.after)
    short = here.before.lower()
    month = units.ABBREVIATIONS.get(short) or units.MONTHS_IN_SHORT.get(short, here.before)
    return ordinal_words(match[0]) if month in units.MONTHS and not counted else ""


def _decade(match: re.Match[str], _: WordInContext) -> str:
    digits = match[1]
    return plural_words(pair_words(digits) if len(digits) == 4 else cardinal_words(digits))


def _ratio(written: str) -> str:
    return "by" if written in ("16:9", "21:9", "4:3", "3:2") else "to"


def _pixels(digits: str) -> str:
    return pair_words(digits) if len(digits) == 4 else cardinal_words(digits)


NUMBER_RULES: tuple[tuple[str, SayRule], ...] = (
    (r"x", lambda _, here: "by" if here.before[-1:].isdigit() and here.after[:1].isdigit() else ""),
    (_MONEY.pattern, _money),
    (rf"(?P<amount>{_AMOUNT}|\d+,\d\d)(?P<currency>[{_CURRENCY}])", _money),
    (rf"(?:{_AMOUNT}|\d+,\d\d)", _amount_of_currency),
    (rf"(?:[{_CURRENCY}]|(?i:{'|'.join(re.escape(name) for name in units.CURRENCY_WORDS)}))", _said_with_amount),
    (rf"(?i:{'|'.join(units.MONTHS_IN_SHORT)})", _month),
    (r"1[0-9]{3}", _year_in_context),
    (r"(\d{4})/(\d\d)", _season),
    (r"(\d{3})-(\d{4})", lambda match, _: f"{digit_words(match[1])} {digit_words(match[2])}"),
    (r"(\d+)([⁰¹²³⁴-⁹]+)", _power),
    (r"(\d+(?:\.\d+)?)[\"″”]", _inches),
    (r"(?:million|billion|trillion|thousand|hundred)", _magnitude_of_money),
    (r"(\d{4})-(\d\d)-(\d\d)", _date),
    (r"(\d{1,2}):([0-5]\d)", _clock),
    (r"(?P<hour>\d{1,2})(?P<half>am|pm|AM|PM|a\.m|p\.m)", _half_day),
    (r"(?:am|pm|AM|PM|a\.m|p\.m)", _meridiem),
    (rf"#({_AMOUNT})", lambda match, _: "number " + number_words(match[1])),
    (r"[1-9]|[12]\d|3[01]", _day),
    (r"(\d+)(?:st|nd|rd|th)", lambda match, _: ordinal_words(match[1])),
    (r"(\d{3}[1-9])'s", lambda match, _: pair_words(match[1]) + "'s"),
    (r"(\d{1,2})'s", lambda match, _: cardinal_words(match[1]) + "'s"),
    (r"(\d+\.\d+)/(\d+)", lambda match, _: f"{number_words(match[1])} out of {cardinal_words(match[2])}"),
    (r"'?(\d{4}|[2-9]0)'?s", _decade),
    (r"(\d+)/(\d+)", _fraction),
    (rf"(\d*)([{''.join(_FRACTIONS)}])", _mixed),
    (r"(\d{3,4})p", lambda match, _: model_number(match[1]) + " p"),
    (r"(\d+)[x×](\d+)", lambda match, _: " by ".join(map(_pixels, match.groups()))),
    (r"(\d{1,2}):(\d)", lambda match, _: f"{cardinal_words(match[1])} {_ratio(match[0])} {cardinal_words(match[2])}"),
    (rf"(?P<first>{_AMOUNT})%?(?P<joint>[-–:])(?P<last>{_AMOUNT})(?P<unit>{_UNIT})?", _range),
    (rf"(?P<amount>{_AMOUNT})-(?P<unit>[A-Za-z]+)", _of_unit),
    (rf"(?P<sign>[-−+±~≈×<>≤≥]?)(?P<amount>{_AMOUNT})(?P<unit>{_UNIT})?", _amount),
    (r"\d+(?:\.\d+){2,}", lambda match, _: " point ".join(cardinal_words(part) for part in match[0].split("."))),
    (rf"(?:{_UNIT})", _unit_after_number),
    (r"(\d+)\^(\d+)", lambda match, _: f"{cardinal_words(match[1])} to the power of {cardinal_words(match[2])}"),
)
