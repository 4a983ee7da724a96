"""In a browser: what was found for a scene is seen, and another of it is taken with one click. Nobody else is asked."""

from pathlib import Path

import pytest
import reviewed
from desk import SKIP, VIDEO, open_desk
from found import small_files

from vidpipe_assets.storage.places import Places

pytestmark = [pytest.mark.slow, pytest.mark.skipif(SKIP, reason="no Chromium on this machine")]

LOADED = "img => img.complete && img.naturalWidth"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_another_picture_is_taken_with_one_click(new_state: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    with open_desk(tmp_path, found=small_files()) as desk:
        hosts: set[str] = set()
        desk.page.on("request", lambda asked: hosts.add(asked.url.split("/")[2]))
        desk.page.set_viewport_size({"width": size[0], "height": size[1]})
        desk.go(VIDEO)
        scene = desk.page.locator("[data-scene='1']")
        scene.locator(".taken img").scroll_into_view_if_needed()
        assert scene.locator(".taken").inner_text().startswith("Taken: A console by Ada, CC BY 4.0.")
        scene.locator("summary").click()
        pictures = scene.locator(".offered img")
        pictures.last.scroll_into_view_if_needed()
        desk.page.wait_for_load_state("networkidle")
        assert [pictures.nth(place).evaluate(LOADED) for place in range(pictures.count())] == [320, 320]
        assert desk.page.evaluate(OVERFLOW) <= 0
        assert scene.locator("[data-take]").count() == 1  # the other one is what scene 3 shows
        assert "Scene 3 shows it" in scene.inner_text()
        scene.locator("[data-take]").click()
        desk.said("Taken: the scene is made again with this picture.")
        assert desk.api.store.decisions.of(reviewed.KEY)[-1].pictures == {"s2": "File:B.jpg"}
        assert hosts == {desk.api.url.split("/")[2]}
        assert desk.complaints == []


def test_the_same_page_opens_from_disk_and_shows_them(tmp_path: Path) -> None:
    with open_desk(tmp_path, found=small_files()) as desk:
        page = desk.page
        page.goto((Places(tmp_path).output / "review" / reviewed.KEY / "index.html").as_uri())
        page.locator("[data-scene='1'] summary").click()
        pictures = page.locator("[data-scene='1'] .offered img")
        pictures.last.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        assert pictures.first.evaluate(LOADED) == 320
        assert page.locator("[data-take]").count() == 0
