"""Documents as JSON files, one a data version; never overwritten, since a new one has a new name."""

import datetime as dt
import json
import os
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from vidpipe_assets.io.files import discard_parts, replacing
from vidpipe_assets.io.paths import contained_path, explaining_os_errors, require_folder
from vidpipe_assets.io.shared_files import renew
from vidpipe_assets.model.errors import BlockedError, LeaseLost, Lost
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.model.values import Document

if TYPE_CHECKING:  # it loads SQLAlchemy
    from vidpipe_assets.storage.fencing import Fence

D = TypeVar("D", bound=Document)

_ARTIFACT_FIELDS = set(Artifact.model_fields)


@dataclass(frozen=True)
class StoredDocument:
    """One document that is kept, whoever needs it."""

    stage: str
    version: str
    path: Path
    changed: dt.datetime
    """When it was stored, or stored again (UTC)."""


class Documents:
    """The folder of documents: `<video>/<stage>/<data version>.json`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, video: str, stage: str, document: Document, fence: "Fence | None" = None) -> Path:
        """Store `document` under its data version and return its file.

        One that is there already stays, as the latest, unless it can no longer be read: then the new one heals it.
        `fence`: of the run that has made it; raises `LeaseLost` if that has lost the video. The file is as old as the
        moment before the condition: what a later holder has stored is younger, also where the condition held and the
        run was frozen before the file got its name.
        """
        path = self._path(video, stage, document.data_version)
        number, allowed = (fence.number, fence.kept) if fence else (0, nullcontext)

        def place(part: Path) -> None:
            with allowed():
                if renew(path, part.stat().st_mtime_ns) and _readable(path, type(document)):
                    return
                part.replace(path)

        try:
            with replacing(path, number, place) as file:
                file.write(document.model_dump_json(indent=1).encode())
        except BlockedError as error:
            # Whoever has the video now has taken it away.
            raise (LeaseLost(video) if number and isinstance(error.__cause__, FileNotFoundError) else error) from error
        return path

    def discard_unfinished(self, video: str, number: int) -> None:
        """Take away what holders of the video's lease up to `number` have laid ready and not stored."""
        discard_parts(contained_path(self.folder, video), number)

    def load(self, video: str, stage: str, version: str, kind: type[D]) -> D:
        """The document of that version. Raises `Lost` when its file is missing or damaged."""
        path = self._path(video, stage, version)
        remedy = f"materialize {stage} of {video} again, with all that follows it"
        self._refuse_missing(path, remedy)
        with explaining_os_errors(path):
            content = path.read_bytes()
        try:
            return kind.model_validate_json(content)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "the file"
            raise Lost(f"the document {path} cannot be read: {where}: {first['msg']}", remedy=remedy) from error

    def artifacts(self, video: str, stage: str, version: str) -> tuple[Artifact, ...]:
        """All artifacts that a document points at. Raises `Lost` when it is missing or damaged."""
        path, remedy = self._path(video, stage, version), f"materialize {stage} of {video} again"
        self._refuse_missing(path, remedy)
        with explaining_os_errors(path):
            content = path.read_bytes()
        try:
            return _artifacts(content)
        except ValueError as error:
            raise Lost(f"the document {path} cannot be read", remedy=remedy) from error

    def saved_at(self, video: str, stage: str, version: str) -> dt.datetime:
        """When the document of that version was stored (UTC). Raises `OSError` when it is not there."""
        return dt.datetime.fromtimestamp(self._path(video, stage, version).stat().st_mtime, dt.UTC)

    def versions(self, video: str) -> dict[str, tuple[str, ...]]:
        """Which documents a video has: stage -> data versions, latest last."""
        folder = contained_path(self.folder, video)
        if not folder.is_dir():
            return {}
        stages = sorted(path for path in folder.iterdir() if path.is_dir())
        return {stage.name: tuple(path.stem for path in _by_age(stage)) for stage in stages}

    def videos(self) -> Iterator[str]:
        """Whatever has a folder here."""
        if self.folder.is_dir():
            yield from sorted(one.name for one in os.scandir(self.folder) if one.is_dir() and one.name[0] != ".")

    def kept(self, video: str) -> list[StoredDocument]:
        """All documents of a name that `videos` has told, by stage, latest last."""
        found = [_stored(path) for path in (self.folder / video).glob("*/[!.]*.json")]
        return sorted(found, key=lambda one: (one.stage, one.changed, one.version))

    def _refuse_missing(self, path: Path, remedy: str) -> None:
        if not path.is_file():
            require_folder(self.folder)
            raise Lost(f"the document {path} is missing", remedy=remedy)

    def _path(self, video: str, stage: str, version: str) -> Path:
        return contained_path(self.folder, video, stage, f"{version}.json")


def _stored(path: Path) -> StoredDocument:
    changed = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    return StoredDocument(path.parent.name, path.stem, path, changed)


def _artifacts(content: bytes) -> tuple[Artifact, ...]:
    """All artifacts in a JSON text. Raises `ValueError` when it is damaged."""
    found: list[Artifact] = []

    def notice(fields: dict[str, Any]) -> None:
        if fields.keys() == _ARTIFACT_FIELDS:
            found.append(Artifact.model_validate(fields))

    # While it is parsed: a patrol reads all documents, and to walk through their values takes three times as long.
    json.loads(content, object_hook=notice)
    return tuple(found)


def _readable(path: Path, kind: type[Document]) -> bool:
    try:
        kind.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return False
    return True


def _by_age(folder: Path) -> list[Path]:
    return sorted(folder.glob("[!.]*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))
