"""The port of footage: search terms and a prompt in, a clip's file out.

A library that lies on this machine is a `FootageLibrary`. One that is asked for money, or within an account's limits,
is an `AskedFootage`: it puts its questions through the `Ask` that it is given, scene by scene.

**When the next provider of the chain is asked.** `None` (nothing fits), `Refused` and `BadMedia` are about this scene:
they are noted with its clip, and the chain goes on. Everything else ends the stage: what is transient is tried again,
what is blocked waits, and any other permanent error is a mistake in the set-up that a person has to see. Footage that
was paid for, or is only late, is never silently replaced by something else.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from vidpipe_assets.model.media import Rights
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.asking import Ask


@dataclass(frozen=True)
class FootageWish:
    """What a scene would like to show, and for how many seconds at least."""

    scene: str
    terms: tuple[str, ...]
    prompt: str
    seconds: float


@dataclass(frozen=True)
class Footage:
    """A found file, as it is: any size, any rate. `id` names it for ever within its provider."""

    id: str
    path: Path
    title: str
    rights: Rights = Rights()


class FootageLibrary(Protocol):
    """Somebody who has clips."""

    @property
    def name(self) -> str:
        """As themes write it."""
        ...

    def find(self, wish: FootageWish, taken: Collection[str], folder: Path) -> Footage | None:
        """The best clip for `wish` that is not among the ids `taken`, or None.

        `folder` is for downloads. Raises `BadInput` when the library itself is not usable.
        """
        ...


@runtime_checkable
class AskedFootage(Protocol):
    """Somebody who is asked for clips through the ledger."""

    @property
    def name(self) -> str:
        """As themes write it."""
        ...

    @property
    def at_a_time(self) -> int:
        """How many scenes it is asked for side by side."""
        ...

    def price(self, wish: FootageWish) -> Money:
        """What a clip for `wish` will probably cost, at most; asks nobody and needs no key."""
        ...

    def obtain(self, wish: FootageWish, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """The best clip for `wish` that is not among the ids `taken`, or None when nothing fits.

        `folder` is for downloads, and the wish's own. What is asked must not depend on `taken`, but for which of the
        answers is fetched: else an answer would not be found again. Called from several threads at a time.
        Raises as the module says.
        """
        ...
