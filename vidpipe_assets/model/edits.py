"""Edits, which an order carries: what a person has written over what was made.

The texts for the upload and the choice of a cover are read by `review`; what scenes say and show, and their order, by
`scripts`. Each edit of a scene replaces what it was written over and nothing else, so that old edits never patch a
script that is written anew.
"""

from typing import Any

from pydantic import Field, field_serializer

from vidpipe_assets.model.order import Order
from vidpipe_assets.model.pictures import Picture
from vidpipe_assets.model.trends import Source
from vidpipe_assets.model.values import Value

_PARTS = ("title", "description", "hashtags", "cover", "scenes", "shown", "scene_order")


class SceneEdit(Value):
    """Other words for a scene. They replace `was` only: a script that is written anew is not patched by old edits."""

    was: str
    now: str = Field(min_length=1, max_length=600)
    plain: bool = Field(
        default=False, description="the words say something else than the scene's source: they stand alone, as type"
    )


class TextEdit(Value):
    """Another chapter name, kicker or icon."""

    was: str
    now: str


class PictureEdit(Value):
    """Another template, or other data in it."""

    was: Picture
    now: Picture
    unsourced: bool = Field(
        default=False, description="it shows what the scene's source does not say, and so names no source"
    )

    @field_serializer("was", "now")
    def _with_template(self, picture: Picture) -> dict[str, Any]:
        """Without defaults, but for the one that says which template it is."""
        return {"template": picture.template, **picture.model_dump(mode="json", exclude_defaults=True)}


class SourceEdit(Value):
    """Another source, that a person vouches for; None: no source is named."""

    was: str
    now: Source | None


class ShownEdit(Value):
    """What one scene shows otherwise; None: as it was made."""

    title: TextEdit | None = None
    kicker: TextEdit | None = None
    icon: TextEdit | None = None
    picture: PictureEdit | None = None
    source: SourceEdit | None = None


class OrderEdit(Value):
    """Another order of the scenes. `was`: what they said, in the order in which they were written."""

    was: tuple[str, ...]
    now: tuple[str, ...] = Field(description="the scenes' ids, in the order in which they are shown")


class Edits(Value):
    """The edits of one order; what is empty or None is left as it was made."""

    title: str = Field(default="", max_length=100)
    description: str = Field(default="", max_length=2200)
    hashtags: tuple[str, ...] | None = Field(default=None, max_length=15, description="without the hash")
    cover: int = Field(default=0, ge=0, le=9, description="which of the covers is taken; 0: the first")
    scenes: dict[str, SceneEdit] = {}
    """Scene -> its words."""
    shown: dict[str, ShownEdit] = {}
    """Scene -> what is seen in it."""
    scene_order: OrderEdit | None = None

    @classmethod
    def of(cls, order: Order) -> "Edits":
        """Those that an order's overrides hold."""
        return cls.model_validate({name: order.overrides[name] for name in _PARTS if name in order.overrides})

    @property
    def texts(self) -> dict[str, Any]:
        """The fields of the production plan that are replaced for the upload."""
        found: dict[str, Any] = {"title": self.title, "description": self.description}
        found = {name: text for name, text in found.items() if text}
        return found if self.hashtags is None else {**found, "hashtags": self.hashtags}

    @property
    def of_script(self) -> dict[str, Any]:
        """What `scripts` reads, by the name under which its fingerprint has it; what is not edited is not there.

        Without defaults: what edits of another day do not have changes no fingerprint.
        """
        parts = self.model_dump(mode="json", exclude_defaults=True, include={"scenes", "shown", "scene_order"})
        return {_READ_AS[name]: part for name, part in parts.items() if part}

    def written_into(self, overrides: dict[str, Any]) -> dict[str, Any]:
        """An order's overrides with these edits instead of those before."""
        others = {name: value for name, value in overrides.items() if name not in _PARTS}
        return others | self.model_dump(mode="json", exclude_defaults=True)


_READ_AS = {"scenes": "words", "shown": "shown", "scene_order": "scene_order"}
