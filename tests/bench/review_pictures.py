"""The pictures of the review page in docs, taken of a finished video while the page runs, in a real browser.

`PYTHONPATH=tests python tests/bench/review_pictures.py KEY [KEY]` in a home (DAGSTER_HOME) with these videos (those of
`twelve.py` and `stills.py` are in .vidpipe/bench) writes docs/review-page.jpg of the first and docs/review-phone.jpg
of the last. While no daemon works in that home (`vidpipe dev`), the pages say so.
"""

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import Literal

from desk import CHROMIUM
from measuring import ROOT
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from web_server import serving

from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

SHOWN_AT_S = 8.0
_SEEK = """async (seconds) => {
  const video = document.querySelector("video");
  video.currentTime = seconds;
  await new Promise((done) => video.addEventListener("seeked", done, { once: true }));
  await new Promise((done) => setTimeout(done, 400));
}"""


def main(keys: list[str]) -> int:
    """Take both pictures."""
    with (
        sync_playwright() as playwright,
        closing(open_store(Places(Path(os.environ["DAGSTER_HOME"])))) as store,
        serving(store) as api,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        _take(browser, f"{api.url}/videos/{keys[0]}", (1440, 900), "light", "review-page")
        _take(browser, f"{api.url}/videos/{keys[-1]}", (390, 844), "dark", "review-phone")
        browser.close()
    return 0


def _take(browser: Browser, url: str, size: tuple[int, int], scheme: Literal["light", "dark"], name: str) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page = context.new_page()
    page.goto(url)
    page.locator("video").wait_for()
    page.evaluate(_SEEK, SHOWN_AT_S)
    out = ROOT / "docs" / f"{name}.png"
    page.screenshot(path=out)
    with Image.open(out) as picture:
        picture.convert("RGB").save(out.with_suffix(".jpg"), quality=88, optimize=True)
    out.unlink()
    context.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
