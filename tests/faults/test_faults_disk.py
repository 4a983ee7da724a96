"""Disks that are full, out of names or read-only, for real: a file system in memory, and whole jobs on it."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from disks import Disk, disk
from homes import new_home, run_job, said
from samples import plan

from vidpipe_assets.model.errors import BlockedError, DiskFull
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

KEY = "2026-11-23_gadgets"
ORDER = {"themes": ["gadgets"], "from_day": "2026-11-23", "make_now": True}
ROOMY = "size=1200m,nr_inodes=0"


def order_now(home: Path) -> tuple[int, str]:
    (home / "order.yaml").write_text(json.dumps({"ops": {"order": {"config": ORDER}}}))
    done = run_job(home, "order_videos", "-c", "order.yaml")
    return done.returncode, said(done)


def materialized(home: Path) -> list[str]:
    """The stages that were really made, each as often as it was."""
    with closing(sqlite3.connect(home / ".vidpipe/dagster/history/runs/index.db")) as database:
        rows = database.execute("SELECT asset_key FROM event_logs WHERE dagster_event_type = 'ASSET_MATERIALIZATION'")
        return sorted(json.loads(key)[0] for (key,) in rows)


def partial(home: Path) -> list[Path]:
    """Whatever is there and is not whole: kept media whose bytes are not those of its name, documents, leftovers."""
    state = home / ".vidpipe"
    media = [path for path in (state / "artifacts").rglob("*") if path.is_file()]
    wrong = [path for path in media if hashlib.sha256(path.read_bytes()).hexdigest() != path.stem]
    documents = [path for path in (state / "documents").rglob("*") if path.is_file()]
    wrong += [path for path in documents if path.suffix != ".json" or not path.read_bytes().endswith(b"}")]
    return wrong + list((state / "scratch").glob("*")) + list((home / "output").rglob(f"*{KEY}*"))


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Disk]:
    """A disk with room for the first stages of a video, and a home on it."""
    with disk(tmp_path / "small", "size=18m") as mounted:
        new_home(mounted.folder)
        yield mounted


@pytest.mark.slow
@pytest.mark.nightly
def test_fault_22_a_job_on_a_full_disk_fails_cleanly_and_goes_on_when_there_is_room(small: Disk) -> None:
    home = small.folder
    code, told = order_now(home)
    assert code == 1
    assert "no space left in" in told
    assert f"free some space on the disk of {home}" in told
    assert partial(home) == []
    made = materialized(home)
    assert made == ["analysis", "scripts", "trends", "voiceover"]
    waiting = run_job(home, "refresh_videos")
    assert "0 videos to make, 1 waiting" in said(waiting)
    assert "blocked until" in said(waiting)
    small.again("size=1200m")  # nobody is told: the planner sees it
    done = run_job(home, "refresh_videos")
    assert done.returncode == 0, said(done)[-4000:]
    assert "1 video worked on; 1 finished" in said(done)
    assert materialized(home) == sorted([*made, "clips", "composed_video", "review"])
    assert (home / "output" / "review" / KEY / "video.mp4").stat().st_size > 1_000_000


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize(
    ("options", "names"),
    [("size=300k", "runs/index.db"), ("size=1100k", "runs.db"), (f"{ROOMY},nr_inodes=28", ".db")],
)
def test_fault_22_dagster_s_own_files_on_a_full_disk_are_told_by_name(tmp_path: Path, options: str, names: str) -> None:
    with disk(tmp_path / "small", options) as mounted:
        new_home(mounted.folder)
        code, told = order_now(mounted.folder)
        assert code == 1
        assert f"the disk of the database {mounted.folder}/.vidpipe/dagster/history/" in told
        assert f"{names} is full" in told
        assert "free some space (df and df -i tell what is used up)" in told
        mounted.again("size=1200m,nr_inodes=0")
        done = run_job(mounted.folder, "refresh_videos", "-c", dry(mounted.folder))
        assert done.returncode == 0, said(done)[-4000:]


def dry(home: Path) -> str:
    (home / "dry.yaml").write_text("ops: {refresh: {config: {dry_run: true}}}")
    return "dry.yaml"


@pytest.mark.slow
@pytest.mark.nightly
def test_fault_22_a_disk_without_names_for_more_files_is_full(tmp_path: Path) -> None:
    with disk(tmp_path / "small", "size=1200m,nr_inodes=58") as mounted:
        new_home(mounted.folder)
        code, told = order_now(mounted.folder)
        assert code == 1
        assert "the disk is full" in told
        assert "df -i" in told
        assert partial(mounted.folder) == []


@pytest.mark.slow
@pytest.mark.nightly
def test_fault_22_a_read_only_home_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    with disk(tmp_path / "small", "size=50m") as mounted:
        new_home(mounted.folder)
        assert run_job(mounted.folder, "refresh_videos").returncode == 0
        mounted.again("ro")
        done = run_job(mounted.folder, "refresh_videos")
        assert done.returncode == 1
        assert f"database {mounted.folder}/.vidpipe/dagster/history/runs.db cannot be opened or written" in said(done)
        assert "make the file and its folder writable" in said(done)


MANY = tuple(VideoKey.parse(f"{KEY}_{number}") for number in range(2, 900))
WRITES: dict[str, Callable[[Store, Path], object]] = {
    "document": lambda store, _: store.documents.save(KEY, Stage.SCRIPTS, plan().model_copy(update={"title": "x"})),
    "artifact": lambda store, media: store.artifacts.add(media),
    "order": lambda store, _: store.orders.add(list(MANY), asked_by="test"),
}


@pytest.mark.parametrize("options", ["size=900k", "nr_inodes=14"])
@pytest.mark.parametrize("what", WRITES)
def test_fault_22_what_the_store_writes_is_there_or_not(tmp_path: Path, what: str, options: str) -> None:
    media = tmp_path / "clip.mp4"
    media.write_bytes(bytes(500_000))
    with disk(tmp_path / "small", options) as mounted, closing(open_store(Places(mounted.folder))) as store:
        fill(mounted.folder)
        with pytest.raises(DiskFull, match=r"full") as caught:
            WRITES[what](store, media)
        assert str(mounted.folder) in str(caught.value)
        assert "df -i" in caught.value.remedy
        assert partial(mounted.folder) == []
        mounted.again(ROOMY)
        assert store.orders.states() == {}
        WRITES[what](store, media)


def fill(folder: Path) -> None:
    """Use up what is left, bytes or names."""
    ballast = folder / "ballast"
    ballast.mkdir()
    try:
        for number in range(10_000):
            (ballast / str(number)).write_bytes(bytes(20_000))
    except OSError:
        return


@pytest.mark.parametrize("what", WRITES)
def test_fault_22_what_the_store_cannot_write_to_a_read_only_disk_is_blocked(tmp_path: Path, what: str) -> None:
    media = tmp_path / "clip.mp4"
    media.write_bytes(b"media")
    with disk(tmp_path / "small", "size=5m") as mounted, closing(open_store(Places(mounted.folder))) as store:
        mounted.again("ro")
        with pytest.raises(BlockedError, match=r"may not be accessed|cannot be opened or written") as caught:
            WRITES[what](store, media)
        assert "writable" in caught.value.remedy
        assert not isinstance(caught.value, DiskFull)
