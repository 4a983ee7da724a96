"""Openverse, NASA and the Internet Archive: what each documents is asked, and only what may be shown is taken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import ModuleType

import pytest
from contracts.filming import WISH, Filming
from contracts.openapi import contract
from fakes import internet_archive as archive_fake
from fakes import nasa as nasa_fake
from fakes import openverse as openverse_fake
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import PermanentError, Refused, TransientError, VidpipeError
from vidpipe_assets.model.media import Rights
from vidpipe_assets.providers.footage import FootageProvider
from vidpipe_assets.providers.footage.internet_archive import InternetArchive
from vidpipe_assets.providers.footage.licences import ALIKE, NO_ENDORSEMENT
from vidpipe_assets.providers.footage.nasa import LICENCE, TERMS, Nasa
from vidpipe_assets.providers.footage.openverse import Openverse
from vidpipe_assets.providers.http.client import version_number
from vidpipe_assets.providers.wikimedia import agent_for

FAKES: Mapping[str, ModuleType] = {
    "openverse": openverse_fake,
    "nasa": nasa_fake,
    "internet_archive": archive_fake,
}
PROVIDERS = {"openverse": Openverse, "nasa": Nasa, "internet_archive": InternetArchive}
GAME_BOY = replace(WISH, terms=("game boy",), subject="Game Boy")


@dataclass(frozen=True)
class Library:
    """A provider and the fake that answers it."""

    name: str
    provider: FootageProvider
    server: Server

    def all_of(self, desk: Filming) -> list[str]:
        """The ids that it gives one after the other, until nothing is left."""
        found: list[str] = []
        while len(found) < 9 and (one := desk.obtain(self.provider, GAME_BOY, taken=found)):
            found.append(one.id)
        return found


def library(name: str, monkeypatch: pytest.MonkeyPatch, *, free: bool = False) -> Iterator[Library]:
    with serving(FAKES[name].answer, None if free else contract(name)) as server:
        monkeypatch.setenv(FAKES[name].VARIABLE, server.url)
        monkeypatch.setenv("VIDPIPE_CONTACT", "me@example.com")
        yield Library(name, PROVIDERS[name](), server)


@pytest.fixture
def openverse(monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    yield from library("openverse", monkeypatch)


@pytest.fixture
def nasa(monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    yield from library("nasa", monkeypatch)


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    yield from library("internet_archive", monkeypatch)


@pytest.fixture(params=list(FAKES))
def any_library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    yield from library(request.param, monkeypatch)


@pytest.fixture(params=list(FAKES))
def free_library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """One whose answers may be anything."""
    yield from library(request.param, monkeypatch, free=True)


def test_openverse_gives_what_may_be_sold_and_changed_with_its_maker_s_page(openverse: Library, desk: Filming) -> None:
    found = desk.obtain(openverse.provider, GAME_BOY)
    assert found is not None
    assert (found.title, found.notes) == ("Game Boy, first model", ())
    assert found.rights == Rights(
        creator="Maker 1",
        licence="CC BY 4.0",
        url="https://www.flickr.com/photos/maker/1",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
    )
    assert [int(one[-2:]) for one in openverse.all_of(desk)] == [1, 2, 7]
    shared = desk.obtain(openverse.provider, GAME_BOY, taken=[found.id])
    assert shared is not None
    assert (shared.rights.licence, shared.notes) == ("CC BY-SA 2.0", (ALIKE,))


def test_nasa_is_named_and_persons_emblems_and_what_others_own_are_left_out(nasa: Library, desk: Filming) -> None:
    found = desk.obtain(nasa.provider, GAME_BOY)
    assert found is not None
    assert found.rights == Rights(
        creator="NASA JPL", licence=LICENCE, url="https://images.nasa.gov/details/PIA%2001", licence_url=TERMS
    )
    assert found.rights.credit == "Picture: NASA JPL / NASA media guidelines (attribution)"
    assert found.notes == (NO_ENDORSEMENT,)
    asked = [one.path for one in nasa.server.asked if "~thumb" not in one.path]
    assert asked == ["/search", "/asset/PIA%2001", "/files/PIA%2001~large.jpg"]
    assert nasa.all_of(desk) == ["PIA 01", "PIA02"]


def test_the_archive_s_file_that_suits_is_taken_and_what_is_gone_is_passed_over(
    archive: Library, desk: Filming
) -> None:
    found = desk.obtain(archive.provider, GAME_BOY)
    assert found is not None
    assert found.rights == Rights(
        creator="Cid",
        licence="CC BY 4.0",
        url="https://archive.org/details/GameBoyPicture",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
    )
    film = desk.obtain(archive.provider, GAME_BOY, taken=["GameBoyPicture"])
    assert film is not None
    assert (film.id, film.rights.creator) == ("game-boy-film", "Ada, Bob")
    assert archive.all_of(desk) == ["GameBoyPicture", "game-boy-film", "game-boy-ad"]
    ad = desk.obtain(archive.provider, GAME_BOY, taken=["GameBoyPicture", "game-boy-film"])
    assert ad is not None
    assert (ad.rights.licence, ad.rights.credit) == ("Public domain", "")
    longer = replace(GAME_BOY, seconds=9.0)
    assert desk.obtain(archive.provider, longer, taken=["GameBoyPicture"], video="2026-11-24_gadgets") is None


def test_wikimedia_s_own_server_is_told_who_asks_and_no_other_one_is(openverse: Library, desk: Filming) -> None:
    """Openverse leads to both: the first answers 403 to who names no contact, and the others need not know it."""
    assert desk.obtain(openverse.provider, GAME_BOY) is not None
    assert openverse.server.asked[-1].headers["user-agent"] == "vidpipe"
    contact = f"vidpipe/{version_number()} (me@example.com)"
    for host, told in (("upload.wikimedia.org", {"user-agent": contact}), ("wikimedia.org.evil.example", {})):
        assert agent_for(f"https://{host}/wikipedia/commons/a/ab/A.jpg") == told


def test_what_does_not_name_the_subject_is_not_taken(openverse: Library, desk: Filming) -> None:
    with pytest.raises(Refused, match="none of 1 found names the subject; nearest is 'A boy and his game'"):
        desk.obtain(openverse.provider, replace(WISH, terms=("game his boy",)))


def test_a_scene_without_terms_and_a_subject_that_nobody_knows_have_no_picture(
    any_library: Library, desk: Filming
) -> None:
    assert desk.obtain(any_library.provider, replace(WISH, terms=())) is None
    assert any_library.server.asked == []
    assert desk.obtain(any_library.provider, replace(WISH, terms=("steam engine",))) is None


def test_a_video_that_is_made_again_asks_nobody(any_library: Library, desk: Filming) -> None:
    first, asked = desk.obtain(any_library.provider, GAME_BOY), len(any_library.server.asked)
    assert first is not None
    assert desk.obtain(any_library.provider, GAME_BOY) == first
    assert len(any_library.server.asked) == asked


ERRORS = {
    "fault 4 too many": (Answer({"detail": "throttled"}, 429, {"Retry-After": "1"}), TransientError, 4),
    "fault 3 broken": (Answer("oops", 503), TransientError, 4),
    "another form": (Answer({"items": []}), PermanentError, 1),
    "a refusal": (Answer({"detail": "no such field", "reason": "bad"}, 400), PermanentError, 1),
}


@pytest.mark.parametrize("case", ERRORS)
def test_what_goes_wrong_is_told_and_asked_again_where_that_helps(
    free_library: Library, desk: Filming, case: str
) -> None:
    answer, error, times = ERRORS[case]
    free_library.server.answer_next(*[answer] * times)
    with pytest.raises(error):
        desk.obtain(free_library.provider, GAME_BOY)
    assert len(free_library.server.asked) == times


def test_fault_27_a_file_on_a_private_network_is_not_fetched(monkeypatch: pytest.MonkeyPatch, desk: Filming) -> None:
    bad = openverse_fake.picture(1, "Game Boy", "", url="http://169.254.169.254/latest/meta-data")
    page = {"result_count": 1, "page_count": 1, "page_size": 20, "page": 1, "results": [bad]}
    with serving(lambda _: Answer(page)) as server:
        monkeypatch.setenv(openverse_fake.VARIABLE, server.url)
        with pytest.raises(VidpipeError) as caught:
            desk.obtain(Openverse(), GAME_BOY)
        assert isinstance(caught.value, PermanentError)
        assert len(server.asked) == 1


def test_a_probe_is_answered(any_library: Library) -> None:
    assert any_library.provider.probe().startswith("it answers")  # type: ignore[attr-defined]
