"""Looking on: once however many ask, later after trouble, and never again after the end, which waits for no look."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from homes import ROOT
from ports import answers, free_port
from web_server import SLOW_S, write_theme

from vidpipe_assets.storage.change_cursor import ChangeCursor
from vidpipe_assets.storage.database import Database
from vidpipe_assets.storage.store import Store
from vidpipe_assets.web import app_state
from vidpipe_assets.web.app_state import AppState, BackgroundRefresh
from vidpipe_assets.web.settings import WebSettings

STUCK = """
import signal
import threading
from vidpipe_assets.io.ports import listen
from vidpipe_assets.orchestration.event_reader import EventReader
from vidpipe_assets.web.server import serve
from vidpipe_assets.web.settings import WebSettings

def stuck(self):
    print("a look is under way", flush=True)
    threading.Event().wait()

EventReader.look = stuck
signal.signal({number}, signal.{usual})
serve(WebSettings(), listen("127.0.0.1", {port}), announce=lambda: None)
"""


def wait(event: threading.Event) -> None:
    assert event.wait(120)


def test_what_all_streams_of_events_look_at_is_read_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[Database] = []

    def read(database: Database) -> ChangeCursor:
        reads.append(database)
        return ChangeCursor(event=7)

    monkeypatch.setattr(app_state, "latest_cursor", read)
    state = AppState(store.places, WebSettings())
    monkeypatch.setattr(state, "refresh_soon", lambda: None)

    async def look(within_s: float) -> set[int]:
        return {now.event for now, _ in await asyncio.gather(*(state.latest_signs(within_s) for _ in range(50)))}

    async def look_twice() -> None:
        assert (await look(3600.0), await look(3600.0), len(reads)) == ({7}, {7}, 1)
        assert (await look(0.0), len(reads)) == ({7}, 2)

    asyncio.run(look_twice())
    state.close()


def test_however_many_ask_there_is_one_look_and_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_state, "REFRESH_EVERY_S", 3600.0)
    begun, go = threading.Event(), threading.Event()
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        begun.set()
        wait(go)

    mine = BackgroundRefresh(look)
    for _ in range(50):
        mine.trigger()  # returns although the look is held
    wait(begun)
    go.set()
    mine.close()
    assert looks == [1]


def test_after_a_look_there_is_another_and_after_the_end_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_state, "REFRESH_EVERY_S", 0.0)
    looks, second = list[int](), threading.Event()

    def look() -> None:
        looks.append(1)
        if len(looks) > 1:
            second.set()

    mine = BackgroundRefresh(look)
    for _ in range(3000):
        mine.trigger()
        if second.wait(0.01):
            break
    mine.close(SLOW_S)
    number = len(looks)
    assert number >= 2
    mine.trigger()
    assert len(looks) == number


def test_trouble_is_told_and_waited_out(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(app_state, "REFRESH_EVERY_S", 0.0)
    monkeypatch.setattr(app_state, "REFRESH_AFTER_ERROR_S", 3600.0)
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        raise OSError("the disk is gone\nand more")

    mine = BackgroundRefresh(look)
    mine.trigger()
    while not caplog.messages:
        time.sleep(0.01)
    mine.trigger()
    mine.close()
    assert looks == [1]
    assert caplog.messages == ["Dagster's event log cannot be read: the disk is gone"]


def test_whoever_asks_after_the_end_is_not_refused_although_a_look_ended_since(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_state, "REFRESH_EVERY_S", 0.0)
    begun, go, looks = threading.Event(), threading.Event(), list[int]()

    def look() -> None:
        looks.append(1)
        begun.set()
        wait(go)

    mine = BackgroundRefresh(look)
    mine.trigger()
    wait(begun)
    threading.Timer(0.2, go.set).start()
    mine.close()
    mine.trigger()
    assert looks == [1]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("usual", ["SIG_DFL", "default_int_handler", "SIG_IGN"])  # scripts start others with the last
def test_the_process_ends_while_a_look_never_does(tmp_path: Path, number: signal.Signals, usual: str) -> None:
    port = free_port()
    write_theme(tmp_path)
    environment = os.environ | {"DAGSTER_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "VIDPIPE_WEB_TOKEN": ""}
    command = [sys.executable, "-c", STUCK.format(port=port, number=number.value, usual=usual)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            _get(port)
            assert process.stdout
            assert any("a look is under way" in line for line in process.stdout)
            process.send_signal(number)
            assert process.wait(SLOW_S) == (-number if usual == "SIG_DFL" else 0)
        finally:
            process.kill()


def _get(port: int) -> None:
    give_up_at = time.monotonic() + SLOW_S
    while not answers(port):
        assert time.monotonic() < give_up_at
        time.sleep(0.1)
    assert httpx.get(f"http://127.0.0.1:{port}/api/jobs", timeout=SLOW_S).status_code == 200
