"""The outermost boxes of MP4 files, written byte by byte."""

from pathlib import Path

import pytest

from vidpipe_assets.render.video.probe import has_faststart, missing_bytes, top_level_boxes


def box(kind: bytes, content: int = 8) -> bytes:
    return (8 + content).to_bytes(4, "big") + kind + bytes(content)


def large_box(kind: bytes, content: int = 8) -> bytes:
    return (1).to_bytes(4, "big") + kind + (16 + content).to_bytes(8, "big") + bytes(content)


def file(folder: Path, data: bytes) -> Path:
    path = folder / "video.mp4"
    path.write_bytes(data)
    return path


def test_the_index_in_front_of_the_media_is_faststart(tmp_path: Path):
    assert has_faststart(file(tmp_path, box(b"ftyp") + box(b"moov") + box(b"mdat")))
    assert not has_faststart(file(tmp_path, box(b"ftyp") + box(b"mdat") + box(b"moov")))
    assert not has_faststart(file(tmp_path, box(b"ftyp") + box(b"mdat")))
    assert not has_faststart(file(tmp_path, b""))


def test_long_boxes_and_a_box_up_to_the_end_are_measured(tmp_path: Path):
    to_the_end = (0).to_bytes(4, "big") + b"mdat" + bytes(20)
    boxes = top_level_boxes(file(tmp_path, large_box(b"moov") + to_the_end))
    assert [(one.kind, one.start, one.end) for one in boxes] == [("moov", 0, 24), ("mdat", 24, 52)]


def test_fault_20_missing_bytes_are_counted(tmp_path: Path):
    whole = box(b"ftyp") + box(b"moov") + box(b"mdat", 100)
    assert missing_bytes(file(tmp_path, whole)) == 0
    assert missing_bytes(file(tmp_path, whole[:-30])) == 30


@pytest.mark.parametrize("data", [bytes(64), b"\xff" * 64, (7).to_bytes(4, "big") + b"mdat" + bytes(8), b"abc"])
def test_fault_20_nonsense_ends_the_reading(tmp_path: Path, data: bytes):
    path = file(tmp_path, data)
    assert len(top_level_boxes(path)) <= 1
    assert not has_faststart(path)
