"""The voices' own clients behind the ledger: each scene is paid once, whatever the service does meanwhile."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from canaries import CANARIES, leaks
from contracts.openapi import contract
from contracts.speaking import line as line_of
from fakes import elevenlabs, openai
from fakes.server import Answer, Asked, Server, serving
from faults.bookkeeping import booked, perhaps_spent
from faults.clients import VIDEO, Timeless

from vidpipe_assets.ledger.call_spec import CallScope
from vidpipe_assets.ledger.client import Ledger, ledger_client
from vidpipe_assets.model.errors import BadMedia, BlockedError, PermanentError, TransientError
from vidpipe_assets.model.media import Spoken
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.providers.registry import load
from vidpipe_assets.stages.voice_gate import require_speech
from vidpipe_assets.storage.store import Store

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
SCENES = {"s1": "Three facts about tiny moons.", "s2": "The first of them is made of ice.", "s3": "Follow for more."}
VARIABLES = {"elevenlabs": elevenlabs.VARIABLE, "openai": "VIDPIPE_OPENAI_SPEECH_URL"}
EACH = Decimal("0.0003")
"""A character, at both."""


@dataclass
class Line:
    """The voiceover of one video, by one provider. `instead`: what it answers, one each; None: as it should."""

    name: str
    server: Server
    store: Store
    folder: Path
    time: Timeless = field(default_factory=Timeless)
    instead: list[Answer | None] = field(default_factory=list[Answer | None])
    bill: Decimal = Decimal(0)

    def speak(self, take: int = 1) -> list[Spoken]:
        theme = Theme.model_validate({"name": "gadgets", "channel": "Gadgets"})
        scope = CallScope(Stage.VOICEOVER, "gadgets", VIDEO)
        at = ledger_client(Ledger(self.store, self.time.clock()), scope, theme, NOW, take_of=lambda _: take)
        return [self._say(at.asking, scene, text) for scene, text in SCENES.items()]

    def _say(self, asking: object, scene: str, text: str) -> Spoken:
        own = self.folder / scene
        own.mkdir(exist_ok=True)

        def look(value: object) -> None:
            assert isinstance(value, Spoken)
            require_speech(value, text)

        return load("speech", self.name).speak((line_of(text),), own, asking(self.name, scene, look))[0]  # type: ignore[operator]


@pytest.fixture(params=["elevenlabs", "openai"])
def line(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, store: Store, tmp_path: Path
) -> Iterator[Line]:
    fake = {"elevenlabs": elevenlabs, "openai": openai}[request.param]
    for name, value in CANARIES.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "prices.yaml").write_text('"127.0.0.1": {"*": {per: {thousand_characters: 0.30}, read: a test}}')
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    found: list[Line] = []

    def charging(asked: Asked) -> Answer:
        (speaking,) = found
        instead = speaking.instead.pop(0) if speaking.instead else None
        if instead is None or instead.status == 200:
            speaking.bill += EACH * len(asked.json.get("text") or asked.json["input"])
        return instead or fake.answer(asked)

    with serving(charging, contract(request.param)) as server:
        monkeypatch.setenv(VARIABLES[request.param], server.url)
        found.append(Line(request.param, server, store, tmp_path))
        yield found[0]


def failure(status: int, text: str = "busy", kind: str = "system_busy", **headers: str) -> Answer:
    told = {"detail": {"status": kind, "message": text}, "error": {"type": kind, "message": text}}
    return Answer(told, status, headers)


HTML = Answer("<html><body>503 nginx</body></html>", 503, {"Content-Type": "text/html"})


def test_a_voiceover_is_paid_once_and_the_bill_is_the_ledger_s(line: Line) -> None:
    spoken = line.speak()
    assert [one.voice for one in spoken] == [spoken[0].voice] * 3
    assert len(line.server.asked) == 3
    assert booked(line.store) == line.bill > 0
    assert [one.words for one in line.speak()] == [one.words for one in spoken]
    assert len(line.server.asked) == 3
    line.speak(take=2)
    assert len(line.server.asked) == 6
    assert booked(line.store) == line.bill
    assert leaks(line.folder) == []


@pytest.mark.parametrize(
    ("trouble", "waited"),
    [
        ((failure(429, **{"retry-after": "7"}),), 7.0),
        ((failure(429, **{"retry-after": "Mon, 23 Nov 2026 11:00:00 GMT"}),), 0.0),
        ((failure(429, **{"retry-after": "soon"}),), None),
        ((failure(429, kind="too_many_concurrent_requests"),), None),
        ((failure(500), failure(502), failure(503)), None),
        ((HTML,), None),
        ((failure(529),), None),
    ],
)
def test_fault_1_3_4_trouble_that_passes_costs_nothing_and_is_waited_for(
    line: Line, trouble: tuple[Answer, ...], waited: float | None
) -> None:
    line.instead = [None, *trouble]
    assert len(line.speak()) == 3
    assert len(line.server.asked) == 3 + len(trouble)
    assert booked(line.store) == line.bill
    assert waited is None or waited in line.time.slept


def test_fault_3_trouble_that_stays_ends_after_four_attempts_and_keeps_what_was_said(line: Line) -> None:
    line.instead = [None, *[failure(500)] * 4]
    with pytest.raises(TransientError):
        line.speak()
    assert len(line.server.asked) == 5
    assert booked(line.store) == line.bill
    assert len(line.speak()) == 3
    assert len(line.server.asked) == 7
    assert booked(line.store) == line.bill


def test_fault_1_a_wait_that_is_too_long_is_not_waited_for(line: Line) -> None:
    line.instead = [failure(429, **{"retry-after": "36000"})]
    with pytest.raises(TransientError) as caught:
        line.speak()
    assert caught.value.retry_after_s == 36000
    assert (len(line.server.asked), line.time.slept) == (1, [])


def test_fault_2_an_account_that_is_used_up_blocks_and_is_not_asked_again(line: Line) -> None:
    kind, status = ("quota_exceeded", 401) if line.name == "elevenlabs" else ("insufficient_quota", 429)
    line.instead = [None, failure(status, kind=kind)]
    with pytest.raises(BlockedError):
        line.speak()
    assert len(line.server.asked) == 2
    assert booked(line.store) == line.bill


def test_fault_13_a_key_that_is_refused_in_the_middle_ends_it_and_stands_nowhere(line: Line) -> None:
    key = CANARIES[f"{line.name.upper()}_API_KEY"]
    line.instead = [None, failure(401, f"invalid key {key}", "invalid_api_key")]
    with pytest.raises(PermanentError) as caught:
        line.speak()
    assert len(line.server.asked) == 2
    assert booked(line.store) == line.bill
    assert leaks(line.folder, str(caught.value), caught.value.remedy) == []


def test_fault_6_an_answer_that_never_came_is_asked_for_once_more_and_counts_as_perhaps_paid(line: Line) -> None:
    line.instead = [failure(504)]
    assert len(line.speak()) == 3
    assert len(line.server.asked) == 4
    assert perhaps_spent(line.store) == EACH * len(SCENES["s1"])


def test_fault_5_a_page_instead_of_sound_is_not_heard_and_not_asked_for_again(line: Line) -> None:
    line.instead = [Answer("<html>log in</html>", 200, {"Content-Type": "text/html"})]
    with pytest.raises(BadMedia):
        line.speak()
    assert len(line.server.asked) == 1
    line.server.problems.clear()  # no contract has such an answer
