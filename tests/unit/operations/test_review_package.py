"""The package on disk: whole or not at all, inside its folder, with the bytes that it names."""

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
import samples

from vidpipe_assets.model.errors import BadInput, BlockedError
from vidpipe_assets.operations import review_package as package_module
from vidpipe_assets.operations.review_package import PackageContents, assemble

MEDIA = {"video.mp4", "thumbnail.jpg", "contact-sheet.jpg", "captions.srt", "captions.ass"}


@pytest.fixture
def shelf(tmp_path: Path) -> samples.Shelf:
    return samples.Shelf(tmp_path / "artifacts")


@pytest.fixture
def contents(shelf: samples.Shelf) -> PackageContents:
    return samples.contents(shelf)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_it_holds_the_media_the_page_and_the_review(tmp_path: Path, contents: PackageContents) -> None:
    package = assemble(tmp_path / "review", contents)
    folder = tmp_path / "review" / samples.KEY
    assert names(folder) == {*MEDIA, "review.json", "index.html"}
    assert names(tmp_path / "review") == {samples.KEY}
    assert set(package.files) == MEDIA


def test_every_file_that_the_review_lists_has_the_hash_and_the_size_that_it_says(
    tmp_path: Path, contents: PackageContents
) -> None:
    chart = tmp_path / "drawn.png"
    chart.write_bytes(b"a chart")
    assemble(tmp_path / "review", replace(contents, charts={"trends.png": chart}))
    folder = tmp_path / "review" / samples.KEY
    listed = json.loads((folder / "review.json").read_text(encoding="utf-8"))["files"]
    assert {file["name"] for file in listed} == {*MEDIA, "trends.png"}
    for file in listed:
        content = (folder / file["name"]).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file["sha256"], file["size"])


def test_media_are_linked_and_take_no_space_twice(
    tmp_path: Path, shelf: samples.Shelf, contents: PackageContents
) -> None:
    assemble(tmp_path / "review", contents)
    video = tmp_path / "review" / samples.KEY / "video.mp4"
    assert video.samefile(shelf.path(contents.composed.video))


def test_media_are_copied_where_the_file_system_cannot_link(
    tmp_path: Path, shelf: samples.Shelf, contents: PackageContents, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **more: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    assemble(tmp_path / "review", contents)
    video = tmp_path / "review" / samples.KEY / "video.mp4"
    assert not video.samefile(shelf.path(contents.composed.video))
    assert video.read_bytes() == samples.fake_media("video.mp4")[0]
    assert names(video.parent) == {*MEDIA, "review.json", "index.html"}


def test_made_again_from_the_same_documents_it_is_the_same_to_the_byte(
    tmp_path: Path, contents: PackageContents
) -> None:
    for folder in ("one", "two"):
        assemble(tmp_path / folder, contents)
    for name in ("review.json", "index.html"):
        one, two = (tmp_path / folder / samples.KEY / name for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_a_damaged_file_is_refused_and_the_package_before_stays(
    tmp_path: Path, shelf: samples.Shelf, contents: PackageContents
) -> None:
    assemble(tmp_path / "review", contents)
    before = (tmp_path / "review" / samples.KEY / "review.json").read_bytes()
    damaged = shelf.path(contents.composed.thumbnail)
    damaged.unlink()
    damaged.write_bytes(b"something else")
    with pytest.raises(BlockedError, match="damaged") as raised:
        assemble(tmp_path / "review", contents)
    assert str(damaged) in str(raised.value)
    assert "composed_video" in raised.value.remedy
    assert (tmp_path / "review" / samples.KEY / "review.json").read_bytes() == before
    assert names(tmp_path / "review") == {samples.KEY}


def test_a_missing_file_is_named_and_nothing_is_left(
    tmp_path: Path, shelf: samples.Shelf, contents: PackageContents
) -> None:
    missing = shelf.path(contents.composed.captions_srt)
    missing.unlink()
    with pytest.raises(BlockedError, match=missing.name):
        assemble(tmp_path / "review", contents)
    assert names(tmp_path / "review") == set()


def test_fault_22_a_full_disk_while_writing_leaves_the_package_before(
    tmp_path: Path, contents: PackageContents, monkeypatch: pytest.MonkeyPatch
) -> None:
    assemble(tmp_path / "review", contents)

    def full(path: Path, content: bytes) -> None:
        raise BlockedError(f"the disk is full: {path}")

    monkeypatch.setattr(package_module, "write_atomically", full)
    with pytest.raises(BlockedError, match="disk is full"):
        assemble(tmp_path / "review", replace(contents, theme="another"))
    folder = tmp_path / "review" / samples.KEY
    assert json.loads((folder / "review.json").read_text(encoding="utf-8"))["theme"] == "gadgets"
    assert names(tmp_path / "review") == {samples.KEY}


@pytest.mark.parametrize(
    "key",
    [
        "../escape",
        "2026-11-23_../x",
        "/etc/passwd",
        "2026-11-23_gadgets/../../x",
        "2026-11-23_a\x00b",
        "CON",
        "x" * 300,
        "",
    ],
)
def test_fault_26_a_key_that_is_none_writes_nothing(tmp_path: Path, contents: PackageContents, key: str) -> None:
    folder = tmp_path / "output" / "review"
    with pytest.raises(BadInput):
        assemble(folder, replace(contents, video_key=key))
    assert names(tmp_path) == {"artifacts"}


def test_fault_26_a_link_that_leads_out_is_not_followed(tmp_path: Path, contents: PackageContents) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").touch()
    (tmp_path / "review").mkdir()
    (tmp_path / "review" / samples.KEY).symlink_to(elsewhere)
    with pytest.raises(BadInput, match="leads out"):
        assemble(tmp_path / "review", contents)
    assert names(elsewhere) == {"precious"}


@pytest.mark.parametrize("name", ["../trends.png", "a/b.png", ".hidden.png", "video.mp4", "review.json", "index.html"])
def test_fault_26_a_chart_cannot_leave_the_package_or_replace_its_files(
    tmp_path: Path, contents: PackageContents, name: str
) -> None:
    chart = tmp_path / "drawn.png"
    chart.write_bytes(b"a chart")
    with pytest.raises(BadInput):
        assemble(tmp_path / "review", replace(contents, charts={name: chart}))
    assert names(tmp_path / "review") == set()
