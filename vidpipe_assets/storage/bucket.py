"""The bucket: artifacts in object storage, addressed through universal_pathlib, for workers on many machines.

`<url>/ab/<sha256>.<suffix>`, as in the folder of artifacts. An object appears when it is complete. Keys, region and
endpoint are those that the AWS tools read: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL_S3, profiles.
"""

import datetime as dt
import hashlib
import re
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from vidpipe_assets.model.errors import BadInput, BlockedError, TransientError, VidpipeError
from vidpipe_assets.model.media import Artifact

URL = "VIDPIPE_ARTIFACTS_URL"
STORAGE = "storage"
"""What work waits for that cannot reach the bucket: `BlockedError.waits_for`."""

PART = 8 * 1024 * 1024
"""Bytes of one part of an upload; files of two parts or more are sent in parts."""

_PIECE = 1024 * 1024
_LISTED_S = 300.0
"""How long what was listed is believed. Objects never change, and are removed only when nobody refers to them."""

_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*)?")


class ObjectMissing(LookupError):
    """An object is not there."""


@dataclass(frozen=True)
class StoredObject:
    """One object, or one file of the folder of artifacts."""

    name: str
    """`<sha256>.<suffix>`."""
    size: int
    """Bytes."""
    changed: dt.datetime
    """When it was written (UTC)."""


class Bucket:
    """All objects below one URL. Nothing is asked, and nothing heavy is loaded, before it is needed.

    Raises `BadInput` for a URL that is no bucket; what it does raises `BlockedError` as long as the bucket cannot be
    used, which uses up no attempt of any stage.
    """

    def __init__(self, url: str) -> None:
        if not _BUCKET.fullmatch(url):
            # Without the value: it may hold a password.
            raise BadInput(
                f"{URL} is not the address of a bucket",
                remedy=f"set {URL}=s3://bucket/folder; keys and endpoint belong into AWS_ACCESS_KEY_ID, "
                "AWS_SECRET_ACCESS_KEY and AWS_ENDPOINT_URL_S3",
            )
        self.url = url.rstrip("/")
        self._listed: dict[str, tuple[float, dict[str, int]]] = {}

    def found(self, name: str) -> StoredObject | None:
        """An object as it is now; None: it is not there."""
        with self._told(), suppress(FileNotFoundError):
            one = self._fs.info(self._key(name), refresh=True)
            return StoredObject(name, int(one["size"]), one["LastModified"].astimezone(dt.UTC))
        return None

    def size(self, name: str) -> int | None:
        """Bytes of an object as it is now; None: it is not there."""
        there = self.found(name)
        return there.size if there else None

    def refuse_empty(self) -> None:
        """Raise `BlockedError` if nothing at all is there: then the URL is wrong, and nothing that it should hold is
        lost.
        """
        with self._told():
            try:
                some = self._fs.ls(self._base.path, refresh=True)
            except FileNotFoundError:
                some = []
        if not some:
            raise BlockedError(
                f"there is nothing at {self.url}",
                remedy=f"look whether {URL} is right; if all is gone for good, put any file there, and what was in it "
                "is made again",
                waits_for=STORAGE,
            )

    def listed_size(self, name: str) -> int | None:
        """As `size`, from a list that may be some minutes old; what it lacks is asked for."""
        folder = name[:2]
        read_at, sizes = self._listed.get(folder, (0.0, {}))
        if not sizes or time.monotonic() - read_at > _LISTED_S:
            sizes = {one.name: one.size for one in self._in(folder)}
            self._listed[folder] = (time.monotonic(), sizes)
        return sizes.get(name) or self.size(name)

    def put(self, path: Path, artifact: Artifact) -> None:
        """Send the file at `path`, and look whether what arrived is it: by the ETag or, where that is another, by
        reading it back: of what is encrypted by a key of KMS, it looks like a hash of the content, and is none.
        Raises `TransientError` if something else arrived; then nothing stays there.
        """
        key = self._key(artifact.name)
        with self._told(), self._in_bucket():
            self._fs.put_file(str(path), key, chunksize=PART)
            tag = str(self._fs.info(key, refresh=True).get("ETag", "")).strip('"')
        if tag not in _tags_of(path) and not self._is_whole(artifact):
            self.remove(artifact.name)
            raise TransientError(f"{artifact.name} was damaged on its way to {self.url}", remedy="it is sent again")

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of an object. Raises `ObjectMissing` if it is not there."""
        with self._told():
            try:
                file = self._fs.open(self._key(name), "rb", block_size=PART, cache_type="readahead")
            except FileNotFoundError:
                raise ObjectMissing(name) from None
        with file:
            while piece := self._read(file, name):
                yield piece

    def _read(self, file: Any, name: str) -> bytes:
        with self._told():
            try:
                return file.read(_PIECE)
            except FileNotFoundError:  # removed since it was opened
                raise ObjectMissing(name) from None

    def remove(self, name: str) -> None:
        """Remove an object, if it is there."""
        with self._told(), suppress(FileNotFoundError):
            self._fs.rm_file(self._key(name))
        self._listed.pop(name[:2], None)

    def all(self) -> Iterator[StoredObject]:
        """Every object that is an artifact."""
        for number in range(256):
            yield from self._in(f"{number:02x}")

    def probe(self) -> None:
        """Raise `BlockedError` unless something can be written there and read again."""
        key = f"{self._base.path}/probe-{time.time_ns():x}"
        with self._told(), self._in_bucket():
            self._fs.pipe_file(key, b"vidpipe")
            try:
                found = self._fs.cat_file(key)
            finally:
                self._fs.rm_file(key)
        if found != b"vidpipe":
            raise BlockedError(f"{self.url} gave back something else than was written", remedy="look at that storage")

    def _in(self, folder: str) -> Iterator[StoredObject]:
        with self._told():
            try:
                found: list[dict[str, Any]] = self._fs.ls(f"{self._base.path}/{folder}", detail=True, refresh=True)
            except FileNotFoundError:
                found = []
            for one in found:
                name = str(one["name"]).rpartition("/")[2]
                if one.get("type") == "file" and name:
                    yield StoredObject(name, int(one["size"]), one["LastModified"].astimezone(dt.UTC))

    def _is_whole(self, artifact: Artifact) -> bool:
        digest = hashlib.sha256()
        for piece in self.pieces(artifact.name):
            digest.update(piece)
        return digest.hexdigest() == artifact.sha256

    def _key(self, name: str) -> str:
        return f"{self._base.path}/{name[:2]}/{name}"

    @cached_property
    def _base(self) -> Any:
        from upath import UPath

        try:
            return UPath(
                self.url,
                default_block_size=PART,
                config_kwargs={"connect_timeout": 10, "read_timeout": 60},
                use_listings_cache=False,  # else what others add to a folder that was listed once is never found
            )
        except ImportError as error:
            raise BlockedError(
                f"{URL} is set, and the package s3fs is not installed",
                remedy="pip install --require-hashes -r requirements-fleet.lock",
            ) from error

    @cached_property
    def _fs(self) -> Any:
        with self._told():
            return self._base.fs

    @contextmanager
    def _in_bucket(self) -> Generator[None]:
        """Where something is written, only the bucket itself can be missing."""
        try:
            yield
        except FileNotFoundError:
            raise BlockedError(
                f"there is no bucket for {self.url}", remedy=f"make it, or set {URL} to another", waits_for=STORAGE
            ) from None

    @contextmanager
    def _told(self) -> Generator[None]:
        """Turn what the library raises into an error that says what to do; what is simply not there stays so."""
        try:
            yield
        except (FileNotFoundError, ObjectMissing, VidpipeError):
            raise
        except Exception as error:
            # Without its cause: what the libraries say of a request may hold more than a person should see.
            raise self._plainly(error) from None

    def _plainly(self, error: Exception) -> BlockedError:
        said = f"{type(error).__name__}: {str(error).partition(chr(10))[0][:200]}"
        if isinstance(error, PermissionError) or type(error).__name__ in {"NoCredentialsError", "ClientError"}:
            what, remedy = "refuses these keys", "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and their rights"
        else:
            what, remedy = "cannot be reached", "check that it runs, AWS_ENDPOINT_URL_S3, and the name of the bucket"
        return BlockedError(f"the storage {self.url} {what} ({said})", remedy=remedy, waits_for=STORAGE)


def _tags_of(path: Path) -> tuple[str, str]:
    """The ETags that S3 gives to a file: of one piece, and of parts."""
    whole, parts = hashlib.md5(usedforsecurity=False), list[bytes]()
    with path.open("rb") as file:
        while part := file.read(PART):
            whole.update(part)
            parts.append(hashlib.md5(part, usedforsecurity=False).digest())
    of_parts = hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest()
    return whole.hexdigest(), f"{of_parts}-{len(parts)}"
