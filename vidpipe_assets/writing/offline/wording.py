"""The words around the facts: what announces them in a ranking, and how a video ends. They claim nothing themselves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vidpipe_assets.model.pictures import End
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.writing.beats import number_word
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.plans import SceneDraft
from vidpipe_assets.writing.text import capitalize_first, fits_headline, headline_lines, sentences

_FIRST = "Number {n}."
_NEXT = ("{n}.", "At {n}.")
"""In turn, so that neighbours differ. Nothing is said around the number, which is seen as well: after 'to warm up' and
'now' viewers left."""
_LAST = ("And number one.", "Number one.")


def topic_leads(topics: Sequence[str], room: Sequence[int], rng: SeededRandom) -> list[str]:
    """What announces each fact of a countdown: its number, and its topic where it has one.

    The first one has its number alone: behind the hook, each word before the fact is one too many.
    `room`: how many words each may have; where that is too few, it is the number alone.
    """
    alone = rank_leads(len(topics), rng)
    named = [
        f"{lead.rstrip('.')}: {topic.rstrip('.!?')}." if topic and topic not in topics[:i] and i else lead
        for i, (lead, topic) in enumerate(zip(alone, topics, strict=True))
    ]
    return [more if len(more.split()) <= most else lead for more, lead, most in zip(named, alone, room, strict=True)]


def rank_leads(count: int, rng: SeededRandom) -> list[str]:
    """How each entry of a ranking is announced by its number alone, from `count` down to one."""
    start = int(rng.fraction("ranks") * len(_NEXT))
    between = [_NEXT[(start + i) % len(_NEXT)] for i in range(count - 2)]
    phrases = [_FIRST, *between, rng.pick("last rank", _LAST)][-count:]
    return [capitalize_first(one.format(n=number_word(count - i))) for i, one in enumerate(phrases)]


_GUESSED = ("What was your guess?", "Was your guess close?")
_PICKED = ("Which one did you pick?", "Did you pick the right one?")
_AGREED = ("Did you say yes or no?", "What did you say: yes or no?")
_REASONED = ("What was your theory?", "Did you know why?")
_THOUGHT_OF = ("What was your idea?", "Did you know how?")
_SURPRISED = ("Did you see that coming?", "What was your guess?")
_KNEW_ALL = ("How many did you know?", "Which one was new to you?")
_NUMBER = re.compile(
    r"\bhow (?:much|many|long|far|fast|often|slow|hot|cold|tall|close|old|big|deep|high|heavy)\b", re.IGNORECASE
)
_ANSWERED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (_NUMBER, _GUESSED),
    (re.compile(r"\bor\b|\bof the two\b", re.IGNORECASE), _PICKED),
    (re.compile(r"(?:^|[,:] )(?:does|did|do|is|are|was|were|would|will|could|can)\b", re.IGNORECASE), _AGREED),
    (re.compile(r"\bwhy\b|\bhow come\b", re.IGNORECASE), _REASONED),
    (re.compile(r"\bhow\b", re.IGNORECASE), _THOUGHT_OF),
)
"""What an opening asks -> what the end asks about the answer, which was told last; the first that fits."""

_QUESTIONS: dict[str, tuple[str, ...]] = {
    "posts": ("Which one would you put first?",),
    "countdown": _KNEW_ALL,
    "story": _KNEW_ALL,
    "versus": ("Which gap surprised you?", "Which rival comes next?"),
    "myth_or_fact": ("Which one fooled you?", "How many did you call right?"),
    "quiz": ("How many did you get?", "Which one caught you out?"),
    "how_it_works": ("Which step surprised you?", "Would you have thought of that?"),
    "timeline": ("Which date surprised you?", "Which year would you go back to?"),
}
"""What the end asks after a format whose opening has asked nothing of one fact."""


def closing_question(kind: str, asked: str, rng: SeededRandom) -> str:
    """What a video in this format ends with: of the question that it opened with, where `asked`, else of the format."""
    if not asked:
        return rng.pick(f"question {kind}", _QUESTIONS[kind])
    question = next((one for one in sentences(asked) if one.endswith("?")), "")
    found = next((answered for form, answered in _ANSWERED if form.search(question)), _SURPRISED)
    return rng.pick("question", found)


_ACTIONS: dict[str, tuple[str, ...]] = {
    "wry": ("{channel} has more of these. Follow it.", "Follow {channel}. It stays odd."),
    "warm": ("Follow {channel} for the next one.", "Follow {channel}, and see you next time."),
    "urgent": ("Follow {channel}. Do it now.", "Follow {channel} before the next one."),
    "plain": ("Follow {channel} for more.", "Follow {channel} for the next one."),
}


_SHORT_S = 20
"""Up to here there may be no time for a theme's own question. Another need not be spoken: the card shows it."""


@dataclass(frozen=True)
class Ending:
    """How the video may end. `ways`: of saying question and action, the best one first; none without an end card."""

    question: str
    action: str
    ways: tuple[str, ...]
    button: str
    note: str
    """What must be said about the data and is shown small: that it is a sample. Empty for real data."""

    def asks(self, way: int) -> bool:
        """Whether this way of ending asks the viewer something."""
        return "?" in "".join(self.ways[way : way + 1])


def theme_ending(theme: Theme, rng: SeededRandom, note: str, kind: str = "posts", asked: str = "") -> Ending:
    """The ending that the theme asks for, after a video of this format. The call to action is always spoken.

    `asked`: what the video opened with, where the fact told last answers it: the end asks about that, unless the theme
    has a question of its own.
    """
    own = theme.closing.question.strip()
    question = own or closing_question(kind, asked, rng)
    short = f"Follow {theme.channel}."
    action = rng.pick("action", _ACTIONS[theme.tone]).format(channel=theme.channel)
    if own:
        ways = (f"{question} {short}", f"{question} {action}", f"{question} Tell us in the comments. {action}")
    else:
        ways = (f"{short} {question}", f"{action} {question}", f"{action} {question} Tell us in the comments.")
    if not own or theme.format.seconds <= _SHORT_S:
        ways = (*ways, short)
    return Ending(
        question=question,
        action=action,
        ways=ways if theme.picture.end_card else (),
        button=theme.closing.button,
        note=note,
    )


def end_draft(end: Ending, way: int, subject: str) -> SceneDraft:
    """The end card, in one of the ending's ways."""
    return SceneDraft(
        narration=end.ways[way],
        title="Your turn",
        kicker="",  # the channel's name stands above it already
        picture=End(lines=_card_lines(end.question), button=end.button),
        icon="message-circle",
        source=end.note,
        about=subject,
    )


def _card_lines(question: str) -> tuple[str, ...]:
    """The question as it is spoken, so that a viewer has one to answer; of a longer one no part of it."""
    return headline_lines(question) if fits_headline(question) else ("Your", "*turn*")
