"""A person's word over HTTP: about what was seen, by who it is, once."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from found import clips_with_pictures
from samples import Shelf, clip_set, contents
from web_server import MANY, SLOW_S, Api, serving

from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.errors import DiskFull
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.export import export_new
from vidpipe_assets.operations.review_package import assemble
from vidpipe_assets.storage.store import Store

KEY = "2026-11-23_gadgets"
TOKENS = {"ann": "ann's token is long", "bob": "bob's token is long"}


@pytest.fixture
def reviewed(store: Store, tmp_path: Path) -> Iterator[Api]:
    """A finished video, and two people who may decide."""
    store.orders.add([VideoKey.parse(KEY)], asked_by="test")
    store.documents.save(KEY, Stage.CLIPS, clip_set())
    _package(store, tmp_path)
    with serving(store, replace(MANY, tokens=TOKENS)) as running:
        yield running


def _package(store: Store, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    made = contents(shelf)
    package = assemble(store.places.output / "review", made)
    store.documents.save(KEY, Stage.REVIEW, package)
    for artifact in package.files.values():
        target = store.artifacts.folder / artifact.name
        if not target.exists():
            store.artifacts.add(made.artifact_path(artifact))


def version(api: Api) -> str:
    return api.store.documents.versions(KEY)[Stage.REVIEW][-1]


def say(api: Api, what: str, who: str = "ann", **body: object) -> httpx.Response:
    headers = {"Authorization": f"Bearer {TOKENS[who]}"}
    return httpx.post(f"{api.url}/api/jobs/{KEY}/{what}", json=body, headers=headers, timeout=SLOW_S)


def test_an_approved_video_lies_ready_to_upload(reviewed: Api) -> None:
    answer = say(reviewed, "approve", version=version(reviewed), reason="good")
    assert answer.status_code == 200, answer.text
    assert (answer.json()["state"], answer.json()["status"]) == ("approved", "completed")
    folder = reviewed.store.places.output / "approved" / KEY
    assert {"video.mp4", "captions.srt", "thumbnail.jpg", "metadata.json"} <= {file.name for file in folder.iterdir()}
    told = json.loads((folder / "metadata.json").read_text())
    assert (told["who"], told["reason"], told["version"]) == ("ann", "good", version(reviewed))
    assert told["title"]


def test_fault_29_a_video_cannot_be_approved_twice(reviewed: Api) -> None:
    seen = version(reviewed)
    assert say(reviewed, "approve", version=seen).status_code == 200
    assert say(reviewed, "approve", version=seen).status_code == 409
    assert say(reviewed, "reject", final=True).status_code == 409
    assert [one.word for one in reviewed.store.decisions.of(KEY)] == [Word.APPROVED]


def test_fault_29_of_two_reviewers_at_once_one_wins_and_the_other_is_told(reviewed: Api) -> None:
    seen = version(reviewed)

    def decide(number: int) -> int:
        who, what = (("ann", {"version": seen}), ("bob", {"final": True}))[number % 2]
        return say(reviewed, "approve" if number % 2 == 0 else "reject", who, **what).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(decide, range(8)))
    assert sorted(answers) == [200] + [409] * 7
    [said] = reviewed.store.decisions.of(KEY)
    order = reviewed.store.orders.get(VideoKey.parse(KEY))
    assert order is not None
    assert (said.word, said.who, order.state) in {
        (Word.APPROVED, "ann", "approved"),
        (Word.REFUSED, "bob", "rejected"),
    }


def test_fault_29_another_version_than_the_one_seen_is_not_approved(reviewed: Api) -> None:
    answer = say(reviewed, "approve", version="0" * 20)
    assert answer.status_code == 409
    assert "made again since" in answer.json()["detail"]
    assert reviewed.store.decisions.of(KEY) == ()


def test_fault_29_a_package_that_was_changed_is_not_approved(reviewed: Api) -> None:
    video = reviewed.store.places.output / "review" / KEY / "video.mp4"
    content = video.read_bytes()
    video.unlink()
    video.write_bytes(content + b"!")
    assert say(reviewed, "approve", version=version(reviewed)).status_code == 409
    assert reviewed.store.decisions.of(KEY) == ()
    assert not (reviewed.store.places.output / "approved").exists()


def test_fault_29_nobody_decides_in_anothers_name_or_in_none(reviewed: Api) -> None:
    seen = version(reviewed)
    assert say(reviewed, "approve", version=seen, who="bob").status_code == 200
    assert [one.who for one in reviewed.store.decisions.of(KEY)] == ["bob"]
    forged = {"version": seen, "who": "ann", "reviewer": "ann"}
    headers = {"Authorization": f"Bearer {TOKENS['bob']}"}
    url = f"{reviewed.url}/api/jobs/{KEY}/approve"
    assert httpx.post(url, json=forged, headers=headers, timeout=SLOW_S).status_code == 422
    assert httpx.post(url, json={"version": seen}, timeout=SLOW_S).status_code == 401
    elsewhere = headers | {"Origin": "http://evil"}
    assert httpx.post(url, json={"version": seen}, headers=elsewhere, timeout=SLOW_S).status_code == 403


def test_a_rejection_for_good_puts_the_video_away_and_reopening_takes_it_back(reviewed: Api) -> None:
    from vidpipe_assets.operations.decide import ReopenRequest, apply
    from vidpipe_assets.operations.export import export

    assert say(reviewed, "reject", final=True, reason="dull").json()["error_message"] == "rejected: dull"
    folder = reviewed.store.places.output / "rejected" / KEY
    assert json.loads((folder / "metadata.json").read_text())["reason"] == "dull"
    export(reviewed.store, apply(reviewed.store, KEY, ReopenRequest(), who="ann"))
    assert not folder.exists()


def test_a_decision_stands_though_the_disk_is_full_and_its_folder_is_made_later(
    reviewed: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> None:
        raise DiskFull("the disk is full")

    with monkeypatch.context() as while_full:
        while_full.setattr("vidpipe_assets.operations.export.link_or_copy", full)
        answer = say(reviewed, "approve", version=version(reviewed))
        told = answer.json()["extra_data"]["export_error"]
        assert answer.status_code == 200
        assert told.startswith("the decision is recorded, but its folder is not ready: the disk is full. As soon as")
        again = reviewed.client.get(f"/api/jobs/{KEY}").json()
        assert again["status"] == "completed" and "is not ready yet" in again["extra_data"]["export_error"]
        page = reviewed.client.get(f"/videos/{KEY}").text
        assert "is not ready yet" in page and "Ready to upload" not in page and "Download .zip" not in page
        [said] = export_new(reviewed.store)
        assert said.startswith(f"{KEY}: the decision is recorded, but its folder is not ready: the disk is full")
    assert export_new(reviewed.store) == []
    assert "export_error" not in reviewed.client.get(f"/api/jobs/{KEY}").json()["extra_data"]
    assert (reviewed.store.places.output / "approved" / KEY / "video.mp4").is_file()
    assert "Ready to upload" in reviewed.client.get(f"/videos/{KEY}").text
    before = (reviewed.store.places.output / "approved" / KEY).stat().st_ino
    assert export_new(reviewed.store) == []
    assert (reviewed.store.places.output / "approved" / KEY).stat().st_ino == before


def test_a_rejected_stage_is_another_take_with_its_reason(reviewed: Api) -> None:
    job = say(reviewed, "reject", stage="voiceover", reason="too fast").json()
    assert [(one["word"], one["stage"], one["reason"], one["who"]) for one in job["decisions"]] == [
        ("rejected", "voiceover", "too fast", "ann")
    ]
    assert say(reviewed, "reject", stage="clips", scenes=["s3"]).status_code == 200
    assert say(reviewed, "reject", stage="clips", scenes=["s99"]).status_code == 422
    assert say(reviewed, "reject").status_code == 422
    assert say(reviewed, "reject", stage="clips", final=True).status_code == 422


def test_a_retry_is_of_all_stages_of_one_or_afresh(reviewed: Api) -> None:
    assert say(reviewed, "retry").status_code == 200
    assert say(reviewed, "retry", from_stage="clips").status_code == 200
    assert say(reviewed, "retry", from_stage="clips", afresh=True).status_code == 200
    assert say(reviewed, "retry", afresh=True).status_code == 422
    assert say(reviewed, "retry", from_stage="dinner").status_code == 422
    said = [(one.word, one.stage, one.take) for one in reviewed.store.decisions.of(KEY)]
    assert said == [(Word.RETRY, None, 1), (Word.RETRY, Stage.CLIPS, 1), (Word.AFRESH, Stage.CLIPS, 2)]


def test_what_is_cancelled_can_no_longer_be_decided_on(reviewed: Api) -> None:
    assert say(reviewed, "cancel", reason="enough").json()["state"] == "cancelled"
    for what, body in (("retry", {}), ("cancel", {}), ("approve", {"version": version(reviewed)})):
        assert say(reviewed, what, **body).status_code == 409


def test_what_is_closed_can_be_opened_again(reviewed: Api) -> None:
    assert say(reviewed, "reopen").status_code == 409
    say(reviewed, "cancel")
    answer = say(reviewed, "reopen", reason="after all")
    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] != "cancelled"
    assert [one.word for one in reviewed.store.decisions.of(KEY)] == [Word.CANCELLED, Word.REOPENED]


@pytest.mark.parametrize("what", ["retry", "cancel", "approve", "reject", "reopen"])
def test_fault_26_a_name_that_is_no_video_leads_nowhere(reviewed: Api, what: str) -> None:
    headers = {"Authorization": f"Bearer {TOKENS['ann']}"}
    for name in ("..%2F..%2Fetc", "%2e%2e", "2026-11-24_gadgets", "a%00b", "x" * 80):
        body = {"version": "0" * 20} if what == "approve" else {"final": True} if what == "reject" else {}
        answer = httpx.post(f"{reviewed.url}/api/jobs/{name}/{what}", json=body, headers=headers, timeout=SLOW_S)
        assert answer.status_code == 404, name


@pytest.mark.parametrize("afresh", [1, "yes", 1.0])
def test_only_true_pays_again(reviewed: Api, afresh: object) -> None:
    asked = {"from_stage": "scripts", "afresh": afresh}
    assert reviewed.client.post(f"/api/jobs/{KEY}/retry", json=asked).status_code == 422


def test_an_approval_is_taken_back_and_given_again(reviewed: Api) -> None:
    seen = version(reviewed)
    assert say(reviewed, "reopen").status_code == 409  # it is open
    assert say(reviewed, "approve", version=seen).json()["state"] == "approved"
    folder = reviewed.store.places.output / "approved" / KEY
    assert folder.is_dir()
    answer = say(reviewed, "reopen", who="bob", reason="too soon")
    assert (answer.status_code, answer.json()["extra_data"]["order_state"]) == (200, "open")
    assert not folder.exists()
    assert say(reviewed, "approve", version=seen).status_code == 200
    said = [(one.word, one.who, one.reason) for one in reviewed.store.decisions.of(KEY)]
    assert said == [(Word.APPROVED, "ann", ""), (Word.REOPENED, "bob", "too soon"), (Word.APPROVED, "ann", "")]


def test_a_rejection_may_name_the_found_picture_that_is_wanted(reviewed: Api) -> None:
    reviewed.store.documents.save(KEY, Stage.CLIPS, clips_with_pictures())
    unknown = say(reviewed, "reject", stage="clips", scenes=["s2"], pictures={"s2": "File:Z.jpg"})
    assert unknown.status_code == 409
    assert "not among the pictures that were found for s2" in unknown.json()["detail"]
    answer = say(reviewed, "reject", stage="clips", scenes=["s2"], pictures={"s2": "File:B.jpg"})
    assert answer.status_code == 200, answer.text
    [said] = answer.json()["decisions"]
    assert (said["word"], said["scenes"], said["pictures"]) == ("rejected", ["s2"], {"s2": "File:B.jpg"})
    final = say(reviewed, "reject", final=True, pictures={"s2": "File:B.jpg"})
    assert final.status_code == 422
