"""Pictures and films from NASA's library (https://images.nasa.gov/docs/images.nasa.gov_api_docs.pdf): no key.

NASA claims no copyright in them mostly, asks to be named, and forbids that they seem to endorse anything. Not taken is
what names another owner, what shows NASA's emblems, and pictures whose words are about a person: whoever can be
recognised has rights of their own (https://www.nasa.gov/nasa-brand-center/images-and-media/).
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import Field

from vidpipe_assets.model.media import FoundPicture, Rights
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.providers.addresses import base_url, is_named_by_operator
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.providers.footage.picture_library import KEPT_S, Candidate, PictureLibrary, candidates_of, kept
from vidpipe_assets.providers.footage.stock import LONGEST_ADDRESS
from vidpipe_assets.providers.http.answers import all_readable, changed, readable
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.http.client import Query, Web, user_agent
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest, ProviderResponse, Rate, StoredResponse
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.trends.sanitize import plain_text

LICENCE = "NASA media guidelines (attribution)"
TERMS = "https://www.nasa.gov/nasa-brand-center/images-and-media/"
_ADDRESS = "https://images-api.nasa.gov"
_A_PAGE = 50
_ACCOUNT = Account("nasa", rates=(Rate(1, 1),), concurrency=2)
"""Its limits are not published."""
_FILES = Account("nasa-files", concurrency=2)
_SIZES = ("~large.jpg", "~medium.jpg", "~orig.jpg", "~orig.png")
"""Of stills, the most fitting first. Neither pixels nor bytes are told; an original may have hundreds of megabytes."""
_LARGE = (1920, 1280)
"""How large such a file mostly is; what it is indeed is seen when it is there."""
_OWNED = re.compile(r"©|\(c\)|copyright|getty|associated press|all rights reserved", re.IGNORECASE)
_EMBLEM = re.compile(r"\b(logo|logotype|insignia|emblem|seal|patch|meatball|worm)\b", re.IGNORECASE)
_PERSON = re.compile(
    r"\b(portrait|headshot|astronaut|crew|administrator|director|employee|intern|student|press conference|interview|"
    r"commander|ceremony|visit(s|ed)?)\b",
    re.IGNORECASE,
)


def provider() -> "Nasa":
    """Return the provider `nasa`, for the registry."""
    return Nasa()


class Nasa:
    """A library of space, flight and the Earth from above."""

    name, is_local, at_a_time = "nasa", False, 2
    needs: tuple[Need, ...] = ()
    judged = True

    def price(self, wish: FootageRequest) -> Money:
        """Return nothing: it charges nothing."""
        del wish
        return FREE

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """The best picture, as the port says."""
        library = PictureLibrary(self.name, self.name, _search, _FILES, locate=_located)
        return library.best(wish, taken, folder, ask)

    def probe(self) -> str:
        """Search for one picture."""
        return f"it answers; {len(_NasaSearch('moon', 1).found())} found"


def _search(wish: FootageRequest, ask: Ask) -> Sequence[Candidate]:
    """Pictures of the subject with the scene's most telling word, and of the subject."""
    asked = dict.fromkeys((" ".join(wish.terms[:2]), wish.terms[0]))
    return [one for words in asked for one in ask(_question(" ".join(words.lower().split())))]


def _question(words: str) -> ProviderRequest[tuple[Candidate, ...]]:
    call = _NasaSearch(words)
    return ProviderRequest("search", call.query, call, candidates_of, account=_ACCOUNT, shared_s=KEPT_S)


class _Collection(ResponseModel):
    items: list[Any]


class _NasaPage(ResponseModel):
    collection: _Collection


class _About(ResponseModel):
    nasa_id: str = Field(min_length=1, max_length=200)
    title: str = ""
    description: str = ""
    keywords: list[str] = Field(default_factory=list[str])
    photographer: str = ""
    secondary_creator: str = ""
    center: str = ""


class _Item(ResponseModel):
    data: list[Any]
    links: list[Any] = Field(default_factory=list[Any])


@dataclass(frozen=True)
class _NasaSearch:
    """`GET /search`."""

    words: str
    count: int = _A_PAGE

    @property
    def query(self) -> Query:
        """What is asked."""
        return {"q": self.words, "media_type": "image", "page_size": self.count}

    def found(self) -> tuple[_Item, ...]:
        """The first page of the search."""
        page = _web().read(_NasaPage, "GET", f"{base_url('nasa', _ADDRESS)}/search", query=self.query)
        return readable(_Item, page.collection.items, "nasa")

    def request(self) -> ProviderResponse:
        items = self.found()
        return kept(_candidate(about, _preview(one)) for one in items for about in all_readable(_About, one.data[:1]))


def _web() -> Web:
    return Web("nasa", {"user-agent": user_agent()}, deadline_s=30)


def _preview(item: _Item) -> str:
    """The address of a small picture; empty: none is told."""
    return _usable(next((one.href for one in all_readable(_Link, item.links) if one.rel == "preview"), ""))


def _candidate(about: _About, preview: str) -> Candidate | None:
    """None for what NASA does not own, its emblems, and persons."""
    text = plain_text(about.description, 2000)
    told = f"{about.title} {text} {' '.join(about.keywords)} {about.photographer}"
    if _OWNED.search(told) or _EMBLEM.search(told) or _PERSON.search(f"{about.title} {' '.join(about.keywords)}"):
        return None
    maker = plain_text(about.photographer or about.secondary_creator, 150)
    creator = f"NASA/{maker}" if maker and "nasa" not in maker.lower() else maker or f"NASA {about.center}".strip()
    page = f"https://images.nasa.gov/details/{quote(about.nasa_id, safe='')}"
    picture = FoundPicture(
        id=about.nasa_id,
        title=plain_text(about.title, 200) or about.nasa_id,
        rights=Rights(creator=creator, licence=LICENCE, url=page, licence_url=TERMS),
        file_url=page,
        width=_LARGE[0],
        height=_LARGE[1],
        thumb_url=preview,
    )
    return Candidate(picture=picture, text=f"{text}|{'|'.join(about.keywords)}"[:2500])


def _located(picture: FoundPicture, ask: Ask) -> FoundPicture | None:
    """The picture with the address of a file of it that is large enough; None: it has none."""
    call = _NasaAsset(picture.id)
    url = ask(ProviderRequest("asset", {"id": picture.id}, call, _read_address, account=_ACCOUNT, shared_s=KEPT_S))
    return picture.model_copy(update={"file_url": url}) if url else None


def _read_address(reply: StoredResponse) -> str:
    return str(reply.content)


class _Link(ResponseModel):
    href: str = Field(min_length=1)
    rel: str = ""


@dataclass(frozen=True)
class _NasaAsset:
    """`GET /asset/{id}`: the addresses of a picture's sizes."""

    id: str

    def request(self) -> ProviderResponse:
        base = base_url("nasa", _ADDRESS)
        answer = _web().read(_NasaPage, "GET", f"{base}/asset/{quote(self.id, safe='')}")
        links = [one.href for one in readable(_Link, answer.collection.items, "nasa")]
        named = (link for size in _SIZES for link in links if link.lower().endswith(size))
        return ProviderResponse(_usable(next(named, "")))


def _usable(link: str) -> str:
    """Addresses are told without https, and with blanks in them; empty for one that is too long to be one."""
    if not link:
        return ""
    parts = urlsplit(link)
    scheme = parts.scheme if is_named_by_operator("nasa", link) else "https"
    if not parts.hostname:
        raise changed("nasa")
    found = urlunsplit((scheme, parts.netloc, quote(parts.path, safe="/~%"), parts.query, ""))
    return found if len(found) <= LONGEST_ADDRESS else ""
