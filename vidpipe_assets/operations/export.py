"""Decisions as folders: `output/approved/<key>/` ready to upload, `output/rejected/<key>/` put away.

A folder is made from the documents and artifacts of the version that was decided on, never from what lies in the review
package by then. So it can be made at any time, by anybody, and again: whoever decides makes it, and whoever finds that
it is missing.
"""

import datetime as dt
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict, Field, ValidationError

from vidpipe_assets.io.files import discard_unfinished, remove, replacing_folder, write_atomically
from vidpipe_assets.io.paths import contained_path, explaining_os_errors
from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.errors import BlockedError, Conflict, Lost, TransientError, VidpipeError
from vidpipe_assets.model.media import Artifact, ReviewPackage
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import Source
from vidpipe_assets.model.values import Value
from vidpipe_assets.operations.review_contents import CANDIDATES, FOUND
from vidpipe_assets.operations.review_json import ReviewFile
from vidpipe_assets.operations.review_package import REVIEW_FILE, link_or_copy
from vidpipe_assets.storage.store import Store

METADATA = "metadata.json"
_MARK = "exports"
"""The name of the mark that says up to which decision folders were made."""

_FOLDERS = {Word.APPROVED: "approved", Word.REFUSED: "rejected"}
_ABOUT_VIDEO = (*_FOLDERS, Word.REOPENED)


class UploadMetadata(Value):
    """`metadata.json`: what an uploader fills in, and who said that it may."""

    model_config = ConfigDict(title="vidpipe/upload/1")

    video: str
    title: str
    description: str
    hashtags: tuple[str, ...] = Field(description="without the hash")
    language: str = Field(description="empty: not known")
    seconds: float
    sources: tuple[Source, ...]
    credits: tuple[str, ...]
    sample: bool = Field(description="true: the engagement numbers are bundled sample numbers, not measured ones")
    files: dict[str, str] = Field(description="name in this folder -> sha256 of its bytes")
    version: str = Field(description="of the review that was decided on")
    decision: int
    word: Word
    who: str
    reason: str
    at: dt.datetime


def export(store: Store, decision: Decision) -> Path | None:
    """Make the folder that `decision` asks for, if it is not there; None: it asks for none, or there is no video.

    A video that is open again lies in neither. Raises `BlockedError` when a file is gone or the disk is full: the
    decision stands, and the folder is made later.
    """
    if decision.word is Word.REOPENED:
        # Long after it was closed, nothing else may be left of it: then that stays until there is something new.
        if Stage.REVIEW in store.documents.versions(decision.video):
            for name in _FOLDERS.values():
                _take_away(contained_path(store.places.output, name, decision.video), decision)
        return None
    version = _version(store, decision)
    if decision.word not in _FOLDERS or not version:
        return None
    target = contained_path(store.places.output, _FOLDERS[decision.word], decision.video)
    if not _is_there(target, decision):
        _make(store, decision, version, target)
    return target


def _take_away(folder: Path, decision: Decision) -> None:
    """Remove the folder of an earlier decision. Raises `BlockedError` where it stays."""
    with explaining_os_errors(folder):
        discard_unfinished(folder, decision.id)
    remove(folder)
    if os.path.lexists(folder):
        raise BlockedError(
            f"{folder} could not be removed, and the video is open again",
            remedy=f"make {folder} and {folder.parent} writable for the user that runs vidpipe",
        )


@dataclass(frozen=True)
class Effect:
    """What followed from a decision at once. The decision stands whatever became of its folder."""

    folder: Path | None = None
    """Where it lies ready; None: it asks for no folder, or that could not be made."""
    problem: VidpipeError | None = None
    """Why the folder could not be made or, of a video that is open again, removed."""
    word: Word = Word.APPROVED

    @property
    def is_tried_again(self) -> bool:
        """Whether the next refresh does what is left: not where something is lost, or was decided anew."""
        return isinstance(self.problem, (BlockedError, TransientError)) and not isinstance(self.problem, Lost)

    @property
    def told(self) -> str:
        """What holds now and what happens next, where not all of it was done; empty: it was."""
        if self.problem is None:
            return ""
        if not self.is_tried_again:
            repair = f" {_REPAIR}" if self.word is Word.APPROVED and isinstance(self.problem, Lost) else ""
            return f"the decision is recorded, but no folder is made for it: {self.problem}.{repair}"
        if self.word is Word.REOPENED:
            return f"the decision is recorded, but an old folder is still there: {self.problem}. {_NEXT_REMOVED}"
        return f"the decision is recorded, but its folder is not ready: {self.problem}. {NEXT}"


_REPAIR = "No refresh makes it again, but vidpipe verify --repair does, as soon as all that it is made of is there."
_NEXT_REMOVED = "As soon as that is mended, the next refresh removes it; nothing has to be decided again."
NEXT = "As soon as that is mended, the next refresh lays it ready; nothing has to be decided again."
INTERRUPTED = (
    "interrupted: the decision is recorded, and what follows from it is done by the next refresh; "
    "nothing has to be decided again."
)


def carry_out(store: Store, decision: Decision) -> Effect:
    """Do what `decision` asks for, as `export` does; what goes wrong with that is told, not raised."""
    try:
        with explaining_os_errors(store.places.output):
            return Effect(export(store, decision))
    except VidpipeError as error:
        return Effect(problem=error, word=decision.word)


def missing_folder(store: Store, video: str) -> str:
    """What is still to be done of the last decision about a video as a whole; empty: nothing."""
    last = _last_about(store, video)
    if last and last.word is Word.REOPENED:
        return _old_folder(store, last)
    if last is None or not _version(store, last):
        return ""
    folder = contained_path(store.places.output, _FOLDERS[last.word], video)
    if _is_there(folder, last):
        return ""
    if store.facts.marks().get(_MARK, 0) < last.id:
        return f"{folder} is not ready yet. {NEXT}"
    # No refresh looks at it any more: somebody has taken the folder away, or what it is made of is lost.
    return f"{folder} is not there. {_REPAIR}" if last.word is Word.APPROVED else ""


def _old_folder(store: Store, reopened: Decision) -> str:
    """That a folder of an earlier decision is still to be removed; empty: none is."""
    if store.facts.marks().get(_MARK, 0) >= reopened.id or Stage.REVIEW not in store.documents.versions(reopened.video):
        return ""
    folders = (contained_path(store.places.output, name, reopened.video) for name in _FOLDERS.values())
    found = next(filter(os.path.lexists, folders), None)
    return f"{found} is still there, although the video is open again. {_NEXT_REMOVED}" if found else ""


def approved_folder(store: Store, video: str) -> Path | None:
    """The folder of an approved video, made if it is missing; None: the video is not approved, or no longer.

    Raises `BlockedError` when a file is gone or the disk is full.
    """
    last = _last_about(store, video)
    return export(store, last) if last and last.word is Word.APPROVED else None


def export_again(store: Store, video: str) -> None:
    """Make the folder of an approved video anew, whatever lies there; nothing changes where it raises an error."""
    last = _last_about(store, video)
    if last and last.word is Word.APPROVED:
        _make(store, last, last.version, contained_path(store.places.output, _FOLDERS[last.word], video))


def _last_about(store: Store, video: str) -> Decision | None:
    """What was said last about the video as a whole."""
    about = [decision for decision in store.decisions.of(video) if decision.word in _ABOUT_VIDEO]
    return about[-1] if about else None


def export_new(store: Store) -> list[str]:
    """Make what is missing of what was decided since the last time; returns what went wrong.

    Of each video only what was said last about it as a whole counts. What is lost is told once; whatever else stands in
    the way (a full disk, a folder that may not be written, a database that is busy) is tried again the next time, and
    holds up no other video.
    """
    problems: list[str] = []
    new = store.decisions.after(store.facts.marks().get(_MARK, 0))
    last = {decision.video: decision for decision in new if decision.word in _ABOUT_VIDEO}
    open_ids: list[int] = []
    for decision in sorted(last.values(), key=lambda decision: decision.id):
        effect = carry_out(store, decision)
        if effect.problem is not None:
            problems.append(f"{decision.video}: {effect.told} {effect.problem.remedy}".rstrip())
        if effect.is_tried_again:
            open_ids.append(decision.id)
    if new:
        done = min(open_ids) - 1 if open_ids else new[-1].id
        store.facts.add((), {_MARK: max(done, new[0].id - 1)})
    return problems


def _version(store: Store, decision: Decision) -> str:
    """Which version it is about; of a rejection, the latest that was made."""
    if decision.version or decision.word is not Word.REFUSED:
        return decision.version
    return (store.documents.versions(decision.video).get(Stage.REVIEW, ("",)))[-1]


def _is_there(target: Path, decision: Decision) -> bool:
    try:
        return UploadMetadata.model_validate_json((target / METADATA).read_bytes()).decision >= decision.id
    except (OSError, ValidationError):
        return False


def _make(store: Store, decision: Decision, version: str, target: Path) -> None:
    package = store.documents.load(decision.video, Stage.REVIEW, version, ReviewPackage)
    review = _review_file(store, package)
    with replacing_folder(target, decision.id, lambda: still_decided(store, decision)) as fresh:
        for name, artifact in _uploaded(package).items():
            link_or_copy(store.artifacts.path(artifact), artifact, contained_path(fresh, name))
        if review:
            write_atomically(fresh / REVIEW_FILE, review.to_json())
        metadata = _metadata(package, review, decision).model_dump_json(indent=1)
        write_atomically(fresh / METADATA, metadata.encode("utf-8", "replace"))


@contextmanager
def still_decided(store: Store, decision: Decision) -> Generator[None]:
    """Raises `Conflict` if something else was decided meanwhile: whoever was frozen for long lays nothing old ready."""
    last = _last_about(store, decision.video)
    if last and last.id > decision.id:
        raise Conflict(f"{decision.video} was decided on anew meanwhile", remedy="none is needed: that decision counts")
    yield


def _review_file(store: Store, package: ReviewPackage) -> ReviewFile | None:
    """What `review.json` said of this very version, if it still lies there."""
    file = contained_path(store.places.output, "review", package.video_key, REVIEW_FILE)
    try:
        found = ReviewFile.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None
    return found if found.data_version == package.data_version else None


def _uploaded(package: ReviewPackage) -> dict[str, Artifact]:
    """What lies ready: of the covers only the chosen one, and nothing that was only found."""
    return {name: one for name, one in package.files.items() if not name.startswith((CANDIDATES, FOUND))}


def _metadata(package: ReviewPackage, review: ReviewFile | None, decision: Decision) -> UploadMetadata:
    return UploadMetadata(
        video=package.video_key,
        title=package.title,
        description=package.description,
        hashtags=package.hashtags,
        language=review.language if review else "",
        seconds=package.seconds,
        sources=package.sources,
        credits=review.credits if review else (),
        sample=package.sample,
        files={name: artifact.sha256 for name, artifact in _uploaded(package).items()},
        version=package.data_version,
        decision=decision.id,
        word=decision.word,
        who=decision.who,
        reason=decision.reason,
        at=decision.at,
    )
