"""Looking on: once however many ask, later after trouble, and never again after the end."""

import threading
import time

import pytest

from vidpipe_assets.web import looking
from vidpipe_assets.web.looking import Looking


def wait(event: threading.Event) -> None:
    assert event.wait(120)


def test_however_many_ask_there_is_one_look_and_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "EVERY_S", 3600.0)
    begun, go = threading.Event(), threading.Event()
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        begun.set()
        wait(go)

    mine = Looking(look)
    for _ in range(50):
        mine.soon()  # returns although the look is held
    wait(begun)
    go.set()
    mine.close()
    assert looks == [1]


def test_after_a_look_there_is_another_and_after_the_end_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "EVERY_S", 0.0)
    looks, second = list[int](), threading.Event()

    def look() -> None:
        looks.append(1)
        if len(looks) > 1:
            second.set()

    mine = Looking(look)
    for _ in range(3000):
        mine.soon()
        if second.wait(0.01):
            break
    mine.close()
    number = len(looks)
    assert number >= 2
    mine.soon()
    assert len(looks) == number


def test_trouble_is_told_and_waited_out(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(looking, "EVERY_S", 0.0)
    monkeypatch.setattr(looking, "AFTER_TROUBLE_S", 3600.0)
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        raise OSError("the disk is gone\nand more")

    mine = Looking(look)
    mine.soon()
    while not caplog.messages:
        time.sleep(0.01)
    mine.soon()
    mine.close()
    assert looks == [1]
    assert caplog.messages == ["Dagster's event log cannot be read: the disk is gone"]


def test_whoever_asks_after_the_end_is_not_refused_although_a_look_ended_since(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "EVERY_S", 0.0)
    begun, go, looks = threading.Event(), threading.Event(), list[int]()

    def look() -> None:
        looks.append(1)
        begun.set()
        wait(go)

    mine = Looking(look)
    mine.soon()
    wait(begun)
    threading.Timer(0.2, go.set).start()
    mine.close()
    mine.soon()
    assert looks == [1]
