"""What a language model is asked for at each step of the scripts' chain, as types: no field for anything else.

There is no price, no path, no address and no state of review in them, and no length that is taken at its word: a
scene's seconds are what its words take when spoken.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from vidpipe_assets.editorial.reading import CLEAN
from vidpipe_assets.model.values import Value

Tag = Annotated[str, StringConstraints(pattern=r"^f\d{1,2}$")]
Template = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,12}$")]
Hashtag = Annotated[str, StringConstraints(pattern=r"^\w{2,40}$")]

SHORTEST_S, LONGEST_S = 2, 20
"""Seconds that a model may give a scene."""


class Angle(Value):
    """Step 1: the angle from which the story is told."""

    angle: Annotated[str, CLEAN, Field(min_length=10, max_length=240)] = Field(description="one sentence")
    promise: Annotated[str, CLEAN, Field(min_length=5, max_length=160)] = Field(
        description="what the viewer knows at the end"
    )


class Selection(Value):
    """Step 2: what is told."""

    facts: tuple[Tag, ...] = Field(min_length=2, max_length=6, description="tags in the order of telling, best last")


class HookIdea(Value):
    """Step 3: the first seconds."""

    fact: Tag = Field(description="the fact that it gives away a part of")
    narration: Annotated[str, CLEAN, Field(min_length=8, max_length=110)] = Field(description="at most 14 words")
    headline: Annotated[str, CLEAN, Field(min_length=6, max_length=56)] = Field(
        description="shown in very large type: 2 to 9 short words"
    )
    sub: Annotated[str, CLEAN, Field(max_length=60)] = Field(default="", description="a small line below, or nothing")


class SceneIdea(Value):
    """One scene of step 4."""

    fact: Tag
    picture: Template = Field(description="one of the fact's pictures, another one than the scene before has")
    seconds: float = Field(ge=SHORTEST_S, le=LONGEST_S, description="how long it should last")


class SceneIdeas(Value):
    """Step 4: how each fact is shown, and how the time is shared out."""

    scenes: tuple[SceneIdea, ...] = Field(min_length=2, max_length=6, description="one a fact, in the order given")


class SceneWords(Value):
    """One scene of step 5."""

    fact: Tag
    title: Annotated[str, CLEAN, Field(min_length=2, max_length=60)] = Field(description="a chapter's name")
    narration: Annotated[str, CLEAN, Field(min_length=10, max_length=400)] = Field(description="what is spoken")


class Wording(Value):
    """Step 5: all that is said and written."""

    scenes: tuple[SceneWords, ...] = Field(min_length=2, max_length=6, description="one a fact, in the order given")
    question: Annotated[str, CLEAN, Field(min_length=5, max_length=60)] = Field(description="to the viewer, at the end")
    action: Annotated[str, CLEAN, Field(min_length=5, max_length=90)] = Field(description="the call to action after it")
    title: Annotated[str, CLEAN, Field(min_length=5, max_length=100)] = Field(description="of the video")
    description: Annotated[str, CLEAN, Field(min_length=10, max_length=600)] = Field(
        description="below the video; the sources are added by themselves"
    )
    hashtags: tuple[Hashtag, ...] = Field(min_length=1, max_length=8, description="without the hash")
