"""Footage from Pixabay (https://pixabay.com/api/docs/): stock clips, free of charge, under its content licence.

Its key stands in the address of every search, and its errors are plain text. Searches have to be kept for 24 hours:
the ledger does that for all videos together (`ProviderRequest.shared_s`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from vidpipe_assets.model.errors import PermanentError, TransientError, VidpipeError
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.providers.footage.stock import (
    Address,
    ClipNumber,
    Pixels,
    Seconds,
    Shelf,
    StockClip,
    StockFile,
    best_file,
    clips_of,
    kept,
)
from vidpipe_assets.providers.http.answers import all_readable, readable
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest, ProviderResponse, Rate
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.trends.sanitize import https_url, plain_text

KEY = Need("PIXABAY_API_KEY", "https://pixabay.com/api/docs/")
LICENCE = "Pixabay Content License (https://pixabay.com/service/license-summary/): free to use, credit is not required"
KEPT_S = 24 * 3600
_ADDRESS = "https://pixabay.com"
_LONGEST_QUERY, _A_PAGE, _FEWEST = 100, 200, 3
_WINDOW_S = 60
_ACCOUNT = Account("pixabay", rates=(Rate(100, _WINDOW_S),), concurrency=4)


def provider() -> "Pixabay":
    """Return the provider `pixabay`, for the registry."""
    return Pixabay()


class Pixabay:
    """A library of stock clips that is searched by words. It cannot be asked for upright ones: they are picked here."""

    name, is_local, at_a_time, needs = "pixabay", False, 4, (KEY,)
    judged = True

    def price(self, wish: FootageRequest) -> Money:
        """Return nothing: it charges nothing."""
        del wish
        return FREE

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """The best clip, as the port says."""
        key = KEY.secret(self.name)
        return Shelf(self.name, LICENCE, lambda term, _: _search(key, term)).best(wish, taken, folder, ask)

    def probe(self) -> str:
        """Search for three clips, which is the least; it costs nothing."""
        _PixabaySearch(KEY.secret(self.name), "sky", _FEWEST).request()
        return "it answers"


def _search(key: str, term: str) -> ProviderRequest[tuple[StockClip, ...]]:
    call = _PixabaySearch(key, term)
    return ProviderRequest("search", call.query, call, clips_of, account=_ACCOUNT, shared_s=KEPT_S)


def _explained(refusal: Refusal) -> VidpipeError | None:
    """What its plain texts mean: a wrong key is a 400, and a 429 says in a header of its own how long to wait."""
    if refusal.status == 400 and refusal.says("api key"):
        return PermanentError(f"pixabay: {refusal.text}", remedy=f"check {KEY.name}: get one at {KEY.where}")
    if refusal.status != 429:
        return None
    said = refusal.headers.get("x-ratelimit-reset", "")
    wait_s = float(said) if said.isdecimal() else float(_WINDOW_S)  # seconds that remain, not a moment
    return TransientError(
        f"pixabay: {refusal.text or 'too many requests'}", remedy="it is asked more slowly", retry_after_s=wait_s
    )


@dataclass(frozen=True)
class _PixabaySearch:
    """`GET /api/videos/`."""

    key: str
    term: str
    count: int = _A_PAGE

    @property
    def query(self) -> dict[str, str | int]:
        """What is asked, without the key; searches that mean the same are the same."""
        words = " ".join(self.term.lower().split())[:_LONGEST_QUERY]
        return {"q": words, "per_page": self.count, "safesearch": "true"}

    def request(self) -> ProviderResponse:
        web = Web("pixabay", secrets=(self.key,), explain=_explained)
        url = f"{base_url('pixabay', _ADDRESS)}/api/videos/"
        found = web.read(_PixabayPage, "GET", url, query={"key": self.key, **self.query})
        return kept(_clip(one) for one in readable(_Hit, found.hits, "pixabay"))


class _PixabayPage(ResponseModel):
    hits: list[Any]


class _PixabayFile(ResponseModel):
    url: Address = ""
    width: Pixels = 0
    height: Pixels = 0
    thumbnail: Address = ""


class _Hit(ResponseModel):
    id: ClipNumber
    page: str = Field(default="", alias="pageURL")
    tags: str = ""
    duration: Seconds
    user: str = ""
    videos: dict[str, Any]


def _clip(hit: _Hit) -> StockClip | None:
    """A clip as Pixabay describes it; None for one without a file. A size that is missing has no address."""
    files = [*all_readable(_PixabayFile, hit.videos.values())]
    file = best_file(StockFile(url=one.url, width=one.width, height=one.height) for one in files if one.url)
    if file is None:
        return None
    return StockClip(
        id=str(hit.id),
        title=plain_text(hit.tags, 200) or f"video {hit.id}",
        page=https_url(hit.page),
        creator=plain_text(hit.user, 200),
        seconds=hit.duration,
        file=file,
        small=next((one.thumbnail for one in files if one.thumbnail), ""),
    )
