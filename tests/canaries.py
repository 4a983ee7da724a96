"""Secrets that are none, in every place where a provider's key could stand; and a look for them in all that is kept."""

import base64
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

_NAMES = (
    *("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "ELEVENLABS_API_KEY", "YOUTUBE_API_KEY", "PEXELS_API_KEY"),
    *("PIXABAY_API_KEY", "FAL_KEY", "REPLICATE_API_TOKEN", "APIFY_TOKEN", "REDDIT_CLIENT_SECRET"),
    "GEMINI_API_KEY",
)
CANARIES = {name: f"canary/{number:02}+kept/secret==" for number, name in enumerate(_NAMES)}
"""Environment variables. The values have what URLs and Base64 write otherwise."""


def leaks(folder: Path, *texts: str) -> list[str]:
    """Where a canary is found: in any file of `folder`, packed or not, in a file's name, or in what was printed."""
    found = [f"printed: {text[max(0, text.find('canary') - 80) :][:160]}" for text in texts if _is_in(text.encode())]
    for path in sorted(folder.rglob("*")):
        if _is_in(path.name.encode()):
            found.append(f"name of {path}")
        if path.is_file() and not path.is_symlink() and any(_is_in(piece) for piece in _pieces(path)):
            found.append(str(path))
    return found


def _pieces(path: Path) -> Iterator[bytes]:
    """A file's bytes and, of a database, what is packed in its columns: Dagster packs its snapshots."""
    content = path.read_bytes()
    yield content
    if content.startswith(b"SQLite format 3"):
        yield from _unpacked(path)


def _unpacked(path: Path) -> Iterator[bytes]:
    with closing(sqlite3.connect(path)) as database:
        database.text_factory = bytes
        tables = [name.decode() for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - the database's own names
                for value in row:
                    if isinstance(value, bytes):
                        yield value
                        yield _inflated(value)


def _inflated(value: bytes) -> bytes:
    try:
        return zlib.decompress(value)
    except zlib.error:
        return b""


def _forms(secret: str) -> Iterator[bytes]:
    yield secret.encode()
    yield quote(secret).encode()
    yield quote(secret, safe="").encode()
    yield base64.b64encode(secret.encode()).rstrip(b"=")


_FORMS = tuple({form for secret in CANARIES.values() for form in _forms(secret)})


def _is_in(content: bytes) -> bool:
    return any(form in content for form in _FORMS)
