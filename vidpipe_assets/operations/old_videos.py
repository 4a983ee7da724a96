"""What may be removed: documents and folders of old videos, and artifacts that nothing refers to any more.

Of a video that was closed long ago nearly everything may go, of others what was superseded long ago. Documents of a
video that was never ordered stay, and so does the only copy of an approved one.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from vidpipe_assets.model.decision import Decision
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.review_package import REVIEW_FILE
from vidpipe_assets.storage.artifacts import Artifacts
from vidpipe_assets.storage.bucket import StoredObject
from vidpipe_assets.storage.documents import StoredDocument
from vidpipe_assets.storage.store import Store


@dataclass(frozen=True)
class OldVideos:
    """Says what of a video may go, one video at a time.

    `old`: what was closed or superseded before may go. `young`: what was stored after stays in any case.
    `closed`: video key -> order state, of those closed before `old`. `ordered`: the keys of all orders.
    `recorded`: returns the versions that Dagster's event log calls the latest of a video.
    """

    store: Store
    old: dt.datetime
    young: dt.datetime
    closed: dict[str, str]
    ordered: Collection[str]
    recorded: Callable[[str], Collection[str]]

    def videos(self) -> list[str]:
        """The keys of all videos that have documents or a package."""
        folders = (self.store.places.output / "review", self.store.places.output / "rejected")
        packages = {path.name for folder in folders for path in folder.glob("[0-9]*")}
        return sorted(packages | set(self.store.documents.videos()))

    def folders(self, video: str) -> Iterator[tuple[str, Path]]:
        """The packages of a video that may go, each with what its kind is called."""
        if video not in self.closed or self._is_only_copy(video):
            return
        output = self.store.places.output
        for kind, folder in (("review packages", output / "review"), ("rejected packages", output / "rejected")):
            path = folder / video
            if path.is_dir() and not path.is_symlink() and path.stat().st_mtime < self.young.timestamp():
                yield kind, path

    def documents(self, video: str) -> list[StoredDocument]:
        """The documents of a video that may go."""
        found = self.store.documents.kept(video)
        if video in self.closed:
            copy = self._is_only_copy(video)
            found = [one for one in found if not (copy and one.stage == Stage.REVIEW)]
        elif video in self.ordered:
            found = self._superseded_documents(video, found)
        else:
            return []
        return [one for one in found if one.changed < self.young]

    def _superseded_documents(self, video: str, found: list[StoredDocument]) -> list[StoredDocument]:
        latest = {list(some)[-1].version for _, some in groupby(found, lambda one: one.stage)}
        older = [one for one in found if one.version not in latest and one.changed < self.old]
        if not older:
            return []
        decisions = self.store.decisions.of(video)
        if any(one.stage is Stage.CLIPS and one.take > 1 for one in decisions):
            # They tell which footage was rejected, and is not to be shown again.
            older = [one for one in older if one.stage != Stage.CLIPS]
        recorded = self.recorded(video)
        older = [one for one in older if one.version not in recorded]
        return _without_references(
            older, [one for one in found if one not in older], self._texts_naming_versions(video, decisions)
        )

    def _texts_naming_versions(self, video: str, decisions: Sequence[Decision]) -> str:
        """What names versions of a video apart from its documents: the event log as it was read, its package."""
        texts = [*(row.content for row in self.store.facts.of_videos([video])), *(one.version for one in decisions)]
        package = self.store.places.output / "review" / video / REVIEW_FILE
        if package.is_file():
            texts.append(package.read_text(errors="replace"))
        return "\n".join(texts)

    def _is_only_copy(self, video: str) -> bool:
        """An approved video that is not in `output/approved`: taken from there by its owner, or never laid there."""
        approved = self.closed[video] == OrderState.APPROVED
        return approved and not (self.store.places.output / "approved" / video).is_dir()


def _without_references(older: list[StoredDocument], kept: list[StoredDocument], text: str) -> list[StoredDocument]:
    """Those of `older` that nothing leads to from `text` and from what is kept: a document names what it was made from.

    A stage that makes the same again keeps its document, and so it may name what was made again since.
    """
    while True:
        text += "".join(one.path.read_text(errors="replace") for one in kept)
        kept = [one for one in older if one.version in text]
        if not kept:
            return older
        older, text = [one for one in older if one not in kept], ""


_HASH = re.compile(rb"[0-9a-f]{64}")
_NAME = re.compile(r"[0-9a-f]{64}\.[A-Za-z0-9]+")


class UnreferencedArtifacts:
    """Artifacts are listed first; then whatever refers to them is read and marked, and what is left may go.

    An artifact that was stored after `young` is never among them: something may be about to refer to it. What refers to
    an old one meanwhile has renewed its time first.
    """

    def __init__(self, artifacts: Artifacts, young: dt.datetime) -> None:
        self._left: dict[bytes, list[StoredObject]] = defaultdict(list)
        for one in artifacts.all():
            if one.changed < young and _NAME.fullmatch(one.name):
                self._left[bytes.fromhex(one.name[:64])].append(one)

    def mark(self, text: bytes) -> None:
        """Keep whatever is named in `text`: a document, damaged or not."""
        for found in _HASH.findall(text):
            self.mark_hash(found.decode())

    def mark_hash(self, sha256: str) -> None:
        """Keep the artifact of that hash, in hexadecimal digits."""
        self._left.pop(bytes.fromhex(sha256), None)

    def all(self) -> Iterator[StoredObject]:
        """Those that nothing has named."""
        for some in self._left.values():
            yield from some
