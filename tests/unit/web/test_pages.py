"""The pages: what they show, what they refuse, and that nothing in them runs but our own script."""

import re
from pathlib import Path

import pytest
import reviewed
import samples
from web_server import Api

HOSTILE = "<script>alert(1)</script> & \" ' {{ 7*7 }}"


def page(api: Api, path: str, status: int = 200) -> str:
    answer = api.client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


@pytest.fixture
def version(api: Api, tmp_path: Path) -> str:
    return reviewed.finish(api.store, tmp_path / "shelf")


def test_the_queue_tells_what_waits_and_what_is_on_its_way(api: Api, tmp_path: Path) -> None:
    assert "Nothing waits for you" in page(api, "/")
    api.order("2026-11-23_gadgets", "2026-11-24_gadgets", topic="Walkman")
    found = page(api, "/")
    assert "Being made" in found
    assert 'href="/videos/2026-11-24_gadgets"' in found
    assert "Walkman" in found


def test_a_video_s_page_has_the_version_that_is_approved_and_all_of_its_package(api: Api, version: str) -> None:
    found = page(api, f"/videos/{reviewed.KEY}")
    assert f'data-version="{version}"' in found
    assert samples.plan().title in found
    assert f'src="/media/{reviewed.KEY}/video.mp4"' in found
    assert f'src="/media/{reviewed.KEY}/captions.vtt"' in found
    for scene in samples.plan().scenes:
        assert f'data-scene="{scene.id}"' in found
    # Everything runs from files of ours: the policy forbids the rest.
    assert re.findall(r"<script(?! src=\"/static/)", found) == []
    assert re.findall(r"<style| style=| on[a-z]+=", found) == []


def test_fault_25_a_hostile_title_stays_text_everywhere(api: Api, tmp_path: Path) -> None:
    plan = samples.plan().model_copy(update={"title": HOSTILE, "description": HOSTILE})
    reviewed.finish(api.store, tmp_path / "shelf", plan)
    for path in ("/", f"/videos/{reviewed.KEY}", "/board"):
        found = page(api, path)
        assert "<script>alert" not in found
        assert "49" not in re.sub(r"\s", "", found).partition("alert(1)")[2][:60]


def test_an_unfinished_video_tells_its_stages(api: Api) -> None:
    api.order("2026-11-23_gadgets")
    found = page(api, "/videos/2026-11-23_gadgets")
    assert found.count('<tr class="') == 7
    assert 'data-post="/api/jobs/2026-11-23_gadgets/cancel"' in found


@pytest.mark.parametrize("key", ["2026-11-23_nothing", "no key"])
def test_a_video_that_was_never_ordered_is_told_as_a_page(api: Api, key: str) -> None:
    assert "No such video" in page(api, f"/videos/{key}", 404)


def test_the_board_shows_a_page_at_a_time(api: Api) -> None:
    api.order(*(f"2026-{month:02}-{day:02}_gadgets" for month in (1, 2, 3) for day in range(1, 19)))
    first = page(api, "/board")
    [older] = re.findall(r'href="(/board\?cursor=[^"]+)"', first)
    second = page(api, older.replace("&amp;", "&"))
    keys = [re.findall(r'<a href="/videos/([^"]+)"', one) for one in (first, second)]
    assert [len(found) for found in keys] == [50, 4]
    assert len({*keys[0], *keys[1]}) == 54
    assert "No such videos" in page(api, "/board?state=approved")


def test_the_forms_name_the_themes_and_ask_for_the_token(api: Api) -> None:
    assert '<option value="gadgets">' in page(api, "/new")
    assert 'type="password"' in page(api, "/login")


def test_an_edit_is_foreseen_and_kept(api: Api, version: str) -> None:
    body = {"version": version, "scenes": {"s2": "Almost 119 million people owned this grey brick."}}
    told = api.client.post(f"/api/jobs/{reviewed.KEY}/edit/preview", json=body).json()
    assert told["changed"] == ["s2"]
    assert {one["stage"] for one in told["remakes"]} >= {"scripts", "voiceover", "clips", "composed_video", "review"}
    assert api.client.get(f"/api/jobs/{reviewed.KEY}").json()["decisions"] == []
    kept = api.client.post(f"/api/jobs/{reviewed.KEY}/edit", json=body)
    assert kept.status_code == 200, kept.text
    assert [one["word"] for one in kept.json()["decisions"]] == ["edited"]
    again = api.client.post(f"/api/jobs/{reviewed.KEY}/edit", json={**body, "version": "0" * 20})
    assert again.status_code == 409


def test_a_cover_is_chosen_on_the_page(api: Api, tmp_path: Path) -> None:
    version = reviewed.finish(api.store, tmp_path / "shelf", covers=3)
    reviewed.record(api.store)
    path = f"/api/jobs/{reviewed.KEY}/edit"
    assert api.client.get(path).json()["cover"] == 1
    shown = page(api, f"/videos/{reviewed.KEY}")
    assert [f'data-cover="{number}"' in shown for number in (1, 2, 3)] == [False, True, True]
    assert api.client.get(f"/media/{reviewed.KEY}/cover-2.jpg").status_code == 200
    told = api.client.post(f"{path}/preview", json={"version": version, "cover": 2}).json()
    assert told["changed"] == ["cover"]
    assert [one["stage"] for one in told["remakes"]] == ["review"]
    kept = api.client.post(path, json={"version": version, "cover": 2}).json()
    assert [one["reason"] for one in kept["decisions"]] == ["cover"]
    refused = api.client.post(path, json={"version": version, "cover": 7})
    assert (refused.status_code, "no cover 7" in refused.json()["detail"]) == (422, True)


def test_a_take_s_files_are_served_and_nothing_else(api: Api, version: str) -> None:
    [kept] = api.store.documents.versions(reviewed.KEY)["composed_video"]
    answer = api.client.get(f"/takes/{reviewed.KEY}/{kept}/video.mp4", headers={"Range": "bytes=0-3"})
    assert (answer.status_code, len(answer.content)) == (206, 4)
    for path in (f"/takes/{reviewed.KEY}/{'0' * 20}/video.mp4", f"/takes/{reviewed.KEY}/{kept}/review.json"):
        assert api.client.get(path).status_code in (404, 422)


def test_a_first_visit_says_in_three_lines_what_to_do(api: Api) -> None:
    found = page(api, "/")
    [steps] = re.findall(r'<ol class="steps lead">(.*?)</ol>', found, re.DOTALL)
    assert steps.count("<li>") == 3
    assert 'href="/new"' in steps
    assert "vidpipe dev" in steps
    assert "vidpipe theme new" not in steps
    api.order("2026-11-23_gadgets")
    assert 'class="steps' not in page(api, "/")


def test_a_first_visit_without_a_theme_says_how_to_make_one(api: Api) -> None:
    (api.store.places.themes / "gadgets.yaml").unlink()
    assert "vidpipe theme new" in page(api, "/")


def test_the_board_shows_titles_and_thumbnails_as_small_as_they_are_seen(api: Api, version: str) -> None:
    found = page(api, "/board")
    assert samples.plan().title in found
    assert f'src="/thumbnails/{reviewed.KEY}/96.jpg?v={version}"' in found
    assert "thumbnail.jpg" not in found + page(api, "/")


def test_the_board_is_sorted_both_ways_without_gap_or_repetition(api: Api) -> None:
    api.order(*(f"2026-{month:02}-{day:02}_gadgets" for month in (1, 2, 3) for day in range(1, 19)))
    newest = re.findall(r'<a href="/videos/([^"]+)"', page(api, "/board"))
    first = page(api, "/board?order=oldest")
    [newer] = re.findall(r'href="(/board\?cursor=[^"]+)"', first)
    second = page(api, newer.replace("&amp;", "&"))
    oldest = [key for found in (first, second) for key in re.findall(r'<a href="/videos/([^"]+)"', found)]
    assert oldest[::-1][:50] == newest
    assert len(set(oldest)) == len(oldest) == 54


def test_the_board_finds_what_is_in_a_state_beyond_its_first_page(api: Api) -> None:
    from vidpipe_assets.operations.decide import CancelRequest, apply

    api.order("2025-12-31_gadgets")
    apply(api.store, "2025-12-31_gadgets", CancelRequest(), who="ann")
    api.order(*(f"2026-{month:02}-{day:02}_gadgets" for month in (1, 2, 3) for day in range(1, 19)))
    assert 'href="/videos/2025-12-31_gadgets"' in page(api, "/board?state=cancelled")


def test_what_is_approved_offers_to_be_taken_back_and_away(api: Api, version: str) -> None:
    answer = api.client.post(f"/api/jobs/{reviewed.KEY}/approve", json={"version": version})
    assert answer.status_code == 200, answer.text
    found = page(api, f"/videos/{reviewed.KEY}")
    assert f'data-post="/api/jobs/{reviewed.KEY}/reopen"' in found
    assert f'href="/approved/{reviewed.KEY}.zip"' in found
    assert "data-approve" not in found


def test_the_font_comes_with_the_page_and_nothing_from_elsewhere(api: Api) -> None:
    style = api.client.get("/static/web.css").text
    [font] = re.findall(r'url\("([^"]+)"\)', style)
    answer = api.client.get(f"/static/{font}")
    assert (answer.status_code, answer.headers["content-type"], answer.content[:4]) == (200, "font/woff2", b"wOF2")
    assert len(answer.content) < 40_000
    for name in ("web.css", "page.css", "web.js", "board.js", "page.js"):
        assert not re.findall(r"https?:|@import|//[a-z]+\.", api.client.get(f"/static/{name}").text), name


def test_what_scenes_show_is_read_changed_foreseen_and_sent_back(api: Api, version: str) -> None:
    path = f"/api/jobs/{reviewed.KEY}/edit"
    found = api.client.get(path).json()
    assert (found["version"], found["order"]) == (version, ["s1", "s2", "s3", "s4", "s5"])
    assert [one["template"] for one in found["others"]["s3"]] == ["bars", "icon"]
    same = {name: found[name] for name in ("version", "title", "description", "hashtags", "order", "scenes")}
    assert api.client.post(f"{path}/preview", json=same).json()["changed"] == []
    picture = found["others"]["s3"][0]
    changes = {"s2": {"kicker": "Sold"}, "s3": {"picture": picture}, "s4": "A cosmonaut took one to Mir."}
    body = {"version": version, "scenes": changes, "order": ["s1", "s3", "s2", "s4", "s5"]}
    told = api.client.post(f"{path}/preview", json=body).json()
    assert told["changed"] == ["s2", "s3", "s4", "order"]
    assert api.client.post(path, json=body).status_code == 200
    wrong = {"version": version, "scenes": {"s2": {"picture": {"template": "bars", "title": "Sold"}}}}
    refused = api.client.post(f"{path}/preview", json=wrong)
    assert refused.status_code == 422
    assert "s2.picture.bars: Field required" in refused.json()["detail"]
    assert "needs title, bars" in refused.json()["remedy"]


def test_what_a_scene_can_show_is_described(api: Api) -> None:
    found = api.client.get("/api/pictures").json()
    assert {"hook", "number", "bars", "icon", "end"} <= {*found["templates"]}
    assert found["templates"]["bars"]["required"] == ["title", "bars"]
    assert {"rocket", "gamepad-2"} <= {*found["icons"]}
