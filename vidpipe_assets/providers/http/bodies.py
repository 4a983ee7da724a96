"""Bodies of answers: read to the end but never beyond a bound, unpacked piece by piece, and really JSON.

Answers of services as values: what is read of them has a form, and what nobody needs may come, go or be odd.

Answers in pages: read to their end, but not round and round, and every item once.
"""

import json
import math
import re
import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from itertools import chain
from typing import Annotated, Any, TypeVar, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)

from vidpipe_assets.model.errors import BadMedia, MalformedAnswer, TransientError

_PIECE = 64 * 1024
_PAGE = re.compile(rb"\s*(<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*<!doctype html)", re.IGNORECASE)


def decompress(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The body as it was before `Content-Encoding`, in pieces of at most 64 KB, however small it was packed."""
    if encoding in {"", "identity"}:
        yield from pieces
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise MalformedAnswer(
            f"the answer is packed as {encoding[:40]!r}, which was not asked for", remedy="try again later"
        )
    yield from _inflated(pieces, "gzip" in encoding)


def _inflated(pieces: Iterable[bytes], is_gzip: bool) -> Iterator[bytes]:
    whole = iter(pieces)
    beginning = next((piece for piece in whole if piece), b"")
    unpacker = zlib.decompressobj(_window(beginning, is_gzip))
    try:
        for piece in chain([beginning], whole):
            rest = piece
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, _PIECE)
                rest = unpacker.unconsumed_tail
    except zlib.error as error:
        raise TransientError("the answer is damaged: it cannot be unpacked") from error
    if not unpacker.eof:
        raise TransientError("the answer is incomplete: it ends while being unpacked")


def _window(beginning: bytes, is_gzip: bool) -> int:
    """How zlib is to read it: many servers send "deflate" without the frame that RFC 9110 wants around it."""
    if is_gzip:
        return zlib.MAX_WBITS | 32
    return zlib.MAX_WBITS if beginning[:1] and beginning[0] & 0x0F == 8 else -zlib.MAX_WBITS


def first_bytes(pieces: Iterable[bytes], most_bytes: int) -> tuple[bytes, bool]:
    """The first `most_bytes` of a body, and whether that is all of it; what follows is not read."""
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) > most_bytes:
            return bytes(found[:most_bytes]), False
    return bytes(found), True


def unzipped(body: bytes, most_bytes: int, *, is_whole: bool = True) -> tuple[bytes, bool]:
    """As `first_bytes`, of a file that is packed itself (`feed.xml.gz`); as it is, if it is not.

    `is_whole`: whether `body` is all of it. Of one that is not, as much is unpacked as there is.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body, True
    pieces = decompress([body], "gzip")
    return first_bytes(pieces if is_whole else _as_far_as_it_goes(pieces), most_bytes)


def _as_far_as_it_goes(pieces: Iterable[bytes]) -> Iterator[bytes]:
    with suppress(TransientError):
        yield from pieces


def limit_size(pieces: Iterable[bytes], most_bytes: int) -> Iterator[bytes]:
    """The same pieces. Raises `BadMedia` as soon as they are more than `most_bytes`."""
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > most_bytes:
            raise BadMedia(
                f"the answer is larger than {most_bytes / 1e6:g} MB", remedy="nothing of that size was asked for"
            )
        yield piece


def is_page(beginning: bytes, content_type: str) -> bool:
    """Whether this is a web page: an error, a login or a captcha, whatever the status says."""
    return content_type.partition(";")[0].strip().lower() == "text/html" or bool(_PAGE.match(beginning[:512]))


_DEEPEST = 100
"""Levels. What documented services answer has about ten; Python itself gives up at some hundreds."""


def from_json(body: bytes, clean: Callable[[str], str] = str) -> Any:
    """What `body` says in JSON, in numbers and texts that can be kept. Raises `ValueError` for anything else.

    NaN and infinity, as some servers write them (and 1e999, which is as large), are null: no number. Halves of
    characters, and bytes that are not UTF-8, are replaced. `clean` is applied to every text if any has escapes.
    """
    try:
        found = json.loads(body.decode("utf-8-sig", "replace"), parse_constant=lambda _: None, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    _require_shallow(found)
    return _cleaned(found, clean) if b"\\u" in body else found


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def _require_shallow(value: Any) -> None:
    level = [value]
    for _ in range(_DEEPEST):
        level = [inner for outer in level for inner in _inside(outer) if isinstance(inner, dict | list)]
        if not level:
            return
    raise ValueError("nested too deeply")


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return cast("dict[str, Any]", value).values()
    return cast("list[Any]", value) if isinstance(value, list) else ()


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value).items()
        return {_cleaned(name, clean): _cleaned(inner, clean) for name, inner in pairs}
    return [_cleaned(inner, clean) for inner in cast("list[Any]", value)] if isinstance(value, list) else value


class ResponseModel(BaseModel):
    """Base of what is read of a JSON answer.

    Fields that are not read may come and go, and null is as missing. A field with a default is one that nobody needs:
    what cannot be read there is as missing, too, so that no answer, perhaps paid, is lost for it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_missing(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: item for name, item in cast("dict[str, Any]", value).items() if item is not None}

    @field_validator("*", mode="wrap")
    @classmethod
    def _odd_is_missing(cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        field = cls.model_fields[info.field_name or ""]
        try:
            return handler(value)
        except ValidationError:
            if field.is_required():
                raise
            return field.get_default(call_default_factory=True)


def _counted(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9 else 0


UsageCount = Annotated[int, BeforeValidator(_counted)]
"""How much of something was used; what is no such number counts as nothing."""

TokenCount = Annotated[int, Field(ge=0, lt=10**9)]
"""How many tokens were used; what is beyond is no such number."""

Cost = Annotated[Decimal, Field(ge=0, le=10**6)]
"""An amount of money that one answer may have cost; what is above is a broken counter."""


T = TypeVar("T")
Page = tuple[Sequence[T], str]
"""The items of a page, and the token of the next one; empty: there is none."""

_MOST_EMPTY = 3
"""Some servers filter after paging: a page may be empty, and the next one not."""


def all_pages(
    ask: Callable[[str], Page[T]], identity: Callable[[T], Hashable], *, most_pages: int = 20, most_items: int = 1000
) -> tuple[T, ...]:
    """Every item once, in the order of the pages; `ask` gets the token of a page, the first one's is empty.

    It ends at the last page, at a token that was seen before, after three pages that held nothing new, and at the
    bounds.
    """
    found: dict[Hashable, T] = {}
    seen, token, barren = {""}, "", 0
    for _ in range(most_pages):
        items, token = ask(token)
        before = len(found)
        for item in items:
            found.setdefault(identity(item), item)
        barren = 0 if len(found) > before else barren + 1
        if not token or token in seen or barren >= _MOST_EMPTY or len(found) >= most_items:
            break
        seen.add(token)
    return tuple(found.values())[:most_items]
