"""What tests tell the ledger of their calls, a provider of text in the test's own process, and a timeless clock."""

import datetime as dt
import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from faults.jobs import Writing

from vidpipe_assets.io.clock import Clock
from vidpipe_assets.ledger.call_spec import BudgetCap, CallScope, CallSpec
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.providers.request import Account, Ask, CallPolicy, ProviderRequest
from vidpipe_assets.providers.text import Prompt, RawAnswer

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
VIDEO = "2026-11-23_gadgets"


@dataclass
class Timeless:
    """A clock that jumps over every wait and remembers it."""

    now: dt.datetime = NOON
    slept: list[float] = field(default_factory=list[float])

    def clock(self) -> Clock:
        return Clock(lambda: self.now, self.monotonic, self.sleep, lambda _, most: most)

    def monotonic(self) -> float:
        return self.now.timestamp()

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += dt.timedelta(seconds=seconds)


class Hurried(Timeless):
    """A clock of which an hour passes in a minute, for all threads and whatever they do."""

    _PACE = 60

    def __init__(self) -> None:
        self._began = time.monotonic()
        super().__init__()

    def clock(self) -> Clock:
        return Clock(lambda: NOON + dt.timedelta(seconds=self.monotonic()), self.monotonic, self.sleep)

    def monotonic(self) -> float:
        return (time.monotonic() - self._began) * self._PACE

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / self._PACE)


@dataclass
class Chat:
    """A provider of text. `die_at`: the prompt at which its process would be killed."""

    url: str
    die_at: int = 0
    prompts: list[Prompt] = field(default_factory=list[Prompt])
    name: str = "fake"

    def price(self, prompt: Prompt) -> Money:
        return Money.of("0.003")

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        self.prompts.append(prompt)
        if len(self.prompts) == self.die_at:
            raise KeyboardInterrupt
        quick = CallPolicy(attempts=3, first_wait_s=0.01, longest_wait_s=0.01)
        call = Writing(self.url, prompt)
        return ask(
            ProviderRequest("chat", prompt.request, call, RawAnswer.read, estimate=self.price(prompt), policy=quick)
        )


PATIENT = CallPolicy(attempts=4, first_wait_s=1, longest_wait_s=30, retry_after_cap_s=120)


def speech_spec(text: str = "hello", **changes: Any) -> CallSpec:
    return spec("speech", {"text": text}, Money.of("0.04"), **changes)


def film_spec(prompt: str = "a moon", **changes: Any) -> CallSpec:
    return spec("film", {"prompt": prompt}, Money.of("0.25"), **changes)


def spec(
    operation: str,
    request: dict[str, Any],
    estimate: Money = FREE,
    *,
    scene: str = "hook",
    video: str = VIDEO,
    theme: str = "gadgets",
    caps: tuple[BudgetCap, ...] = (),
    account: Account | None = None,
    take: int = 1,
    day: dt.date = TODAY,
    policy: CallPolicy = PATIENT,
    units: dict[str, int] | None = None,
) -> CallSpec:
    scope = CallScope(Stage.CLIPS, theme, video, scene)
    return CallSpec(scope, "fake", operation, request, day, estimate, caps, account, units or {}, take, policy)


def usd(amount: str | Decimal) -> Money:
    return Money.of(amount)
