"""fal: requests in a queue, followed where fal says they are, with every way in which they end."""

import base64
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from contracts.filming import WISH, Filming
from contracts.openapi import contract
from fakes import fal as fake
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import (
    BadMedia,
    BlockedError,
    InDoubt,
    PermanentError,
    Refused,
    TransientError,
    VidpipeError,
)
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.footage.fal import KEY, Fal

SECRET = "canary/fal+key=="  # noqa: S105 - it is none
COST = Money.of("0.36").amount


@pytest.fixture
def service() -> fake.Service:
    return fake.Service()


@pytest.fixture
def server(service: fake.Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(service, contract("fal")) as found:
        monkeypatch.setenv(fake.VARIABLE, found.url)
        monkeypatch.setenv(KEY.name, SECRET)
        yield found


@pytest.fixture
def odd_server(service: fake.Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """One whose answers may be anything."""
    with serving(service) as found:
        monkeypatch.setenv(fake.VARIABLE, found.url)
        monkeypatch.setenv(KEY.name, SECRET)
        yield found


def test_a_clip_is_made_upright_and_long_enough_with_its_rights_and_its_price(
    server: Server, service: fake.Service, desk: Filming
) -> None:
    found = desk.obtain(Fal())
    assert found is not None
    assert found.id == "r-1"
    assert found.rights.creator == "pixverse/v6/text-to-video, a generative model"
    assert found.rights.url == "https://fal.ai/models/pixverse/v6/text-to-video"
    told = {"prompt": WISH.prompt, "aspect_ratio": "9:16", "duration": 4, "resolution": "1080p"}
    assert service.jobs == [{**told, "generate_audio_switch": False}]
    assert Fal().price(WISH).amount == desk.booked == service.bill == COST
    assert "authorization" not in server.asked[-1].headers
    assert all(one.headers["authorization"] == f"Key {SECRET}" for one in server.asked[:-1])


class Drawn:
    """A picture whose bytes are others each time: as if it was drawn on another machine."""

    def __init__(self, name: str = "a moon") -> None:
        self.name = name
        self.times = 0

    def draw(self, out: Path) -> None:
        self.times += 1
        out.write_bytes(b"\xff\xd8" + bytes([self.times]) * 100)


def test_a_model_that_takes_a_picture_brings_the_scene_s_own_to_life_and_is_paid_once_for_it(
    server: Server, service: fake.Service, desk: Filming
) -> None:
    drawn = Drawn()
    wish = replace(WISH, model="alibaba/happy-horse/image-to-video", picture=drawn)
    first = desk.obtain(Fal(), wish)
    assert first is not None
    (job,) = service.jobs
    assert job.keys() == {"image_url", "prompt", "duration", "resolution"}
    assert base64.b64decode(job["image_url"].partition(",")[2])[:2] == b"\xff\xd8"
    assert desk.booked == Fal().price(wish).amount == Money.of("0.56").amount
    assert desk.obtain(Fal(), wish) == first
    assert (len(service.jobs), drawn.times) == (1, 1)
    assert desk.obtain(Fal(), replace(wish, picture=Drawn("a sun"))) is not None
    assert len(service.jobs) == 2
    assert all(len(one.request) < 1000 for one in desk.calls())


def test_another_model_is_told_the_picture_and_its_lengths_in_its_own_way(
    odd_server: Server, service: fake.Service, desk: Filming
) -> None:
    name = "fal-ai/kling-video/v2.5-turbo/pro/image-to-video"
    assert desk.obtain(Fal(), replace(WISH, model=name, picture=Drawn())) is not None
    assert odd_server.asked[0].path == f"/{name}"
    assert service.jobs[0].keys() == {"image_url", "prompt", "duration"}
    assert service.jobs[0]["duration"] == "5"
    assert desk.booked == Money.of("0.35").amount


def test_without_a_picture_such_a_model_is_not_asked(server: Server, desk: Filming) -> None:
    with pytest.raises(Refused, match="begins with a picture"):
        desk.obtain(Fal(), replace(WISH, model="alibaba/happy-horse/image-to-video"))
    assert server.asked == []


def test_a_request_is_followed_where_fal_says_it_is(server: Server, desk: Filming) -> None:
    desk.obtain(Fal())
    assert [one.path for one in server.asked] == [
        "/pixverse/v6/text-to-video",
        *["/pixverse/v6/requests/r-1/status"] * 3,
        "/pixverse/v6/requests/r-1",
        "/files/f1.mp4",
    ]
    (kept,) = desk.remote_ids("fal")
    assert json.loads(kept)[1] == f"{server.url}/pixverse/v6/requests/r-1"


def test_it_is_paid_once_and_again_only_in_another_take(server: Server, service: fake.Service, desk: Filming) -> None:
    first, asked = desk.obtain(Fal()), len(server.asked)
    assert desk.obtain(Fal()) == first
    assert len(server.asked) == asked
    desk.obtain(Fal(), take=2)
    assert desk.booked == service.bill == 2 * COST


def test_the_theme_names_the_model_and_it_is_told_in_its_own_way(odd_server: Server, desk: Filming) -> None:
    name = "fal-ai/kling-video/v2.5-turbo/pro/text-to-video"
    assert desk.obtain(Fal(), replace(WISH, model=name, seconds=5.5)) is not None
    assert odd_server.asked[0].path == f"/{name}"
    assert odd_server.asked[0].json["duration"] == "10"
    assert odd_server.asked[1].path == "/fal-ai/kling-video/requests/r-1/status"
    assert desk.booked == Money.of("0.70").amount


def test_a_scene_without_a_prompt_is_made_of_its_terms_and_one_without_either_is_not_made(
    server: Server, service: fake.Service, desk: Filming
) -> None:
    assert desk.obtain(Fal(), replace(WISH, prompt=" ")) is not None
    assert service.jobs[0]["prompt"] == "game boy, retro console"
    assert desk.obtain(Fal(), replace(WISH, prompt=" ", terms=())) is None
    assert len(service.jobs) == 1


def test_without_a_key_nobody_is_asked(server: Server, desk: Filming, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY.name)
    with pytest.raises(BlockedError, match=KEY.name):
        desk.obtain(Fal())
    assert server.asked == []


ENDS: dict[str, tuple[dict[str, object], type[VidpipeError], bool]] = {
    "a runner that died": ({"error": "Runner gone", "error_type": "runner_disconnected"}, TransientError, False),
    "a time-out": ({"error": "timed out", "error_type": "request_timeout"}, TransientError, False),
    "a slow start": ({"error": "no runner", "error_type": "startup_timeout"}, TransientError, False),
    "a rule": ({"error": "flagged", "error_type": "content_policy_violation"}, Refused, True),
    "anything else": ({"error": "exploded"}, PermanentError, True),
    "a type alone": ({"error_type": "client_cancelled"}, PermanentError, True),
}


@pytest.mark.parametrize("case", ENDS)
def test_fault_10_a_request_that_is_completed_with_an_error_is_an_error_of_its_kind(
    server: Server, service: fake.Service, desk: Filming, case: str
) -> None:
    end, error, charged = ENDS[case]
    service.statuses = [{"status": "COMPLETED", **end}]
    with pytest.raises(error):
        desk.obtain(Fal())
    assert len(service.jobs) == 1
    assert desk.booked == (COST if charged else 0)


RESULTS: dict[str, tuple[Answer, type[VidpipeError]]] = {
    "a rule": (Answer(fake.FORBIDDEN, 422), Refused),
    "an input": (Answer({"detail": [{"loc": ["body"], "msg": "bad", "type": "value_error"}]}, 422), PermanentError),
    "no film": (Answer({"video": None}), PermanentError),
    "no address": (Answer({"video": {"url": ""}}), PermanentError),
}


@pytest.mark.parametrize("case", RESULTS)
def test_fault_10_a_result_that_is_none_is_an_error_and_booked(
    odd_server: Server, service: fake.Service, desk: Filming, case: str
) -> None:
    answer, error = RESULTS[case]
    service.results = [answer]
    with pytest.raises(error):
        desk.obtain(Fal())
    assert desk.booked == service.bill == COST


def test_fault_10_a_status_that_nobody_documented_is_looked_at_again_but_not_for_long(
    odd_server: Server, service: fake.Service, desk: Filming
) -> None:
    service.statuses = [{"status": "FAILED"}] * 4
    with pytest.raises(PermanentError, match="unknown status 'FAILED'"):
        desk.obtain(Fal())


def test_fault_10_a_request_that_never_ends_is_cancelled_there(
    server: Server, service: fake.Service, desk: Filming
) -> None:
    desk.time.now = dt.datetime.now(dt.UTC)
    service.statuses = [{"status": "IN_PROGRESS"}] * 1000
    with pytest.raises(TransientError, match="did not finish"):
        desk.obtain(Fal())
    assert service.cancelled == [1]


def test_fault_03_what_a_server_of_theirs_fails_at_is_asked_again(
    odd_server: Server, service: fake.Service, desk: Filming
) -> None:
    service.results = [Answer({"detail": "busy", "error_type": "runner_server_error"}, 503)] * 3
    assert desk.obtain(Fal()) is not None
    assert len(service.jobs) == 1


@pytest.mark.parametrize("gone", [Answer({"detail": "Request not found"}, 404), Answer("gone", 410)])
def test_fault_09_a_result_that_is_gone_is_made_once_more_and_no_third_time(
    odd_server: Server, service: fake.Service, desk: Filming, gone: Answer
) -> None:
    service.results = [gone]
    found = desk.obtain(Fal())
    assert found is not None
    assert found.id == "r-2"
    assert desk.booked == service.bill == 2 * COST
    service.results = [gone, gone]
    with pytest.raises(PermanentError, match="second time"):
        desk.obtain(Fal(), replace(WISH, scene="s3"))
    assert len(service.jobs) == 4


def test_fault_09_an_address_that_has_expired_is_asked_for_anew(
    odd_server: Server, service: fake.Service, desk: Filming
) -> None:
    service.results = [Answer({"video": {"url": f"{odd_server.url}/files/f99.mp4"}})]
    assert desk.obtain(Fal()) is not None
    assert len(service.jobs) == 1


def test_fault_06_a_submit_that_nobody_answered_is_made_once_more_and_then_waits(
    odd_server: Server, service: fake.Service, desk: Filming
) -> None:
    service.on_submit = lambda _: Answer("", 504)
    with pytest.raises(VidpipeError):
        desk.obtain(Fal())
    with pytest.raises(InDoubt, match="asked twice and never answered"):
        desk.obtain(Fal())
    assert len(service.jobs) == 2
    assert desk.booked == service.bill == 2 * COST


@pytest.mark.parametrize("url", ["https://evil.example/r-1", "http://127.0.0.1:9/r-1", "", "x" * 600])
def test_fault_27_a_key_goes_to_no_other_server_than_its_own(
    odd_server: Server, service: fake.Service, desk: Filming, url: str
) -> None:
    told = {"status": "IN_QUEUE", "request_id": "r-1", "status_url": url, "response_url": url, "cancel_url": url}
    service.on_submit = lambda _: Answer(told)
    with pytest.raises(VidpipeError):
        desk.obtain(Fal())
    assert {one.path for one in odd_server.asked} == {"/pixverse/v6/text-to-video"}


@pytest.mark.parametrize("link", ["http://169.254.169.254/x.mp4", "https://127.0.0.1:9/x.mp4", "file:///etc/passwd"])
def test_fault_27_a_film_comes_from_the_public_web(
    odd_server: Server, service: fake.Service, desk: Filming, link: str
) -> None:
    service.results = [Answer({"video": {"url": link}})] * 9
    with pytest.raises(PermanentError):
        desk.obtain(Fal())


def test_fault_20_a_film_that_is_none_is_paid_and_told(
    odd_server: Server, service: fake.Service, desk: Filming
) -> None:
    service.results = [Answer({"video": {"url": f"{odd_server.url}/files/odd.mp4"}})]
    with pytest.raises(BadMedia):
        desk.obtain(Fal())
    assert desk.booked == service.bill == COST


REFUSALS: dict[str, tuple[Answer, type[VidpipeError], int]] = {
    "fault 13 a wrong key": (Answer({"detail": f"Invalid key {SECRET}"}, 401), PermanentError, 1),
    "fault 2 no credit": (Answer({"detail": "User is locked. Reason: Exhausted balance."}, 403), BlockedError, 1),
    "not allowed": (Answer({"detail": "Forbidden"}, 403), PermanentError, 1),
    "a rule": (Answer(fake.FORBIDDEN, 422), Refused, 1),
    "an input": (
        Answer({"detail": [{"loc": ["body", "duration"], "msg": "bad", "type": "x"}]}, 422),
        PermanentError,
        1,
    ),
    "no such model": (Answer({"detail": "Application not found"}, 404), PermanentError, 1),
    "fault 1 too many": (Answer({"detail": "Too many requests"}, 429, {"Retry-After": "3"}), TransientError, 4),
    "fault 3 broken": (Answer("oops", 500), TransientError, 4),
    "fault 4 busy": (Answer("<html>503</html>", 503, {"Content-Type": "text/html"}), TransientError, 4),
    "fault 5 a page": (Answer("<html>log in</html>", 200, {"Content-Type": "text/html"}), BadMedia, 1),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_submit_that_is_refused_costs_nothing(odd_server: Server, desk: Filming, case: str) -> None:
    answer, error, times = REFUSALS[case]
    odd_server.answer_next(*[answer] * times)
    with pytest.raises(error) as caught:
        desk.obtain(Fal())
    assert len(odd_server.asked) == times
    assert SECRET not in f"{caught.value} {caught.value.remedy}"
    assert desk.booked == 0


def test_the_probe_looks_for_a_request_of_nobody(server: Server, service: fake.Service) -> None:
    assert Fal().probe() == "the key is good"
    assert service.jobs == []


def test_the_probe_tells_a_key_that_is_not_let_in(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answer_next(Answer({"detail": "Authentication is required to access this application"}, 401))
    with pytest.raises(PermanentError, match="401") as caught:
        Fal().probe()
    assert SECRET not in f"{caught.value}{caught.value.remedy}"
