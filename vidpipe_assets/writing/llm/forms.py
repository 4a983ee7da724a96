"""The formats as a language model is asked for them: in words, and what is checked of its answers.

A model may tell any facts in any format; what the offline writer needs figures for, it takes from their statements.
What it may not is give an answer away, call false what no fact names as a myth, or go back in time.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from vidpipe_assets.language.letters import base_language
from vidpipe_assets.language.words import is_question, split_sentences
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.beats import all_possible_values
from vidpipe_assets.writing.llm.prompts import Material
from vidpipe_assets.writing.offline.fact_choice import FIRST_TAKE, SeededRandom
from vidpipe_assets.writing.offline.formats import ASKING, YEAR, preferred_formats
from vidpipe_assets.writing.pace import spoken_seconds
from vidpipe_assets.writing.text import folded_words

MANNERS: Mapping[str, str] = MappingProxyType(
    {
        "countdown": "a countdown of true facts about one subject",
        "story": "one story about one subject, told from true facts as a single arc",
        "versus": "comparisons of one subject with others, from true facts",
        "myth_or_fact": "claims about one subject, each judged true or false by a true fact",
        "quiz": "a quiz about one subject, each question answered by a true fact",
        "how_it_works": "an explanation of one subject, step by step, from true facts",
        "timeline": "the history of one subject, from true facts in the order of their years",
    }
)
"""Format -> what the videos are."""

ORDERS: Mapping[str, str] = MappingProxyType(
    {
        "countdown": "ranked by one measure that a viewer understands (size, age, price where they share one, else "
        "how surprising they are), the least first and the most last",
        "story": "in the order of one arc, each leading to the next: what it is, what happened, and last the one that "
        "answers the question of the hook",
        "versus": "that compare, the widest gap last",
        "myth_or_fact": "that people doubt or get wrong, the hardest one last",
        "quiz": "with a number or name that can be asked for, the hardest one last",
        "how_it_works": "in the order in which they explain each other",
        "timeline": "in the order of their years, the earliest first",
    }
)
"""Format -> how facts are chosen and ordered."""

TASKS: Mapping[str, str] = MappingProxyType(
    {
        "countdown": "as a ranking: the first says what it is ranked by, and each begins with its number and what it "
        "is about ('Two: the price.'), never its number alone, nor how much it surprises ('Two is odder.')",
        "story": "as one story without any counting, each scene going on from the one before by what the facts "
        "carry: a question that it answers ('How tall?'), 'but' where they contradict, 'then' where one is later, and "
        "mostly nothing; in a longer story one in the middle recalls what the hook asked and does not answer it; the "
        "last one takes it up again, and answers it",
        "versus": "each beginning with who stands against whom",
        "myth_or_fact": "as the answer to a claim: true, or false where a myth is given, and why; and in `question` "
        "the claim itself as a question to the viewer, which is asked before it",
        "quiz": "as the answer to a question; and in `question` that question, which is asked before it, and does not "
        "give the answer away",
        "how_it_works": "as a step of the explanation, without any counting",
        "timeline": "each with its year, without any other counting",
    }
)
"""Format -> how the narrations are written."""

VIRTUES = (
    "Write as one who has an opinion: one short remark of your own where something is odd or fine, none where people "
    "come to harm, and never one that fits every fact ('Let that sink in.', 'That is on record.'). No two sentences "
    "running begin alike, nor have one length and shape. The question at the end is about what this story told last, "
    "asks for an opinion, and fits no other video. "
    "An example of the manner, about other facts. Hook: 'A village moved its church. How?' Scenes: 'First it needed "
    "wheels. There were none in the whole valley.' 'But there was a pond, and winter came.' 'So, how? The church "
    "stood on logs, and the logs slid over the ice.' Question: 'Would you have walked in front of it?' Not in this "
    "manner: 'Number three. The church was moved in winter.', and at the end 'Did you know that?'"
)
"""What is asked of all words, with an example of our own; `style_problems` finds the worst against it."""

_STOCK = re.compile(
    r"^(?:and )?(?:did you (?:know|see) (?:that|it|this)(?: coming)?|what (?:do|did) you think|what was your guess|"
    r"(?:can|could) you believe (?:it|that)|which (?:one|fact) (?:surprised|shocked|amazed) you(?: (?:the )?most)?|"
    r"how many did you know|surprised|mind blown)\W*$",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:let that sink in|think about that|that is on record|isn't that something|make of that what you will|"
    r"say that again|read that again|you heard that right|wait for it|mind[- ]?blow(?:n|ing))\b",
    re.IGNORECASE,
)
"""Remarks that fit every fact."""
_COMPARES = re.compile(
    r"^(?:number )?\w+(?: is|,) (?:even |still )?(?:odder|better|bigger|harder|stranger|a bigger|no less)\b",
    re.IGNORECASE,
)
"""A place that is announced by how much it surprises."""
_BARE_NUMBER = re.compile(
    r"^(?:and |at )?(?:number |no\. ?|#)?(?:one|two|three|four|five|six|seven|eight|nine|[1-9])\s*[.!]", re.IGNORECASE
)
_MEASURED = re.compile(r"\b(?:rank\w*|by|\w{2,}est|most|least|favou?rites?|first|last)\b", re.IGNORECASE)
_SAME_START = 2
"""Words with which two scenes running may not begin."""

_TRUE = re.compile(r"\b(?:true|right|yes|fact|correct)\b", re.IGNORECASE)
_FALSE = re.compile(r"\b(?:false|wrong|no|myth|not true)\b", re.IGNORECASE)


def model_format(wanted: str, materials: Sequence[Material], subject: str, seed: str) -> str:
    """The format that a model is asked for: the theme's, or with 'auto' one that these facts carry, by chance."""
    facts = [one.item for one in materials if isinstance(one.item, Fact)]
    if wanted != "auto":
        return wanted
    if not facts:
        return "countdown"
    return preferred_formats("auto", facts, spoken_seconds, subject, SeededRandom(seed), FIRST_TAKE)[0]


def selection_problems(kind: str, facts: Sequence[Material]) -> Iterable[str]:
    """What is wrong with the order of the facts."""
    years = [(fact.tag, min(map(int, found))) for fact in facts if (found := YEAR.findall(fact.statement))]
    if kind == "timeline" and [year for _, year in years] != sorted(year for _, year in years):
        yield f"facts: must be in the order of their years, not {', '.join(f'{tag} ({year})' for tag, year in years)}"


def style_problems(kind: str, hook: str, narrations: Sequence[str], question: str, language: str) -> list[str]:
    """What gives a machine away in English words: worth a repair, and let through if that does not bring it."""
    if base_language(language) != "en":
        return []
    found: list[str] = []
    if _STOCK.match(question):
        found.append(f"question: {question!r} fits every video: ask for an opinion on what this one told last")
    starts = [" ".join(folded_words(one)[:_SAME_START]) for one in narrations]
    found += [
        f"scenes[{at}].narration: begins as the scene before does: {start!r}"
        for at, (before, start) in enumerate(pairwise(starts), 1)
        if start == before and kind not in ASKING
    ]
    found += [
        f"scenes[{at}].narration: a number alone says nothing, nor how much it surprises: say what it is about"
        for at, one in enumerate(narrations)
        if kind == "countdown" and (_BARE_NUMBER.match(one) or _COMPARES.match(one))
    ]
    found += [
        f"scenes[{at}].narration: {filler.group()!r} fits every fact: leave it out"
        for at, one in enumerate(narrations)
        if (filler := _FILLER.search(one))
    ]
    if kind == "countdown" and not _MEASURED.search(f"{hook} {narrations[0]}"):
        found.append("scenes[0].narration: must say what the countdown ranks by")
    return found


def question_problems(kind: str, path: str, question: str, answer: str, fact: Material, language: str) -> list[str]:
    """What is wrong with a scene's question, in a format that asks; that there is one, in any other."""
    if kind not in ASKING:
        return [f"{path}: there are no questions in this format: leave it empty"] if question else []
    if not is_question(question):
        return [f"{path}: must be a question"]
    if kind == "quiz":
        first = split_sentences(answer)[:1]
        leaked = all_possible_values("".join(first), language) & all_possible_values(question, language)
        return [f"{path}: gives the answer away: {min(leaked):g}"] if leaked else []
    return _verdict_problems(path, answer, fact) if base_language(language) == "en" else []


def _verdict_problems(path: str, answer: str, fact: Material) -> list[str]:
    start = " ".join(answer.split()[:6])
    myth = isinstance(fact.item, Fact) and bool(fact.item.myth)
    if not _TRUE.search(start) and not _FALSE.search(start):
        return [f"{path}: the narration after it must begin with whether that is true or false"]
    if _FALSE.search(start) and not myth:
        return [
            f"{path}: {fact.tag} names no myth: only what it states may be asked, and the answer is that it is true"
        ]
    return []
