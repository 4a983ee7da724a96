"""One scene's search for footage: down the chain of libraries, past what is damaged, refused or used already."""

import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from vidpipe_assets.model.errors import (
    BadMedia,
    BlockedError,
    Busy,
    DiskFull,
    InDoubt,
    PermanentError,
    Refused,
    VidpipeError,
)
from vidpipe_assets.model.media import FPS, FoundPicture
from vidpipe_assets.providers.footage import (
    Footage,
    FootageProvider,
    FootageRequest,
    PictureJudge,
    StartImage,
    unused_reference,
)
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.clips import FirstFrame
from vidpipe_assets.render.video.footage import require_footage
from vidpipe_assets.stages.footage_dedup import NoReservations, Reservations, ServedScene

if TYPE_CHECKING:  # it loads SQLAlchemy and tenacity
    from vidpipe_assets.ledger.client import LedgerClient

_MOST_TRIES = 8
"""Of one library for one scene: a folder full of damaged clips must not be searched for ever."""

_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class SceneHints:
    """What is known of a scene besides its own plan, for whom it helps in a search; see `FootageRequest`.

    `has_next`: some of the offers have not been shown in the scene yet.
    """

    subject: str = ""
    article: str = ""
    language: str = "en"
    offers: tuple[FoundPicture, ...] = ()
    pick: str = ""
    has_next: bool = False


@dataclass
class FootageLibrary:
    """A provider of footage as the searches of one video ask it, through the ledger's client of the stage.

    A service is asked for all scenes side by side (`look_ahead`), each answer is kept for itself, and `find` returns
    it. `model`: which of the provider's models the theme names.
    `reference`: the theme's, for those that take one. `judge`: who looks at found pictures, if the theme names one.
    `hints`: scene -> what helps in its search.
    """

    provider: FootageProvider
    client: "LedgerClient"
    model: str = ""
    reference: StartImage | None = None
    judge: PictureJudge | None = None
    hints: Mapping[str, SceneHints] = field(default_factory=dict[str, SceneHints])
    ahead: dict[str, Footage | VidpipeError | None] = field(default_factory=dict[str, Footage | VidpipeError | None])

    @property
    def name(self) -> str:
        """The provider's."""
        return self.provider.name

    def look_ahead(self, wishes: Sequence[FootageRequest], taken: Collection[str], folder: Path) -> None:
        """Ask for all of them, and keep what came of it for `find`."""
        actions = {wish.scene: partial(self._obtain, wish, taken, folder) for wish in wishes}
        self.ahead = self.client.run_parallel(actions, self.provider.at_a_time)

    def find(self, wish: FootageRequest, taken: Collection[str], folder: Path) -> Footage | None:
        """The best clip for `wish` that is not among the ids `taken`, or None. Raises what went wrong for its scene.

        The provider is asked again where another scene has taken the same clip since `look_ahead`.
        """
        found = self.ahead.pop(wish.scene) if wish.scene in self.ahead else self._obtain(wish, taken, folder)
        if isinstance(found, VidpipeError):
            kept = sum(isinstance(outcome, Footage) for outcome in self.ahead.values())
            found.facts |= {"scene": wish.scene, "clips that are kept": str(kept)}
            raise found
        return self._obtain(wish, taken, folder) if found and found.id in taken else found

    def _obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path) -> Footage | None:
        downloads = folder / f"{wish.scene}-{self.name}"
        downloads.mkdir(parents=True, exist_ok=True)

        def check(value: object) -> None:
            """What was paid for is looked at before the call is over."""
            if isinstance(value, Footage):
                require_footage(value.path, round(wish.seconds * FPS))

        ask = self.client.asking(self.name, wish.scene, check)
        found = self.provider.obtain(self.full_wish(wish), taken, downloads, ask)
        unused = unused_reference(self.provider, self.model) if self.reference else None
        if found is None or unused is None:
            return found
        return replace(found, notes=(*found.notes, f"made without picture.reference: {unused[0]}"))

    def full_wish(self, wish: FootageRequest) -> FootageRequest:
        """The wish with what is known besides of its scene."""
        known = self.hints.get(wish.scene)
        told = replace(wish, model=self.model, reference=self.reference or wish.reference, judge=self.judge)
        if known is None:
            return told
        told = replace(told, subject=known.subject, article=known.article, language=known.language)
        return replace(told, offers=known.offers, pick=known.pick)

    def turn(self, scene: str) -> int:
        """When it is asked: first who offered what a person has chosen, then who has something left of its offers."""
        known = self.hints.get(scene, SceneHints())
        return 0 if known.pick else 1 if known.has_next else 2

    @property
    def shelves(self) -> frozenset[str]:
        """The providers whose files have the same ids as this one's, itself among them."""
        return frozenset({self.name, *getattr(self.provider, "same_files_as", ())})


@dataclass(frozen=True)
class FootagePick:
    """Footage that passed the gate, to be made to fit.

    `frames`: what is kept of it: what the scene needs and, as far as the file has it, up to the next whole second. It
    is paid for by whole seconds, and where an edited sentence takes longer than expected, it need not be bought again.
    """

    provider: str
    footage: Footage
    frames: int


@dataclass
class FootageSearch:
    """One scene's way down the chain. What was tried in vain is told in the notes of the clip that it gets."""

    shot: Shot
    libraries: list[FootageLibrary]
    reservations: Reservations = field(default_factory=NoReservations)
    notes: list[str] = field(default_factory=list[str])
    tries: int = 0
    failures: list[VidpipeError] = field(default_factory=list[VidpipeError])
    """Why libraries could not serve this scene, as far as that says nothing about the scene."""

    def next(self, used: set[tuple[str, str]], folder: Path) -> FootagePick | None:
        """The best clip that the first library has left; None: none, and the first library is the next one now.

        What it returns or refuses is `used` up.
        """
        library = self.libraries[0]
        while self.tries < _MOST_TRIES:
            try:
                found = library.find(self.wish, self.taken(library, used), folder)
            except (BlockedError, PermanentError) as error:
                self.pass_over(library.name, error)
                break
            if found is None:
                self.notes.append(f"{library.name}: nothing {'else ' if self.tries else ''}fits {_terms(self.shot)}")
                break
            self.tries += 1
            used.add((library.name, found.id))
            if frames := self._usable_frames(library.name, found):
                return FootagePick(library.name, found, frames)
        else:
            self.notes.append(f"{library.name}: nothing else fits {_terms(self.shot)}")
        self.libraries.pop(0)
        self.tries = 0
        return None

    @property
    def wish(self) -> FootageRequest:
        """What the first library is asked for."""
        wish, before = footage_request(self.shot), self.reservations.before(self.shot.scene.id)
        mine = before is not None and before.provider == self.libraries[0].name
        return replace(wish, again=before.footage) if before and mine else wish

    def taken(self, library: FootageLibrary, used: Collection[tuple[str, str]]) -> set[str]:
        """The footage of `library` that this scene cannot have."""
        elsewhere = {one for name in library.shelves for one in self.reservations.elsewhere(name)}
        return {name for provider, name in used if provider in library.shelves} | elsewhere

    def pass_over(self, library: str, error: VidpipeError) -> None:
        """Note why a library does not serve this scene. Raises `error` if that is no reason to ask another one."""
        if isinstance(error, Busy | DiskFull | InDoubt):
            raise error
        if not isinstance(error, BadMedia | Refused):
            self.failures.append(error)
        reason = _first_line(error)
        self.notes.append(reason if reason.startswith(library) else f"{library}: {reason}")

    def refuse(self, provider: str, footage: Footage, error: BadMedia) -> None:
        """Note why a clip was not used."""
        reason = _first_line(error).removeprefix(f"{footage.path}: ")
        self.notes.append(f"{provider}: {footage.title} was not used: {reason}")

    def _usable_frames(self, provider: str, footage: Footage) -> int:
        """How many frames of it the scene keeps, see `FootagePick`; 0: it cannot have it."""
        needed = clip_frames(self.shot)
        try:
            facts = require_footage(footage.path, needed)
        except BadMedia as error:
            self.refuse(provider, footage, error)
            return 0
        if not self.reservations.take(self.shot.scene.id, ServedScene(provider, footage.id, tuple(self.notes))):
            return 0
        whole = math.ceil(self.shot.seconds) * FPS
        # The last frame of a file may begin too late to be decoded.
        return max(needed, min(whole, int(facts.seconds * FPS) - 1))


def start_search(shot: Shot, chain: Sequence[FootageLibrary], reservations: Reservations) -> FootageSearch:
    """The search for a shot's footage: first at whom it was served by before. It has no libraries if it was drawn.

    After a rejection, what was found before is taken first: it was paid for, be it only that a model looked at it.
    """
    before = reservations.before(shot.scene.id)
    if before is None:
        return FootageSearch(shot, sorted(chain, key=lambda library: library.turn(shot.scene.id)), reservations)
    if not before.footage and all(library.name != before.provider for library in chain):
        return FootageSearch(shot, [], reservations, [*before.notes])
    first = [library for library in chain if library.name == before.provider]
    return FootageSearch(shot, [*first, *(one for one in chain if one not in first)], reservations, [*before.notes])


def failure_to_report(searches: Iterable[FootageSearch]) -> VidpipeError | None:
    """The error to be told if a scene has no clip because of its libraries, and not because of what it wishes for.

    Of several, the one that passes soonest: then there is something to ask again.
    """
    failures = [error for search in searches for error in search.failures]
    blocked = [error for error in failures if isinstance(error, BlockedError)]
    return min(blocked, key=lambda error: error.retry_at or _NEVER, default=next(iter(failures), None))


def look_ahead(searches: Iterable[FootageSearch], used: Collection[tuple[str, str]], folder: Path) -> None:
    """Ask the services among the first libraries for all their scenes at a time."""
    waiting: dict[str, list[FootageSearch]] = {}
    for search in searches:
        if not search.libraries[0].provider.is_local:
            waiting.setdefault(search.libraries[0].name, []).append(search)
    for served in waiting.values():
        library = served[0].libraries[0]
        library.look_ahead([search.wish for search in served], served[0].taken(library, used), folder)


def clip_frames(shot: Shot) -> int:
    """The length of a shot's clip."""
    return round(shot.seconds * FPS)


def footage_request(shot: Shot) -> FootageRequest:
    """What a library is asked for."""
    scene = shot.scene
    return FootageRequest(
        scene.id,
        tuple(scene.search_terms),
        scene.visual_prompt,
        clip_frames(shot) / FPS,
        picture=FirstFrame(shot),
        words=f"{scene.title} {scene.narration}",
    )


def _terms(shot: Shot) -> str:
    return ", ".join(repr(term) for term in shot.scene.search_terms) or "a scene without search terms"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]
