"""Answers that are not what was promised: one table, and every client that could get them.

A client is used as a stage uses it, through the real ledger; who answers is `fakes.world`, and now and then `Mischief`.
"""

import datetime as dt
import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from canaries import CANARIES
from contracts.filming import WISH
from contracts.looking import NOW
from contracts.speaking import line
from contracts.writing import prompt
from fakes.server import Answer, Asked
from fakes.world import World

from vidpipe_assets.model.order import Event, Notice
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.providers.notify.webhook import webhook
from vidpipe_assets.providers.registry import load
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.trends import TrendRequest

KEYS = {**CANARIES, "REDDIT_CLIENT_ID": "client-7", "OPENROUTER_API_KEY": CANARIES["OPENAI_API_KEY"]}
HTML, JSON = {"Content-Type": "text/html"}, {"Content-Type": "application/json"}
PAGE = "<!DOCTYPE html><html><title>Sign in</title><body>Please sign in</body></html>"


@dataclass(frozen=True)
class Misbehaviour:
    """How an answer is spoilt. `is_done`: what was asked for was done, and charged, all the same."""

    spoil: Callable[[Answer, Asked], Answer]
    is_done: bool = True


def _instead(
    content: Any, status: int = 200, headers: Mapping[str, str] = JSON, *, is_done: bool = True
) -> Misbehaviour:
    return Misbehaviour(lambda _, __: Answer(content, status, headers), is_done)


def _tells(content: Any) -> Misbehaviour:
    """An error with a status of success: nothing was done."""
    return _instead(content, is_done=False)


def _repacked(pack: Callable[[bytes], bytes], headers: Mapping[str, str] = JSON) -> Misbehaviour:
    return Misbehaviour(lambda good, _: Answer(pack(good.packed[0]), good.status, headers))


def _leads(location: str, status: int = 302) -> Misbehaviour:
    return _instead(b"", status, {"Location": location}, is_done=False)


def _echo(asked: Asked) -> str:
    return f"{dict(asked.headers)} {dict(asked.query)} {asked.path}"


TABLE: Mapping[str, Misbehaviour] = {
    "an error": _tells({"error": {"code": 503, "message": "busy"}}),
    "an error's text": _tells({"error": "something went wrong"}),
    "an error about a quota": _tells({"error": {"type": "insufficient_quota", "message": "no credit"}}),
    "an error about a key": _tells({"error": {"code": 401, "message": "who are you?"}}),
    "an error in a list": _tells([{"error": {"code": 429, "status": "RESOURCE_EXHAUSTED"}}]),
    "a detail": _tells({"detail": "not now"}),
    "an error that repeats the key": Misbehaviour(lambda _, asked: Answer({"error": _echo(asked)}), is_done=False),
    "the request": Misbehaviour(lambda _, asked: Answer({"echo": _echo(asked), "status": _echo(asked)})),
    "the request as text": Misbehaviour(lambda _, asked: Answer(_echo(asked))),
    "an empty object": _instead({}),
    "an empty list": _instead([]),
    "a list": _instead([1, None, "x", {}, [[]]]),
    "a text": _instead("all is well"),
    "a text in JSON": _instead(b'"all is well"'),
    "null": _instead(None),
    "a number": _instead(7),
    "true": _instead(True),
    "nothing": _instead(b""),
    "blanks": _instead(b" \n\r\n "),
    "NaN": _instead(b"NaN"),
    "numbers beyond all bounds": _instead(b'{"id": 1e999, "status": -Infinity, "data": NaN, "items": [1e999]}'),
    "a number of 5000 digits": _instead(b'{"id": ' + b"9" * 5000 + b"}"),
    "a page": _instead(PAGE, headers=HTML, is_done=False),
    "a page that says it is JSON": _instead(PAGE, headers=JSON, is_done=False),
    "half of it": _repacked(lambda body: body[: len(body) // 2]),
    "the wrong type": _repacked(lambda body: body, {"Content-Type": "text/html"}),
    "no known type": _repacked(lambda body: body, {"Content-Type": "??;;=\xe9"}),
    "bytes that are no UTF-8": _repacked(lambda body: body.replace(b":", b': "\xff\xfe\xed\xa0\x80", "x":', 3)),
    "a mark in front": _repacked(lambda body: b"\xef\xbb\xbf" + body),
    "another encoding": _repacked(lambda body: body.decode("latin-1").encode("utf-16")),
    "a packing that nobody knows": _repacked(lambda body: body, {**JSON, "Content-Encoding": "zstd"}),
    "a packing that it is not": _repacked(lambda body: body, {**JSON, "Content-Encoding": "gzip"}),
    "a packing that ends": _repacked(lambda body: gzip.compress(body)[:-6], {**JSON, "Content-Encoding": "gzip"}),
    "depth": _instead(b"[" * 50_000 + b"]" * 50_000),
    "depth in objects": _instead(b'{"data":' * 900 + b"1" + b"}" * 900),
    "another status": _instead({"status": "PONDERING", "id": "p1"}),
    "no content": _instead(b"", 204),
    "a way to a private place": _leads("https://127.0.0.1:9/x?key=1"),
    "a way to a file": _leads("file:///etc/passwd", 307),
    "a way to nowhere": _leads("http://[::1", 308),
}


@dataclass
class Mischief:
    """The world, which answers request number `at` as `how` says, or every one."""

    world: World = field(default_factory=World)
    how: Misbehaviour | None = None
    at: int | None = None
    asked: list[Asked] = field(default_factory=list[Asked])

    def plan(self, how: Misbehaviour | None, at: int | None = None) -> None:
        """From now on; requests are counted anew."""
        self.how, self.at, self.asked = how, at, []

    def __call__(self, asked: Asked) -> Answer:
        """As the service that the address names does, or not."""
        self.asked.append(asked)
        is_spoilt = self.how is not None and self.at in {None, len(self.asked) - 1}
        if not is_spoilt or self.how is None:
            return self._well(asked)
        return self.how.spoil(self._well(asked) if self.how.is_done else Answer({}), asked)

    def _well(self, asked: Asked) -> Answer:
        return Answer("ok") if asked.path.startswith("/hook") else self.world(asked)

    @property
    def jobs(self) -> int:
        """Of all services, since the beginning."""
        films = len(self.world.films.jobs) + len(self.world.predictions.jobs) + len(self.world.own_gpu.jobs)
        return films + len(self.world.tiktok.runs)


Use = Callable[[Ask, Path], object]


def _looks(name: str, **wanted: Any) -> Use:
    request = TrendRequest("theme", Collect.model_validate(wanted), NOW)
    return lambda ask, folder: load("trends", name).collect(request, folder, ask)


def _writes(name: str) -> Use:
    return lambda ask, _: load("text", name).answer(prompt(), ask)


def _says(name: str) -> Use:
    return lambda ask, folder: load("speech", name).speak((line(),), folder, ask)


def _films(name: str) -> Use:
    return lambda ask, folder: load("footage", name).obtain(WISH, (), folder, ask)


def _notifies(ask: Ask, folder: Path) -> object:
    del ask, folder
    told = Notice(id="n1", event=Event.FAILED, video="v", theme="t", text="It failed.", at=dt.datetime.now(dt.UTC))
    return webhook().send(told)


def clients(feed: str) -> Mapping[str, Use]:
    """Every client by name, as it is used for one thing."""
    return {
        "hacker_news": _looks("hacker_news"),
        "rss": _looks("rss", feeds=[feed]),
        "google_trends": _looks("google_trends"),
        "wikipedia": _looks("wikipedia"),
        "youtube": _looks("youtube", queries=["telescope"]),
        "reddit": _looks("reddit", subreddits=["space"], queries=["moon"]),
        "tiktok": _looks("tiktok", hashtags=["space"]),
        "commons": _films("commons"),
        "wikipedia_pictures": _films("wikipedia"),
        "openverse": _films("openverse"),
        "nasa": _films("nasa"),
        "internet_archive": _films("internet_archive"),
        "pexels": _films("pexels"),
        "pixabay": _films("pixabay"),
        "openai_images": _films("openai"),
        "gemini_images": _films("gemini"),
        "comfyui": _films("comfyui"),
        "fal": _films("fal"),
        "replicate": _films("replicate"),
        "anthropic": _writes("anthropic"),
        "openai": _writes("openai"),
        "openrouter": _writes("openrouter"),
        "elevenlabs": _says("elevenlabs"),
        "openai_speech": _says("openai"),
        "webhook": _notifies,
    }


FINDS_ITS_JOBS = {"tiktok", "replicate"}
"""Whose service lists its jobs: nothing is ever started twice there."""


def texts_of(error: BaseException | None) -> str:
    """All that an error, and what led to it, says."""
    if error is None:
        return ""
    return f"{error!r} {json.dumps(vars(error), default=str)} {texts_of(error.__cause__ or error.__context__)}"
