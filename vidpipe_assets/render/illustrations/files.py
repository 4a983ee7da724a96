"""Which illustrations there are, what each stands for, its parts, size and further drawings: `art`, and beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from vidpipe_assets.model.events import Actor, EventKind
from vidpipe_assets.render.illustrations.svg import Part, read_illustration

_HOME = Path(__file__).parent


@dataclass(frozen=True)
class Entry:
    """What an illustration stands for, in words or phrases.

    `subjects`: names of what it shows; `words`: what a text about it says; `icons`: icons of the same meaning;
    `never`: words beside which its own mean something else.
    """

    subjects: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    icons: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def index() -> Mapping[str, Entry]:
    """Every illustration's entry, in the order of the index."""
    written: dict[str, dict[str, list[str]] | None] = yaml.safe_load((_HOME / "art.yaml").read_text(encoding="utf-8"))
    return {
        name: Entry(**{key: tuple(str(one) for one in words) for key, words in (entry or {}).items()})
        for name, entry in written.items()
    }


@dataclass(frozen=True)
class View:
    """A part of an illustration that fills a picture of its own.

    `at`: its left, top, right and bottom in units of the field; `words`: words or phrases that mean it.
    """

    at: tuple[float, float, float, float]
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def views() -> Mapping[str, Mapping[str, View]]:
    """The views of every illustration that has any, by name: first what shows best what it is."""
    written: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load((_HOME / "views.yaml").read_text(encoding="utf-8"))
    return {name: {view: _view(view, **one) for view, one in parts.items()} for name, parts in written.items()}


def _view(name: str, at: tuple[float, float, float, float], words: Sequence[str] = ()) -> View:
    left, top, right, bottom = at
    return View((left, top, right, bottom), (name, *words))


def views_of(name: str) -> Mapping[str, View]:
    """The views of one illustration."""
    return views().get(name, {})


@dataclass(frozen=True)
class Drawing:
    """A further drawing of what an illustration shows: another side, pose or setting of it.

    `words`: words or phrases that call it; `alone`: it may stand where none is said; `never`: words beside which it
    does not; `events`: what may happen to it, beside what may happen to any drawing; `shows`: who is drawn in it, and
    what happens in it: that is not staged; `solo`: nobody else stands beside it; `hovers`: it stands on no ground;
    `tall`: it is as tall as wide, or taller, and fills the frame beside a headline; `world`: the world that it is drawn
    in, where that is another than the illustration's.
    """

    words: tuple[str, ...] = ()
    alone: bool = True
    never: tuple[str, ...] = ()
    events: tuple[EventKind, ...] = ()
    shows: frozenset[Actor | EventKind] = frozenset()
    solo: bool = False
    hovers: bool = False
    tall: bool = False
    world: str = ""


@lru_cache(maxsize=1)
def drawings() -> Mapping[str, Mapping[str, Drawing]]:
    """The further drawings of every illustration that has any, by its name and then by theirs."""
    written: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load((_HOME / "drawings.yaml").read_text("utf-8"))
    return {name: {one: _drawing(**told) for one, told in further.items()} for name, further in written.items()}


def _drawing(
    *, words: Sequence[str] = (), never: Sequence[str] = (), events: Sequence[EventKind] = (),
    shows: Sequence[Actor | EventKind] = (), world: str = "", **flags: bool,
) -> Drawing:  # fmt: skip
    return Drawing(tuple(words), never=tuple(never), events=tuple(events), shows=frozenset(shows), world=world, **flags)


def drawings_of(name: str) -> Mapping[str, Drawing]:
    """The further drawings of one illustration."""
    return drawings().get(name, {})


@lru_cache(maxsize=1)
def further_drawings() -> Mapping[str, Drawing]:
    """Every further drawing by its own name."""
    return {one: drawing for further in drawings().values() for one, drawing in further.items()}


def shown_in(name: str | None) -> frozenset[Actor | EventKind]:
    """Who is drawn in a drawing beside its subject, and what happens in it."""
    drawing = further_drawings().get(name or "")
    return drawing.shows if drawing else frozenset()


@lru_cache(maxsize=1)
def sizes() -> Mapping[str, float]:
    """How large what a drawing shows is in the world: its longest side in metres, of those that have a size."""
    written: dict[str, float] = yaml.safe_load((_HOME / "sizes.yaml").read_text(encoding="utf-8"))
    further = {one: written[name] for name, others in drawings().items() if name in written for one in others}
    return {name: float(size) for name, size in {**further, **written}.items()}


def illustration_files() -> tuple[Path, ...]:
    """The files, by name."""
    return tuple(sorted((_HOME / "art").glob("*.svg")))


@lru_cache(maxsize=16)
def load_illustration(name: str) -> Part:
    """The illustration or further drawing `name`.

    Raises `KeyError` for one that no index names, `BadInput` for what is not drawn.
    """
    if name not in index() and name not in further_drawings():
        raise KeyError(name)
    return read_illustration((_HOME / "art" / f"{name}.svg").read_text(encoding="utf-8"), f"art/{name}.svg")
