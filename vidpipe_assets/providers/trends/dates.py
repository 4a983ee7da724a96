"""Moments as feeds and services write them: RFC 822, ISO 8601, and what programs make of both."""

import datetime as dt
import re
from collections.abc import Callable
from email.utils import parsedate_tz

_MOST = 100
_SINCE_1970 = re.compile(r"\d{9,10}(?:\d{3})?")
_BEFORE_ZONE = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")
_ZONES_HOURS = {
    "Z": 0,
    "UT": 0,
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "WEST": 1,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "PKT": 5,
    "SGT": 8,
    "HKT": 8,
    "AWST": 8,
    "JST": 9,
    "KST": 9,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "BRT": -3,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}
"""Those that mean one thing, or nearly always; IST does not, and counts as UTC like every other."""
_ZONE_NAME = re.compile(r"\s*\(?([A-Z]{1,5})\)?$")
_WRITTEN = (
    *("%B %d, %Y", "%b %d, %Y", "%B %d, %Y %H:%M", "%d %B %Y", "%d %b %Y", "%a, %d %b %Y", "%A, %d %B %Y"),
    *("%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%Y-%m", "%d.%m.%Y", "%d.%m.%Y %H:%M"),
)


def moment_of(text: str) -> dt.datetime | None:
    """'Wed, 25 Nov 2026 10:00:00 GMT', '2026-11-25T10:00:00Z', 'November 25, 2026' or 1764064800, in UTC.

    A time without a zone is in UTC. None for anything else, and for what is not after 1990: clocks that were never set.
    """
    plain = " ".join(text[:_MOST].split())
    for read in _READERS:
        try:
            found = read(plain)
            moment = (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
        except (ValueError, TypeError, IndexError, OverflowError, OSError):
            continue
        return moment if moment.year > 1990 else None
    return None


def _iso(text: str) -> dt.datetime:
    """ISO 8601, also with a space before its zone, or a zone's name behind it."""
    return dt.datetime.fromisoformat(_BEFORE_ZONE.sub("", text))


def _iso_named(text: str) -> dt.datetime:
    rest, zone = _without_zone(text)
    return dt.datetime.fromisoformat(rest).replace(tzinfo=zone)


def _rfc(text: str) -> dt.datetime:
    """RFC 822 and its descendants, and what C's asctime writes."""
    rest, zone = _without_zone(text)
    parts = parsedate_tz(text)
    if parts is None:
        raise ValueError("no date")
    year = parts[0] if parts[0] > 99 else parts[0] + (2000 if parts[0] < 69 else 1900)
    if rest == text:
        zone = dt.timezone(dt.timedelta(seconds=parts[9] or 0))
    return dt.datetime(year, *parts[1:6], tzinfo=zone)


def _without_zone(text: str) -> tuple[str, dt.timezone]:
    """The text before the name of a zone, and that zone; UTC for one that nobody knows."""
    found = _ZONE_NAME.search(text)
    if found is None:
        return text, dt.UTC
    return text[: found.start()], dt.timezone(dt.timedelta(hours=_ZONES_HOURS.get(found[1], 0)))


def _counted(text: str) -> dt.datetime:
    """Seconds or milliseconds since 1970."""
    if not _SINCE_1970.fullmatch(text):
        raise ValueError("no count")
    return dt.datetime.fromtimestamp(int(text[:10]), dt.UTC)


def _written(text: str) -> dt.datetime:
    """As people write days, in English or with the year first."""
    plain = text.replace("Sept ", "Sep ")
    for form in _WRITTEN:
        try:
            return dt.datetime.strptime(plain, form).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
    raise ValueError("no date")


_READERS: tuple[Callable[[str], dt.datetime], ...] = (_counted, _iso, _iso_named, _rfc, _written)
