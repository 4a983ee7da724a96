"""Films and pictures from the Internet Archive (https://archive.org/developers/): no key.

Only items whose licence is told by an address of Creative Commons that allows our use (`licences`); that is the word of
whoever uploaded it. Of a film the beginning is shown.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import Field

from vidpipe_assets.model.media import FoundPicture, Rights
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.providers.footage.licences import licence_of_address
from vidpipe_assets.providers.footage.picture_library import KEPT_S, Candidate, PictureLibrary, candidates_of, kept
from vidpipe_assets.providers.http.answers import all_readable, changed, readable
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.http.client import Query, Web, user_agent
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest, ProviderResponse, Rate, StoredResponse
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.trends.sanitize import https_url, plain_text

_ADDRESS = "https://archive.org"
_A_PAGE = 30
_FIELDS = "identifier,title,creator,description,subject,licenseurl,mediatype"
_ACCOUNT = Account("internet_archive", rates=(Rate(1, 1),), concurrency=1)
"""It asks for one request at a time."""
_FILES = Account("internet_archive-files", concurrency=1)
_GUESSED = {"movies": (640, 480), "image": (2000, 1500)}
"""Sizes are told only item by item."""
_FILMS = ("h.264 ia", "h.264", "h.264 hd", "hires mpeg4", "mpeg4", "512kb mpeg4")
"""The first is what the Archive makes of films today."""
_STILLS = ("jpeg", "png", "single page original jpeg")
_FREE = r"(licenseurl:http*publicdomain* OR licenseurl:http*licenses\/by\/* OR licenseurl:http*licenses\/by-sa\/*)"
"""A slash that is not escaped ends the term, and then nothing is found, without an error."""
_LENT = "access-restricted-item:true"
_MOST_BYTES = {"movies": 250_000_000, "image": 50_000_000}
_LONGEST_S = 1800
_TIME = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)")
_NOT_A_WORD = re.compile(r"[^\w\s\'-]", re.UNICODE)


def provider() -> "InternetArchive":
    """Return the provider `internet_archive`, for the registry."""
    return InternetArchive()


class InternetArchive:
    """A library of what people have uploaded: old films above all."""

    name, is_local, at_a_time = "internet_archive", False, 1
    needs: tuple[Need, ...] = ()
    judged = True

    def price(self, wish: FootageRequest) -> Money:
        """Return nothing: it charges nothing."""
        del wish
        return FREE

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """The best film or picture, as the port says."""

        def located(picture: FoundPicture, ask: Ask) -> FoundPicture | None:
            return _located(picture, wish.seconds, ask)

        headers = {"user-agent": user_agent()}
        return PictureLibrary(self.name, self.name, _search, _FILES, headers, located).best(wish, taken, folder, ask)

    def probe(self) -> str:
        """Search for one item."""
        return f"it answers; {len(_ArchiveSearch('moon', 1).found())} found"


def _search(wish: FootageRequest, ask: Ask) -> Sequence[Candidate]:
    """Of the subject alone: it is slow, and asked one at a time."""
    call = _ArchiveSearch(" ".join(_NOT_A_WORD.sub(" ", wish.terms[0].lower()).split()))
    if not call.words:
        return ()
    return ask(ProviderRequest("search", call.query, call, candidates_of, account=_ACCOUNT, shared_s=KEPT_S))


class _Response(ResponseModel):
    docs: list[Any]


class _ArchivePage(ResponseModel):
    response: _Response


class _Document(ResponseModel):
    """Fields with several values are lists, others texts."""

    identifier: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$")
    title: str | list[str] = ""
    creator: str | list[str] = ""
    description: str | list[str] = ""
    subject: str | list[str] = ""
    licenseurl: str | list[str] = ""
    mediatype: str = ""


@dataclass(frozen=True)
class _ArchiveSearch:
    """`GET /advancedsearch.php`: films and pictures in whose title, description or subjects all words stand."""

    words: str
    count: int = _A_PAGE

    @property
    def query(self) -> Query:
        """What is asked."""
        wanted = f"({self.words}) AND (mediatype:movies OR mediatype:image) AND {_FREE} AND NOT {_LENT}"
        return {"q": wanted, "fl": _FIELDS, "rows": self.count, "page": 1, "output": "json"}

    def found(self) -> tuple[_Document, ...]:
        """The first page of the search."""
        address = f"{base_url('internet_archive', _ADDRESS)}/advancedsearch.php"
        return readable(_Document, _web().read(_ArchivePage, "GET", address, query=self.query).response.docs, "archive")

    def request(self) -> ProviderResponse:
        base = base_url("internet_archive", _ADDRESS)
        return kept(_candidate(one, f"{base}/services/img/{one.identifier}") for one in self.found())


def _web() -> Web:
    return Web("internet_archive", {"user-agent": user_agent()}, deadline_s=60)


def _candidate(found: _Document, thumb: str) -> Candidate | None:
    """None for an item under another licence, or of another kind. `thumb`: where its small picture is."""
    terms = _one(found.licenseurl)
    licence, size = licence_of_address(terms), _GUESSED.get(found.mediatype)
    if not licence or size is None:
        return None
    page = f"https://archive.org/details/{found.identifier}"
    rights = Rights(
        creator=plain_text(_one(found.creator, ", "), 200),
        licence=licence,
        url=page,
        licence_url=https_url(terms.replace("http://", "https://", 1)),
    )
    picture = FoundPicture(
        id=found.identifier,
        title=plain_text(_one(found.title), 200) or found.identifier,
        rights=rights,
        file_url=page,
        width=size[0],
        height=size[1],
        thumb_url=thumb,
    )
    return Candidate(picture=picture, text=plain_text(f"{_one(found.description)}|{_one(found.subject)}", 2000))


def _one(value: str | list[str], between: str = "|") -> str:
    return value if isinstance(value, str) else between.join(value)


class _ArchiveFile(ResponseModel):
    name: str = Field(min_length=1, max_length=500)
    format: str = ""
    size: str = ""
    length: str = ""
    width: str = ""
    height: str = ""
    private: str = ""


class _ArchiveItem(ResponseModel):
    files: list[Any]


def _located(picture: FoundPicture, seconds: float, ask: Ask) -> FoundPicture | None:
    """The picture with the address and the size of the file that suits; None: there is none."""
    call = _ArchiveMetadata(picture)
    request = ProviderRequest("item", {"id": picture.id}, call, _read_files, account=_ACCOUNT, shared_s=KEPT_S)
    suitable = [one for one in ask(request) if not one.seconds or seconds <= one.seconds <= _LONGEST_S]
    return min(suitable, key=lambda one: (abs(one.height - 1080), one.file_url), default=None)


def _read_files(reply: StoredResponse) -> tuple[FoundPicture, ...]:
    return tuple(FoundPicture.model_validate(one) for one in reply.content)


@dataclass(frozen=True)
class _ArchiveMetadata:
    """`GET /metadata/{identifier}`: the files of an item. One that is not there is an empty object."""

    picture: FoundPicture

    def request(self) -> ProviderResponse:
        base = base_url("internet_archive", _ADDRESS)
        item = self._item(f"{base}/metadata/{self.picture.id}")
        files = (found for one in all_readable(_ArchiveFile, item.files) for found in self._usable(one, base))
        return ProviderResponse([one.model_dump(mode="json") for one in files])

    def _item(self, url: str) -> _ArchiveItem:
        web = _web()
        answer = web.json("GET", url)
        if answer == {}:
            return _ArchiveItem(files=[])
        found = next(all_readable(_ArchiveItem, [answer]), None)
        if found is None:
            raise web.told_error(answer, safe=True) or changed("internet_archive")
        return found

    def _usable(self, file: _ArchiveFile, base: str) -> Iterator[FoundPicture]:
        kind = "movies" if file.format.lower() in _FILMS else "image" if file.format.lower() in _STILLS else ""
        size, width, height = _number(file.size), round(_number(file.width)), round(_number(file.height))
        is_thumbnail = "thumb" in file.name.lower() or file.name.startswith("__ia")
        if not kind or is_thumbnail or file.private == "true" or not 0 < size <= _MOST_BYTES[kind]:
            return
        known = (width, height) if width and height else _GUESSED[kind]
        seconds = _seconds(file.length) if kind == "movies" else 0.0
        if kind == "movies" and not seconds:
            return
        url = f"{base}/download/{self.picture.id}/{quote(file.name)}"
        yield self.picture.model_copy(
            update={"file_url": url, "width": known[0], "height": known[1], "seconds": seconds}
        )


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return found if 0 < found < 1e12 else 0.0


def _seconds(text: str) -> float:
    """'93.4' or '1:33' or '0:01:33', in seconds."""
    if match := _TIME.fullmatch(text.strip()):
        hours, minutes, seconds = match[1] or "0", match[2], match[3]
        return int(hours[:3]) * 3600 + int(minutes[:4]) * 60 + float(seconds)
    return _number(text)
