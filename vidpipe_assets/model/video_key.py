"""The video key: the one type that parses and formats the name of a video (a Dagster partition key)."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from vidpipe_assets.model.errors import BadInput

THEME_NAME = re.compile(r"[a-z0-9-]{1,40}")
_KEY = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})_(?P<theme>[a-z0-9-]{1,40})(?:_(?P<suffix>[a-z0-9]{1,6}))?")
_REQUESTED = re.compile(r"[a-z][a-z0-9]{5}")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
_LARGEST_NUMBER = 999


@dataclass(frozen=True, order=True)
class VideoKey:
    """Day, theme and which video of that day: `number` 1, 2, … or, made on request, six letters and digits."""

    day: dt.date
    theme: str
    number: int = 1
    request: str = ""

    def __str__(self) -> str:
        base = f"{self.day.isoformat()}_{self.theme}"
        if self.request:
            return f"{base}_{self.request}"
        return base if self.number == 1 else f"{base}_{self.number}"

    @classmethod
    def parse(cls, text: str) -> "VideoKey":
        """Read a key such as `2026-11-23_gadgets`, `2026-11-23_gadgets_2` or `2026-11-23_gadgets_x7k2m9`.

        Raises `BadInput` for anything else; `str(VideoKey.parse(k)) == k` for every accepted `k`.
        """
        match = _KEY.fullmatch(text)
        if match is None:
            raise _malformed(text)
        try:
            day = dt.date.fromisoformat(match["day"])
        except ValueError as error:
            raise _malformed(text) from error
        suffix = match["suffix"]
        if suffix is None:
            return cls(day, match["theme"])
        if _REQUESTED.fullmatch(suffix):
            return cls(day, match["theme"], request=suffix)
        if suffix.isdigit() and not suffix.startswith("0") and 2 <= int(suffix) <= _LARGEST_NUMBER:
            return cls(day, match["theme"], number=int(suffix))
        raise _malformed(text)

    @classmethod
    def on_request(cls, day: dt.date, theme: str, wish: str) -> "VideoKey":
        """The key of a video on request; the same day, theme and wish always give the same key."""
        number = int.from_bytes(hashlib.sha256(f"{day}\n{theme}\n{wish}".encode()).digest()[:8], "big")
        number, first = divmod(number, 26)
        letters = [_ALPHABET[first]]
        for _ in range(5):
            number, rest = divmod(number, len(_ALPHABET))
            letters.append(_ALPHABET[rest])
        return cls(day, theme, request="".join(letters))


def _malformed(text: str) -> BadInput:
    return BadInput(
        f"{text[:80]!r} is not a video key",
        remedy="write DAY_THEME, DAY_THEME_2 or DAY_THEME_x7k2m9, for example 2026-11-23_gadgets",
    )
