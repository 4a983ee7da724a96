"""Bodies of answers: read to the end but never beyond a bound, unpacked piece by piece, and really JSON.

Answers of services as values: what is read of them has a form, and what is not read may come and go.

Answers in pages: read to their end, but not round and round, and every item once.
"""

import json
import re
import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict

from vidpipe_assets.model.errors import BadMedia, PermanentError, TransientError

_PIECE = 64 * 1024
_PAGE = re.compile(rb"\s*(<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*<!doctype html)", re.IGNORECASE)


def decompress(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The body as it was before `Content-Encoding`, in pieces of at most 64 KB, however small it was packed."""
    if encoding in {"", "identity"}:
        yield from pieces
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise PermanentError(
            f"the answer is packed as {encoding[:40]!r}, which was not asked for", remedy="try again later"
        )
    yield from _inflated(pieces, zlib.decompressobj(zlib.MAX_WBITS | 32 if "gzip" in encoding else zlib.MAX_WBITS))


def _inflated(pieces: Iterable[bytes], unpacker: Any) -> Iterator[bytes]:
    try:
        for piece in pieces:
            rest = piece
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, _PIECE)
                rest = unpacker.unconsumed_tail
    except zlib.error as error:
        raise TransientError("the answer is damaged: it cannot be unpacked") from error
    if not unpacker.eof:
        raise TransientError("the answer is incomplete: it ends while being unpacked")


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


def from_json(body: bytes) -> Any:
    """What `body` says in JSON. Raises `ValueError` for anything else: also for NaN and for a depth beyond reason."""
    try:
        return json.loads(body, parse_constant=_refused)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


class ResponseModel(BaseModel):
    """Base of what is read of a JSON answer: fields that are not read may come and go."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


def _counted(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9 else 0


UsageCount = Annotated[int, BeforeValidator(_counted)]
"""How much of something was used; what is no such number counts as nothing."""


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
