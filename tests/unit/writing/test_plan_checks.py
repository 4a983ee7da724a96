import pytest

from tests.unit.writing.conftest import make_theme, plan_of
from vidpipe_assets.writing.plan_checks import check_plan


def findings(plan, seconds=30):
    return {finding.check: finding for finding in check_plan(plan, make_theme(seconds).format)}


def with_scene(plan, position, **changes):
    scenes = list(plan.scenes)
    scenes[position] = scenes[position].model_copy(update=changes)
    return plan.model_copy(update={"scenes": tuple(scenes)})


def test_a_good_plan_passes_all_of_them():
    found = findings(plan_of())
    four = ["plan_complete", "plan_speakable", "plan_length", "plan_stays_with_sources"]
    assert list(found) == [*four, "plan_claims_listed"]
    assert all(finding.passed for finding in found.values())


def test_a_plan_that_does_not_begin_with_a_hook_is_not_complete():
    plan = plan_of()
    wrong = with_scene(plan, 0, picture=plan.scenes[1].picture)
    assert "not a hook" in findings(wrong)["plan_complete"].description


def test_an_end_card_in_the_middle_is_not_complete():
    plan = plan_of()
    assert not findings(with_scene(plan, 1, picture=plan.scenes[-1].picture))["plan_complete"].passed


def test_a_beat_after_the_last_word_is_not_complete():
    plan = plan_of()
    late = plan.scenes[1].beats[0].model_copy(update={"word": 99})
    assert "beat after" in findings(with_scene(plan, 1, beats=(late,)))["plan_complete"].description


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("… — !", "no word"),
        ("word " * 41, "41 words"),
        ("x" * 41 + " is long", "41 characters"),
        ("See https://example.org now", "web address"),
        ("See example.com now", "web address"),
        ("Some *stars* here", "markup"),
        ("A {\\pos} tag", "markup"),
        ("A bell \x07 rings", "control"),
    ],
)
def test_fault_25_what_no_voice_can_say_is_found(text, problem):
    finding = findings(with_scene(plan_of(), 1, narration=text))["plan_speakable"]
    assert not finding.passed
    assert problem in finding.description


def test_fault_16_a_length_beyond_ten_percent_is_found():
    plan = plan_of()
    longer = with_scene(plan, 1, seconds=plan.scenes[1].seconds + 4)
    assert findings(plan)["plan_length"].passed
    assert not findings(longer)["plan_length"].passed


def test_a_number_that_no_evidence_states_is_found():
    invented = with_scene(plan_of(), 1, narration="The Game Boy sold 250 million in a year.")
    assert "'250'" in findings(invented)["plan_stays_with_sources"].description


def test_an_invented_number_word_is_found():
    invented = with_scene(plan_of(), 1, narration="The Game Boy had eighteen buttons.")
    assert "'eighteen'" in findings(invented)["plan_stays_with_sources"].description


def test_a_fact_without_evidence_or_source_is_found():
    plan = plan_of()
    assert not findings(with_scene(plan, 1, source=""))["plan_stays_with_sources"].passed
    assert not findings(with_scene(plan, 1, evidence=("made-up",)))["plan_stays_with_sources"].passed
