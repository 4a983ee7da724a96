"""What a person takes away: archives of what was approved, and thumbnails as small as they are shown."""

import io
import json
import shutil
import zipfile
from pathlib import Path

import httpx
import pytest
import reviewed
from PIL import Image
from web_server import Api

from vidpipe_assets.operations.decide import ApproveRequest, ReopenRequest, apply

KEY = reviewed.KEY


@pytest.fixture
def finished(api: Api, tmp_path: Path) -> Api:
    reviewed.finish(api.store, tmp_path / "shelf")
    return api


def names(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_what_was_approved_can_be_taken_away_as_an_archive(finished: Api) -> None:
    apply(finished.store, KEY, ApproveRequest(), who="ann")
    answer = finished.client.get(f"/approved/{KEY}.zip")
    assert answer.headers["content-disposition"] == f'attachment; filename="{KEY}.zip"'
    found = names(answer)
    assert {f"{KEY}/video.mp4", f"{KEY}/captions.srt", f"{KEY}/thumbnail.jpg", f"{KEY}/metadata.json"} <= set(found)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert json.loads(archive.read(f"{KEY}/metadata.json"))["who"] == "ann"
        film = finished.store.places.output / "approved" / KEY / "video.mp4"
        assert archive.read(f"{KEY}/video.mp4") == film.read_bytes()


def test_the_folder_is_made_again_if_somebody_removed_it(finished: Api) -> None:
    apply(finished.store, KEY, ApproveRequest(), who="ann")
    first = names(finished.client.get(f"/approved/{KEY}.zip"))
    shutil.rmtree(finished.store.places.output / "approved")
    assert names(finished.client.get(f"/approved/{KEY}.zip")) == first


def test_what_is_not_approved_or_no_longer_is_not_given(finished: Api) -> None:
    answer = finished.client.get(f"/approved/{KEY}.zip")
    assert (answer.status_code, answer.json()["detail"]) == (404, f"{KEY} is not approved")
    apply(finished.store, KEY, ApproveRequest(), who="ann")
    apply(finished.store, KEY, ReopenRequest(), who="ann")
    assert finished.client.get(f"/approved/{KEY}.zip").status_code == 404
    for path in ("/approved/..%2F..%2Fetc.zip", "/approved/2026-11-24_gadgets.zip", "/approved/no.zip"):
        assert finished.client.get(path).status_code == 404, path


def test_several_videos_are_one_archive_of_those_that_are_approved(finished: Api) -> None:
    finished.order("2026-11-24_gadgets")
    both = {"key": [KEY, "2026-11-24_gadgets", KEY]}
    assert finished.client.get("/approved.zip", params=both).status_code == 404
    apply(finished.store, KEY, ApproveRequest(), who="ann")
    found = names(finished.client.get("/approved.zip", params=both))
    assert {name.partition("/")[0] for name in found} == {KEY}
    assert len(found) == len(set(found))
    assert finished.client.get("/approved.zip").status_code == 422


@pytest.mark.parametrize("width", [96, 360])
def test_a_thumbnail_is_sent_as_small_as_it_is_shown(finished: Api, width: int) -> None:
    original = finished.store.places.output / "review" / KEY / "thumbnail.jpg"
    original.unlink()
    Image.new("RGB", (1080, 1920), "navy").save(original)
    answer = finished.client.get(f"/thumbnails/{KEY}/{width}.jpg?v=1")
    assert answer.headers["content-type"] == "image/jpeg"
    with Image.open(io.BytesIO(answer.content)) as small:
        assert small.size == (width, round(width * 16 / 9))
    original.unlink()
    Image.new("RGB", (1080, 1920), "white").save(original)
    assert finished.client.get(f"/thumbnails/{KEY}/{width}.jpg?v=2").content != answer.content


def test_there_is_no_thumbnail_of_another_size_of_no_video_or_of_no_picture(finished: Api) -> None:
    assert finished.client.get(f"/thumbnails/{KEY}/5000.jpg").status_code == 422
    finished.order("2026-11-24_gadgets")
    assert finished.client.get("/thumbnails/2026-11-24_gadgets/96.jpg").status_code == 404
    original = finished.store.places.output / "review" / KEY / "thumbnail.jpg"
    original.unlink()
    original.write_bytes(b"no picture")
    assert finished.client.get(f"/thumbnails/{KEY}/96.jpg").status_code == 404
