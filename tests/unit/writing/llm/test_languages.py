"""Plans in other languages: as long as they should be at the first try, checked as a reader of the language would."""

from pathlib import Path

import pytest
from languages import TOLD, Native
from samples import report
from text_models import STEPS, nobody, theme

from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.writing.llm.chain import write_plan_with_llm, writer_style
from vidpipe_assets.writing.llm.writer import LlmWriter
from vidpipe_assets.writing.plan_checks import check_plan, unsourced_numbers

SECONDS = 30


def plan_in(language: str, model: Native) -> ProductionPlan:
    wanted = theme(language=language, format={"seconds": SECONDS})
    author = LlmWriter(model, nobody, lambda _: Path("kept.txt"), writer_style(wanted))
    return write_plan_with_llm(author, report(), wanted)


@pytest.mark.parametrize("language", TOLD)
def test_fault_50_a_plan_has_its_length_at_the_first_try_and_passes_every_check(language: str) -> None:
    model = Native(language)
    plan = plan_in(language, model)
    assert [prompt.name for prompt in model.prompts] == list(STEPS)
    findings = check_plan(plan, theme(format={"seconds": SECONDS}).format)
    assert {one.check: one.description for one in findings if not one.passed} == {}
    assert plan.language == language
    assert set(TOLD[language].hashtags) <= set(plan.hashtags)


@pytest.mark.parametrize(
    ("language", "unit"), [("ja", "characters"), ("zh", "characters"), ("th", "characters"), ("hi", "words")]
)
def test_fault_50_prompts_tell_lengths_in_the_unit_of_the_script(language: str, unit: str) -> None:
    model = Native("ja" if unit == "characters" else "hi")
    plan_in("ja" if unit == "characters" else language, model)
    assert f'"{unit}":' in model.asked("wording")[0]
    assert unit in model.asked("hook")[0]


@pytest.mark.parametrize(
    ("language", "text", "unknown"),
    [
        ("de", "Er wurde 118,69 Millionen Mal verkauft.", ()),
        ("de", "Er wurde 118,7 Millionen Mal verkauft, 1993 und 15.000 Mal.", ("118,7", "15.000")),
        ("ja", "1億1869万台が売れました。", ()),
        ("ja", "2億台が売れました。", ("2億台が",)),
        ("hi", "इसकी ११.८६९ करोड़ इकाइयाँ बिकीं।", ()),
        ("tr", "118,69 milyon adet, on beş saat", ()),
        ("fr", "un neuf, 118,69 millions", ()),
        ("ar", "بيعت ١١٨٫٦٩ مليون وحدة", ()),
    ],
)
def test_fault_50_figures_are_found_in_the_sources_however_they_are_written(
    language: str, text: str, unknown: tuple[str, ...]
) -> None:
    evidence = ["It sold 118.69 million units in 1993."]
    assert unsourced_numbers(text, evidence, "Game Boy", 4, language) == unknown
