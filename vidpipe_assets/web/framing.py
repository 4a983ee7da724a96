"""Where a request begins and ends, read strictly: what a proxy could understand otherwise is refused, and let go.

h11 follows the rule to be liberal in what one accepts: a line may end without CR, a field may go on in the next line,
and of a coding and a length the coding counts. A proxy before us that reads them otherwise would take one request for
two, or two for one (RFC 9112, 2.2, 5.2, 6.1 and 11.2).
"""

import re

import h11

_BENT_LINES = re.compile(rb"(?<!\r)\n|\r(?!\n|\Z)|\n[ \t]")
"""LF without CR, CR without LF, and a line that goes on with the one before."""
_HEAD_END = b"\r\n\r\n"
LONGEST_HEAD = 16 * 1024
"""Of a request's head, in bytes: h11's own limit, which it holds a head against only that comes in pieces."""
_VERSIONS = (b"1.0", b"1.1")


class StrictConnection(h11.Connection):
    """A server's side of one connection."""

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """As h11 does. Raises `h11.RemoteProtocolError` also where h11 would guess what is meant."""
        if self.their_state is h11.IDLE:
            waiting, _ = self.trailing_data
            end = waiting.find(_HEAD_END)
            if _BENT_LINES.search(waiting if end < 0 else waiting[:end]):
                raise h11.RemoteProtocolError("a line of the head is bent")
            if max(end, 0) > LONGEST_HEAD:
                raise h11.RemoteProtocolError("the head is too long")
        event = super().next_event()
        if isinstance(event, h11.Request):
            _refuse_ambiguous(event)
        return event


def _refuse_ambiguous(request: h11.Request) -> None:
    names = {name for name, _ in request.headers}
    if request.http_version not in _VERSIONS:
        raise h11.RemoteProtocolError("another version of HTTP")
    if b"transfer-encoding" in names and (b"content-length" in names or request.http_version == b"1.0"):
        raise h11.RemoteProtocolError("two ways to tell where the body ends")
