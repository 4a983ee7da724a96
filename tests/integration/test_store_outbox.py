"""The outbox on SQLite and PostgreSQL: each notice once, for one sender at a time, with growing delays."""

import datetime as dt

import pytest

from vidpipe_assets.model.order import Event, Notice
from vidpipe_assets.storage.outbox import MOST_ATTEMPTS, Outbox
from vidpipe_assets.storage.transactions import Database

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def notice(name: str = "failed-1") -> Notice:
    return Notice(id=name, event=Event.FAILED, video="2026-11-25_gadgets", theme="gadgets", text="it failed", at=NOW)


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database)


def test_a_notice_is_kept_once_however_often_it_is_noted(outbox: Outbox) -> None:
    outbox.add([notice(), notice("failed-2")], NOW)
    outbox.add([notice()], NOW + MINUTE)
    assert outbox.take(NOW) == notice()
    assert outbox.take(NOW) == notice("failed-2")
    assert outbox.take(NOW) is None
    for name in ("failed-1", "failed-2"):
        outbox.sent(name, NOW)
    outbox.add([notice()], NOW)
    assert outbox.take(NOW + 1000 * MINUTE) is None


def test_one_that_was_taken_and_never_marked_is_taken_again_after_a_while(outbox: Outbox) -> None:
    outbox.add([notice()], NOW)
    assert outbox.take(NOW) == notice()
    assert outbox.take(NOW + 0.9 * MINUTE) is None
    assert outbox.take(NOW + MINUTE) == notice()
    assert outbox.take(NOW + 4.9 * MINUTE) is None
    assert outbox.take(NOW + 5 * MINUTE) == notice()


def test_when_one_cannot_be_sent_the_others_wait_and_come_first_then(outbox: Outbox) -> None:
    outbox.add([notice(), notice("failed-2")], NOW)
    assert outbox.take(NOW) == notice()
    outbox.not_sent("failed-1", "nobody listens", NOW)
    assert outbox.take(NOW) is None
    assert outbox.take(NOW + MINUTE) == notice("failed-2")
    assert outbox.standing().error == "nobody listens"


def test_nobody_tries_for_ever(outbox: Outbox) -> None:
    outbox.add([notice()], NOW)
    tried = [outbox.take(NOW + hour * 61 * MINUTE) for hour in range(MOST_ATTEMPTS + 5)]
    assert tried == [notice()] * MOST_ATTEMPTS + [None] * 5
    assert (outbox.standing().waiting, outbox.standing().given_up) == (0, 1)
