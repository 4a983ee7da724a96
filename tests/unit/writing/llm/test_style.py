"""What gives a machine away in a model's words is asked for once more, and let through if that does not mend it."""

import pytest
from text_models import Scripted, good_answers

from tests.unit.writing.llm.test_chain import plan_by
from vidpipe_assets.writing.llm.forms import style_problems

GOOD = ("Three, ranked by size. It was small.", "Two: the hall. It had no roof.", "And number one, the palace.")


@pytest.mark.parametrize(
    ("kind", "narrations", "question", "problems"),
    [
        ("countdown", GOOD, "Would you live in it?", []),
        ("countdown", ("Three houses.", *GOOD[1:]), "Would you live in it?", ["what the countdown ranks by"]),
        ("countdown", (GOOD[0], "Number two. It was a hall.", GOOD[2]), "Would you live in it?", ["a number alone"]),
        ("countdown", (GOOD[0], "Two is bigger. A hall.", GOOD[2]), "Would you live in it?", ["a number alone"]),
        ("countdown", (GOOD[0], "Two, even better. A hall.", GOOD[2]), "Would you live in it?", ["a number alone"]),
        ("story", ("The hut was small.", "It fell. Let that sink in."), "Live in it?", ["fits every fact"]),
        ("story", ("The hut was small.", "It was old. That is on record."), "Live in it?", ["fits every fact"]),
        ("story", ("The hut was small.", "The hut was old."), "Live in it?", ["begins as the scene before"]),
        ("story", ("The house was small.", "But it was old."), "Did you see that coming?", ["fits every video"]),
        ("story", ("The house was small.", "But it was old."), "Which one surprised you?", ["fits every video"]),
        ("quiz", ("The house is 3.", "The house is 4."), "How would you count them?", []),
    ],
)  # fmt: skip
def test_what_only_counts_or_fits_every_video_is_a_problem(
    kind: str, narrations: tuple[str, ...], question: str, problems: list[str]
) -> None:
    found = style_problems(kind, "A house. How large?", narrations, question, "en")
    assert len(found) == len(problems)
    assert all(part in one for part, one in zip(problems, found, strict=True))
    assert style_problems(kind, "Ein Haus. Wie gross?", narrations, question, "de") == []


def test_a_stock_question_is_asked_for_once_more_and_let_through_where_nothing_better_comes() -> None:
    stock = good_answers()["wording"]
    stock["question"] = "Did you see that coming?"
    model = Scripted({"wording": [stock, good_answers()["wording"]]})
    assert plan_by(model).scenes[-1].narration.startswith("Which handheld did you grow up with?")
    assert "fits every video" in model.asked("wording")[1]
    stubborn = Scripted({"wording": [stock, stock]})
    assert plan_by(stubborn).scenes[-1].narration.startswith("Did you see that coming?")


def test_every_prompt_asks_for_joins_an_opinion_and_a_question_of_its_own() -> None:
    model = Scripted()
    plan_by(model)
    assert all("fits no other video" in prompt.system for prompt in model.prompts)
    (wording,) = model.asked("wording")
    assert "what it is ranked by" in wording
