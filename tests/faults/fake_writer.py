"""How the fake provider's language model writes when nobody scripts it: dull, true, and about as long as asked.

It reads nothing but the prompt, as any model would: the schema says which step it is, the data what there is to tell.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

_DATA = re.compile(r'<data name="(\w+)">\n(.*?)\n</data>', re.DOTALL)


def written(request: Mapping[str, Any]) -> str:
    """The answer to a prompt."""
    data = {name: json.loads(text) for name, text in _DATA.findall(request["user"])}
    facts = data.get("facts", [])
    match request["schema"].get("title"):
        case "Angle":
            answer: Any = {"angle": "What nobody expects of it, told plainly.", "promise": "You know it better."}
        case "Selection":
            fewest, most = map(int, re.findall(r"from (\d+) to (\d+) facts", request["user"])[0])
            count = min(most, max(fewest, data["brief"]["seconds"] // 7))
            chosen = facts[:count][::-1]
            if "years" in data["brief"].get("format", ""):
                chosen = sorted(chosen, key=_year)
            answer = {"facts": [fact["tag"] for fact in chosen]}
        case "HookIdea":
            subject = _sayable(data["brief"]["subject"])
            answer = {
                "fact": facts[-1]["tag"],
                "narration": f"{subject}. Which part is the oddest?",
                "headline": "More than you think",
            }
        case "SceneIdeas":
            answer = {"scenes": _scenes(facts)}
        case "Narrative":
            answer = {"narrative": f"One story leads the others by far. {data['statistics'][0]}"[:600]}
        case "Wording":
            answer = _wording(data)
        case _:
            answer = {}
    return json.dumps(answer, ensure_ascii=False)


def _year(fact: Mapping[str, Any]) -> int:
    return min(map(int, re.findall(r"\b(?:1\d|20)\d\d\b", fact["says"])), default=0)


def _sayable(subject: str) -> str:
    """Without what no voice can read: the title of a post may be a story's only name."""
    return " ".join(re.sub(r"#\w+|[^\w ,.'-]", " ", subject).split())


def _scenes(facts: list[Any]) -> list[Any]:
    scenes: list[Any] = []
    for fact in facts:
        before = scenes[-1]["picture"] if scenes else ""
        picture = next(one for one in fact["pictures"] if one not in (before, "rank"))
        scenes.append({"fact": fact["tag"], "picture": picture, "seconds": 6})
    return scenes


def _wording(data: Mapping[str, Any]) -> Any:
    subject = _sayable(data["brief"]["subject"])
    return {
        "scenes": [_scene_words(scene, data["brief"].get("format", "")) for scene in data["scenes"]],
        "question": "Would you have thought so?",
        "action": "Follow for more.",
        "title": f"What you did not know about {subject}"[:100],
        "description": f"True things about {subject}, each with its source.",
        "hashtags": ["facts"],
    }


def _scene_words(scene: Mapping[str, Any], form: str) -> Any:
    said = _in_words(scene["says"], scene["words"])
    if "quiz" in form:
        return {"fact": scene["fact"], "title": "An answer", "narration": said, "question": "What do you know of this?"}
    if "claims" in form:
        claim = {"question": "Is what comes now true?", "narration": f"True. {said}"}
        return {"fact": scene["fact"], "title": "A claim", **claim}
    number = f"Number {scene['number']}" if "number" in scene else ""
    return {
        "fact": scene["fact"],
        "title": number or "A part of it",
        "narration": f"{number}, odder. {said}" if number else said,
    }


def _in_words(says: str, words: int) -> str:
    """The first sentence, and as many more as fit; of the title of a post, as many words as fit."""
    if "#" in says:
        return f"{' '.join(_sayable(says).split()[:words]).rstrip('.,')}."
    told = ""
    for sentence in re.split(r"(?<=[.!?])\s+", says):
        if told and len(f"{told} {sentence}".split()) > words:
            break
        told = f"{told} {sentence}".strip()
    return told
