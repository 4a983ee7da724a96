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
        return bool(_found(self.name))

    def secret(self, provider: str) -> str:
        """The key. Raises `BlockedError` when it is not there."""
        return secret(self.name, provider, self.where)


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
    """The secret called `name`, from the environment. Raises `BlockedError` when it is not there."""
    value = _found(name)
    if not value:
        source = f"get one at {where} and " if where else ""
        raise BlockedError(
            f"{provider} needs the key {name}, which is not set",
            remedy=f"{source}set {name} in the environment of vidpipe (and of its daemon), or choose another provider",
            waits_for=f"key:{name}",
        )
    return value


def _found(name: str) -> str:
    return os.environ.get(name, "").strip()
