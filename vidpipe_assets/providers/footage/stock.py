"""What libraries of stock footage have in common: which of their clips suits a scene, and how it is had.

A library is searched for one term after the other, first for upright pictures, then for any. Of what it found, the clip
is taken whose title and tags fit the scene's words best, if it is long enough and not shown elsewhere; in English, only
one that names what was searched for: libraries answer with something vague rather than with nothing. Its file is
fetched through the ledger, so that a video that is made again has it already.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import Field

from vidpipe_assets.model.errors import PermanentError, ResultGone
from vidpipe_assets.model.media import HEIGHT, WIDTH, PictureChoice, Rights
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.addresses import is_named_by_operator
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.providers.footage.fit import Fit, measure_fit
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.download import DownloadRequest, download
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest, ProviderResponse, StoredResponse

MOST_TERMS = 3
_MOST_DOWNLOADS = 3
_MOST_BYTES = 300_000_000
_SIDE_BY_SIDE = 4
_FILM = "film"


ClipNumber = Annotated[int, Field(gt=0, lt=10**15)]
Pixels = Annotated[int, Field(ge=0, le=100_000)]
Seconds = Annotated[float, Field(ge=0, le=86_400)]
"""As libraries tell them; what is beyond is no such number."""


class StockFile(Value):
    """One size of a clip, in pixels."""

    url: str
    width: int
    height: int

    @property
    def enlargement(self) -> float:
        """How often it has to be enlarged to fill the picture."""
        return max(WIDTH / self.width, HEIGHT / self.height)


class StockClip(Value):
    """A clip that a library has found. `page`: where a person can look at it."""

    id: str
    title: str
    page: str
    creator: str
    seconds: float
    file: StockFile

    @property
    def upright(self) -> bool:
        """Whether it is higher than wide."""
        return self.file.height > self.file.width


def best_file(files: Iterable[StockFile]) -> StockFile | None:
    """The smallest file that fills the picture as it is; if there is none, the one to be enlarged least."""
    usable = [file for file in files if file.width > 0 and file.height > 0]
    filling = [file for file in usable if file.enlargement <= 1]
    if filling:
        return min(filling, key=lambda file: file.width * file.height)
    return min(usable, key=lambda file: file.enlargement, default=None)


def clips_of(reply: StoredResponse) -> tuple[StockClip, ...]:
    """What a search has found, as `kept` wrote it."""
    return tuple(StockClip.model_validate(clip) for clip in reply.content)


def kept(clips: Iterable[StockClip | None]) -> ProviderResponse:
    """The clips of the answer to a search, each once."""
    found = {clip.id: clip for clip in clips if clip is not None}
    return ProviderResponse([clip.model_dump(mode="json") for clip in found.values()])


Search = Callable[[str, bool], ProviderRequest[tuple[StockClip, ...]]]
"""The question for a term, and whether only upright clips are wanted; a library may answer with others all the same."""


@dataclass(frozen=True)
class Shelf:
    """A library, as far as taking clips from it goes."""

    name: str
    licence: str
    search: Search

    def best(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """The best clip that can be had, or None. Raises what its download raised, if no other one suits."""
        problem: PermanentError | None = None
        for tries, (clip, fit) in enumerate(self._suitable(wish, taken, ask)):
            if tries == _MOST_DOWNLOADS:
                break
            try:
                found = ask(self._download(clip, folder))
                return replace(found, choice=PictureChoice(score=fit.score, reason=fit.reason))
            except PermanentError as error:  # this one is damaged, or gone; the next one may be whole
                problem = error
        if problem is not None:
            raise problem
        return None

    def _suitable(self, wish: FootageRequest, taken: Collection[str], ask: Ask) -> Iterator[tuple[StockClip, Fit]]:
        """Clips in order of preference, each once; the library is asked as far as they are asked for."""
        seen = {*taken}
        for upright in (True, False):
            for term in wish.terms[:MOST_TERMS]:
                found = ask(self.search(term, upright))
                fitting = [clip for clip in found if _suits(clip, wish, upright) and clip.id not in seen]
                scored = [(clip, _fit(clip, term, wish)) for clip in fitting]
                good = [one for one in scored if one[1].is_good or not wish.language.startswith("en")]
                for clip, fit in sorted(good, key=lambda one: _rank(*one, wish)):
                    seen.add(clip.id)
                    yield clip, fit

    def _download(self, clip: StockClip, folder: Path) -> ProviderRequest[Footage]:
        def read(reply: StoredResponse) -> Footage:
            rights = Rights(creator=clip.creator, licence=self.licence, url=clip.page)
            return Footage(clip.id, reply.path(_FILM), clip.title, rights)

        return ProviderRequest(
            operation="download",
            parameters={"id": clip.id, "width": clip.file.width, "height": clip.file.height},
            call=_Download(self.name, clip.file.url, folder / f"{clip.id}.mp4"),
            read=read,
            account=Account(f"{self.name}-files", concurrency=_SIDE_BY_SIDE),
        )


def _fit(clip: StockClip, term: str, wish: FootageRequest) -> Fit:
    """How well a clip fits the scene, which was searched for by `term`."""
    others = (one for one in wish.terms if one != term)
    return measure_fit(replace(wish, terms=(term, *others)), "", clip.title)


def _rank(clip: StockClip, fit: Fit, wish: FootageRequest) -> tuple[bool, float, bool]:
    return clip.id != wish.again, -fit.score, clip.file.enlargement > 1


def _suits(clip: StockClip, wish: FootageRequest, upright: bool) -> bool:
    return clip.seconds >= wish.seconds and (clip.upright or not upright)


@dataclass(frozen=True)
class _Download:
    """Fetches a file whose address a library has told: it needs no key, and gets none."""

    provider: str
    url: str
    path: Path

    def request(self) -> ProviderResponse:
        public = not is_named_by_operator(self.provider, self.url)
        try:
            wanted = DownloadRequest(self.url, most_bytes=_MOST_BYTES, public_only=public)
            return ProviderResponse(files={_FILM: download(Web(self.provider), wanted, self.path)})
        except ResultGone as error:
            raise PermanentError(str(error), remedy="another clip is taken") from error
