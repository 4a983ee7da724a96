"""Events: each change is heard, also by whoever comes back later."""

import datetime as dt
import json
from collections.abc import Iterator

import httpx
import pytest
from web_server import SLOW_S, Api, serving

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.progress import GONE_AFTER_S, SENSOR
from vidpipe_assets.operations.decide import CancelRequest, RetryRequest, apply
from vidpipe_assets.storage.change_cursor import ChangeCursor, latest_cursor
from vidpipe_assets.storage.life_signs import LifeSigns
from vidpipe_assets.storage.store import Store

KEY = "2026-11-23_gadgets"


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vidpipe_assets.web.events.POLL_EVERY_S", 0.02)


def heard(answer: httpx.Response) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Id, name and content of each event."""
    fields: dict[str, str] = {}
    for line in answer.iter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
            continue
        if "data" in fields:
            yield fields["id"], fields["event"], json.loads(fields["data"])
        fields = {}


def test_whoever_listens_hears_how_a_job_stands_now_and_of_each_change(api: Api) -> None:
    api.order(KEY)
    with api.client.stream("GET", f"/api/jobs/{KEY}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = heard(answer)
        _, name, job = next(events)
        assert (name, job["id"], job["state"]) == ("job", KEY, "queued")
        apply(api.store, KEY, CancelRequest(), who="ann")
        assert next(events)[2]["state"] == "cancelled"


def test_whoever_comes_back_hears_of_what_has_changed_meanwhile_and_of_nothing_else(api: Api) -> None:
    api.order(KEY)
    with api.client.stream("GET", f"/api/jobs/{KEY}/events") as answer:
        last, _, _ = next(heard(answer))
    assert ChangeCursor.parse(last) == latest_cursor(api.store.database, KEY)
    apply(api.store, KEY, RetryRequest(), who="ann")
    with api.client.stream("GET", f"/api/jobs/{KEY}/events", headers={"Last-Event-ID": last}) as answer:
        newer, _, _ = next(heard(answer))
    assert newer != last
    with api.client.stream("GET", f"/api/jobs/{KEY}/events", headers={"Last-Event-ID": newer}) as answer:
        events = heard(answer)
        apply(api.store, KEY, CancelRequest(), who="ann")  # the first thing that is heard, since nothing else is new
        assert next(events)[2]["state"] == "cancelled"


@pytest.mark.parametrize("last", ["", "nonsense", "1-2", "9" * 60])
def test_an_id_that_is_none_begins_anew(api: Api, last: str) -> None:
    api.order(KEY)
    with api.client.stream("GET", f"/api/jobs/{KEY}/events", headers={"Last-Event-ID": last}) as answer:
        assert next(heard(answer))[1] == "job"


def test_the_events_of_all_jobs_name_those_that_have_changed(api: Api) -> None:
    api.order(KEY)
    with api.client.stream("GET", "/api/events") as answer:
        events = heard(answer)
        last, name, first = next(events)
        assert (name, first) == ("changed", {"jobs": []})
        api.order("2026-11-24_gadgets")
        assert next(events)[2] == {"jobs": ["2026-11-24_gadgets"]}
    apply(api.store, KEY, RetryRequest(), who="ann")
    with api.client.stream("GET", "/api/events", headers={"Last-Event-ID": last}) as answer:
        assert next(heard(answer))[2] == {"jobs": [KEY, "2026-11-24_gadgets"]}


def test_there_are_no_events_of_what_was_never_ordered(api: Api) -> None:
    assert api.client.get(f"/api/jobs/{KEY}/events").status_code == 404


def test_streams_end_by_themselves_when_the_server_is_told_to_stop(store: Store) -> None:
    with (
        serving(store, grace_s=SLOW_S) as api,
        api.client.stream("GET", "/api/events") as answer,
    ):
        events = heard(answer)
        assert next(events)[1] == "changed"
        api.server.should_exit = True
        assert list(events) == []  # one that is cut off raises


def test_fault_56_whoever_listens_hears_that_the_daemon_has_stopped(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vidpipe_assets.web.app_state.REFRESH_EVERY_S", 0.0)
    api.store.life_signs.give(SENSOR)
    with api.client.stream("GET", "/api/events") as answer:
        events = heard(answer)
        assert next(events)[2] == {"jobs": []}
        assert "Nobody is at work" not in api.client.get("/").text
        long_ago = now_utc() - dt.timedelta(seconds=GONE_AFTER_S + 1)
        LifeSigns(api.store.database, now=lambda: long_ago).give(SENSOR)
        assert next(events)[2] == {"jobs": []}
    for path in ("/", "/board", "/new"):
        assert "Nobody is at work: <code>vidpipe dev</code> starts the daemon" in api.client.get(path).text
