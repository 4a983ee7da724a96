"""What was ordered, as other software reads it."""

import pytest
from web_server import Api

from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey

KEY = "2026-11-23_gadgets"


def test_a_job_has_the_fields_that_the_pipeline_was_first_specified_with(api: Api) -> None:
    api.order(KEY)
    job = api.client.get(f"/api/jobs/{KEY}").json()
    first = {"id", "status", "stage", "theme", "created_at", "updated_at", "error_message", "extra_data"}
    assert first <= job.keys()
    assert (job["id"], job["status"], job["state"], job["stage"]) == (KEY, "pending", "queued", "trends")
    assert [one["stage"] for one in job["stages"]][-1] == "review"
    assert job["task_id"] is None


def test_jobs_are_given_page_by_page_without_gap_or_repetition(api: Api) -> None:
    keys = [f"2026-11-{day:02}_gadgets" for day in range(1, 8)]
    for key in keys:
        api.order(key)
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = api.client.get("/api/jobs", params={"limit": 3, "cursor": cursor}).json()
        found += [job["id"] for job in page["jobs"]]
        cursor = page["next_cursor"]
    assert found == keys[::-1]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "approved"}, ["2026-11-24_gadgets"]),
        ({"status": "failed"}, ["2026-11-25_gadgets"]),
        ({"status": ["failed", "completed"]}, ["2026-11-25_gadgets", "2026-11-24_gadgets"]),
        ({"day": "2026-11-23"}, ["2026-11-23_gadgets"]),
        ({"theme": "space"}, []),
        ({"status": "pending", "state": "approved"}, []),
    ],
)
def test_jobs_are_filtered(api: Api, asked: dict[str, str], found: list[str]) -> None:
    for day, state in ((23, None), (24, OrderState.APPROVED), (25, OrderState.CANCELLED)):
        key = f"2026-11-{day}_gadgets"
        api.order(key)
        if state:
            api.store.orders.close([VideoKey.parse(key)], state)
    answer = api.client.get("/api/jobs", params=asked)
    assert [job["id"] for job in answer.json()["jobs"]] == found


def test_a_job_whose_theme_cannot_be_used_is_blocked(api: Api) -> None:
    api.order("2026-11-23_nothing")
    job = api.client.get("/api/jobs/2026-11-23_nothing").json()
    assert (job["state"], job["status"], job["error_message"]) == ("blocked", "pending", "its theme cannot be used")


@pytest.mark.parametrize("id", ["2026-11-23_gadgets", "nonsense", "..%2f..%2fetc%2fpasswd", "%00", "2026-02-30_x"])
def test_what_was_never_ordered_is_not_there(api: Api, id: str) -> None:
    answer = api.client.get(f"/api/jobs/{id}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("day", ["0", "1795392000", "2026-11-23T00:00:00", "23.11.2026", ""])
def test_a_day_that_is_written_otherwise_is_refused(api: Api, day: str) -> None:
    assert api.client.get("/api/jobs", params={"day": day}).status_code == 422
    assert api.client.get("/api/costs", params={"first": day}).status_code == 422
    assert api.client.post("/api/generate", json={"theme": "gadgets", "day": day}).status_code == 422


@pytest.mark.parametrize("cursor", ["x", "AAAA", "MjAyNi0xMS0yM3x4", "é"])
def test_a_cursor_that_is_none_is_refused(api: Api, cursor: str) -> None:
    assert api.client.get("/api/jobs", params={"cursor": cursor}).status_code == 422
