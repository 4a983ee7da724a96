"""What may happen to the subject of a scene, as the writer of a fact or of a script names it: what is staged for it."""

import re
from collections.abc import Mapping
from operator import not_
from types import MappingProxyType
from typing import Literal

from pydantic import Field, field_validator

from vidpipe_assets.model.values import Value

EventKind = Literal[
    "alarm", "bounce", "bubbles", "build", "calendar", "catch", "circled", "clock", "coins", "compare", "count",
    "crowd", "damage", "dance", "display", "drop", "eat", "erupt", "flames", "flip", "float", "frost", "glow", "grow",
    "halves", "heat", "hit", "join", "journey", "launch", "lift", "meet", "night", "notes", "orbit", "paint", "pass",
    "percent", "photo", "pour", "pulse", "race", "rain", "rings", "ruler", "scale", "shrink", "signal", "sink", "sleep",
    "smoke", "snow", "sparks", "speed", "spin", "sunset", "thrust", "topple", "unfold", "vanish",
]  # fmt: skip

Actor = Literal[
    "airplane", "alien", "astronaut", "baby", "barcode", "bee", "bicycle", "bitcoin", "book", "bottle", "bread",
    "bullet", "bus", "calf", "car", "carriage", "castle", "cat", "cathedral", "cheetah", "cherries", "child",
    "climber", "coffee", "coins", "compass", "cook", "crowd", "cyclist", "diver", "doctor", "dog", "driver", "egg",
    "eiffel-tower", "elephant", "engineer", "falcon", "farmer", "fire", "fish", "flower", "footballer", "frying-pan",
    "galaxy", "gentleman", "globe", "golf-ball", "gps-satellite", "headphones", "heart", "hose", "house", "hubble",
    "iceberg", "imac", "iphone", "king", "krill", "laptop", "lifeboat", "light-bulb", "lion", "magazine", "man",
    "memory-card", "microscope", "moon", "moon-rock", "mountain", "musician", "nurse", "octopus", "old-man",
    "painter", "pen", "penguin", "pigeon", "pizza", "playing-cards", "pot", "programmer", "pyramid", "qr-code",
    "queen", "reporter", "robot", "rocket", "sailor", "scientist", "ship", "shoebox", "skyscraper", "snail", "snake",
    "solar-probe", "soldier", "speaker", "spoon", "statue-of-liberty", "stethoscope", "sugar-cube", "sun", "swimmer",
    "swindler", "tardigrade", "taxi", "telescope", "tern", "thief", "ticket", "train", "tree", "trophy", "usb",
    "venus", "volcano", "voyager", "whale", "wheelbarrow", "woman", "wright-flyer", "writer",
]  # fmt: skip
"""Who or what else may take part: pictures by name, so that any of them can be drawn beside any subject."""
PERSONS: frozenset[Actor] = frozenset({
    "alien", "astronaut", "child", "climber", "cook", "cyclist", "diver", "doctor", "driver", "engineer", "farmer",
    "footballer", "gentleman", "king", "man", "musician", "nurse", "old-man", "painter", "programmer", "queen",
    "reporter", "sailor", "scientist", "soldier", "speaker", "swindler", "thief", "woman", "writer",
})  # fmt: skip
"""Those who walk in, and are as large beside a flat subject as beside a high one."""

MEANINGS: Mapping[EventKind, str] = MappingProxyType(
    {
        "alarm": "it is warned by an alarm",
        "bounce": "it bounces like a ball",
        "bubbles": "it is deep under water",
        "build": "it is built",
        "calendar": "a year is said",
        "catch": "the actor falls and is caught by a net",
        "circled": "something small circles it, or the actor does",
        "clock": "a length of time is said, in hours or in years",
        "coins": "it is paid for",
        "compare": "it is compared in length or height with the actor",
        "count": "a small number is counted, in actors or else in the scene's icon; or liters, in buckets or pools",
        "crowd": "there are many of it",
        "damage": "it breaks or cracks",
        "dance": "it dances",
        "display": "it is shown in a shop's window or in a museum",
        "drop": "it falls down",
        "eat": "it eats the actor",
        "erupt": "it erupts, as a volcano does",
        "flames": "it burns",
        "flip": "it is turned upside down",
        "float": "it is in space",
        "frost": "it freezes or is frozen",
        "glow": "it gives light or shines",
        "grow": "it grows, or the actor beside it does",
        "halves": "one side of it is hot and the other cold",
        "heat": "it is very hot",
        "hit": "it strikes, or is struck",
        "join": "the actor is beside it",
        "journey": "it travels from one place to another",
        "launch": "it takes off like a rocket",
        "lift": "the actor is lifted up",
        "meet": "two of the actor come from both sides and meet",
        "night": "it is night",
        "notes": "there is music",
        "orbit": "it circles a planet",
        "paint": "it is painted, coated or striped in colors that are named",
        "pass": "the actor passes it",
        "percent": "a share of it in percent is said",
        "photo": "it is photographed",
        "pour": "something liquid is poured on it",
        "pulse": "it beats, as a heart does",
        "race": "it is faster or slower than the actor",
        "rain": "it rains on it",
        "rings": "it is loud",
        "ruler": "its length is measured",
        "scale": "it is weighed",
        "shrink": "it gets smaller",
        "signal": "it sends or receives radio waves",
        "sink": "it sinks",
        "sleep": "it sleeps",
        "smoke": "it smokes",
        "snow": "it is very cold around it",
        "sparks": "electricity flows",
        "speed": "it is very fast",
        "spin": "it turns round itself",
        "sunset": "the Sun sets behind it",
        "thrust": "its thrusters fire",
        "topple": "it falls over",
        "unfold": "it opens or unfolds",
        "vanish": "it disappears or is stolen",
    }
)
"""Kind -> what is told where it is staged."""
MEASURES: tuple[EventKind, ...] = ("calendar", "clock", "count", "percent", "ruler", "scale")
"""What measures or dates, so that nothing is seen to happen unless an actor takes part."""


class FurtherEvent(Value):
    """Something that happens to the subject. It begins when `words` are said, which stand in the text that tells it."""

    kind: EventKind = Field(description="; ".join(f"{kind}: {told}" for kind, told in MEANINGS.items()))
    words: str = Field(min_length=1, max_length=60, description="the words that tell it, exactly as they are said")
    actor: Actor | None = Field(
        default=None, exclude_if=not_, description="who or what else takes part, where the words name it"
    )
    size: float = Field(
        default=0.0,
        ge=0,
        le=20,
        exclude_if=not_,
        description="of compare and race: the actor's size or speed in those of the subject, as 0.4",
    )

    @field_validator("words")
    @classmethod
    def _has_a_letter(cls, words: str) -> str:
        if not re.search(r"\w", words):
            raise ValueError(f"must name words of the text, not {words!r}")
        return words

    def place_in(self, text: str) -> int | None:
        """The place of the first of `words` among those of `text`, from 0; None: they do not stand there."""
        found = re.search(rf"(?<!\w){re.escape(self.words)}(?!\w)", text, re.IGNORECASE)
        return len(text[: found.start()].split()) if found else None


class Event(FurtherEvent):
    """What happens to the subject; `also`: what else does in the same text, before it or after it."""

    also: FurtherEvent | None = Field(
        default=None, exclude_if=not_, description="what else happens in the same text, with its own words and actor"
    )
