"""Replicate: predictions that are submitted once, found again, polled to any end, and paid once."""

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from contracts.filming import WISH, Filming
from contracts.openapi import contract
from fakes import replicate as fake
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import BadMedia, BlockedError, PermanentError, Refused, TransientError, VidpipeError
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.footage.replicate import KEY, Replicate

SECRET = "canary/replicate+key=="  # noqa: S105 - it is none
COST = Money.of("0.18").amount
HIDDEN = Answer({"detail": "gone"}, 504)
"""A gateway's answer: nobody knows whether the job was created."""


@pytest.fixture
def service() -> fake.Service:
    return fake.Service()


@pytest.fixture
def server(service: fake.Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(service, contract("replicate")) as found:
        monkeypatch.setenv(fake.VARIABLE, found.url)
        monkeypatch.setenv(KEY.name, SECRET)
        yield found


def test_a_clip_is_made_upright_and_long_enough_with_its_rights_and_its_price(
    server: Server, service: fake.Service, desk: Filming
) -> None:
    found = desk.obtain(Replicate())
    assert found is not None
    assert found.rights.creator == "bytedance/seedance-1-lite, a generative model"
    assert found.rights.url == "https://replicate.com/bytedance/seedance-1-lite"
    submit = server.asked[0]
    assert submit.path == "/v1/models/bytedance/seedance-1-lite/predictions"
    told = {"prompt": WISH.prompt, "aspect_ratio": "9:16", "duration": 5, "resolution": "720p"}
    assert submit.json == {"input": told}
    assert Replicate().price(WISH).amount == desk.booked == service.bill == COST
    assert "authorization" not in server.asked[-1].headers


def test_it_is_polled_where_its_answer_says_and_paid_once(server: Server, service: fake.Service, desk: Filming) -> None:
    first = desk.obtain(Replicate())
    asked = len(server.asked)
    assert desk.obtain(Replicate()) == first
    assert len(server.asked) == asked
    again = desk.obtain(Replicate(), take=2)
    assert again is not None
    assert first is not None
    assert again.id != first.id
    assert desk.booked == service.bill == 2 * COST


@pytest.mark.parametrize(
    ("model", "seconds", "path", "told"),
    [
        ("vidu/q3-turbo", 6.2, "/v1/models/vidu/q3-turbo/predictions", {"duration": 7, "audio": False}),
        ("someone/new-model", 6.2, "/v1/models/someone/new-model/predictions", {"duration": 10}),
        ("someone/own:abc123", 4.0, "/v1/predictions", {"duration": 5}),
    ],
)
def test_the_theme_names_the_model(
    server: Server,
    desk: Filming,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    model: str,
    seconds: float,
    path: str,
    told: dict[str, object],
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    (tmp_path / "prices.yaml").write_text('replicate: {"*": {per: {second: 0.05}, read: mine}}')
    wish = replace(WISH, seconds=seconds, model=model)
    assert desk.obtain(Replicate(), wish) is not None
    assert server.asked[0].path == path
    assert told.items() <= server.asked[0].json["input"].items()
    assert desk.booked == Money.of("0.05").amount * int(str(told["duration"]))


def test_a_model_without_a_price_waits_for_one_and_is_not_asked(server: Server, desk: Filming) -> None:
    with pytest.raises(BlockedError, match="what 'someone/new' costs at replicate is unknown"):
        desk.obtain(Replicate(), replace(WISH, model="someone/new"))
    assert server.asked == []


def test_a_scene_that_is_too_long_is_not_asked_for(server: Server, desk: Filming) -> None:
    with pytest.raises(Refused, match="at most 10 s"):
        desk.obtain(Replicate(), replace(WISH, seconds=10.5))
    assert server.asked == []


def test_without_a_key_nobody_is_asked(server: Server, desk: Filming, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY.name)
    with pytest.raises(BlockedError, match=KEY.name):
        desk.obtain(Replicate())
    assert server.asked == []


ENDS: dict[str, tuple[dict[str, object], type[VidpipeError], str]] = {
    "failed": ({"status": "failed", "error": "CUDA out of memory", "output": None}, PermanentError, "out of memory"),
    "sensitive": ({"status": "failed", "error": "flagged as sensitive (E005)", "output": None}, Refused, "E005"),
    "canceled": ({"status": "canceled", "output": None}, PermanentError, "canceled"),
    "aborted": ({"status": "aborted", "output": None}, TransientError, "never begun"),
    "nothing": ({"output": None}, PermanentError, "made nothing"),
    "an empty list": ({"output": []}, PermanentError, "made nothing"),
    "numbers": ({"output": {"x": 1}}, PermanentError, "made nothing"),
}


@pytest.mark.parametrize("case", ENDS)
def test_fault_10_every_end_of_a_job_is_an_error_of_its_kind(
    server: Server, service: fake.Service, desk: Filming, case: str
) -> None:
    end, error, words = ENDS[case]
    service.ends = [end]
    with pytest.raises(error, match=words):
        desk.obtain(Replicate())
    assert len(service.jobs) == 1
    assert desk.booked == (0 if case == "aborted" else COST)


def test_fault_10_a_status_that_nobody_documented_is_looked_at_again_but_not_for_long(
    service: fake.Service, desk: Filming
) -> None:
    service.ends = [{"status": "pondering"}]
    with serving(service) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv(fake.VARIABLE, server.url)
        patch.setenv(KEY.name, SECRET)
        with pytest.raises(PermanentError, match="unknown status 'pondering'"):
            desk.obtain(Replicate())


def test_fault_10_a_job_that_never_ends_is_cancelled_there(
    server: Server, service: fake.Service, desk: Filming, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.time.now = dt.datetime.now(dt.UTC)
    monkeypatch.setattr(service, "_looked_at", lambda name: Answer(service._job(name)))
    with pytest.raises(TransientError, match="did not finish"):
        desk.obtain(Replicate())
    assert service.jobs[0]["status"] == "canceled"
    assert [one.path for one in server.asked].count("/v1/predictions/p1/cancel") == 1


def test_a_list_of_outputs_is_as_good_as_one(server: Server, service: fake.Service, desk: Filming) -> None:
    service.ends = [{"output": [f"{server.url}/files/p1.mp4", f"{server.url}/files/p1.mp4"]}]
    assert desk.obtain(Replicate()) is not None


def test_fault_06_a_job_that_nobody_heard_of_again_is_found_in_the_list(
    server: Server, service: fake.Service, desk: Filming
) -> None:
    for scene in ("s7", "s8", "s9", "s10"):  # the list has more than a page, and others of the same kind
        desk.obtain(Replicate(), replace(WISH, scene=scene, prompt=scene))
    service.on_submit = lambda _: HIDDEN
    found = desk.obtain(Replicate())
    assert found is not None
    assert found.id == "p5"
    assert len(service.jobs) == 5
    assert desk.booked == service.bill == 5 * COST


def test_fault_06_a_job_that_never_arrived_is_submitted_once_more(
    service: fake.Service, desk: Filming, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(service, contract("replicate")) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        monkeypatch.setenv(KEY.name, SECRET)
        server.answer_next(HIDDEN)
        assert desk.obtain(Replicate()) is not None
    assert desk.booked == service.bill == COST


def test_fault_06_a_job_that_begins_with_a_picture_is_found_again_although_its_picture_is_shown_otherwise(
    server: Server, service: fake.Service, desk: Filming
) -> None:
    class Moon:
        name = "a moon"

        def draw(self, out: Path) -> None:
            out.write_bytes(b"a moon")

    def unheard(_: int) -> Answer:
        service.jobs[-1]["input"]["start_image"] = "https://replicate.delivery/picture.jpg"
        return Answer("", 504)

    service.on_submit = unheard
    wish = replace(WISH, model="kwaivgi/kling-v2.1", picture=Moon())
    assert desk.obtain(Replicate(), wish) is not None
    assert len(service.jobs) == 1
    assert service.jobs[0]["input"].keys() == {"start_image", "prompt", "duration", "mode"}


@pytest.mark.parametrize("removed", [True, False])
def test_fault_09_a_result_that_is_gone_is_made_once_more_and_no_third_time(
    server: Server, service: fake.Service, desk: Filming, removed: bool
) -> None:
    expired = {"output": f"{server.url}/files/p99.mp4"}
    lost = {"output": None, "data_removed": True} if removed else expired
    service.ends = [lost]
    found = desk.obtain(Replicate())
    assert found is not None
    assert found.id == "p2"
    assert desk.booked == service.bill == 2 * COST
    service.ends = [lost, lost]
    with pytest.raises(PermanentError, match="second time"):
        desk.obtain(Replicate(), replace(WISH, scene="s3"))
    assert len(service.jobs) == 4


REFUSALS: dict[str, tuple[Answer, type[VidpipeError], int]] = {
    "fault 13 a wrong token": (Answer({"detail": f"Invalid token: {SECRET}"}, 401), PermanentError, 1),
    "fault 2 no credit": (Answer({"title": "Insufficient credit", "detail": "…", "status": 402}, 402), BlockedError, 1),
    "a wrong input": (Answer({"title": "Input validation failed", "detail": "- duration"}, 422), PermanentError, 1),
    "no such model": (Answer({"detail": "The requested resource could not be found."}, 404), PermanentError, 1),
    "fault 3 broken": (Answer("oops", 500), TransientError, 4),
    "fault 4 busy": (Answer("<html>503</html>", 503, {"Content-Type": "text/html"}), TransientError, 4),
    "fault 5 a page": (Answer("<html>log in</html>", 200, {"Content-Type": "text/html"}), BadMedia, 1),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_submit_that_is_refused_costs_nothing(
    service: fake.Service, desk: Filming, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    answer, error, times = REFUSALS[case]
    with serving(service) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        monkeypatch.setenv(KEY.name, SECRET)
        server.answer_next(*[answer] * times)
        with pytest.raises(error) as caught:
            desk.obtain(Replicate())
        assert len(server.asked) == times
    assert SECRET not in f"{caught.value} {caught.value.remedy}"
    assert desk.booked == 0


def test_fault_01_it_waits_for_the_seconds_that_the_text_says(
    service: fake.Service, desk: Filming, monkeypatch: pytest.MonkeyPatch
) -> None:
    throttled = {"detail": "Request was throttled. Your rate limit resets in ~30s.", "status": 429}
    with serving(service) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        monkeypatch.setenv(KEY.name, SECRET)
        server.answer_next(Answer(throttled, 429))
        assert desk.obtain(Replicate()) is not None
    assert desk.time.slept[0] == 30


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/v1/predictions/p1", "https://evil.example/p1", "", None])
def test_fault_27_a_key_goes_to_no_other_server_than_its_own(
    service: fake.Service, desk: Filming, monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    def misled(_: int) -> Answer:
        return Answer({**service.jobs[-1], "urls": {"get": address, "cancel": address}}, 201)

    service.on_submit = misled
    with serving(service) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        monkeypatch.setenv(KEY.name, SECRET)
        found = desk.obtain(Replicate())  # it is in the list, where it has its own address
    assert found is not None
    assert len(service.jobs) == 1


@pytest.mark.parametrize("link", ["http://169.254.169.254/x.mp4", "https://127.0.0.1:9/x.mp4", "file:///etc/passwd"])
def test_fault_27_a_film_comes_from_the_public_web(
    server: Server, service: fake.Service, desk: Filming, link: str
) -> None:
    service.ends = [{"output": link}]
    with pytest.raises(PermanentError):
        desk.obtain(Replicate())


@pytest.mark.slow
@pytest.mark.parametrize("answered", [True, False])
def test_fault_30_killed_in_the_middle_of_clip_4_of_6_every_clip_is_submitted_once(
    server: Server, service: fake.Service, tmp_path: Path, answered: bool
) -> None:
    def run() -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "contracts.filming_process", "replicate", str(tmp_path)]
        paths = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": paths})

    def kill(number: int) -> Answer | None:
        if number == 4:
            first.send_signal(signal.SIGKILL)
            return None if answered else Answer("", 504)
        return None

    service.on_submit = kill
    first = run()
    first.communicate(timeout=120)
    assert first.returncode == -signal.SIGKILL
    service.on_submit = lambda _: None
    second = run()
    said, _ = second.communicate(timeout=120)
    assert second.returncode == 0
    assert len(set(said.split())) == 6
    assert len(service.jobs) == 6
    assert {job["input"]["prompt"][:2] for job in service.jobs} == {"s1", "s2", "s3", "s4", "s5", "s6"}


def test_a_probe_asks_whose_account_it_is(server: Server) -> None:
    assert Replicate().probe() == "the account ann"
