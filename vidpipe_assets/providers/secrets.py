"""Secrets: the one place that resolves them, when they are needed. Configuration names them and never holds them.

A provider that is asked over the network says which keys it cannot work without: it has an attribute (or property)
`needs`, a tuple of `Need`, empty where anybody may ask. `vidpipe doctor` shows whether they are there, and where to get
those that are not. If it can ask the service at no cost whether it would answer, it has a method `probe`, too.
"""

import os
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from vidpipe_assets.model.errors import BlockedError


@dataclass(frozen=True)
class Need:
    """A key: the environment variable that holds it, and the page where one gets it."""

    name: str
    where: str

    @property
    def is_met(self) -> bool:
        """Whether there is one; nobody is asked whether it is good."""
        return bool(os.environ.get(self.name, "").strip())

    def secret(self, provider: str) -> str:
        """The key. Raises `BlockedError` when it is not there."""
        return secret(self.name, provider, self.where)

    def optional_secret(self) -> str:
        """The key, '' where it is not set. Raises `BlockedError` when it cannot be used."""
        return _checked_secret(self.name)

    def check(self) -> None:
        """Raise `BlockedError` when the key is set and cannot be used, without looking whether it is the right one."""
        _checked_secret(self.name)


@runtime_checkable
class Live(Protocol):
    """A provider over the network."""

    @property
    def needs(self) -> tuple[Need, ...]:
        """The keys that it cannot work without, as things are configured now."""
        ...


@runtime_checkable
class Probed(Protocol):
    """A provider that can find out at no cost whether the service would answer."""

    def probe(self) -> str:
        """Ask, with a request that is never charged; what to show, in a few words: '93210 characters are left'.

        Raises the errors of the tree, as when it is asked in earnest.
        """
        ...


def secret(name: str, provider: str, where: str = "") -> str:
    """The secret called `name`, from the environment. Raises `BlockedError` when it is not there or cannot be used."""
    value = _checked_secret(name)
    if not value:
        source = f"get one at {where} and " if where else ""
        raise BlockedError(
            f"{provider} needs the key {name}, which is not set",
            remedy=f"{source}set {name} in the environment of vidpipe (and of its daemon), or choose another provider",
            waits_for=f"key:{name}",
        )
    return value


_QUOTES = "\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb"
_INVISIBLE = {"\ufeff", "\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\u200e", "\u200f"}


def key_problem(value: str) -> str:
    """What makes `value` no usable key, in words that show no part of it; '' where nothing does.

    A key travels in a header of HTTP, where only printable ASCII may stand: a library that is given anything else
    repeats the whole header in its error.
    """
    if any(character in "\r\n\v\f\x85\u2028\u2029" for character in value):
        return "it holds a line break"
    if any(character in _INVISIBLE for character in value):
        return "it holds an invisible character (a byte order mark or a zero-width space)"
    if value != value.strip():
        return "it begins or ends with a space"
    if value[:1] in _QUOTES or value[-1:] in _QUOTES:
        return "it begins or ends with a quotation mark"
    if not value.isascii():
        return "it holds a character that is not ASCII (perhaps one that only looks like a letter)"
    return "" if value.isprintable() else "it holds a control character"


def is_usable(name: str) -> bool:
    """Whether the variable `name` is set to what can be sent as a key."""
    value = os.environ.get(name, "")
    return bool(value.strip()) and not key_problem(value)


def _checked_secret(name: str) -> str:
    value = os.environ.get(name, "")
    if not value.strip():
        return ""
    problem = key_problem(value)
    if problem:
        raise BlockedError(
            f"the key {name} cannot be used: {problem}",
            remedy=f"set {name} again, on one line and exactly as the service shows it, without quotes or spaces",
            waits_for=f"key:{name}",
        )
    return value
