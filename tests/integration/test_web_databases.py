"""Orders and decisions of many at once, on both databases: none lost, none doubled, one winner."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from web_server import MANY, Api, serving

from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.errors import Conflict
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

KEY = "2026-11-23_gadgets"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def api(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Api]:
    """A running API on a database of its own."""
    url = request.getfixturevalue("new_postgres") if request.param == "postgresql" else ""
    with closing(open_store(Places(tmp_path, url))) as store, serving(store, MANY) as running:
        yield running


def test_repeated_requests_at_the_same_moment_order_once(api: Api) -> None:
    def ask(number: int) -> list[str]:
        header = {"Idempotency-Key": f"n{number % 10}"}
        told = api.client.post("/api/generate", json={"count": 2}, headers=header)
        assert told.status_code == 202, told.text
        return [job["job_id"] for job in told.json()["jobs"]]

    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(ask, range(60)))
    assert all(told[number] == told[number % 10] for number in range(60))
    assert {str(one.key) for one in api.store.orders.open_orders()} == {key for one in told[:10] for key in one}
    assert api.store.orders.count_open() == 20
    page = api.client.get("/api/jobs", params={"limit": 100}).json()
    assert len(page["jobs"]) == 20
    assert api.client.get("/metrics").status_code == 200


def test_fault_29_of_many_decisions_on_one_video_at_once_one_counts(api: Api) -> None:
    api.order(KEY)
    choices = [(Word.APPROVED, OrderState.APPROVED), (Word.REFUSED, OrderState.REJECTED)] * 6

    def decide(choice: tuple[Word, OrderState]) -> bool:
        try:
            api.store.decisions.add(KEY, choice[0], who="x", order=(OrderState.OPEN, choice[1]))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        won = list(pool.map(decide, choices))
    assert won.count(True) == 1
    [said] = api.store.decisions.of(KEY)
    order = api.store.orders.get(VideoKey.parse(KEY))
    assert order is not None
    assert (said.word, order.state) == choices[won.index(True)]
