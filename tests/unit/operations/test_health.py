"""What the disk has to say for itself."""

import datetime as dt
import time
from pathlib import Path

import pytest

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.progress import SENSOR
from vidpipe_assets.operations.health import health_checks
from vidpipe_assets.orchestration.event_reader import Heartbeat
from vidpipe_assets.storage.disk_use import DiskUse
from vidpipe_assets.storage.life_signs import LifeSigns
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store


def no_heartbeats() -> tuple[tuple[()], None]:
    return (), None


@pytest.mark.parametrize(("gigabytes", "is_well"), [(0.9, True), (1.1, False)])
def test_beyond_the_quota_the_disk_is_not_well(tmp_path: Path, gigabytes: float, is_well: bool) -> None:
    places = Places(tmp_path, disk_quota_gb=1)
    places.state.mkdir()
    used = DiskUse(kinds={"artifacts": int(gigabytes * 1e9)}, measured_at=time.time(), took_s=0)
    (places.state / "disk-use.json").write_text(used.model_dump_json())
    disk = next(one for one in health_checks(places, None, no_heartbeats) if one.name == "disk")
    assert disk.is_well is is_well
    assert f"{gigabytes} of 1 GB of the quota are used" in disk.detail


def test_without_a_measurement_only_what_is_free_is_told(tmp_path: Path) -> None:
    disk = next(
        one for one in health_checks(Places(tmp_path, disk_quota_gb=1), None, no_heartbeats) if one.name == "disk"
    )
    assert disk.is_well
    assert "quota" not in disk.detail


def test_fault_56_when_the_sensor_has_stopped_health_says_how_to_start_the_daemon(tmp_path: Path) -> None:
    beats = (), Heartbeat("refresh_videos_sensor", 1000)
    sensor = next(one for one in health_checks(Places(tmp_path), None, lambda: beats) if one.name == "sensor")
    assert not sensor.is_well
    assert "nobody is at work: vidpipe dev starts the daemon" in sensor.detail


@pytest.mark.parametrize(("age_s", "is_well"), [(24, True), (29, False), (3600, False)])
def test_fault_56_health_misses_the_sensor_within_half_a_minute(store: Store, age_s: float, is_well: bool) -> None:
    seen = now_utc() - dt.timedelta(seconds=age_s)
    LifeSigns(store.database, now=lambda: seen).give(SENSOR)
    beats = (Heartbeat("SENSOR", 20),), Heartbeat(SENSOR, age_s)
    sensor = next(one for one in health_checks(store.places, store, lambda: beats) if one.name == "sensor")
    assert sensor.is_well is is_well
    assert is_well or "nobody is at work" in sensor.detail


def test_fault_56_a_sensor_that_is_switched_off_while_the_daemon_lives_is_told_apart(store: Store) -> None:
    beats = (Heartbeat("SENSOR", 20),), Heartbeat(SENSOR, 3600)
    sensor = next(one for one in health_checks(store.places, store, lambda: beats) if one.name == "sensor")
    assert "turn refresh_videos_sensor on" in sensor.detail
