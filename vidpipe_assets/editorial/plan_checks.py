"""The checks of a production plan, whoever wrote it: complete, speakable, as long as wanted, true to its sources."""

from collections.abc import Iterable

from vidpipe_assets.editorial.claims import Basis, claims
from vidpipe_assets.editorial.numbers import all_readings, readings
from vidpipe_assets.editorial.speech_text import unspeakable
from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.pictures import End, Hook
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan
from vidpipe_assets.model.theme import Format

TOLERANCE = 0.10
_MOST_SHOWN = 5


def check_plan(plan: ProductionPlan, wanted: Format) -> tuple[Finding, ...]:
    """The findings on `plan`, in the order in which a person wants to know them."""
    return (_complete(plan), _speakable(plan), _length(plan, wanted), _stays_with_sources(plan), _claims(plan))


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
    problems = [f"{scene.id}: {problem}" for scene in plan.scenes for problem in unspeakable(scene.narration)]
    words = sum(len(scene.narration.split()) for scene in plan.scenes)
    return _finding("plan_speakable", problems, f"{words} words that a voice can read", {"words": words})


def _length(plan: ProductionPlan, wanted: Format) -> Finding:
    off = plan.seconds / wanted.seconds - 1
    words = f"{plan.seconds:.1f} s expected for {wanted.seconds} s wanted ({off:+.1%})"
    numbers: dict[str, float | int | str] = {
        "seconds": round(plan.seconds, 2),
        "wanted": wanted.seconds,
        "off_percent": round(off * 100, 1),
    }
    return Finding(check="plan_length", passed=abs(off) <= TOLERANCE, description=words, numbers=numbers)


def _stays_with_sources(plan: ProductionPlan) -> Finding:
    """Numbers that count the scenes ('five facts', 'number three') or name the subject need no evidence."""
    problems: list[str] = []
    checked = 0
    for scene in plan.scenes:
        known = [plan.evidence.get(name, "") for name in scene.evidence]
        unknown = unsourced(scene.narration, known, plan.subject, len(plan.scenes))
        checked += sum(1 for said in _numbers(scene.narration) if said)
        problems += [f"{scene.id}: {word!r} is in none of its evidence" for word in unknown]
        if _tells(scene) and not (scene.evidence and scene.source):
            problems.append(f"{scene.id} has no evidence or no source")
        problems += [f"{scene.id}: unknown evidence {name!r}" for name in scene.evidence if name not in plan.evidence]
    return _finding(
        "plan_stays_with_sources", problems, f"{checked} numbers found in the evidence", {"numbers": checked}
    )


def _claims(plan: ProductionPlan) -> Finding:
    """A list, which nothing fails: words alone do not tell whether a sentence is false."""
    found = claims(plan)
    judged = [f"{one.scene}: {one.text!r} ({', '.join(one.new)})" for one in found if one.basis is Basis.GENERAL]
    told = f"{len(found) - len(judged)} of {len(found)} claims are from the evidence"
    more = [f"and {len(judged) - _MOST_SHOWN} more"] if len(judged) > _MOST_SHOWN else []
    shown = "; ".join([*judged[:_MOST_SHOWN], *more])
    rest = f"; general knowledge, for a person to judge: {shown}" if judged else ""
    numbers: dict[str, float | int | str] = {"claims": len(found), "to_judge": len(judged)}
    return Finding(check="plan_claims_listed", passed=True, description=f"{told}{rest}", numbers=numbers)


def unsourced(text: str, evidence: Iterable[str], subject: str, scenes: int) -> tuple[str, ...]:
    """The numbers in `text` that none of `evidence` has, and that neither count the `scenes` nor name the subject."""
    known = {float(i) for i in range(scenes)} | all_readings(subject)
    known |= {value for one in evidence for value in all_readings(one)}
    words = text.split()
    return tuple(
        word.strip(".,:;!?")
        for word, said in zip(words, _numbers(text), strict=True)
        if said and said.isdisjoint(known)
    )


def _numbers(text: str) -> list[set[float]]:
    """What each word of `text` may mean as a number."""
    words = text.split()
    return [readings(words, position) for position in range(len(words))]


def _tells(scene: ScenePlan) -> bool:
    return not isinstance(scene.picture, Hook | End)


def _late_beats(scene: ScenePlan) -> bool:
    return any(beat.word >= len(scene.narration.split()) for beat in scene.beats)


def _finding(
    check: str, problems: list[str], good: str, numbers: dict[str, float | int | str] | None = None
) -> Finding:
    shown = "; ".join(problems[:5]) + (f"; and {len(problems) - 5} more" if len(problems) > 5 else "")
    return Finding(
        check=check,
        passed=not problems,
        description=shown or good,
        numbers={**(numbers or {}), "problems": len(problems)},
    )
