"""A video of which nearly nothing is left is shown with what is left, and nothing breaks."""

import datetime as dt
import json
from pathlib import Path

import pytest
import reviewed
import samples
from old_home import OldHome, age
from web_server import Api

from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.decide import ReopenRequest, apply
from vidpipe_assets.operations.export import export
from vidpipe_assets.storage.event_cache import FactRow

KEY = reviewed.KEY
LONG = 200


@pytest.fixture
def home(api: Api, tmp_path: Path) -> OldHome:
    """A finished video; each stage was recorded once."""
    reviewed.finish(api.store, tmp_path / "shelf")
    wanted = {"code": "1", "theme": {}, "wish": {}, "upstream": {}, "take": 1}
    facts = []
    for number, (stage, versions) in enumerate(sorted(api.store.documents.versions(KEY).items()), 1):
        made = json.dumps({"version": versions[-1], "ingredients": wanted | {"stage": stage}, "failed_checks": []})
        facts.append(FactRow(number, KEY, "made", stage, "run", 0.0, made, False))
    api.store.facts.add(facts, {})
    return OldHome(api.store, tmp_path)


def tidy_after(home: OldHome, state: OrderState) -> None:
    """As if it had been closed long ago."""
    home.close(KEY, state, days=LONG)
    for folder in (home.store.places.documents, home.store.places.artifacts):
        for path in folder.rglob("*.*"):
            age(path, LONG)
    age(home.store.places.output / "review" / KEY, LONG)
    assert home.tidy().wrong == []
    assert list(home.store.documents.videos()) == []
    assert list(home.store.artifacts.all()) == []


def page(api: Api, path: str) -> str:
    answer = api.client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


def look_everywhere(api: Api) -> None:
    """Whatever can be asked of it is answered, and nothing of it is an error of the server."""
    version = api.client.get(f"/api/jobs/{KEY}").json()["extra_data"]["review_version"]
    for path in ("/", "/board", "/api/jobs", f"/api/jobs/{KEY}", "/metrics", "/api/costs"):
        assert api.client.get(path).status_code == 200, path
    for path in (f"/takes/{KEY}/{'0' * 20}/video.mp4", f"/media/{KEY}/trends.png"):
        assert api.client.get(path).status_code == 404, path
    for what, body in (("approve", {"version": version}), ("reject", {"stage": "clips"}), ("retry", {})):
        assert api.client.post(f"/api/jobs/{KEY}/{what}", json=body).status_code == 409, what
    body = {"version": version, "title": "Another"}
    assert api.client.post(f"/api/jobs/{KEY}/edit/preview", json=body).status_code == 409


def test_what_was_approved_is_shown_from_where_it_lies(api: Api, home: OldHome) -> None:
    version = api.store.documents.versions(KEY)[Stage.REVIEW][-1]
    assert api.client.post(f"/api/jobs/{KEY}/approve", json={"version": version}).status_code == 200
    tidy_after(home, OrderState.APPROVED)
    found = page(api, f"/videos/{KEY}")
    assert samples.plan().title in found
    assert "trends.png" not in found  # it went with the package
    assert "output/approved" in found
    assert api.client.get(f"/media/{KEY}/video.mp4").status_code == 200
    look_everywhere(api)


def test_of_what_was_rejected_the_page_says_that_no_more_is_left(api: Api, home: OldHome) -> None:
    tidy_after(home, OrderState.REJECTED)
    found = page(api, f"/videos/{KEY}")
    assert "no longer kept" in found
    assert f"/api/jobs/{KEY}/reopen" in found
    assert api.client.get(f"/media/{KEY}/video.mp4").status_code == 404
    look_everywhere(api)


def test_a_take_whose_file_went_is_not_there(api: Api, home: OldHome) -> None:
    [take] = api.store.documents.versions(KEY)[Stage.COMPOSED_VIDEO]
    for one in list(api.store.artifacts.all()):
        api.store.artifacts.remove(one.name, dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    answer = api.client.get(f"/takes/{KEY}/{take}/video.mp4")
    assert (answer.status_code, answer.json()["detail"]) == (404, "the video.mp4 of that take is no longer there")


def test_an_approved_video_that_is_opened_again_keeps_its_only_copy_until_there_is_a_new_one(
    api: Api, home: OldHome
) -> None:
    version = api.store.documents.versions(KEY)[Stage.REVIEW][-1]
    api.client.post(f"/api/jobs/{KEY}/approve", json={"version": version})
    tidy_after(home, OrderState.APPROVED)
    approved = api.store.places.output / "approved" / KEY / "video.mp4"
    export(api.store, apply(api.store, KEY, ReopenRequest(), who="ann"))
    assert approved.is_file()
    assert page(api, f"/videos/{KEY}")
    body = {"version": version, "title": "Another"}
    assert api.client.post(f"/api/jobs/{KEY}/edit/preview", json=body).status_code < 500
