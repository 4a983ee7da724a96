"""Progress in the API, its events and the pages: how far what is made is, and whose turn it is."""

import datetime as dt
import json
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from web_server import Api

from vidpipe_assets.model.progress import SENSOR, LaunchedRun
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.storage.change_cursor import changed_since, latest_cursor

KEY, OTHER = "2026-11-23_gadgets", "2026-11-24_gadgets"


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REFRESH_EVERY_S", "PLACES_EVERY_S"):
        monkeypatch.setattr(f"vidpipe_assets.web.app_state.{name}", 0.0)
    monkeypatch.setattr("vidpipe_assets.web.events.POLL_EVERY_S", 0.02)


@contextmanager
def at_work(api: Api, done: float = 3, total: float = 6) -> Generator[None]:
    """A run that is at the clips of `KEY`."""
    store = api.store
    store.leases.announce("run", KEY)
    with store.leases.held("run", KEY, 0) as got:
        assert got
        store.progress.report(store.progress.begin(KEY, "run", Stage.CLIPS), done, total, "scenes")
        yield


def test_a_job_at_work_has_percent_and_times_and_one_that_waits_its_place(api: Api) -> None:
    api.order(KEY, OTHER)
    api.store.life_signs.give(SENSOR)
    with at_work(api):
        told = api.client.get(f"/api/jobs/{KEY}").json()["progress"]
        waits = api.client.get(f"/api/jobs/{OTHER}").json()["progress"]
        listed = {job["id"]: job["progress"] for job in api.client.get("/api/jobs").json()["jobs"]}
    assert (told["stage"], told["percent"], told["done"], told["total"], told["unit"]) == ("clips", 50, 3, 6, "scenes")
    assert (told["queue_position"], told["starts_in_s"], told["estimated_from"]) == (None, None, "no past runs yet")
    assert 0 < told["left_s"] <= told["job_left_s"]
    assert told["updated_at"]
    assert told["text"].startswith("clips: 50 %, 3 of 6 scenes")
    assert (waits["stage"], waits["percent"], waits["queue_position"]) == (None, 0, 1)
    assert waits["starts_in_s"] > 0
    assert waits["text"].startswith("1st in the queue, begins in about")
    assert listed[KEY]["percent"] == 50
    assert listed[OTHER]["queue_position"] == 1


def test_what_is_finished_or_closed_has_no_progress(api: Api) -> None:
    api.order(KEY)
    api.client.post(f"/api/jobs/{KEY}/cancel", json={})
    assert api.client.get(f"/api/jobs/{KEY}").json()["progress"] is None


def test_each_step_is_an_event(api: Api) -> None:
    api.order(KEY)
    with at_work(api, done=0), api.client.stream("GET", f"/api/jobs/{KEY}/events") as answer:
        jobs = (json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: "))
        assert next(jobs)["progress"]["percent"] == 0
        before = latest_cursor(api.store.database)
        begun = api.store.progress.begin(KEY, "run", Stage.CLIPS)
        api.store.progress.report(begun, 2, 4, "scenes")
        assert next(job for job in jobs if job["progress"]["percent"])["progress"]["percent"] == 50
    assert changed_since(api.store.database, before) == [KEY]


@pytest.mark.parametrize("path", ["/", f"/videos/{KEY}"])
def test_the_pages_show_a_bar_and_the_words(api: Api, path: str) -> None:
    api.order(KEY)
    with at_work(api):
        page = api.client.get(path).text
    assert '<progress max="100" value="50" aria-label="clips">' in page
    assert "clips: 50 %, 3 of 6 scenes" in page
    api.store.leases.released("run")
    page = api.client.get(path).text
    assert "<progress" not in page
    assert "1st in the queue" in page


def test_the_queue_is_listed_in_its_order_behind_what_is_at_work(api: Api) -> None:
    api.order(OTHER, KEY, "2026-11-25_gadgets")
    with at_work(api):
        page = api.client.get("/").text
    places = [page.index(text) for text in ("clips: 50 %", "1st in the queue", "2nd in the queue")]
    assert places == sorted(places)


def test_a_run_that_no_worker_has_taken_is_told_by_the_api_its_events_and_the_pages(api: Api) -> None:
    api.order(KEY)
    before = latest_cursor(api.store.database)
    since = dt.datetime(2026, 11, 23, 6, 30, tzinfo=dt.UTC)
    api.store.launched_runs.replace([LaunchedRun("run", KEY, since)])
    job = api.client.get(f"/api/jobs/{KEY}").json()
    told = job["progress"]
    assert (job["status"], job["state"], job["task_id"]) == ("pending", "queued", "run")
    assert told["text"] == "waits for a worker since 2026-11-23 06:30 UTC"
    assert told["waits_for_worker_since"] == "2026-11-23T06:30:00Z"
    assert (told["stage"], told["queue_position"], told["starts_in_s"]) == (None, 1, None)
    assert changed_since(api.store.database, before) == [KEY]
    for path in ("/", "/board", f"/videos/{KEY}"):
        assert told["text"] in api.client.get(path).text
    with at_work(api):
        assert api.client.get(f"/api/jobs/{KEY}").json()["progress"]["waits_for_worker_since"] is None
        assert told["text"] not in api.client.get("/board").text
