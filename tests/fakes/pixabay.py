"""Pixabay: a few clips, each in up to four sizes; a size that there is not has no address. Errors are plain text."""

import re
from typing import Any

from fakes.films import film
from fakes.pictures import photograph
from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_PIXABAY_URL"
NO_KEY = "[ERROR 400] Invalid or missing API key (https://pixabay.com/api/docs/)."
TOO_MANY = "[ERROR 429] API rate limit exceeded. See https://pixabay.com/api/docs/ for details."
_UPRIGHT = {"large": (2160, 3840), "medium": (1080, 1920), "small": (720, 1280), "tiny": (540, 960)}
_LYING = {"large": (0, 0), "medium": (1920, 1080), "small": (1280, 720), "tiny": (960, 540)}


def hit(number: int, tags: str, seconds: int, sizes: dict[str, tuple[int, int]], host: str) -> dict[str, Any]:
    """A hit as the real one describes it."""
    videos = {
        name: {
            "url": f"http://{host}/files/{number}-{name}-{seconds}.mp4" if width else "",
            "width": width,
            "height": height,
            "size": 1000 * width,
            "thumbnail": f"http://{host}/files/small-{number}-{name}.jpg" if width else "",
        }
        for name, (width, height) in sizes.items()
    }
    return {
        "id": number,
        "pageURL": f"https://pixabay.com/videos/id-{number}/",
        "type": "film",
        "tags": tags,
        "duration": seconds,
        "videos": videos,
        "views": 4462,
        "downloads": 1464,
        "likes": 18,
        "comments": 0,
        "user_id": 1281706,
        "user": f"user{number}",
        "userImageURL": "https://cdn.pixabay.com/user/x.jpg",
    }


def answer(asked: Asked) -> Answer:
    """As the real one does."""
    file = re.fullmatch(r"/files/(\d+)-\w+-(\d+)\.mp4", asked.path)
    if asked.path.startswith("/files/small-"):
        return Answer(photograph(7, (320, 180)))
    if file:
        return Answer(film(float(file[2]), int(file[1])))
    if not asked.query.get("key"):
        return Answer(NO_KEY, 400)
    host = asked.headers["host"]
    hits = [
        hit(11, "game boy, console", 9, _LYING, host),
        hit(12, "game boy, hands", 6, _UPRIGHT, host),
        hit(13, "game boy, cartridge", 2, _UPRIGHT, host),
    ]
    found = [one for one in hits if asked.query["q"] in one["tags"]]
    return Answer({"total": len(found), "totalHits": len(found), "hits": found})
