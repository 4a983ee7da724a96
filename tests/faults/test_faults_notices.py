"""Notices: exactly one message an event, whatever is tried again, whoever does not listen or is killed meanwhile."""

import datetime as dt
import hashlib
import hmac
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from canaries import CANARIES, leaks
from fake_line import Line, new_line
from fakes.server import Answer, Asked, serving
from faults.line_home import wait_until

from vidpipe_assets.model.errors import BlockedError, PermanentError, TransientError
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.progress import BY_HAND, ORDERING, SENSOR
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations import daemon_watch
from vidpipe_assets.operations.decide import RetryRequest, apply
from vidpipe_assets.operations.doctor_checks import check_notices
from vidpipe_assets.operations.notify import send_absence
from vidpipe_assets.providers.notify import URL, webhook
from vidpipe_assets.providers.notify.webhook import SECRET
from vidpipe_assets.storage.store import open_store

VIDEO, OTHER = "2026-11-25_gadgets", "2026-11-25_gadgets_2"
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
KEY = CANARIES["FAL_KEY"]


@dataclass
class Receiver:
    """Listens. `answers`: instead of 204, one each."""

    asked: list[Asked] = field(default_factory=list[Asked])
    answers: list[Answer] = field(default_factory=list[Answer])

    def __call__(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        return self.answers.pop(0) if self.answers else Answer("", 204)

    @property
    def told(self) -> list[dict[str, Any]]:
        return [asked.json for asked in self.asked]

    @property
    def events(self) -> list[tuple[str, str]]:
        return [(one["event"], one["video"]) for one in self.told]


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    found = Receiver()
    monkeypatch.setattr(webhook, "_DEADLINE_S", 120)  # nobody here is slow on purpose
    with serving(found) as server:
        monkeypatch.setenv(URL, f"{server.url}/hooks/{KEY}")
        monkeypatch.setenv(SECRET.name, KEY)
        yield found


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        made.workplace.clock = NOON
        made.order(VIDEO)
        yield made


def later(line: Line, **delta: float) -> None:
    """So much later, the sensor looks twice."""
    line.workplace.clock = line.workplace.now() + dt.timedelta(**delta)
    line.settle()


@pytest.mark.slow
def test_a_finished_video_is_told_once_and_once_more_when_it_has_become_another(line: Line, receiver: Receiver) -> None:
    line.settle()
    later(line, minutes=40)
    line.run(VIDEO)  # a person makes all of it again, and it comes out the same
    later(line, minutes=40)
    assert receiver.events == [("waiting_for_review", VIDEO)]
    line.theme("gadgets", "captions: {size: 80}\n")
    later(line, minutes=40)
    assert receiver.events == [("waiting_for_review", VIDEO)] * 2
    assert len({one["id"] for one in receiver.told}) == 2


def test_a_message_is_signed_and_says_what_to_do(line: Line, receiver: Receiver) -> None:
    line.settle()
    (asked,) = receiver.asked
    signed = asked.headers["x-vidpipe-timestamp"].encode() + b"." + asked.body
    expected = hmac.new(KEY.encode(), signed, hashlib.sha256).hexdigest()
    assert asked.headers["x-vidpipe-signature"] == f"sha256={expected}"
    assert asked.json["text"] == asked.json["content"] == f"{VIDEO} is finished and waits for your review"
    assert "vidpipe approve" in asked.json["remedy"]


def test_a_failure_for_good_is_told_once_and_again_only_after_a_person_has_spoken(
    line: Line, receiver: Receiver
) -> None:
    line.workplace.clock = dt.datetime.now(dt.UTC) - dt.timedelta(hours=5)  # people speak by the real clock
    line.workplace.trouble[VIDEO, "clips"] = PermanentError("no such model", remedy="name another one")
    for _ in range(3):
        later(line, hours=1)
        line.run(VIDEO, "clips")
    assert receiver.events == [("failed", VIDEO)]
    assert receiver.told[0]["text"] == f"{VIDEO}: clips failed for good: no such model"
    assert receiver.told[0]["remedy"] == "name another one"
    apply(line.workplace.store, VIDEO, RetryRequest(), who="test")
    later(line, hours=9)
    assert receiver.events == [("failed", VIDEO)] * 2


def test_what_is_tried_again_by_itself_is_no_news_until_nobody_tries_any_more(line: Line, receiver: Receiver) -> None:
    line.workplace.trouble[VIDEO, "voiceover"] = TransientError("busy")
    line.settle()
    assert receiver.events == []
    for _ in range(4):
        later(line, hours=2)
    assert receiver.events == [("failed", VIDEO)]
    assert "failed 3 times: busy" in receiver.told[0]["text"]


def test_a_failed_check_is_told(line: Line, receiver: Receiver) -> None:
    line.workplace.trouble[VIDEO, "scripts"] = "plan_speakable"
    line.settle()
    later(line, hours=1)
    assert receiver.events == [("failed", VIDEO)]
    assert "plan_speakable" in receiver.told[0]["text"]


@pytest.mark.slow
def test_what_is_blocked_is_told_once_while_it_is_looked_at_again_and_again(line: Line, receiver: Receiver) -> None:
    line.workplace.trouble[VIDEO, "clips"] = BlockedError(
        "fal needs the key FAL_KEY, which is not set", remedy="set it"
    )
    for _ in range(4):
        later(line, minutes=20)
    assert receiver.events == [("blocked", VIDEO)]
    line.workplace.trouble.clear()
    later(line, minutes=20)
    assert receiver.events == [("blocked", VIDEO), ("waiting_for_review", VIDEO)]


def test_what_passes_within_minutes_is_no_news(line: Line, receiver: Receiver) -> None:
    soon = NOON + dt.timedelta(minutes=2)
    line.workplace.trouble[VIDEO, "clips"] = BlockedError("a pause", retry_at=soon)
    line.settle()
    assert receiver.events == []


def test_fault_36_a_budget_is_told_once_for_all_videos_that_it_stops(line: Line, receiver: Receiver) -> None:
    line.order(OTHER)
    until = NOON + dt.timedelta(hours=12)
    for video in (VIDEO, OTHER):
        line.workplace.trouble[video, "clips"] = BlockedError(
            "the budget of 10 USD is used up", retry_at=until, waits_for="budget:theme"
        )
    later(line, hours=1)
    assert receiver.events == [("budget_reached", VIDEO)]


def test_a_closed_video_and_a_cancelled_one_are_no_news(line: Line, receiver: Receiver) -> None:
    line.workplace.store.orders.close([VideoKey.parse(VIDEO)], OrderState.CANCELLED)
    line.settle()
    assert receiver.events == []


def test_nobody_is_told_where_nobody_wants_to_be(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL, raising=False)
    line.settle()
    assert line.workplace.store.outbox.standing().waiting == 0
    assert [row.state for row in check_notices(line.workplace.places)] == ["unused"]


@pytest.mark.parametrize("status", [500, 404, 301])
def test_fault_3_a_receiver_that_refuses_blocks_nothing_and_gets_it_later_with_the_same_id(
    line: Line, receiver: Receiver, status: int
) -> None:
    receiver.answers = [Answer(f"no {KEY}", status)] * 2
    line.settle()
    assert line.workplace.store.orders.count_open() == 1
    assert len(receiver.asked) == 1
    (row,) = check_notices(line.workplace.places)
    assert (row.state, str(status) in row.detail) == ("warning", True)
    assert leaks(line.workplace.home, row.detail) == []
    for _ in range(3):
        later(line, minutes=10)
    assert len(receiver.asked) == 3
    assert len({one["id"] for one in receiver.told}) == 1
    assert [row.state for row in check_notices(line.workplace.places)] == ["ok"]


def test_fault_28_an_address_where_nobody_listens_shows_no_more_than_its_host(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URL, f"http://127.0.0.1:9/hooks/{KEY}")
    line.settle()
    (row,) = check_notices(line.workplace.places)
    assert "127.0.0.1" in row.detail
    assert leaks(line.workplace.home, row.detail) == []


@pytest.mark.slow
def test_fault_30_killed_between_the_sending_and_the_mark_it_comes_again_with_the_same_id(
    line: Line, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as quiet:
        quiet.setattr("vidpipe_assets.operations.notify._MAX_AT_ONCE", 0)
        line.settle()
    assert receiver.asked == []
    paths = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "faults.telling_process", str(line.workplace.home)]
    before = dt.datetime.now(dt.UTC)
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": paths})
    ended, killed = list[int](), threading.Event()

    class Killing(list[Answer]):
        def __bool__(self) -> bool:
            process.send_signal(signal.SIGKILL)
            ended.append(process.wait(timeout=120))
            killed.set()
            return False

    receiver.answers = Killing()
    process.wait(timeout=120)
    assert killed.wait(120)  # the receiver's thread hears of the death on its own
    assert ended == [-signal.SIGKILL]
    receiver.answers = []
    line.workplace.clock = before  # within the minute for which the other process had taken it
    line.settle()
    assert len(receiver.asked) == 1
    line.workplace.clock = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2)
    line.settle()
    later(line, hours=3)
    assert receiver.events == [("waiting_for_review", VIDEO)] * 2
    assert len({one["id"] for one in receiver.told}) == 1


def test_a_note_is_of_the_stage_that_it_is_about(line: Line, receiver: Receiver) -> None:
    line.workplace.trouble[VIDEO, "trends"] = PermanentError("nothing there")
    line.settle()
    assert [(one["stage"], one["theme"]) for one in receiver.told] == [(Stage.TRENDS.value, "gadgets")]


def test_fault_56_that_nobody_is_at_work_is_told_once_by_a_process_that_still_lives(
    line: Line, receiver: Receiver
) -> None:
    store, themes, heard = line.workplace.store, line.workplace.themes()[0], list[str]()

    def look(**after: float) -> None:
        send_absence(store, themes, heard.append, lambda: stopped + dt.timedelta(**after))

    line.settle()
    receiver.asked.clear()
    store.orders.add([VideoKey.parse(OTHER)], asked_by="test")
    stopped = dt.datetime.now(dt.UTC)
    for seconds in (0, 30, 75):
        look(seconds=seconds)
    assert receiver.events == []  # it lives, or is being started again
    look(minutes=2)
    assert receiver.events == [("nobody_at_work", OTHER)]
    for minutes in (3, 7, 60):
        look(minutes=minutes)
    assert receiver.events == [("nobody_at_work", OTHER)]
    assert "vidpipe dev starts the daemon" in receiver.told[0]["remedy"]
    assert heard == []
    line.tick()  # somebody has started it, and it stops again
    look(minutes=90)
    assert receiver.events == [("nobody_at_work", OTHER)] * 2


def test_fault_56_where_nothing_waits_a_daemon_that_is_gone_is_no_news_until_a_schedule_is_due(
    line: Line, receiver: Receiver
) -> None:
    store = line.workplace.store
    line.settle()
    receiver.asked.clear()
    stopped = dt.datetime.now(dt.UTC)
    send_absence(store, line.workplace.themes()[0], print, lambda: stopped + dt.timedelta(hours=1))
    assert receiver.events == []
    line.theme(text="schedule: {enabled: true, cron: '0 9 * * *'}\n")
    tomorrow = (stopped + dt.timedelta(days=1)).replace(hour=12)
    send_absence(store, line.workplace.themes()[0], print, lambda: tomorrow)
    [(event, video)] = receiver.events
    assert event == "nobody_at_work"
    assert video.endswith("_gadgets")


def test_fault_56_however_many_processes_look_and_whenever_it_is_told_once(line: Line, receiver: Receiver) -> None:
    store, themes = line.workplace.store, line.workplace.themes()[0]
    line.settle()
    receiver.asked.clear()
    store.orders.add([VideoKey.parse(OTHER)], asked_by="test")
    store.life_signs.give(SENSOR, dt.datetime.now(dt.UTC) - dt.timedelta(minutes=10))
    for _ in range(3):  # each reads the clock for itself, and a little later
        with closing(open_store(store.places)) as mine:
            send_absence(mine, themes, print)
    assert receiver.events == [("nobody_at_work", OTHER)]


def test_fault_56_who_makes_videos_by_hand_is_at_work(line: Line, receiver: Receiver) -> None:
    store, themes = line.workplace.store, line.workplace.themes()[0]
    later_on = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    store.life_signs.give(BY_HAND, later_on - dt.timedelta(seconds=5))
    send_absence(store, themes, print, lambda: later_on)
    assert receiver.events == []
    send_absence(store, themes, print, lambda: later_on + dt.timedelta(minutes=1))
    assert receiver.events == [("nobody_at_work", VIDEO)]


def test_fault_56_a_run_watches_the_daemon_while_it_works(
    line: Line, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = line.workplace.store
    store.life_signs.give(SENSOR, dt.datetime.now(dt.UTC) - dt.timedelta(minutes=10))
    monkeypatch.setattr(daemon_watch, "LOOK_EVERY_S", 0.01)
    heard = list[str]()
    with daemon_watch.watching_the_daemon(lambda: (store, line.workplace.themes()[0]), heard.append):
        wait_until(lambda: bool(receiver.asked), "the notice is sent")
    assert receiver.events == [("nobody_at_work", VIDEO)]
    with daemon_watch.watching_the_daemon(lambda: (_ for _ in ()).throw(OSError("no home")), heard.append):
        wait_until(lambda: bool(heard), "what is wrong with a look is logged, and ends nothing")
    assert "no home" in heard[0]


def test_a_schedule_that_does_not_look_is_told_once_though_the_daemon_lives(line: Line, receiver: Receiver) -> None:
    store = line.workplace.store
    line.theme(text="schedule: {enabled: true, cron: '0 9 * * *'}\n")
    noon = dt.datetime.now(dt.UTC).replace(hour=12, minute=0)
    themes = line.workplace.themes()[0]

    def look(minutes: int) -> None:
        now = noon + dt.timedelta(minutes=minutes)
        store.life_signs.give(SENSOR, now)
        send_absence(store, themes, print, lambda: now)

    store.life_signs.give(ORDERING, noon)
    look(10)
    assert receiver.events == []
    look(20)
    look(40)
    [told] = receiver.told
    assert told["event"] == "schedule_late"
    assert "order_videos_schedule has not looked since" in told["text"]
    assert "vidpipe order gadgets --day" in told["remedy"]
    store.life_signs.give(ORDERING, noon + dt.timedelta(minutes=41))
    look(45)
    assert len(receiver.told) == 1


def test_fault_56_the_web_server_tells_it(line: Line, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Event as Flag

    from web_server import SLOW_S
    from web_server import serving as serving_web

    told = Flag()

    def hear(store: Any, themes: Any, log: Any) -> None:
        send_absence(store, themes, log, lambda: dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
        told.set()

    monkeypatch.setattr("vidpipe_assets.operations.daemon_watch.send_absence", hear)
    with serving_web(line.workplace.store):
        assert told.wait(SLOW_S)
    assert receiver.events == [("nobody_at_work", VIDEO)]


@pytest.mark.parametrize("odd", ["a-secret\n", "\ufeffa-secret", "'a-secret'"])
def test_fault_44_a_secret_that_would_sign_wrongly_is_refused_by_its_name(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    monkeypatch.setenv(SECRET.name, odd)
    with pytest.raises(BlockedError) as caught:
        webhook.webhook()
    assert SECRET.name in str(caught.value)
    assert "a-secret" not in str(caught.value) + caught.value.remedy
    assert receiver.told == []
