import datetime as dt
from collections.abc import Callable

import pytest

from vidpipe_assets.model.trends import Fact, Observation, Source, Trend, TrendSnapshot

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def make_fact(name: str, statement: str, **more: object) -> Fact:
    """A true enough fact."""
    values = {"short": statement[:60], "surprise": 3, "source": Source(name="NASA", url="https://nasa.gov/x"), **more}
    return Fact.model_validate({"id": name, "statement": statement, **values})


def make_trend(name: str, title: str = "", views: tuple[int, ...] = (0, 1200), **more: object) -> Trend:
    """A trend of youtube's, observed every six hours."""
    seen = [Observation(observed_at=NOON + dt.timedelta(hours=6 * i), views=v) for i, v in enumerate(views)]
    values = {"platform": "youtube", "url": f"https://example.org/{name}", "observations": tuple(seen), **more}
    return Trend.model_validate({"external_id": name, "title": title or f"Title {name}", **values})


def make_snapshot(*trends: Trend, sample: bool = False) -> TrendSnapshot:
    """What was collected of `trends` on one day."""
    return TrendSnapshot(
        theme="gadgets",
        day=NOON.date(),
        trends=trends,
        sources=("sample",),
        sample=sample,
        sample_day=NOON.date() if sample else None,
        collected_at=NOON,
    )


@pytest.fixture
def fact() -> Callable[..., Fact]:
    return make_fact


@pytest.fixture
def trend() -> Callable[..., Trend]:
    return make_trend


@pytest.fixture
def snapshot() -> Callable[..., TrendSnapshot]:
    return make_snapshot
