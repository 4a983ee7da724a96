"""Openverse: pictures of several sources, some of them under licences that it was not asked for."""

import re
from typing import Any

from fakes.pictures import photograph
from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_OPENVERSE_URL"


def picture(
    number: int, title: str, host: str, licence: tuple[str, str] = ("by", "4.0"), **more: Any
) -> dict[str, Any]:
    """A picture as the real one describes it; its file lies on `host`."""
    code, version = licence
    kind = {"cc0": "publicdomain/zero", "pdm": "publicdomain/mark"}.get(code, f"licenses/{code}")
    return {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "title": title,
        "indexed_on": "2025-01-01T00:00:00.000000Z",
        "foreign_landing_url": f"https://www.flickr.com/photos/maker/{number}",
        "url": f"http://{host}/files/{number}.jpg",
        "creator": f"Maker {number}",
        "creator_url": "https://www.flickr.com/photos/maker",
        "license": code,
        "license_version": version,
        "license_url": f"https://creativecommons.org/{kind}/{version}/",
        "provider": "flickr",
        "source": "flickr",
        "category": None,
        "filesize": None,
        "filetype": "jpg",
        "tags": [{"name": "console", "accuracy": None}],
        "attribution": f'"{title}" by Maker {number} is licensed under CC {code.upper()} {version}.',
        "fields_matched": ["title"],
        "mature": False,
        "height": 1920,
        "width": 1280,
        "thumbnail": f"https://api.openverse.org/v1/images/{number}/thumb/",
        "detail_url": f"https://api.openverse.org/v1/images/{number}/",
        "related_url": f"https://api.openverse.org/v1/images/{number}/related/",
        "unstable__sensitivity": [],
        **more,
    }


def shelf(host: str) -> list[dict[str, Any]]:
    """All pictures."""
    return [
        picture(1, "Game Boy, first model", host),
        picture(2, "Game Boy in the rain", host, ("by-sa", "2.0")),
        picture(3, "A boy and his game", host),
        picture(4, "Game Boy for scholars", host, ("by-nc", "2.0")),
        picture(5, "Game Boy icon", host, filetype="svg"),
        picture(6, "Game Boy stamp", host, height=200, width=100),
        picture(7, "Game Boy in a museum", host, ("cc0", "1.0"), creator=None),
    ]


def answer(asked: Asked) -> Answer:
    """As the real one does for whoever is not registered."""
    if file := re.fullmatch(r"/files/(\d+)\.jpg", asked.path):
        return Answer(photograph(int(file[1])))
    if small := re.fullmatch(r"/v1/images/[0-9-]+?(\d+)/thumb/", asked.path):
        return Answer(photograph(int(small[1]), (600, 900)))
    size = int(asked.query["page_size"])
    if size > 20:
        return Answer({"detail": "page_size must be between 1 & 20 for unauthenticated requests."}, 401)
    words = asked.query["q"].split()
    found = [one for one in shelf(asked.headers["host"]) if all(word in one["title"].lower() for word in words)]
    page = {"result_count": len(found), "page_count": 1, "page_size": size, "page": 1, "results": found[:size]}
    return Answer({**page, "warnings": []} if not found else page)
