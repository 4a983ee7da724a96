"""What the programs have in common that speak: one request on stdin, an answer a line on stdout, see `piper_worker`."""

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, Protocol, TextIO


class Speaker(Protocol):
    """A loaded voice."""

    @property
    def about(self) -> dict[str, Any]:
        """The first answer: the voice's rate and language."""
        ...

    def speak(self, said: list[str], stretch: dict[int, float], speed: float) -> dict[str, Any]:
        """The sentences of a text, and the phonemes of each of its words alone. `stretch`: word -> times as long."""
        ...


def answer_request(load: Callable[[dict[str, Any]], Speaker]) -> None:
    """Answer the one request on stdin with the voice that `load` makes for it; the end of stdin ends the process."""
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    speaker = load(request)
    _answer(answers, speaker.about)
    for name, said in request["texts"].items():
        stretch = {int(word): factor for word, factor in request["stretch"].get(name, {}).items()}
        _answer(answers, {"name": name, **speaker.speak(said, stretch, request["speeds"].get(name, request["speed"]))})


def _answer(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _die_with_parent() -> None:
    os.read(0, 1)
    os._exit(1)
