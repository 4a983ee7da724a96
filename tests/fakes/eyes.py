"""A model that sees: it reads the number in the last picture that it is shown, and says of the others what it is told.

For OpenAI's and Anthropic's forms alike: it is given the pictures of a request, and returns the text of the answer.
"""

import base64
import io
import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from fakes.server import Asked
from PIL import Image

from vidpipe_assets.stages.picture_judge import number_jpeg

Fits = Callable[[int], Sequence[int]]
"""How many pictures are shown -> how well each fits, from 0 to 10."""


def last_is_best(many: int) -> Sequence[int]:
    """The last one shows the very thing, and the others something of it."""
    return [*([6] * (many - 1)), 10]


def pictures_of(asked: Asked) -> list[bytes]:
    """The JPEG files in a request to either of them."""
    parts: Any = asked.json["messages"][-1]["content"]
    if isinstance(parts, str):
        return []
    urls = [one["image_url"]["url"].partition(",")[2] for one in parts if one["type"] == "image_url"]
    blocks = [one["source"]["data"] for one in parts if one["type"] == "image"]
    return [base64.b64decode(one, validate=True) for one in (*urls, *blocks)]


def sizes(pictures: Sequence[bytes]) -> list[tuple[int, int]]:
    """Their pixels."""
    return [Image.open(io.BytesIO(one), formats=["JPEG"]).size for one in pictures]


def verdicts(asked: Asked, fits: Fits = last_is_best, *, number: int | None = None) -> str:
    """What it answers. `number`: what it claims to have read, where it is blind."""
    *shown, control = pictures_of(asked)
    said = [
        {"picture": place, "fit": fit, "reason": f"what is seen in picture {place}"}
        for place, fit in enumerate(fits(len(shown)), 1)
    ]
    return json.dumps({"pictures": said, "number": _numbers()[control] if number is None else number})


@cache
def _numbers() -> dict[bytes, int]:
    return {number_jpeg(number): number for number in range(100, 1000)}
