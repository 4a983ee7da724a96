"""Files from the web: whole or not at all, bounded, and never the web page that stands where a film was."""

import errno
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpcore
import httpx

from vidpipe_assets.model.errors import BadMedia, BlockedError, DiskFull, PermanentError, ResultGone, TransientError
from vidpipe_assets.providers.addresses import is_trusted
from vidpipe_assets.providers.http.bodies import decompress, is_page, limit_size, unzipped
from vidpipe_assets.providers.http.client import Web, lower_names
from vidpipe_assets.providers.http.deadline import Deadline
from vidpipe_assets.providers.http.transport import HttpRequest, open_response

MOST_HOPS = 5
_GONE = {403, 404, 410}
"""A signed address answers 403 when its time is over."""


@dataclass(frozen=True)
class DownloadRequest:
    """What is to be fetched, and how much of it at most. `headers`: mostly none, as the address is all one needs.

    `public_only`: by https, from a public address, and so is whatever the server leads to. Unset it for the very server
    that the operator named (`addresses.is_named_by_operator`); another one that it leads to is public or trusted.
    """

    url: str
    most_bytes: int = 500_000_000
    deadline_s: float = 300
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    public_only: bool = True


@dataclass(frozen=True)
class DocumentStart:
    """The beginning of a document, unpacked. `url`: where it lies in the end.

    `bound`: a sentence on why this is not all of it, '' if it is. `is_late`: it is the deadline that cut it off.
    """

    body: bytes
    content_type: str
    url: str
    bound: str = ""
    is_late: bool = False


def download_start(web: Web, wanted: DownloadRequest) -> DocumentStart:
    """The first `most_bytes` of a document, or what of it comes in time; of a feed, that is the newest.

    A web page is refused.

    Raises as `download`.
    """
    deadline = Deadline(wanted.deadline_s)
    request = replace(
        Web(web.provider).request("GET", wanted.url, None, None, wanted.headers, safe=True),
        public_only=wanted.public_only,
    )
    for _ in range(MOST_HOPS):
        onwards = _started(web, request, deadline, wanted.most_bytes)
        if isinstance(onwards, DocumentStart):
            return onwards
        request = onwards
    raise PermanentError(f"{request.place} leads on and on", remedy=f"look at what {web.provider} said")


def _started(web: Web, request: HttpRequest, deadline: Deadline, most_bytes: int) -> DocumentStart | HttpRequest:
    with open_response(request, deadline, web.provider) as response:
        headers = lower_names(response)
        onwards = leads_to(web, request, response, headers)
        if onwards is not None:
            return onwards
        pieces = decompress(response.iter_stream(), headers.get("content-encoding", "").strip().lower())
        packed, is_whole, is_late = _in_time(pieces, most_bytes)
    body, all_unpacked = unzipped(packed, most_bytes, is_whole=is_whole)
    if not body.strip():
        raise TransientError(f"{web.provider} sent an empty file ({request.place})", remedy="it is tried again")
    if is_page(body, ""):
        raise web.not_what_was_asked(request, body)
    bound = "" if is_whole and all_unpacked else f"only its first {most_bytes / 1e6:g} MB were read"
    if is_late:
        bound = f"only its first {len(body) / 1e3:.1f} kB were read: no more came within {deadline.seconds:g} s"
    return DocumentStart(body, headers.get("content-type", ""), str(request.url), bound, is_late)


def _in_time(pieces: Iterable[bytes], most_bytes: int) -> tuple[bytes, bool, bool]:
    """What of a body came in time, whether that is all of it, and whether time was what it lacked."""
    found = bytearray()
    try:
        for piece in pieces:
            found += piece
            if len(found) > most_bytes:
                return bytes(found[:most_bytes]), False, False
    except httpcore.TimeoutException:
        if not found:
            raise
        return bytes(found), False, True
    return bytes(found), True, False


def download(web: Web, wanted: DownloadRequest, path: Path) -> Path:
    """Fetch a file to `path`, which exists afterwards as a whole or not at all.

    Raises `ResultGone` when it is no longer there, `TransientError` when it was cut, `BadMedia` when it is too large
    or a web page, `BlockedError` when the disk is full.
    """
    deadline = Deadline(wanted.deadline_s)
    request = replace(
        Web(web.provider).request("GET", wanted.url, None, None, wanted.headers, safe=True),
        public_only=wanted.public_only,
    )
    request = replace(request, headers={**request.headers, "accept-encoding": "identity"})
    for _ in range(MOST_HOPS):
        onwards = _fetched(web, request, deadline, wanted.most_bytes, path)
        if onwards is None:
            return path
        request = onwards
    raise PermanentError(f"{request.place} leads on and on", remedy=f"look at what {web.provider} said")


def _fetched(web: Web, request: HttpRequest, deadline: Deadline, most_bytes: int, path: Path) -> HttpRequest | None:
    """Fetch; the next request, if the answer leads somewhere else."""
    with open_response(request, deadline, web.provider) as response:
        headers = lower_names(response)
        onwards = leads_to(web, request, response, headers)
        if onwards is not None:
            return onwards
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > most_bytes:
            raise BadMedia(
                f"the file at {request.place} is larger than {most_bytes / 1e6:g} MB",
                remedy="nothing of that size was asked for",
            )
        _kept(limit_size(_no_page(web, request, response, headers), most_bytes), path)
    return None


def leads_to(
    web: Web,
    request: HttpRequest,
    response: httpcore.Response,
    headers: Mapping[str, str],
    good: tuple[int, ...] = (200,),
) -> HttpRequest | None:
    """The next request, if the answer leads somewhere else; None: the file follows, as one of the `good` statuses."""
    if response.status in {301, 302, 303, 307, 308} and "location" in headers:
        return _onwards(request, headers["location"])
    if response.status in _GONE:
        raise ResultGone(
            f"{web.provider} no longer has the file at {request.place} ({response.status})",
            remedy="its address is asked for again",
        )
    if response.status not in good:
        raise web.refused(request, response)
    return None


def _onwards(request: HttpRequest, location: str) -> HttpRequest:
    try:
        url = request.url.join(location)
    except httpx.InvalidURL:
        raise PermanentError(f"{request.place} leads to an address that cannot be read") from None
    same = (url.scheme, url.netloc) == (request.url.scheme, request.url.netloc)
    # Whatever was meant for the first host is not the second one's business.
    kept = request.headers if same else {"accept-encoding": "identity"}
    public_only = request.public_only if same else not is_trusted(str(url))
    return replace(request, url=url, headers=kept, public_only=public_only)


def _no_page(
    web: Web, request: HttpRequest, response: httpcore.Response, headers: Mapping[str, str]
) -> Iterable[bytes]:
    beginning = True
    for piece in response.iter_stream():
        if beginning and is_page(piece, headers.get("content-type", "")):
            raise web.not_what_was_asked(request, piece)
        beginning = False
        yield piece
    if beginning:
        raise TransientError(f"{web.provider} sent an empty file ({request.place})", remedy="it is tried again")


def _kept(pieces: Iterable[bytes], path: Path) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS}:
            raise
        kind = DiskFull if error.errno == errno.ENOSPC else BlockedError
        raise kind(
            f"{path} cannot be written ({error.strerror})", remedy=f"free some space on the disk of {path.parent}"
        ) from error
    finally:
        part.unlink(missing_ok=True)
