"""The list of claims: what the evidence names, and what a person has to judge."""

import pytest
from samples import report
from text_models import theme

from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.theme import Format
from vidpipe_assets.writing.offline.writer import write_plan
from vidpipe_assets.writing.plan_checks import ClaimBasis, check_plan, find_claims


def plan() -> ProductionPlan:
    """As the offline writer writes it."""
    return write_plan(report(), theme(providers={"text": ["offline"]}), "2026-11-23_gadgets")


def saying(narration: str) -> ProductionPlan:
    """A plan whose second scene says something else."""
    first, second, *rest = plan().scenes
    changed = second.model_copy(update={"narration": narration, "beats": ()})
    return plan().model_copy(update={"scenes": (first, changed, *rest)})


def listed(told: ProductionPlan) -> str:
    found = next(one for one in check_plan(told, Format()) if one.check == "plan_claims_listed")
    assert found.passed
    return found.description


def test_a_plan_from_its_facts_has_only_claims_of_its_evidence() -> None:
    found = find_claims(plan())
    assert found
    assert {claim.basis for claim in found} == {ClaimBasis.EVIDENCE}
    assert listed(plan()) == f"{len(found)} of {len(found)} claims are from the evidence"


def test_a_sentence_about_what_no_evidence_names_is_listed_with_its_words() -> None:
    description = listed(saying("Napoleon invented chocolate during winter."))
    assert "for a person to judge: s2: 'Napoleon invented chocolate during winter.'" in description
    assert "Napoleon, invented, chocolate" in description


@pytest.mark.parametrize(
    "text", ["Number two. It gets better.", "Did Napoleon invent chocolate during winter?", "Wow!"]
)
def test_what_claims_nothing_is_no_claim(text: str) -> None:
    assert [claim for claim in find_claims(saying(text)) if claim.scene == "s2"] == []


def test_the_words_of_the_evidence_may_be_bent() -> None:
    scene = plan().scenes[1]
    said = plan().evidence[scene.evidence[0]].split(".")[0]
    bent = saying(" ".join(f"{word}s" if len(word) > 5 and word.isalpha() else word for word in said.split()) + ".")
    assert [claim.basis for claim in find_claims(bent) if claim.scene == "s2"] == [ClaimBasis.EVIDENCE]
