"""FAULTS 49: footage of one's own that is replaced under its name makes stale what it went into."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import dagster as dg
import pytest
import samples

from vidpipe_assets.io.files import file_sha256
from vidpipe_assets.model.media import ClipSet
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.orchestration.event_log import EventLog, LogEventType, observation_event
from vidpipe_assets.orchestration.lost_files import report_replaced_footage, was_lost
from vidpipe_assets.planning.fingerprints import Ingredients
from vidpipe_assets.planning.stage_records import VideoEvent, VideoEventKind, stage_records
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

KEY = samples.KEY


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(Places(tmp_path))) as opened:
        yield opened


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture
def footage(tmp_path: Path) -> Path:
    folder = tmp_path / "footage"
    (folder / "space").mkdir(parents=True)
    (folder / "space" / "mir-station.mp4").write_bytes(b"Mir in 1993")
    return folder


def kept_clips(store: Store, footage: Path, *, hashed: bool = True) -> str:
    """Save clips of which s4 is the user's own; returns their version."""
    name = "space/mir-station.mp4"
    own = {"footage_id": name, "file_sha256": file_sha256(footage / name) if hashed else ""}
    clips = [one.model_copy(update=own if one.scene == "s4" else {}) for one in samples.clip_set().clips]
    kept = ClipSet(clips=tuple(clips))
    store.documents.save(KEY, Stage.CLIPS, kept)
    return kept.data_version


def test_fault_49_replaced_footage_makes_its_clips_stale_and_says_which(
    store: Store, instance: dg.DagsterInstance, footage: Path
) -> None:
    version = kept_clips(store, footage)
    assert report_replaced_footage(instance, store, KEY, version, footage) == ()
    (footage / "space" / "mir-station.mp4").write_bytes(b"Mir in 1996")
    [told] = report_replaced_footage(instance, store, KEY, version, footage)
    assert told == f"{KEY}: footage was replaced: mir-station.mp4 (s4); clips is made again"
    assert was_lost(instance, Stage.CLIPS, KEY, version, 0)
    [(storage_id, entry)] = [*next(EventLog(instance).after(LogEventType.OBSERVED, 0)).items()]
    lost = observation_event(storage_id, entry)
    assert lost
    made_of = Ingredients(stage=Stage.CLIPS, code="1", theme={}, overrides={}, upstream={})
    content = {"version": version, "ingredients": made_of.model_dump(mode="json"), "failed_checks": []}
    made = VideoEvent(0, KEY, VideoEventKind.MADE, Stage.CLIPS, "run", 0, content)
    record = stage_records([made, lost])[Stage.CLIPS]
    assert (record.made, record.lost) == (None, "footage was replaced: mir-station.mp4 (s4)")


@pytest.mark.parametrize("change", ["gone", "touched", "another", "unknown"])
def test_fault_49_what_went_into_no_clip_changes_nothing(
    store: Store, instance: dg.DagsterInstance, footage: Path, change: str
) -> None:
    version = kept_clips(store, footage, hashed=change != "unknown")
    file = footage / "space" / "mir-station.mp4"
    match change:
        case "gone":  # the clip that was made of it is there
            file.unlink()
        case "touched":
            file.write_bytes(file.read_bytes())
        case "another":
            (footage / "mir.mp4").write_bytes(b"another one")
        case _:  # of an older version, of which nobody knows the file
            file.write_bytes(b"Mir in 1996")
    assert report_replaced_footage(instance, store, KEY, version, footage) == ()
