"""The words around the facts: what announces them in a ranking, and how a video ends. They claim nothing themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from vidpipe_assets.model.pictures import End
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.writing.beats import number_word
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.plans import SceneDraft
from vidpipe_assets.writing.text import capitalize_first, headline_lines

_FIRST: dict[str, tuple[str, ...]] = {
    "wry": ("Number {n}, to warm up: {topic}.", "We start at number {n}: {topic}."),
    "warm": ("Let us begin at number {n}: {topic}.", "Number {n}, to begin with: {topic}."),
    "urgent": ("Number {n}: {topic}.", "At {n}: {topic}."),
    "plain": ("Number {n}: {topic}.", "We start at number {n}: {topic}."),
}
_NEXT: dict[str, tuple[str, ...]] = {
    "wry": ("Number {n}: {topic}.", "At number {n}: {topic}.", "Up to number {n}: {topic}."),
    "warm": ("At number {n}: {topic}.", "Number {n}: {topic}.", "On to number {n}: {topic}."),
    "urgent": ("Number {n}: {topic}.", "At {n}: {topic}.", "{n}: {topic}."),
    "plain": ("Number {n}: {topic}.", "At number {n}: {topic}.", "On to number {n}: {topic}."),
}
_LAST: dict[str, tuple[str, ...]] = {
    "wry": ("Which leaves number one: {topic}.", "And number one: {topic}."),
    "warm": ("And at number one: {topic}.", "And number one: {topic}."),
    "urgent": ("Number one: {topic}.", "And number one: {topic}."),
    "plain": ("Number one: {topic}.", "And number one: {topic}."),
}
_AGAIN = ("Number {n}, and {topic} again.", "Number {n}: {topic}, once more.", "Number {n}: {topic}.")

_RANKS: dict[str, tuple[str, ...]] = {
    "first": ("Number {n}.", "We start at number {n}.", "Starting at {n}."),
    "next": ("Number {n}.", "At number {n}.", "Number {n}."),
    "last": ("And number one.", "Which leaves number one.", "Now, number one."),
}
"""What announces a post: its rank is what a ranking says."""


def topic_leads(topics: Sequence[str], room: Sequence[int], tone: str, rng: SeededRandom) -> list[str]:
    """What announces each fact of a countdown: its number, and what it is about; a number alone says nothing.

    `room`: how many words each may have; where that is too few, it is the number alone.
    """
    count = len(topics)
    said: list[str] = []
    leads: list[str] = []
    for i, topic in enumerate(topics):
        ways = _FIRST if i == 0 else _LAST if i == count - 1 else _NEXT
        again = said.count(topic)
        said.append(topic)
        phrase = _AGAIN[min(again, len(_AGAIN)) - 1] if again else rng.pick(f"lead {i}", ways[tone])
        said_topic = topic.rstrip(".!?")
        lead = capitalize_first(phrase.format(n=number_word(count - i), topic=said_topic))
        leads.append(lead if len(lead.split()) <= room[i] else f"Number {number_word(count - i)}.")
    return leads


def rank_leads(count: int, rng: SeededRandom) -> list[str]:
    """How each post of a ranking is announced, from `count` down to one."""
    places = ["first", *["next"] * (count - 2), "last"]
    return [
        capitalize_first(rng.pick(f"rank {i}", _RANKS[place]).format(n=number_word(count - i)))
        for i, place in enumerate(places)
    ]


_QUESTIONS: dict[str, tuple[str, ...]] = {
    "countdown": ("Which one would you put first?", "Did we rank them right?"),
    "story": ("Did you see that coming?", "Would you have believed it?", "Who should hear this story?"),
    "versus": ("Which side are you on?", "Which gap surprised you most?", "What should it face next?"),
    "myth_or_fact": ("Which one had you fooled?", "How many did you call right?", "Which one did you doubt?"),
    "quiz": ("How many did you get?", "Which one caught you out?", "What was your score?"),
    "how_it_works": ("Would you have thought of that?", "Which step surprised you?", "What should we take apart next?"),
    "timeline": ("Which moment would you go back to?", "Which date surprised you?", "What comes next, do you think?"),
}
_FITTING: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "price": (("Would you have paid that?", ("Too much,", "*or a bargain?*")),),
    "speed": (("Would you have kept up?", ("Too fast", "*for you?*")),),
    "weight": (("Did you expect that weight?", ("Heavier", "*or lighter?*")),),
    "distance": (("Would you travel that far?", ("Too far", "*for you?*")),),
    "size": (("Did you expect that size?", ("Bigger", "*or smaller?*")),),
    "temperature": (("Could you stand it there?", ("Stay", "*or leave?*")),),
    "time": (("Would you have guessed that?", ("Longer", "*or shorter?*")),),
    "memory": (("Could you work with that?", ("Enough", "*for you?*")),),
    "place": (("Have you ever been to {place}?", ("{place}:", "*been there?*")),),
    "quote": (("Would you have said that?", ("Well said,", "*or not?*")),),
    "steps": (("Would you have thought of that?", ("Clever,", "*or luck?*")),),
}
"""What the best fact is about -> the question that it leaves, and what the card shows while it is spoken."""
_LONGEST_PLACE = 14
"""Characters of a place on a line of the end card."""

_CARDS: dict[str, tuple[str, ...]] = {
    "countdown": ("Same order", "*as ours?*"),
    "story": ("Your", "*turn*"),
    "versus": ("Pick", "*a side*"),
    "myth_or_fact": ("Fooled", "*or not?*"),
    "quiz": ("Your", "*score?*"),
    "how_it_works": ("Your", "*turn*"),
    "timeline": ("Then", "*or now?*"),
}
"""What the end card shows while the question is spoken and captioned."""

_ACTIONS: dict[str, tuple[str, ...]] = {
    "wry": ("{channel} has more of these. Follow it.", "Follow {channel}. It stays odd."),
    "warm": ("Follow {channel} for the next one.", "Follow {channel}, and see you next time."),
    "urgent": ("Follow {channel}. Do it now.", "Follow {channel} before the next one."),
    "plain": ("Follow {channel} for more.", "Follow {channel} for the next one."),
}


_SHORT_S = 20
"""Up to here there may be no time for a question."""


@dataclass(frozen=True)
class Ending:
    """How the video may end. `ways`: of saying question and action, shortest first; none without an end card."""

    question: str
    action: str
    ways: tuple[str, ...]
    button: str
    note: str
    """What must be said about the data and is shown small: that it is a sample. Empty for real data."""
    lines: tuple[str, ...] = ()
    """What the card shows; empty: the question."""


def theme_ending(
    theme: Theme, rng: SeededRandom, note: str, kind: str = "countdown", *, about: str = "", place: str = ""
) -> Ending:
    """The ending that the theme asks for, after a video of this format. The call to action is always spoken.

    `about`: what the best fact is about, a key of `_FITTING`; `place`: the one that it names. Their question is asked
    where the theme has none and the format does not ask its own, as a quiz does.
    """
    own = theme.closing.question.strip()
    question, lines = own or rng.pick(f"question {kind}", _QUESTIONS[kind]), _CARDS["story" if own else kind]
    if not own and kind in ("countdown", "story") and about in _FITTING and len(place) <= _LONGEST_PLACE:
        asked, shown = rng.pick(f"question about {about}", _FITTING[about])
        question, lines = asked.format(place=place), tuple(line.format(place=place) for line in shown)
    short = f"Follow {theme.channel}."
    action = rng.pick("action", _ACTIONS[theme.tone]).format(channel=theme.channel)
    ways = (f"{question} {short}", f"{question} {action}", f"{question} Tell us in the comments. {action}")
    if theme.format.seconds <= _SHORT_S:
        ways = (short, *ways)
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
