"""Contract tests of providers of text: what is asked, and a ledger that puts a question at once and keeps the price."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter
from samples import report
from text_models import theme

from vidpipe_assets.model.money import Money
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.providers.request import ProviderRequest, ProviderResponse, RemoteJob
from vidpipe_assets.providers.text import Prompt, TextProvider
from vidpipe_assets.writing.llm.chain import write_plan_with_llm, writer_style
from vidpipe_assets.writing.llm.story import Angle
from vidpipe_assets.writing.llm.writer import LlmWriter

T = TypeVar("T")


def prompt(**more: Any) -> Prompt:
    """A prompt for the first step of a script."""
    values = {"name": "angle", "system": "You write.", "user": "Write it.", "most_tokens": 600, **more}
    return Prompt(schema=TypeAdapter(Angle).json_schema(), **values)


def whole_plan(model: TextProvider, desk: "Desk") -> ProductionPlan:
    """The plan of a story, for which `model` is asked all that a script takes."""
    wanted = theme(providers={"text": [model.name]})
    return write_plan_with_llm(
        LlmWriter(model, desk.ask, lambda _: Path("unused"), writer_style(wanted)), report(), wanted
    )


@dataclass(frozen=True)
class Kept:
    """A reply as the ledger gives it back."""

    content: Any
    files: Any = field(default_factory=dict[str, Path])

    def path(self, name: str) -> Path:
        return self.files[name]


@dataclass
class Desk:
    """Puts each question at once, and remembers it and what it cost."""

    questions: list[ProviderRequest[Any]] = field(default_factory=list[ProviderRequest[Any]])
    costs: list[Money | None] = field(default_factory=list[Money | None])

    def ask(self, question: ProviderRequest[T], /) -> T:
        self.questions.append(question)
        json.dumps(dict(question.parameters), allow_nan=False)
        assert not isinstance(question.call, RemoteJob)
        received: ProviderResponse = question.call.request()
        self.costs.append(received.cost)
        return question.read(Kept(json.loads(json.dumps(received.content, allow_nan=False)), received.files))
