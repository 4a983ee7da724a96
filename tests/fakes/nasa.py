"""NASA's library: a telescope, what others own, an emblem, a person; addresses without https and with blanks."""

import re
from typing import Any
from urllib.parse import unquote

from fakes.pictures import photograph
from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_NASA_URL"
ITEMS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("PIA 01", "Game Boy in orbit", "A Game Boy floats in the Mir station.", {"keywords": ["Mir", "space"]}),
    ("PIA02", "Game Boy beside a mirror", "", {"photographer": "NASA/JPL-Caltech"}),
    ("PIA03", "Game Boy, bought picture", "Image © Somebody Else", {}),
    ("PIA04", "Game Boy with the NASA insignia", "", {}),
    ("PIA05", "Astronaut portrait with a Game Boy", "", {}),
    ("PIA06", "A boy at a game", "", {}),
    ("PIA07", "Game Boy of which no file is left", "", {}),
]


def answer(asked: Asked) -> Answer:
    """As the real one does."""
    host, path = asked.headers["host"], unquote(asked.path)
    if file := re.fullmatch(r"/files/(.+)~(\w+)\.jpg", path):
        size = {"large": (1920, 1280), "medium": (1280, 853), "thumb": (640, 427)}[file[2]]
        return Answer(photograph(len(file[1]), size))
    if asset := re.fullmatch(r"/asset/(.+)", path):
        if asset[1] not in {one[0] for one in ITEMS}:
            return Answer({"reason": f"No assets found for id={asset[1]}"}, 404)
        kinds = ("thumb",) if asset[1] == "PIA07" else ("orig", "large", "medium", "thumb")
        files = [f"http://{host}/files/{asset[1]}~{kind}.jpg" for kind in kinds]
        return _collection([{"href": one} for one in (*files, f"http://{host}/files/{asset[1]}/metadata.json")], host)
    words = asked.query["q"].split()
    found = [one for one in ITEMS if all(word in f"{one[1]} {one[2]}".lower() for word in words)]
    return _collection([_item(*one, host) for one in found], host)


def _collection(items: list[dict[str, Any]], host: str) -> Answer:
    told = {"version": "1.1", "href": f"http://{host}/", "items": items, "metadata": {"total_hits": len(items)}}
    return Answer({"collection": told})


def _item(name: str, title: str, about: str, more: dict[str, Any], host: str) -> dict[str, Any]:
    data = {
        "nasa_id": name,
        "title": title,
        "description": about,
        "media_type": "image",
        "date_created": "1993-07-01T00:00:00Z",
        "center": "JPL",
        **more,
    }
    preview = {"href": f"http://{host}/files/{name}~thumb.jpg", "rel": "preview", "render": "image"}
    return {"href": f"http://{host}/image/{name}/collection.json", "data": [data], "links": [preview]}
