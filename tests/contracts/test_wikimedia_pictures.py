"""Wikimedia Commons and Wikipedia: free pictures of the subject, with their rights, politely asked for."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from contracts.filming import WISH, Filming
from contracts.openapi import contract
from fakes import wikimedia as fake
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import PermanentError, Refused, TransientError, VidpipeError
from vidpipe_assets.model.media import Rights
from vidpipe_assets.providers.footage.commons import Commons
from vidpipe_assets.providers.footage.licences import ALIKE
from vidpipe_assets.providers.footage.wikipedia import WikipediaPictures

GAME_BOY = replace(WISH, subject="Game Boy", words="It ran for thirty hours.", seconds=2.0)
BATTERIES = replace(GAME_BOY, terms=("game boy", "batteries"), words="Four batteries last for thirty hours.")
NONE = replace(WISH, terms=("steam engine",), subject="Steam engine")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(fake.answer, contract("wikimedia")) as found:
        for variable in (fake.COMMONS, fake.WIKIPEDIA):
            monkeypatch.setenv(variable, found.url)
        monkeypatch.setenv("VIDPIPE_CONTACT", "me@example.com")
        yield found


@pytest.fixture
def free_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """One whose answers may be anything."""
    with serving(fake.answer) as found:
        monkeypatch.setenv(fake.COMMONS, found.url)
        monkeypatch.setenv("VIDPIPE_CONTACT", "me@example.com")
        yield found


def test_the_picture_of_the_subject_s_article_is_taken_with_its_rights(server: Server, desk: Filming) -> None:
    found = desk.obtain(WikipediaPictures(), GAME_BOY)
    assert found is not None
    assert (found.id, found.title, found.notes) == ("File:Game Boy FL.jpg", "Game Boy FL", (ALIKE,))
    assert found.rights == Rights(
        creator="Ada & Sons",
        licence="CC BY-SA 4.0",
        url="https://commons.wikimedia.org/wiki/File:Game_Boy_FL.jpg",
        licence_url="https://creativecommons.org/licenses/by-sa/4.0",
    )
    assert found.rights.credit == "Picture: Ada & Sons / CC BY-SA 4.0"
    assert found.choice is not None
    assert found.choice.reason.startswith("the picture of Wikipedia's article 'Game Boy'; its title has game, boy")
    asked = [one.path.partition("-")[0] for one in server.asked if "/500px" not in one.path]
    assert asked == ["/w/api.php", "/w/api.php", "/files/thumb/1000/1920px"]


def test_the_next_scene_gets_what_else_is_in_the_article(server: Server, desk: Filming) -> None:
    found = desk.obtain(WikipediaPictures(), GAME_BOY, taken={"File:Game Boy FL.jpg"})
    assert found is not None
    assert found.id == "File:Game Boy battery compartment.jpg"
    assert desk.obtain(WikipediaPictures(), GAME_BOY, taken={"File:Game Boy FL.jpg", found.id}) is None


@pytest.mark.parametrize(
    ("article", "subject", "asked"),
    [
        ("https://en.wikipedia.org/wiki/Game_Boy", "handheld", "handheld"),
        ("https://en.wikipedia.org/wiki/Game_Boy", "Game Boy", "Game Boy"),
        ("https://en.wikipedia.org/wiki/List_of_consoles", "Game Boy", "Game Boy"),
        ("https://en.wikipedia.org/wiki/Game_%28console%29", "Game Boy", "Game (console)"),
        ("https://en.wikipedia.org/wiki/Game_Boy_Color", "Game Boy", "Game Boy Color"),
        ("https://en.wikipedia.org/wiki/History_of_the_Game_Boy", "Game Boy", "Game Boy"),
        ("https://example.com/wiki/Game_Boy", "Game Boy", "Game Boy"),
    ],
)
def test_the_article_of_the_fact_counts_where_it_is_about_the_subject(
    server: Server, desk: Filming, article: str, subject: str, asked: str
) -> None:
    terms = ("game boy",) if subject == "Game Boy" else ("console",)
    desk.obtain(WikipediaPictures(), replace(GAME_BOY, article=article, subject=subject, terms=terms))
    assert server.asked[0].query["titles"] == asked


@pytest.mark.parametrize("subject", ["Mercury", "Nobody's word"])
def test_an_article_that_is_not_there_or_a_list_of_meanings_has_no_picture(
    server: Server, desk: Filming, subject: str
) -> None:
    assert desk.obtain(WikipediaPictures(), replace(GAME_BOY, terms=(subject.lower(),), subject=subject)) is None
    assert len(server.asked) == 1


def test_what_names_the_scene_s_own_words_comes_first_and_the_others_are_told(server: Server, desk: Filming) -> None:
    found = desk.obtain(Commons(), BATTERIES)
    assert found is not None
    assert found.choice is not None
    assert (found.id, found.choice.score) == ("File:Game Boy battery compartment.jpg", 0.85)
    assert found.choice.reason == "its title has game, boy, batteries"
    assert [one.id for one in found.choice.runners_up] == [
        "File:Game Boy FL.jpg",
        "File:Game Boy scan.tif",
        "File:Game Boy unboxing.webm",
    ]


def test_no_licence_that_forbids_commerce_no_fair_use_no_trademark_and_nothing_tiny_is_taken(
    server: Server, desk: Filming
) -> None:
    found = desk.obtain(Commons(), GAME_BOY)
    assert found is not None
    assert found.choice is not None
    offered = {found.id, *(one.id for one in found.choice.runners_up)}
    bad = ("logo", "advertisement", "not for sale", "stamp", "A boy at play")
    assert not {one for one in offered if any(word in one for word in bad)}


def test_the_size_that_fills_the_picture_is_taken_and_of_a_scan_its_thumbnail(server: Server, desk: Filming) -> None:
    found = desk.obtain(Commons(), BATTERIES)
    assert found is not None
    assert found.choice is not None
    sizes = {one.id: (one.width, one.height) for one in found.choice.runners_up}
    assert "/files/1001-3600x2400.jpg" in [one.path for one in server.asked]
    assert sizes["File:Game Boy FL.jpg"] == (1920, 2880)
    assert sizes["File:Game Boy scan.tif"] == (1920, 2880)


def test_a_film_is_taken_where_it_is_long_enough(server: Server, desk: Filming) -> None:
    stills = {f"File:{one.name}" for one in fake.FILES if not one.seconds}
    found = desk.obtain(Commons(), GAME_BOY, taken=stills)
    assert found is not None
    assert found.id == "File:Game Boy unboxing.webm"
    assert desk.obtain(Commons(), replace(GAME_BOY, seconds=12.0), taken=stills, video="2026-11-24_gadgets") is None


def test_a_scene_whose_subject_nothing_names_is_drawn_and_says_what_was_nearest(server: Server, desk: Filming) -> None:
    with pytest.raises(Refused, match="none of 1 found names the subject; nearest is 'A boy at play'"):
        desk.obtain(Commons(), replace(GAME_BOY, terms=("park boy", "game")))
    assert desk.obtain(Commons(), NONE) is None


def test_another_picture_is_one_that_was_found_before_and_nothing_is_searched(server: Server, desk: Filming) -> None:
    first = desk.obtain(Commons(), GAME_BOY)
    assert first is not None
    assert first.choice is not None
    searches = [one.path for one in server.asked].count("/w/api.php")
    again = replace(GAME_BOY, offers=first.choice.runners_up)
    second = desk.obtain(Commons(), again, taken={first.id}, take=2)
    assert second is not None
    assert second.id == first.choice.runners_up[0].id
    assert [one.path for one in server.asked].count("/w/api.php") == searches


def test_the_offer_that_a_person_has_chosen_comes_first_and_if_it_is_gone_that_is_told(
    free_server: Server, desk: Filming
) -> None:
    first = desk.obtain(Commons(), GAME_BOY)
    assert first is not None
    assert first.choice is not None
    offers = first.choice.runners_up
    picked = replace(GAME_BOY, offers=offers, pick=offers[-1].id)
    second = desk.obtain(Commons(), picked, taken=[first.id], take=2)
    assert second is not None
    assert second.id == offers[-1].id
    assert not any("chosen" in note for note in second.notes)
    free_server.answer_next(Answer(None, 404))
    third = desk.obtain(Commons(), picked, taken=[first.id], take=3)
    assert third is not None
    assert third.id == offers[0].id
    note = next(one for one in third.notes if "chosen" in one)
    assert note.startswith("the picture that was chosen cannot be had any more: commons no longer has the file")
    fourth = desk.obtain(Commons(), replace(picked, again=third.id), taken=[first.id], take=3)
    assert fourth is not None
    assert fourth.id == third.id  # made again, it stays what it was


def test_a_video_that_is_made_again_asks_nobody(server: Server, desk: Filming) -> None:
    first, asked = desk.obtain(Commons(), GAME_BOY), len(server.asked)
    assert desk.obtain(Commons(), GAME_BOY) == first
    assert len(server.asked) == asked


ERRORS = {
    "lag": (
        Answer({"error": {"code": "maxlag", "info": "Waiting for a database server", "lag": 7}}),
        TransientError,
        4,
    ),
    "limit": (Answer({"error": {"code": "ratelimited", "info": "slow down"}}), TransientError, 4),
    "fault 4 too many": (Answer({"httpCode": 429}, 429, {"Retry-After": "2"}), TransientError, 4),
    "fault 3 broken": (Answer("oops", 503), TransientError, 4),
    "a parameter": (Answer({"error": {"code": "badvalue", "info": "no such"}}, 400), PermanentError, 1),
    "no query": (Answer({"warnings": {}}), PermanentError, 1),
    "other pages": (Answer({"batchcomplete": True, "query": {"pages": {"7": {}}}}), PermanentError, 1),
}


@pytest.mark.parametrize("case", ERRORS)
def test_what_goes_wrong_is_told_and_asked_again_where_that_helps(
    free_server: Server, desk: Filming, case: str
) -> None:
    answer, error, times = ERRORS[case]
    free_server.answer_next(*[answer] * times)
    with pytest.raises(error):
        desk.obtain(Commons(), GAME_BOY)
    assert len(free_server.asked) == times


def test_who_names_no_contact_is_told_so(free_server: Server, desk: Filming, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIDPIPE_CONTACT")
    free_server.answer_next(Answer({"detail": "no user agent"}, 403))
    with pytest.raises(VidpipeError) as caught:
        desk.obtain(Commons(), GAME_BOY)
    assert "VIDPIPE_CONTACT" in caught.value.remedy


def test_a_file_that_is_gone_is_passed_over_for_the_next(free_server: Server, desk: Filming) -> None:
    before = desk.obtain(Commons(), GAME_BOY)
    assert before is not None
    free_server.answer_next(Answer("gone", 404))
    found = desk.obtain(Commons(), GAME_BOY, video="2026-11-24_gadgets")
    assert found is not None
    assert found.id != before.id


def test_a_probe_asks_for_the_wiki_s_name(server: Server) -> None:
    assert Commons().probe() == "Wikimedia Commons"
    assert WikipediaPictures().probe() == "Wikimedia Commons"
