"""An archive that is made while it is sent."""

import io
import zipfile
from pathlib import Path

from vidpipe_assets.io.zip_stream import stream_zip


def test_a_streamed_archive_holds_what_was_given_under_its_names(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Größe")
    (tmp_path / "empty").write_bytes(b"")
    archive = b"".join(stream_zip([("one/a.txt", tmp_path / "a.txt"), ("two/leer – é.txt", tmp_path / "empty")]))
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == ["one/a.txt", "two/leer – é.txt"]
        assert opened.read("one/a.txt").decode() == "Größe"


def test_nothing_but_a_chunk_is_kept_in_memory(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    sizes = [len(chunk) for chunk in stream_zip([("film.mp4", film)])]
    assert sum(sizes) > 64 * 1024 * 1024
    assert max(sizes) < 1024 * 1024


def test_a_file_is_opened_only_when_its_turn_comes(tmp_path: Path) -> None:
    (tmp_path / "first").write_bytes(b"1")
    stream = stream_zip([("first", tmp_path / "first"), ("second", tmp_path / "second")])
    assert next(stream)
    (tmp_path / "second").write_bytes(b"2")
    assert b"".join(stream)
