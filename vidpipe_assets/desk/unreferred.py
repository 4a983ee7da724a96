"""Artifacts that nobody refers to. What was stored lately may be about to be referred to, and is none of them."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator

from vidpipe_assets.store.artifacts import Artifacts
from vidpipe_assets.store.objects import Stored

_HASH = re.compile(rb"[0-9a-f]{64}")
_NAME = re.compile(r"[0-9a-f]{64}\.[A-Za-z0-9]+")


class Unreferred:
    """Listed first; then all that refers to artifacts is read. What refers to one meanwhile has renewed it first."""

    def __init__(self, artifacts: Artifacts, young: dt.datetime) -> None:
        self._left: dict[bytes, list[Stored]] = defaultdict(list)
        for one in artifacts.all():
            if one.changed < young and _NAME.fullmatch(one.name):
                self._left[bytes.fromhex(one.name[:64])].append(one)

    def spare(self, text: bytes) -> None:
        """Spare whatever is named in `text`: a document, damaged or not, or an answer."""
        for found in _HASH.findall(text):
            self._left.pop(bytes.fromhex(found.decode()), None)

    def all(self) -> Iterator[Stored]:
        """Those that nothing has named."""
        for some in self._left.values():
            yield from some
