"""Which illustrations there are, what each stands for, and its parts: `art`, `art.yaml` and `views.yaml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

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


def illustration_files() -> tuple[Path, ...]:
    """The files, by name."""
    return tuple(sorted((_HOME / "art").glob("*.svg")))


@lru_cache(maxsize=16)
def load_illustration(name: str) -> Part:
    """The illustration `name`. Raises `KeyError` for one that is not in the index, `BadInput` for what is not drawn."""
    if name not in index():
        raise KeyError(name)
    return read_illustration((_HOME / "art" / f"{name}.svg").read_text(encoding="utf-8"), f"art/{name}.svg")
