"""Every client against the table of misbehaviours: errors of the tree only, no key shown, nothing paid twice."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from canaries import leaks
from contracts.filming import Filming
from contracts.misbehaviours import FINDS_ITS_JOBS, KEYS, TABLE, Misbehaviour, Mischief, Use, clients, texts_of
from fakes.comfyui import WORKFLOW, write_workflow
from fakes.server import Answer, Server, serving
from fakes.world import VARIABLES

from vidpipe_assets.ledger.call_spec import CallScope
from vidpipe_assets.ledger.client import Ledger, ledger_client
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.providers.registry import load
from vidpipe_assets.providers.secrets import Probed

NAMES = tuple(clients("https://feeds.example.com/sky.rss"))
EVERY_TIME = ("fal", "elevenlabs", "anthropic", "pexels", "youtube", "gemini_images")
"""One of each kind of client; the others take their half minute each at night."""
FREE_PICTURES = ("commons", "wikipedia", "openverse", "nasa", "internet_archive")
MODELS = ("openai", "gemini", "comfyui")
PROBED = (
    *(("trends", name) for name in ("hacker_news", "google_trends", "wikipedia", "youtube", "reddit", "tiktok")),
    *(("text", name) for name in ("anthropic", "openai", "openrouter")),
    *(("footage", name) for name in (*FREE_PICTURES, *MODELS, "pexels", "pixabay", "fal", "replicate")),
    *(("speech", name) for name in ("elevenlabs", "openai")),
)
_JOBS = {"fal", "replicate", "tiktok", "comfyui"}
"""Of whose exchanges every request is spoilt, one at a time; of others the first and the last."""


@dataclass
class Trial:
    """One client, the world, and a ledger in which every use is of a video of its own."""

    name: str
    use: Use
    world: Mischief
    desk: Filming
    folder: Path
    number: int = 0

    def run(self) -> object:
        """What the client makes of it: a result, or the error of the tree that it raised."""
        self.number += 1
        self.desk.time.now += dt.timedelta(days=40)  # no quota, pause or shared answer of before counts
        return self.again()

    def again(self) -> object:
        """The same once more: in the same video."""
        folder = self.folder / str(self.number)
        folder.mkdir(exist_ok=True)
        scope = CallScope(Stage.CLIPS, "gadgets", f"video-{self.number}")
        ledger = Ledger(self.desk.store, self.desk.time.clock())
        ask = ledger_client(ledger, scope, self.desk.theme, self.desk.time.now).asking(self.name)
        try:
            return self.use(ask, folder)
        except VidpipeError as error:
            return error


@pytest.fixture
def world() -> Mischief:
    return Mischief()


@pytest.fixture
def server(world: Mischief, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    write_workflow(tmp_path / "home", WORKFLOW)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    with serving(world) as found:
        variables = {**VARIABLES, "VIDPIPE_OPENROUTER_URL": "openai", "VIDPIPE_OPENAI_SPEECH_URL": "openai"}
        for variable, name in variables.items():
            monkeypatch.setenv(variable, f"{found.url}/{name}")
        for name, value in {**KEYS, "VIDPIPE_WEBHOOK_URL": f"{found.url}/hook/{KEYS['FAL_KEY']}"}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("VIDPIPE_CONTACT", "me@example.com")
        yield found


@pytest.fixture
def trial(request: pytest.FixtureRequest, world: Mischief, server: Server, desk: Filming, tmp_path: Path) -> Trial:
    folder = tmp_path / "work"
    folder.mkdir()
    return Trial(request.param, clients(f"{server.url}/feeds/sky.rss")[request.param], world, desk, folder)


def problems_of(trial: Trial, how: Misbehaviour, at: int | None) -> list[str]:
    """What goes wrong beyond the answer itself, when request `at` is answered so."""
    trial.world.plan(how, at)
    before, jobs, bill = trial.desk.booked, trial.world.jobs, sum(trial.world.world.bill.values())
    try:
        first = trial.run()
        trial.world.plan(None)
        second = trial.again()
    except Exception as error:
        return [f"outside the tree: {error!r}"]
    found = [
        f"a key: {one!r}" for one in (first, second) if isinstance(one, VidpipeError) and "canary" in texts_of(one)
    ]
    started, most = trial.world.jobs - jobs, 1 if at or trial.name in FINDS_ITS_JOBS else 2
    if started > most:
        found.append(f"{started} jobs were started")
    charged = sum(trial.world.world.bill.values()) - bill
    if trial.desk.booked - before < charged:
        found.append(f"{trial.desk.booked - before} were booked, {charged} charged")
    return found


def all_problems(trial: Trial, *places: int | None) -> dict[str, list[str]]:
    found = {f"{name} at {at}": problems_of(trial, how, at) for name, how in TABLE.items() for at in places}
    return {place: problems for place, problems in found.items() if problems}


@pytest.mark.slow
@pytest.mark.parametrize(
    "trial",
    [pytest.param(name, marks=() if name in EVERY_TIME else pytest.mark.nightly) for name in NAMES],
    indirect=True,
)
def test_fault_5_a_service_that_never_keeps_its_promise_is_an_error_and_is_not_paid_for_ever(trial: Trial) -> None:
    assert all_problems(trial, None) == {}
    assert leaks(trial.folder.parent) == []


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("trial", NAMES, indirect=True)
def test_fault_5_one_answer_that_is_not_what_was_promised_costs_nothing_twice(trial: Trial) -> None:
    trial.world.plan(None)
    assert not isinstance(trial.run(), VidpipeError)
    last = len(trial.world.asked) - 1
    assert all_problems(trial, *(range(last + 1) if trial.name in _JOBS else {0, last})) == {}
    assert leaks(trial.folder.parent) == []


@pytest.mark.parametrize("content", [[1], b"NaN", {"error": {"code": 503, "message": "busy"}}, "all is well", None, {}])
@pytest.mark.parametrize("port_and_name", PROBED, ids=" ".join)
def test_a_probe_that_is_answered_with_nonsense_does_not_say_that_all_is_well(
    world: Mischief, server: Server, port_and_name: tuple[str, str], content: object
) -> None:
    world.plan(Misbehaviour(lambda _, __: Answer(content), is_done=False))
    provider = load(*port_and_name)
    assert isinstance(provider, Probed)
    with pytest.raises(VidpipeError):
        provider.probe()
