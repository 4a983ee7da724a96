"""What holds state is its owner's alone, whatever the umask says: folders 0700, and files in them 0600.

Media are linked from the state into `output/`, where others may read them; so files keep the modes that they have, and
the folder around them is closed. Databases are closed one by one too, since people copy them.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o700


def make_private(folder: Path, mode: int = PRIVATE) -> None:
    """Make `folder`, and take away what `mode` does not allow of one that is there and ours. Raises `OSError`."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            folder.mkdir(mode=mode)
    tighten(folder, mode)


def tighten(path: Path, mode: int = PRIVATE) -> None:
    """Take away of `path`'s mode what `mode` does not allow; for a file, `mode` without the right to execute.

    Somebody else's is left as it is, and so is one whose file system has no modes.
    """
    with suppress(OSError):
        found = path.stat()
        allowed = mode if stat.S_ISDIR(found.st_mode) else mode & 0o666
        if found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) & ~allowed & 0o777:
            path.chmod(stat.S_IMODE(found.st_mode) & allowed)
