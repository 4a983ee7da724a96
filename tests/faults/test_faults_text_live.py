"""The language models' own clients behind the ledger: a script is paid once whatever the service does meanwhile."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from canaries import CANARIES, leaks
from contracts.openapi import contract
from fakes import anthropic, openai
from fakes.server import Answer, Asked, Server, serving
from faults.clients import VIDEO, Timeless
from samples import report
from text_models import theme

from vidpipe_assets.ledger.call_spec import CallScope
from vidpipe_assets.ledger.client import Ledger, ledger_client
from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.model.errors import BlockedError, PermanentError, Refused, TransientError
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.providers.registry import load
from vidpipe_assets.storage.store import Store
from vidpipe_assets.writing.llm.chain import write_plan_with_llm, writer_style
from vidpipe_assets.writing.llm.writer import LlmWriter

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
EACH = {"anthropic": Decimal("0.003"), "openai": Decimal("0.002325")}
"""900 tokens in, 120 out."""


@dataclass
class Line:
    """The scripts of one video, by one provider. `instead`: what it answers, one each; None: as it should."""

    name: str
    server: Server
    store: Store
    folder: Path
    time: Timeless = field(default_factory=Timeless)
    instead: list[Answer | None] = field(default_factory=list[Answer | None])
    answered: int = 0

    def write(self) -> ProductionPlan:
        wanted = theme(providers={"text": [self.name]})
        scope = CallScope(Stage.SCRIPTS, "gadgets", VIDEO)
        at = ledger_client(Ledger(self.store, self.time.clock()), scope, wanted, NOW)
        author = LlmWriter(load("text", self.name), at.asking(self.name), self._kept, writer_style(wanted))
        return write_plan_with_llm(author, report(), wanted)

    def _kept(self, text: str) -> Path:
        path = self.folder / "raw.txt"
        path.write_text(text)
        return path

    @property
    def bill(self) -> Decimal:
        """What the service charges: each answer that is not a refusal to work."""
        return self.answered * EACH[self.name]

    @property
    def paid(self) -> Decimal:
        """As the ledger has it."""
        return sum((line.spent + line.reserved + line.doubtful for line in costs(self.store)), Decimal(0))


@pytest.fixture(params=["anthropic", "openai"])
def line(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, store: Store, tmp_path: Path
) -> Iterator[Line]:
    fake = {"anthropic": anthropic, "openai": openai}[request.param]
    for name, value in CANARIES.items():
        monkeypatch.setenv(name, value)
    prices = '"127.0.0.1": {"*": {per: {million_input_tokens: 1.25, million_output_tokens: 10}, read: a test}}'
    (tmp_path / "prices.yaml").write_text(prices)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    found: list[Line] = []

    def charging(asked: Asked) -> Answer:
        instead = found[0].instead.pop(0) if found[0].instead else None
        given = instead or fake.answer(asked)
        found[0].answered += given.status == 200
        return given

    with serving(charging, contract(request.param)) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        found.append(Line(request.param, server, store, tmp_path))
        yield found[0]


def failure(status: int, text: str = "busy", **headers: str) -> Answer:
    return Answer({"error": {"message": text, "type": "x"}}, status, headers)


def test_a_script_is_paid_once_and_the_bill_is_the_ledger_s(line: Line) -> None:
    plan = line.write()
    assert plan.writer == line.name
    assert plan.model == {"anthropic": "claude-sonnet-5-5", "openai": "gpt-6.1-terra"}[line.name]
    assert plan.data_version == plan.model_copy(update={"model": "another"}).data_version
    asked = len(line.server.asked)
    assert asked >= 5
    assert line.paid == line.bill
    assert line.write() == plan
    assert len(line.server.asked) == asked
    assert leaks(line.folder) == []


@pytest.mark.parametrize(
    "trouble",
    [
        (failure(429, **{"retry-after": "3"}),),
        (failure(500), failure(502), failure(503)),
        (Answer("<html><body>503 nginx</body></html>", 503, {"Content-Type": "text/html"}),),
        (failure(529, "overloaded_error"),),
    ],
)
def test_fault_1_3_4_trouble_that_passes_costs_nothing_and_is_waited_for(
    line: Line, trouble: tuple[Answer, ...]
) -> None:
    line.instead = [None, *trouble]
    assert line.write().writer == line.name
    assert line.paid == line.bill
    assert ("retry-after" in trouble[0].headers) == (3.0 in line.time.slept)


def test_fault_3_a_service_that_says_that_asking_again_is_in_vain_is_not_asked_again_now(line: Line) -> None:
    line.instead = [failure(500, **{"x-should-retry": "false"})]
    with pytest.raises(TransientError) as caught:
        line.write()
    assert caught.value.retry_after_s == 900
    assert len(line.server.asked) == 1


def test_fault_1_a_wait_that_is_too_long_is_not_waited_for(line: Line) -> None:
    line.instead = [failure(429, **{"retry-after": "36000"})]
    with pytest.raises(TransientError) as caught:
        line.write()
    assert caught.value.retry_after_s == 36000
    assert len(line.server.asked) == 1
    assert line.paid == 0


def test_fault_2_an_account_without_credit_blocks_and_is_not_asked_again(line: Line) -> None:
    status, said = (400, "Your credit balance is too low") if line.name == "anthropic" else (429, "insufficient_quota")
    line.instead = [failure(status, said)]
    with pytest.raises(BlockedError, match=r"credit|quota"):
        line.write()
    assert len(line.server.asked) == 1


def test_fault_13_a_key_that_is_refused_in_the_middle_ends_it_and_stands_nowhere(line: Line) -> None:
    key = CANARIES[f"{line.name.upper()}_API_KEY"]
    line.instead = [None, None, failure(401, f"invalid key {key}")]
    with pytest.raises(PermanentError) as caught:
        line.write()
    assert len(line.server.asked) == 3
    assert line.paid == line.bill == 2 * EACH[line.name]
    assert leaks(line.folder, str(caught.value), caught.value.remedy) == []


def test_fault_17_a_refusal_waits_for_a_person_and_was_paid_for(line: Line) -> None:
    refusal = (
        anthropic.message("I will not.", stop_reason="refusal")
        if line.name == "anthropic"
        else openai.refused("I will not.")
    )
    line.instead = [Answer(refusal)]
    for _ in range(2):
        with pytest.raises(Refused, match="a person must look"):
            line.write()
    assert len(line.server.asked) == 1
    assert line.paid == EACH[line.name]
    assert (line.folder / "raw.txt").read_text() == "I will not."
