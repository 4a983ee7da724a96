"""What libraries of free pictures have in common: which of what they found suits a scene, and how its file is had.

What a search found is scored by its text against the scene's words. If the theme names a judge, the best of these are
shown to it, small, and what it sees decides between them. The best one is fetched, and the others are told with it:
they are taken first when a person wants another picture, without a new search, and any one of them can be chosen.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from vidpipe_assets.model.errors import PermanentError, Refused
from vidpipe_assets.model.media import HEIGHT, WIDTH, FoundPicture, PictureChoice
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.footage import Footage, FootageRequest, Look
from vidpipe_assets.providers.footage.fit import measure_fit
from vidpipe_assets.providers.footage.picture_files import PictureFiles
from vidpipe_assets.providers.request import Account, Ask, ProviderResponse, StoredResponse

KEPT_S = 24 * 3600
"""How long a search answers for every video."""
MOST_SHOWN = 6
"""Of the best by their text, so many are shown to a judge: each costs some hundred tokens."""
_MOST_DOWNLOADS = 3
_MOST_RUNNERS_UP = 6
_LONGEST_FILM_S = 1800
_SMALLEST_PX = 480
_TOLERATED_ENLARGEMENT = 1.5


class Candidate(Value):
    """Something that a search found. `text`: what is said of it besides its title.

    `is_subject`: it is the picture of the very article about the scene's subject, whatever its own text says.
    `term`: by which of the wish's terms it was found; empty: the first. `place`: of several searches, the number of the
    one that found it: those of earlier ones come first.
    """

    picture: FoundPicture
    text: str = ""
    is_subject: bool = False
    term: str = ""
    place: int = 0

    def suits(self, wish: FootageRequest, *, english_only: bool = False) -> bool:
        """Whether it can be shown in the scene, and shows what it is about; see `PictureLibrary.english_only`."""
        return _can_be_used(self.picture, wish) and self.scored(wish, english_only=english_only)[1]

    def scored(self, wish: FootageRequest, *, english_only: bool = False) -> tuple[FoundPicture, bool]:
        """The picture with its score, and whether it is good enough."""
        others = tuple(one for one in wish.terms if one != self.term)
        terms = (self.term, *others) if self.term else wish.terms
        fit = measure_fit(replace(wish, terms=terms), self.picture.title, self.text)
        score, reason, is_good = fit.score, fit.reason, fit.is_good
        if self.is_subject:
            score, reason, is_good = max(score, 0.7), f"{self.picture.reason}; {reason}"[:300], True
        is_foreign = english_only and not wish.language.startswith("en")
        return self.picture.model_copy(update={"score": score, "reason": reason}), is_good or is_foreign


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
class _Ranked:
    """What suits a wish, best first, and what came of the look at it. `small`: id -> a small picture."""

    pictures: Sequence[FoundPicture]
    look: Look = field(default_factory=Look)
    small: Mapping[str, Path] = field(default_factory=dict[str, Path])


@dataclass(frozen=True)
class PictureLibrary:
    """A library, as far as taking pictures and films from it goes.

    `address`: by which name the operator may name another address for it. `files`: the limits of its downloads;
    `headers`: what goes with them. `english_only`: its texts are English whatever is searched for, so that a scene of
    another language takes what was found without being named by it. `kept_as`: the name of a file in the ledger.
    """

    name: str
    address: str
    search: Search
    files: Account
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    locate: Locate = _as_it_is
    english_only: bool = False
    kept_as: str = "file"

    def best(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """The best picture that can be had, or None. Raises `Refused` where nothing that it found shows the subject.

        Raises what its download raised, if no other one suits.
        """
        ranked = self._ranked(wish, taken, folder, ask)
        free = [one for one in ranked.pictures if one.id not in taken]
        problem: PermanentError | None = None
        for picture in free[:_MOST_DOWNLOADS]:
            try:
                found = self._fetched(picture, folder, ask)
            except PermanentError as error:  # this one is damaged, or gone; the next one may be whole
                problem = error
                continue
            if found:
                notes = (*found.notes, *_notes(wish, picture, ranked.look, problem))
                return self._with_choice(replace(found, notes=notes), picture, ranked, wish, folder, ask)
        if problem is not None:
            raise problem
        return None

    def _with_choice(
        self, found: Footage, picture: FoundPicture, ranked: _Ranked, wish: FootageRequest, folder: Path, ask: Ask
    ) -> Footage:
        """The footage with why it was taken, what else there is, and small pictures of these."""
        rest = tuple(one for one in ranked.pictures if one.id != picture.id)[:_MOST_RUNNERS_UP]
        choice = PictureChoice(
            score=picture.score,
            reason=picture.reason,
            runners_up=rest,
            picture=picture,
            searched=next(iter(wish.terms), ""),
        )
        missing = [one for one in (picture, *rest) if one.id not in ranked.small]
        return replace(found, choice=choice, small={**ranked.small, **self._files.small(missing, folder, ask)})

    @property
    def _files(self) -> PictureFiles:
        return PictureFiles(self.name, self.address, self.files, self.headers, self.kept_as)

    def _fetched(self, picture: FoundPicture, folder: Path, ask: Ask) -> Footage | None:
        located = self.locate(picture, ask)
        return ask(self._files.whole(located, folder)) if located else None

    def _ranked(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> _Ranked:
        """The pictures that fit, those that are free first: what was offered before, or else what is found now."""
        if any(one.id not in taken and _is_long_enough(one, wish) for one in wish.offers):
            offers = [one for one in wish.offers if _is_long_enough(one, wish)]
            return _Ranked(sorted(offers, key=lambda one: (one.id in taken, one.id != wish.again, one.id != wish.pick)))
        if not wish.terms:
            return _Ranked([])
        found = {one.picture.id: one for one in self.search(wish, ask) if _can_be_used(one.picture, wish)}
        scored = {name: one.scored(wish, english_only=self.english_only) for name, one in found.items()}
        good = [picture for picture, is_good in scored.values() if is_good]
        if scored and not good:
            raise _nothing_fits(self.name, [picture for picture, _ in scored.values()])
        good.sort(key=lambda one: (found[one.id].place, _rank(one)))
        seen = self._seen(good, wish, folder, ask)
        return replace(seen, pictures=sorted(seen.pictures, key=lambda one: (one.id in taken, one.id != wish.again)))

    def _seen(self, good: Sequence[FoundPicture], wish: FootageRequest, folder: Path, ask: Ask) -> _Ranked:
        """The pictures in the order of whoever looked at the best of them, without what does not show the subject.

        Which ones are shown does not depend on what is taken: who asks again, is answered without paying again.
        """
        small = self._files.small(good[:MOST_SHOWN], folder, ask) if wish.judge else {}
        if wish.judge is None or not small:
            return _Ranked(good, small=small)
        look = wish.judge.look(wish, small)
        if not look.seen:
            return _Ranked(good, look, small)
        told = [_as_seen(one, look) for one in good]
        looked_at = [one for one in told if one.id in look.seen]
        # What is shown already stays, whoever could not look then.
        shown = [one for one in looked_at if look.seen[one.id].is_good or one.id == wish.again]
        if not shown:
            raise _nothing_fits(self.name, looked_at, look.by)
        return _Ranked([*sorted(shown, key=_rank), *(one for one in told if one.id not in look.seen)], look, small)


def enlargement(picture: FoundPicture) -> float:
    """How often it has to be enlarged to fill the picture."""
    return max(WIDTH / picture.width, HEIGHT / picture.height)


def _can_be_used(picture: FoundPicture, wish: FootageRequest) -> bool:
    large = min(picture.width, picture.height) >= (_SMALLEST_PX / 2 if picture.seconds else _SMALLEST_PX)
    return large and picture.seconds <= _LONGEST_FILM_S and _is_long_enough(picture, wish)


def _is_long_enough(picture: FoundPicture, wish: FootageRequest) -> bool:
    return not picture.seconds or picture.seconds >= wish.seconds


def _as_seen(picture: FoundPicture, look: Look) -> FoundPicture:
    seen = look.seen.get(picture.id)
    if seen is None:
        return picture
    return picture.model_copy(update={"score": seen.score, "seen": seen.reason[:300], "seen_by": look.by[:300]})


def _rank(picture: FoundPicture) -> tuple[float, bool, bool]:
    return -picture.score, enlargement(picture) > _TOLERATED_ENLARGEMENT, picture.height < picture.width


def _notes(wish: FootageRequest, picture: FoundPicture, look: Look, problem: PermanentError | None) -> tuple[str, ...]:
    """What a person should know of the choice: that nobody looked, or that the wanted one could not be had."""
    notice = [look.notice] if look.notice else []
    if wish.pick in ("", picture.id):
        return (*notice,)
    why = f": {problem}" if problem else ", or is shown elsewhere by now"
    return (*notice, f"the picture that was chosen cannot be had any more{why}. This is the next one")


def _nothing_fits(library: str, pictures: Sequence[FoundPicture], judge: str = "") -> Refused:
    nearest = max(pictures, key=lambda one: one.score)
    found = (
        f"none of {len(pictures)} that {judge} has looked at shows" if judge else f"none of {len(pictures)} found names"
    )
    return Refused(
        f"{library}: {found} the subject; nearest is {nearest.title!r} "
        f"({nearest.score:.2f}: {nearest.seen or nearest.reason})",
        remedy="the scene is drawn; other search terms, or footage of your own, would fill it",
    )
