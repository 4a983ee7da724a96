"""The Internet Archive: films and pictures, fields that are a text here and a list there, and an item that is gone.

Its search reads Lucene's words: a slash in a pattern has to be escaped, or the pattern ends there. A file's address
leads to another one.
"""

import re
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import unquote

from fakes.films import film
from fakes.pictures import photograph
from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_INTERNET_ARCHIVE_URL"
_BY = "http://creativecommons.org/licenses/by/4.0/"
_ITEMS: tuple[dict[str, Any], ...] = (
    {"identifier": "game-boy-film", "title": "Game Boy, a film", "creator": ["Ada", "Bob"], "mediatype": "movies"},
    {"identifier": "GameBoyPicture", "title": ["Game Boy"], "creator": "Cid", "mediatype": "image", "subject": "toys"},
    {"identifier": "game-boy-nc", "title": "Game Boy tape", "licenseurl": _BY.replace("/by/", "/by-nc/")},
    {"identifier": "game-boy-gone", "title": "Game Boy of old", "mediatype": "movies"},
    {
        "identifier": "game-boy-ad",
        "title": "Game Boy in a commercial",
        "licenseurl": _BY.replace("by/4.0", "publicdomain"),
    },
    {"identifier": "game-boy-lent", "title": "Game Boy, a book to lend", "access-restricted-item": "true"},
    {"identifier": "boys", "title": "A boy at a game", "mediatype": "movies"},
)
_FILES: dict[str, list[dict[str, str]]] = {
    "game-boy-film": [
        {"name": "film.mp4", "format": "h.264", "size": "90000", "length": "0:08", "width": "640", "height": "480"},
        {"name": "a film.avi", "format": "Cinepack", "size": "900000", "length": "8.2"},
        {"name": "film_hd.mp4", "format": "h.264 HD", "size": "999999999999", "length": "8.2", "height": "1080"},
        {"name": "film.thumbs/film_01.jpg", "format": "Thumbnail", "size": "900"},
    ],
    "game-boy-ad": [
        {"name": "ad.mpg.mp4", "format": "MPEG4", "size": "90000", "length": "8.0", "private": "true"},
        {"name": "ad.ia.mp4", "format": "h.264 IA", "size": "70000", "length": "8.0", "width": "640", "height": "480"},
    ],
    "GameBoyPicture": [
        {"name": "a picture.jpg", "format": "JPEG", "size": "400000"},
        {"name": "__ia_thumb.jpg", "format": "JPEG Thumb", "size": "900"},
    ],
}


def answer(asked: Asked) -> Answer:
    """As the real one does."""
    path = unquote(asked.path)
    if path.startswith("/download/"):
        return Answer(
            b"", 302, {"Location": f"http://{asked.headers['host']}{asked.path.replace('download', '7/items', 1)}"}
        )
    if file := re.fullmatch(r"/7/items/([^/]+)/(.+)", path):
        is_private = any(one.get("private") for one in _FILES[file[1]] if one["name"] == file[2])
        if is_private:
            return Answer(b"", 403)
        return Answer(photograph(4) if file[2].endswith(".jpg") else film(8, 4, "640x480"))
    if small := re.fullmatch(r"/services/img/([^/]+)", path):
        return Answer(photograph(len(small[1]), (180, 135)))
    if item := re.fullmatch(r"/metadata/([^/]+)", path):
        files = _FILES.get(item[1])
        return Answer(
            {"server": "ia1.us.archive.org", "metadata": {"identifier": item[1]}, "files": files} if files else {}
        )
    words = re.findall(r"\((.*?)\)", asked.query["q"])[0].split()
    docs = [{"licenseurl": _BY, "mediatype": "movies", **one} for one in _ITEMS]
    found = [
        one
        for one in docs
        if all(word in str(one["title"]).lower() for word in words) and _is_among(one, asked.query["q"])
    ]
    header = {"status": 0, "QTime": 9, "params": {"query": asked.query["q"]}}
    return Answer({"responseHeader": header, "response": {"numFound": len(found), "start": 0, "docs": found}})


def _is_among(item: dict[str, Any], query: str) -> bool:
    """Whether its licence matches one of the patterns, and it is not lent where no lent one is wanted."""
    patterns = [re.sub(r"\\(.)", r"\1", one) for one in re.findall(r"licenseurl:((?:\\.|[^\s()/\\])*)", query)]
    is_free = any(fnmatchcase(item["licenseurl"], one) for one in patterns)
    return is_free and not ("NOT access-restricted-item:true" in query and item.get("access-restricted-item"))
