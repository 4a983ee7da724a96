"""The last scene: a question to the viewer, the call to action and the button."""

from dataclasses import dataclass

from vidpipe_assets.model.pictures import End
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.writing.offline.fact_choice import Chance
from vidpipe_assets.writing.offline.wording import closings
from vidpipe_assets.writing.plans import Draft
from vidpipe_assets.writing.text import lines_of


@dataclass(frozen=True)
class Ending:
    """How the video may end; no `ways` without an end card."""

    question: str
    action: str
    ways: tuple[str, ...]
    button: str
    channel: str
    note: str
    """What must be said about the data, shown small: it is a sample."""


def ending(theme: Theme, chance: Chance, note: str) -> Ending:
    """The ending that the theme asks for."""
    question, action, ways = closings(theme.tone, theme.channel, theme.closing.question.strip(), chance)
    return Ending(
        question=question,
        action=action,
        ways=ways if theme.picture.end_card else (),
        button=theme.closing.button,
        channel=theme.channel,
        note=note,
    )


def end_draft(end: Ending, way: int, subject: str) -> Draft:
    """The end card."""
    return Draft(
        narration=end.ways[way],
        title="Your turn",
        kicker=end.channel,
        picture=End(lines=lines_of(end.question), button=end.button),
        icon="message-circle",
        source=end.note,
        about=subject,
    )
