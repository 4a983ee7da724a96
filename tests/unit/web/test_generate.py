"""Orders of other software: committed at once, never lost, never doubled."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from web_server import Api, write_theme

from vidpipe_assets.model.video_key import VideoKey


def test_an_order_is_answered_at_once_with_where_to_follow_it(api: Api) -> None:
    answer = api.client.post("/api/generate", json={"theme": "gadgets", "topic": "Game Boy", "day": "2026-11-23"})
    assert answer.status_code == 202
    told = answer.json()
    assert told["job_id"].startswith("2026-11-23_gadgets_")
    assert (told["task_id"], told["status"], told["message"]) == (None, "pending", f"{told['job_id']} is ordered")
    assert answer.headers["location"] == told["poll_url"]
    job = api.client.get(told["poll_url"]).json()
    assert (job["state"], job["topic"]) == ("queued", "Game Boy")


def test_nothing_has_to_be_said(api: Api) -> None:
    write_theme(api.store.places.home, "space")
    assert "_gadgets_" in api.client.post("/api/generate").json()["job_id"]
    scheduled = "collect: {queries: [penguin]}\nschedule:\n  enabled: true\n"
    write_theme(api.store.places.home, "zoo", scheduled)
    write_theme(api.store.places.home, "gadgets", "schedule:\n  enabled: false\n")
    write_theme(api.store.places.home, "space", "schedule:\n  enabled: false\n")
    assert "_zoo_" in api.client.post("/api/generate", json={}).json()["job_id"]


def test_a_count_makes_so_many_jobs_and_each_request_makes_new_ones(api: Api) -> None:
    first, second = (api.client.post("/api/generate", json={"count": 3}).json()["jobs"] for _ in range(2))
    assert len({one["job_id"] for one in first + second}) == 6
    assert api.store.orders.count_open() == 6


def test_a_repeated_request_gets_the_same_jobs_and_orders_nothing(api: Api) -> None:
    header = {"Idempotency-Key": "one"}
    first = api.client.post("/api/generate", json={"count": 2}, headers=header).json()
    again = api.client.post("/api/generate", json={"count": 2}, headers=header)
    assert again.json() == first
    assert api.store.orders.count_open() == 2
    other = api.client.post("/api/generate", json={"count": 3}, headers=header)
    assert (other.status_code, other.headers["content-type"]) == (409, "application/problem+json")
    assert api.store.orders.count_open() == 2


def test_a_repeated_request_tells_how_far_its_job_is_by_now(api: Api) -> None:
    header = {"Idempotency-Key": "one"}
    job = api.client.post("/api/generate", headers=header).json()["job_id"]
    assert api.client.post(f"/api/jobs/{job}/cancel").status_code == 200
    assert api.client.post("/api/generate", headers=header).json()["status"] == "failed"


@pytest.mark.parametrize(
    "body",
    [
        {"theme": "nothing"},
        {"theme": "../etc"},
        {"topic": "x" * 81},
        {"topic": "a\x00b"},
        {"topic": "\ud800"},
        {"day": "1999-01-01"},
        {"day": "yesterday"},
        {"count": 0},
        {"count": 25},
        {"unknown": 1},
        {"overrides": {"budget": {"video": 1000}}},
        {"overrides": {"format": {"seconds": 5}}},
        {"overrides": {"tone": "\ud800"}},
        [],
    ],
)
def test_what_cannot_be_made_is_refused_and_orders_nothing(api: Api, body: object) -> None:
    import json

    answer = api.client.post("/api/generate", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert api.store.orders.count_open() == 0


def test_two_hundred_requests_at_once_are_two_hundred_jobs(api: Api) -> None:
    def ask(number: int) -> str:
        body, header = {"theme": "gadgets"}, {"Idempotency-Key": f"n{number % 150}"}
        return str(api.client.post("/api/generate", json=body, headers=header).json()["job_id"])

    with ThreadPoolExecutor(50) as pool:
        told = list(pool.map(ask, range(200)))
    assert len(set(told)) == 150  # fifty were repetitions, some of them at the same moment
    assert {str(order.key) for order in api.store.orders.open_orders()} == set(told)


def test_an_order_may_change_its_theme_for_itself(api: Api) -> None:
    changes = {"format": {"seconds": 20}, "tone": "warm"}
    told = api.client.post("/api/generate", json={"overrides": changes}).json()
    assert api.client.get(told["poll_url"]).json()["extra_data"]["overrides"] == {"theme": changes}


def test_a_key_that_is_taken_is_not_given_twice(api: Api) -> None:
    taken = VideoKey.on_request(VideoKey.parse("2026-11-23_gadgets").day, "gadgets", "same\n0\n0")
    api.order(str(taken))

    def candidates() -> list[VideoKey]:
        return [VideoKey.on_request(taken.day, "gadgets", f"same\n0\n{number}") for number in range(3)]

    made = api.store.orders.add_new([iter(candidates())], topic="", overrides={}, asked_by="x")
    assert made == [candidates()[1]]
