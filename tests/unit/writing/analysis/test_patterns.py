import datetime as dt

import pytest

from vidpipe_assets.model.trends import Velocity
from vidpipe_assets.writing.analysis.patterns import format_of, hook_of, hour_of, length_of, patterns


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("How to fix a Game Boy", "how-to"),
        ("Why do octopuses have three hearts", "question"),
        ("Your phone listens?", "question"),
        ("7 gadgets from 1989", "number"),
        ("The 5 rarest coins", "number"),
        ("Don’t charge your phone overnight", "negation"),
        ("The fastest train on earth", "superlative"),
        ("A robot that folds laundry", "statement"),
        ("", "statement"),
        ("🤖🤖🤖", "statement"),
        ("Warum ist das Meer salzig", "question"),
    ],
)
def test_hooks_are_told_apart(title, kind):
    assert hook_of(title) == kind


def test_formats_are_told_apart():
    assert [format_of(t) for t in ("5 tips", "Old vs new", "iFixit teardown of a toy", "A toy")] == [
        "list",
        "comparison",
        "test",
        "plain",
    ]


def test_hours_are_in_utc_and_lengths_in_classes(trend):
    tokyo = dt.timezone(dt.timedelta(hours=9))
    one = trend("a", published_at=dt.datetime(2026, 11, 20, 8, 30, tzinfo=tokyo), seconds=45)
    assert (hour_of(one), length_of(one)) == ("23", "30 to 60 s")
    assert (hour_of(trend("b")), length_of(trend("b"))) == (None, None)


def test_patterns_have_shares_of_all_and_medians_and_the_fastest_is_first(trend):
    rates = [10, 30, 500]
    speeds = [Velocity(views=1, per_hour=rate, acceleration=0, engagement=0) for rate in rates]
    trends = [trend("a", seconds=10), trend("b", seconds=12), trend("c", seconds=50)]
    found = patterns(trends, speeds, length_of)
    assert [(p.name, p.count, p.per_hour) for p in found] == [("30 to 60 s", 1, 500), ("under 15 s", 2, 20)]
    assert sum(p.share for p in found) == pytest.approx(1, abs=1e-3)
