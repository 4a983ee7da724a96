"""Trends: what was seen on the platforms, the facts behind it, and the document of the first stage."""

import datetime as dt
from operator import not_
from typing import Literal, Self

from pydantic import Field, model_validator

from vidpipe_assets.model.events import Event
from vidpipe_assets.model.pictures import FactFigure
from vidpipe_assets.model.values import Document, Value, Varying


class Source(Value):
    """Where something was read."""

    name: str = Field(min_length=1, max_length=80, description="publisher, as a viewer would know it: NASA, BBC News")
    title: str = Field(default="", max_length=200)
    url: str = Field(pattern=r"^https://", max_length=2000)


def _check_told(event: Event | None, text: str, name: str) -> None:
    for one in (event, event.also) if event else ():
        if one is not None and one.place_in(text) is None:
            raise ValueError(f"event.words: {one.words!r} does not stand in {name}")


class Tease(Value):
    """What may be said and shown of a fact before it is told: what happened to whom, and never how it ends.

    Once it was told, `asks` may ask for an opinion on it.
    """

    said: str = Field(min_length=1, max_length=110, description="names the subject and ends with what to ask")
    shown: str = Field(min_length=1, max_length=50, description="what is at stake, in a few large words, one *starred*")
    riddle: str = Field(
        default="",
        max_length=40,
        exclude_if=not_,
        description="what is asked about, inside a sentence, when the video comes back to it: 'the digger on eBay'",
    )
    asks: str = Field(
        default="", max_length=60, exclude_if=not_, description="to the viewers, at the end: what they think of it"
    )
    event: Event | None = Field(
        default=None, exclude_if=not_, description="what happens in what is said, where that gives nothing away"
    )

    @model_validator(mode="after")
    def _event_is_told(self) -> Self:
        _check_told(self.event, self.said, "what is said")
        return self


class Fact(Value):
    """One true statement with the source that says so; what the offline writer may say."""

    id: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    statement: str = Field(min_length=1, max_length=300, description="one or two sentences, ready to be spoken")
    short: str = Field(min_length=1, max_length=60, description="the same in a few words, ready to be shown")
    surprise: int = Field(ge=1, le=5, description="5: people send this one to a friend")
    figure: FactFigure | None = Field(default=None, description="how it can be shown, besides as words")
    icon: str = Field(default="sparkles", description="name of a Lucide icon")
    myth: str = Field(
        default="",
        max_length=120,
        exclude_if=not_,
        description="what many believe and the statement refutes, as a sentence; only where the source says so",
    )
    event: Event | None = Field(
        default=None, exclude_if=not_, description="what happens in it, where a picture can show just that"
    )
    tease: Tease | None = Field(default=None, exclude_if=not_, description="how a video may open that ends with it")
    source: Source

    @model_validator(mode="after")
    def _event_is_told(self) -> Self:
        _check_told(self.event, self.statement, f"the statement of {self.id!r}")
        return self


class Observation(Value):
    """The counters of one trend at one moment; None: the platform does not tell."""

    observed_at: dt.datetime
    views: int | None = Field(default=None, ge=0)
    likes: int | None = Field(default=None, ge=0)
    comments: int | None = Field(default=None, ge=0)
    shares: int | None = Field(default=None, ge=0)


class Trend(Value):
    """One post, video, story or search that people react to; unique by platform and external id."""

    platform: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    external_id: str = Field(min_length=1, max_length=200)
    title: str = Field(max_length=500)
    url: str = Field(max_length=2000)
    subject: str = Field(default="", max_length=80, description="what it is about, where the source knows: 'Game Boy'")
    creator: str = Field(default="", max_length=200)
    hashtags: tuple[str, ...] = ()
    sound: str = Field(default="", max_length=200)
    seconds: float | None = Field(default=None, gt=0, description="length of the video, in seconds")
    published_at: dt.datetime | None = None
    thumbnail: str = Field(default="", max_length=2000)
    language: str = Field(default="", max_length=20)
    region: str = Field(default="", max_length=20)
    observations: tuple[Observation, ...] = Field(default=(), description="oldest first")
    facts: tuple[Fact, ...] = ()

    @property
    def id(self) -> str:
        """`platform:external_id`, the name by which evidence refers to it."""
        return f"{self.platform}:{self.external_id}"


class TrendSnapshot(Document):
    """The document of `trends`: what was known when it was collected."""

    theme: str
    day: dt.date
    trends: tuple[Trend, ...] = Field(description="sorted by id")
    sources: tuple[str, ...] = Field(description="names of the providers that answered")
    sample: bool = Field(description="True: bundled sample data, to be labelled so wherever it shows")
    sample_day: dt.date | None = Field(default=None, description="the day the sample was put together")
    collected_at: Varying[dt.datetime]
    not_heard: Varying[tuple[str, ...]] = Field(
        default=(), description="providers that failed, and why; what of others was not read, or had to be mended"
    )


class Velocity(Value):
    """How fast something grows, in views per hour, and how that changes, in views per hour and hour."""

    views: int = Field(ge=0)
    per_hour: float = Field(ge=0)
    acceleration: float
    engagement: float = Field(ge=0, description="(likes + comments + shares) / views; 0 where unknown")
    reactions: int = Field(default=0, ge=0, description="likes, comments and shares; 0 where unknown")
    standing: float = Field(
        default=0,
        ge=0,
        le=1,
        description="of what has reactions and no views: the share of its platform's posts that it is not behind",
    )


HookKind = Literal["question", "number", "negation", "superlative", "how-to", "statement"]


class Pattern(Value):
    """How a kind of trend fares: its share of the snapshot and its median views per hour."""

    name: str
    count: int = Field(ge=1)
    share: float = Field(ge=0, le=1)
    per_hour: float = Field(ge=0)


class RankedTrend(Value):
    """A trend's measured numbers, in the order of the ranking."""

    trend_id: str
    title: str
    platform: str
    creator: str = ""
    velocity: Velocity
    hook: HookKind
    cluster: int = Field(ge=0, description="trends of one cluster are near-duplicates or share a subject")


class Opportunity(Value):
    """A story worth telling, with its evidence."""

    key: str = Field(min_length=1, max_length=100, description="what a claim is on: the slug of the subject")
    subject: str
    score: float = Field(ge=0)
    velocity: Velocity
    reason: str = Field(description="one sentence: why now")
    evidence: tuple[str, ...] = Field(description="trend ids, best first")
    facts: tuple[Fact, ...] = Field(default=(), description="all facts of the evidence, each once")


class TrendReport(Document):
    """The document of `analysis`. Empty snapshot: no opportunities, `claimed` None, `note` says so."""

    theme: str
    day: dt.date
    ranked: tuple[RankedTrend, ...]
    opportunities: tuple[Opportunity, ...]
    claimed: Opportunity | None
    phrases: tuple[str, ...]
    hooks: tuple[Pattern, ...]
    formats: tuple[Pattern, ...] = Field(default=(), description="what titles promise: a list, a test, a story")
    lengths: tuple[Pattern, ...]
    best_hours: tuple[Pattern, ...] = Field(description="hours of day in UTC, '14'")
    narrative: str
    narrator: Varying[str] = Field(default="", description="the language model that wrote the narrative, if one did")
    note: str = ""
    sample: bool
    sample_day: dt.date | None = None
    made_from: Varying[dict[str, str]] = Field(default={}, description="stage -> data version that was read")
