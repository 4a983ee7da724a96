"""A model looks at found pictures: what it is sent, what its word counts, what it costs, and who decides without it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from contracts.filming import WISH, Filming
from contracts.openapi import contract
from fakes import anthropic as anthropic_fake
from fakes import eyes
from fakes import openai as openai_fake
from fakes import wikimedia as wikimedia_fake
from fakes.server import Answer, Asked, Server, serving

from vidpipe_assets.model.errors import Refused
from vidpipe_assets.model.theme import Budget, Theme
from vidpipe_assets.providers.footage import Footage
from vidpipe_assets.providers.footage.commons import Commons
from vidpipe_assets.providers.footage.picture_files import PictureFiles
from vidpipe_assets.providers.text import TextProvider
from vidpipe_assets.providers.text.anthropic import Anthropic
from vidpipe_assets.providers.text.openai import provider as openai

GAME_BOY = replace(WISH, subject="Game Boy", words="It ran for thirty hours.", seconds=2.0)
BY_WORDS = "File:Game Boy FL.jpg"
"""What the words choose."""


@dataclass
class Looking:
    """A model that looks, at a server of its own. `say`: what it answers."""

    server: Server
    model: TextProvider
    say: Callable[[Asked], Answer]

    @property
    def asked(self) -> list[Asked]:
        return [one for one in self.server.asked if one.method == "POST"]


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(wikimedia_fake.answer, contract("wikimedia")) as server:
        monkeypatch.setenv(wikimedia_fake.COMMONS, server.url)
        monkeypatch.setenv("VIDPIPE_CONTACT", "me@example.com")
        yield server


def looking(name: str, monkeypatch: pytest.MonkeyPatch, *, free: bool = False) -> Iterator[Looking]:
    fake, model = {"anthropic": (anthropic_fake, Anthropic()), "openai": (openai_fake, openai())}[name]
    monkeypatch.setenv(fake.KEY, "sk-test-key")
    made: list[Looking] = []

    def answer(asked: Asked) -> Answer:
        return made[0].say(asked)

    with serving(answer, None if free else contract(name)) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        made.append(Looking(server, model, said_by(name)))
        yield made[0]


def said_by(name: str, fits: eyes.Fits = eyes.last_is_best, number: int | None = None) -> Callable[[Asked], Answer]:
    wrapped = {"anthropic": anthropic_fake.message, "openai": openai_fake.completion}[name]
    return lambda asked: Answer(wrapped(eyes.verdicts(asked, fits, number=number)))


@pytest.fixture
def anthropic(monkeypatch: pytest.MonkeyPatch) -> Iterator[Looking]:
    yield from looking("anthropic", monkeypatch)


@pytest.fixture(params=["anthropic", "openai"])
def each(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Looking]:
    yield from looking(request.param, monkeypatch)


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Iterator[Looking]:
    yield from looking("anthropic", monkeypatch, free=True)


def taken(found: Footage | None) -> str:
    assert found is not None
    return found.id


def test_small_pictures_of_the_best_are_shown_and_what_is_seen_decides(
    pictures: Server, each: Looking, desk: Filming
) -> None:
    by_words = desk.obtain(Commons(), GAME_BOY, video="2026-11-24_gadgets")
    assert taken(by_words) == BY_WORDS
    found = desk.obtain(Commons(), GAME_BOY, judge=each.model)
    assert found is not None
    assert found.choice is not None
    assert found.id != BY_WORDS
    shown = eyes.pictures_of(each.asked[0])
    assert len(each.asked) == 1
    assert len(shown) == 1 + len({found.id, *(one.id for one in found.choice.runners_up)})
    assert all(max(size) <= 512 for size in eyes.sizes(shown))
    assert found.choice.picture is not None
    assert (found.choice.score, found.choice.picture.seen_by.partition(" ")[0]) == (1.0, each.model.name)
    assert found.choice.picture.seen == f"what is seen in picture {len(shown) - 1}"
    assert [one.score for one in found.choice.runners_up] == [0.6] * (len(shown) - 2)
    assert "its title has game, boy" in found.choice.reason
    assert "It ran for thirty hours." in each.asked[0].body.decode()


def test_a_look_is_paid_once_and_booked_as_the_model_has_charged_it(
    pictures: Server, anthropic: Looking, desk: Filming
) -> None:
    first = desk.obtain(Commons(), GAME_BOY, judge=anthropic.model)
    paid = desk.booked
    assert paid == Decimal("0.003")  # 900 tokens in at 2 and 120 out at 10 USD a million
    asked = len(pictures.asked)
    assert desk.obtain(Commons(), GAME_BOY, judge=Anthropic()) == first
    other = desk.obtain(Commons(), GAME_BOY, taken=[taken(first)], judge=Anthropic())
    assert taken(other) != taken(first)
    assert (len(anthropic.asked), desk.booked) == (1, paid)
    assert [one.path for one in pictures.asked[asked:] if "/500px" in one.path] == []


def test_fault_9_a_run_that_is_killed_after_the_look_does_not_pay_for_it_again(
    pictures: Server, anthropic: Looking, desk: Filming, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(PictureFiles, "whole", killed)
        with pytest.raises(KeyboardInterrupt):
            desk.obtain(Commons(), GAME_BOY, judge=anthropic.model)
    paid = desk.booked
    assert taken(desk.obtain(Commons(), GAME_BOY, judge=Anthropic())) != BY_WORDS
    assert (len(anthropic.asked), desk.booked) == (1, paid)


def test_other_pictures_are_another_look(pictures: Server, anthropic: Looking, desk: Filming) -> None:
    desk.obtain(Commons(), GAME_BOY, judge=anthropic.model)
    desk.obtain(Commons(), replace(GAME_BOY, terms=("game boy", "batteries")), judge=anthropic.model)
    assert len(anthropic.asked) == 2


def test_what_does_not_show_the_subject_is_not_taken_and_what_was_seen_is_told(
    pictures: Server, anthropic: Looking, desk: Filming
) -> None:
    anthropic.say = said_by("anthropic", lambda many: [8, *([3] * (many - 1))])
    found = desk.obtain(Commons(), GAME_BOY, judge=anthropic.model)
    assert found is not None
    assert found.choice is not None
    assert found.choice.runners_up == ()
    anthropic.say = said_by("anthropic", lambda many: [2] * many)
    with pytest.raises(
        Refused, match=r"that anthropic \(.+\) has looked at shows the subject; nearest is .*what is seen"
    ):
        desk.obtain(Commons(), GAME_BOY, judge=anthropic.model, video="2026-11-24_gadgets")


def test_what_was_taken_while_nobody_could_look_stays(pictures: Server, faulty: Looking, desk: Filming) -> None:
    faulty.say = lambda _: Answer(anthropic_fake.message("I would rather not."))
    first = desk.obtain(Commons(), GAME_BOY, judge=faulty.model)
    faulty.say = said_by("anthropic", lambda many: [2] * many)
    again = desk.obtain(Commons(), replace(GAME_BOY, again=taken(first)), judge=faulty.model, take=2)
    assert taken(again) == taken(first) == BY_WORDS


def without_one(asked: Asked) -> Answer:
    said = json.loads(eyes.verdicts(asked))
    return Answer(anthropic_fake.message(json.dumps({**said, "pictures": said["pictures"][1:]})))


UNUSABLE: dict[str, tuple[Callable[[Asked], Answer], str]] = {
    "blind": (said_by("anthropic", number=0), "the model does not see what it is shown"),
    "prose": (lambda _: Answer(anthropic_fake.message("They are all lovely.")), "holds no JSON object"),
    "one is missing": (without_one, "pictures: each of 1 to"),
    "twice the same": (said_by("anthropic", lambda many: [11] * many), "less than or equal to 10"),
    "refused": (lambda _: Answer(anthropic_fake.message("", stop_reason="refusal")), "it refused"),
    "cut off": (lambda _: Answer(anthropic_fake.message('{"pic', stop_reason="max_tokens")), "it was cut off"),
    "a bad request": (
        lambda _: anthropic_fake.error("invalid_request_error", "this model takes no images", 400),
        "takes no images",
    ),
    "an outage": (lambda _: anthropic_fake.error("overloaded_error", "Overloaded", 529), "529"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_where_the_look_fails_the_words_decide_and_the_clip_says_so(
    pictures: Server, faulty: Looking, desk: Filming, case: str
) -> None:
    faulty.say, why = UNUSABLE[case]
    found = desk.obtain(Commons(), GAME_BOY, judge=faulty.model)
    assert taken(found) == BY_WORDS
    assert found is not None
    assert found.choice is not None
    assert found.choice.picture is not None
    assert found.choice.picture.seen_by == ""
    notice = next(one for one in found.notes if one.startswith("no model looked at the pictures"))
    assert why in notice
    assert len(faulty.asked) <= 2


def test_a_look_that_cannot_be_used_is_not_paid_again(pictures: Server, faulty: Looking, desk: Filming) -> None:
    faulty.say, _ = UNUSABLE["blind"]
    first = desk.obtain(Commons(), GAME_BOY, judge=faulty.model)
    assert desk.obtain(Commons(), GAME_BOY, judge=faulty.model) == first
    assert len(faulty.asked) == 1


def test_without_a_key_or_a_budget_nobody_is_asked(
    pictures: Server, anthropic: Looking, desk: Filming, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.theme = Theme(name="gadgets", channel="Gadgets", budget=Budget(video=Decimal(0), day=Decimal(0)))
    found = desk.obtain(Commons(), GAME_BOY, judge=anthropic.model)
    assert found is not None
    assert "budget" in found.notes[-1]
    monkeypatch.delenv(anthropic_fake.KEY)
    found = desk.obtain(Commons(), GAME_BOY, judge=anthropic.model, video="2026-11-24_gadgets")
    assert found is not None
    assert (found.id, anthropic.asked) == (BY_WORDS, [])
    assert "ANTHROPIC_API_KEY, which is not set" in found.notes[-1]
