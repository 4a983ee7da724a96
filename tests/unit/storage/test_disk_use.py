"""How much of the disk is used, by kind; measured seldom."""

import os
import shutil
import time
from pathlib import Path

import pytest

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.storage import disk_use
from vidpipe_assets.storage.disk_use import (
    BELIEVED_S,
    DiskUse,
    forget_measured,
    is_beyond_quota,
    last_measured,
    measure,
    refuse_beyond_quota,
)
from vidpipe_assets.storage.places import Places

BIG = 1_000_000


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path, disk_quota_gb=1)


def write(path: Path, size: int = BIG) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    return path


def measured(places: Places, total: int, *, ago_s: float = 0, took_s: float = 0) -> None:
    """As if it had been measured so."""
    found = DiskUse(kinds={"artifacts": total}, measured_at=time.time() - ago_s, took_s=took_s)
    places.state.mkdir(exist_ok=True)
    (places.state / "disk-use.json").write_text(found.model_dump_json())


def test_each_kind_is_counted_by_itself(places: Places) -> None:
    state, output = places.state, places.output
    for path in (
        places.artifacts / "ab" / "x.mp4",
        places.documents / "v" / "clips" / "1.json",
        output / "review" / "v" / "page.html",
        output / "approved" / "v" / "video.mp4",
        output / "rejected" / "v" / "video.mp4",
        state / "dagster" / "history" / "runs.db",
        state / "dagster" / "storage" / "run" / "out",
        places.scratch / "work" / "half",
        state / "vidpipe.db",
        output / "mine.txt",
    ):
        write(path)
    used = measure(places)
    assert len(used.kinds) == 10
    assert all(BIG <= number < BIG + 100_000 for number in used.kinds.values())
    assert last_measured(places) == used


def test_what_packages_share_with_the_artifacts_counts_once(places: Places) -> None:
    film = write(places.artifacts / "ab" / "x.mp4")
    (places.output / "review").mkdir(parents=True)
    os.link(film, places.output / "review" / "video.mp4")
    used = measure(places)
    assert used.kinds["output/review"] == 0
    assert used.total < 2 * BIG


def test_a_disk_of_this_machine_alone_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    places = Places(tmp_path / "home", artifacts_folder=tmp_path / "cache")
    write(places.artifacts / "ab" / "x.mp4")
    assert measure(places).total == 0


def test_no_more_than_the_quota_may_be_used(places: Places) -> None:
    measured(places, 10**9)
    refuse_beyond_quota(places)
    measured(places, 10**9 + 1)
    with pytest.raises(BlockedError, match=r"uses 1\.0 GB, and may use 1 GB") as caught:
        refuse_beyond_quota(places)
    assert "vidpipe gc --delete" in caught.value.remedy
    assert caught.value.facts == {"waits_for": "quota"}


def test_without_a_quota_nobody_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_use, "measure", lambda _: pytest.fail("it looked"))
    refuse_beyond_quota(Places(tmp_path))


def test_what_was_measured_is_believed_for_a_while_and_longer_where_it_took_long(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Places] = []
    small = DiskUse(kinds={}, measured_at=0, took_s=0)
    monkeypatch.setattr(disk_use, "measure", lambda where: (looked.append(where), small)[1])
    measured(places, 2 * 10**9, ago_s=BELIEVED_S - 60)
    assert is_beyond_quota(places)
    measured(places, 2 * 10**9, ago_s=BELIEVED_S + 60, took_s=60)
    assert is_beyond_quota(places)
    assert looked == []
    measured(places, 2 * 10**9, ago_s=BELIEVED_S + 60)
    assert not is_beyond_quota(places)
    measured(places, 2 * 10**9, ago_s=-60)  # by a clock that was put right since
    assert not is_beyond_quota(places)
    forget_measured(places)
    assert not is_beyond_quota(places)
    assert len(looked) == 3


def test_a_damaged_note_is_measured_again(places: Places) -> None:
    measured(places, 2 * 10**9)
    (places.state / "disk-use.json").write_text("{")
    assert last_measured(places) is None
    assert not is_beyond_quota(places)
    assert last_measured(places) is not None


def test_a_full_disk_can_be_measured(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    write(places.artifacts / "ab" / "x.mp4")

    def full(path: Path, content: bytes) -> None:
        raise BlockedError("full")

    monkeypatch.setattr(disk_use, "write_atomically", full)
    assert measure(places).total >= BIG
    shutil.rmtree(places.state)
    assert measure(places).total == 0
