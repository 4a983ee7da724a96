"""Homes backed up and restored from outside: at work on SQLite, on PostgreSQL, and with a bucket."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import databases
import pytest
import reviewed
from homes import DAGSTER, new_home, run, run_job, said, started

from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.backup import Backup
from vidpipe_assets.operations.restore import Restore
from vidpipe_assets.operations.verify import Verification
from vidpipe_assets.storage.backup_folder import BackupFolder
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store
from vidpipe_assets.storage.tables import stage_times

VIDPIPE = str(Path(sys.executable).with_name("vidpipe"))
KEY = "2026-11-23_gadgets"


@pytest.mark.slow
@pytest.mark.nightly
def test_a_home_at_work_is_backed_up_and_goes_on_elsewhere(tmp_path: Path) -> None:
    home, other, kept = new_home(_folder(tmp_path / "home")), _folder(tmp_path / "other"), str(tmp_path / "backups")
    making = started([VIDPIPE, "make", KEY], home)
    backups = 0
    while making.poll() is None:
        done = run([VIDPIPE, "backup", kept], home)
        assert done.returncode == 0, said(done)
        backups += 1
    said_by_it, _ = making.communicate()
    assert making.returncode == 0, said_by_it
    assert backups > 1
    half = sorted((tmp_path / "backups" / "backups").glob("*.json"))[backups // 2].stem
    for at, place in ((half, other), ("", _folder(tmp_path / "third"))):
        if not at:
            assert run([VIDPIPE, "backup", kept], home).returncode == 0
        restored = run([VIDPIPE, "restore", kept, *(["--at", at] if at else [])], place)
        assert restored.returncode == 0, said(restored)
        verified = run([VIDPIPE, "verify", "--json"], place)
        assert verified.returncode == 0, said(verified)
    status = run([VIDPIPE, "status", KEY], tmp_path / "third")
    assert "7 of 7" in said(status) or "waits for your review" in said(status), said(status)
    dry = _foreseen(tmp_path / "third")
    assert "as they should be" in dry or "nothing" in dry, dry
    made = run([VIDPIPE, "make", KEY], other)  # from where that backup had come
    assert made.returncode == 0, said(made)
    again = run([VIDPIPE, "restore", kept], other)
    assert again.returncode == 1
    assert "already" in said(again)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _foreseen(home: Path) -> str:
    config = home / "dry.yaml"
    config.write_text("ops: {refresh: {config: {dry_run: true}}}\n")
    done = run_job(home, "refresh_videos", "-c", str(config))
    assert done.returncode == 0, said(done)
    return said(done)


@pytest.fixture
def second_postgres(postgres_server: str) -> Iterator[str]:
    with databases.new_database(postgres_server) as address:
        yield address


@pytest.mark.slow
def test_tables_of_a_server_come_back_with_their_numbers(
    tmp_path: Path, new_postgres: str, second_postgres: str
) -> None:
    home, other = _folder(tmp_path / "home"), _folder(tmp_path / "other")
    shutil.copytree(Path(__file__).parents[2] / "themes", home / "themes")
    kept = BackupFolder(tmp_path / "backups")
    with closing(open_store(Places(home, new_postgres))) as store:
        reviewed.finish(store, tmp_path / "shelf")
        odd = "a\ttab, a \\backslash, \nline, Größe, ½, 日本"
        store.orders.add([VideoKey.parse("2026-11-24_gadgets")], topic=odd, asked_by="test")
        with store.database.writing() as connection:
            for size in (1.5, 2.5):
                connection.execute(
                    stage_times.insert().values(stage="clips", theme="gadgets", host="h", size=size, seconds=1.0)
                )
            connection.execute(stage_times.delete().where(stage_times.c.size == 2.5))
        made = Backup(store, kept, {"vidpipe": new_postgres}).make()
    assert not [one for one in made.files if one.path.endswith("vidpipe.db")]
    with closing(open_store(Places(other, second_postgres))):
        pass
    task = Restore(Places(other, second_postgres), kept, kept.manifest(), {"vidpipe": second_postgres})
    task.require_possible()
    with closing(task.put_back()) as there:
        assert {order.topic for order in there.orders.open_orders()} == {"", odd}
        assert Verification(there, lambda _: ()).run() == []
        with there.database.writing() as connection:
            added = connection.execute(
                stage_times.insert().values(stage="clips", theme="gadgets", host="h", size=3.5, seconds=1.0)
            )
            assert added.inserted_primary_key == (3,)  # no number is given twice


@pytest.mark.slow
def test_a_bucket_s_contents_are_in_the_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from buckets import s3_server

    home, other = _folder(tmp_path / "home"), _folder(tmp_path / "other")
    kept = BackupFolder(tmp_path / "backups")
    with s3_server() as s3:
        for name, value in s3.environment.items():
            monkeypatch.setenv(name, value)
        with closing(open_store(Places(home, artifacts_url=s3.new_bucket("first")))) as store:
            reviewed.finish(store, tmp_path / "shelf")
            shutil.rmtree(store.places.artifacts)
            made = Backup(store, kept, {}).make()
            names = {one.name for one in store.artifacts.all()}
        assert {Path(one.path).name for one in made.files if one.artifact} == names
        task = Restore(Places(other, artifacts_url=s3.new_bucket("second")), kept, made, {})
        with closing(task.put_back()) as there:
            assert {one.name for one in there.artifacts.all()} == names


@pytest.mark.slow
def test_a_backup_inside_of_the_home_is_refused(tmp_path: Path) -> None:
    done = run([VIDPIPE, "backup", str(tmp_path / "backups")], new_home(tmp_path))
    assert done.returncode == 1
    assert "lies in the home that is to be copied" in said(done)
    assert json.loads(run([VIDPIPE, "verify", "--json"], tmp_path).stdout)["damages"] == []
    assert DAGSTER.exists()
