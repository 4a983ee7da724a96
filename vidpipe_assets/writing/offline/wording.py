"""The words around the facts, by tone: how the video opens, how a rank is announced, and how it ends. English.

The hook gives away the best fact in a few words, true and unexplained until the end. The last scene is a question to
the viewer, the call to action and the button.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from vidpipe_assets.model.pictures import End, Hook
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.beats import number_word
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.plans import STOP_WORDS, SceneDraft
from vidpipe_assets.writing.text import capitalize_first, fits_headline, headline_lines

_TEASES: dict[str, tuple[str, ...]] = {
    "wry": ("We will get to that.", "Yes, really.", "There is a story there.", "Hold that thought."),
    "warm": ("Stay for that one.", "That story comes last.", "More on that in a moment.", "Keep that one in mind."),
    "urgent": ("Wait for number one.", "That is number one.", "Do not skip number one.", "It takes the top spot."),
    "plain": ("That is number one.", "More on that at the end.", "That one comes last.", "It tops the list."),
}
"""After the best fact in a few words: what keeps the viewer until it is told."""

_SHORT_TEASES = ("Really.", "True story.", "No joke.")

_FIRST: dict[str, tuple[str, ...]] = {
    "wry": ("Number {n}, to warm up.", "We start gently, at number {n}.", "Number {n}."),
    "warm": ("Let us begin with number {n}.", "Number {n}, to start us off.", "Number {n}."),
    "urgent": ("Number {n}.", "Here goes: number {n}.", "Starting at {n}."),
    "plain": ("Number {n}.", "We start at number {n}.", "Starting with number {n}."),
}

_NEXT: dict[str, tuple[str, ...]] = {
    "wry": ("Then there is number {n}.", "Up to number {n}.", "Meanwhile, at number {n}."),
    "warm": ("Here comes number {n}.", "On to number {n}.", "And now, number {n}."),
    "urgent": ("Now {n}.", "Next, number {n}.", "Quickly, number {n}."),
    "plain": ("Next, number {n}.", "Then number {n}.", "On to number {n}."),
}

_LAST: dict[str, tuple[str, ...]] = {
    "wry": ("Which leaves number one.", "Which brings us to number one.", "And at the top, number one."),
    "warm": ("And finally, number one.", "And at number one.", "Last, the one to remember."),
    "urgent": ("And number one.", "Now, number one.", "Straight to number one."),
    "plain": ("And number one.", "Finally, number one.", "Which brings us to number one."),
}

REFRAIN = "Number {n}."
"""What a countdown may repeat; every other phrase is heard once."""

_UNNUMBERED = ("First up.", "Next up.", "And on top of the list.")
"""For facts that begin with a number themselves: 'Number three. Three satellites …' does not sound right."""

_QUESTIONS: dict[str, tuple[str, ...]] = {
    "wry": (
        "Which one did you not see coming?",
        "Which one will you quote at dinner?",
        "Which one surprised you?",
        "Which one had you fooled?",
    ),
    "warm": (
        "Which one will you tell a friend?",
        "Which one made you smile?",
        "Which one is your favorite?",
        "Who should hear this one?",
    ),
    "urgent": (
        "Which one stopped you?",
        "Which one did you know? Be honest.",
        "Which one would you put first?",
        "What did we miss?",
    ),
    "plain": (
        "Which one surprised you?",
        "Which one did you already know?",
        "What would you add to the list?",
        "What should we look at next?",
    ),
}

_ACTIONS: dict[str, tuple[str, ...]] = {
    "wry": ("{channel} has more of these.", "Follow {channel}. It stays odd."),
    "warm": ("Follow {channel} for the next one.", "See you next time, on {channel}."),
    "urgent": ("Follow {channel}. Do it now.", "Follow {channel} before the next one."),
    "plain": ("Follow {channel} for more.", "There is more on {channel}."),
}


def teases(tone: str, rng: SeededRandom) -> tuple[str, str, str]:
    """What keeps the viewer after the hook's claim: a sentence, and shorter ones in case there is no room for it."""
    return rng.pick("tease", _TEASES[tone]), "That is number one.", rng.pick("short tease", _SHORT_TEASES)


def announcements(tone: str, count: int, rng: SeededRandom, numbered: tuple[bool, ...] = ()) -> list[str]:
    """How each rank is announced, from `count` down to one, without a tone in the fewest words.

    `numbered[i]`: the i-th fact begins with a number.
    """
    middle = rng.shuffled("middle", _NEXT[tone]) if tone else []
    phrases: list[str] = []
    for i in range(count):
        place = 0 if i == 0 else 2 if i == count - 1 else 1
        if i < len(numbered) and numbered[i] and _UNNUMBERED[place] not in phrases:
            phrases.append(_UNNUMBERED[place])
        elif place == 1:
            # Every second one is the refrain, so that the others are noticed.
            phrases.append(middle.pop() if i % 2 and middle else REFRAIN)
        else:
            options = (_FIRST if place == 0 else _LAST)[tone] if tone else (REFRAIN,)
            phrases.append(rng.pick(f"place {place}", options))
    return [capitalize_first(words.format(n=number_word(count - i))) for i, words in enumerate(phrases)]


def closings(tone: str, channel: str, question: str, rng: SeededRandom) -> tuple[str, str, tuple[str, ...]]:
    """The last question, the call to action, and the ways of saying them, shortest first."""
    question = question or rng.pick("question", _QUESTIONS[tone])
    action = rng.pick("action", _ACTIONS[tone]).format(channel=channel)
    return question, action, (question, f"{question} {action}", f"{question} Tell us in the comments. {action}")


_MOST_WORDS = 12
"""Of a hook: what is said in about four seconds."""

_LONGEST_SUB = 48
"""Characters that fit on one line."""

_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")


class Opening(NamedTuple):
    """What is said and shown first, and the facts that it gives away a part of."""

    narration: str
    picture: Hook
    evidence: tuple[str, ...]


def write_opening(name: str, best: Fact, count: int, tone: str, rng: SeededRandom, *, brief: bool) -> Opening:
    """The opening that this story allows: a tease of its best fact, or a challenge where that is too long.

    `brief` leaves the claim alone, for videos that have no seconds to spare.
    """
    claim = best.short.replace("*", "").strip().rstrip(".!")
    ways = ("",) if brief else teases(tone, rng)
    sub = _sub_line(name, count, rng)
    options = [_teasing_opening(name, claim, best, sub, way) for way in ways]
    fitting = [option for option in options if len(option.narration.split()) <= _MOST_WORDS]
    return fitting[0] if fitting and fits_headline(claim) else challenge_opening(name, count)


def accent_word(text: str) -> str:
    """The word to stress: the first number that is no year, else the last informative word."""
    words = [word.strip(".,:;!?'\"") for word in text.split()]
    numbers = [word for word in words if any(c.isdigit() for c in word) and not _YEAR.fullmatch(word)]
    informative = [word for word in words if len(word) > 3 and word.lower() not in STOP_WORDS and not word.isdigit()]
    return numbers[0] if numbers else informative[-1] if informative else words[-1]


def _teasing_opening(name: str, claim: str, best: Fact, sub: str, way: str) -> Opening:
    """The claim and then the tease `way`; the subject is named first, unless the claim names it."""
    narration = (
        f"{capitalize_first(claim)}. {way}"
        if name.removeprefix("the ").lower() in claim.lower()
        else f"{capitalize_first(name)}. {capitalize_first(claim)}. {way}"
    )
    picture = Hook(lines=headline_lines(capitalize_first(claim), accent_word(claim)), sub=sub)
    return Opening(narration.strip(), picture, (best.id,))


def challenge_opening(name: str, count: int) -> Opening:
    """A challenge to the viewer; shorter than most claims."""
    question = f"How well do you know {name}?"
    return Opening(
        question, Hook(lines=headline_lines(question, name.removeprefix("the ")), sub=_plain_sub_line(count)), ()
    )


def _sub_line(name: str, count: int, rng: SeededRandom) -> str:
    """The small line below, in one of several ways, so that two hooks of a theme do not read the same."""
    ways = (
        f"{capitalize_first(name)} in {count} facts, the best one last",
        f"{capitalize_first(name)}: {count} facts, counting down",
        f"{count} facts about {name}, with sources",
        f"{capitalize_first(name)}, counted down in {count} facts",
    )
    fitting = [way for way in rng.shuffled("sub", ways) if len(way) <= _LONGEST_SUB]
    return fitting[0] if fitting else _plain_sub_line(count)


def _plain_sub_line(count: int) -> str:
    return f"{count} facts, the best one last"


@dataclass(frozen=True)
class Ending:
    """How the video may end. `ways`: of saying question and action, shortest first; none without an end card."""

    question: str
    action: str
    ways: tuple[str, ...]
    button: str
    channel: str
    note: str
    """What must be said about the data and is shown small: that it is a sample. Empty for real data."""


def theme_ending(theme: Theme, rng: SeededRandom, note: str) -> Ending:
    """The ending that the theme asks for."""
    question, action, ways = closings(theme.tone, theme.channel, theme.closing.question.strip(), rng)
    return Ending(
        question=question,
        action=action,
        ways=ways if theme.picture.end_card else (),
        button=theme.closing.button,
        channel=theme.channel,
        note=note,
    )


def end_draft(end: Ending, way: int, subject: str) -> SceneDraft:
    """The end card, in one of the ending's ways."""
    return SceneDraft(
        narration=end.ways[way],
        title="Your turn",
        kicker=end.channel,
        picture=End(lines=headline_lines(end.question), button=end.button),
        icon="message-circle",
        source=end.note,
        about=subject,
    )
