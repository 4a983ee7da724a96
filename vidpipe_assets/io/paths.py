"""What may be named below a folder, what the system's refusals mean, and how much room a disk has."""

import errno
import os
import re
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from vidpipe_assets.model.errors import BadInput, BlockedError, DiskFull

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_BLOCK = 512
"""What `st_blocks` counts in, on every system."""


@contextmanager
def explaining_os_errors(path: Path) -> Generator[None]:
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


def require_folder(folder: Path) -> None:
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


def contained_path(folder: Path, *names: str) -> Path:
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


def is_same_file(path: Path, descriptor: int) -> bool:
    """Whether `path` still names the open file: somebody may have removed or replaced it meanwhile."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def bytes_on_disk(found: os.stat_result) -> int:
    """The bytes that a file takes on its disk."""
    return found.st_blocks * _BLOCK


def has_room(folder: Path, bytes_free: int, names_free: int = 1) -> bool:
    """Whether the disk of `folder` has so many free bytes and room for so many new files.

    A file system that counts no names (btrfs, many network disks) says that it has 0 of 0.
    """
    there = os.statvfs(folder)
    counts_names = there.f_files > 0
    return there.f_bavail * there.f_frsize >= bytes_free and (not counts_names or there.f_favail >= names_free)
