"""What a picture holds, whatever its template: its texts, labels, values and units, found by walking through it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, cast

from vidpipe_assets.model.pictures import Bars, Picture

_MONTHS = {
    "Jan": "January", "Feb": "February", "Mar": "March", "Apr": "April", "Jun": "June", "Jul": "July",
    "Aug": "August", "Sep": "September", "Sept": "September", "Oct": "October", "Nov": "November", "Dec": "December",
}  # fmt: skip
_WHENS = {**_MONTHS, "yr": "years", "M": "million", "c.": "about", "AD": "AD", "BC": "BC"}


def spoken_when(when: str) -> str:
    """'Sept 2007' as it is said: 'September 2007'."""
    return " ".join(_WHENS.get(word, word) for word in when.split())


def leaves(picture: Picture) -> Iterator[tuple[str, object]]:
    """Each text, number and flag of a picture with the name of its field, those of lists by the list's."""

    def of(name: str, value: object) -> Iterator[tuple[str, object]]:
        match value:
            case dict():
                for key, one in cast("dict[str, object]", value).items():
                    yield from of(key, one)
            case list() | tuple():
                for one in cast("Iterable[object]", value):
                    yield from of(name, one)
            case _:
                yield name, value

    return of("", picture.model_dump())


def plain_number(value: float) -> str:
    """A number as digits only, without zeros that say nothing."""
    return f"{value:f}".rstrip("0").rstrip(".")


_LABELS = frozenset(("by", "quote", "place", "tag"))
_NOT_SHOWN = frozenset(("template", "icon", "button", "decimals", "maximum", "of", "highlighted", "rising", "good"))


class Shown(NamedTuple):
    """Texts, labels that stand for one thing, values and units of a picture."""

    texts: list[str]
    labels: list[str]
    values: list[float]
    units: list[str]


def shown(picture: Picture) -> Shown:
    """What a picture shows."""
    found = Shown([], [], [], [])
    labels = _LABELS | {"label"} if isinstance(picture, Bars) else _LABELS

    for name, value in leaves(picture):
        match value:
            case str() if value and name not in _NOT_SHOWN:
                kind = found.units if name in ("unit", "prefix") else found.labels if name in labels else found.texts
                kind.append(spoken_when(value) if name == "when" else value)
            case float() | int() if name not in _NOT_SHOWN:
                found.values.append(float(value))
            case _:
                pass
    return found
