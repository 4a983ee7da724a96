"""A home in which videos were made, made again and closed long ago, for tests of what may be removed from it.

Files get their age by their time, orders by a clock that is put back; nothing waits.
"""

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from vidpipe_assets.ledger.answers import AnswerStore
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import Document
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.garbage import GarbageBin, GarbageCollection
from vidpipe_assets.providers.request import ProviderResponse
from vidpipe_assets.storage.store import Store
from vidpipe_assets.storage.tables import orders, provider_calls

NOW = dt.datetime.now(dt.UTC)


def forbid(monkeypatch: pytest.MonkeyPatch, artifact: Artifact) -> None:
    """The system lets nobody remove the file of `artifact`."""
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == artifact.name:
            raise PermissionError(13, "Permission denied", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)


KEY = "2026-11-23_gadgets"


class Note(Document):
    """What a stage made."""

    text: str
    files: tuple[Artifact, ...] = ()


@dataclass
class FakeMemory:
    """What Dagster would remember."""

    made: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def recorded(self, video: str) -> set[str]:
        return set(self.made[video].values())

    def runs(self, before: dt.datetime) -> Iterator[tuple[str, list[Path]]]:
        yield from ()

    def logs_without_run(self, before: dt.datetime) -> Iterator[tuple[str, list[Path]]]:
        yield from ()

    def forget(self, run_id: str) -> bool:
        raise AssertionError(run_id)

    forget_logs = forget


@dataclass
class OldHome:
    """`days` everywhere: how long ago it happened."""

    store: Store
    work: Path
    memory: FakeMemory = field(default_factory=FakeMemory)
    answers: dict[str, tuple[str, Artifact]] = field(default_factory=dict)
    """Key of a call -> its video and its answer."""

    def order(self, *keys: str) -> None:
        self.store.orders.add([VideoKey.parse(key) for key in keys], asked_by="test")

    def close(self, key: str, state: OrderState = OrderState.REJECTED, *, days: float = 0) -> None:
        moved = sa.update(orders).where(orders.c.key == key)
        with self.store.database.writing() as connection:
            connection.execute(moved.values(state=state.value, updated_at=NOW - dt.timedelta(days=days)))

    def file(self, text: str, *, days: float = 0, suffix: str = ".bin") -> Artifact:
        """An artifact."""
        path = self.work / f"work{suffix}"
        path.write_text(text)
        kept = self.store.artifacts.add(path)
        age(self.store.artifacts.path(kept), days)
        return kept

    def make(self, key: str, stage: Stage, text: str, *files: Artifact, days: float = 0, recorded: bool = True) -> Path:
        """A document; files that it names are there already."""
        note = Note(text=text, files=files)
        path = self.store.documents.save(key, stage, note)
        age(path, days)
        if recorded:
            self.memory.made[key][stage] = note.data_version
        return path

    def answer(self, key: str, text: str, *, days: float = 0) -> str:
        """An answer of a provider that was paid for, with a file; returns the key of the call."""
        film = self.work / "film.mp4"
        film.write_text(f"film {text}")
        saved = AnswerStore(self.store).save(ProviderResponse(content={"text": text}, files={"film": film}))
        loaded = AnswerStore(self.store).load(saved)
        assert loaded
        for one in (saved, *loaded.files.values()):
            age(self.store.artifacts.path(one), days)
        name = f"{key} {text}"
        self._call(name[:64], key, saved, days)
        self.answers[name] = (key, saved)
        return name

    def _call(self, name: str, key: str, saved: Artifact, days: float) -> None:
        row = {column.name: "" for column in provider_calls.c} | {
            "key": name,
            "video_key": key,
            "remote_id": None,
            "answer": saved.model_dump(mode="json"),
            "take": 1,
            "attempts": 1,
            "state": "done",
            "possibly_paid_twice": False,
            "created_at": NOW - dt.timedelta(days=days),
            "updated_at": NOW - dt.timedelta(days=days),
        }
        with self.store.database.writing() as connection:
            connection.execute(self.store.database.insert(provider_calls).values(row).on_conflict_do_nothing())

    def is_answered(self, name: str) -> bool:
        """Whether the ledger would answer for free."""
        return AnswerStore(self.store).load(self.answers[name][1]) is not None

    def package(self, key: str, where: str = "review", *, days: float = 0, **files: Artifact) -> Path:
        """A folder for people, whose media are links to artifacts."""
        folder = self.store.places.output / where / key
        folder.mkdir(parents=True)
        for name, artifact in files.items():
            os.link(self.store.artifacts.path(artifact), folder / f"{name}{artifact.suffix}")
        (folder / "index.html").write_text("a page")
        age(folder, days)
        return folder

    def tidy(self, *, delete: bool = True, videos: float = 90) -> GarbageBin:
        """What `vidpipe gc` does."""
        before = NOW - dt.timedelta(days=videos)
        rubbish = GarbageBin(delete=delete)
        return GarbageCollection(self.store, self.memory, NOW, before, before, rubbish).tidy()  # type: ignore[arg-type]

    def has(self, artifact: Artifact) -> bool:
        return self.store.artifacts.has(artifact)


def age(path: Path, days: float) -> None:
    """As if it had been written so long ago."""
    then = (NOW - dt.timedelta(days=days)).timestamp()
    os.utime(path, (then, then))
