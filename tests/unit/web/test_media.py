"""The files of a review package: in parts, and no others."""

import json
from pathlib import Path

import pytest
from web_server import Api

KEY = "2026-11-23_gadgets"


@pytest.fixture
def package(api: Api) -> Path:
    folder = api.store.places.output / "review" / KEY
    folder.mkdir(parents=True)
    (folder / "video.mp4").write_bytes(bytes(range(256)) * 10)
    (folder / "captions.srt").write_text("1\n00:00:01,500 --> 00:00:02,000\nHello, 1,000 --> 2\n\n")
    (folder / "index.html").write_text("<script>")
    (folder / "secret.key").write_text("x")
    (folder.parent.parent / "outside.json").write_text("{}")
    api.order(KEY)
    return folder


@pytest.mark.usefixtures("package")
def test_a_player_may_seek(api: Api) -> None:
    whole = api.client.get(f"/media/{KEY}/video.mp4")
    assert (whole.headers["content-type"], whole.headers["accept-ranges"]) == ("video/mp4", "bytes")
    part = api.client.get(f"/media/{KEY}/video.mp4", headers={"Range": "bytes=256-259"})
    assert (part.status_code, part.content) == (206, bytes(range(4)))
    assert part.headers["content-range"] == "bytes 256-259/2560"
    head = api.client.head(f"/media/{KEY}/video.mp4")
    assert (head.status_code, head.headers["content-length"], head.content) == (200, "2560", b"")
    last = api.client.get(f"/media/{KEY}/video.mp4", headers={"Range": "bytes=-2"})
    assert last.content == b"\xfe\xff"
    assert api.client.get(f"/media/{KEY}/video.mp4", headers={"Range": "bytes=9999-"}).status_code == 416


@pytest.mark.usefixtures("package")
def test_captions_are_given_as_browsers_read_them(api: Api) -> None:
    answer = api.client.get(f"/media/{KEY}/captions.vtt")
    assert answer.headers["content-type"].startswith("text/vtt")
    assert answer.text == "WEBVTT\n\n1\n00:00:01.500 --> 00:00:02.000\nHello, 1,000 --> 2\n\n"


@pytest.mark.parametrize(
    "path",
    [
        f"{KEY}/..%2f..%2foutside.json",
        f"{KEY}/%2e%2e%2f%2e%2e%2foutside.json",
        f"{KEY}/link.json",
        f"{KEY}/secret.key",
        f"{KEY}/index.html",
        f"{KEY}/missing.mp4",
        f"{KEY}/.hidden.json",
        f"{KEY}/video.mp4%00.json",
        f"{KEY}/" + "x" * 115 + ".json",
        f"{KEY}/folder.json",
        "..%2freview/video.mp4",
        "2026-11-24_gadgets/video.mp4",
        "..%5c..%5cetc/passwd.json",
    ],
)
def test_fault_26_no_other_file_is_given(api: Api, package: Path, path: str) -> None:
    (package / "link.json").symlink_to(package.parent.parent / "outside.json")
    (package / "folder.json").mkdir()
    answer = api.client.get(f"/media/{path}")
    assert answer.status_code in {404, 422}
    assert json.loads(answer.text)["status"] == answer.status_code
