"""Fault 45: models that think aloud, repeat themselves or answer too much: understood, or one clear error."""

import json
from typing import Annotated, Any

import pytest
from pydantic import Field
from samples import report
from text_models import Scripted, good_answers, nobody, theme

from vidpipe_assets.model.errors import BadAnswer
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.text import Ended, RawAnswer
from vidpipe_assets.writing.llm.answer_parsing import CLEANED, InvalidAnswer, NoJsonAnswer, parse_answer
from vidpipe_assets.writing.llm.answer_text import written_text
from vidpipe_assets.writing.llm.chain import write_plan_with_llm, writer_style
from vidpipe_assets.writing.llm.writer import LlmWriter


class Line(Value):
    says: Annotated[str, CLEANED, Field(min_length=2, max_length=60)]
    seconds: float = Field(default=3, ge=2, le=20)
    mood: str = Field(default="calm", max_length=10)


def good(says: str = "It outlived its rivals.") -> str:
    return json.dumps({"says": says})


DRAFT, GOOD = good("a draft"), good()
HARMONY = "<|channel|>analysis<|message|>One object. Perhaps {d}?<|end|><|start|>assistant<|channel|>final"

UNDERSTOOD = {
    "thoughts": f"<think>\nOne object.\n</think>\n{GOOD}",
    "a draft in thoughts": f"<think>Perhaps {DRAFT}, but shorter.</think>\n\n{GOOD}",
    "thoughts with attributes and capitals": f'<Thinking type="long">{DRAFT}</THINKING>{GOOD}',
    "thoughts after the answer": f"{GOOD}<think>Was that right? {DRAFT}</think>",
    "thoughts without their end after the answer": f"{GOOD}\n<think>Was that right? {DRAFT}",
    "thoughts twice": f"<think>{DRAFT}</think>Hm.<think>{DRAFT}</think>{GOOD}",
    "thoughts in thoughts": f"<think>a <think>{DRAFT}</think> {DRAFT}</think>{GOOD}",
    "a beginning too many": f"<think>a <think>{DRAFT}</think>{GOOD}",
    "thoughts whose beginning was swallowed": f"One object. {DRAFT}\n</think>\n{GOOD}",
    "other names": f"<reasoning>{DRAFT}</reasoning><reflection>{DRAFT}</reflection>{GOOD}",
    "square brackets": f"[THINK]{DRAFT}[/THINK]{GOOD}",
    "triangles": f"◁think▷{DRAFT}◁/think▷{GOOD}",
    "pipes": f"<|begin_of_thought|>{DRAFT}<|end_of_thought|>{GOOD}",
    "other pipes": f"<|START_THINKING|>{DRAFT}<|END_THINKING|>{GOOD}",
    "channels": f"{HARMONY.format(d=DRAFT)}<|message|>{GOOD}<|return|>",
    "channels with a form": f"{HARMONY.format(d=DRAFT)} <|constrain|>json<|message|>{GOOD}",
    "a channel without its beginning": f"analysis {DRAFT}<|end|><|start|>assistant<|channel|>final<|message|>{GOOD}",
    "half channels": f"<|channel>thought\n{DRAFT}<channel|>{GOOD}",
    "an end of its turn": f"{GOOD}<|im_end|>",
    "the form repeated": f'You want {{"says": "…"}}, so here it is:\n{GOOD}',
    "a draft in prose": f"A draft: {DRAFT}. Better: {GOOD} Enjoy {{it}}!",
    "a fence": f"Sure!\n```json\n{GOOD}\n```\nEnjoy!",
    "a good one and then another": f'{GOOD}\n{{"note": "nothing else"}}',
    "a good one and then one that is cut off": f'{GOOD}\n{{"says": "It outl',
    "a broken one before": f'{{"says": "a draft" oops}} {GOOD}',
    "a list": f"[{GOOD}]",
    "wrapped": f'{{"answer": {GOOD}}}',
    "wrapped in a list in an object": f'{{"result": {{"lines": [{GOOD}]}}}}',
    "JSON in JSON": json.dumps(GOOD),
    "an unknown field": f'{{"confidence": 0.9, "notes": {{"a": [1]}}, {GOOD[1:]}',
    "a number that is none in an unknown field": f'{{"score": NaN, "best": Infinity, {GOOD[1:]}',
    "an optional field of another kind": f'{{"mood": {{"kind": "wry"}}, {GOOD[1:]}',
    "an optional field out of its bounds": f'{{"seconds": 1e999, "mood": "{"x" * 50}", {GOOD[1:]}',
}


@pytest.mark.parametrize("text", UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_fault_45_an_answer_is_found_whatever_a_model_writes_around_it(text: str) -> None:
    found = parse_answer(text, Line)
    assert found == Line(says="It outlived its rivals.")


def test_fault_45_a_mark_within_the_answer_is_a_part_of_its_text() -> None:
    assert parse_answer(good("Say <|channel|>analysis or [THINK] aloud."), Line).says.startswith("Say")
    inside = f"<think>x</think>{good('Two [/THINK] marks ◁/think▷.')}"
    assert "[/THINK]" in parse_answer(inside, Line).says


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"<think>\nI need one object. Perhaps {GOOD}", "thoughts, and no JSON object"),
        (f"<think>{GOOD}</think>", "thoughts, and no JSON object"),
        (f"<think>{GOOD}</think> So that is my answer.", "thoughts, and no JSON object"),
        (f"<|channel|>analysis<|message|>{GOOD}", "thoughts, and no JSON object"),
        (f"[THINK]{GOOD}", "thoughts, and no JSON object"),
        ('[1, "says"]', "no JSON object"),
        ("null", "no JSON object"),
        ('{"says": {"text": "x"}}', "says: Input should be a valid string"),
        ('{"says": NaN}', "says: Input should be a valid string, not nan: NaN is not a number"),
        ('{"says": ["x"]}', "says: Input should be a valid string"),
    ],
)
def test_fault_45_what_is_no_answer_is_one_clear_error(text: str, said: str) -> None:
    with pytest.raises(InvalidAnswer) as caught:
        parse_answer(text, Line)
    assert said in str(caught.value)
    assert isinstance(caught.value, NoJsonAnswer) == (said == "no JSON object")


@pytest.mark.parametrize("text", ['{"a":{"' * 40_000, '{"a":1}' * 28_000, "<think>" * 28_000, '{"<think>"' * 20_000])
def test_fault_45_no_text_takes_forever(text: str) -> None:
    with pytest.raises(InvalidAnswer):
        parse_answer(text[:199_999], Line)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<think>hm", ""),
        ("<think>hm</think>\n ", ""),
        ("<|channel|>analysis<|message|>hm", ""),
        ("hm</think>so", "so"),
        ("so <think>hm", "so"),
        ("so it is", "so it is"),
    ],
)
def test_fault_45_thoughts_are_no_writing(text: str, written: str) -> None:
    assert written_text(text) == written


class Thinker(Scripted):
    """Thinks until it has `needed` tokens of room, and is cut off before it has written a word."""

    def __init__(self, needed: int, thought: str = "<think>hm") -> None:
        super().__init__()
        self._needed, self._thought = needed, thought

    def answer(self, prompt: Any, ask: Any) -> RawAnswer:
        if prompt.most_tokens < self._needed:
            self.prompts.append(prompt)
            return RawAnswer(text=self._thought, ended=Ended.LENGTH)
        return super().answer(prompt, ask)


def plan_by(model: Scripted, folder: Any) -> Any:
    wanted = theme()
    keep = folder / "raw.txt"

    def store(text: str) -> Any:
        keep.write_text(text)
        return keep

    return write_plan_with_llm(LlmWriter(model, nobody, store, writer_style(wanted)), report(), wanted)


@pytest.mark.parametrize("thought", ["", "<think>hm", "<|channel|>analysis<|message|>hm"])
def test_fault_45_a_model_that_has_only_thought_is_asked_the_same_with_more_room(thought: str, tmp_path: Any) -> None:
    thinker = Thinker(5_000, thought)
    assert plan_by(thinker, tmp_path) == plan_by(Scripted(), tmp_path)
    first, again = thinker.prompts[:2]
    assert again.user == first.user
    assert again.most_tokens > first.most_tokens


def test_fault_45_a_model_that_never_ends_thinking_is_given_up_and_not_paid_for_ever(tmp_path: Any) -> None:
    thinker = Thinker(10**9)
    with pytest.raises(BadAnswer, match="cut off"):
        plan_by(thinker, tmp_path)
    assert len(thinker.prompts) <= 6


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["#retro", "#GameBoy"], ("retro", "GameBoy")),
        (["retro gaming", 3, "", "retro"], ("retro",)),
        ("#retro #gaming, mir", ("retro", "gaming", "mir")),
        ([f"tag{number}" for number in range(12)], tuple(f"tag{number}" for number in range(8))),
        ({"tags": ["retro"]}, ()),
        (None, ()),
    ],
)
def test_fault_45_hashtags_lose_no_plan(given: Any, kept: tuple[str, ...], tmp_path: Any) -> None:
    answer = good_answers()["wording"]
    answer["hashtags"] = given
    model = Scripted({"wording": answer})
    plan = plan_by(model, tmp_path)
    assert len(model.prompts) == 5
    assert all(tag.lower() in {one.lower() for one in plan.hashtags} for tag in kept)
    if given is None:
        del answer["hashtags"]
        assert len(plan_by(Scripted({"wording": answer}), tmp_path).hashtags) == len(plan.hashtags)


def test_fault_45_a_small_line_with_a_number_of_its_own_is_left_out(tmp_path: Any) -> None:
    hook = {**good_answers()["hook"], "sub": "Sold 777 million times"}
    model = Scripted({"hook": hook})
    assert "777" not in str(plan_by(model, tmp_path))
    assert len(model.prompts) == 5
