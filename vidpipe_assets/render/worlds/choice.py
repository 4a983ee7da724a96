"""Which world belongs to a video: that of its subject's picture, so that none misleads where no picture does."""

from collections.abc import Mapping, Sequence

WORLDS: Mapping[str, tuple[str, ...]] = {
    "space": ("space-station", "moon", "gps-satellite", "globe", "venus", "guidance-computer"),
    "deepspace": ("voyager", "webb-telescope", "neutron-star", "ringed-planet", "telescope", "solar-probe", "sun"),
    "ocean": ("whale",),
    "moon": ("moon-lander",),
    "venus": (),
    "cabin": (),
    "sea": ("ship",),
    "shore": ("tern", "suspension-bridge", "canal-lock"),
    "city": ("burj-khalifa", "skyscraper", "train"),
    "oldtown": ("eiffel-tower", "bicycle"),
    "street": ("car", "ev-charger"),
    "harbour": (),
    "desert": ("pyramid",),
    "savanna": ("cheetah", "elephant"),
    "mars": ("mars-rover", "mars-helicopter"),
    "ice": ("penguin",),
    "ruins": ("colosseum",),
    "jungle": ("hummingbird",),
    "meadow": ("tree", "flower", "bee", "house"),
    "mountains": ("mountain", "volcano", "dam", "falcon", "castle"),
    "airfield": ("airplane", "helicopter"),
    "forest": (),
    "laboratory": ("flask", "microscope", "dna", "brain", "heart", "tardigrade", "chip", "robot", "circuit-board"),
    "hospital": (),
    "archive": ("book", "clock", "padlock"),
    "museum": ("coins",),
    "launchpad": ("rocket",),
    "stage": ("guitar", "headphones"),
    "kitchen": ("pizza", "coffee"),
    "stadium": ("football", "trophy"),
    "room": (
        "game-boy", "walkman", "nokia", "iphone", "laptop", "usb", "qr-code", "game-controller", "camera", "cat", "dog",
        "light-bulb",
    ),
    "field": ("windmill", "solar-panel", "fire"),
    "factory": ("factory",),
    "reef": ("octopus", "mantis-shrimp", "fish"),
    "tank": (),
}  # fmt: skip
"""World -> the illustrations that belong into it."""

SPACE = frozenset({"space", "deepspace"})
"""Worlds without ground and air."""
NIGHT = SPACE | {"moon"}
"""Worlds that are dark whatever the palette is."""

UNDER_WATER = frozenset({"ocean", "reef", "tank"})

VIEWS = ("wide", "close", "side", "low", "detail")
"""In an order in which neighbours differ most."""

_WORLD_OF = {illustration: world for world, members in WORLDS.items() for illustration in members}


def choose_world(illustration: str | None) -> str | None:
    """The world of a subject's illustration; None: none belongs to it, and the background stays abstract."""
    return _WORLD_OF.get(illustration or "")


def is_night(background: str) -> bool:
    """Whether a background shows a world that is dark."""
    return background.partition("/")[0] in NIGHT


def view_of(world: str, number: int, seed: int) -> str:
    """The background of the `number`-th scene in this world: no view twice in a row."""
    return f"{world}/{VIEWS[(number + seed) % len(VIEWS)]}"


_APART_S = 1.5
"""So far from a change of place the camera stays where it is."""


def views_of(
    background: str, cuts_s: Sequence[float], places: Sequence[tuple[float, str]] = ()
) -> tuple[tuple[float, str], ...]:
    """From which second on which background is seen: another view with each cut, and another world with each place."""
    cuts = [at for at in cuts_s if all(abs(at - change) >= _APART_S for change, _ in places)]
    views, since = [(0.0, background)], 0
    for at, place in sorted([*places, *((cut, "") for cut in cuts)]):
        since = 0 if place else since + 1
        background = place or background
        views.append((at, next_view(background, since)))
    return tuple(views)


def next_view(background: str, cuts: int) -> str:
    """The background after some cuts within a scene: another place of the camera in the same world.

    What is no world stays what it is.
    """
    world, found, view = background.partition("/")
    if not found:
        return background
    return f"{world}/{VIEWS[(VIEWS.index(view) + 2 * cuts) % len(VIEWS)]}"
