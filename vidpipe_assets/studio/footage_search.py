"""One scene's search for footage: down the chain of libraries, past what is damaged, refused or used already."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from vidpipe_assets.model.errors import BadMedia, Refused
from vidpipe_assets.model.media import FPS
from vidpipe_assets.providers.footage import Footage, FootageLibrary, FootageWish
from vidpipe_assets.studio.direction import Shot
from vidpipe_assets.studio.footage import gate

_MOST_TRIES = 8
"""Of one library for one scene: a folder full of damaged clips must not be searched for ever."""


@runtime_checkable
class AheadLibrary(FootageLibrary, Protocol):
    """A library that is slow to answer, and can be asked for several scenes side by side."""

    def look_ahead(self, wishes: Sequence[FootageWish], taken: Collection[str], folder: Path) -> None:
        """Ask for all of them, and keep what came of it for `find`, which raises what went wrong for its scene."""
        ...


@dataclass(frozen=True)
class Pick:
    """Footage that passed the gate, to be made to fit."""

    provider: str
    footage: Footage


@dataclass
class Search:
    """One scene's way down the chain. What was tried in vain is told in the notes of the clip that it gets."""

    shot: Shot
    libraries: list[FootageLibrary]
    notes: list[str] = field(default_factory=list[str])
    tries: int = 0

    def next(self, used: set[tuple[str, str]], folder: Path) -> Pick | None:
        """The best clip that the first library has left; None: none, and the first library is the next one now.

        What it returns or refuses is `used` up.
        """
        library = self.libraries[0]
        while self.tries < _MOST_TRIES:
            taken = {name for provider, name in used if provider == library.name}
            try:
                found = library.find(wish_of(self.shot), taken, folder)
            except (BadMedia, Refused) as error:
                self.notes.append(f"{library.name}: {_first_line(error)}")
                break
            if found is None:
                self.notes.append(f"{library.name}: nothing {'else ' if self.tries else ''}fits {_terms(self.shot)}")
                break
            self.tries += 1
            used.add((library.name, found.id))
            try:
                gate(found.path, frames_of(self.shot))
            except BadMedia as error:
                self.refuse(library.name, found, error)
                continue
            return Pick(library.name, found)
        else:
            self.notes.append(f"{library.name}: nothing else fits {_terms(self.shot)}")
        self.libraries.pop(0)
        self.tries = 0
        return None

    def refuse(self, provider: str, footage: Footage, error: BadMedia) -> None:
        """Note why a clip was not used."""
        reason = _first_line(error).removeprefix(f"{footage.path}: ")
        self.notes.append(f"{provider}: {footage.title} was not used: {reason}")


def look_ahead(searches: Iterable[Search], used: Collection[tuple[str, str]], folder: Path) -> None:
    """Let libraries that can be asked for several scenes at a time do so."""
    wishes: dict[str, tuple[AheadLibrary, list[FootageWish]]] = {}
    for search in searches:
        library = search.libraries[0]
        if isinstance(library, AheadLibrary):
            wishes.setdefault(library.name, (library, []))[1].append(wish_of(search.shot))
    for name, (library, wished) in wishes.items():
        library.look_ahead(wished, {id for provider, id in used if provider == name}, folder)


def frames_of(shot: Shot) -> int:
    """The length of a shot's clip."""
    return round(shot.seconds * FPS)


def wish_of(shot: Shot) -> FootageWish:
    """What a library is asked for."""
    scene = shot.scene
    return FootageWish(scene.id, tuple(scene.search_terms), scene.visual_prompt, frames_of(shot) / FPS)


def _terms(shot: Shot) -> str:
    return ", ".join(repr(term) for term in shot.scene.search_terms) or "a scene without search terms"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]
