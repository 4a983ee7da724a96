"""Footage from Pexels (https://www.pexels.com/api/documentation/): stock clips, free of charge, under its licence."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vidpipe_assets.model.errors import BlockedError, PermanentError, VidpipeError
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
from vidpipe_assets.providers.http.errors import Refusal, retry_after_s
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest, ProviderResponse, Quota, Rate
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.trends.sanitize import https_url, plain_text

KEY = Need("PEXELS_API_KEY", "https://www.pexels.com/api/new/")
LICENCE = "Pexels License (https://www.pexels.com/license/): free to use; credit is asked for where possible"
KEPT_S = 24 * 3600
"""Pexels recommends it."""

_ADDRESS = "https://api.pexels.com"
_A_PAGE = 80
_DAY_S = 86400
_ACCOUNT = Account("pexels", rates=(Rate(200, 3600),), concurrency=4, quotas=(Quota("requests", 20_000, days=30),))
"""20,000 a month: when a month begins for Pexels nobody tells, so that any thirty days hold no more."""


def provider() -> "Pexels":
    """Return the provider `pexels`, for the registry."""
    return Pexels()


class Pexels:
    """A library of stock clips that is searched by words."""

    name, is_local, at_a_time, needs = "pexels", False, 4, (KEY,)
    judged = True

    def price(self, wish: FootageRequest) -> Money:
        """Return nothing: it charges nothing."""
        del wish
        return FREE

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """The best clip, as the port says."""
        web = _web()
        return Shelf(self.name, LICENCE, lambda term, upright: _search(web, term, upright)).best(
            wish, taken, folder, ask
        )

    def probe(self) -> str:
        """Search for one clip; it is not charged, but counts as one of 200 requests an hour."""
        _PexelsSearch(_web(), "sky", upright=True, count=1).request()
        return "it answers"


def _web() -> Web:
    key = KEY.secret("pexels")
    return Web("pexels", headers={"authorization": key}, secrets=(key,), explain=_explained)


def _explained(refusal: Refusal) -> VidpipeError | None:
    """A 429 says that an hour's or a month's requests are used up; it need not say until when."""
    if refusal.status == 404:
        return _NoSuchPath(f"pexels answered 404: {refusal.text}", remedy="check VIDPIPE_PEXELS_URL")
    if refusal.status != 429:
        return None
    wait_s = retry_after_s(refusal.headers, refusal.now) or 3600
    return BlockedError(
        f"pexels: the requests of this hour, or of this month, are used up: {refusal.text}",
        remedy="wait, or ask Pexels for a higher limit",
        retry_at=refusal.now + dt.timedelta(seconds=min(wait_s, 31 * _DAY_S)),
    )


def _search(web: Web, term: str, upright: bool) -> ProviderRequest[tuple[StockClip, ...]]:
    call = _PexelsSearch(web, term, upright)
    return ProviderRequest("search", call.query, call, clips_of, account=_ACCOUNT, shared_s=KEPT_S)


@dataclass(frozen=True)
class _PexelsSearch:
    """`GET /v1/videos/search`; where that is not known, as on older mirrors, the path that it had before."""

    web: Web
    term: str
    upright: bool
    count: int = _A_PAGE

    @property
    def query(self) -> dict[str, str | int]:
        """What is asked; searches that mean the same are the same."""
        shape = {"orientation": "portrait"} if self.upright else {}
        return {"query": " ".join(self.term.lower().split()), "per_page": self.count, **shape}

    def request(self) -> ProviderResponse:
        try:
            found = self._found("/v1/videos/search")
        except _NoSuchPath:
            found = self._found("/videos/search")
        return kept(_clip(one) for one in readable(_PexelsVideo, found.videos, "pexels"))

    def _found(self, path: str) -> "_PexelsPage":
        return self.web.read(_PexelsPage, "GET", f"{base_url('pexels', _ADDRESS)}{path}", query=self.query)


class _NoSuchPath(PermanentError):
    """The server does not know where it was asked."""


class _PexelsPage(ResponseModel):
    videos: list[Any]


class _User(ResponseModel):
    name: str = ""


class _PexelsFile(ResponseModel):
    link: Address = ""
    file_type: str = ""
    width: Pixels = 0
    height: Pixels = 0


class _PexelsVideo(ResponseModel):
    id: ClipNumber
    url: str = ""
    image: Address = ""
    duration: Seconds
    user: _User = _User()
    video_files: list[Any]


def _clip(video: _PexelsVideo) -> StockClip | None:
    """A clip as Pexels describes it; None for one that has no file that is a film."""
    file = best_file(
        StockFile(url=one.link, width=one.width, height=one.height)
        for one in all_readable(_PexelsFile, video.video_files)
        if one.file_type == "video/mp4" and one.width and one.height  # HLS has no size, and is a list of pieces
    )
    if file is None:
        return None
    return StockClip(
        id=str(video.id),
        title=plain_text(_title(video.url), 200) or f"video {video.id}",
        page=https_url(video.url),
        creator=plain_text(video.user.name, 200),
        seconds=video.duration,
        file=file,
        small=video.image,
    )


def _title(page: str) -> str:
    """'a woman on a bike' of '…/video/a-woman-on-a-bike-1093662/': Pexels tells a title nowhere else."""
    words = page.rstrip("/").rpartition("/")[2].split("-")
    return " ".join(words[:-1] if words[-1].isdigit() else words)
