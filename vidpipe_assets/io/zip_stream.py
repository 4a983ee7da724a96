"""Files as a ZIP archive that is made while it is sent: nothing is kept in memory or on disk but one chunk."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

_CHUNK = 256 * 1024


def stream_zip(files: Iterable[tuple[str, Path]]) -> Iterator[bytes]:
    """An archive of these files, by the name that each has in it; they are stored as they are, films do not shrink.

    Raises `OSError` if a file cannot be read, perhaps in the middle of the archive.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for name, path in files:
            entry = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
            with path.open("rb") as source, archive.open(entry, "w") as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
                    yield pipe.take()
    yield pipe.take()


class _Pipe(io.RawIOBase):
    """What `zipfile` writes to, without seeking, and what is taken out again."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: "bytes | bytearray | memoryview", /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._parts.append(bytes(content))
        return len(content)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken
