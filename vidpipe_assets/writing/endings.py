"""The last scene: a question to the viewer, the call to action and the button."""

from dataclasses import dataclass

from vidpipe_assets.model.pictures import End
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.wording import closings
from vidpipe_assets.writing.plans import SceneDraft
from vidpipe_assets.writing.text import headline_lines


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


def theme_ending(theme: Theme, chance: SeededRandom, note: str) -> Ending:
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


def end_draft(end: Ending, way: int, subject: str) -> SceneDraft:
    """The end card."""
    return SceneDraft(
        narration=end.ways[way],
        title="Your turn",
        kicker=end.channel,
        picture=End(lines=headline_lines(end.question), button=end.button),
        icon="message-circle",
        source=end.note,
        about=subject,
    )
