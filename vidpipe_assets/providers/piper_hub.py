"""The hub of Piper's voices: which there are, and their files, each with its size and the hashes that it must have.

`voices.json` lists all voices (a form that Piper documents); the hub's own list of a folder has the SHA-256 of large
files, and Git's hash of small ones. Any mirror of both will do: `VIDPIPE_PIPER_VOICES_URL` names it.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

from pydantic import Field, TypeAdapter, ValidationError

from vidpipe_assets.model.errors import BadMedia, BlockedError, MalformedAnswer
from vidpipe_assets.providers.addresses import base_url, is_named_by_operator
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.download import DownloadRequest
from vidpipe_assets.providers.http.resume import PartialFile, Progress, download_rest

PROVIDER = "piper_voices"
_HUB = "https://huggingface.co"
_REPOSITORY = "rhasspy/piper-voices"
_CATALOGUE_S, _FILE_S = 60.0, 3600.0
_LARGEST = 1_000_000_000
_WEB = Web("the hub of Piper's voices", deadline_s=_CATALOGUE_S)

VOICE_NAME = re.compile(r"[a-z]{2,3}_[A-Z]{2,3}-[A-Za-z0-9_]+-(?:x_low|low|medium|high)")
"""How voices are called: 'de_DE-thorsten-medium'."""

_PATH = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_.-]+)+")


class VoiceLanguage(ResponseModel):
    """The language of a voice."""

    code: str
    family: str = ""
    name_english: str = ""
    name_native: str = ""
    country_english: str = ""


class VoiceFile(ResponseModel):
    """A file of a voice."""

    size_bytes: int = Field(ge=0, le=_LARGEST)
    md5_digest: str = Field(default="", pattern=r"^[0-9a-f]{32}$")


class HubVoice(ResponseModel):
    """A voice of the catalogue; `files` by their paths in the hub."""

    key: str
    language: VoiceLanguage
    quality: str = ""
    num_speakers: int = 1
    files: dict[str, VoiceFile]
    aliases: tuple[str, ...] = ()

    @property
    def megabytes(self) -> float:
        """All its files together."""
        return sum(file.size_bytes for file in self.files.values()) / 1e6


class _LargeFile(ResponseModel):
    oid: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = 0


class _Entry(ResponseModel):
    """A file as the hub lists it: `oid` is Git's hash; `lfs.oid` the SHA-256 of what is large."""

    path: str
    size: int = -1
    oid: str = ""
    lfs: _LargeFile | None = None


@dataclass(frozen=True)
class ExpectedFile:
    """A file to be fetched. `sha256`, `git` and `md5`: what it must hash to, as far as the hub says ('' where not)."""

    path: str
    size: int
    sha256: str = ""
    git: str = ""
    md5: str = ""

    @property
    def name(self) -> str:
        """Without its folder."""
        return PurePosixPath(self.path).name

    def require(self, file: Path) -> str:
        """The file's SHA-256. Raises `BadMedia` where it is another file than the hub has."""
        content = file.read_bytes()
        found = hashlib.sha256(content).hexdigest()
        git = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
        md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
        pairs = ((self.sha256, found), (self.git, git), (self.md5, md5))
        if len(content) == self.size and all(wanted in ("", here) for wanted, here in pairs):
            return found
        raise BadMedia(
            f"{self.name} is not the file that the hub has: its size or its hash differs", remedy="try again"
        )


def parse_catalogue(content: Any) -> dict[str, HubVoice]:
    """`voices.json` as voices by name; entries of another form, or with odd names and paths, are left out.

    Raises `MalformedAnswer` where there is none of the form.
    """
    found: dict[str, HubVoice] = {}
    entries = cast("Mapping[object, object]", content if isinstance(content, Mapping) else {})
    for name, entry in entries.items():
        try:
            voice = HubVoice.model_validate(entry)
        except ValidationError:
            continue
        paths = all(_PATH.fullmatch(path) and ".." not in path for path in voice.files)
        if VOICE_NAME.fullmatch(str(name)) and voice.key == name and paths and _has_all(voice):
            found[voice.key] = voice
    if not found:
        raise MalformedAnswer(
            "the list of Piper's voices has another form than its documented one",
            remedy="see whether there is a newer vidpipe",
        )
    return found


def _has_all(voice: HubVoice) -> bool:
    names = {PurePosixPath(path).name for path in voice.files}
    return {f"{voice.key}.onnx", f"{voice.key}.onnx.json"} <= names


def fetch_catalogue() -> Any:
    """`voices.json` as the hub has it now. Raises what `Web.json` raises."""
    return _WEB.json("GET", f"{_hub()}/{_REPOSITORY}/resolve/main/voices.json")


def expected_files(voice: HubVoice) -> tuple[ExpectedFile, ...]:
    """The voice's files with their hashes, the small ones first.

    Raises `BlockedError` where the hub gives no SHA-256 for the model, and what `Web.json` raises.
    """
    folder = PurePosixPath(next(iter(sorted(voice.files)))).parent
    listed = _WEB.json("GET", f"{_hub()}/api/models/{_REPOSITORY}/tree/main/{folder}")
    try:
        entries = {one.path: one for one in TypeAdapter(list[_Entry]).validate_python(listed)}
    except ValidationError:
        entries = {}
    found = [_expected(path, file, entries.get(path)) for path, file in voice.files.items()]
    if not all(one.sha256 for one in found if one.name.endswith(".onnx")):
        raise BlockedError(
            f"the hub gives no SHA-256 for the model of {voice.key}", remedy="try again later, or use another mirror"
        )
    return tuple(sorted(found, key=lambda one: one.size))


def _expected(path: str, file: VoiceFile, entry: _Entry | None) -> ExpectedFile:
    if entry is None:
        return ExpectedFile(path, file.size_bytes, md5=file.md5_digest)
    git = entry.oid if re.fullmatch(r"[0-9a-f]{40}", entry.oid) and not entry.lfs else ""
    # The tree is what is fetched from: the catalogue's own sizes and MD5 may be older for small files.
    small = entry.lfs is None and entry.size >= 0
    return ExpectedFile(
        path,
        entry.size if small else file.size_bytes,
        sha256=entry.lfs.oid if entry.lfs else "",
        git=git,
        md5="" if git else file.md5_digest,
    )


def fetch_file(wanted: ExpectedFile, part: Path, progress: Progress) -> str:
    """Fetch a file to `part`, going on where an earlier go ended, and return its SHA-256.

    One whose hash is wrong is removed, since nobody knows which of its bytes are. Raises `BadMedia` for such a file,
    `TransientError` when it was cut off, and what `download` raises.
    """
    url = f"{_hub()}/{_REPOSITORY}/resolve/main/{wanted.path}"
    public_only = not is_named_by_operator(PROVIDER, url)
    request = DownloadRequest(url, most_bytes=wanted.size, deadline_s=_FILE_S, public_only=public_only)
    download_rest(_WEB, request, PartialFile(part, wanted.size), progress)
    try:
        return wanted.require(part)
    except BadMedia:
        part.unlink(missing_ok=True)
        raise


def _hub() -> str:
    return base_url(PROVIDER, _HUB)
