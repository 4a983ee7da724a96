"""The checks of a production plan, whoever wrote it: complete, speakable, as long as wanted, true to its sources.

One of them lists what the plan claims, sentence by sentence: from its evidence, or general knowledge that a person has
to judge. Words decide, since offline nothing understands: a sentence is from the evidence when most of what it names
(words of four letters and more, without the commonest) stands in the scene's evidence, by their beginnings. A question
and what names hardly anything ('Number two. It gets better.') claim nothing. So it may miss a false sentence in the
right words; it shows where words are that nobody gave.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vidpipe_assets.language.figures import figure_values
from vidpipe_assets.language.letters import base_language, word_runs
from vidpipe_assets.language.words import grapheme_clusters, is_question, is_unspaced, split_sentences, word_texts
from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.pictures import End, Hook, Picture, Quote
from vidpipe_assets.model.plan import GIVEN, ProductionPlan, ScenePlan
from vidpipe_assets.model.theme import Format
from vidpipe_assets.voice import unread_signs
from vidpipe_assets.writing.beats import all_possible_values, possible_values
from vidpipe_assets.writing.picture_content import leaves, plain_number
from vidpipe_assets.writing.text import folded_words, speech_problems

_SHORTEST_NAME = 4
_COMMON = (
    "about after again also because been before begin begins being best better came come could does done down "
    "each eight ends even ever every finally first five four from gently gets goes going half hand have here "
    "hour into itself just keep know last later least leaves less like long look made make many more most "
    "much need never next nine nobody none number once only other over people place said same says seen seven "
    "some something start starts still such take than that their them then there these they thing this those "
    "three through today took turn until upon very want well were what when where which while whole will with "
    "without world would year years your yours"
)
_COMMON_WORDS = frozenset(_COMMON.split())
_FEWEST_NAMED = 3
"""A sentence that names less than that claims nothing that could be looked up."""

_MOST_NEW = 0.5
"""Share of new words above which a sentence is general knowledge."""

_BEGINNING = 5
"""Letters by which two words are the same: 'launched' and 'launch'."""


class ClaimBasis(StrEnum):
    """What a sentence rests on."""

    EVIDENCE = "evidence"
    GENERAL = "general knowledge"


@dataclass(frozen=True)
class Claim:
    """One sentence that claims something."""

    scene: str
    text: str
    basis: ClaimBasis
    new: tuple[str, ...]
    """What it names that the evidence does not."""


def find_claims(plan: ProductionPlan) -> tuple[Claim, ...]:
    """The claims of all scenes but the end card, in order."""
    return tuple(
        claim for scene in plan.scenes if not isinstance(scene.picture, End) for claim in _scene_claims(scene, plan)
    )


def _scene_claims(scene: ScenePlan, plan: ProductionPlan) -> Iterable[Claim]:
    # The hook is about all that comes, and so may say what any scene's evidence says.
    own = scene.evidence if scene.source else tuple(plan.evidence)
    known = _beginnings(" ".join([plan.subject, *(plan.evidence.get(name, "") for name in own)]))
    for sentence in split_sentences(scene.narration):
        named = [word for word in _naming(sentence) if word.lower() not in _COMMON_WORDS]
        new = tuple(word for word in named if word.lower()[:_BEGINNING] not in known)
        if is_question(sentence) or len(named) < _FEWEST_NAMED:
            continue
        basis = ClaimBasis.GENERAL if len(new) > _MOST_NEW * len(named) else ClaimBasis.EVIDENCE
        yield Claim(scene.id, sentence, basis, new)


def follows_scene(plan: ProductionPlan, scene: ScenePlan, narration: str) -> bool:
    """Whether other words for `scene` say no more than its source and its words until now, and what its picture shows.

    Of the hook and the end card: whether their big lines, if they were said before, are still said.
    """
    if isinstance(scene.picture, Hook | End):
        lines = set(folded_words(" ".join(scene.picture.lines)))
        if lines <= set(folded_words(scene.narration)) and not lines <= set(folded_words(narration)):
            return False
    if isinstance(scene.picture, End):
        return True
    own = scene.evidence if scene.source else tuple(plan.evidence)
    evidence = [scene.narration, *(plan.evidence.get(name, "") for name in own)]
    if unsourced_numbers(narration, evidence, plan.subject, len(plan.scenes), plan.language):
        return False
    known = plan.model_copy(update={"evidence": {"all": " ".join(evidence)}})
    reworded = scene.model_copy(update={"narration": narration, "evidence": ("all",)})
    return all(claim.basis is ClaimBasis.EVIDENCE for claim in _scene_claims(reworded, known))


def picture_follows_scene(plan: ProductionPlan, scene: ScenePlan, picture: Picture) -> bool:
    """Whether another picture for `scene` shows no more than its source says, and its words and picture until now.

    What a hook and an end card show names no source; a quotation is one only word for word.
    """
    if isinstance(scene.picture, Hook | End):
        return True
    evidence = [plan.evidence.get(name, "") for name in scene.evidence]
    if isinstance(picture, Quote) and not _quotes(picture, scene, evidence):
        return False
    shown, values = _said_and_counted(scene.picture)
    known = [scene.narration, scene.title, scene.kicker, *evidence, *shown]
    texts, new_values = _said_and_counted(picture)
    numbers = {value for one in (*known, plan.subject) for value in all_possible_values(one, plan.language)} | values
    # 1 to 9 count: a rank, the moments of a timeline.
    if {value for value in new_values if value not in numbers and not (value == int(value) and 0 < value < 10)}:
        return False
    beginnings = _beginnings(" ".join([plan.subject, *known]))
    named = [word for text in texts for word in _naming(text) if word.lower() not in _COMMON_WORDS]
    new = [word for word in named if word.lower()[:_BEGINNING] not in beginnings]
    sourced = [*known, *map(plain_number, values)]
    counted = any(unsourced_numbers(text, sourced, plan.subject, 10, plan.language) for text in texts)
    return not counted and (len(new) < _FEWEST_NAMED or len(new) <= _MOST_NEW * len(named))


def _quotes(picture: Quote, scene: ScenePlan, evidence: Iterable[str]) -> bool:
    if isinstance(scene.picture, Quote) and (picture.quote, picture.by) == (scene.picture.quote, scene.picture.by):
        return True
    said = " ".join(folded_words(" ".join([scene.narration, *evidence])))
    return " ".join(folded_words(picture.quote)) in said and " ".join(folded_words(picture.by)) in said


def _said_and_counted(picture: Picture) -> tuple[list[str], set[float]]:
    """The texts of a picture, and its values."""
    texts, values = list[str](), set[float]()
    for name, value in leaves(picture):
        match value:
            case str() if name not in ("template", "icon", "button", "next"):
                texts.append(value)
            case float() | int() if not isinstance(value, bool) and name not in ("decimals", "rank", "of"):
                values.add(float(value))
            case _:
                pass
    return texts, values


def _beginnings(text: str) -> frozenset[str]:
    return frozenset(word.lower()[:_BEGINNING] for word in _naming(text))


def _naming(text: str) -> list[str]:
    """The words that name something: of four letters and more; in scripts without spaces, of two."""
    runs = (word for run in word_texts(text) for word in word_runs(run))
    letters = ("".join(one for one in word if not one.isdecimal()) for word in runs)
    return [word for word in letters if len(grapheme_clusters(word)) >= (2 if is_unspaced(word) else _SHORTEST_NAME)]


TOLERANCE = 0.10
"""Share by which a plan may be longer or shorter than the theme wants."""

_MOST_SHOWN = 5


def check_plan(plan: ProductionPlan, target: Format) -> tuple[Finding, ...]:
    """The findings on `plan`, in the order in which a person wants to know them."""
    return (_complete(plan), _speakable(plan), _length(plan, target), _stays_with_sources(plan), _claims(plan))


def _complete(plan: ProductionPlan) -> Finding:
    """A hook first, something told, everything written; only the last scene may be an end card."""
    kinds = [scene.picture.template for scene in plan.scenes]
    problems = [f"{scene.id} says nothing" for scene in plan.scenes if not scene.narration.strip()]
    if kinds[0] != "hook":
        problems.append(f"the first scene is {kinds[0]}, not a hook")
    if "end" in kinds[:-1] or "hook" in kinds[1:]:
        problems.append("a hook or an end card stands in the middle")
    if not any(_tells(scene) for scene in plan.scenes):
        problems.append("no scene tells anything")
    running = [b.id for a, b in zip(plan.scenes, plan.scenes[1:], strict=False) if a.picture == b.picture]
    problems += [f"{name} shows the same picture as the scene before" for name in running]
    problems += [f"{s.id} has a beat after its last word" for s in plan.scenes if _late_beats(s)]
    return _finding("plan_complete", problems, f"{len(plan.scenes)} scenes, from hook to {kinds[-1]}")


def _speakable(plan: ProductionPlan) -> Finding:
    problems = [f"{scene.id}: {problem}" for scene in plan.scenes for problem in speech_problems(scene.narration)]
    words = sum(len(word_texts(scene.narration)) for scene in plan.scenes)
    unread = [(scene.id, sign) for scene in plan.scenes for sign in unread_signs(scene.narration, plan.language)]
    left = "; not read, since no rule knows them: " + ", ".join(f"{sign!r} in {scene}" for scene, sign in unread[:5])
    good = f"{words} words that a voice can read{left if unread else ''}"
    numbers: dict[str, float | int | str] = {"words": words}
    numbers |= {"unread": len(unread)} if unread else {}
    return _finding("plan_speakable", problems, good, numbers)


def _length(plan: ProductionPlan, target: Format) -> Finding:
    off = plan.seconds / target.seconds - 1
    words = f"{plan.seconds:.1f} s expected for {target.seconds} s wanted ({off:+.1%})"
    numbers: dict[str, float | int | str] = {
        "seconds": round(plan.seconds, 2),
        "wanted": target.seconds,
        "off_percent": round(off * 100, 1),
    }
    return Finding(check="plan_length", passed=abs(off) <= TOLERANCE, description=words, numbers=numbers)


def _stays_with_sources(plan: ProductionPlan) -> Finding:
    """Numbers that count the scenes ('five facts', 'number three') or name the subject need no evidence."""
    problems: list[str] = []
    checked = 0
    for scene in plan.scenes:
        known = [plan.evidence.get(name, "") for name in scene.evidence]
        unknown = unsourced_numbers(scene.narration, known, plan.subject, len(plan.scenes), plan.language)
        checked += sum(1 for values in _numbers(scene.narration, plan.language) if values)
        problems += [f"{scene.id}: {word!r} is in none of its evidence" for word in unknown]
        if not _tells(scene):  # its big lines are about all that comes
            shown, _ = _said_and_counted(scene.picture)
            told = [*plan.evidence.values(), *(one.narration for one in plan.scenes)]
            lines = [unsourced_numbers(text, told, plan.subject, len(plan.scenes)) for text in shown]
            problems += [f"{scene.id} shows {word!r}, which nothing says" for words in lines for word in words]
        if _tells(scene) and not scene.evidence:
            problems.append(f"{scene.id} has no evidence or no source")
        elif _tells(scene) and not scene.source:
            problems.append(f"{scene.id} names no source for what it shows")
        problems += [f"{scene.id}: unknown evidence {name!r}" for name in scene.evidence if name not in plan.evidence]
    given = [scene.id for scene in plan.scenes if any(name.startswith(GIVEN) for name in scene.evidence)]
    vouched = f"; a person vouches for the source of {', '.join(given)}" if given else ""
    good = f"{checked} numbers found in the evidence{vouched}"
    return _finding("plan_stays_with_sources", problems, good, {"numbers": checked})


def _claims(plan: ProductionPlan) -> Finding:
    """A list, which nothing fails: words alone do not tell whether a sentence is false."""
    found = find_claims(plan)
    judged = [f"{one.scene}: {one.text!r} ({', '.join(one.new)})" for one in found if one.basis is ClaimBasis.GENERAL]
    summary = f"{len(found) - len(judged)} of {len(found)} claims are from the evidence"
    more = [f"and {len(judged) - _MOST_SHOWN} more"] if len(judged) > _MOST_SHOWN else []
    shown = "; ".join([*judged[:_MOST_SHOWN], *more])
    rest = f"; general knowledge, for a person to judge: {shown}" if judged else ""
    numbers: dict[str, float | int | str] = {"claims": len(found), "to_judge": len(judged)}
    return Finding(check="plan_claims_listed", passed=True, description=f"{summary}{rest}", numbers=numbers)


def unsourced_numbers(
    text: str, evidence: Iterable[str], subject: str, scenes: int, language: str = "en"
) -> tuple[str, ...]:
    """The numbers in `text` that none of `evidence` has, and that neither count the `scenes` nor name the subject.

    Of English, number words, too; of other languages, figures only, whose words mean other things as well ('neuf').
    """
    known = {float(i) for i in range(scenes)} | all_possible_values(subject, language)
    known |= {value for one in evidence for value in all_possible_values(one, language)}
    words = word_texts(text)
    return tuple(
        word.strip(".,:;!?")
        for word, values in zip(words, _numbers(text, language), strict=True)
        if values and values.isdisjoint(known)
    )


def _numbers(text: str, language: str = "en") -> list[set[float]]:
    """What each word of `text` may mean as a number."""
    words = word_texts(text)
    if base_language(language) != "en":
        return [figure_values(word, after, language) for word, after in zip(words, [*words[1:], ""], strict=False)]
    return [possible_values(words, position) for position in range(len(words))]


def _tells(scene: ScenePlan) -> bool:
    return not isinstance(scene.picture, Hook | End)


def _late_beats(scene: ScenePlan) -> bool:
    return any(beat.word >= len(word_texts(scene.narration)) for beat in scene.beats)


def _finding(
    check: str, problems: list[str], good: str, numbers: dict[str, float | int | str] | None = None
) -> Finding:
    listed = "; ".join(problems[:5]) + (f"; and {len(problems) - 5} more" if len(problems) > 5 else "")
    return Finding(
        check=check,
        passed=not problems,
        description=listed or good,
        numbers={**(numbers or {}), "problems": len(problems)},
    )
