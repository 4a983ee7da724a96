"""Artifacts in a bucket of a real S3 server: whole or not at all, checked after every transfer, shared by machines."""

import datetime as dt
import hashlib
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from buckets import S3, SECRET, s3_server
from old_home import KEY, NOW, OldHome

from vidpipe_assets.model.errors import BlockedError, Lost, TransientError, VidpipeError
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.garbage import GarbageBin, GarbageCollection
from vidpipe_assets.storage import artifacts
from vidpipe_assets.storage import bucket as objects
from vidpipe_assets.storage.artifacts import Artifacts
from vidpipe_assets.storage.bucket import PART, Bucket
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store
from vidpipe_assets.storage.tables import answer_files

pytestmark = pytest.mark.slow

SMALL, LARGE = 1000, 2 * PART + 12345


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    with s3_server() as running:
        yield running


@pytest.fixture
def url(server: S3, request: pytest.FixtureRequest) -> str:
    """A bucket of the test's own."""
    name = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:20]
    return f"{server.new_bucket(f'vidpipe-{name}')}/films"


def machine(tmp_path: Path, url: str, name: str = "one") -> Artifacts:
    """A machine with a disk of its own."""
    return Artifacts(tmp_path / name, Bucket(url))


def film(tmp_path: Path, size: int, seed: int = 1) -> Path:
    path = tmp_path / f"film-{size}-{seed}.mp4"
    path.write_bytes(random.Random(seed).randbytes(size))
    return path


def here(artifacts: Artifacts) -> list[str]:
    """The files of a machine, unfinished ones too."""
    return sorted(path.name for path in artifacts.folder.rglob("*") if path.is_file())


def key_of(artifacts: Artifacts, artifact: Artifact) -> str:
    assert artifacts.bucket
    return f"{artifacts.bucket.url.removeprefix('s3://')}/{artifact.name[:2]}/{artifact.name}"


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_what_one_machine_keeps_another_one_has(tmp_path: Path, url: str, server: S3, size: int) -> None:
    original = film(tmp_path, size)
    one, other = machine(tmp_path, url), machine(tmp_path, url, "other")
    kept = one.add(original)
    tag = server.files().info(key_of(one, kept))["ETag"]
    assert ("-3" in tag) == (size == LARGE)  # in parts
    assert other.has(kept)
    other.require(kept)
    assert here(other) == []  # until it is wanted
    assert other.path(kept).read_bytes() == original.read_bytes()
    assert other.intact(kept)
    assert other.verify(kept) == other.path(kept)
    assert here(other) == [kept.name]


def test_the_same_content_is_sent_once(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    put = Bucket.put
    monkeypatch.setattr(Bucket, "put", lambda s, path, one: (sent.append(one.name), put(s, path, one))[1])
    kept = machine(tmp_path, url).add(film(tmp_path, SMALL))
    assert machine(tmp_path, url, "other").add(film(tmp_path, SMALL)) == kept
    assert sent == [kept.name]


def test_an_object_that_was_damaged_is_lost_and_never_comes_here(tmp_path: Path, url: str, server: S3) -> None:
    kept = machine(tmp_path, url).add(film(tmp_path, LARGE))
    other = machine(tmp_path, url, "other")
    server.files().pipe_file(key_of(other, kept), bytes(LARGE))
    with pytest.raises(Lost, match="is damaged"):
        other.path(kept, stage="clips")
    assert not other.intact(kept)
    assert here(other) == []


def test_who_has_listed_the_bucket_sees_what_others_add_and_remove(tmp_path: Path, url: str, server: S3) -> None:
    one, other = machine(tmp_path, url), machine(tmp_path, url, "other")
    gone, new = one.add(film(tmp_path, SMALL)), film(tmp_path, SMALL, 2)
    folder = hashlib.sha256(new.read_bytes()).hexdigest()[:2]
    server.files().pipe_file(f"{url.removeprefix('s3://')}/{folder}/{folder}{'0' * 62}.mp4", b"there before")
    assert len(list(other.all())) == 2
    kept = Artifact(sha256=hashlib.sha256(new.read_bytes()).hexdigest(), suffix=".mp4", size=SMALL)
    server.files().put_file(str(new), key_of(one, kept))  # by another process
    assert other.path(kept).read_bytes() == new.read_bytes()
    server.files().rm_file(key_of(one, gone))
    with pytest.raises(Lost, match="is missing"):
        other.path(gone)


def test_an_etag_that_only_looks_like_a_hash_of_the_content_damages_nothing(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As of objects that the bucket encrypts by a key of KMS; moto's are hashes always.
    monkeypatch.setattr(objects, "_tags_of", lambda _: ("0" * 32, f"{'0' * 32}-1"))
    kept = machine(tmp_path, url).add(film(tmp_path, SMALL))
    assert machine(tmp_path, url, "other").intact(kept)


def test_an_object_that_is_gone_is_lost(tmp_path: Path, url: str, server: S3) -> None:
    one, other = machine(tmp_path, url), machine(tmp_path, url, "other")
    kept, gone = one.add(film(tmp_path, SMALL)), one.add(film(tmp_path, SMALL, 2))
    server.files().rm_file(key_of(one, gone))
    for ask in (other.path, other.require, other.verify):
        with pytest.raises(Lost, match="is missing") as caught:
            ask(gone, stage="clips")
        assert "materialize clips again" in caught.value.remedy
    assert not other.has(gone)
    assert other.has(kept)
    assert one.add(film(tmp_path, SMALL, 2)) == gone  # as it is here, it is sent again
    assert other.path(gone).is_file()


@pytest.mark.parametrize("place", ["{url}/elsewhere", "s3://no-such-bucket-here/films"])
def test_fault_38_at_an_address_where_nothing_is_nothing_is_called_lost(tmp_path: Path, url: str, place: str) -> None:
    kept = machine(tmp_path, url).add(film(tmp_path, SMALL))
    other = machine(tmp_path, place.format(url=url), "other")
    for ask in (other.path, other.require):
        with pytest.raises(BlockedError, match="there is nothing at") as caught:
            ask(kept)
        assert not isinstance(caught.value, Lost)
        assert caught.value.facts == {"waits_for": "storage"}


def test_a_bucket_that_is_not_there_is_told_when_something_is_to_be_kept(tmp_path: Path, server: S3) -> None:
    with pytest.raises(BlockedError, match="there is no bucket") as caught:
        machine(tmp_path, "s3://no-such-bucket-here/films").add(film(tmp_path, SMALL))
    assert caught.value.facts == {"waits_for": "storage"}
    with pytest.raises(BlockedError, match="there is no bucket"):
        Bucket("s3://no-such-bucket-here").probe()


def test_what_arrives_otherwise_than_it_was_sent_does_not_stay(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = machine(tmp_path, url), film(tmp_path, SMALL, 2)
    assert one.bucket
    files: Any = one.bucket._fs
    put = files.put_file
    monkeypatch.setattr(files, "put_file", lambda _, key, **more: put(str(other), key, **more))
    with pytest.raises(TransientError, match="damaged on its way"):
        one.add(film(tmp_path, SMALL))
    monkeypatch.setattr(files, "put_file", put)
    assert list(one.bucket.all()) == []
    kept = one.add(film(tmp_path, SMALL))
    assert [stored.name for stored in one.bucket.all()] == [kept.name]


@pytest.mark.parametrize("tag", ["", "not-a-hash-but-a-name"])
def test_where_the_tag_is_no_hash_what_arrived_is_read_back(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    one = machine(tmp_path, url)
    assert one.bucket
    files: Any = one.bucket._fs
    info, tags = files.info, [tag]

    def told(*place: Any, **more: Any) -> dict[str, Any]:
        """The first time that there is something, with that tag."""
        found = info(*place, **more)
        return {**found, "ETag": f'"{tags.pop()}"'} if tags else found

    monkeypatch.setattr(files, "info", told)
    read: list[str] = []
    pieces = Bucket.pieces
    monkeypatch.setattr(Bucket, "pieces", lambda s, name: (read.append(name), pieces(s, name))[1])
    kept = one.add(film(tmp_path, SMALL))
    assert read == [kept.name]


_DIES = """
import os, signal, sys
from pathlib import Path
import s3fs
from vidpipe_assets.storage.artifacts import Artifacts
from vidpipe_assets.storage.bucket import Bucket

call, parts = s3fs.S3FileSystem._call_s3, []
async def dying(self, method, *args, **more):
    if method == "upload_part":
        parts.append(1)
        if len(parts) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
    return await call(self, method, *args, **more)
s3fs.S3FileSystem._call_s3 = dying
Artifacts(Path(sys.argv[1]), Bucket(sys.argv[2])).add(Path(sys.argv[3]))
"""


def test_fault_30_an_upload_whose_process_is_killed_shows_nothing_and_is_made_again(
    tmp_path: Path, url: str, server: S3
) -> None:
    one, original = machine(tmp_path, url), film(tmp_path, LARGE)
    dying = [sys.executable, "-c", _DIES, str(one.folder), url, str(original)]
    assert subprocess.run(dying, check=False, timeout=120).returncode == -signal.SIGKILL
    assert one.bucket
    assert list(one.bucket.all()) == []
    kept = one.add(original)
    assert machine(tmp_path, url, "other").path(kept).read_bytes() == original.read_bytes()


def test_what_nobody_refers_to_is_listed_and_removed_here_and_there(tmp_path: Path, url: str) -> None:
    one = machine(tmp_path, url)
    kept, old = one.add(film(tmp_path, SMALL)), one.add(film(tmp_path, SMALL, 2))
    assert {stored.name: stored.size for stored in one.all()} == {kept.name: SMALL, old.name: SMALL}
    now = dt.datetime.now(dt.UTC)
    assert not one.remove(old.name, now - dt.timedelta(days=1))
    assert one.remove(old.name, now + dt.timedelta(minutes=1))
    assert [stored.name for stored in one.all()] == [kept.name]
    assert here(one) == [kept.name]
    assert not machine(tmp_path, url, "other").has(old)


def test_what_nobody_refers_to_is_collected_from_the_bucket(tmp_path: Path, url: str) -> None:
    for folder in ("home", "work"):
        (tmp_path / folder).mkdir()
    with closing(open_store(Places(tmp_path / "home", artifacts_url=url))) as store:
        home = OldHome(store, tmp_path / "work")
        home.order(KEY)
        shown, stray = home.file("shown"), home.file("stray")
        home.make(KEY, Stage.CLIPS, "clips", shown)
        call = home.answer(KEY, "paid for")
        in_two_days = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
        rubbish = GarbageBin(delete=True)
        GarbageCollection(store, home.memory, in_two_days, in_two_days, in_two_days, rubbish).tidy()
        assert (rubbish.number, rubbish.bytes) == ({"artifacts": 1}, {"artifacts": len("stray")})
        other = machine(tmp_path, url, "other")
        assert other.has(shown)
        assert not other.has(stray)
        assert home.is_answered(call)


def test_what_answers_refer_to_is_known_without_fetching_them(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    pieces = Bucket.pieces
    monkeypatch.setattr(Bucket, "pieces", lambda s, name: (read.append(name), pieces(s, name))[1])
    for folder in ("home", "work"):
        (tmp_path / folder).mkdir()
    places = Places(tmp_path / "home", artifacts_url=url)
    with closing(open_store(places)) as store:
        home = OldHome(store, tmp_path / "work")
        home.order(KEY)
        calls, in_two_days = [home.answer(KEY, text) for text in ("first", "second")], NOW + dt.timedelta(days=2)

        def tidy() -> dict[str, int]:
            """On a machine that has nothing at hand."""
            shutil.rmtree(places.artifacts, ignore_errors=True)
            read.clear()
            rubbish = GarbageBin(delete=True)
            return GarbageCollection(store, home.memory, in_two_days, in_two_days, in_two_days, rubbish).tidy().number

        assert (tidy(), read) == ({}, [])
        with store.database.writing() as connection:  # of an older version, nothing is known
            connection.execute(sa.delete(answer_files))
        assert (tidy(), sorted(read)) == ({}, sorted(home.answers[call][1].name for call in calls))
        assert (tidy(), read) == ({}, [])  # it has been learnt
        assert all(home.is_answered(call) for call in calls)


def test_what_is_taken_anew_after_long_is_sent_again_so_that_it_is_not_removed(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = machine(tmp_path, url)
    kept = one.add(film(tmp_path, SMALL))
    monkeypatch.setattr(artifacts, "_RENEWED_AFTER", dt.timedelta(seconds=-60))  # whatever is there is too old
    sent: list[str] = []
    put = Bucket.put
    monkeypatch.setattr(Bucket, "put", lambda s, path, one: (sent.append(one.name), put(s, path, one))[1])
    assert machine(tmp_path, url, "other").intact(kept)
    one.add(film(tmp_path, SMALL))
    assert sent == [kept.name, kept.name]


def test_a_storage_that_is_away_blocks_and_loses_nothing(tmp_path: Path) -> None:
    with s3_server() as server:
        url = f"{server.new_bucket('away')}/films"
        one, other = machine(tmp_path, url), machine(tmp_path, url, "other")
        kept = one.add(film(tmp_path, SMALL))
        server.stop()
        for ask in (lambda: other.path(kept), lambda: other.require(kept), lambda: one.add(film(tmp_path, SMALL, 2))):
            with pytest.raises(VidpipeError, match="cannot be reached") as caught:
                ask()
            assert isinstance(caught.value, BlockedError)
            assert caught.value.facts == {"waits_for": "storage"}
            assert SECRET not in f"{caught.value}{caught.value.remedy}{caught.value.__cause__}"
        assert one.path(kept).is_file()  # it is at hand
        server.start()
        server.new_bucket("away")
        second = one.add(film(tmp_path, SMALL, 2))
        assert other.path(second).is_file()
