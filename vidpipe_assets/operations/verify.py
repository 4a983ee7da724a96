"""`vidpipe verify`: whether everything that is referred to is there and whole, and what to do where it is not.

Nothing is changed unless that is asked for. What a stage can make again is made again by the next refresh, since a lost
file makes stale what needs it; this says so before somebody needs it. Nothing but this looks at exports again.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from vidpipe_assets.io.files import file_sha256
from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.errors import Lost, VidpipeError
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.values import Value
from vidpipe_assets.operations.export import METADATA, UploadMetadata, export_again
from vidpipe_assets.operations.review_json import ReviewFile
from vidpipe_assets.operations.review_package import REVIEW_FILE
from vidpipe_assets.storage.store import Store

_REPAIR = "vidpipe verify --repair makes the folder again from the video's documents, where they are still there"
Recorded = Callable[[str], Collection[str]]
"""The data versions that Dagster's log holds for the latest of a video, one a stage."""


class Damage(Value):
    """One thing that is not as it should be."""

    video: str = ""
    what: str
    why: str
    remedy: str


@dataclass
class Verification:
    """One look at a home. `deep`: every byte is read; else only what is there and how large it is.

    `repair`: folders of approved videos that are not whole are made again from their documents.
    """

    store: Store
    recorded: Recorded
    deep: bool = True
    repair: bool = False
    tell: Callable[[str], None] = lambda _: None
    checked: int = field(default=0, init=False)
    """Things looked at."""
    found: list[Damage] = field(default_factory=list[Damage], init=False)
    repaired: list[str] = field(default_factory=list[str], init=False)
    """Videos whose folder in output/approved was made again."""
    _seen: dict[str, str] = field(default_factory=dict[str, str], init=False)
    """Artifact -> what is wrong with it; empty: nothing."""

    def run(self) -> list[Damage]:
        """Look at everything; returns what is wrong."""
        self._databases()
        states = self.store.orders.states()
        for number, (video, state) in enumerate(sorted(states.items()), 1):
            self.tell(f"videos: {number} of {len(states)}")
            self._documents(video)
            if state == OrderState.OPEN:
                self._package(video)
            if state == OrderState.APPROVED:
                self._export(video)
        return self.found

    def _databases(self) -> None:
        from vidpipe_assets.storage.database_copy import check_sqlite

        state = self.store.places.state
        for path in sorted([*state.glob("*.db"), *(state / "dagster").rglob("*.db")]):
            self.tell(path.name)
            self.checked += 1
            if wrong := check_sqlite(path):
                remedy = "stop everything, then restore it from a backup: vidpipe restore"
                self.found.append(Damage(what=str(path), why=wrong, remedy=remedy))

    def _documents(self, video: str) -> None:
        """What Dagster's log says was made last, with all that it points at."""
        recorded = set(self.recorded(video))
        for stage, versions in self.store.documents.versions(video).items():
            for version in recorded & set(versions):
                recorded.discard(version)
                self.checked += 1
                for one in self._artifacts(video, stage, version):
                    self._artifact(video, stage, one)
        for version in sorted(recorded):
            self._again(video, f"the document {version[:12]}…", "is recorded, and not there")

    def _artifacts(self, video: str, stage: str, version: str) -> tuple[Artifact, ...]:
        try:
            return self.store.documents.artifacts(video, stage, version)
        except Lost as error:
            self._again(video, f"the document of {stage}", str(error))
            return ()

    def _artifact(self, video: str, stage: str, one: Artifact) -> None:
        if one.name not in self._seen:
            self.checked += 1
            self._seen[one.name] = self._fault(one)
        if wrong := self._seen[one.name]:
            self._again(video, f"{stage}: {one.name}", wrong)

    def _fault(self, one: Artifact) -> str:
        try:
            if self.deep:
                self.store.artifacts.verify(one)
            else:
                self.store.artifacts.require(one)
        except Lost as error:
            return str(error)
        return ""

    def _package(self, video: str) -> None:
        folder = self.store.places.output / "review" / video
        if (folder / REVIEW_FILE).is_file():
            self._folder(video, folder, _files_of_review, "vidpipe make {video} makes the package again")

    def _export(self, video: str) -> None:
        before = len(self.found)
        self._look_at_export(video)
        if self.repair and len(self.found) > before:
            try:
                export_again(self.store, video)
            except VidpipeError as error:
                why = f"cannot be made again: {error}"
                self.found.append(Damage(video=video, what="output/approved", why=why, remedy=error.remedy))
                return
            del self.found[before:]
            self.repaired.append(video)

    def _look_at_export(self, video: str) -> None:
        folder = self.store.places.output / "approved" / video
        if folder.is_dir():
            self._folder(video, folder, _files_of_export, _REPAIR)
        elif [one for one in self.store.decisions.of(video) if one.word is Word.APPROVED]:
            self.found.append(Damage(video=video, what=str(folder), why="is approved, and not there", remedy=_REPAIR))

    def _folder(self, video: str, folder: Path, listed: Callable[[Path], dict[str, str]], remedy: str) -> None:
        try:
            files = listed(folder)
        except (OSError, ValueError, VidpipeError) as error:
            why = f"cannot be read: {str(error).splitlines()[0]}"
            self.found.append(Damage(video=video, what=str(folder), why=why, remedy=remedy.format(video=video)))
            return
        for name, sha256 in files.items():
            self.checked += 1
            if wrong := self._fault_of_file(folder / name, sha256):
                self.found.append(
                    Damage(video=video, what=str(folder / name), why=wrong, remedy=remedy.format(video=video))
                )

    def _fault_of_file(self, path: Path, sha256: str) -> str:
        if not path.is_file():
            return "is missing"
        return "is damaged: its bytes are others" if self.deep and file_sha256(path) != sha256 else ""

    def _again(self, video: str, what: str, why: str) -> None:
        remedy = f"the next refresh makes it again (vidpipe make {video}); what was bought stays bought"
        self.found.append(Damage(video=video, what=what, why=why, remedy=remedy))


def _files_of_review(folder: Path) -> dict[str, str]:
    review = ReviewFile.model_validate_json((folder / REVIEW_FILE).read_bytes())
    return {one.name: one.sha256 for one in review.files}


def _files_of_export(folder: Path) -> dict[str, str]:
    return dict(UploadMetadata.model_validate_json((folder / METADATA).read_bytes()).files)
