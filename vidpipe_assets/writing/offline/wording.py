"""The words around the facts: what announces them in a ranking, and how a video ends. They claim nothing themselves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vidpipe_assets.model.pictures import End
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.beats import number_word
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.formats import ASKING
from vidpipe_assets.writing.offline.topics import thing_of
from vidpipe_assets.writing.plans import SceneDraft
from vidpipe_assets.writing.text import capitalize_first, fits_headline, headline_lines, sentences

RANKED: dict[str, tuple[str, ...]] = {
    "wry": ("{n} oddities, the oddest last.", "{n} facts, and it gets odder.", "{n} facts. The odd one comes last."),
    "warm": (
        "My {n} favorites, the best one last.",
        "{n} surprises, the biggest one last.",
        "{n} facts, the best last.",
    ),
    "urgent": ("{n} shocks, the biggest last.", "{n} facts. The big one comes last.", "{n} surprises, and they grow."),
    "plain": ("{n} surprises, the biggest last.", "{n} facts, the strangest last.", "{n} facts, the best one last."),
}
"""What a ranking is by, with the number that its first place has. Each is about the same: what surprises more."""
_FIRST = "Number {n}."
_NEXT = ("{n}.", "At {n}.", "Number {n}.")
"""The number, which is seen as well, and nothing around it: after 'to warm up' viewers left, and by 'odder still' they
knew the machine."""
FIRST_PLACE: dict[str, tuple[str, ...]] = {
    "wry": ("And number one.", "The oddest, number one.", "Number one."),
    "warm": ("And number one.", "And my favorite, number one.", "Number one."),
    "urgent": ("Number one.", "The big one: number one.", "And number one."),
    "plain": ("And number one.", "Number one.", "And then, number one."),
}
"""What announces the last place, which has a pause behind it."""


def surprise_leads(topics: Sequence[str], room: Sequence[int], tones: Sequence[str], rng: SeededRandom) -> list[str]:
    """What announces each fact of a countdown: what it is ranked by, then its place and, where it has one, its topic.

    `room`: how many words each may have; where that is too few, it is the number alone. `tones`: of each, since what is
    sad is nobody's favorite.
    """
    count = len(topics)
    leads = rank_leads(count, rng)
    leads[0] = rng.turn("ranked", RANKED[tones[0] if len(set(tones)) == 1 else "plain"]).format(n=number_word(count))
    leads[-1] = rng.turn("last rank", FIRST_PLACE[tones[-1]])
    for at in range(1, count - 1):
        if topics[at] and topics[at] not in topics[:at]:
            leads[at] = f"{number_word(count - at)}: {topics[at].rstrip('.!?')}."
    alone = [*(number_word(count - at) for at in range(count - 1)), "number one"]
    return [
        capitalize_first(lead if len(lead.split()) <= words else f"{number}.")
        for lead, words, number in zip(leads, room, alone, strict=True)
    ]


def rank_leads(count: int, rng: SeededRandom) -> list[str]:
    """How each entry of a ranking is announced by its number alone, from `count` down to one: neighbours differ."""
    start = rng.turn("ranks", range(len(_NEXT)))
    between = [_NEXT[(start + at) % len(_NEXT)] for at in range(count - 2)]
    phrases = [_FIRST, *between, rng.turn("last rank", FIRST_PLACE["plain"])][-count:]
    return [capitalize_first(one.format(n=number_word(count - i))) for i, one in enumerate(phrases)]


_THAN_THOUGHT: dict[str, tuple[str, ...]] = {
    "price": ("A bargain, or too much?", "Would you have paid that?"),
    "speed": ("Faster or slower than you thought?",),
    "weight": ("Heavier or lighter than you thought?",),
    "distance": ("Farther or closer than you thought?",),
    "size": ("Bigger or smaller than you thought?",),
    "temperature": ("Hotter or colder than you thought?",),
    "time": ("Longer or shorter than you thought?",),
    "memory": ("More or less than you thought?",),
    "number": ("More or fewer than you thought?", "Higher or lower than you guessed?"),
}
"""What kind of number the opening asked for -> what the end asks about it."""
_MYTH = ("Who told you that one?", "Had you believed it?")
_PICKED = ("Would you have picked that one?", "Does the right one win?")
_AGREED = ("Would you have bet on that?", "Would you have said so?")
_REASONED = ("Good reason, or an excuse?", "Does that convince you?")
_THOUGHT_OF = ("Clever, or just lucky?", "Would you have thought of that?")
_SURPRISED = ("Does that change how you see {name}?", "Would you have guessed that about {name}?")
_KNEW_ALL = ("Which one would you tell a friend?", "Which one is hardest to believe?")
_NUMBER = re.compile(
    r"\bhow (?:much|many|long|far|fast|often|slow|hot|cold|tall|close|old|big|deep|high|heavy)\b", re.IGNORECASE
)
_ANSWERED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
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
    "versus": ("Which gap is the hardest to believe?", "Which rival should come next?"),
    "myth_or_fact": ("Which one fooled you?", "How many did you call right?"),
    "quiz": ("How many did you get?", "Which one caught you out?", "How close were you?"),
    "how_it_works": ("Would you have done it that way?", "Would you have thought of that?"),
    "timeline": ("Which year would you go back to?", "Which of those days would you like to see?"),
}
"""What the end asks after a format whose opening has asked nothing of one fact."""


def closing_question(kind: str, asked: str, rng: SeededRandom, answer: Fact | None = None, name: str = "") -> str:
    """What a video in this format ends with: an opinion on the fact that answered its opening, else on the format.

    A game asks for the score, and on some days for an opinion on its last answer.

    `asked`: what it opened with; empty where nothing told last answers that. `answer`: that fact, which may bring its
    own question. `name`: the subject, as sentences call it.
    """
    own = answer.tease.asks if answer and answer.tease else ""
    if kind in ASKING or not asked:
        return rng.turn(f"question {kind}", (*_QUESTIONS[kind], *([own] if asked and own else [])))
    if own:
        return own
    question = next((one for one in sentences(asked) if one.endswith("?")), "")
    fitting = [one.format(name=name) for one in _about_answer(question, answer) if name or "{name}" not in one]
    fitting = [one for one in fitting if fits_headline(one)] or list(_KNEW_ALL)
    return rng.turn("question", fitting)


def _about_answer(question: str, answer: Fact | None) -> tuple[str, ...]:
    if answer and answer.myth:
        return _MYTH
    if _NUMBER.search(question):
        return _THAN_THOUGHT[thing_of(answer) if answer else "number"]
    return next((answered for form, answered in _ANSWERED if form.search(question)), _SURPRISED)


_ACTIONS: dict[str, tuple[str, ...]] = {
    "wry": (
        "Follow {channel}. There is more of this.",
        "Follow {channel}. It stays odd.",
        "Follow {channel} for more.",
    ),
    "warm": ("Follow {channel} for the next one.", "Follow {channel}, and see you next time.", "Follow {channel}."),
    "urgent": ("Follow {channel}. More to come.", "Follow {channel} for the next one.", "Follow {channel} now."),
    "plain": ("Follow {channel} for more.", "Follow {channel} for the next one.", "{channel} has more. Follow it."),
}


_SHORT_S = 20
"""Up to here there may be no time for a theme's own question. Another need not be spoken: the card shows it."""


@dataclass(frozen=True)
class Ending:
    """How the video may end. `ways`: of saying question and action, the best one first; none without an end card.

    The question comes first: it is about what was just told, and is seen at once.
    """

    question: str
    action: str
    ways: tuple[str, ...]
    button: str
    note: str
    """What must be said about the data and is shown small: that it is a sample. Empty for real data."""

    def asks(self, way: int) -> bool:
        """Whether this way of ending asks the viewer something."""
        return "?" in "".join(self.ways[way : way + 1])


def theme_ending(
    theme: Theme,
    rng: SeededRandom,
    note: str,
    kind: str = "posts",
    asked: str = "",
    answer: Fact | None = None,
    name: str = "",
) -> Ending:
    """The ending that the theme asks for, after a video of this format. The call to action is always spoken.

    `asked`: what the video opened with, where the fact `answer` answers it: the end asks about that, unless the theme
    has a question of its own. `name`: the subject, as sentences call it.
    """
    own = theme.closing.question.strip()
    question = own or closing_question(kind, asked, rng, answer, name)
    short = f"Follow {theme.channel}."
    action = rng.turn("action", _ACTIONS[theme.tone]).format(channel=theme.channel)
    ways = (f"{question} {short}", f"{question} {action}", f"{question} Tell us in the comments. {action}")
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
