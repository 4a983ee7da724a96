"""A hook names what is at stake and asks; it neither says nor shows how it ends."""

import re
from itertools import pairwise

import pytest

from tests.unit.writing.conftest import GAME_BOY, claimed_report, make_fact, make_theme
from tests.unit.writing.offline.test_formats import SUBJECTS, report_of
from vidpipe_assets.model.events import Event
from vidpipe_assets.model.pictures import Bars, Hook, Number, Versus, Where
from vidpipe_assets.model.trends import Fact, Tease
from vidpipe_assets.writing.beats import all_possible_values
from vidpipe_assets.writing.offline.arrangement import arrange_pictures
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.openings import Opening, tease_opening, teasing_openings
from vidpipe_assets.writing.offline.telling import Piece
from vidpipe_assets.writing.offline.topics import announced_topic, topic_of
from vidpipe_assets.writing.offline.wording import surprise_leads
from vidpipe_assets.writing.offline.writer import write_plan
from vidpipe_assets.writing.shown import as_said, read_aloud, unsaid_side
from vidpipe_assets.writing.text import fits_headline, folded_words

TEASE = Tease(said="A Game Boy was bombed in a war. Does it still work?", shown="Bombed in *a war*")
STEPS = {
    "template": "steps",
    "title": "How to *sell a tower*",
    "steps": [{"text": text, "icon": "x"} for text in ("Pretend", "Invite", "Run")],
}
TEASED = GAME_BOY[0].model_copy(update={"tease": TEASE})


def sample_facts() -> list[tuple[str, Fact]]:
    stories = [(name, report_of(file, name).claimed) for file, name in SUBJECTS]
    return [(name, fact) for name, story in stories if story for fact in story.facts]


def test_what_people_send_to_friends_has_a_tease_of_its_own_that_does_not_give_it_away() -> None:
    for _, fact in sample_facts():
        assert fact.tease or fact.surprise < 5, fact.id
        if fact.tease:
            assert len(fact.tease.said.split()) <= 15
            assert fact.tease.said.count("?") <= 1
            assert fits_headline(fact.tease.shown)
            assert not all_possible_values(fact.tease.shown) - {1.0, 2.0, 3.0}, fact.id
            shown = folded_words(fact.tease.shown)
            assert not set(shown) <= set(folded_words(fact.tease.said)[: len(shown) + 3]), fact.id
            if isinstance(fact.figure, Number) and fact.figure.value > 12:
                assert fact.figure.value not in all_possible_values(fact.tease.said), fact.id


def test_a_comparison_of_the_sample_is_seen_as_its_statement_tells_it() -> None:
    found = [(name, fact) for name, fact in sample_facts() if isinstance(fact.figure, Versus)]
    assert len(found) >= 60
    assert [fact.id for name, fact in found if as_said(fact.figure, fact.statement, name) is None] == []


@pytest.mark.parametrize("kind", ["story", "countdown", "timeline", "versus"])
def test_a_facts_own_tease_opens_its_video_and_the_fact_is_told_whole(kind: str) -> None:
    facts = (TEASED, *(one.model_copy(update={"tease": TEASE}) for one in GAME_BOY[1:3]), *GAME_BOY[3:])
    plan = write_plan(claimed_report(*facts), make_theme(40, kind=kind), "2026-11-20_x")
    assert plan.title == TEASE.said
    assert plan.hook == TEASE.said
    assert isinstance(plan.scenes[0].picture, Hook)
    assert " ".join(plan.scenes[0].picture.lines).replace("*", "") == "Bombed in a war"
    told = " ".join(scene.narration for scene in plan.scenes)
    best = next(fact for fact in facts if fact.id == plan.scenes[0].evidence[0])
    assert best.statement in told


def test_an_opening_stages_what_its_tease_tells() -> None:
    soldier = {"kind": "join", "words": "a war", "actor": "soldier"}
    told = Tease.model_validate({**TEASE.model_dump(), "event": {"kind": "flames", "words": "bombed", "also": soldier}})
    facts = (GAME_BOY[0].model_copy(update={"tease": told}), *GAME_BOY[1:])
    plan = write_plan(claimed_report(*facts), make_theme(40, kind="story"), "2026-11-20_x")
    assert plan.scenes[0].event == told.event
    with pytest.raises(ValueError, match=r"event.words: 'a peace' does not stand in what is said"):
        Tease.model_validate({**TEASE.model_dump(), "event": {**soldier, "words": "a peace"}})


def test_what_the_opening_has_staged_is_staged_where_it_is_told_too() -> None:
    burns = {"kind": "flames", "words": "bombed"}
    told = Tease.model_validate({**TEASE.model_dump(), "event": burns})
    shown = {"kind": "display", "words": "New York store"}
    event = Event.model_validate({"kind": "flames", "words": "burned", "also": shown})
    facts = (GAME_BOY[0].model_copy(update={"tease": told, "event": event}), *GAME_BOY[1:])
    plan = write_plan(claimed_report(*facts), make_theme(40, kind="story"), "2026-11-20_x")
    assert plan.scenes[0].event == Event.model_validate(burns)
    assert [scene.event for scene in plan.scenes[1:] if scene.event] == [event], "it would be told and not be seen"
    alone = (facts[0].model_copy(update={"event": event.model_copy(update={"also": None})}), *GAME_BOY[1:])
    plan = write_plan(claimed_report(*alone), make_theme(40, kind="story"), "2026-11-20_x")
    assert [scene.event.words for scene in plan.scenes[1:] if scene.event] == ["burned"]


def test_without_a_tease_a_number_is_asked_for_in_the_facts_own_words() -> None:
    fact = make_fact("f", "The dam in the desert is 221 meters high.", short="221 meters of concrete")
    first, *_ = teasing_openings("the dam", fact, "dam", "plain", SeededRandom("k"))
    assert first.narration == "How many meters high is the dam in the desert?"
    assert "".join(first.picture.lines).count("?") == 1
    assert tease_opening(fact) is None
    assert isinstance(tease_opening(TEASED), Opening)


@pytest.mark.parametrize(
    ("figure", "short", "topic"),
    [
        ({"template": "number", "value": 80, "label": "doors"}, "80 doors, with numbers", "doors"),
        ({"template": "number", "value": 221, "unit": "m", "label": "high"}, "So tall", "the height"),
        ({"template": "number", "value": 19, "label": "lived"}, "19 men fell", ""),
        ({"template": "where", "place": "Rome"}, "Lions came by lift", ""),
    ],
)  # fmt: skip
def test_a_topic_says_something_or_is_none(figure: dict[str, object], short: str, topic: str) -> None:
    assert topic_of(make_fact("f", "It is so.", short=short, figure=figure)) == topic


def test_no_announcement_says_what_the_fact_begins_with() -> None:
    for scene in write_plan(
        report_of("gadgets", "Nokia 3310"), make_theme(40, kind="countdown"), "2026-11-20_x"
    ).scenes:
        first, _, rest = scene.narration.partition(". ")
        assert not rest or not rest.startswith(first.rpartition(": ")[2]), scene.narration


@pytest.mark.parametrize("tone", ["wry", "warm", "urgent", "plain"])
def test_a_countdown_says_what_it_ranks_by_and_then_its_numbers_with_what_is_news(tone: str) -> None:
    topics = ["", "gone and back", "", "gone and back", "", ""]
    leads = surprise_leads(topics, [40] * 6, [tone] * 6, SeededRandom("k"))
    assert "six" in leads[0].lower()
    assert re.search(r"odd|best|surpris|biggest|strangest", leads[0])
    assert leads[1] == "Five: gone and back."
    assert leads[2].lower() in ("four.", "at four.", "number four.")
    assert leads[3].partition(" ")[0] != leads[2].partition(" ")[0]
    assert leads[-1].lower().endswith("number one."), "a voice pauses behind it"


def test_who_follows_a_channel_hears_no_announcement_two_days_running() -> None:
    days = [
        surprise_leads([""] * 4, [40] * 4, ["wry"] * 4, SeededRandom(f"2026-11-{day}_gadgets")) for day in range(10, 16)
    ]
    for one, other in pairwise(days):
        assert not {*one} & {*other}


def test_what_is_sad_is_announced_in_plain_words() -> None:
    sad = surprise_leads([""] * 3, [40] * 3, ["warm", "plain", "plain"], SeededRandom("k"))
    assert not re.search(r"favorite|love|like", " ".join(sad))


def test_where_there_is_no_room_a_place_is_its_number_alone() -> None:
    assert surprise_leads([""] * 3, [1, 1, 2], ["plain"] * 3, SeededRandom("k")) == ["Three.", "Two.", "Number one."]


@pytest.mark.parametrize("seconds", [15, 20])
def test_the_shortest_videos_of_the_sample_tease_a_fact_too(seconds: int) -> None:
    for file, name in SUBJECTS[::6]:
        plan = write_plan(report_of(file, name), make_theme(seconds), "2026-11-20_x")
        assert plan.scenes[0].evidence, plan.hook
        assert not plan.hook.startswith("How well do you know")


@pytest.mark.parametrize(
    ("figure", "myth", "topic"),
    [
        (STEPS, "", "how to sell a tower"),
        ({**STEPS, "title": "A *swindler* at work"}, "", ""),  # the fact says so itself
        ({**STEPS, "title": "What *came next*"}, "", ""),  # the hook has asked that
        (STEPS, "He sold a bridge.", ""),
        ({"template": "number", "value": 80, "label": "doors"}, "", ""),
    ],
)
def test_an_announcement_says_what_neither_the_hook_nor_the_fact_says(
    figure: dict[str, object], myth: str, topic: str
) -> None:
    fact = make_fact("f", "In 1925 a swindler worked in Paris with 80 doors.", figure=figure, myth=myth)
    assert announced_topic(fact, fact.statement, "He had a plan. What came next?") == topic


def test_a_measure_that_is_not_told_announces_nothing() -> None:
    fact = make_fact(
        "f",
        "He flew alone. He heard nothing for 48 minutes.",
        figure={"template": "number", "value": 48, "unit": "minutes", "label": "alone"},
    )
    assert topic_of(fact, fact.statement) == "the time"
    assert topic_of(fact, "He flew alone.") == ""


def test_comparisons_are_seen_as_such_even_when_two_follow_each_other() -> None:
    compared = [fact for fact in GAME_BOY if isinstance(fact.figure, Versus)]
    pieces = [(Piece(fact.statement, fact.figure), False) for fact in compared]
    assert arrange_pictures(pieces) == ("versus", "versus")


@pytest.mark.parametrize(
    ("text", "lead", "shown"),
    [
        ("In New York, peregrine falcons nest on bridges.", "", "where"),
        ("So, New York. A Game Boy burned in a bombing. Nintendo showed it in its store.", "So, New York.", "where"),
        ("Number three. Nintendo showed the Game Boy of a soldier in its New York store.", "Number three.", "icon"),
        ("Four engineers carried the metal of the fallen towers to Mars.", "", "icon"),
    ],
)
def test_a_place_is_the_picture_of_what_is_told_of_it_alone(text: str, lead: str, shown: str) -> None:
    figure = Where(place="New York", area="Manhattan")
    assert arrange_pictures([(Piece(text, figure, lead=lead), False)]) == (shown,)


def test_the_side_of_a_comparison_that_is_not_said_is_spoken_with_its_unit() -> None:
    sides = [
        {"tag": tag, "value": value, "label": "in all", "icon": "x"} for tag, value in (("Planned", 1), ("Real", 45))
    ]
    figure = Versus.model_validate({"left": sides[0], "right": sides[1], "unit": "km"})
    assert unsaid_side(figure, "It drove 45.") == ("1", "1 kilometer")
    assert unsaid_side(figure, "It drove far.") == ("", "")
    assert unsaid_side(figure.model_copy(update={"unit": ""}), "It drove 45.") == ("", "")
    assert read_aloud(figure, "It drove 45.").lines == ()


def test_what_other_bars_show_is_said_in_one_sentence() -> None:
    bars = [{"label": label, "value": value} for label, value in (("The dam", 221), ("Liberty", 93), ("Niagara", 51))]
    figure = Bars.model_validate({"title": "Height", "unit": "m", "bars": bars})
    assert read_aloud(figure, "The dam is 221 meters high.").lines == (
        "For comparison: Liberty, 93 meters, and Niagara, 51 meters.",
    )
    assert read_aloud(figure, "The dam has 221 meters, Liberty 93 and Niagara 51.").lines == ()
