"""Pictures from Openverse (https://api.openverse.org/v1/): an index of what museums, Flickr and others share. No key.

It tells a licence as the source claims it, and where the work's own page is. Files lie anywhere on the web, and may be
gone: then the next one is taken.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import Field

from vidpipe_assets.model.media import FoundPicture, Rights
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.providers.addresses import base_url, is_named_by_operator
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.providers.footage.licences import deed_of, licence_name, licence_of_address
from vidpipe_assets.providers.footage.picture_library import KEPT_S, Candidate, PictureLibrary, candidates_of, kept
from vidpipe_assets.providers.footage.stock import Address, Pixels
from vidpipe_assets.providers.http.answers import readable
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.http.client import Query, Web, user_agent
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest, ProviderResponse, Quota, Rate
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.trends.sanitize import https_url, plain_text

_ADDRESS = "https://api.openverse.org"
_A_PAGE = 20
"""The most that is given to whoever is not registered."""
_LONGEST_QUERY = 200
_LICENCES = "cc0,pdm,by,by-sa"
_ACCOUNT = Account("openverse", rates=(Rate(1, 1), Rate(20, 60)), concurrency=1, quotas=(Quota("requests", 200),))
_FILES = Account("openverse-files", concurrency=4)


def provider() -> "Openverse":
    """Return the provider `openverse`, for the registry."""
    return Openverse()


class Openverse:
    """A search over many libraries of pictures."""

    name, is_local, at_a_time = "openverse", False, 1
    needs: tuple[Need, ...] = ()
    judged = True

    def price(self, wish: FootageRequest) -> Money:
        """Return nothing: it charges nothing."""
        del wish
        return FREE

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """The best picture, as the port says."""
        return PictureLibrary(self.name, self.name, _search, _FILES).best(wish, taken, folder, ask)

    def probe(self) -> str:
        """Search for one picture; it counts as one of 200 requests a day."""
        found = _OpenverseSearch("sky", 1).found()
        return f"it answers; {len(found.results)} found"


def _search(wish: FootageRequest, ask: Ask) -> Sequence[Candidate]:
    """Of the subject alone: without a key there are 200 searches a day."""
    call = _OpenverseSearch(" ".join(wish.terms[0].lower().split())[:_LONGEST_QUERY])
    return ask(ProviderRequest("search", call.query, call, candidates_of, account=_ACCOUNT, shared_s=KEPT_S))


class _OpenversePage(ResponseModel):
    results: list[Any]


class _Tag(ResponseModel):
    name: str = ""


class _OpenversePicture(ResponseModel):
    id: str = Field(min_length=1, max_length=100)
    title: str = ""
    url: Address = Field(min_length=1)
    page: str = Field(default="", alias="foreign_landing_url")
    creator: str = ""
    licence: str = Field(default="", alias="license")
    version: str = Field(default="", alias="license_version")
    terms: str = Field(default="", alias="license_url")
    filetype: str = ""
    width: Pixels = 0
    height: Pixels = 0
    mature: bool = False
    tags: list[_Tag] = Field(default_factory=list[_Tag])


@dataclass(frozen=True)
class _OpenverseSearch:
    """`GET /v1/images/`: what may be sold and changed."""

    words: str
    count: int = _A_PAGE

    @property
    def query(self) -> Query:
        """What is asked."""
        allowed = {"license": _LICENCES, "license_type": "commercial,modification", "mature": "false"}
        return {"q": self.words, "page_size": self.count, **allowed}

    def found(self) -> _OpenversePage:
        """The first page of the search."""
        web = Web("openverse", {"user-agent": user_agent()}, deadline_s=30)
        return web.read(_OpenversePage, "GET", f"{base_url('openverse', _ADDRESS)}/v1/images/", query=self.query)

    def request(self) -> ProviderResponse:
        return kept(_candidate(one) for one in readable(_OpenversePicture, self.found().results, "openverse"))


def _candidate(found: _OpenversePicture) -> Candidate | None:
    """None for another licence, a drawing of vectors, a picture that moves, or one of unknown size."""
    rights = _rights(found)
    if rights is None or found.mature or not found.width or not found.height or found.filetype in {"svg", "gif"}:
        return None
    picture = FoundPicture(
        id=found.id,
        title=plain_text(found.title, 200) or "a picture without a title",
        rights=rights,
        file_url=_secure(found.url),
        width=found.width,
        height=found.height,
        thumb_url=f"{base_url('openverse', _ADDRESS)}/v1/images/{quote(found.id, safe='')}/thumb/",
    )
    return Candidate(picture=picture, text=plain_text("|".join(one.name for one in found.tags), 1000))


def _secure(url: str) -> str:
    """Files are often told without https, and are there with it."""
    return url if is_named_by_operator("openverse", url) else url.replace("http://", "https://", 1)


def _rights(found: _OpenversePicture) -> Rights | None:
    """By the address of the deed, or else by code and version ('by-sa', '4.0')."""
    code = found.licence.strip().lower()
    told = {"cc0": "CC0", "pdm": "Public domain"}.get(code) or f"cc-{code}-{found.version}"
    name, page = licence_of_address(found.terms) or licence_name(told), https_url(found.page)
    if not name or not page or code not in _LICENCES.split(","):
        return None
    terms = https_url(found.terms.replace("http://", "https://", 1)) or deed_of(name)
    return Rights(creator=plain_text(found.creator, 200), licence=name, url=page, licence_url=terms)
