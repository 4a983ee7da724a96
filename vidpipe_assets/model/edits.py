"""What a person has written over what was made: the texts for the upload, and the words of single scenes."""

from typing import Any

from pydantic import Field

from vidpipe_assets.model.order import Order
from vidpipe_assets.model.values import Value

_PARTS = ("title", "description", "hashtags", "scenes")


class SceneWords(Value):
    """Other words for a scene. They replace `was` only: a script that is written anew is not patched by old edits."""

    was: str
    now: str = Field(min_length=1, max_length=600)


class Edits(Value):
    """The edits of one order; what is empty or None is left as it was made."""

    title: str = Field(default="", max_length=100)
    description: str = Field(default="", max_length=2200)
    hashtags: tuple[str, ...] | None = Field(default=None, max_length=15, description="without the hash")
    scenes: dict[str, SceneWords] = {}

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

    def written_into(self, overrides: dict[str, Any]) -> dict[str, Any]:
        """An order's overrides with these edits instead of those before."""
        others = {name: value for name, value in overrides.items() if name not in _PARTS}
        return others | self.model_dump(mode="json", exclude_defaults=True)
