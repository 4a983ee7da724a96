"""The pages every day, in a real browser: nothing that was typed is lost, and a slip can be taken back."""

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import reviewed
from web_server import Api, serving

from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SKIP = CHROMIUM is None and not os.environ.get("VIDPIPE_REQUIRE_SERVICES")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(SKIP, reason="no Chromium on this machine"),
]

VIDEO = f"/videos/{reviewed.KEY}"
# A word is split if its letters stand on two lines. Keys and paths may be, and what only a screen reader sees.
SPLIT_WORDS = """() => {
  const split = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const hidden = node.parentElement.closest("thead, .off");
    if (hidden && getComputedStyle(hidden).position === "absolute") continue;
    if (!node.parentElement.checkVisibility() || node.parentElement.closest("code, script, option")) continue;
    for (const found of node.data.matchAll(/(?<![^ \\n])[a-z]{3,24}(?![^ \\n.,:;])/gi)) {
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) split.push(found[0]);
    }
  }
  return split;
}"""


class Desk:
    """A page over a home with one video that waits for review; `answers`: what is said to a question that is asked."""

    def __init__(self, api: Api, page: Any) -> None:
        self.api, self.page = api, page
        self.says_yes = False
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.set_default_timeout(60_000)
        page.on("dialog", self._answer)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _answer(self, dialog: Any) -> None:
        self.asked.append(dialog.message or dialog.type)
        if self.says_yes:
            dialog.accept()
        else:
            dialog.dismiss()

    def go(self, path: str) -> None:
        self.page.goto(self.api.url + path)

    def wait_for_badge(self, state: str) -> None:
        self.page.locator("#decide .badge", has_text=state).wait_for()

    def said(self, text: str) -> Any:
        found = self.page.locator("#said", has_text=text)
        found.wait_for()
        return found

    @property
    def words(self) -> list[str]:
        """What was decided, in its order."""
        return [one.word.value for one in self.api.store.decisions.of(reviewed.KEY)]


@pytest.fixture
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def desk(tmp_path: Path, browser: Any) -> Iterator[Desk]:
    with closing(open_store(Places(tmp_path))) as store, serving(store) as api:
        reviewed.finish(store, tmp_path / "shelf")
        reviewed.record(store)
        yield Desk(api, browser.new_context(viewport={"width": 1280, "height": 900}).new_page())


def test_unsaved_edits_are_asked_about_before_a_decision_and_before_leaving(desk: Desk) -> None:
    desk.go(VIDEO)
    desk.wait_for_badge("waiting for review")
    desk.page.click('[data-open="edit"]')
    desk.page.fill("[name=description]", "Other words.")
    desk.page.click("[data-approve]")
    desk.page.click('[data-open="reject"]')
    desk.page.check('[name=stage][value="voiceover"]')
    desk.page.click("[data-reject] [type=submit]")
    assert len(desk.asked) == 2
    assert all("not saved" in question for question in desk.asked)
    with pytest.raises(Exception, match="ERR_ABORTED"):
        desk.go("/board")
    assert desk.asked[2:] == ["beforeunload"]
    assert desk.page.input_value("[name=description]") == "Other words."
    assert desk.words == []
    desk.says_yes = True
    desk.page.click("[data-approve]")
    desk.wait_for_badge("approved")
    assert desk.words == ["approved"]


def test_nothing_is_asked_where_nothing_was_typed(desk: Desk) -> None:
    desk.go(VIDEO)
    desk.page.click('[data-open="edit"]')
    desk.go("/board")
    desk.go(VIDEO)
    desk.page.keyboard.press("a")
    desk.wait_for_badge("approved")
    assert desk.asked == []


def test_an_approval_by_one_key_is_taken_back_where_one_stands(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 500})
    desk.go(VIDEO)
    desk.page.evaluate("scrollTo({top: 300, behavior: 'instant'})")
    desk.page.keyboard.press("a")
    undo = desk.said("Approved.").locator("button")
    # Within what stands above may have grown or shrunk: the browser keeps what one reads in its place.
    assert 200 <= desk.page.evaluate("scrollY") <= 400
    undo.click()
    desk.said("Taken back")
    desk.wait_for_badge("waiting for review")
    assert desk.page.is_enabled("[data-approve]")
    assert desk.words == ["approved", "reopened"]
    assert not (desk.api.store.places.output / "approved" / reviewed.KEY).exists()
    desk.page.keyboard.press("a")
    desk.said("Approved.")
    desk.go(VIDEO)  # later: the button on the page
    desk.page.click("text=Reopen")
    desk.wait_for_badge("waiting for review")
    assert desk.complaints == []


def test_after_saving_one_is_where_one_was_and_reads_that_it_was_saved(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 500})
    desk.go(VIDEO)
    desk.page.click('[data-open="edit"]')
    desk.page.fill("[name=title_]", "Another title")
    desk.page.click("[data-preview]")
    desk.page.locator("[data-edit] [type=submit]").click()
    desk.said("Saved: it is made again with your edits.")
    assert desk.page.evaluate("scrollY") > 0
    assert desk.words == ["edited"]
    assert desk.asked == []


def test_keys_other_than_approve_decide_nothing(desk: Desk) -> None:
    desk.go(VIDEO)
    for key in "bcdefghijklmnopqrstuvwxyz?":
        desk.page.keyboard.press(key)
    desk.page.keyboard.press("Escape")
    assert desk.words == []


def test_what_was_approved_is_downloaded_from_its_page(desk: Desk, tmp_path: Path) -> None:
    desk.go(VIDEO)
    desk.page.keyboard.press("a")
    desk.wait_for_badge("approved")
    with desk.page.expect_download() as download:
        desk.page.click("text=Download .zip")
    download.value.save_as(tmp_path / "taken.zip")
    with zipfile.ZipFile(tmp_path / "taken.zip") as archive:
        assert archive.testzip() is None
        assert f"{reviewed.KEY}/video.mp4" in archive.namelist()


def test_several_videos_are_decided_on_at_once_and_taken_back_at_once(desk: Desk) -> None:
    desk.api.order("2026-11-24_gadgets", "2026-11-25_gadgets")
    desk.says_yes = True
    desk.go("/board")
    desk.page.check("[data-all]")
    desk.page.click('[data-do="approve"]')
    desk.said("1 video approved.").locator("button").click()
    desk.said("1 video open again.")
    assert desk.words == ["approved", "reopened"]
    assert desk.asked == ["Approve 1 video? 2 videos of the chosen ones cannot be."]
    desk.page.check(f'[data-pick="{reviewed.KEY}"]')
    desk.page.click("[data-open-bulk]")
    desk.page.check('[data-bulk] [name=stage][value="voiceover"]')
    desk.page.fill("[data-bulk] [name=reason]", "it mumbles")
    desk.page.click('[data-do="reject"]')
    desk.said("1 video rejected.")
    desk.page.check('[data-pick="2026-11-24_gadgets"]')
    desk.page.check('[data-pick="2026-11-25_gadgets"]')
    desk.page.click('[data-do="cancel"]')
    desk.said("2 videos cancelled.")
    assert desk.words == ["approved", "reopened", "rejected"]
    assert desk.api.store.decisions.of(reviewed.KEY)[-1].reason == "it mumbles"
    assert desk.page.locator(".board .badge", has_text="cancelled").count() == 2
    assert desk.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_word_is_split_and_no_page_is_wider_than_its_screen(desk: Desk, width: int, scheme: str) -> None:
    desk.api.order("2026-11-24_gadgets", topic="Walkman")
    desk.page.set_viewport_size({"width": width, "height": 844})
    desk.page.emulate_media(color_scheme=scheme)
    fonts: list[str] = []
    desk.page.on("response", lambda answer: fonts.append(answer.url) if answer.url.endswith(".woff2") else None)
    for path in ("/", "/board", VIDEO, "/videos/2026-11-24_gadgets", "/new", "/login", "/videos/2026-11-30_gadgets"):
        desk.go(path)
        assert desk.page.evaluate(SPLIT_WORDS) == [], path
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert fonts
    assert desk.complaints == []
