"""Numbers as English words: 1977 -> 'nineteen seventy seven'. Words are apart, since espeak stresses them so."""

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


def cardinal(digits: str) -> str:
    """'1024' -> 'one thousand twenty four'; what is too long or begins with 0 digit by digit."""
    if len(digits) > _MOST_DIGITS or (len(digits) > 1 and digits[0] == "0"):
        return spelled(digits)
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


def spelled(digits: str) -> str:
    """'007' -> 'zero zero seven'."""
    return " ".join(_ONES[int(digit)] for digit in digits)


def number(text: str) -> str:
    """'1,234.56' -> 'one thousand two hundred thirty four point five six'."""
    whole, _, part = text.replace(",", "").partition(".")
    words = cardinal(whole or "0")
    return f"{words} point {spelled(part)}" if part else words


def ordinal(digits: str) -> str:
    """'21' -> 'twenty first'."""
    return as_ordinal(cardinal(digits))


def as_ordinal(words: str) -> str:
    """'twenty one' -> 'twenty first'."""
    *before, last = words.split()
    if last in _ORDINALS:
        last = _ORDINALS[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return " ".join([*before, last])


def pairs(digits: str) -> str:
    """Four digits as a year or a model is said: '1977' -> 'nineteen seventy seven', '1905' -> 'nineteen oh five'."""
    first, last = digits[:-2], digits[-2:]
    if last == "00":
        return cardinal(digits) if first.endswith("0") else f"{cardinal(first)} hundred"
    if digits[1:3] == "00":
        return cardinal(digits)
    return f"{cardinal(first)} {'oh ' + cardinal(last[1]) if last[0] == '0' else cardinal(last)}"


def plural(words: str) -> str:
    """'nineteen ninety' -> 'nineteen nineties'."""
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


def looks_like_year(digits: str) -> bool:
    """Whether a bare '1977' is said in pairs; quantities up to 1999 may be said so too ('fifteen hundred people')."""
    return len(digits) == 4 and digits.isdigit() and 1100 <= int(digits) <= 2099


def model_number(digits: str) -> str:
    """Three or four digits of a name in pairs: '264' -> 'two sixty four'; others as they are."""
    return pairs(digits) if 3 <= len(digits) <= 4 and not digits.endswith("00") else cardinal(digits)
