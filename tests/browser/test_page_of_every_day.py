"""The pages every day, in a real browser: nothing that was typed is lost, and a slip can be taken back."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import reviewed
from desk import SKIP, SPLIT_WORDS, VIDEO, Desk, open_desk
from PIL import Image
from web_server import write_theme

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(SKIP, reason="no Chromium on this machine"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


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


@pytest.mark.parametrize("width", [1280, 390])
def test_the_order_form_says_which_themes_have_no_story_and_which_files_cannot_be_used(desk: Desk, width: int) -> None:
    themes = desk.api.store.places.themes
    write_theme(themes.parent, "houseplants", "collect: {queries: [houseplants]}\n")
    write_theme(themes.parent, "logos", "collect: {queries: [retro]}\npicture: {logo: {file: logo.png}}\n")
    write_theme(themes.parent, "songs", "collect: {queries: [retro]}\nmusic: {kind: file, file: song.mp3}\n")
    write_theme(
        themes.parent,
        "films",
        "collect: {queries: [retro]}\npicture: {footage_folder: none}\nproviders: {footage: [own, motion]}\n",
    )
    Image.new("RGB", (30, 10), "red").save(themes / "logo.png", "JPEG")
    (themes / "song.mp3").write_text("not music")
    desk.page.set_viewport_size({"width": width, "height": 844})
    desk.go("/new")
    notices = {
        one.locator("strong").inner_text(): one.inner_text() for one in desk.page.locator(".notice:has(strong)").all()
    }
    assert "houseplants" in notices["houseplants"]
    assert "picture.logo.file" in notices["logos"]
    assert "song.mp3" in notices["songs"]
    assert "there is no folder" in notices["films"]
    assert "gadgets" not in notices
    options = desk.page.locator("[name=theme] option").all_inner_texts()
    assert [text.partition(": ")[2] for text in sorted(options)] == [
        "a file cannot be used",
        "",
        "no story",
        *["a file cannot be used"] * 2,
    ]
    assert desk.page.evaluate(SPLIT_WORDS) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    Image.new("RGBA", (30, 10), "red").save(themes / "logo.png", "PNG")
    desk.go("/new")
    assert "logos" not in desk.page.locator(".notice strong").all_inner_texts()
