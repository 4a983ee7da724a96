"""A person at the review page in a real browser: order, watch, play, reject the voice, approve, find the export.

The video is a real one of 15 s, made by the real line; what the daemon would do is done by `refresh_videos` in between.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from faults.line_home import wait_until
from homes import DAGSTER, LONGEST_S, new_home, run_job, said, started
from web_server import serving

from vidpipe_assets.orchestration.event_reader import instance_of
from vidpipe_assets.orchestration.instance_storage import dagster_state
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SKIP = CHROMIUM is None and not os.environ.get("VIDPIPE_REQUIRE_SERVICES")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(2 * LONGEST_S),
    pytest.mark.skipif(SKIP, reason="no Chromium on this machine"),
]

DEVICES = {"desktop": (1440, 900), "phone": (390, 844)}


@pytest.fixture
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def until(is_so: Callable[[], object]) -> None:
    """Playwright's own waiting evaluates text, which the page's policy forbids."""
    wait_until(is_so, "it came true", within_s=120, look_every_s=0.1)


def work(home: Path) -> None:
    """What the daemon does: make what is stale or failed."""
    done: subprocess.CompletedProcess[str] = run_job(home, "refresh_videos")
    assert done.returncode == 0, said(done)[-4000:]


def made(home: Path) -> dict[str, int]:
    """Stage -> how many documents there are of it, over all videos."""
    files = (home / ".vidpipe" / "documents").glob("*/*/*.json")
    found: dict[str, int] = {}
    for file in files:
        found[file.parent.name] = found.get(file.parent.name, 0) + 1
    return found


def materialized(home: Path) -> dict[str, int]:
    """Stage -> how often Dagster's log says that it was made."""
    query = "SELECT asset_key, count(*) FROM event_logs WHERE dagster_event_type = 'ASSET_MATERIALIZATION' GROUP BY 1"
    with closing(sqlite3.connect(home / ".vidpipe" / "dagster" / "history" / "runs" / "index.db")) as log:
        return {key.strip('[]" '): number for key, number in log.execute(query)}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home, whose Dagster this process reads, too."""
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    for once in (instance_of, dagster_state):
        once.cache_clear()
    yield new_home(tmp_path)
    for once in (instance_of, dagster_state):
        once.cache_clear()


def test_a_person_orders_watches_rejects_the_voice_and_approves(home: Path, browser: Any) -> None:
    theme = home / "themes" / "gadgets.yaml"
    mine = theme.read_text()
    with closing(open_store(Places(home))) as store, serving(store) as api:
        theme.write_text(mine)  # `serving` writes one of its own
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.set_default_timeout(120_000)
        complaints: list[str] = []
        page.on("console", lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))

        page.goto(f"{api.url}/new")
        page.select_option("[name=theme]", "gadgets")
        page.click("text=Order")
        ordered = page.locator("[data-ordered] a")
        ordered.click()
        page.wait_for_url("**/videos/*")
        key = page.url.rpartition("/")[2]
        assert page.locator("tr.done").count() == 0

        job = started(
            [str(DAGSTER), "job", "execute", "-m", "vidpipe_assets.definitions", "-j", "refresh_videos"], home
        )
        # There is no daemon: the page shows each stage as it is done.
        page.locator("tr.done").first.wait_for(timeout=1000 * LONGEST_S)
        assert page.locator("tr.done").count() < 7
        printed, _ = job.communicate(timeout=LONGEST_S)
        assert job.returncode == 0, printed[-4000:]
        page.locator("text=The video is finished.").wait_for(timeout=120_000)
        page.click("text=Load it again")
        page.locator(".badge", has_text="waiting for review").wait_for()
        page.evaluate("() => { document.querySelector('#video video').muted = true; }")
        page.keyboard.press(" ")
        until(lambda: page.evaluate("document.querySelector('#video video').currentTime > 0.5"))
        page.keyboard.press(" ")
        assert page.evaluate("document.querySelector('#video video').videoHeight") == 1920

        before = materialized(home)
        page.keyboard.press("r")
        page.check('[name=stage][value="voiceover"]')
        page.fill("[data-reject] [name=reason]", "it mumbles")
        page.click("[data-reject] [type=submit]")
        page.locator(".decision", has_text="it mumbles").wait_for()
        assert page.is_disabled("[data-approve]")
        work(home)
        again = {stage: number - before[stage] for stage, number in materialized(home).items()}
        assert again == {"voiceover": 1, "composed_video": 1, "review": 1} | dict.fromkeys(
            ("trends", "analysis", "scripts", "clips"), 0
        )

        page.goto(f"{api.url}/videos/{key}")
        page.keyboard.press("a")
        page.locator(".badge", has_text="approved").wait_for()
        export = home / "output" / "approved" / key
        assert {"video.mp4", "captions.srt", "thumbnail.jpg"} <= {file.name for file in export.iterdir()}
        assert (export / "video.mp4").read_bytes() == (home / "output" / "review" / key / "video.mp4").read_bytes()
        assert complaints == []


@pytest.mark.parametrize("device", DEVICES)
def test_no_page_is_wider_than_its_screen_and_every_field_has_a_name(tmp_path: Path, browser: Any, device: str) -> None:
    import reviewed

    width, height = DEVICES[device]
    with closing(open_store(Places(tmp_path))) as store, serving(store) as api:
        reviewed.finish(store, tmp_path / "shelf")
        page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        page.set_default_timeout(120_000)
        for path in ("/", f"/videos/{reviewed.KEY}", "/board", "/new", "/login"):
            page.goto(api.url + path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            nameless = page.evaluate(
                "[...document.querySelectorAll('input, select, textarea, button')]"
                ".filter((one) => !one.labels?.length && !one.textContent.trim()).map((one) => one.outerHTML)"
            )
            assert nameless == [], path


@pytest.mark.parametrize("height", [740, 844])
def test_on_a_phone_the_whole_film_is_above_what_decides_about_it(tmp_path: Path, browser: Any, height: int) -> None:
    import reviewed

    with closing(open_store(Places(tmp_path))) as store, serving(store) as api:
        reviewed.finish(store, tmp_path / "shelf")
        page = browser.new_context(viewport={"width": 360, "height": height}).new_page()
        page.goto(f"{api.url}/videos/{reviewed.KEY}")
        film = page.locator("#video video").bounding_box()
        buttons = page.locator("#decide > .acts").bounding_box()
        assert film["y"] + film["height"] <= buttons["y"]
        for one in page.locator("#decide button:visible, .menu a, .bar a").all():
            assert one.bounding_box()["height"] >= 44, one.inner_text()
