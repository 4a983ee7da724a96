"""Answers as they are kept: the data as a JSON artifact, the files as artifacts of their own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vidpipe_assets.ledger.answer_files import AnswerFiles
from vidpipe_assets.model.errors import Lost
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.providers.asking import Received
from vidpipe_assets.store.artifacts import Artifacts
from vidpipe_assets.store.files import write_atomically
from vidpipe_assets.store.store import Store


@dataclass(frozen=True)
class Answer:
    """What a provider answered, now or long ago. `files`: name -> artifact."""

    content: Any
    files: Mapping[str, Artifact]
    artifacts: Artifacts

    def path(self, name: str) -> Path:
        """The file called `name`, to be read only."""
        return self.artifacts.path(self.files[name])


class Answers:
    """Saves and loads them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, received: Received) -> Artifact:
        """Keep an answer with its files. Raises `BlockedError` when the disk is full."""
        artifacts = self._store.artifacts
        files = {name: artifacts.add(path) for name, path in sorted(received.files.items())}
        named = {name: file.model_dump(mode="json") for name, file in files.items()}
        text = json.dumps({"content": received.content, "files": named}, sort_keys=True, allow_nan=False)
        with self._store.scratch("answer") as folder:
            write_atomically(folder / "answer.json", text.encode())
            saved = artifacts.add(folder / "answer.json")
        AnswerFiles(self._store.database).note({saved.sha256: [file.sha256 for file in files.values()]})
        return saved

    def load(self, saved: Artifact) -> Answer | None:
        """The answer, or None when it or one of its files is no longer there or has changed.

        Raises `BlockedError` when nobody can tell, since the storage is gone: what was paid is not paid again for that.
        """
        artifacts = self._store.artifacts
        try:
            artifacts.require(saved)
        except Lost:
            return None
        if not artifacts.intact(saved):
            return None
        kept = json.loads(artifacts.path(saved).read_bytes())
        files = files_of(kept)
        if not all(artifacts.intact(file) for file in files.values()):
            return None
        return Answer(kept["content"], files, artifacts)


def files_of(kept: Mapping[str, Any]) -> dict[str, Artifact]:
    """The files that an answer names, which is given as it is kept."""
    return {name: Artifact.model_validate(file) for name, file in kept["files"].items()}
