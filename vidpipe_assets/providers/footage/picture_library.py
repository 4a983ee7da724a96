"""What libraries of free pictures have in common: which of what they found suits a scene, and how its file is had.

What a search found is scored by its text against the scene's words. The best one that names the subject is fetched,
and the others are told with it: they are taken first when a person wants another picture, without a new search.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from vidpipe_assets.model.errors import PermanentError, Refused, ResultGone
from vidpipe_assets.model.media import HEIGHT, WIDTH, FoundPicture, PictureChoice
from vidpipe_assets.model.values import Value, content_hash
from vidpipe_assets.providers.addresses import is_named_by_operator
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.providers.footage.fit import measure_fit
from vidpipe_assets.providers.footage.licences import licence_notes
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.download import DownloadRequest, download
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest, ProviderResponse, StoredResponse
from vidpipe_assets.providers.wikimedia import agent_for

KEPT_S = 24 * 3600
"""How long a search answers for every video."""
_MOST_DOWNLOADS = 3
_MOST_RUNNERS_UP = 6
_MOST_BYTES_OF_STILL, _MOST_BYTES_OF_FILM = 60_000_000, 300_000_000
_LONGEST_FILM_S = 1800
_SMALLEST_PX = 480
_TOLERATED_ENLARGEMENT = 1.5
_FILE = "file"
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".webm", ".mp4", ".ogv", ".m4v", ".mov"})


class Candidate(Value):
    """Something that a search found. `text`: what is said of it besides its title.

    `is_subject`: it is the picture of the very article about the scene's subject, whatever its own text says.
    """

    picture: FoundPicture
    text: str = ""
    is_subject: bool = False


def candidates_of(reply: StoredResponse) -> tuple[Candidate, ...]:
    """What a search has found, as `kept` wrote it."""
    return tuple(Candidate.model_validate(one) for one in reply.content)


def kept(candidates: Iterable[Candidate | None]) -> ProviderResponse:
    """The candidates of the answer to a search, each once."""
    found = {one.picture.id: one for one in candidates if one is not None}
    return ProviderResponse([one.model_dump(mode="json") for one in found.values()])


Search = Callable[[FootageRequest, Ask], Sequence[Candidate]]
"""What a library finds for a wish; what it asks depends on nothing else."""

Locate = Callable[[FoundPicture, Ask], FoundPicture | None]
"""The same picture with the address of its file, for libraries that tell it only when asked; None: it has none."""


def _as_it_is(picture: FoundPicture, ask: Ask) -> FoundPicture:
    del ask
    return picture


@dataclass(frozen=True)
class PictureLibrary:
    """A library, as far as taking pictures and films from it goes.

    `address`: by which name the operator may name another address for it. `files`: the limits of its downloads;
    `headers`: what goes with them.
    """

    name: str
    address: str
    search: Search
    files: Account
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    locate: Locate = _as_it_is

    def best(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """The best picture that can be had, or None. Raises `Refused` where nothing that it found names the subject.

        Raises what its download raised, if no other one suits.
        """
        pictures = self._suitable(wish, taken, ask)
        problem: PermanentError | None = None
        for picture in pictures[:_MOST_DOWNLOADS]:
            try:
                found = self._fetched(picture, folder, ask)
            except PermanentError as error:  # this one is damaged, or gone; the next one may be whole
                problem = error
                continue
            if found:
                rest = tuple(one for one in pictures if one.id != picture.id)[:_MOST_RUNNERS_UP]
                return replace(found, choice=PictureChoice(score=picture.score, reason=picture.reason, runners_up=rest))
        if problem is not None:
            raise problem
        return None

    def _fetched(self, picture: FoundPicture, folder: Path, ask: Ask) -> Footage | None:
        located = self.locate(picture, ask)
        return ask(self._download(located, folder)) if located else None

    def _suitable(self, wish: FootageRequest, taken: Collection[str], ask: Ask) -> list[FoundPicture]:
        """The pictures that fit, best first: what was offered before, or else what is found now."""
        if left := [one for one in wish.offers if one.id not in taken and _is_long_enough(one, wish)]:
            return sorted(left, key=lambda one: one.id != wish.again)
        if not wish.terms:
            return []
        found = {one.picture.id: one for one in self.search(wish, ask) if _can_be_used(one.picture, wish)}
        scored = [_scored(one, wish) for one in found.values()]
        good = [picture for picture, is_good in scored if is_good]
        if scored and not good:
            raise _nothing_fits(self.name, [picture for picture, _ in scored])
        free = [one for one in good if one.id not in taken]
        return sorted(free, key=lambda one: _rank(one, wish))

    def _download(self, picture: FoundPicture, folder: Path) -> ProviderRequest[Footage]:
        def read(reply: StoredResponse) -> Footage:
            notes = licence_notes(picture.rights)
            return Footage(picture.id, reply.path(_FILE), picture.title, picture.rights, notes=notes)

        path = folder / f"{content_hash([picture.id])}{_suffix(picture)}"
        most = _MOST_BYTES_OF_FILM if picture.seconds else _MOST_BYTES_OF_STILL
        return ProviderRequest(
            operation="download",
            parameters={"id": picture.id, "width": picture.width, "height": picture.height},
            call=_Download(self.name, self.address, picture.file_url, path, most, self.headers),
            read=read,
            account=self.files,
        )


def enlargement(picture: FoundPicture) -> float:
    """How often it has to be enlarged to fill the picture."""
    return max(WIDTH / picture.width, HEIGHT / picture.height)


def _can_be_used(picture: FoundPicture, wish: FootageRequest) -> bool:
    large = min(picture.width, picture.height) >= (_SMALLEST_PX / 2 if picture.seconds else _SMALLEST_PX)
    return large and picture.seconds <= _LONGEST_FILM_S and _is_long_enough(picture, wish)


def _is_long_enough(picture: FoundPicture, wish: FootageRequest) -> bool:
    return not picture.seconds or picture.seconds >= wish.seconds


def _scored(one: Candidate, wish: FootageRequest) -> tuple[FoundPicture, bool]:
    """The picture with its score, and whether it is good enough."""
    fit = measure_fit(wish, one.picture.title, one.text)
    if one.is_subject:
        own = one.picture.reason
        return one.picture.model_copy(
            update={"score": max(fit.score, 0.7), "reason": f"{own}; {fit.reason}"[:300]}
        ), True
    return one.picture.model_copy(update={"score": fit.score, "reason": fit.reason}), fit.is_good


def _rank(picture: FoundPicture, wish: FootageRequest) -> tuple[bool, float, bool, bool]:
    is_small = enlargement(picture) > _TOLERATED_ENLARGEMENT
    return picture.id != wish.again, -picture.score, is_small, picture.height < picture.width


def _nothing_fits(library: str, pictures: Sequence[FoundPicture]) -> Refused:
    nearest = max(pictures, key=lambda one: one.score)
    return Refused(
        f"{library}: none of {len(pictures)} found names the subject; nearest is {nearest.title!r} "
        f"({nearest.score:.2f}: {nearest.reason})",
        remedy="the scene is drawn; other search terms, or footage of your own, would fill it",
    )


def _suffix(picture: FoundPicture) -> str:
    found = PurePosixPath(urlsplit(picture.file_url).path).suffix.lower()
    return found if found in _SUFFIXES else ".mp4" if picture.seconds else ".jpg"


@dataclass(frozen=True)
class _Download:
    """Fetches a file whose address a library has told: it needs no key, and gets none."""

    provider: str
    address: str
    url: str
    path: Path
    most_bytes: int
    headers: Mapping[str, str]

    def request(self) -> ProviderResponse:
        public = not is_named_by_operator(self.address, self.url)
        headers = {**agent_for(self.url), **self.headers}
        wanted = DownloadRequest(self.url, most_bytes=self.most_bytes, headers=headers, public_only=public)
        try:
            return ProviderResponse(files={_FILE: download(Web(self.provider), wanted, self.path)})
        except ResultGone as error:
            raise PermanentError(str(error), remedy="another picture is taken") from error
