"""What a language model wrote, read as text: its thoughts left out, and the JSON objects that stand between.

Thoughts are what models write before, between or instead of an answer: `<think>…</think>` and its like, nested or
without their end, the channels of gpt-oss and Gemma, and all that stands before an end whose beginning the server has
swallowed. A mark within an object that is whole is a part of its text, and means nothing.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from vidpipe_assets.writing.text import truncate

_MOST_BROKEN = 50
"""Objects that cannot be read, after which nobody looks on: each costs a look at the rest of the text."""

_BEGINNING = re.compile(r'\{\s*["}]')
"""Of an object; a brace in prose is followed by something else."""

_NAMES = "think|thinking|thoughts?|reasoning|reflection|scratchpad|seed:think|antthinking|inner_monologue"
_MARK = re.compile(
    rf"""
    <(?P<tag_end>/)?(?P<tag>{_NAMES})(?:\s[^<>]{{0,200}})?>
    | \[(?P<bracket_end>/)?THINK\]
    | ◁(?P<kimi_end>/)?think▷
    | <\|(?P<pipe>begin|end)_of_(?:thought|thinking)\|>
    | <\|(?P<cohere>START|END)_THINKING\|>
    | (?P<channel><\|channel\|?>)\s*(?P<channel_name>\w+)
    | (?P<channel_end><channel\|> | <\|(?:end|start|return|call|im_end)\|>)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_THINKING_CHANNELS = {"analysis", "commentary", "thought", "thoughts", "thinking"}


@dataclass(frozen=True)
class _Mark:
    """One mark. `ends_what_came_before`: alone, without a beginning, it says that all before it was thought."""

    family: str
    opens: bool
    ends_what_came_before: bool = True

    @classmethod
    def of(cls, found: re.Match[str]) -> "_Mark":
        part = found.groupdict()
        if part["tag"]:
            return cls(part["tag"].lower(), opens=not part["tag_end"])
        if part["channel"]:
            return cls("channel", opens=part["channel_name"].lower() in _THINKING_CHANNELS)
        if part["channel_end"]:
            return cls("channel", opens=False, ends_what_came_before=False)
        if part["pipe"] or part["cohere"]:
            return cls("pipe", opens=(part["pipe"] or part["cohere"]).lower() in {"begin", "start"})
        return cls("bracket", opens=not (part["bracket_end"] or part["kimi_end"]))


@dataclass
class AnswerText:
    """What was found. `objects`: in their order; `trouble`: what is wrong with one that cannot be read.

    `thoughts`: whether anything was left out as thought.
    """

    objects: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    trouble: str = ""
    thoughts: bool = False


def read_answer_text(text: str) -> AnswerText:
    """The objects in `text` that are no thoughts."""
    scan = _Scan(text, nesting=True)
    found = scan.run()
    if scan.family and scan.closed:  # an opening mark too many: then the first end counts
        found = _Scan(text, nesting=False).run()
    if not found.objects and not found.trouble:
        found.objects = _within_a_string(text)
    return found


def written_text(text: str) -> str:
    """`text` without its thoughts, as far as they are marked: empty where a model has only thought."""
    kept: list[str] = []
    position, family, depth = 0, "", 0
    for found in _MARK.finditer(text):
        mark = _Mark.of(found)
        if not family:
            kept.append(text[position : found.start()])
            if not mark.opens and mark.ends_what_came_before:
                kept.clear()
        family, depth = _after(mark, family, depth)
        position = found.end()
    return "".join(kept if family else [*kept, text[position:]]).strip()


def _after(mark: _Mark, family: str, depth: int) -> tuple[str, int]:
    """In which kind of thought, and how deep, one is after `mark`; '' for none."""
    if not family:
        return (mark.family, 1) if mark.opens else ("", 0)
    if mark.family != family:
        return family, depth
    depth += 1 if mark.opens and family != "channel" else 0 if mark.opens else -1
    return (family, depth) if depth else ("", 0)


class _Finder:
    """The next place of a pattern from a position on; positions only grow, and no part is searched twice."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._places = pattern.finditer(text)
        self._next = next(self._places, None)

    def next(self, position: int) -> re.Match[str] | None:
        while self._next is not None and self._next.start() < position:
            self._next = next(self._places, None)
        return self._next


class _Scan:
    """One way through a text. `family`: of the thought that it is in; `closed`: whether a thought has ended."""

    def __init__(self, text: str, *, nesting: bool) -> None:
        self._text = text
        self._nesting = nesting
        self._found = AnswerText()
        self._broken = 0
        self.family = ""
        self.closed = False
        self._depth = 0

    def run(self) -> AnswerText:
        """All objects outside thoughts."""
        position = 0
        marks, braces = _Finder(_MARK, self._text), _Finder(_BEGINNING, self._text)
        while position < len(self._text):
            mark = marks.next(position)
            brace = None if self.family or self._broken >= _MOST_BROKEN else braces.next(position)
            if brace and (mark is None or brace.start() < mark.start()):
                position = self._take(brace.start())
            elif mark:
                self._pass(_Mark.of(mark))
                position = mark.end()
            else:
                break
        return self._found

    def _take(self, start: int) -> int:
        """Read the object that begins at `start`; returns where to look on."""
        try:
            content, end = _DECODER.raw_decode(self._text, start)
        except json.JSONDecodeError as error:
            self._fail(_syntax_problem(error, self._text))
            return start + 1
        except RecursionError:
            self._fail("the JSON is nested too deeply")
            return len(self._text)
        except ValueError as error:  # a number of thousands of digits
            self._fail(truncate(str(error), 200))
            return start + 1
        self._found.objects.append(content)
        return end

    def _fail(self, problem: str) -> None:
        """The first problem is told: others follow from it."""
        self._broken += 1
        self._found.trouble = self._found.trouble or problem

    def _pass(self, mark: _Mark) -> None:
        self._found.thoughts |= mark.opens or mark.ends_what_came_before
        was_thinking = bool(self.family)
        if not was_thinking and not mark.opens and mark.ends_what_came_before:
            self._found.objects.clear()
            self._found.trouble, self._broken = "", 0
            return
        if was_thinking and mark.opens and not self._nesting:
            return
        self.family, self._depth = _after(mark, self.family, self._depth)
        self.closed |= was_thinking and not mark.opens


def _within_a_string(text: str) -> list[dict[str, Any]]:
    """The object of an answer that is a JSON text which holds JSON."""
    try:
        inner = json.loads(text)
        content = json.loads(inner) if isinstance(inner, str) else None
    except (ValueError, RecursionError):
        return []
    return [content] if isinstance(content, dict) else []


def _syntax_problem(error: json.JSONDecodeError, text: str) -> str:
    # The decoder reports an unterminated string at its beginning, anything else that is cut off at the end.
    cut_off = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip())
    where = f"line {error.lineno}, column {error.colno}"
    return f"the JSON is cut off ({where})" if cut_off else f"{error.msg} ({where})"


_DECODER = json.JSONDecoder()


def nested_objects(content: Any, depth: int = 3) -> Iterable[dict[str, Any]]:
    """`content` if it is an object, and the objects within: some models wrap what was asked for in another."""
    inner: Iterable[Any] = ()
    if isinstance(content, dict):
        found = cast("dict[str, Any]", content)
        yield found
        inner = found.values()
    elif isinstance(content, list):
        inner = cast("list[Any]", content)
    if depth > 0:
        for one in inner:
            yield from nested_objects(one, depth - 1)
