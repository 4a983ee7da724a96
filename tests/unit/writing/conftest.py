import datetime as dt
from collections.abc import Callable

import pytest

from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Fact, Observation, Source, Trend, TrendReport, TrendSnapshot
from vidpipe_assets.writing.analysis.report import analyse, with_claim
from vidpipe_assets.writing.offline.writer import write_plan

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


def side(tag: str, value: float) -> dict[str, object]:
    return {"tag": tag, "value": value, "label": f"hours of the {tag}", "icon": "clock"}


GAME_BOY = (
    make_fact(
        "gb-bomb",
        "A Game Boy burned in a bombing still played Tetris. Nintendo showed it in its New York store for years.",
        short="Bombed, burned, still playing Tetris",
        surprise=5,
        figure={"template": "where", "place": "New York", "facts": ["In a shop window for years"]},
        icon="bomb",
    ),
    make_fact(
        "gb-space",
        "Tetris on a Game Boy was the first video game played in space. A cosmonaut took it to Mir in 1993.",
        short="First video game played in space",
        surprise=4,
        figure={
            "template": "timeline",
            "title": "To *orbit*",
            "moments": [{"when": w, "text": f"Something of {w}"} for w in ("1984", "1989", "1993")],
        },
    ),
    make_fact(
        "gb-battery",
        "The Game Boy ran more than 10 hours on four batteries. The Game Gear drained six batteries in 4 hours.",
        short="10 hours on four batteries",
        surprise=4,
        figure={"template": "versus", "left": side("Game Gear", 4), "right": side("Game Boy", 10), "unit": "h"},
    ),
    make_fact(
        "gb-sold",
        "The Game Boy family sold almost 119 million. Among Nintendo's handhelds only the DS beats that, with 154.",
        short="Almost 119 million sold",
        figure={
            "template": "bars",
            "title": "Handhelds sold",
            "unit": "M",
            "bars": [{"label": "Nintendo DS", "value": 154}, {"label": "Game Boy", "value": 119}],
        },
    ),
    make_fact(
        "gb-pixels",
        "The whole Game Boy screen had 23,040 pixels, in four shades. It had no color and no backlight.",
        short="23,040 pixels, four shades",
        figure={"template": "number", "value": 23040, "label": "pixels on the whole screen"},
    ),
    make_fact(
        "gb-price",
        "In America the Game Boy cost about 90 dollars in 1989. The Game Gear came later for about 150.",
        short="90 dollars against 150",
        surprise=2,
        figure={"template": "versus", "left": side("Game Boy", 90), "right": side("Game Gear", 150), "prefix": "$"},
    ),
    make_fact("gb-name", "The creator of the Game Boy was hired to fix machines. The firm made playing cards."),
    make_fact("gb-link", "Two Game Boys could be joined by a cable. That is how the first monsters were traded."),
)
"""A story with more facts than a minute holds."""


def claimed_report(*facts: Fact, subject: str = "Game Boy", sample: bool = False) -> TrendReport:
    """A report whose claimed story has `facts`."""
    report = analyse(make_snapshot(make_trend("a", "A Game Boy title", subject=subject, facts=facts), sample=sample))
    return with_claim(report, report.opportunities[0].key)


def make_theme(seconds: int = 30, kind: str = "countdown", **more: object) -> Theme:
    """A theme for videos of so many seconds, in the format `kind`."""
    values = {"name": "gadgets", "channel": "Gadget Numbers", "format": {"kind": kind, "seconds": seconds}, **more}
    return Theme.model_validate(values)


def plan_of(seconds: int = 30, key: str = "2026-11-20_gadgets", **more: object) -> ProductionPlan:
    """The plan of the Game Boy's story."""
    return write_plan(claimed_report(*GAME_BOY), make_theme(seconds, **more), key)
