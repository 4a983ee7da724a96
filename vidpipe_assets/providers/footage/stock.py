"""What libraries of stock footage have in common: which of their clips suits a scene, and how it is had.

A library is searched for one term after the other, first for upright pictures, then for any, until one fits that is not
shown elsewhere. What earlier searches found comes first. The rest is as with libraries of pictures (`picture_library`).
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Annotated

from pydantic import Field

from vidpipe_assets.model.media import HEIGHT, WIDTH, FoundPicture, Rights
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.providers.footage.picture_library import Candidate, PictureLibrary
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest, ProviderResponse, StoredResponse

MOST_TERMS = 3
LONGEST_ADDRESS = 1900
"""Of what a library tells; `FoundPicture` has room for a little more, which an address may need to be whole."""
_SIDE_BY_SIDE = 4
_FILM = "film"
"""The name by which the ledger has kept their files from the first version on."""


ClipNumber = Annotated[int, Field(gt=0, lt=10**15)]
Pixels = Annotated[int, Field(ge=0, le=100_000)]
Seconds = Annotated[float, Field(ge=0, le=86_400)]
Address = Annotated[str, Field(max_length=LONGEST_ADDRESS)]
"""As libraries tell them; what is beyond is no such number, and no address."""


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
    """A clip that a library has found. `page`: where a person can look at it; `small`: address of a small picture."""

    id: str
    title: str
    page: str
    creator: str
    seconds: float
    file: StockFile
    small: str = ""

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
        """The best clip that can be had, or None; raises what `PictureLibrary.best` raises."""

        def search(wish: FootageRequest, ask: Ask) -> Sequence[Candidate]:
            return self._found(wish, taken, ask)

        files = Account(f"{self.name}-files", concurrency=_SIDE_BY_SIDE)
        library = PictureLibrary(self.name, self.name, search, files, english_only=True, kept_as=_FILM)
        return library.best(wish, taken, folder, ask)

    def _found(self, wish: FootageRequest, taken: Collection[str], ask: Ask) -> Sequence[Candidate]:
        """What the searches found up to the one that has a clip for the scene.

        Where a judge is paid to look at it, it does not depend on what is taken: so it is looked at once.
        """
        found: dict[str, Candidate] = {}
        for place, (upright, term) in enumerate(product((True, False), wish.terms[:MOST_TERMS])):
            clips = [clip for clip in ask(self.search(term, upright)) if clip.upright or not upright]
            new = [self._candidate(clip, term, place) for clip in clips if clip.id not in found]
            found |= {one.picture.id: one for one in new}
            free = (one for one in new if wish.judge or one.picture.id not in taken)
            if any(one.suits(wish, english_only=True) for one in free):
                break
        return tuple(found.values())

    def _candidate(self, clip: StockClip, term: str, place: int) -> Candidate:
        picture = FoundPicture(
            id=clip.id,
            title=clip.title,
            rights=Rights(creator=clip.creator, licence=self.licence, url=clip.page),
            file_url=clip.file.url,
            width=clip.file.width,
            height=clip.file.height,
            seconds=clip.seconds,
            thumb_url=clip.small,
        )
        return Candidate(picture=picture, term=term, place=place)
