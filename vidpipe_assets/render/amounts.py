"""Amounts that are shown as things of a known size, counted: 220 liters are 22 buckets. Pure."""

import re
from typing import NamedTuple

_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?: (million|billion))? (liters?|kilograms of coffee)\b")
AMOUNT = r"\d[\d,]*(?:\.\d+)?(?: million| billion)? (?:liters?|kilograms of coffee)\b"
"""How such an amount is written."""
_TIMES = {None: 1, "million": 10**6, "billion": 10**9}
_LITERS = (("pool", 2_500_000, "an Olympic pool each"), ("bucket", 10, "10 liters each"), ("bottle", 1, "1 liter each"))
_HELD = {"liter": _LITERS, "kilogram": (("bag", 1, "1 kilogram each"),)}
"""What an amount is shown in, from the largest, with how much of it that holds."""
_FEWEST, _MOST = 2, 100


class Amount(NamedTuple):
    """So many of a thing; `each`: what one holds."""

    thing: str
    number: int
    each: str


def find_amount(text: str) -> Amount | None:
    """How an amount at the beginning of `text` is shown; None: it is none, or too much or too little of everything."""
    found = _AMOUNT.match(text)
    if found is None:
        return None
    much = float(found[1].replace(",", "")) * _TIMES[found[2]]
    for thing, holds, each in _HELD[found[3].split()[0].removesuffix("s")]:
        if _FEWEST <= (number := round(much / holds)) <= _MOST:
            return Amount(thing, number, each)
    return None
