"""Garbage collection: what nobody needs any more is counted or removed, kind by kind.

Orders, decisions, provider calls and what they cost stay for good; so do notices, since their rows are what keeps each
to one message. Which documents and folders of a video may go is decided in `old_videos`.
"""

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from vidpipe_assets.io.files import remove
from vidpipe_assets.io.paths import bytes_on_disk
from vidpipe_assets.io.scratch import abandoned_folders
from vidpipe_assets.io.shared_files import remove_old
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.old_videos import OldVideos, UnreferencedArtifacts
from vidpipe_assets.storage.disk_use import forget_measured
from vidpipe_assets.storage.documents import StoredDocument
from vidpipe_assets.storage.store import Store


class RunHistory(Protocol):
    """What Dagster keeps of runs, as `orchestration.retention` offers it."""

    def recorded(self, video: str) -> Collection[str]:
        """The data versions that were recorded last for a video, one a stage."""
        ...

    def runs(self, before: dt.datetime) -> Iterable[tuple[str, list[Path]]]:
        """The ids of runs that ended before and that nobody needs, each with the files that go with it."""
        ...

    def forget(self, run_id: str) -> bool:
        """Remove a run with its events and logs; returns whether it went."""
        ...

    def logs_without_run(self, before: dt.datetime) -> Iterable[tuple[str, list[Path]]]:
        """Logs of runs of which nothing else is left, by the id of the run."""
        ...

    def forget_logs(self, run_id: str) -> bool:
        """Remove what the run has printed; returns whether it went."""
        ...


class GarbageBin:
    """Removes things one after the other, or only counts them. One that cannot be removed is noted; the others go."""

    def __init__(self, *, delete: bool) -> None:
        self.delete = delete
        self.number: Counter[str] = Counter()
        self.bytes: Counter[str] = Counter()
        """Kind -> bytes that the disk gets back."""
        self.wrong: list[str] = []
        """What could not be removed, and why."""
        self._links: dict[tuple[int, int], int] = {}

    def take(
        self, kind: str, remove: Callable[[], bool], files: Iterable[Path] = (), *, number: int = 1, size: int = 0
    ) -> None:
        """Remove and count `number` things that consist of `files`, or of `size` bytes elsewhere.

        `remove` returns whether they went.
        """
        try:
            found = [path.lstat() for path in files if os.path.lexists(path)]
            if self.delete and not remove():
                return
        except FileNotFoundError:  # somebody else has removed it
            return
        except OSError as error:
            self.wrong.append(f"{error.filename or kind}: {error.strerror or error}")
            return
        except VidpipeError as error:
            self.wrong.append(f"{error} {error.remedy}".strip())
            return
        self.number[kind] += number
        self.bytes[kind] += size + sum(map(self._freed_bytes, found))

    def _freed_bytes(self, found: os.stat_result) -> int:
        """A file is gone with the last of its names: packages and artifacts share theirs."""
        if found.st_nlink > 1:
            file = (found.st_dev, found.st_ino)
            self._links[file] = self._links.get(file, found.st_nlink) - 1
            if self._links[file]:
                return 0
        return bytes_on_disk(found)


def byte_text(number: float) -> str:
    """A number of bytes as people read it: 1.2 GB."""
    for unit in ("bytes", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"


REQUESTS_KEPT = dt.timedelta(days=30)
_DAY = dt.timedelta(days=1)
_SHARED = 2 * _DAY
"""Answers to calls as young as this may be shared with other videos (`CallSpec.shared_s`)."""

_REMOVED_SUFFIX = ".gone"
"""Of a folder that is hidden before it is removed, so that a killed process leaves no half package to be seen."""


@dataclass
class GarbageCollection:
    """One garbage collection of one home.

    `videos_before`, `runs_before`: what is older counts as old. Nothing younger than a day goes.
    """

    store: Store
    run_history: RunHistory
    now: dt.datetime
    videos_before: dt.datetime
    runs_before: dt.datetime
    bin: GarbageBin
    tell: Callable[[str], None] = lambda _: None
    """Called with how far it is."""
    _going: set[Path] = field(default_factory=set[Path])
    """Documents that would go, where nothing is removed."""

    def __post_init__(self) -> None:
        self.videos_before = min(self.videos_before, self.young)
        self.runs_before = min(self.runs_before, self.young)
        self.closed = self.store.orders.closed_before(self.videos_before)

    @property
    def young(self) -> dt.datetime:
        """What is younger stays, whatever it is."""
        return self.now - _DAY

    def tidy(self) -> GarbageBin:
        """Remove or count everything, in an order in which what one kind frees is seen by the next."""
        if not self.bin.delete:
            return self._tidy()
        with self.store.keeping() as mine:
            if mine:
                return self._tidy()
        self.bin.wrong.append(
            "everything stays, since a backup is being taken, or somebody else tidies; try again later"
        )
        return self.bin

    def _tidy(self) -> GarbageBin:
        for step in (self._scratch, self._videos, self._artifacts, self._runs, self._requests):
            try:
                step()
            except (OSError, VidpipeError) as error:  # what went before is told, and the others go on
                what = step.__name__.strip("_")
                self.bin.wrong.append(f"not all {what} could be looked at: {error}; the next time goes on there")
        if self.bin.delete:
            forget_measured(self.store.places)  # work that waits for room goes on
        return self.bin

    def _scratch(self) -> None:
        output = self.store.places.output
        hidden = f".*{_REMOVED_SUFFIX}"
        half_removed = [path for name in ("review", "rejected") for path in (output / name).glob(hidden)]
        for folder in (*abandoned_folders(self.store.places.scratch), *half_removed):
            self.bin.take("scratch", partial(_remove_folder, folder), _files(folder))

    def _videos(self) -> None:
        old = OldVideos(
            self.store,
            self.videos_before,
            self.young,
            self.closed,
            self.store.orders.states(),
            self.run_history.recorded,
        )
        videos = old.videos()
        for number, video in enumerate(videos, 1):
            self.tell(f"videos: {number} of {len(videos)}")
            try:
                folders, documents = list(old.folders(video)), old.documents(video)
            except FileNotFoundError:  # somebody else tidies it at this moment
                continue
            if not folders and not documents:
                continue
            with self._hold_untouched(video) as untouched:
                if untouched:
                    self._take(folders, documents)

    def _take(self, folders: list[tuple[str, Path]], documents: list[StoredDocument]) -> None:
        for kind, folder in folders:
            self.bin.take(kind, partial(_hide_and_remove, folder), _files(folder))
        if not self.bin.delete:
            self._going |= {one.path for one in documents}
        for one in documents:
            self.bin.take("documents", partial(self._remove_document, one.path), [one.path])

    @contextmanager
    def _hold_untouched(self, video: str) -> Generator[bool]:
        """Nobody works on a video while something of it is removed. False: somebody does, or has just opened it."""
        if not self.bin.delete:
            yield True
            return
        with self.store.leases.free(video) as free:
            order = self.store.orders.get(VideoKey.parse(video))
            still = order is not None and order.state is not OrderState.OPEN
            yield free and (still or video not in self.closed)

    def _remove_document(self, path: Path) -> bool:
        if not remove_old(path, self.young):
            return False
        for folder in (path.parent, path.parent.parent):
            with suppress(OSError):  # there are others in it
                folder.rmdir()
        return True

    def _artifacts(self) -> None:
        artifacts = self.store.artifacts
        try:
            unreferenced = self._find_unreferenced()
        except (OSError, VidpipeError) as error:
            self.bin.wrong.append(f"artifacts stay, since not all that may refer to them could be read: {error}")
            return
        for one in unreferenced.all():
            self.tell("artifacts")
            place = [artifacts.folder / one.name[:2] / one.name] if artifacts.bucket is None else []
            size = one.size if artifacts.bucket else 0
            self.bin.take("artifacts", partial(artifacts.remove, one.name, self.young), place, size=size)

    def _find_unreferenced(self) -> UnreferencedArtifacts:
        # The ledger's tables cost a quarter of a CPU second; Dagster loads this module with the definitions.
        from vidpipe_assets.ledger.answers import answer_hashes

        documents, kept = self.store.documents, UnreferencedArtifacts(self.store.artifacts, self.young)
        # Again, after all artifacts have been listed: somebody may have opened one of them meanwhile.
        self.closed = self.store.orders.closed_before(self.videos_before)
        gone = set[Path]() if self.bin.delete else self._going
        for number, video in enumerate(documents.videos(), 1):
            self.tell(f"references: {number} videos")
            for one in documents.kept(video):
                if one.path not in gone:
                    kept.mark(_read(one.path))
        for sha256 in answer_hashes(self.store, self._is_over):
            kept.mark_hash(sha256)
        return kept

    def _is_over(self, video: str, changed: dt.datetime) -> bool:
        """Whether nobody will ask for the answer to a call again: its video was closed long ago."""
        return video in self.closed and changed < self.now - _SHARED

    def _runs(self) -> None:
        for run_id, files in self.run_history.runs(self.runs_before):
            self.tell("runs")
            self.bin.take("runs", partial(self.run_history.forget, run_id), files)
        for run_id, files in self.run_history.logs_without_run(self.young):
            self.bin.take("logs without a run", partial(self.run_history.forget_logs, run_id), files)

    def _requests(self) -> None:
        before = self.now - REQUESTS_KEPT
        if number := self.store.orders.requests_before(before):
            self.bin.take("API requests", partial(self._forget_requests, before), number=number)

    def _forget_requests(self, before: dt.datetime) -> bool:
        self.store.orders.forget_requests(before)
        return True


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # it was superseded and removed meanwhile
        return b""


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_symlink() or path.is_file())


def _hide_and_remove(folder: Path) -> bool:
    """Remove a folder so that whoever looks sees all of it or nothing."""
    hidden = folder.with_name(f".{folder.name}{_REMOVED_SUFFIX}")
    folder.rename(hidden)
    return _remove_folder(hidden)


def _remove_folder(folder: Path) -> bool:
    remove(folder)
    if folder.exists():
        raise PermissionError(13, "not all of it could be removed", str(folder))
    return True
