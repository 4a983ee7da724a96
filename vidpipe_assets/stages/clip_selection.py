"""Which picture each scene gets: the theme's chain of providers from first to last, drawn where none has a clip."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from vidpipe_assets.io.processes import kill_children_until
from vidpipe_assets.ledger.parallel import wait_for_all
from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import FPS, PictureChoice, Rights
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.clip_workers import FootageLayer
from vidpipe_assets.render.clips import clip_path
from vidpipe_assets.render.moments import second_view_s
from vidpipe_assets.render.video.footage import fit_footage
from vidpipe_assets.stages.footage_dedup import NoReservations, Reservations, ServedScene
from vidpipe_assets.stages.footage_search import (
    FootageLibrary,
    FootagePick,
    FootageSearch,
    clip_frames,
    failure_to_report,
    look_ahead,
    start_search,
)

MOTION = "motion"
BARE, _CARD = "none", "card"
"""Nothing is drawn over footage; or what its scene shows, in a compact form."""
DRAWN_RIGHTS = Rights(creator="vidpipe", licence="drawn for this video; fonts under OFL-1.1, icons under ISC")
_ALWAYS_DRAWN = ("hook", "end")
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class _Fitted:
    """What became of a pick: how many frames it has, and what is to be told of it."""

    frames: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SelectedClip:
    """The clip of one scene, 1080x1920 at 30 frames per second, and where it came from."""

    scene: str
    path: Path
    frames: int
    provider: str
    kind: str
    title: str = ""
    notes: tuple[str, ...] = ()
    rights: Rights = field(default_factory=Rights)
    footage_id: str = ""
    choice: PictureChoice | None = None
    small: Mapping[str, Path] = field(default_factory=dict[str, Path])
    """Id of a picture in `choice` -> a small copy of it."""
    bare: Path | None = None
    """The footage itself, where something is drawn over it."""
    lettered: bool = False
    """It shows the scene's type already."""
    at_top: bool = False
    """What is drawn over it stands at its top."""


def select_clips(
    shots: Sequence[Shot],
    chain: Sequence[str],
    libraries: Mapping[str, FootageLibrary],
    folder: Path,
    *,
    workers: int = 2,
    progress: Progress | None = None,
    not_again: Mapping[str, Collection[tuple[str, str]]] | None = None,
    reservations: Reservations | None = None,
    keep: Callable[[SelectedClip], None] | None = None,
    over_footage: str = BARE,
) -> tuple[SelectedClip, ...]:
    """A clip for every shot, in order, written below `folder`.

    Libraries are asked as the chain says, up to 'motion', which is drawn and never fails; what a chain without it has
    nothing for is drawn, too. The hook and the end card are always drawn: they carry the channel's look. No clip is
    used twice. `progress` hears each scene's share. Raises what ends the stage as the port of footage says.
    `not_again`: scene -> provider and id of footage that a person has rejected there. `reservations`: what the scenes
    were served before, and what other videos show. `keep` is given each clip of a scene that no library is asked for,
    as soon as it is drawn as directed. `over_footage`: what is drawn over footage, as `Picture.over_footage`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    asked, kept = [libraries[name] for name in before_motion(chain)], reservations or NoReservations()
    searches = {shot.scene.id: start_search(shot, asked, kept) for shot in shots if asked and not is_drawn(shot)}
    rejected = {one for scene in searches for one in (not_again or {}).get(scene, ())}
    found = _fill_from_libraries(searches, rejected, folder, workers)
    if over_footage != BARE:
        found = _draw_over(found, shots, over_footage, folder, workers, progress)
    if progress is not None:
        for scene in found:
            progress(scene, 1.0)
    missing = [shot for shot in shots if shot.scene.id not in found]
    _settle_drawn([searches[shot.scene.id] for shot in missing if shot.scene.id in searches], kept, MOTION in chain)
    notices: dict[str, str] = {}
    simple = {shot.scene.id: shot for shot in missing if shot.scene.id not in searches}

    def hear(scene: str, share: float) -> None:
        if keep is not None and share >= 1 and scene in simple and scene not in notices:
            keep(_drawn_clip(simple[scene], clip_path(folder, scene)))
        if progress is not None:
            progress(scene, share)

    drawn = _draw(missing, folder, workers, hear, notices)
    taken = found | {
        shot.scene.id: _drawn_clip(shot, drawn[shot.scene.id], _clip_notes(shot.scene.id, searches, notices))
        for shot in missing
    }
    return tuple(taken[shot.scene.id] for shot in shots)


def _drawn_clip(shot: Shot, path: Path, notes: tuple[str, ...] = ()) -> SelectedClip:
    return SelectedClip(
        scene=shot.scene.id,
        path=path,
        frames=clip_frames(shot),
        provider=MOTION,
        kind="motion",
        notes=notes,
        rights=DRAWN_RIGHTS,
    )


def before_motion(chain: Sequence[str]) -> Sequence[str]:
    """The libraries that a chain asks before it has a scene drawn."""
    return chain[: chain.index(MOTION)] if MOTION in chain else chain


def is_drawn(shot: Shot) -> bool:
    """Whether no library is asked for this shot."""
    return shot.position == 1 or shot.scene.picture.template in _ALWAYS_DRAWN


def _settle_drawn(unfilmed: Sequence[FootageSearch], reservations: Reservations, motion_is_named: bool) -> None:
    """What is drawn since a library failed stays drawn; it is an error if the chain does not name what is drawn."""
    error = failure_to_report(unfilmed)
    if error is not None and not motion_is_named:
        raise error
    for search in unfilmed:
        if search.failures:
            reservations.take(search.shot.scene.id, ServedScene(MOTION, notes=tuple(search.notes)))


def _fill_from_libraries(
    searches: Mapping[str, FootageSearch],
    rejected: Collection[tuple[str, str]],
    folder: Path,
    workers: int,
) -> dict[str, SelectedClip]:
    """Pick for all scenes in their order, fit what was picked side by side, and pick again where that failed."""
    found: dict[str, SelectedClip] = {}
    used = {*rejected}
    while waiting := {scene: one for scene, one in searches.items() if one.libraries and scene not in found}:
        look_ahead(waiting.values(), used, folder)
        picks = {scene: pick for scene, search in waiting.items() if (pick := search.next(used, folder))}
        for scene, (pick, outcome) in _fit_all(picks, searches, folder, workers).items():
            search = searches[scene]
            if isinstance(outcome, BadMedia):
                search.refuse(pick.provider, pick.footage, outcome)
                continue
            found[scene] = _selected_clip(search, pick, outcome, _fitted_path(folder, scene))
    return found


def _draw_over(
    found: Mapping[str, SelectedClip],
    shots: Sequence[Shot],
    over: str,
    folder: Path,
    workers: int,
    progress: Progress | None,
) -> dict[str, SelectedClip]:
    """The clips with the graphics of their scenes over them, but for those that show them already."""
    from vidpipe_assets.render.captions.bands import stands_at_top
    from vidpipe_assets.render.clips import draw_over_clips

    bare = [shot for shot in shots if shot.scene.id in found and not found[shot.scene.id].lettered]
    if not bare:
        return dict(found)
    at_top = {shot.scene.id for shot in bare if over == _CARD and stands_at_top(found[shot.scene.id].path)}
    layers = [
        (replace(shot, seconds=one.frames / FPS), FootageLayer(one.path, over, one.rights.credit, one.scene in at_top))
        for shot in bare
        for one in [found[shot.scene.id]]
    ]
    notices: dict[str, str] = {}
    drawn = draw_over_clips(
        layers,
        folder,
        workers=workers,
        progress=None if progress is None else lambda scene, share: progress(scene, min(share, 0.99)),
        notice=notices.__setitem__,
    )
    told = {scene: (*one.notes, *([notices[scene]] if scene in notices else [])) for scene, one in found.items()}
    return {
        scene: replace(one, path=drawn.get(scene, one.path), notes=told[scene], bare=one.path, at_top=scene in at_top)
        for scene, one in found.items()
    }


def _draw(
    shots: Sequence[Shot], folder: Path, workers: int, progress: Progress | None, notices: dict[str, str]
) -> dict[str, Path]:
    """Scene -> its drawn clip. `notices` gets what is to be told of a scene."""
    if not shots:
        return {}
    from vidpipe_assets.render.clips import draw_clips

    return dict(draw_clips(shots, folder, workers=workers, progress=progress, notice=notices.__setitem__))


def _clip_notes(scene: str, searches: Mapping[str, FootageSearch], notices: Mapping[str, str]) -> tuple[str, ...]:
    """The notes of a drawn clip: where no footage was found, and what could not be drawn as directed."""
    searched = searches[scene].notes if scene in searches else []
    return (*searched, *([notices[scene]] if scene in notices else []))


def _fit_all(
    picks: Mapping[str, FootagePick], searches: Mapping[str, FootageSearch], folder: Path, workers: int
) -> dict[str, tuple[FootagePick, _Fitted | BadMedia]]:
    """Each pick with what became of it or the reason why it cannot be used."""
    pool = ThreadPoolExecutor(workers, thread_name_prefix="fit")
    running: dict[str, Future[_Fitted]] = {}
    try:
        for scene, pick in picks.items():
            running[scene] = pool.submit(_fit, pick, searches[scene].shot, _fitted_path(folder, scene))
        return {scene: (picks[scene], _outcome(future)) for scene, future in running.items()}
    except BaseException:
        # Cancelled, or out of disk: what runs in the other threads has to end too, now.
        pool.shutdown(wait=False, cancel_futures=True)
        kill_children_until(lambda: all(one.done() for one in running.values()))
        raise
    finally:
        pool.shutdown()


def _fit(pick: FootagePick, shot: Shot, out: Path) -> _Fitted:
    """Make it fit; where only what is kept beyond the scene's need is damaged, the scene has what it needs."""
    source, cut, needed = pick.footage.path, round(second_view_s(shot.scene) * FPS), clip_frames(shot)
    try:
        return _Fitted(pick.frames, fit_footage(source, pick.frames, out, cut=cut))
    except BadMedia:
        if pick.frames == needed:
            raise
        return _Fitted(needed, fit_footage(source, needed, out, cut=cut))


def _outcome(future: "Future[_Fitted]") -> _Fitted | BadMedia:
    wait_for_all([future])
    try:
        return future.result()
    except BadMedia as error:
        return error


def _selected_clip(search: FootageSearch, pick: FootagePick, fitted: _Fitted, path: Path) -> SelectedClip:
    return SelectedClip(
        scene=search.shot.scene.id,
        path=path,
        frames=fitted.frames,
        provider=pick.provider,
        kind="footage",
        title=pick.footage.title,
        notes=(*search.notes, *fitted.notes, *pick.footage.notes),
        rights=pick.footage.rights,
        footage_id=pick.footage.id,
        choice=pick.footage.choice,
        small=pick.footage.small,
        lettered=pick.footage.lettered,
    )


def _fitted_path(folder: Path, scene: str) -> Path:
    return folder / f"{scene}-footage.mp4"
