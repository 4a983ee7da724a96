from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults.fake_writer import written
from samples import report, snapshot
from text_models import STEPS, Scripted, good_answers, nobody, theme

from vidpipe_assets.model.errors import BadAnswer, PermanentError, Refused
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.trends import TrendReport
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.text import Ended, Prompt, RawAnswer
from vidpipe_assets.providers.trends.sample import provider
from vidpipe_assets.writing.analysis.report import analyse, claimable_keys, with_claim
from vidpipe_assets.writing.llm import chain as chain_steps
from vidpipe_assets.writing.llm.chain import write_plan_with_llm
from vidpipe_assets.writing.llm.writer import LlmWriter
from vidpipe_assets.writing.offline.formats import KINDS
from vidpipe_assets.writing.plan_checks import check_plan
from vidpipe_assets.writing.shown import unsaid

Answers = dict[str, Any]


def plan_by(model: Scripted, story: TrendReport | None = None, **more: Any) -> ProductionPlan:
    wanted = theme(**more)
    author = LlmWriter(model, nobody, lambda _: Path("kept.txt"), chain_steps.writer_style(wanted))
    return write_plan_with_llm(author, story or report(), wanted)


def bad_then_good(step: str, change: Callable[[Answers], object]) -> Scripted:
    """A model whose first answer to `step` is changed for the worse, and whose second is good."""
    bad = good_answers()[step]
    change(bad)
    return Scripted({step: [bad, good_answers()[step]]})


def test_five_good_answers_make_a_plan_that_passes_every_check():
    model = Scripted()
    plan = plan_by(model)
    assert [finding.description for finding in check_plan(plan, theme().format) if not finding.passed] == []
    assert [prompt.name for prompt in model.prompts] == list(STEPS)
    assert plan.writer == "scripted"
    assert [scene.picture.template for scene in plan.scenes] == ["hook", "icon", "versus", "icon", "end"]
    assert [scene.evidence for scene in plan.scenes[1:4]] == [
        ("game-boy-sales",),
        ("game-boy-batteries",),
        ("game-boy-space",),
    ]
    assert plan.title == "The Game Boy went to space: 3 facts"
    assert "https://www.guinnessworldrecords.com/" in plan.description
    assert "sample data" in plan.description
    assert plan.hashtags[:3] == ("gameboy", "retrogaming", "nintendo")


def test_pictures_and_sources_are_the_facts_own_whatever_the_model_says():
    plan = plan_by(Scripted())
    facts = {fact.id: fact for fact in report().claimed.facts}
    assert plan.scenes[2].picture.left == facts["game-boy-batteries"].figure.left
    assert plan.scenes[2].picture.badge == ""  # three times is nowhere said
    assert plan.scenes[1].picture.title == facts["game-boy-sales"].short  # nor what the other bars stand for
    assert plan.scenes[2].source == "Wikipedia"
    assert {source.name for source in plan.sources} == {"Nintendo", "Wikipedia", "Guinness World Records"}


class Dull(Scripted):
    """Writes by itself, from nothing but the prompt."""

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        self.prompts.append(prompt)
        return RawAnswer(text=written(prompt.request), ended=Ended.COMPLETE)


@pytest.mark.parametrize("seconds", [20, 30, 60])
@pytest.mark.parametrize("name", ["gadgets", "deep-space", "wild-records"])
def test_what_a_model_without_ideas_writes_of_the_sample_is_true_and_complete(name, seconds):
    trends = provider().sample_for(name, theme().collect).trends
    found = analyse(snapshot().model_copy(update={"theme": name, "trends": trends}))
    for key in claimable_keys(found)[:2]:
        plan = plan_by(Dull(), with_claim(found, key), format={"seconds": seconds})
        failed = {one.check: one.description for one in check_plan(plan, theme().format) if not one.passed}
        assert set(failed) <= {"plan_length"}, failed


def test_the_same_answers_give_the_same_plan():
    assert plan_by(Scripted()).data_version == plan_by(Scripted()).data_version


def test_without_an_end_card_the_last_fact_is_the_last_scene():
    plan = plan_by(Scripted(), picture={"end_card": False}, format={"seconds": 26})
    assert [scene.picture.template for scene in plan.scenes] == ["hook", "icon", "versus", "icon"]


def test_the_themes_own_question_is_asked():
    assert plan_by(Scripted(), closing={"question": "Did you own one?"}).scenes[-1].narration.startswith("Did you own")


def put(*path: Any, value: Any) -> Callable[[Answers], object]:
    """Replace one thing in an answer."""

    def change(answer: Any) -> None:
        for step in path[:-1]:
            answer = answer[step]
        answer[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("step", "change", "problem"),
    [
        ("angle", put("angle", value="It sold 500 million times over."), "angle: the number '500' does not occur"),
        ("facts", put("facts", value=["f1", "f9"]), "facts: there is no f9"),
        ("facts", put("facts", value=["f1", "f1"]), "facts: each may be told once"),
        ("facts", put("facts", value=["f1", "f2", "f3", "f1"]), "facts: must be from 2 to 3, not 4"),
        ("hook", put("fact", value="f7"), "fact: must be one of f3, f2, f1"),
        ("hook", put("narration", value="word " * 15), "narration: 15 words, at most 14"),
        ("hook", put("narration", value="It flew 77 times to the moon."), "the number '77' does not occur in f1"),
        ("hook", put("headline", value="Incomprehensibilities"), "headline: must break into 2 to 4 lines"),
        ("scene_plan", put("scenes", 0, "fact", value="f1"), "scenes: must be of f3, f2, f1, in this order"),
        ("scene_plan", put("scenes", 0, "picture", value="versus"), "must be one of bars, rank, icon, not versus"),
        ("scene_plan", put("scenes", 1, "picture", value="bars"), "scenes[1].picture: must be one of versus"),
        ("scene_plan", put("scenes", 0, "seconds", value=1e9), "scenes[0].seconds: Input should be less than or eq"),
        ("wording", put("scenes", 0, "narration", value="It sold 200 million."), "the number '200' does not occur"),
        ("wording", put("scenes", 1, "title", value="Twenty hours"), "scenes[1].title: the number 'Twenty'"),
        ("wording", put("scenes", 2, "narration", value="A <b>bold</b> move."), "a voice cannot read it: markup"),
        ("wording", put("title", value="90 million sold"), "title: the number '90' does not occur in f3, f2, f1"),
        ("wording", put("question", value="Did you pay 99 dollars?"), "question: the number '99'"),
    ],
)
def test_a_wrong_step_is_repaired_by_itself_and_the_others_are_not_asked_again(step, change, problem):
    model = bad_then_good(step, change)
    assert plan_by(model) == plan_by(Scripted())
    assert [prompt.name for prompt in model.prompts] == [s for s in STEPS for _ in range(1 + (s == step))]
    assert problem in model.asked(step)[1]


def test_the_same_picture_twice_running_is_a_problem():
    def change(answer: Answers) -> None:
        answer["scenes"][0]["picture"] = answer["scenes"][1]["picture"] = "rank"

    model = bad_then_good("scene_plan", change)
    plan_by(model)
    assert "scenes[1].picture: the scene before has rank, too" in model.asked("scene_plan")[1]


@pytest.mark.parametrize("seconds", [(2, 2, 2), (20, 20, 20), (7, 8, 6.5)])
def test_fault_16_seconds_that_do_not_add_up_are_scaled_to_the_time_that_is_left(seconds):
    answer = good_answers()["scene_plan"]
    for scene, length in zip(answer["scenes"], seconds, strict=True):
        scene["seconds"] = length
    model = Scripted({"scene_plan": answer})
    plan = plan_by(model)
    # No length of the model's reaches the plan: a scene lasts as long as its words.
    assert plan.seconds == pytest.approx(30, rel=0.1)
    words = [int(line.split(":")[1]) for line in model.asked("wording")[0].splitlines() if '"words"' in line]
    assert 55 <= sum(words) <= 66


def longer(answer: Answers, times: int) -> Answers:
    for scene in answer["scenes"]:
        scene["narration"] += " It really did." * times
    return answer


def test_fault_16_words_that_miss_the_length_are_repaired_and_told_by_how_much():
    model = bad_then_good("wording", lambda answer: longer(answer, 1))
    assert plan_by(model).seconds == pytest.approx(30, rel=0.1)
    assert "s and must last 30 s" in model.asked("wording")[1]
    assert "shorter" in model.asked("wording")[1]


def test_fault_16_a_repair_that_misses_the_wished_length_a_little_is_let_through_to_the_check():
    model = Scripted({"wording": [longer(good_answers()["wording"], 1) for _ in range(2)]})
    plan = plan_by(model)
    assert 33 < plan.seconds < 37.5
    assert [one.check for one in check_plan(plan, theme().format) if not one.passed] == ["plan_length"]


def test_fault_16_words_far_too_many_are_refused_in_the_end():
    model = Scripted({"wording": [longer(good_answers()["wording"], 5) for _ in range(2)]})
    with pytest.raises(BadAnswer, match="must last 30 s"):
        plan_by(model)


@pytest.mark.parametrize("step", STEPS)
def test_fault_17_a_refusal_at_any_step_ends_the_chain_there(step):
    model = Scripted({step: RawAnswer(text="I cannot.", ended=Ended.REFUSED)})
    with pytest.raises(Refused, match="a person must look"):
        plan_by(model)
    assert model.prompts[-1].name == step
    assert len(model.prompts) == STEPS.index(step) + 1


def test_a_story_without_facts_is_told_from_its_posts():
    story = report()
    claimed = story.claimed.model_copy(update={"facts": ()})
    posts = Scripted(
        {
            "facts": {"facts": ["f3", "f2", "f1"]},
            "hook": {**good_answers()["hook"], "narration": "The Game Boy is back, and three posts prove it."},
            "scene_plan": {
                "scenes": [
                    {"fact": tag, "picture": picture, "seconds": 7}
                    for tag, picture in (("f3", "rank"), ("f2", "icon"), ("f1", "bars"))
                ]
            },
            "wording": {
                **good_answers()["wording"],
                "title": "The Game Boy, three times",
                "description": "Three posts about the Game Boy.",
                "scenes": [
                    {"fact": tag, "title": "A post", "narration": f"{said} It is a post that people watch and share."}
                    for tag, said in (
                        ("f3", "Number three has 41,200 sample views for Tetris in orbit."),
                        ("f2", "Number two, with 986,000 sample views, asks why it refused to die."),
                        ("f1", "And number one shows a Game Boy of 1989 that still boots."),
                    )
                ],
            },
        }
    )
    plan = plan_by(posts, story.model_copy(update={"claimed": claimed}))
    assert [one.description for one in check_plan(plan, theme().format) if not one.passed] == []
    assert plan.scenes[1].evidence == ("hackernews:4002",)
    assert "sample numbers" in plan.scenes[1].source


def test_nothing_is_asked_when_there_is_nothing_to_tell():
    story = report().model_copy(update={"claimed": None, "ranked": ()})
    model = Scripted()
    with pytest.raises(PermanentError, match="nothing to write about"):
        plan_by(model, story)
    assert model.prompts == []


FALSE = put("scenes", 0, "narration", value="False. It sold 118.69 million units.")
UNJUDGED = put("scenes", 0, "narration", value="It sold 118.69 million units.")
LEAKING = put("scenes", 0, "question", value="Was it 118.69 million?")


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_writes_in_every_format_and_its_plans_pass_the_checks(kind):
    trends = provider().sample_for("deep-space", theme().collect).trends
    found = analyse(snapshot().model_copy(update={"theme": "deep-space", "trends": trends}))
    model = Dull()
    plan = plan_by(model, with_claim(found, claimable_keys(found)[0]), format={"kind": kind, "seconds": 40})
    failed = {one.check: one.description for one in check_plan(plan, theme().format) if not one.passed}
    assert set(failed) <= {"plan_length"}, failed
    assert plan.format == kind
    asks = kind in ("quiz", "myth_or_fact")
    assert any(scene.pause_s for scene in plan.scenes) == asks
    assert any(scene.kicker.startswith("#") for scene in plan.scenes) == (kind == "countdown")
    assert all(one.picture.template != "rank" for one in plan.scenes) or kind == "countdown"
    for scene in plan.scenes[1:-1]:
        known = f"{scene.narration} {plan.evidence[scene.evidence[0]]}"
        assert unsaid(scene.picture, known, plan.subject) == () or scene.kicker.startswith("#")


def asked(kind: str, change: Callable[[Answers], object]) -> Scripted:
    """A model whose first wording in a format that asks is changed, and whose second is good."""
    bad, good = good_answers()["wording"], good_answers()["wording"]
    for answer in (bad, good):
        for scene, question in zip(answer["scenes"], ("How many?", "How long?", "Who took it along?"), strict=True):
            scene["question"] = question
            scene["narration"] = scene["narration"].split(". ", 1)[1]
            if kind == "myth_or_fact":
                scene["narration"] = f"True. {scene['narration']}"
    change(bad)
    return Scripted({"wording": [bad, good]})


@pytest.mark.parametrize(
    ("kind", "change", "problem"),
    [
        ("quiz", LEAKING, "gives the answer away"),
        ("quiz", put("scenes", 0, "question", value="How many were sold."), "must be a question"),
        ("myth_or_fact", FALSE, "names no myth"),
        ("myth_or_fact", UNJUDGED, "must begin with whether"),
        ("story", dict, "there are no questions in this format"),
    ],
)  # fmt: skip
def test_a_question_that_gives_itself_away_is_repaired(kind, change, problem):
    model = asked(kind, change)
    if kind == "story":
        model._answers["wording"][1] = good_answers()["wording"]
    plan_by(model, format={"kind": kind, "seconds": 39})
    assert problem in model.asked("wording")[1]


def test_posts_are_only_ranked():
    story = report()
    model = Scripted()
    with pytest.raises(PermanentError, match="only posts can be ranked") as error:
        plan_by(
            model,
            story.model_copy(update={"claimed": story.claimed.model_copy(update={"facts": ()})}),
            format={"kind": "quiz"},
        )
    assert "format.kind" in error.value.remedy
    assert model.prompts == []


def test_facts_that_cannot_fill_the_time_are_refused_before_anything_is_asked():
    model = Scripted()
    with pytest.raises(PermanentError, match=r"fill about 68 s at most, and format\.seconds is 180"):
        plan_by(model, format={"seconds": 180})
    assert model.prompts == []
