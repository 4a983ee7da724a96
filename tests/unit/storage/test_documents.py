"""Documents: one file a version, never overwritten, clear when lost."""

import os
from pathlib import Path

import pytest

from vidpipe_assets.model.errors import BadInput, BlockedError
from vidpipe_assets.model.values import Document, Varying
from vidpipe_assets.storage.documents import Documents

VIDEO = "2026-11-23_gadgets"


class Note(Document):
    """A small document."""

    text: str
    cost: Varying[float] = 0.0


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    return Documents(tmp_path / "documents")


def test_what_was_saved_is_loaded(documents: Documents) -> None:
    note = Note(text="Grüße, 世界 🎮", cost=1.5)
    path = documents.save(VIDEO, "scripts", note)
    assert path == documents.folder / VIDEO / "scripts" / f"{note.data_version}.json"
    assert documents.load(VIDEO, "scripts", note.data_version, Note) == note


def test_an_equal_document_never_overwrites_the_first(documents: Documents) -> None:
    first, second = Note(text="a", cost=1.0), Note(text="a", cost=2.0)
    assert documents.save(VIDEO, "scripts", first) == documents.save(VIDEO, "scripts", second)
    assert documents.load(VIDEO, "scripts", first.data_version, Note) == first


@pytest.mark.parametrize("content", [b"", b'{"text": "a', b"{}", b'{"text": "a", "more": 1}', b"\xff\xfe"])
def test_fault_38_a_damaged_document_is_told_and_healed_by_its_stage(documents: Documents, content: bytes) -> None:
    note = Note(text="a")
    path = documents.save(VIDEO, "scripts", note)
    path.write_bytes(content)
    with pytest.raises(BlockedError, match=f"{path} cannot be read") as caught:
        documents.load(VIDEO, "scripts", note.data_version, Note)
    assert f"materialize scripts of {VIDEO} again" in caught.value.remedy
    documents.save(VIDEO, "scripts", note)
    assert documents.load(VIDEO, "scripts", note.data_version, Note) == note


def test_a_missing_document_is_told_with_its_stage(documents: Documents) -> None:
    documents.folder.mkdir()
    with pytest.raises(BlockedError, match="is missing") as caught:
        documents.load(VIDEO, "clips", "0" * 20, Note)
    assert "materialize clips" in caught.value.remedy


@pytest.mark.parametrize("video", ["../../x", "/etc", "a\0b", ""])
def test_fault_26_no_name_leads_out_of_the_folder(documents: Documents, video: str) -> None:
    with pytest.raises(BadInput):
        documents.save(video, "scripts", Note(text="a"))
    assert not documents.folder.exists()


def test_the_versions_of_a_video_come_by_stage_and_age(documents: Documents) -> None:
    for age, text in ((30, "b"), (20, "a"), (10, "c")):
        os.utime(documents.save(VIDEO, "scripts", Note(text=text)), (1_000_000 - age, 1_000_000 - age))
    documents.save(VIDEO, "clips", Note(text="d"))
    found = documents.versions(VIDEO)
    assert found["scripts"] == tuple(Note(text=text).data_version for text in "bac")
    assert list(found) == ["clips", "scripts"]
    assert documents.versions("2026-11-24_gadgets") == {}
