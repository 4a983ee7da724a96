"""A model that answers as it was told, and the five good answers that make a plan of the story in `samples`."""

import copy
import json
from collections.abc import Mapping
from typing import Any

from vidpipe_assets.model.money import Money
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.providers.request import Ask, ProviderRequest
from vidpipe_assets.providers.text import Ended, Prompt, RawAnswer

STEPS = ("angle", "facts", "hook", "scene_plan", "wording")

_GOOD: dict[str, Any] = {
    "angle": {
        "angle": "The toy that was too plain to fail outlived every better one.",
        "promise": "You will know where the plain grey brick went.",
    },
    "facts": {"facts": ["f3", "f2", "f1"]},
    "hook": {
        "fact": "f1",
        "narration": "The Game Boy. It left the planet before you did.",
        "headline": "It left the planet",
        "sub": "The Game Boy, in three facts",
    },
    "scene_plan": {
        "scenes": [
            {"fact": "f3", "picture": "bars", "seconds": 7},
            {"fact": "f2", "picture": "versus", "seconds": 8},
            {"fact": "f1", "picture": "icon", "seconds": 6.5},
        ]
    },
    "wording": {
        "scenes": [
            {
                "fact": "f3",
                "title": "Everybody had one",
                "narration": "Three, ranked by surprise. Together with its Color version, it sold 118.69 million "
                "units.",
            },
            {
                "fact": "f2",
                "title": "Fifteen hours",
                "narration": "Two: the batteries. It ran for about 15 hours on four small batteries. Its rival, the "
                "Game Gear, drained six of them in about 5.",
            },
            {
                "fact": "f1",
                "title": "Tetris in orbit",
                "narration": "Which leaves number one. In 1993, a cosmonaut took a Game Boy with Tetris to the "
                "space station Mir.",
            },
        ],
        "question": "Which handheld did you grow up with?",
        "action": "Follow Gadget Numbers for more.",
        "title": "The Game Boy went to space: 3 facts",
        "description": "118.69 million sold, 15 hours on one set of batteries, and one trip to orbit.",
        "hashtags": ["retrogaming", "nintendo"],
    },
}


def good_answers() -> dict[str, Any]:
    """Step -> a good answer for `samples.report()` and `theme()`; yours to change."""
    return copy.deepcopy(_GOOD)


def theme(**more: Any) -> Theme:
    """A theme that the good answers fit."""
    values = {"name": "gadgets", "channel": "Gadget Numbers", "providers": {"text": ["scripted"]}, **more}
    values["format"] = {"kind": "countdown", **more.get("format", {})}
    return Theme.model_validate(values)


class Scripted:
    """Answers each step with what `answers` has for it: an answer, a raw text, a `RawAnswer`, an error to be raised, or
    a list of these, one after the other. `prompts`: what it was asked."""

    name = "scripted"

    def __init__(self, answers: Mapping[str, Any] | None = None) -> None:
        self._answers = {**good_answers(), **(answers or {})}
        self.prompts: list[Prompt] = []

    def price(self, prompt: Prompt) -> Money:
        return Money.of("0.01")

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        self.prompts.append(prompt)
        answer = self._answers[prompt.name]
        answer = answer.pop(0) if isinstance(answer, list) else answer
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, RawAnswer):
            return answer
        text = answer if isinstance(answer, str) else json.dumps(answer)
        return RawAnswer(text=text, ended=Ended.COMPLETE)

    def asked(self, step: str) -> list[str]:
        """The prompts of one step."""
        return [prompt.user for prompt in self.prompts if prompt.name == step]


def nobody(question: ProviderRequest[Any]) -> Any:
    """For a model that asks nobody."""
    raise AssertionError(f"{question.operation} was asked of a provider")
