"""Another picture for a scene: another template with the same data, and the words themselves."""

from typing import Any

import pytest
import samples

from vidpipe_assets.model.pictures import End, Hook, IconCard, Picture
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.writing.other_pictures import other_pictures, plain_picture, with_picture
from vidpipe_assets.writing.pace import SpeechPace

MOMENTS = [{"when": str(year), "text": f"Something of {year}"} for year in (1984, 1989, 1993)]
SIDE = {"tag": "Game Boy", "value": 10, "label": "hours", "icon": "clock"}
POINTS = [{"label": str(i), "value": i * 2} for i in range(9)]
PICTURES: dict[str, dict[str, Any]] = {
    "number": {"value": 23040, "label": "pixels"},
    "bars": {"title": "Sold", "bars": [{"label": "DS", "value": 154}, {"label": "Game Boy", "value": 119}]},
    "rank": {"rank": 2, "of": 4, "title": "Bombed", "detail": "And it still played", "stat": "30 years"},
    "line": {"title": "Sales", "points": POINTS},
    "quote": {"quote": "It is a brick.", "by": "A player"},
    "icon": {"icon": "bomb", "title": "Bombed", "sub": "Still playing"},
    "versus": {"left": {**SIDE, "tag": "Game Gear", "value": 4}, "right": SIDE, "unit": "h"},
    "timeline": {"title": "To orbit", "moments": MOMENTS},
    "where": {"place": "New York", "facts": ["In a shop window"]},
    "steps": {"title": "How", "steps": [{"text": one} for one in ("Cut", "Glue", "Play")]},
}


def scene(template: str) -> ScenePlan:
    one = samples.plan().scenes[1]
    fields = {**one.model_dump(), "kicker": "#2", "picture": {"template": template, **PICTURES[template]}}
    return ScenePlan.model_validate(fields)


@pytest.mark.parametrize("template", PICTURES)
def test_every_template_has_another_that_shows_the_same(template: str) -> None:
    found = other_pictures(scene(template), 4)
    assert template not in [one.template for one in found]
    if template != "icon":
        assert found[-1].template == "icon" or template == "where"
    assert found
    for picture in found:  # what is made fits: lengths and beats
        again = with_picture(scene(template), picture, SpeechPace())
        ScenePlan.model_validate(again.model_dump())
        assert all(beat.word < len(again.narration.split()) for beat in again.beats)


def test_hook_and_end_card_stay_what_they_are() -> None:
    plan = samples.plan()
    assert [other_pictures(one, 4) for one in (plan.scenes[0], plan.scenes[-1])] == [(), ()]


@pytest.mark.parametrize(
    "words", ["Yes.", "A grey brick. It survived a bomb, and it played on for years after that.", "word " * 30]
)
def test_words_by_hand_become_plain_type(words: str) -> None:
    plan = samples.plan()
    found: list[Picture] = [
        plain_picture(one, words.strip()) for one in (plan.scenes[0], plan.scenes[1], plan.scenes[-1])
    ]
    assert [type(one) for one in found] == [Hook, IconCard, End]
