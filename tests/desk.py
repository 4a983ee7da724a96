"""A page in a real browser, over a home with one video that waits for review."""

import os
import shutil
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import reviewed
from web_server import Api, serving

from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SKIP = CHROMIUM is None and not os.environ.get("VIDPIPE_REQUIRE_SERVICES")
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


@contextmanager
def open_desk(home: Path, found: Sequence[bytes] = ()) -> Generator[Desk]:
    """A desk over `home`, in a browser of its own. `found`: small pictures of what was found for scenes."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, closing(open_store(Places(home))) as store, serving(store) as api:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        reviewed.finish(store, home / "shelf", found=found)
        reviewed.record(store)
        yield Desk(api, browser.new_context(viewport={"width": 1280, "height": 900}).new_page())
        browser.close()
