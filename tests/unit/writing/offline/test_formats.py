"""Every format tells what its facts say, shows what it says, and asks before it answers."""

import itertools
import json
import re
from pathlib import Path

import pytest

from tests.unit.writing.conftest import GAME_BOY, claimed_report, make_fact, make_theme, plan_of, side
from vidpipe_assets.language.words import word_texts
from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.pictures import End, Hook, IconCard, Steps, Timeline
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.trends import TrendReport
from vidpipe_assets.providers.trends import sample
from vidpipe_assets.providers.trends.sample import read_sample
from vidpipe_assets.writing.offline.asking import myth_tellings, quiz_tellings
from vidpipe_assets.writing.offline.formats import KINDS
from vidpipe_assets.writing.offline.writer import write_plan
from vidpipe_assets.writing.pace import spoken_seconds
from vidpipe_assets.writing.picture_content import shown
from vidpipe_assets.writing.plan_checks import check_plan
from vidpipe_assets.writing.shown import as_said, unsaid

SAMPLE_FOLDER = Path(sample.__file__).with_name("sample_data")
SUBJECTS = [
    (path.stem, subject.name) for path in sorted(SAMPLE_FOLDER.glob("*.json")) for subject in read_sample(path).subjects
]
FEW = SUBJECTS[::6]
MOST_OF_THEM_NIGHTLY = [
    one if number % 4 == 1 else pytest.param(*one, marks=pytest.mark.nightly) for number, one in enumerate(SUBJECTS)
]
"""For tests that are slow anyway: what each pull request waits for is every fourth."""
TOWNS = "alpha beta gamma delta kappa sigma omega zeta theta lambda iota rho tau phi".split()  # noqa: SIM905


def report_of(file: str, name: str) -> TrendReport:
    subject = next(one for one in read_sample(SAMPLE_FOLDER / f"{file}.json").subjects if one.name == name)
    return claimed_report(*subject.facts, subject=name, sample=True)


def plans_of(file: str, name: str, seconds: int, day: int = 20) -> list[ProductionPlan]:
    """The plans of a story in every format that its facts allow at this length."""
    found: list[ProductionPlan] = []
    for kind, tone in zip(KINDS, itertools.cycle(("wry", "warm", "urgent", "plain"))):
        theme = make_theme(seconds, kind=kind, tone=tone)
        try:
            plan = write_plan(report_of(file, name), theme, f"2026-11-{day}_x")
        except PermanentError as error:
            assert "format." in error.remedy
            continue
        failed = [f"{one.check}: {one.description}" for one in check_plan(plan, theme.format) if not one.passed]
        assert (name, kind, failed) == (name, kind, [])
        found.append(plan)
    return found


def assert_shown_is_said(plan: ProductionPlan) -> None:
    for scene in plan.scenes:
        if not isinstance(scene.picture, Hook | End):
            assert unsaid(scene.picture, scene.narration, plan.subject) == (), (plan.format, scene.narration)
        if scene.kicker.startswith("#"):
            assert unsaid(IconCard(icon="x", title=scene.kicker), scene.narration) == ()
        assert scene.beats == () or max(beat.word for beat in scene.beats) < len(word_texts(scene.narration))


def assert_nothing_is_answered_early(plan: ProductionPlan) -> None:
    for at, scene in enumerate(plan.scenes):
        if plan.format == "quiz" and scene.pause_s:
            answer = next(word for word in plan.scenes[at + 1].narration.split() if word[:1].isdigit()).strip(".,")
            before = json.dumps(
                [one.model_dump(mode="json", exclude={"beats", "seconds"}) for one in plan.scenes[: at + 1]]
            )
            assert len(answer) < 3 or f" {answer} " not in before, (plan.subject, answer)


@pytest.mark.parametrize(("file", "name"), FEW)
def test_every_number_name_and_unit_that_is_seen_is_said_then(file: str, name: str) -> None:
    for plan in plans_of(file, name, 30):
        assert_shown_is_said(plan)
        assert_nothing_is_answered_early(plan)


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("seconds", [15, 20, 30, 45, 60, 90])
@pytest.mark.parametrize(("file", "name"), SUBJECTS)
def test_every_story_in_every_format_at_every_length(file: str, name: str, seconds: int) -> None:
    plans = [plan for day in (18, 19) for plan in plans_of(file, name, seconds, day)]
    assert plans or seconds > 60
    for plan in plans:
        assert_shown_is_said(plan)
        assert_nothing_is_answered_early(plan)


def test_a_quiz_waits_and_answers_in_a_scene_of_its_own() -> None:
    plan = plan_of(30, kind="quiz")
    asked = [at for at, scene in enumerate(plan.scenes) if scene.pause_s]
    assert len(asked) >= 2
    for at in asked:
        assert plan.scenes[at].narration.endswith("?")
        assert plan.scenes[at + 1].evidence == plan.scenes[at].evidence
        assert plan.scenes[at].title.endswith("?")
        assert not plan.scenes[at + 1].pause_s


@pytest.mark.parametrize("seconds", [15, 30, 60])
@pytest.mark.parametrize(("file", "name"), FEW)
def test_a_game_asks_within_three_seconds(file: str, name: str, seconds: int) -> None:
    games = [one for one in plans_of(file, name, seconds) if one.format in ("quiz", "myth_or_fact")]
    for plan in games:
        opening, first = plan.scenes[:2]
        assert opening.seconds <= 3 or plan.hook.endswith("?")
        assert first.pause_s
        asked = first.narration.startswith("True or false?")
        assert asked == (plan.format == "myth_or_fact" and "true or false" not in plan.hook)


@pytest.mark.parametrize(
    ("statement", "short", "question", "answer"),
    [
        ("The dam is 221 meters high.", "221 meters", "How many meters high is the dam?", "221 meters."),
        ("It has lost about 8 meters.", "8 meters lost", "", ""),
        ("More than 900 pipes cool it.", "900 pipes", "How many pipes cool it?", "More than 900 pipes."),
        ("That takes 60 tons of paint.", "60 tons", "", ""),
        ("A coat takes 60 tons of paint.", "60 tons", "How many tons of paint does a coat take?", "60 tons."),
        ("In summer, it grows 15 centimeters.", "15 centimeters", "In summer, it grows how many centimeters?", "15 centimeters."),  # noqa: E501 - a row
        ("A cube would weigh about 7 tons.", "7 tons", "How many tons would a cube weigh?", "About 7 tons."),
        ("Stars are only 20 meters wide.", "20 meters", "Stars are how many meters wide?", "Only 20 meters."),
        ("At 312 meters, the tower won.", "312 meters", "", ""),
        ("It opened to all in 1930.", "Open since 1930", "", ""),
        ("The arena had 80 doors, and most had numbers.", "80 doors", "How many doors did the arena have?", "80 doors, and most had numbers."),  # noqa: E501 - a row
    ],
)  # fmt: skip
def test_a_number_becomes_a_question_where_a_person_would_ask_for_it(
    statement: str, short: str, question: str, answer: str
) -> None:
    found = quiz_tellings(make_fact("a", statement, short=short), spoken_seconds, "dam")
    assert [piece.text for one in found[:1] for piece in one.pieces] == ([question, answer] if question else [])


def test_true_or_false_is_false_only_where_the_fact_names_a_myth() -> None:
    myth = make_fact(
        "myth",
        "Nobody is buried in the Game Boy factory. It was a rumor of the eighties.",
        short="Nobody is buried there",
        surprise=5,
        myth="Somebody is buried in the Game Boy factory.",
    )
    plan = write_plan(claimed_report(*GAME_BOY, myth), make_theme(45, kind="myth_or_fact"), "2026-11-20_x")
    answers = {
        scene.evidence[0]: re.split(r"[.:]", scene.narration)[0]
        for scene in plan.scenes
        if scene.narration[:2] in ("Tr", "Fa") and not scene.pause_s
    }
    assert set(answers.values()) <= {"True", "False"}
    assert {name for name, answer in answers.items() if answer == "False"} <= {"myth"}
    assert "myth" in answers


@pytest.mark.parametrize(
    ("short", "label"),
    [
        ("10 days in open space", "in open space"),
        ("The longest for 10 days", "The longest for 10 days"),
        ("10 nights in open space", "Game Boy"),
    ],
)
def test_an_answer_is_labelled_with_what_the_short_form_says_of_its_number(short: str, label: str) -> None:
    fact = make_fact("a", "The Game Boy flew for 10 days.", short=short)
    answers = [one.pieces[1] for one in quiz_tellings(fact, spoken_seconds, "Game Boy")]
    assert {getattr(one.picture or one.figure, "label", "") for one in answers} == {label}


@pytest.mark.parametrize(
    ("statement", "figure", "answers"),
    [
        (
            "It ran more than 10 hours on four batteries. A rival drained six in about 4.",
            {"left": side("Rival", 4), "right": side("Game Boy", 10), "unit": "h"},
            {
                "True. A rival drained six in about 4.",
                "True: more than 10 hours. A rival drained six in about 4.",
            },
        ),
        (
            "The Game Boy had 3 buttons. A rival had 5.",
            {"left": side("Rival", 5), "right": side("Game Boy", 3)},
            {"True. A rival had 5."},
        ),
        (
            "The Game Boy had 3 buttons, and a rival 5.",
            {"left": side("Rival", 5), "right": side("Game Boy", 3)},
            {"True. Fewer buttons."},
        ),
    ],
)
def test_an_answer_is_a_sentence_and_no_list_of_numbers(
    statement: str, figure: dict[str, object], answers: set[str]
) -> None:
    told = f"The Game Boy, {statement[0].lower()}{statement[1:]}" if statement.startswith("It") else statement
    fact = make_fact("a", told, short="Fewer buttons", figure={"template": "versus", **figure})
    assert {one.pieces[1].text for one in myth_tellings(fact, spoken_seconds, "Game Boy")} == answers


def test_a_timeline_goes_forward_and_steps_come_last() -> None:
    plan = plan_of(40, kind="timeline")
    years = [int(scene.kicker) for scene in plan.scenes if scene.kicker.isdigit()]
    assert years == sorted(years)
    assert any(isinstance(scene.picture, Timeline) for scene in plan.scenes) or len(years) > 1
    steps = write_plan(report_of("wild-records", "Emperor penguin"), make_theme(30, kind="how_it_works"), "k")
    assert isinstance(steps.scenes[-2].picture, Steps)


@pytest.mark.parametrize("kind", KINDS)
def test_the_hook_keeps_the_payoff_and_the_end_says_what_to_do(kind: str) -> None:
    plan = write_plan(report_of("big-builds", "Golden Gate Bridge"), make_theme(40, kind=kind), "2026-11-21_x")
    shorts = [text.rsplit("(", 1)[1].split(")")[0] for text in plan.evidence.values()]
    seen = " ".join(shown(plan.scenes[0].picture).texts)
    # 'True or false?' begins with a claim, whose verdict is the payoff.
    assert kind == "myth_or_fact" or not any(short in f"{plan.hook} {seen} {plan.title}" for short in shorts)
    assert "ollow" in plan.scenes[-1].narration
    assert plan.format == kind


def test_auto_takes_what_the_facts_allow_and_another_take_another_format() -> None:
    theme = make_theme(30, kind="auto")
    report = report_of("deep-space", "Apollo 11")
    formats = [write_plan(report, theme, "2026-11-20_x", take).format for take in (1, 2, 3)]
    assert len(set(formats)) == 3
    assert {write_plan(report, theme, f"2026-11-{day}_x").format for day in range(10, 16)} != {formats[0]}


def test_a_format_that_the_facts_do_not_allow_says_what_it_needs() -> None:
    with pytest.raises(PermanentError, match="too few: it needs a fact in steps") as error:
        plan_of(30, kind="how_it_works")
    assert "format.kind: auto" in error.value.remedy
    with pytest.raises(PermanentError, match="told at their longest they fill about") as error:
        plan_of(180, kind="story")
    assert "format.seconds" in error.value.remedy


def test_more_facts_fill_three_minutes() -> None:
    many = [
        make_fact(
            f"n-{i}",
            f"Game Boy fact {word} is that a collector in town {word} keeps {i + 20} machines in a dry cellar. Each of "
            "them still starts, and plays the tune that everybody knows from long train rides.",
            short=f"{i + 20} machines in a cellar",
        )
        for i, word in enumerate(TOWNS)
    ]
    plan = write_plan(claimed_report(*many), make_theme(170, kind="story"), "k")
    assert len(plan.scenes) > 12
    assert plan.seconds == pytest.approx(170, rel=0.1)


def test_a_figure_loses_what_is_not_said() -> None:
    bars = GAME_BOY[3].figure
    assert as_said(bars, "The Game Boy sold almost 119 million.") is None
    assert as_said(bars, "The Game Boy sold 119 million, the Nintendo DS 154 million.") == bars
