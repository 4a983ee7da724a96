import json
import math
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from vidpipe_assets.model.values import Value
from vidpipe_assets.writing.llm.answer_parsing import CLEANED, InvalidAnswer, parse_answer

Prose = Annotated[str, CLEANED, Field(min_length=1, max_length=40)]


class Scene(Value):
    says: Prose
    seconds: float = Field(ge=2, le=20)


class Script(Value):
    title: Prose
    scenes: tuple[Scene, ...] = Field(min_length=1, max_length=6)


GOOD = {"title": "Old bricks", "scenes": [{"says": 'A {brick} said "hi".', "seconds": 4.5}]}
TEXT = json.dumps(GOOD)


def problems(text: str) -> str:
    with pytest.raises(InvalidAnswer) as caught:
        parse_answer(text, Script)
    return str(caught.value)


def changed(path: str, value: object) -> str:
    """The good answer with one thing in it replaced."""
    answer = json.loads(TEXT)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = answer
    for step in way:
        place = place[step]
    place[last] = value
    return json.dumps(answer)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"\ufeff\n{TEXT}\n",
        f"```json\n{TEXT}\n```",
        f"~~~\n{TEXT}\n~~~",
        f"Sure! Here is the {{JSON}} you asked for:\n\n{TEXT}\n\nShall I {{go on}}?",
        f"```\n{json.dumps(GOOD, indent=4)}\n```\nDone.",
    ],
)
def test_fault_14_what_stands_around_the_json_is_tolerated(text):
    assert parse_answer(text, Script).scenes[0].seconds == 4.5


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no JSON object"),
        ("I cannot help with that.", "no JSON object"),
        ("[1, 2]", "no JSON object"),
        (TEXT[:-1], "the JSON is cut off"),
        (TEXT[:40], "the JSON is cut off"),
        (TEXT[: TEXT.index("bricks") + 3], "the JSON is cut off"),
        (f"```json\n{TEXT[:-2]}\n```", "Expecting ',' delimiter (line 3"),
        (TEXT.replace('", "scenes', '" "scenes'), "Expecting ',' delimiter"),
        (TEXT[:-2] + ",]}", "line 1"),
        ('{"a":' * 30_000, "nested too deeply"),
        ("x" * 300_000, "300,000 characters"),
        ('{"title": ' + "9" * 6000 + "}", "digits"),
    ],
)
def test_fault_14_malformed_and_cut_off_json_is_told_as_such(text, problem):
    assert problem in problems(text)


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("scenes", [], "scenes: Tuple should have at least 1 item"),
        ("scenes", [GOOD["scenes"][0]] * 201, "scenes: Tuple should have at most 6 items"),
        ("scenes", None, "scenes: Input should be a valid array, not None"),
        ("scenes.0", None, "scenes[0]: Input should be an object"),
        ("scenes.0.seconds", "4.5", "scenes[0].seconds: Input should be a valid number, not '4.5'"),
        ("scenes.0.says", 4, "scenes[0].says: Input should be a valid string, not 4"),
        ("title", "x" * 41, "title: the text must have at most 40 characters, not 41"),
        ("title", "\x00\u200b \n", "title: the text must have at least 1"),
    ],
)
def test_fault_15_a_wrong_shape_is_told_with_its_path(path, value, problem):
    assert problem in problems(changed(path, value))


def test_fault_15_a_missing_part_is_told_with_its_path():
    assert problems('{"title": "x"}') == "scenes: Field required"


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("NaN", "NaN is not a number"),
        ("Infinity", "Infinity is not a number"),
        ("-Infinity", "-Infinity is not a number"),
        ("-4", "greater than or equal to 2, not -4"),
        ("0", "greater than or equal to 2, not 0"),
        ("1e9", "less than or equal to 20, not 1000000000.0"),
        ("1e999", "a finite number, not inf"),
        ("1.9999", "greater than or equal to 2"),
        ("20.0001", "less than or equal to 20"),
    ],
)
def test_fault_16_a_number_out_of_its_bounds_is_refused_and_never_clamped(number, problem):
    assert problem in problems(TEXT.replace("4.5", number))


def test_a_hundred_problems_are_told_in_a_dozen_lines():
    found = problems(json.dumps({**GOOD, "scenes": [{}] * 50}))
    assert found.count("Field required") == 12
    assert found.endswith("and 88 more")


def test_texts_are_cleaned_of_what_nobody_sees_or_says():
    said = parse_answer(changed("scenes.0.says", " one\ttwo\n\u202ethree https://x.example/a \x07 "), Script)
    assert said.scenes[0].says == "one two three"


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
scenes = st.fixed_dictionaries({"says": anything, "seconds": anything})
nearly = st.fixed_dictionaries({"title": anything, "scenes": st.lists(scenes | anything, max_size=8) | anything})


@given(
    st.text(alphabet='{}[]",:\\ntfu0123456789.eE-+ \n`', max_size=80)
    | st.text(max_size=60)
    | nearly.map(json.dumps)
    | st.tuples(st.text(max_size=20), nearly.map(json.dumps), st.integers(0, 80)).map(lambda p: p[0] + p[1][: p[2]])
)
def test_fault_14_no_text_crashes_the_reader_and_none_becomes_an_invalid_value(text):
    try:
        found = parse_answer(text, Script)
    except InvalidAnswer as error:
        assert error.problems
        return
    assert Script.model_validate(found.model_dump()) == found
    assert all(2 <= scene.seconds <= 20 and math.isfinite(scene.seconds) for scene in found.scenes)


@given(
    st.text(alphabet=st.characters(exclude_characters="{", codec="utf-8"), max_size=60),
    st.text(alphabet=st.characters(exclude_characters="{", codec="utf-8"), max_size=60),
)
def test_fault_14_a_good_answer_is_found_whatever_prose_stands_around_it(before, after):
    assert parse_answer(before + TEXT + after, Script) == parse_answer(TEXT, Script)
