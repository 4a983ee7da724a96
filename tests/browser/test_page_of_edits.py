"""The form of edits in a real browser: what is said, shown and named, and the order of the scenes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import reviewed
from desk import SKIP, SPLIT_WORDS, VIDEO, Desk, open_desk

from vidpipe_assets.model.edits import Edits
from vidpipe_assets.model.pictures import Bars, Number, Steps
from vidpipe_assets.model.video_key import VideoKey

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(SKIP, reason="no Chromium on this machine"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        opened.go(VIDEO)
        yield opened


def scene(desk: Desk, name: str) -> Any:
    """A scene's part of the opened form, unfolded."""
    if desk.page.locator("[data-edit]").is_hidden():
        desk.page.click('[data-open="edit"]')
    desk.page.locator("[data-edit][data-built]").wait_for()
    found = desk.page.locator(f'[data-item="{name}"]')
    found.locator("details").evaluate("(part) => { part.open = true; }")
    return found


def preview(desk: Desk) -> str:
    desk.page.click("[data-preview]")
    found = desk.page.locator("[data-foreseen] p").first
    found.wait_for()
    return found.inner_text()


def save(desk: Desk) -> Edits:
    desk.page.click("[data-edit] [type=submit]")
    desk.said("Saved: it is made again with your edits.")
    order = desk.api.store.orders.get(VideoKey.parse(reviewed.KEY))
    assert order
    return Edits.of(order)


def test_a_form_that_is_sent_as_it_is_changes_nothing_and_asks_nothing(desk: Desk) -> None:
    scene(desk, "s2")
    assert preview(desk) == "Nothing is changed."
    desk.go("/board")
    assert desk.asked == []
    assert desk.complaints == []


def test_text_icon_and_data_of_a_picture_are_changed_and_kept(desk: Desk) -> None:
    found = scene(desk, "s2")
    found.locator("[data-field=kicker]").fill("Sold")
    found.locator(".picture [data-field=value]").fill("118.7")
    found.locator(".picture [data-field=label]").fill("Game Boys sold")
    found.locator("[data-field=icon]").first.fill("trophy")
    assert "Changed: s2" in preview(desk)
    edits = save(desk).shown["s2"]
    assert edits.kicker and edits.icon and edits.picture
    assert (edits.kicker.now, edits.icon.now) == ("Sold", "trophy")
    assert isinstance(edits.picture.now, Number)
    assert (edits.picture.now.value, edits.picture.now.label) == (118.7, "Game Boys sold")
    assert desk.asked == []


def test_another_template_comes_with_the_data_that_there_is(desk: Desk) -> None:
    found = scene(desk, "s3")
    found.locator("[data-field=template]").select_option("bars")
    rows = found.locator("[data-list=bars] .items > li")
    assert rows.count() == 2
    found.locator("[data-list=bars] > button").click()
    rows.nth(2).locator("[data-field=label]").fill("Lynx")
    rows.nth(2).locator("[data-field=value]").fill("4")
    rows.nth(0).locator("button").click()
    assert "Changed: s3" in preview(desk)
    picture = save(desk).shown["s3"].picture
    assert picture
    assert isinstance(picture.now, Bars)
    assert [(bar.label, bar.value) for bar in picture.now.bars][1] == ("Lynx", 4)


def test_a_field_that_a_template_needs_is_asked_for_before_anything_is_sent(desk: Desk) -> None:
    found = scene(desk, "s2")
    found.locator("[data-field=template]").select_option("steps")
    found.locator("details").evaluate("(part) => { part.open = false; }")
    desk.page.click("[data-preview]")
    assert found.locator("details").evaluate("(part) => part.open")
    assert found.locator(":invalid[data-field]").count() > 0
    found.locator(".picture [data-field=title]").fill("How it sold")
    for row, text in zip(found.locator("[data-list=steps] .items > li").all(), ("One", "Two", "Three"), strict=True):
        row.locator("[data-field=text]").fill(text)
    found.locator(".items [data-field=icon]").first.fill("roket")
    desk.page.click("[data-preview]")
    desk.said("there is no icon 'roket'")
    found.locator(".items [data-field=icon]").first.fill("rocket")
    assert "Changed: s2" in preview(desk)
    picture = save(desk).shown["s2"].picture
    assert picture
    assert isinstance(picture.now, Steps)


def test_a_source_by_hand_is_kept_and_one_without_address_is_refused_by_its_field(desk: Desk) -> None:
    found = scene(desk, "s2").locator("[data-list=source]")
    found.locator("[data-field=name]").fill("NASA")
    found.locator("[data-field=url]").fill("nasa.gov")
    desk.page.click("[data-preview]")
    desk.said("s2.source.url: it begins with https://")
    found.locator("[data-field=url]").fill("https://www.nasa.gov")
    assert "Changed: description, s2" in preview(desk)
    source = save(desk).shown["s2"].source
    assert source
    assert source.now
    assert source.now.name == "NASA"


@pytest.mark.parametrize("width", [1280, 390])
def test_scenes_are_put_into_another_order_by_keyboard_and_by_touch(desk: Desk, width: int) -> None:
    desk.page.set_viewport_size({"width": width, "height": 844})
    down = scene(desk, "s2").locator("[data-move=down]")
    if width == 390:
        down.click()
    else:
        down.focus()
        desk.page.keyboard.press("Enter")
    desk.said("Now scene 3 of 5.")
    assert desk.page.evaluate("document.activeElement.dataset.move") == "down"
    assert [one.get_attribute("data-item") for one in desk.page.locator("[data-item]").all()] == [
        "s1",
        "s3",
        "s2",
        "s4",
        "s5",
    ]
    assert desk.page.locator('[data-item="s3"] [data-move=up]').is_disabled()
    assert desk.page.locator('[data-item="s4"] [data-move=down]').is_disabled()
    assert desk.page.locator('[data-item="s1"] [data-move], [data-item="s5"] [data-move]').count() == 0
    assert "Changed: order" in preview(desk)
    order = save(desk).scene_order
    assert order
    assert order.now == ("s1", "s3", "s2", "s4", "s5")


@pytest.mark.parametrize("change", ["order", "template", "list", "check", "source"])
def test_what_was_changed_and_not_saved_is_asked_about(desk: Desk, change: str) -> None:
    found = scene(desk, "s4")
    match change:
        case "order":
            found.locator("[data-move=up]").click()
        case "template":
            found.locator("[data-field=template]").select_option("icon")
        case "list":
            found.locator("[data-list=steps] > button").click()
        case "check":
            scene(desk, "s2").locator("[data-field=rising]").uncheck()
        case _:
            found.locator("[data-list=source] [data-field=name]").fill("NASA")
    desk.page.click("[data-approve]")
    assert len(desk.asked) == 1
    with pytest.raises(Exception, match="ERR_ABORTED"):
        desk.go("/board")
    assert desk.asked[1:] == ["beforeunload"]
    assert desk.words == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_form_fits_its_screen(desk: Desk, width: int, scheme: str) -> None:
    desk.page.set_viewport_size({"width": width, "height": 844})
    desk.page.emulate_media(color_scheme=scheme)
    for name in ("s1", "s2", "s3", "s4", "s5"):
        scene(desk, name)
    assert desk.page.evaluate(SPLIT_WORDS) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    unnamed = desk.page.locator("[data-edit] :is(input, textarea, select)").evaluate_all(
        "(fields) => fields.filter((one) => !one.labels.length).map((one) => one.outerHTML)"
    )
    assert unnamed == []
    assert desk.complaints == []
