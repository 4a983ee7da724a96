"""Large files, fetched in as many goes as it takes: what has arrived stays, and the next go begins where it ended."""

import errno
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from vidpipe_assets.model.errors import BadMedia, BlockedError, DiskFull, PermanentError, TransientError
from vidpipe_assets.providers.http.client import Web, lower_names
from vidpipe_assets.providers.http.deadline import Deadline
from vidpipe_assets.providers.http.download import MOST_HOPS, DownloadRequest, leads_to
from vidpipe_assets.providers.http.transport import HttpRequest, open_response

Progress = Callable[[int, int], None]
"""Hears how many bytes of how many there are."""

_GOES = 6
"""A connection that brings nothing new ends it earlier."""


@dataclass(frozen=True)
class PartialFile:
    """Where a file of a known size grows."""

    path: Path
    size: int

    @property
    def there(self) -> int:
        """Bytes that have arrived; what is larger than the file is none of it."""
        found = self.path.stat().st_size if self.path.is_file() else 0
        return found if found <= self.size else 0


def download_rest(web: Web, wanted: DownloadRequest, part: PartialFile, progress: Progress) -> None:
    """Fetch what `part` lacks. Its bytes are not looked at: whoever knows their hash does that.

    Raises `TransientError` when it was cut off again and again, and what `download` raises.
    """
    for go in range(_GOES):
        before = part.there
        if before == part.size:
            return
        try:
            _go_on(web, wanted, part, progress)
        except TransientError:
            if part.there <= before or go == _GOES - 1:
                raise
    if part.there != part.size:
        raise TransientError(
            f"{web.provider} was cut off after {part.there:,} of {part.size:,} bytes",
            remedy="do the same again: it goes on where it ended",
        )


def _go_on(web: Web, wanted: DownloadRequest, part: PartialFile, progress: Progress) -> None:
    deadline = Deadline(wanted.deadline_s)
    request = replace(
        Web(web.provider).request("GET", wanted.url, None, None, wanted.headers, safe=True),
        public_only=wanted.public_only,
    )
    for _ in range(MOST_HOPS):
        headers = {**request.headers, "accept-encoding": "identity"}
        if part.there:
            headers["range"] = f"bytes={part.there}-"
        onwards = _one_go(web, replace(request, headers=headers), deadline, part, progress)
        if onwards is None:
            return
        request = onwards
    raise PermanentError(f"{request.place} leads on and on", remedy=f"look at what {web.provider} said")


def _one_go(
    web: Web, request: HttpRequest, deadline: Deadline, part: PartialFile, progress: Progress
) -> HttpRequest | None:
    with open_response(request, deadline, web.provider) as response:
        headers = lower_names(response)
        if response.status == 416:  # what is there is not the beginning of what they have
            part.path.unlink(missing_ok=True)
            raise TransientError(f"{web.provider} has another file by now", remedy="it is fetched from its beginning")
        onwards = leads_to(web, request, response, headers, (200, 206))
        if onwards is not None:
            return onwards
        goes_on = response.status == 206 and headers.get("content-range", "").startswith(f"bytes {part.there}-")
        _append(response.iter_stream(), part, progress, goes_on=goes_on)
    return None


def _append(pieces: Iterable[bytes], part: PartialFile, progress: Progress, *, goes_on: bool) -> None:
    total = part.there if goes_on else 0
    try:
        with part.path.open("ab" if goes_on else "wb") as file:
            for piece in pieces:
                total += len(piece)
                if total > part.size:
                    raise BadMedia(f"{part.path.name}: more than {part.size:,} bytes came", remedy="do it again later")
                file.write(piece)
                progress(total, part.size)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS}:
            raise
        kind = DiskFull if error.errno == errno.ENOSPC else BlockedError
        remedy = f"free some space on the disk of {part.path.parent}, then do the same again"
        raise kind(f"{part.path} cannot be written ({error.strerror})", remedy=remedy) from error
