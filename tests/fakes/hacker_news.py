"""Hacker News: two lists that overlap, a deleted story, a job, and titles with HTML."""

import re
from typing import Any

from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_HACKER_NEWS_URL"

_STORIES: dict[int, dict[str, Any]] = {
    1: {"type": "story", "by": "dang", "title": "A telescope &amp; its mirror", "score": 420, "descendants": 96},
    2: {"type": "story", "by": "pg", "title": "Show HN: <b>Keyboards</b> from 1984", "score": 77},
    3: {"type": "job", "by": "corp", "title": "We hire telescope makers", "score": 1},
    4: {"type": "story", "deleted": True},
    6: {"type": "story", "by": "x", "title": "A telescope that was flagged", "dead": True, "score": 3},
    7: {"type": "story", "by": "amy", "title": "The largest radio telescope", "score": 5, "descendants": 0},
}
ITEMS = {number: {"id": number, "time": 1_795_000_000 + number, **story} for number, story in _STORIES.items()}
LISTS = {"topstories": [1, 2, 3, 4, 5], "beststories": [7, 6, 1]}


def answer(asked: Asked) -> Answer:
    """As the real one does."""
    item = re.fullmatch(r"/item/(\d+)\.json", asked.path)
    if item:
        return Answer(ITEMS.get(int(item[1])))
    if asked.path == "/maxitem.json":
        return Answer(max(ITEMS))
    return Answer(LISTS[asked.path.strip("/").removesuffix(".json")])
