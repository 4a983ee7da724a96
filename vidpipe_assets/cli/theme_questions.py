"""What `vidpipe theme new` asks on a terminal, and the theme fields that follow from the answers."""

import typing
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import click

from vidpipe_assets.model.theme import Theme

TONES: tuple[str, ...] = typing.get_args(Theme.model_fields["tone"].annotation)


@dataclass(frozen=True)
class Answers:
    """What is known of a theme that is to be written; empty: not said."""

    name: str
    queries: tuple[str, ...] = ()
    language: str = ""
    tone: str = ""
    sources: tuple[str, ...] = ()

    @property
    def searches(self) -> tuple[str, ...]:
        """The queries; the name in words, where there are none."""
        return tuple(query for query in self.queries if query.strip()) or (self.name.replace("-", " ").strip(),)

    def fields(self) -> dict[str, Any]:
        """The fields as a theme file writes them; what was not said keeps its default."""
        said: dict[str, Any] = {"collect": {"queries": self.searches}}
        said |= {"language": self.language} if self.language else {}
        said |= {"tone": self.tone} if self.tone else {}
        return said | ({"providers": {"trends": self.sources}} if self.sources else {})


def ask_about(answers: Answers, sources: Collection[str]) -> Answers:
    """Ask for what `answers` does not say. Raises `click.Abort` on Ctrl-C and at the end of the input."""
    if not answers.queries:
        answers = replace(answers, queries=_ask_list("What is it about? (queries, with commas)", answers.searches))
    if not answers.language:
        answers = replace(answers, language=click.prompt("Language", default="en"))
    if not answers.tone:
        answers = replace(answers, tone=click.prompt("Tone", type=click.Choice(TONES), default=TONES[0]))
    if not answers.sources:
        answers = replace(answers, sources=_ask_sources(answers, sources))
    return answers


def _ask_sources(answers: Answers, sources: Collection[str]) -> tuple[str, ...]:
    """Ask until all names are known; suggests the sample if it knows the queries, else live sources without a key."""
    from vidpipe_assets.operations.theme_subjects import SAMPLE, suggest_sources

    suggested = suggest_sources(answers.name, answers.searches)
    if suggested != (SAMPLE,):
        click.echo(f"The bundled sample knows nothing about {', '.join(answers.searches)}; these need no key.")
    while True:
        chosen = _ask_list(f"Sources of trends (of {', '.join(sorted(sources))})", suggested)
        unknown = [name for name in chosen if name not in sources]
        if not unknown:
            return chosen
        click.echo(f"There is no source called {', '.join(unknown)}.")


def _ask_list(question: str, default: tuple[str, ...]) -> tuple[str, ...]:
    answer: str = click.prompt(question, default=", ".join(default))
    return tuple(dict.fromkeys(part.strip() for part in answer.split(",") if part.strip())) or default
