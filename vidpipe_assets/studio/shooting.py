"""Which picture each scene gets: the theme's chain of providers from first to last, drawn where none has a clip."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import FPS, Rights
from vidpipe_assets.providers.footage import Footage, FootageLibrary, FootageWish
from vidpipe_assets.studio import ffmpeg
from vidpipe_assets.studio.direction import Shot
from vidpipe_assets.studio.footage import fit, gate

MOTION = "motion"
DRAWN_RIGHTS = Rights(creator="vidpipe", licence="drawn for this video; fonts under OFL-1.1, icons under ISC")
_ALWAYS_DRAWN = ("hook", "end")
_MOST_TRIES = 8
"""Of one library for one scene: a folder full of damaged clips must not be searched for ever."""

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Taken:
    """The clip of one scene, 1080x1920 at 30 frames per second, and where it came from."""

    scene: str
    path: Path
    frames: int
    provider: str
    kind: str
    title: str = ""
    notes: tuple[str, ...] = ()
    rights: Rights = field(default_factory=Rights)


@dataclass(frozen=True)
class _Pick:
    """Footage that passed the gate, to be made to fit."""

    provider: str
    footage: Footage


@dataclass
class _Search:
    """One scene's way down the chain. What was tried in vain is told in the notes of the clip that it gets."""

    shot: Shot
    libraries: list[FootageLibrary]
    notes: list[str] = field(default_factory=list[str])
    tries: int = 0

    def next(self, used: set[tuple[str, str]], folder: Path) -> _Pick | None:
        """The best clip that is left, or None when it has to be drawn. What it returns or refuses is `used` up."""
        while self.libraries:
            library = self.libraries[0]
            taken = {name for provider, name in used if provider == library.name}
            found = library.find(_wish(self.shot), taken, folder) if self.tries < _MOST_TRIES else None
            if found is None:
                self.notes.append(f"{library.name}: nothing {'else ' if self.tries else ''}fits {_terms(self.shot)}")
                self.libraries.pop(0)
                self.tries = 0
                continue
            self.tries += 1
            used.add((library.name, found.id))
            try:
                gate(found.path, frames_of(self.shot))
            except BadMedia as error:
                self.refuse(library.name, found, error)
                continue
            return _Pick(library.name, found)
        return None

    def refuse(self, provider: str, footage: Footage, error: BadMedia) -> None:
        """Note why a clip was not used."""
        reason = str(error).splitlines()[0].removeprefix(f"{footage.path}: ")
        self.notes.append(f"{provider}: {footage.title} was not used: {reason}")


def shoot(
    shots: Sequence[Shot],
    chain: Sequence[str],
    libraries: Mapping[str, FootageLibrary],
    folder: Path,
    *,
    workers: int = 2,
    progress: Progress | None = None,
) -> tuple[Taken, ...]:
    """A clip for every shot, in order, written below `folder`.

    Libraries are asked as the chain says, up to 'motion', which is drawn and never fails; a chain without it ends with
    it. The hook and the end card are always drawn: they carry the channel's look. No clip is used twice. `progress`
    hears each scene's share. Raises `BadInput` when a library is not usable at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before_motion = list(chain[: chain.index(MOTION)] if MOTION in chain else chain)
    asked = [libraries[name] for name in before_motion]
    searches = {shot.scene.id: _Search(shot, list(asked)) for shot in shots if asked and not _is_drawn(shot)}
    filmed = _film(searches, folder, workers, progress)
    missing = [shot for shot in shots if shot.scene.id not in filmed]
    notices: dict[str, str] = {}
    drawn = _draw(missing, folder, workers, progress, notices)
    taken = filmed | {
        shot.scene.id: Taken(
            scene=shot.scene.id,
            path=drawn[shot.scene.id],
            frames=frames_of(shot),
            provider=MOTION,
            kind="motion",
            notes=_told(shot.scene.id, searches, notices),
            rights=DRAWN_RIGHTS,
        )
        for shot in missing
    }
    return tuple(taken[shot.scene.id] for shot in shots)


def frames_of(shot: Shot) -> int:
    """The length of a shot's clip."""
    return round(shot.seconds * FPS)


def _is_drawn(shot: Shot) -> bool:
    return shot.position == 1 or shot.scene.picture.template in _ALWAYS_DRAWN


def _film(searches: Mapping[str, _Search], folder: Path, workers: int, progress: Progress | None) -> dict[str, Taken]:
    """Pick for all scenes in their order, fit what was picked side by side, and pick again where that failed."""
    filmed: dict[str, Taken] = {}
    used: set[tuple[str, str]] = set()
    waiting = dict(searches)
    while waiting:
        picks = {scene: pick for scene, search in waiting.items() if (pick := search.next(used, folder))}
        waiting = {}
        for scene, (pick, outcome) in _fit_all(picks, searches, folder, workers).items():
            search = searches[scene]
            if isinstance(outcome, BadMedia):
                search.refuse(pick.provider, pick.footage, outcome)
                waiting[scene] = search
                continue
            filmed[scene] = _taken(search, pick, outcome, _file(folder, scene))
            if progress is not None:
                progress(scene, 1.0)
    return filmed


def _draw(
    shots: Sequence[Shot], folder: Path, workers: int, progress: Progress | None, notices: dict[str, str]
) -> dict[str, Path]:
    """Scene -> its drawn clip. `notices` gets what is to be told of a scene."""
    if not shots:
        return {}
    from vidpipe_assets.studio.motion import draw_clips

    return dict(draw_clips(shots, folder, workers=workers, progress=progress, notice=notices.__setitem__))


def _told(scene: str, searches: Mapping[str, _Search], notices: Mapping[str, str]) -> tuple[str, ...]:
    """The notes of a drawn clip: where no footage was found, and what could not be drawn as directed."""
    searched = searches[scene].notes if scene in searches else []
    return (*searched, *([notices[scene]] if scene in notices else []))


def _fit_all(
    picks: Mapping[str, _Pick], searches: Mapping[str, _Search], folder: Path, workers: int
) -> dict[str, tuple[_Pick, tuple[str, ...] | BadMedia]]:
    """Each pick with the notes of its fitting or the reason why it cannot be used."""
    pool = ThreadPoolExecutor(workers, thread_name_prefix="fit")
    try:
        running = {
            scene: pool.submit(fit, pick.footage.path, frames_of(searches[scene].shot), _file(folder, scene))
            for scene, pick in picks.items()
        }
        return {scene: (picks[scene], _outcome(future)) for scene, future in running.items()}
    except BaseException:
        # Cancelled, or out of disk: what runs in the other threads has to end too, now.
        pool.shutdown(wait=False, cancel_futures=True)
        ffmpeg.kill_all()
        raise
    finally:
        pool.shutdown()


def _outcome(future: "Future[tuple[str, ...]]") -> tuple[str, ...] | BadMedia:
    try:
        return future.result()
    except BadMedia as error:
        return error


def _taken(search: _Search, pick: _Pick, notes: tuple[str, ...], path: Path) -> Taken:
    return Taken(
        scene=search.shot.scene.id,
        path=path,
        frames=frames_of(search.shot),
        provider=pick.provider,
        kind="footage",
        title=pick.footage.title,
        notes=(*search.notes, *notes),
        rights=pick.footage.rights,
    )


def _file(folder: Path, scene: str) -> Path:
    return folder / f"{scene}-footage.mp4"


def _wish(shot: Shot) -> FootageWish:
    scene = shot.scene
    return FootageWish(scene.id, tuple(scene.search_terms), scene.visual_prompt, frames_of(shot) / FPS)


def _terms(shot: Shot) -> str:
    return ", ".join(repr(term) for term in shot.scene.search_terms) or "a scene without search terms"
