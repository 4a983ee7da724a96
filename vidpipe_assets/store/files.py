"""Files as the store writes them: whole or not at all, inside their folder, with errors that say what to do."""

import errno
import os
import re
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from vidpipe_assets.model.errors import BadInput, BlockedError, DiskFull
from vidpipe_assets.store.abandoned import MARK, hold, is_abandoned, mark

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_PART = re.compile(rf"\..+\.{MARK.pattern}\.part")
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path`: other processes see the old file or the new one, never a part of it.

    Raises `BlockedError` when the disk is full or the folder not writable.
    """
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Generator[IO[bytes]]:
    """A file that becomes `path` when the block ends well, and disappears when it does not.

    What killed processes have left unfinished in the same folder is removed first.
    """
    with plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep_parts(path.parent)
        # The same folder, so that the rename stays within one file system.
        part = path.with_name(f".{path.name}.{mark()}.part")
        try:
            with part.open("xb") as file:
                hold(file.fileno())
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            sync_folder(path.parent)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def sweep_parts(folder: Path) -> None:
    """Remove what processes that are dead have left unfinished in `folder`."""
    for part in folder.glob(".*.part"):
        match = _PART.fullmatch(part.name)
        if match and is_abandoned(part, match["pid"], match["started"]):
            part.unlink(missing_ok=True)


def is_of(path: Path, descriptor: int) -> bool:
    """Whether `path` still names the open file: somebody may have removed or replaced it meanwhile."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut, where the file system can do that."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
            raise
    finally:
        os.close(descriptor)


@contextmanager
def plainly(path: Path) -> Generator[None]:
    """Turn the system's refusal to write or read below `path` into an error that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            kind = DiskFull if error.errno == errno.ENOSPC else BlockedError
            raise kind(
                f"the disk is full: {path} could not be written",
                remedy=f"free some space on the disk of {path.parent} (df and df -i tell what is used up), then start "
                "again; nothing was left half-written",
            ) from error
        if error.errno in _FORBIDDEN:
            raise BlockedError(
                f"{path} may not be accessed ({error.strerror})",
                remedy=f"make {_nearest_folder(path)} readable and writable for the user that runs vidpipe",
            ) from error
        raise BlockedError(
            f"{path} could not be accessed ({error.strerror or error})", remedy="look at that path, then start again"
        ) from error


def refuse_missing(folder: Path) -> None:
    """Raise `BlockedError` unless `folder` is there: with a disk that is not mounted, nothing that it holds is lost."""
    if not folder.is_dir():
        raise BlockedError(
            f"the folder {folder} is not there",
            remedy="mount the disk that holds it; if it is gone for good, make an empty folder there, and what was in "
            "it is made again",
        )


def _nearest_folder(path: Path) -> Path:
    """The deepest folder above `path` that is there: what is to be mended, when those below it could not be made."""
    return next((folder for folder in path.parents if os.path.lexists(folder)), path.parent)


def contained(folder: Path, *names: str) -> Path:
    """`folder/name/name…`, provided that every name is a plain one and no link leads out of `folder`.

    Raises `BadInput` for separators, `..`, NUL, over-long names and links to somewhere else.
    """
    for name in names:
        if not _PLAIN_NAME.fullmatch(name):
            raise BadInput(
                f"{name[:80]!r} cannot be used as a file name",
                remedy="use letters, digits, '-', '_' and '.', at most 120, beginning with a letter or digit",
            )
    path = folder.joinpath(*names)
    if _may_have_a_link(folder, names) and not path.resolve().is_relative_to(folder.resolve()):
        raise BadInput(f"{path} leads out of {folder}", remedy=f"remove the link at {path}")
    return path


def _may_have_a_link(folder: Path, names: tuple[str, ...]) -> bool:
    """Whether `folder/name/name…` has a link below `folder`, or nobody can tell.

    Resolving whole paths would be the longest part of a patrol through all documents.
    """
    place = os.fspath(folder)
    for name in names:
        place = f"{place}/{name}"
        try:
            if stat.S_ISLNK(os.lstat(place).st_mode):
                return True
        except FileNotFoundError:
            return False
        except OSError:
            return True
    return False
