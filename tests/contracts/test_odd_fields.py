"""Every client against answers in which one field is odd: whatever stands there, nothing but errors of the tree."""

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from contracts.misbehaviours import KEYS, Mischief, Use, clients
from contracts.writing import Kept
from fakes.comfyui import WORKFLOW, write_workflow
from fakes.server import Answer, Asked, serving
from fakes.world import VARIABLES

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.values import steady_content
from vidpipe_assets.providers.request import Done, JobFailed, ProviderRequest, RemoteJob

T = TypeVar("T")
NAMES = tuple(set(clients("https://feeds.example.com/x")) - {"rss", "google_trends", "webhook"})  # these read no JSON
ODD: Mapping[str, Any] = {
    "missing": ...,
    "null": None,
    "true": True,
    "a negative number": -1,
    "a fraction": 0.5,
    "a huge number": 10**40,
    "infinity": float("inf"),
    "no number": float("nan"),
    "nothing": "",
    "a number as text": "7",
    "NaN as text": "NaN",
    "a long text": "x " * 30_000,
    "a text with a way out": "../../etc/passwd\x00\ud800\u202e<script>alert(1)</script>",
    "an address": "javascript:alert(1)",
    "a long address": "https://example.com/" + "x" * 30_000,
    "another address": "https://user:password@127.0.0.1:9/x?key=1",
    "a list": [],
    "a list of all": [None, 7, "x", {}, [[]], {"id": "x"}],
    "an object": {},
    "another object": {"error": {"code": "x"}, "name": []},
}
Place = tuple[str | int, ...]
_MOST_REQUESTS = 6
"""Of an exchange, whose answers are spoilt: later ones are as earlier ones."""


@dataclass
class Spoilt(Mischief):
    """The world, which answers request number `at` with `value` at `place`."""

    place: Place = ()
    value: Any = None
    seen: list[Answer] = field(default_factory=list[Answer])

    def __call__(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        try:
            answer = self._well(asked)
        except (KeyError, ValueError, IndexError, TypeError):  # it was asked for what it never told
            answer = Answer({"detail": "there is no such thing"}, 404)
        self.seen.append(answer)
        if self.at != len(self.asked) - 1:
            return answer
        return Answer(changed(answer.content, self.place, self.value), answer.status, answer.headers)


def places_of(content: Any, place: Place = ()) -> Iterator[Place]:
    """Every place in JSON; of a list, the first item."""
    if place:
        yield place
    pairs: Sequence[tuple[str | int, Any]] = []
    if isinstance(content, dict):
        pairs = list(cast("dict[str, Any]", content).items())
    elif isinstance(content, list):
        pairs = list(enumerate(cast("list[Any]", content)))[:1]
    for name, inner in pairs:
        yield from places_of(inner, (*place, name))


def changed(content: Any, place: Place, value: Any) -> Any:
    """`content` with `value` at `place`; an ellipsis takes out what is there."""
    whole = copy.deepcopy(content)
    inner = whole
    for name in place[:-1]:
        inner = inner[name]
    if value is ...:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    return whole


def ask(question: ProviderRequest[T], /) -> T:
    """Put a question at once, and keep the answer as the ledger does."""
    call = question.call
    received = _followed(call) if isinstance(call, RemoteJob) else call.request()
    return question.read(Kept(json.loads(json.dumps(received.content, allow_nan=False)), received.files))


def _followed(job: RemoteJob) -> Any:
    remote_id = job.submit()
    for _ in range(8):
        status = job.poll(remote_id)
        if isinstance(status, JobFailed):
            raise status.error
        if isinstance(status, Done):
            return job.fetch(Done(json.loads(json.dumps(status.result, allow_nan=False)), status.cost))
    raise VidpipeError("it never ends")


def _plain(result: Any) -> Any:
    fields = getattr(result, "__dataclass_fields__", None)
    if isinstance(result, tuple | list):
        return [_plain(one) for one in cast("Sequence[Any]", result)]
    return {name: _plain(getattr(result, name)) for name in fields} if fields else steady_content(result)


def addresses_in(told: Any) -> Iterator[str]:
    """What stands where an address is shown as a link."""
    if isinstance(told, dict):
        for name, inner in cast("dict[str, Any]", told).items():
            if name in {"url", "thumbnail", "page"}:
                yield str(inner)
            yield from addresses_in(inner)
    elif isinstance(told, list):
        for inner in cast("list[Any]", told):
            yield from addresses_in(inner)


def problem_of(use: Use, folder: Path) -> str:
    """What is wrong with what a client makes of it; empty if nothing is."""
    try:
        told = _plain(use(ask, folder))
        json.dumps(told, allow_nan=False, ensure_ascii=False).encode()
    except VidpipeError:
        return ""
    except Exception as error:
        return repr(error)[:300]
    links = [one for one in addresses_in(told) if one and not one.startswith("https://")]
    return f"shown as links: {links}" if links else ""


@pytest.fixture
def world() -> Spoilt:
    return Spoilt()


@pytest.fixture
def url(world: Spoilt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    write_workflow(tmp_path / "home", WORKFLOW)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    with serving(world) as server:
        variables = {**VARIABLES, "VIDPIPE_OPENROUTER_URL": "openai", "VIDPIPE_OPENAI_SPEECH_URL": "openai"}
        addresses = {variable: f"{server.url}/{service}" for variable, service in variables.items()}
        for variable, value in {**KEYS, "VIDPIPE_CONTACT": "me@example.com", **addresses}.items():
            monkeypatch.setenv(variable, value)
        yield server.url


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(NAMES))
def test_fault_45_one_odd_field_is_left_out_or_is_an_error_of_the_tree(
    world: Spoilt, url: str, tmp_path: Path, name: str
) -> None:
    use = clients(f"{url}/feeds/sky.rss")[name]
    use(ask, tmp_path)
    contents = [answer.content for answer in world.seen[:_MOST_REQUESTS]]
    places = [(at, place) for at, content in enumerate(contents) for place in places_of(content)]
    problems = dict[str, str]()
    for (at, place), (odd, value) in product(places, ODD.items()):
        world.asked, world.at, world.place, world.value = [], at, place, value
        if problem := problem_of(use, tmp_path):
            problems[f"{at} {place}: {odd}"] = problem
    assert problems == {}
