"""The port of footage: search terms in, a clip's file out."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vidpipe_assets.model.media import Rights


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

    name: str

    def find(self, wish: FootageWish, taken: Collection[str], folder: Path) -> Footage | None:
        """The best clip for `wish` that is not among the ids `taken`, or None.

        `folder` is for downloads. Raises `BadInput` when the library itself is not usable.
        """
        ...
