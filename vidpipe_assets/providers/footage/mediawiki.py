"""Pictures and films from MediaWiki's API (https://www.mediawiki.org/wiki/API:Imageinfo), as Wikimedia serves it.

Licence, author and description of a file are its `extmetadata`; of its sizes, one is taken that fills the picture.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import Field

from vidpipe_assets.model.errors import TransientError, VidpipeError
from vidpipe_assets.model.media import FoundPicture, Rights
from vidpipe_assets.providers.footage.licences import deed_of, licence_name
from vidpipe_assets.providers.footage.picture_library import Candidate
from vidpipe_assets.providers.footage.stock import LONGEST_ADDRESS, Address, Pixels, StockFile, best_file
from vidpipe_assets.providers.http.answers import all_readable, changed, readable
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.http.client import Query, Web, user_agent
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.request import Account
from vidpipe_assets.providers.trends.sanitize import https_url, plain_text
from vidpipe_assets.providers.wikimedia import explain_unnamed

FILES = Account("wikimedia-files", concurrency=2)
"""Of upload.wikimedia.org, which wants the same name of who asks."""

_FIELDS = "LicenseShortName|License|LicenseUrl|Artist|ImageDescription|Categories|Restrictions|NonFree"
_WIDTH = 1920
"""Of a thumbnail that is there already: one of the widths that Wikimedia serves to everybody."""
_SMALL_WIDTH = 500
"""Of a small picture: another one of these widths (https://www.mediawiki.org/wiki/Common_thumbnail_sizes)."""
_WIDTH_IN_ADDRESS = re.compile(r"(?<=[/-])\d+px-")
_READABLE = {"image/jpeg", "image/png", "image/webp"}
_DRAWN_FIRST = _READABLE | {"image/tiff"}
"""Whose thumbnails are taken; of vector drawings, documents and moving GIFs, nothing is."""
_MOST_BYTES = 25_000_000
_MOST_PIXELS = 50_000_000
_BUSY = ("maxlag", "ratelimited", "readonly")
_LAG_S = 5

STILLS: Query = {
    "prop": "imageinfo",
    "iiprop": "url|size|mime|extmetadata",
    "iiurlwidth": _WIDTH,
    "iiextmetadatalanguage": "en",
    "iiextmetadatafilter": _FIELDS,
}
FILMS: Query = {
    "prop": "videoinfo",
    "viprop": "url|size|mime|extmetadata|derivatives",
    "viurlwidth": _SMALL_WIDTH,
    "viextmetadatalanguage": "en",
    "viextmetadatafilter": _FIELDS,
}
"""What is asked of each file."""


def polite_headers() -> Mapping[str, str]:
    """Who asks: client, version and contact, as Wikimedia's policy wants them."""
    return {"user-agent": user_agent()}


@dataclass(frozen=True)
class MediaWiki:
    """One wiki's API, at `base`."""

    provider: str
    base: str

    def query(self, asked: Query) -> Mapping[str, Any]:
        """What stands under `query` in the answer; nothing where it found nothing. Raises the error that it tells."""
        web = Web(self.provider, polite_headers(), explain=_explained, deadline_s=30)
        always: Query = {"action": "query", "format": "json", "formatversion": 2, "maxlag": _LAG_S}
        answer = web.json("GET", f"{self.base}/w/api.php", query={**always, **asked})
        if told := web.told_error(answer, safe=True):
            raise told
        found = cast("dict[str, Any]", answer) if isinstance(answer, dict) else {}
        result = found.get("query", {} if "batchcomplete" in found else None)
        if not isinstance(result, dict):
            raise changed(self.provider)
        return cast("dict[str, Any]", result)

    def name(self) -> str:
        """The wiki's own name."""
        site = next(all_readable(_Site, [self.query({"meta": "siteinfo"}).get("general")]), None)
        if site is None:
            raise changed(self.provider)
        return plain_text(site.sitename, 60)

    def files(self, asked: Query, kind: str) -> "tuple[WikiFile, ...]":
        """The files of a query, in the order of its search. `kind`: `imageinfo` or `videoinfo`."""
        pages = readable(_FilePage, self.query(asked).get("pages", []), self.provider)
        listed = sorted(pages, key=lambda one: one.index)
        return tuple(found for page in listed for found in _of_page(page, kind))


def _explained(refusal: Refusal) -> VidpipeError | None:
    if refusal.says(*_BUSY):
        return TransientError(
            f"{refusal.provider} is busy: {refusal.text}", remedy="it is tried again", retry_after_s=float(_LAG_S)
        )
    return explain_unnamed(refusal)


class _Site(ResponseModel):
    sitename: str = Field(min_length=1)


class _Told(ResponseModel):
    value: str = ""


class _Derivative(ResponseModel):
    src: Address = ""
    type: str = ""
    width: Pixels = 0
    height: Pixels = 0


class WikiFile(ResponseModel):
    """A file as the API describes it: `thumb…` is its picture at the width that was asked for."""

    title: str = ""
    url: Address = ""
    page: str = Field(default="", alias="descriptionurl")
    mime: str = ""
    size: int = 0
    width: Pixels = 0
    height: Pixels = 0
    duration: float = Field(default=0, ge=0, le=86_400)
    thumb: Address = Field(default="", alias="thumburl")
    thumb_width: Pixels = Field(default=0, alias="thumbwidth")
    thumb_height: Pixels = Field(default=0, alias="thumbheight")
    larger: dict[str, Any] = Field(default_factory=dict[str, Any], alias="responsiveUrls")
    derivatives: list[Any] = Field(default_factory=list[Any])
    about: dict[str, Any] = Field(default_factory=dict[str, Any], alias="extmetadata")

    def told(self, name: str) -> str:
        """A field of its `extmetadata`, as it is written there."""
        return next((one.value for one in all_readable(_Told, [self.about.get(name)])), "")


class _FilePage(ResponseModel):
    title: str = Field(min_length=1, max_length=300)
    index: int = 0
    imageinfo: list[Any] = Field(default_factory=list[Any])
    videoinfo: list[Any] = Field(default_factory=list[Any])


def _of_page(page: _FilePage, kind: str) -> Iterator[WikiFile]:
    infos = page.videoinfo if kind == "videoinfo" else page.imageinfo
    for found in all_readable(WikiFile, infos[:1]):
        yield found.model_copy(update={"title": page.title})


def file_name(title: str) -> str:
    """'A b.jpg' of 'File:A_b.jpg', 'Datei:A b.jpg' and the like: each wiki has its own word before it."""
    return title.partition(":")[2].replace("_", " ")


def candidate(file: WikiFile) -> Candidate | None:
    """A file that may be used and shown; None for another licence, restrictions (persons, trademarks), or no size."""
    rights = _rights(file)
    sizes = _film_sizes(file) if file.mime.startswith(("video/", "application/ogg")) else _still_sizes(file)
    chosen = best_file(sizes)
    if rights is None or chosen is None:
        return None
    name = file_name(file.title)
    title = plain_text(name.rpartition(".")[0], 200)
    about = f"{plain_text(file.told('ImageDescription'), 1000)}|{plain_text(file.told('Categories'), 500)}"
    is_film = bool(file.derivatives) or file.mime.startswith(("video/", "application/ogg"))
    picture = FoundPicture(
        id=f"File:{name}",
        title=title or "a file without a name",
        rights=rights,
        file_url=chosen.url,
        width=chosen.width,
        height=chosen.height,
        seconds=file.duration if is_film else 0,
        thumb_url=_small_url(file),
    )
    return Candidate(picture=picture, text=about)


def _small_url(file: WikiFile) -> str:
    """Of its thumbnail, or of a smaller one of it; of a file that is small itself, it is the file."""
    return _WIDTH_IN_ADDRESS.sub(f"{_SMALL_WIDTH}px-", file.thumb) if file.thumb_width > _SMALL_WIDTH else file.thumb


def _rights(file: WikiFile) -> Rights | None:
    """Who made it and under which terms; None where these do not allow our use."""
    name = licence_name(plain_text(file.told("LicenseShortName"), 100)) or licence_name(file.told("License"))
    page = https_url(file.page)
    if not name or not page or file.told("Restrictions").strip() or file.told("NonFree"):
        return None
    terms = https_url(file.told("LicenseUrl").replace("http://", "https://", 1)) or deed_of(name)
    return Rights(creator=plain_text(file.told("Artist"), 200), licence=name, url=page, licence_url=terms)


def _still_sizes(file: WikiFile) -> Iterator[StockFile]:
    if file.mime not in _DRAWN_FIRST or not file.thumb_width:
        return
    yield StockFile(url=file.thumb, width=file.thumb_width, height=file.thumb_height)
    twice: Any = file.larger.get("2")
    if isinstance(twice, str) and len(twice) <= LONGEST_ADDRESS and file.width >= 2 * file.thumb_width:
        yield StockFile(url=twice, width=2 * file.thumb_width, height=2 * file.thumb_height)
    is_light = 0 < file.size <= _MOST_BYTES and file.width * file.height <= _MOST_PIXELS
    if file.mime in _READABLE and is_light:
        yield StockFile(url=file.url, width=file.width, height=file.height)


def _film_sizes(file: WikiFile) -> Iterable[StockFile]:
    """Its derivatives; those that name no size are leftovers of other kinds."""
    for one in all_readable(_Derivative, file.derivatives):
        if one.width and one.height and one.type.startswith(("video/webm", "video/mp4")):
            yield StockFile(url=one.src, width=one.width, height=one.height)
