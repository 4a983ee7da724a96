"""What a scene shows, as data: one model a scene template, bounded so that what is accepted fits the picture.

A writer fills these in, the studio draws them. `*word*` takes the accent colour. Lengths are in characters.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from vidpipe_assets.model.values import Value

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=18)]
Icon = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]


def text(most: int) -> object:
    """A constraint for one piece of text of at most `most` characters."""
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=most)


Title = Annotated[str, text(40)]
Label = Annotated[str, text(35)]


class Hook(Value):
    """Big lines that stop the thumb."""

    template: Literal["hook"] = "hook"
    lines: tuple[Line, ...] = Field(min_length=2, max_length=4)
    sub: str = Field(default="", max_length=60)


class Number(Value):
    """One number that counts up."""

    template: Literal["number"] = "number"
    value: float = Field(ge=-1e12, le=1e12)
    decimals: int = Field(default=0, ge=0, le=3)
    prefix: str = Field(default="", max_length=4)
    unit: str = Field(default="", max_length=12)
    label: Annotated[str, text(70)]
    delta: str = Field(default="", max_length=14, description="a change in a pill: '+18%'")
    delta_note: str = Field(default="", max_length=45)
    rising: bool = True
    good: bool = True
    maximum: float | None = Field(default=None, gt=0, description="draws the number as a share of this")

    @property
    def is_bare(self) -> bool:
        """Whether nothing is to be seen but the number and its label."""
        return self.maximum is None and not self.delta.strip()


class Bar(Value):
    """One bar of a comparison."""

    label: Label
    value: float = Field(ge=0, le=1e12)
    highlighted: bool = False


class Bars(Value):
    """A comparison of several values of one unit."""

    template: Literal["bars"] = "bars"
    title: Title
    unit: str = Field(default="", max_length=8)
    prefix: str = Field(default="", max_length=4)
    decimals: int = Field(default=0, ge=0, le=3)
    bars: tuple[Bar, ...] = Field(min_length=2, max_length=6)


class Rank(Value):
    """An entry of a countdown."""

    template: Literal["rank"] = "rank"
    rank: int = Field(ge=1, le=9)
    of: int = Field(ge=1, le=9)
    title: Title
    detail: str = Field(default="", max_length=90)
    stat: str = Field(default="", max_length=24)
    icon: Icon = "sparkles"

    @property
    def is_bare(self) -> bool:
        """Whether nothing is to be read below the title but what comes in the pill."""
        return not self.detail.strip()


class Point(Value):
    """One point of a line, with the label below it."""

    label: str = Field(min_length=1, max_length=8)
    value: float = Field(ge=-1e12, le=1e12)


class LineChart(Value):
    """A value over time."""

    template: Literal["line"] = "line"
    title: Title
    unit: str = Field(default="", max_length=6)
    prefix: str = Field(default="", max_length=4)
    decimals: int = Field(default=0, ge=0, le=3)
    points: tuple[Point, ...] = Field(min_length=4, max_length=14)


class Quote(Value):
    """What somebody said, word for word."""

    template: Literal["quote"] = "quote"
    quote: Annotated[str, text(180)] = Field(description="at most 30 words")
    by: Annotated[str, text(40)]
    role: str = Field(default="", max_length=60)

    @model_validator(mode="after")
    def _at_most_thirty_words(self) -> "Quote":
        if len(self.quote.split()) > 30:
            raise ValueError("a quote has at most 30 words")
        return self


class IconCard(Value):
    """One idea, one icon."""

    template: Literal["icon"] = "icon"
    icon: Icon
    title: Title
    sub: str = Field(default="", max_length=80)

    @property
    def is_bare(self) -> bool:
        """Whether nothing is to be read but the title."""
        return not self.sub.strip()


class Side(Value):
    """One of the two sides of a `Versus`."""

    tag: Annotated[str, text(16)]
    value: float = Field(ge=0, le=1e12)
    label: Label
    icon: Icon


class Versus(Value):
    """Two values of one unit against each other."""

    template: Literal["versus"] = "versus"
    left: Side
    right: Side
    prefix: str = Field(default="", max_length=4)
    unit: str = Field(default="", max_length=8)
    decimals: int = Field(default=0, ge=0, le=3)
    badge: str = Field(default="", max_length=8, description="the verdict: '−85%', '×40'")


class Moment(Value):
    """One entry of a timeline."""

    when: str = Field(min_length=1, max_length=8)
    text: Annotated[str, text(50)]


class Timeline(Value):
    """What happened when."""

    template: Literal["timeline"] = "timeline"
    title: Title
    moments: tuple[Moment, ...] = Field(min_length=3, max_length=5)


class Where(Value):
    """A place."""

    template: Literal["where"] = "where"
    place: Annotated[str, text(24)]
    area: str = Field(default="", max_length=45)
    facts: tuple[Annotated[str, text(40)], ...] = Field(default=(), max_length=2)


class Step(Value):
    """One entry of a checklist."""

    text: Annotated[str, text(45)]
    icon: Icon = "check"


class Steps(Value):
    """A checklist or a list of parts."""

    template: Literal["steps"] = "steps"
    title: Title
    steps: tuple[Step, ...] = Field(min_length=3, max_length=4)


class End(Value):
    """The last card: a question to the viewer and the button."""

    template: Literal["end"] = "end"
    lines: tuple[Line, ...] = Field(min_length=1, max_length=4)
    button: str = Field(default="Follow", min_length=1, max_length=14)
    next: str = Field(default="", max_length=50)


Picture = Annotated[
    Hook | Number | Bars | Rank | LineChart | Quote | IconCard | Versus | Timeline | Where | Steps | End,
    Field(discriminator="template"),
]

FactFigure = Annotated[
    Number | Bars | LineChart | Quote | Versus | Timeline | Where | Steps,
    Field(discriminator="template"),
]
"""What a single fact can be shown as."""
