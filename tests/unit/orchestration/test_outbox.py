"""Orders are known to Dagster at once where its instance can be reached, and are kept where it cannot."""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import dagster as dg
import pytest

from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration import outbox
from vidpipe_assets.orchestration.partitions import VIDEOS_NAME
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

KEY = VideoKey.parse("2026-11-23_gadgets")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    return Places(home=tmp_path)


@pytest.fixture
def store(places: Places) -> Iterator[Store]:
    with closing(open_store(places)) as opened:
        opened.orders.add([KEY], asked_by="test")
        yield opened


def test_a_partition_is_there_at_once(places: Places, store: Store) -> None:
    (places.home / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    assert outbox.place_at_once(places, store, [KEY]) == ""
    assert outbox.place_at_once(places, store, [KEY]) == ""
    with dg.DagsterInstance.get() as instance:
        assert instance.get_dynamic_partitions(VIDEOS_NAME) == [str(KEY)]
    assert store.placed.keys() == {str(KEY)}


def test_without_an_instance_the_order_is_kept(places: Places, store: Store) -> None:
    assert not outbox.place_at_once(places, store, [KEY])
    assert not (places.home / "history").exists()
    assert store.placed.keys() == set()


def test_an_instance_of_another_home_is_left_alone(
    places: Places, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (places.home / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "elsewhere"))
    assert not outbox.place_at_once(places, store, [KEY])
    assert store.placed.keys() == set()


@pytest.mark.parametrize("broken", ["storage: 7\n", "storage: {sqlite: {base_dir: /dev/null/x}}\n"])
def test_an_instance_that_cannot_be_opened_loses_no_order(places: Places, store: Store, broken: str) -> None:
    (places.home / "dagster.yaml").write_text(broken)
    why = outbox.place_at_once(places, store, [KEY])
    assert why
    assert "the next refresh tells it" in outbox.not_placed(why)
    assert store.orders.get(KEY)
    assert "dagster" in sys.modules
