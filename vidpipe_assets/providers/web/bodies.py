"""Bodies of answers: read to the end but never beyond a bound, unpacked piece by piece, and really JSON."""

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from vidpipe_assets.model.errors import BadMedia, PermanentError, TransientError

_PIECE = 64 * 1024
_PAGE = re.compile(rb"\s*(<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*<!doctype html)", re.IGNORECASE)


def unpacked(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
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


def bounded(pieces: Iterable[bytes], most_bytes: int) -> Iterator[bytes]:
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
