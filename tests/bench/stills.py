"""Videos with stills and films, offline: their pictures are computed, and stand-ins of the providers serve them.

`PYTHONPATH=tests python tests/bench/stills.py` makes them in .vidpipe/bench/stills (those that are there stay; about a
minute of CPU time each, and two for the pictures), and writes docs/stills-and-films.jpg: three moments of six scenes.
What is asked, paid, chosen, cropped, moved and drawn is what a live provider's pictures would go through. Names of
themes make only these, and no sheet.
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote

import landscapes
import yaml
from fakes import nasa, openai_images, pexels, wikimedia
from fakes.server import Answer, Asked
from fakes.wikimedia import WikiFile
from fakes.world import World, living_world
from look import Made, load
from measuring import FOLDER, ROOT
from PIL import Image
from twelve import TOPICS, frames_of, make_video, prepare_home, write_sheet

from vidpipe_assets.model.media import FPS, ClipSet
from vidpipe_assets.model.stages import Stage

HOME, PICTURES = FOLDER / "stills", FOLDER / "pictures"
SECONDS = 20
MOMENTS = (0.25, 0.62, 0.92)
"""Of a scene's length."""


@dataclass(frozen=True)
class Shelf:
    """What a provider has for a theme. `shown`: how many of the video's scenes with it stand on the sheet."""

    provider: str
    shown: int = 1


SHELVES = {
    "high-ground": Shelf("commons"),
    "lost-at-sea": Shelf("pexels"),
    "deep-space": Shelf("nasa", 2),
    "big-builds": Shelf("openai"),
    "small-change": Shelf("commons"),
}
KEYS = {"PEXELS_API_KEY": "a-stand-in", "OPENAI_API_KEY": "a-stand-in"}

_ABOUT = "Computed for this page."
_CREATOR = "vidpipe (computed)"
_WIKI = (
    (
        WikiFile("Volcanoes in the haze.jpg", (2400, 1800), _ABOUT, artist=_CREATOR, categories="Volcanoes"),
        landscapes.volcano,
    ),
    (
        WikiFile("Silver coins on wood.jpg", (1600, 2200), _ABOUT, artist=_CREATOR, categories="Coins"),
        landscapes.coin,
    ),
)
_NASA = (
    ("COMPUTED1", "Jupiter as Voyager 1 passed it", landscapes.planet),
    ("COMPUTED2", "The Milky Way, where Voyager 1 goes", landscapes.night),
)
_FILM, _FILM_S, _FILM_SIZE = 900, 12, (540, 960)


def main(themes: list[str]) -> int:
    """Make the videos, and show them."""
    prepare_home(HOME, SHELVES)
    PICTURES.mkdir(parents=True, exist_ok=True)
    chosen = {theme: shelf for theme, shelf in SHELVES.items() if not themes or theme in themes}
    for theme, shelf in chosen.items():
        _ask(HOME / "themes" / f"{theme}.yaml", shelf.provider)
    _fill_shelves()
    with living_world(KEYS, _Studio(openai=openai_images.Service(_generated))) as (_, environment):
        os.environ.update(environment)
        made = [load(make_video(theme, TOPICS[theme])) for theme in chosen]
    rows = [row for one, shelf in zip(made, chosen.values(), strict=True) for row in _rows(one, shelf.shown)]
    if not themes:
        write_sheet(rows, ROOT / "docs" / "stills-and-films.jpg")
    return 0


def _ask(theme: Path, provider: str) -> None:
    """Have a theme ask this provider for footage, in a short video."""
    told = yaml.safe_load(theme.read_text(encoding="utf-8"))
    told["format"] = {**told.get("format", {}), "seconds": SECONDS}
    told["providers"] = {**told.get("providers", {}), "footage": [provider, "motion"]}
    theme.write_text(yaml.safe_dump(told), encoding="utf-8")


def _fill_shelves() -> None:
    """Put what is computed among what the stand-ins have."""
    wikimedia.FILES += [file for file, _ in _WIKI]
    nasa.ITEMS += [(name, title, _ABOUT, {"photographer": _CREATOR}) for name, title, _ in _NASA]
    pexels.VIDEOS.append((_FILM, "titanic sea in the evening", _FILM_S, (_FILM_SIZE,)))


class _Studio(World):
    """The world, but for the files of pictures that are computed."""

    def answered(self, name: str, meant: Asked) -> Answer:
        """As the service called `name` does."""
        address = f"{name}{unquote(meant.path)}"
        for begins, (file, make) in _addresses().items():
            if address.startswith(begins):
                return Answer(_kept(file, make))
        return super().answered(name, meant)


@cache
def _addresses() -> Mapping[str, tuple[str, Callable[[], bytes]]]:
    """How the address of each file begins -> the name under which it is kept, and how it is computed."""
    wiki = {
        f"commons/files/{file.place}-": (file.name, partial(landscapes.photograph, draw, file.size))
        for file, draw in _WIKI
    }
    space = {
        f"nasa/files/{one}~": (f"{one}.jpg", partial(landscapes.photograph, draw, (1600, 2400)))
        for one, _, draw in _NASA
    }
    film = partial(landscapes.film, landscapes.sea, _FILM_SIZE, _FILM_S)
    return {**wiki, **space, f"pexels/files/{_FILM}-": ("sea.mp4", film)}


def _generated(number: int, prompt: str) -> bytes:
    del number, prompt
    return _kept("city.jpg", partial(landscapes.photograph, landscapes.city, (1088, 1920)))


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
    """The file of that name, computed once."""
    path = PICTURES / name
    if not path.exists():
        path.write_bytes(make())
    return path.read_bytes()


def _rows(made: Made, count: int) -> list[list[Image.Image]]:
    """Three moments each of the video's first scenes that show footage."""
    clips = made.workplace.store.documents.load(made.key, Stage.CLIPS, made.video.made_from[Stage.CLIPS], ClipSet)
    filmed = {clip.scene for clip in clips.clips if clip.kind == "footage"}
    scenes = [one for one in made.video.timeline if one.scene in filmed][:count]
    if len(scenes) < count:
        raise SystemExit(f"{made.key}: {len(scenes)} of {count} scenes show footage")
    return [frames_of(made, [(one.start_frame + moment * one.frames) / FPS for moment in MOMENTS]) for one in scenes]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
