"""Wikimedia Commons and Wikipedia: a few files of a game console, one article, and what the real ones know of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fakes.films import film
from fakes.pictures import photograph
from fakes.server import Answer, Asked

COMMONS, WIKIPEDIA = "VIDPIPE_COMMONS_URL", "VIDPIPE_WIKIPEDIA_PICTURES_URL"
_BY_SA = "https://creativecommons.org/licenses/by-sa/4.0"
_KINDS = {"image/jpeg": "bitmap", "image/png": "bitmap", "image/tiff": "bitmap", "video/webm": "video"}


@dataclass(frozen=True)
class WikiFile:
    """A file, as its page at Commons describes it."""

    name: str
    size: tuple[int, int] = (2400, 3600)
    about: str = "A grey Nintendo Game Boy on a table."
    licence: tuple[str, str, str] = ("CC BY-SA 4.0", "cc-by-sa-4.0", _BY_SA)
    artist: str = '<a href="//commons.wikimedia.org/wiki/User:Ada" title="User:Ada">Ada &amp; Sons</a>'
    categories: str = "Game Boy"
    mime: str = "image/jpeg"
    seconds: float = 0
    more: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def place(self) -> int:
        """Its page's number."""
        return 1000 + FILES.index(self)


FILES: list[WikiFile] = [
    WikiFile("Game Boy FL.jpg"),
    WikiFile("Game Boy battery compartment.jpg", (3600, 2400), "Four AA batteries in a Game Boy.", artist="Bob"),
    WikiFile("A boy at play.jpg", about="A boy plays a game in a park.", licence=("CC0", "cc0", ""), categories="Boys"),
    WikiFile("Game Boy logo.jpg", more={"Restrictions": "trademarked"}),
    WikiFile("Game Boy advertisement.jpg", licence=("Fair use", "", ""), more={"NonFree": "true"}),
    WikiFile("Game Boy not for sale.jpg", licence=("CC BY-NC 4.0", "cc-by-nc-4.0", "")),
    WikiFile("Game Boy stamp.jpg", (300, 420)),
    WikiFile("Game Boy scan.tif", (4000, 6000), mime="image/tiff", licence=("Public domain", "pd", ""), artist="Dan"),
    WikiFile(
        "Game Boy unboxing.webm", (1080, 1920), "A Game Boy is taken out of its box.", mime="video/webm", seconds=9.5
    ),
]
ARTICLES: dict[str, dict[str, Any]] = {
    "Game Boy": {
        "pageimage": "Game_Boy_FL.jpg",
        "images": ["File:Game Boy FL.jpg", "File:Game Boy battery compartment.jpg", "File:Nintendo.svg"],
    },
    "Mercury": {"images": [], "pageprops": {"disambiguation": ""}},
}


def answer(asked: Asked) -> Answer:
    """As the real ones do."""
    if small := re.fullmatch(r"/files/thumb/(\d+)/(\d+)px-(\d+)x(\d+)\.jpg", asked.path):
        number, width, whole = int(small[1]), int(small[2]), (int(small[3]), int(small[4]))
        return Answer(photograph(number, (width, round(whole[1] * width / whole[0]))))
    if file := re.fullmatch(r"/files/(\d+)-(\d+)x(\d+)\.(jpg|webm)", asked.path):
        number, size = int(file[1]), (int(file[2]), int(file[3]))
        return Answer(film(FILES[number - 1000].seconds, number) if file[4] == "webm" else photograph(number, size))
    query, host = asked.query, asked.headers["host"]
    if query.get("meta") == "siteinfo":
        return _found({"general": {"sitename": "Wikimedia Commons"}})
    if "gsrsearch" in query:
        kind, *words = query["gsrsearch"].split()
        named = [one for one in FILES if f"filetype:{_KINDS[one.mime]}" == kind and _has(one, words)]
        return _found(
            {"pages": [_page(one, host, query, place) for place, one in enumerate(named, 1)]} if named else {}
        )
    titles = query["titles"].split("|")
    if query["prop"].startswith("pageimages"):
        return _found({"pages": [_article(one) for one in titles]})
    known = {f"File:{one.name}": one for one in FILES}
    pages = [_page(known[one], host, query) if one in known else {"title": one, "missing": True} for one in titles]
    return _found({"pages": pages})


def _found(query: dict[str, Any]) -> Answer:
    """Where nothing was found there is no `query` at all."""
    return Answer({"batchcomplete": True, **({"query": query} if query else {})})


def _has(file: WikiFile, words: list[str]) -> bool:
    text = f"{file.name} {file.about} {file.categories}".lower()
    return all(word.removesuffix("s") in text for word in words)


def _article(title: str) -> dict[str, Any]:
    found = ARTICLES.get(title)
    if found is None:
        return {"ns": 0, "title": title, "missing": True}
    images = [{"ns": 6, "title": one} for one in found["images"]]
    return {"pageid": 7, "ns": 0, "title": title, **found, **({"images": images} if images else {})}


def _page(file: WikiFile, host: str, query: Mapping[str, str], index: int | None = None) -> dict[str, Any]:
    page: dict[str, Any] = {"pageid": file.place, "ns": 6, "title": f"File:{file.name}"}
    if index is not None:
        page["index"] = index
    info = (
        _film(file, host, int(query["viurlwidth"]))
        if query["prop"] == "videoinfo"
        else _still(file, host, int(query["iiurlwidth"]))
    )
    return {**page, query["prop"]: [info]}


def _info(file: WikiFile) -> dict[str, Any]:
    short, code, url = file.licence
    told = {
        "LicenseShortName": short,
        "License": code,
        "LicenseUrl": url,
        "Artist": file.artist,
        "ImageDescription": file.about,
        "Categories": file.categories,
        "Restrictions": "",
        **file.more,
    }
    width, height = file.size
    return {
        "size": width * height // 4,
        "width": width,
        "height": height,
        "mime": file.mime,
        "descriptionurl": f"https://commons.wikimedia.org/wiki/File:{file.name.replace(' ', '_')}",
        "descriptionshorturl": f"https://commons.wikimedia.org/w/index.php?curid={file.place}",
        "extmetadata": {name: {"value": value, "source": "commons-desc-page"} for name, value in told.items() if value},
    }


def _address(file: WikiFile, host: str, width: int) -> str:
    height = round(file.size[1] * width / file.size[0])
    return f"http://{host}/files/{file.place}-{width}x{height}.{'webm' if file.seconds else 'jpg'}"


def _thumb_address(file: WikiFile, host: str, width: int) -> str:
    """Every width of a thumbnail is made when it is asked for."""
    return f"http://{host}/files/thumb/{file.place}/{width}px-{file.size[0]}x{file.size[1]}.jpg"


def _still(file: WikiFile, host: str, wanted: int) -> dict[str, Any]:
    width = min(wanted, file.size[0])
    height = round(file.size[1] * width / file.size[0])
    larger = {"responsiveUrls": {"2": _thumb_address(file, host, 2 * width)}} if file.size[0] > wanted else {}
    thumb = {"thumburl": _thumb_address(file, host, width), "thumbwidth": width, "thumbheight": height, **larger}
    return {**_info(file), **thumb, "url": _address(file, host, file.size[0])}


def _film(file: WikiFile, host: str, wanted: int) -> dict[str, Any]:
    derivatives = [
        {"src": _address(file, host, width), "type": 'video/webm; codecs="vp9, opus"', "width": width, "height": height}
        for width, height in ((270, 480), (1080, 1920))
    ]
    sound = {"src": f"http://{host}/files/sound.mp3", "type": "audio/mpeg"}
    return {
        **_info(file),
        "duration": file.seconds,
        "thumburl": _thumb_address(file, host, wanted),
        "thumbwidth": wanted,
        "thumbheight": round(file.size[1] * wanted / file.size[0]),
        "url": _address(file, host, 1080),
        "derivatives": [*derivatives, sound],
    }
