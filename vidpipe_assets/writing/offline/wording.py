"""The words around the facts: what announces them in a ranking, and how a video ends. They claim nothing themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from vidpipe_assets.model.pictures import End
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.writing.beats import number_word
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.plans import SceneDraft
from vidpipe_assets.writing.text import capitalize_first, fits_headline, headline_lines

_NEXT: dict[str, tuple[str, ...]] = {
    "wry": ("Number {n}: {topic}.", "At {n}: {topic}."),
    "warm": ("Number {n}: {topic}.", "At number {n}: {topic}."),
    "urgent": ("At {n}: {topic}.",),
    "plain": ("Number {n}: {topic}.", "At {n}: {topic}."),
}
_LAST = ("Number one: {topic}.", "And number one: {topic}.")
_SAYS_LITTLE = frozenset(("the time", "the weight", "the distance", "the number", "the size", "the memory"))
"""Topics of which nobody is curious: these facts are announced by their number alone."""

_RANKS: dict[str, tuple[str, ...]] = {
    "first": ("Number {n}.",),
    "next": ("Number {n}.", "At {n}."),
    "last": ("Number one.", "And number one."),
}
"""What announces a post, whose rank is what a ranking says, and a fact without a topic.

Nothing is said around the number, which is seen as well: after 'to warm up' and 'now' viewers left.
"""

_PROMISES: dict[str, tuple[str, ...]] = {
    "wry": ("That's number one.", "See number one."),
    "warm": ("That's our number one.", "You'll hear it last."),
    "urgent": ("See number one.", "That's number one."),
    "plain": ("That's number one.", "That comes last."),
}
"""What ties a countdown to the question that it opens with."""


def countdown_promise(tone: str, rng: SeededRandom) -> str:
    """Where in a countdown the question of its opening is answered."""
    return rng.pick("promise", _PROMISES[tone])


def topic_leads(topics: Sequence[str], room: Sequence[int], tone: str, rng: SeededRandom) -> list[str]:
    """What announces each fact of a countdown: its number, and what it is about, where that says something new.

    The first one has its number alone: behind the hook, each word before the fact is one too many.
    `room`: how many words each may have; where that is too few, it is the number alone.
    """
    count = len(topics)
    leads: list[str] = []
    alone = rank_leads(count, rng)
    for i, topic in enumerate(topics):
        if i == 0 or not topic or topic in _SAYS_LITTLE or topic in topics[:i]:
            leads.append(alone[i])
            continue
        phrase = rng.pick(f"lead {i}", _LAST if i == count - 1 else _NEXT[tone])
        said_topic = topic.rstrip(".!?")
        lead = capitalize_first(phrase.format(n=number_word(count - i), topic=said_topic))
        leads.append(lead if len(lead.split()) <= room[i] else f"Number {number_word(count - i)}.")
    return leads


def rank_leads(count: int, rng: SeededRandom) -> list[str]:
    """How each entry of a ranking is announced by its number alone, from `count` down to one."""
    places = ["first", *["next"] * (count - 2), "last"]
    return [
        capitalize_first(rng.pick(f"rank {i}", _RANKS[place]).format(n=number_word(count - i)))
        for i, place in enumerate(places)
    ]


_Asked = tuple[str, tuple[str, ...]]
"""A question with a place for the subject's name, and what the end card asks in other words: it can be read alone."""

_QUESTIONS: dict[str, tuple[_Asked, ...]] = {
    "posts": (("Which one would you put first?", ("Your", "*number one?*")),),
    "countdown": (
        ("Which fact about {name} would you put first?", ("Your", "*number one?*")),
        ("Which fact about {name} is new to you?", ("Any fact", "*new to you?*")),
    ),
    "story": (
        ("Did you know that about {name}?", ("You knew", "*this story?*")),
        ("Who has to hear this about {name}?", ("Who must", "*hear this?*")),
    ),
    "versus": (
        ("Which gap surprised you most?", ("The widest", "*gap of all?*")),
        ("Which rival should come next for {name}?", ("The next", "*rival to face?*")),
    ),
    "myth_or_fact": (
        ("Which claim about {name} had you fooled?", ("Fooled", "*by a claim?*")),
        ("How many claims did you call right?", ("Your score,", "*claim by claim?*")),
    ),
    "quiz": (
        ("How many answers did you get right?", ("Answers", "*you got right?*")),
        ("Which question about {name} caught you out?", ("A question", "*you got wrong?*")),
    ),
    "how_it_works": (
        ("Which step surprised you?", ("A step nobody", "*would expect?*")),
        ("Would you have thought of that?", ("Your idea,", "*as well?*")),
    ),
    "timeline": (
        ("Which of these dates surprised you?", ("A date nobody", "*would expect?*")),
        ("Which of these moments would you go back to?", ("One moment", "*to go back to?*")),
    ),
}
_FITTING: dict[str, _Asked] = {
    "price": ("Would you have paid that price?", ("A price", "*you would pay?*")),
    "speed": ("Could you keep up with that speed?", ("A speed", "*you can match?*")),
    "weight": ("Did you expect that weight?", ("The weight", "*you guessed?*")),
    "size": ("Did you expect that size?", ("The size", "*you guessed?*")),
    "temperature": ("Did you expect that temperature?", ("The temperature", "*you guessed?*")),
    "time": ("Would you have guessed that number?", ("Your guess", "*before this?*")),
    "quote": ("Would you have said that?", ("Words you", "*would use?*")),
    "steps": ("Would you have thought of that?", ("Your idea,", "*as well?*")),
}
"""What the fact that comes last is about -> the question that it leaves."""

_BRIEFLY: dict[str, str] = {
    "price": "Would you pay that?",
    "speed": "Could you keep up?",
    "weight": "Did you guess that weight?",
    "size": "Did you guess that size?",
    "temperature": "Could you stand that?",
    "time": "Would you have guessed?",
    "quote": "Would you have said that?",
    "steps": "Would you have thought of that?",
    "posts": "Which one would you put first?",
    "countdown": "Which was new to you?",
    "story": "Who has to hear this?",
    "versus": "Which gap surprised you?",
    "myth_or_fact": "Which one fooled you?",
    "quiz": "How many did you get?",
    "how_it_works": "Which step surprised you?",
    "timeline": "Which date surprised you?",
}
"""The same questions as one asks them in a second: the last thing that is heard is about the story."""

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
    lines: tuple[str, ...] = ()
    """What the card shows; empty: the question."""

    def asks(self, way: int) -> bool:
        """Whether this way of ending asks the viewer something."""
        return "?" in "".join(self.ways[way : way + 1])


def theme_ending(
    theme: Theme, rng: SeededRandom, note: str, kind: str = "posts", *, name: str = "", about: str = ""
) -> Ending:
    """The ending that the theme asks for, after a video of this format. The call to action is always spoken.

    `name`: the subject, as sentences call it. `about`: what the best fact is about, a key of `_FITTING`: its question
    is asked where that fact comes last and the theme has no question.
    """
    own = theme.closing.question.strip()
    asked, lines = rng.pick(f"question {kind}", _QUESTIONS[kind])
    if kind in ("countdown", "story") and about in _FITTING:
        asked, lines = _FITTING[about]
    else:
        about = kind
    question = own or asked.format(name=name)
    if own:
        lines = () if fits_headline(own) else ("Your", "*turn*")
    short = f"Follow {theme.channel}."
    action = rng.pick("action", _ACTIONS[theme.tone]).format(channel=theme.channel)
    if own:
        ways = (f"{question} {short}", f"{question} {action}", f"{question} Tell us in the comments. {action}")
    else:
        ways = (f"{short} {_BRIEFLY[about]}", f"{short} {question}", f"{action} {question} Tell us in the comments.")
    if not own or theme.format.seconds <= _SHORT_S:
        ways = (*ways, short)
    return Ending(
        question=question,
        action=action,
        ways=ways if theme.picture.end_card else (),
        button=theme.closing.button,
        note=note,
        lines=lines,
    )


def end_draft(end: Ending, way: int, subject: str) -> SceneDraft:
    """The end card, in one of the ending's ways."""
    return SceneDraft(
        narration=end.ways[way],
        title="Your turn",
        kicker="",  # the channel's name stands above it already
        picture=End(lines=end.lines or headline_lines(end.question), button=end.button),
        icon="message-circle",
        source=end.note,
        about=subject,
    )
