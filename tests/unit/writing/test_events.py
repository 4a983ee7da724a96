"""What a fact or a model names as happening comes into the plan where the narration says so, and only there."""

import json
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError
from text_models import Scripted, good_answers

from tests.unit.writing.conftest import claimed_report, make_fact, make_theme
from tests.unit.writing.llm.test_chain import plan_by
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.events import MEANINGS, Event, EventKind
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.providers.trends import sample
from vidpipe_assets.providers.trends.sample import read_sample
from vidpipe_assets.writing.offline.writer import write_plan

FLOATS = {"kind": "float", "words": "space station"}


def events(plan: ProductionPlan) -> list[Event]:
    return [scene.event for scene in plan.scenes if scene.event]


def answered(event: object) -> Scripted:
    wording = good_answers()["wording"]
    wording["scenes"][2]["event"] = event
    return Scripted({"wording": wording})


def test_each_kind_says_what_it_means() -> None:
    assert tuple(MEANINGS) == tuple(sorted(get_args(EventKind)))


def test_the_words_of_an_event_stand_in_the_statement() -> None:
    event = {"kind": "flames", "words": "burned"}
    assert make_fact("one", "It Burned, and went on.", event=event).event == Event(kind="flames", words="burned")
    with pytest.raises(ValidationError, match=r"event\.words: 'burned' does not stand in the statement of 'two'"):
        make_fact("two", "It sunburned.", event=event)
    assert Event(kind="flames", words="went on").place_in("It burned, and went on.") == 3


def test_the_offline_writer_hands_an_event_on_to_the_scene_that_tells_it() -> None:
    texts = ("It burned in a fire and it was shown for years.", "It was sold in many shops and never came back.",
             "It ran for hours and hours on four small batteries.")  # fmt: skip
    marked = {"kind": "flames", "words": "burned"}
    facts = [make_fact(f"f{n}", text, event=marked if n == 0 else None) for n, text in enumerate(texts)]
    plan = write_plan(claimed_report(*facts), make_theme(20), "2026-11-20_gadgets")
    told = [scene for scene in plan.scenes if scene.event]
    assert [(scene.event, scene.evidence) for scene in told] == [(Event.model_validate(marked), ("f0",))]
    assert "burned" in told[0].narration


def test_a_model_may_name_what_its_narration_tells() -> None:
    assert events(plan_by(answered(FLOATS))) == [Event.model_validate(FLOATS)]


@pytest.mark.parametrize(
    "event", [{"kind": "explode", "words": "took"}, {"kind": "flames", "words": "burned"}, {"kind": "flames"}, 7, None]
)
def test_what_a_model_names_wrongly_is_left_out_and_costs_no_second_question(event: object) -> None:
    model = answered(event)
    assert events(plan_by(model)) == []
    assert len(model.asked("wording")) == 1


def test_an_unknown_kind_in_a_file_is_refused_by_field_and_file_with_the_known_ones(tmp_path: Path) -> None:
    content = json.loads(Path(sample.__file__).with_name("sample_data").joinpath("gadgets.json").read_text())
    content["subjects"][0]["facts"][0]["event"] = {"kind": "burned", "words": "burned"}
    path = tmp_path / "gadgets.json"
    path.write_text(json.dumps(content))
    with pytest.raises(BadInput) as caught:
        read_sample(path)
    assert "gadgets.json, subjects.0.facts.0.event.kind" in str(caught.value)
    assert "'flames'" in str(caught.value)
    assert str(path) in caught.value.remedy
