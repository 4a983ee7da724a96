import datetime as dt

import pytest

from vidpipe_assets.model.trends import Velocity
from vidpipe_assets.writing.analysis.patterns import (
    length_class,
    pattern_stats,
    publication_hour,
    title_format,
    title_hook,
)


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
    assert title_hook(title) == kind


def test_formats_are_told_apart():
    assert [title_format(t) for t in ("5 tips", "Old vs new", "iFixit teardown of a toy", "A toy")] == [
        "list",
        "comparison",
        "test",
        "plain",
    ]


def test_hours_are_in_utc_and_lengths_in_classes(trend):
    tokyo = dt.timezone(dt.timedelta(hours=9))
    one = trend("a", published_at=dt.datetime(2026, 11, 20, 8, 30, tzinfo=tokyo), seconds=45)
    assert (publication_hour(one), length_class(one)) == ("23", "30 to 60 s")
    assert (publication_hour(trend("b")), length_class(trend("b"))) == (None, None)


def test_patterns_have_shares_of_all_and_medians_and_the_fastest_is_first(trend):
    rates = [10, 30, 500]
    speeds = [Velocity(views=1, per_hour=rate, acceleration=0, engagement=0) for rate in rates]
    trends = [trend("a", seconds=10), trend("b", seconds=12), trend("c", seconds=50)]
    found = pattern_stats(trends, speeds, length_class)
    assert [(p.name, p.count, p.per_hour) for p in found] == [("30 to 60 s", 1, 500), ("under 15 s", 2, 20)]
    assert sum(p.share for p in found) == pytest.approx(1, abs=1e-3)
