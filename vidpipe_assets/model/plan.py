"""The production plan, the document of `scripts`: what is said and shown in each scene, and for how long.

The pauses around speech stand here, in seconds: the writer counts with them, and the timeline is laid out with them.
"""

from operator import not_
from typing import Self

from pydantic import Field, model_validator

from vidpipe_assets.model.events import Event
from vidpipe_assets.model.pictures import Icon, Picture
from vidpipe_assets.model.trends import Source
from vidpipe_assets.model.values import Document, Value, Varying

LEAD_IN_S = 0.12
"""From the start of a scene to its first word."""

TAIL_S = 0.33
"""From the last word of a scene to the next scene."""

LAST_TAIL_S = 0.8
"""From the last word of the video to its end."""

CLIP_SURPLUS = 1.25
"""A clip that is asked for carries this many times its scene's expected length, since the voice is not known yet."""

DRAWN_SURPLUS = 1.12
"""The same of a scene that is drawn in English. Of 503 scenes 1.2 % outlast it and are drawn again, which costs less
than a longer surplus of all: 1.15 times what is seen is drawn, and 1.26 with `CLIP_SURPLUS`."""

GIVEN = "given-"
"""How the id of evidence begins that a person has given by editing a scene's source."""


MOST_SCENES = 48
"""Of a video of three minutes, whose questions and answers are scenes of their own."""


def scene_seconds(spoken_s: float, *, last: bool, pause_s: float = 0.0) -> float:
    """The length of a scene whose narration takes `spoken_s` seconds and is followed by `pause_s` of silence."""
    return LEAD_IN_S + spoken_s + pause_s + (LAST_TAIL_S if last else TAIL_S)


class Beat(Value):
    """When something of the picture should happen: with this word of the narration (0 is the first)."""

    word: int = Field(ge=0)
    at: float = Field(ge=0, le=1, description="expected moment, as a share of the scene's seconds")


class ScenePlan(Value):
    """One scene: what is heard and what is seen."""

    id: str = Field(pattern=r"^s\d{1,2}$", description="s1, s2, … as they were written")
    narration: str = Field(min_length=1, max_length=600, description="spoken, and captioned word for word")
    title: str = Field(min_length=1, max_length=60, description="a chapter's name")
    kicker: str = Field(default="", max_length=24, description="the small line above the picture's heading")
    picture: Picture
    beats: tuple[Beat, ...] = ()
    visual_prompt: str = Field(default="", max_length=500, description="for a model that generates footage")
    search_terms: tuple[str, ...] = Field(default=(), max_length=8, description="for footage libraries")
    icon: Icon = "sparkles"
    icon_by_hand: bool = Field(
        default=False, exclude_if=not_, description="a person chose the icon: no illustration takes its place"
    )
    event: Event | None = Field(
        default=None, exclude_if=not_, description="what happens in it, as its writer says; else its words are searched"
    )
    seconds: float = Field(gt=0, le=60, description="expected length when spoken, pauses included")
    pause_s: float = Field(
        default=0.0,
        ge=0,
        le=5,
        exclude_if=not_,
        description="seconds of silence after the last word, in which the viewer thinks before an answer",
    )
    evidence: tuple[str, ...] = Field(default=(), description="ids of facts or trends that it states")
    source: str = Field(default="", max_length=60, description="shown on the picture, and named once in the sources")


class ProductionPlan(Document):
    """The whole script of one video."""

    subject: str
    language: str
    title: str = Field(min_length=1, max_length=100)
    description: str = Field(min_length=1, max_length=2200)
    hashtags: tuple[str, ...] = Field(max_length=15, description="without the hash")
    hook: str
    call_to_action: str
    format: str = Field(default="", exclude_if=not_, description="how the story is told: countdown, story, quiz, …")
    scenes: tuple[ScenePlan, ...] = Field(min_length=4, max_length=MOST_SCENES)
    sources: tuple[Source, ...]
    evidence: dict[str, str] = Field(
        default={}, description="id of a fact or trend -> what it says, to hold against what is said"
    )
    writer: str = Field(description="the provider that wrote it")
    model: Varying[str] = Field(default="", description="which of the provider's models did, as it told")
    sample: bool = Field(description="True: the engagement numbers behind it are sample numbers")
    made_from: Varying[dict[str, str]] = Field(default={}, description="stage -> data version that was read")

    @property
    def seconds(self) -> float:
        """Expected length of the video, in seconds."""
        return sum(scene.seconds for scene in self.scenes)

    @model_validator(mode="after")
    def _scenes_are_numbered(self) -> Self:
        # A person may have put them into another order: a scene keeps its name, and what was made for it.
        expected = [f"s{i}" for i in range(1, len(self.scenes) + 1)]
        if sorted(scene.id for scene in self.scenes) != sorted(expected):
            raise ValueError(f"scenes must be named {', '.join(expected)}")
        return self

    @property
    def as_written(self) -> tuple[ScenePlan, ...]:
        """The scenes in the order in which they were written."""
        return tuple(sorted(self.scenes, key=lambda scene: int(scene.id[1:])))
