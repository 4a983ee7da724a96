"""Choices that look free and are not: each follows from the video's key and the choice's name alone."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """The same key and name always choose the same; the order in which choices are made changes nothing."""

    def __init__(self, key: str) -> None:
        self._key = key

    def share(self, name: str) -> float:
        """A number from 0 to below 1."""
        digest = hashlib.sha256(f"{self._key}\n{name}".encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    def pick(self, name: str, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[int(self.share(name) * len(options))]

    def shuffled(self, name: str, options: Sequence[T]) -> list[T]:
        """All of `options` in another order."""
        order = sorted(range(len(options)), key=lambda i: self.share(f"{name} {i}"))
        return [options[i] for i in order]
