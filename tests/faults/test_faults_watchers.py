"""The watchers of other tests see what they watch for: secrets that are kept, packets that leave."""

import sqlite3
import sys
import zlib
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from canaries import CANARIES, leaks
from homes import ROOT, run

SECRET = CANARIES["FAL_KEY"]
TRY = "import socket, contextlib\nwith contextlib.suppress(OSError):\n socket.create_connection(({!r}, 53), timeout=2)"


def test_fault_28_a_secret_is_found_in_bytes_urls_names_and_print(tmp_path: Path) -> None:
    assert leaks(tmp_path, "nothing") == []
    (tmp_path / "a.mp4").write_bytes(b"\0\1" + SECRET.encode())
    (tmp_path / "b.json").write_text(f"https://x/?key={quote(SECRET, safe='')}")
    (tmp_path / SECRET.split("/")[0]).mkdir()  # half a secret is none
    found = leaks(tmp_path, f"printed {SECRET}")
    assert [line.split(":")[0] for line in found] == ["printed", str(tmp_path / "a.mp4"), str(tmp_path / "b.json")]


def test_fault_28_a_secret_is_found_packed_in_a_database(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "runs.db")) as database, database:
        database.execute("CREATE TABLE snapshots (body BLOB)")
        database.execute("INSERT INTO snapshots VALUES (?)", [zlib.compress(SECRET.encode() * 3)])
    assert leaks(tmp_path) == [str(tmp_path / "runs.db")]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has networks without a way out")
@pytest.mark.parametrize(("host", "leaves"), [("127.0.0.1", False), ("192.0.2.1", True), ("2001:db8::1", True)])
def test_fault_37_a_child_that_tries_to_leave_the_machine_is_noticed(tmp_path: Path, host: str, leaves: bool) -> None:
    trace = tmp_path / "trace"
    inner = [sys.executable, "-c", TRY.format(host)]
    child = f"import subprocess; subprocess.run({inner!r}, check=True)"
    done = run([sys.executable, str(ROOT / "tests/offline.py"), str(trace), sys.executable, "-c", child], tmp_path)
    assert done.returncode == 0, done.stderr
    if "no network of its own" in done.stderr:
        pytest.skip("this system lets nobody have a network of their own")
    assert trace.exists() is leaves
