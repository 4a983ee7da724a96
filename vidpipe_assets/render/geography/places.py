"""Finds where a named place lies: exactly by its name; nothing where it may be another place, or none on Earth. Pure.

A name that several places share is left out, unless what stands beside it names the country. No place is better than
a pin in the wrong one.
"""

import json
import math
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

_HOME = Path(__file__).parent
Ring = tuple[tuple[float, float], ...]
"""Longitudes and latitudes in degrees."""

_SHARED = frozenset({
    "georgia", "victoria", "santiago", "kingston", "georgetown", "nassau", "jordan", "chad", "mali", "niger", "congo",
    "guinea", "lima", "moroni", "apia", "hollywood", "la paz", "san jose", "saint john's", "saint george's",
    "panama city",
})  # fmt: skip
"""Names that mean another place, or a person, as often: they need their country beside them."""
_ELSEWHERE = frozenset({
    "mars", "moon", "lunar", "martian", "venus", "mercury", "jupiter", "saturn", "titan", "europa", "pluto",
    "asteroid", "orbit", "space", "galaxy", "fictional", "imaginary", "fantasy",
})  # fmt: skip
"""Words beside a name that say it is not the place that everybody knows."""
_STATES = frozenset({
    "alabama", "alaska", "arizona", "arkansas", "california", "colorado", "connecticut", "delaware", "florida",
    "hawaii", "idaho", "illinois", "indiana", "iowa", "kansas", "kentucky", "louisiana", "maine", "maryland",
    "massachusetts", "michigan", "minnesota", "mississippi", "missouri", "montana", "nebraska", "nevada", "ohio",
    "oklahoma", "oregon", "pennsylvania", "tennessee", "texas", "utah", "vermont", "virginia", "wisconsin", "wyoming",
    "carolina", "dakota", "hampshire", "ontario", "quebec", "manitoba", "saskatchewan", "alberta",
})  # fmt: skip
"""Of the United States and Canada, where many a town has the name of an older one."""
_NEAR_DEGREES = 3.0
_CITY, _SITE, _SEA = 34.0, 26.0, 70.0


@dataclass(frozen=True)
class Spot:
    """Where a place lies, in degrees; `across`: how much of the map is worth seeing around it.

    `country`: whose outline it is, for a country.
    """

    longitude: float
    latitude: float
    across: float
    kind: Literal["city", "site", "sea", "country"]
    country: str = ""


def find_spot(place: str, area: str = "") -> Spot | None:
    """The spot of `place`; `area` is what stands beside its name and may say that another one is meant."""
    name, _, rest = place.partition(",")
    beside = _words(f"{rest} {area}")
    if _ELSEWHERE & set(beside):
        return None
    found = _table().get(_key(place)) or _table().get(_key(name))
    if found is None:
        return None
    named = [country for country in countries() if _holds(beside, _words(country))]
    named += ["United States", "Canada"] if _STATES & set(beside) else []
    if named and found.kind != "sea":  # seas lie between countries
        return found if any(_lies_in(found, country) for country in named) else None
    return None if _key(name) in _SHARED else found


@lru_cache(maxsize=1)
def countries() -> Mapping[str, tuple[Ring, ...]]:
    """Every country's outlines."""
    return {
        name: tuple(tuple(zip(_degrees(ring[::2]), _degrees(ring[1::2]), strict=True)) for ring in rings)
        for name, rings in _world()["countries"].items()
    }


@lru_cache(maxsize=1)
def _world() -> Any:
    return json.loads((_HOME / "world.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Spot]:
    """Folded name -> spot; what is ours goes before what Natural Earth has."""
    return dict(_spots())


def _spots() -> Iterator[tuple[str, Spot]]:
    for name in countries():
        yield _key(name), _country_spot(name)
    for name, (x, y) in _world()["cities"].items():
        yield _key(name), Spot(x / 100, y / 100, _CITY, "city")
    ours: Any = yaml.safe_load((_HOME / "places.yaml").read_text(encoding="utf-8"))
    for name, (latitude, longitude) in ours["sites"].items():
        yield _key(name), Spot(longitude, latitude, _SITE, "site")
    for name, (latitude, longitude) in ours["seas"].items():
        yield _key(name), Spot(longitude, latitude, _SEA, "sea")


def _country_spot(name: str) -> Spot:
    """The middle of a country's largest part, and about twice its size."""
    largest = max(countries()[name], key=_extent)
    longitudes, latitudes = [x for x, _ in largest], [y for _, y in largest]
    x, y = (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2
    return Spot(x, y, max(18.0, min(110.0, 2.1 * _extent(largest))), "country", name)


def _extent(ring: Ring) -> float:
    longitudes, latitudes = [x for x, _ in ring], [y for _, y in ring]
    shrink = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    return max((max(longitudes) - min(longitudes)) * shrink, max(latitudes) - min(latitudes))


def _lies_in(spot: Spot, country: str) -> bool:
    """Whether a spot is in a country or close to one of its borders: coasts are coarse."""
    if spot.country:
        return spot.country == country
    rings = countries()[country]
    close = _NEAR_DEGREES
    return any(_is_inside(spot.longitude, spot.latitude, ring) for ring in rings) or any(
        math.hypot(x - spot.longitude, y - spot.latitude) < close for ring in rings for x, y in ring
    )


def _is_inside(x: float, y: float, ring: Ring) -> bool:
    inside = False
    for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


def _degrees(hundredths: list[int]) -> tuple[float, ...]:
    return tuple(number / 100 for number in hundredths)


def _key(text: str) -> str:
    return " ".join(_words(text)).removeprefix("the ")


def _words(text: str) -> tuple[str, ...]:
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    kept = "".join(one if one.isalnum() or one == "'" else " " for one in plain.replace("\u2019", "'").casefold())
    return tuple(kept.split())


def _holds(words: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))
