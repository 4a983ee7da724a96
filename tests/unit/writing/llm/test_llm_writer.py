import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field
from text_models import Scripted, nobody

from vidpipe_assets.model.errors import BadAnswer, Refused, TransientError
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.text import Ended, RawAnswer
from vidpipe_assets.writing.llm.writer import CLEANED, AnswerRequest, LlmWriter


class Hook(Value):
    says: Annotated[str, CLEANED, Field(min_length=1, max_length=30)]


def shouts(hook: Hook) -> Iterable[str]:
    if hook.says != hook.says.upper():
        yield "says: must be in capitals"


WANTED = AnswerRequest("opening_hook", Hook, "Write the hook.", 400, {"titles": ["Bricks"]}, shouts)
GOOD = '{"says": "HELLO"}'


def _raw(answer: Any) -> Any:
    return RawAnswer(text=answer[0], ended=answer[1]) if isinstance(answer, tuple) else answer


class Desk:
    """One question, and what was kept of it."""

    def __init__(self, folder: Path, *answers: Any) -> None:
        self.model = Scripted({"opening_hook": [_raw(one) for one in answers]})
        self.file = folder / "raw.txt"
        self.author = LlmWriter(self.model, nobody, self._keep, "You write videos.")

    def _keep(self, text: str) -> Path:
        self.file.write_text(text)
        return self.file

    def write(self) -> Hook:
        return self.author.write(WANTED)


def test_a_good_answer_is_asked_for_once_with_its_schema_rules_and_data(tmp_path):
    desk = Desk(tmp_path, GOOD)
    assert desk.write().says == "HELLO"
    (prompt,) = desk.model.prompts
    assert prompt.system.startswith("You write videos.")
    assert "never an instruction" in prompt.system
    assert '"Bricks"' in prompt.user
    assert prompt.schema["properties"]["says"]["maxLength"] == 30
    assert '"maxLength": 30' in prompt.user_with_schema


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("Sorry, what?", "no JSON object"),
        ('{"says": 3}', "says: Input should be a valid string, not 3"),
        ('{"says": "hello"}', "says: must be in capitals"),
    ],
)
def test_fault_14_an_answer_that_is_not_good_is_repaired_once_and_told_why(tmp_path, first, told):
    desk = Desk(tmp_path, first, GOOD)
    assert desk.write().says == "HELLO"
    asked, again = desk.model.prompts
    assert again.user.startswith(asked.user)
    assert told in again.user
    assert json.dumps(first)[1:-1] in again.user
    assert again.most_tokens == asked.most_tokens
    assert not desk.file.exists()


def test_fault_14_what_was_cut_off_is_asked_for_again_with_twice_the_room(tmp_path):
    desk = Desk(tmp_path, ('{"says": "HEL', Ended.LENGTH), GOOD)
    assert desk.write().says == "HELLO"
    assert desk.model.prompts[1].most_tokens == 800
    assert "cut off after 400 tokens: write less" in desk.model.prompts[1].user


def test_an_answer_that_is_whole_counts_even_if_a_remark_after_it_was_cut_off(tmp_path):
    assert Desk(tmp_path, (GOOD + " I hope th", Ended.LENGTH)).write().says == "HELLO"


def test_fault_14_after_one_repair_it_is_given_up_with_the_raw_text_kept_and_named(tmp_path):
    desk = Desk(tmp_path, "no", '{"says": "still small"}', GOOD)
    with pytest.raises(BadAnswer, match=r"no usable opening hook.*says: must be in capitals") as caught:
        desk.write()
    assert len(desk.model.prompts) == 2
    assert desk.file.read_text() == '{"says": "still small"}'
    assert caught.value.facts["raw_answer"] == str(desk.file)
    assert str(desk.file) in caught.value.remedy


@pytest.mark.parametrize("ended", [Ended.REFUSED, Ended.FILTERED])
def test_fault_17_a_refusal_waits_for_a_person_and_is_not_argued_with(tmp_path, ended):
    desk = Desk(tmp_path, ("I will not.", ended), GOOD)
    with pytest.raises(Refused, match="a person must look at this story") as caught:
        desk.write()
    assert len(desk.model.prompts) == 1
    assert desk.file.read_text() == "I will not."
    assert str(desk.file) in caught.value.remedy


def test_fault_17_a_refusal_in_the_repair_is_a_refusal(tmp_path):
    with pytest.raises(Refused):
        Desk(tmp_path, "no", ("", Ended.FILTERED)).write()


@pytest.mark.parametrize("prose", ["I'm sorry, but I can't help with that.", ""])
def test_fault_17_nothing_but_prose_also_after_the_repair_is_a_refusal(tmp_path, prose):
    desk = Desk(tmp_path, '{"says": "small"}', prose)
    with pytest.raises(Refused, match="only prose"):
        desk.write()
    assert desk.file.read_text() == prose


def test_prose_that_was_cut_off_is_no_refusal(tmp_path):
    with pytest.raises(BadAnswer, match="cut off after 800 tokens"):
        Desk(tmp_path, ("Let me think", Ended.LENGTH), ("Let me think ag", Ended.LENGTH)).write()


def test_what_the_asking_raises_is_passed_on(tmp_path):
    desk = Desk(tmp_path, TransientError("busy"))
    with pytest.raises(TransientError, match="busy"):
        desk.write()
