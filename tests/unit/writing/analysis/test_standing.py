"""Posts without views: ranked by their reactions, among those of their own platform, and told as what they are."""

import datetime as dt
import json

import pytest
from text_models import theme

from tests.unit.writing.conftest import NOON, make_snapshot, make_trend
from vidpipe_assets.model.trends import Observation, Trend
from vidpipe_assets.writing.analysis.report import analyse, claimable_keys
from vidpipe_assets.writing.analysis.velocity import add_standings, measure_velocity
from vidpipe_assets.writing.llm.prompts import find_materials
from vidpipe_assets.writing.offline.writer import write_plan
from vidpipe_assets.writing.plan_checks import check_plan

KEYBOARDS = (
    "A keyboard from 1984 still types better",
    "Why your keyboard has no gold in it",
    "The loudest keyboard that was ever sold",
    "Somebody built a keyboard of wood",
    "A keyboard with one single key",
)


def post(
    name: str,
    likes: int | None,
    comments: int | None = None,
    *,
    title: str = "",
    platform: str = "hacker-news",
    hours: float = 10,
) -> Trend:
    """A post without views, published so many hours before it was seen."""
    seen = Observation(observed_at=NOON, likes=likes, comments=comments)
    published = NOON - dt.timedelta(hours=hours)
    return make_trend(name, title, platform=platform, observations=(seen,), published_at=published)


def standings(*trends: Trend) -> list[float]:
    return [one.standing for one in add_standings(trends, [measure_velocity(trend) for trend in trends])]


def test_a_post_stands_by_its_reactions_an_hour_among_those_of_its_platform() -> None:
    slow, fast, middle = post("a", 400, 100, hours=50), post("b", 40, hours=1), post("c", 150, 50)
    crowd = post("d", 90_000, platform="reddit"), post("e", 9_000, platform="reddit")
    assert standings(slow, fast, middle, *crowd) == [0.3333, 1, 0.6667, 1, 0.5]


def test_equal_posts_stand_equally_and_one_that_nobody_reacted_to_stands_nowhere() -> None:
    assert standings(post("a", 10), post("b", 10), post("c", 0), post("d", None)) == [1, 1, 0, 0]


def test_where_views_are_told_they_count_and_no_standing() -> None:
    (speed,) = add_standings([make_trend("a")], [measure_velocity(make_trend("a"))])
    assert (speed.per_hour, speed.standing) == (200, 0)


def test_the_first_without_views_comes_before_the_slow_and_after_the_fastest_with_views() -> None:
    fastest = make_trend("a", "A pager that everybody watches", views=(0, 10**7))
    slow = make_trend("b", "Some fax machine in a cellar", views=(0, 6))
    first, last = post("c", 900, title="Typewriters are back again"), post("d", 9, title="An abacus of gold for sale")
    found = [one.evidence[0] for one in analyse(make_snapshot(fastest, slow, first, last)).opportunities]
    assert found == ["youtube:a", "hacker-news:c", "hacker-news:d", "youtube:b"]


def test_a_story_says_its_reactions_where_nobody_tells_its_views() -> None:
    (story,) = analyse(make_snapshot(post("a", 420, 96))).opportunities
    assert (
        story.reason
        == "1 post on 1 platform with 516 reactions, without view counts; no sourced facts to tell it with."
    )


@pytest.fixture
def keyboards() -> list[Trend]:
    return [post(str(n), 100 * n, n, title=title) for n, title in enumerate(KEYBOARDS, 1)]


def test_a_source_without_views_carries_a_video_alone(keyboards: list[Trend]) -> None:
    report = analyse(make_snapshot(*keyboards))
    plan = write_plan(report, theme(), "2026-11-23_gadgets")
    assert "with the most reactions" in plan.scenes[0].narration
    assert "505 reactions" in plan.scenes[-2].narration
    assert "view" not in json.dumps(plan.model_dump(mode="json")).replace("previews", "")
    assert [finding.check for finding in check_plan(plan, theme().format) if not finding.passed] == []


def test_one_story_of_such_posts_can_be_claimed(keyboards: list[Trend]) -> None:
    same = [one.model_copy(update={"subject": "Keyboards"}) for one in keyboards]
    assert claimable_keys(analyse(make_snapshot(*same))) == ("keyboards",)


def test_a_model_is_told_reactions_as_reactions(keyboards: list[Trend]) -> None:
    best = find_materials(analyse(make_snapshot(*keyboards)))[0]
    assert best.statement == "A keyboard with one single key on Hacker News: 505 reactions (505)"


def test_with_views_enough_a_ranking_is_by_views_and_without_by_what_all_have(keyboards: list[Trend]) -> None:
    watched = [make_trend(f"v{n}", f"{title} today", views=(0, 1000 + n)) for n, title in enumerate(KEYBOARDS[:2])]
    mixed = find_materials(analyse(make_snapshot(*keyboards, *watched)))
    assert {one.evidence.partition(":")[0] for one in mixed} == {"hacker-news"}
    third = make_trend("v3", "A pager that everybody watches", views=(0, 5))
    other = find_materials(analyse(make_snapshot(*keyboards[:2], *watched, third)))
    assert [one.evidence for one in other] == ["youtube:v1", "youtube:v0", "youtube:v3"]


def test_fault_39_nobody_s_counters_make_a_standing_of_more_than_one_or_of_none() -> None:
    odd = [post("a", 10**15, 10**15), post("b", 0, 0), post("c", 3, hours=-5), post("d", 3, hours=0)]
    assert all(0 <= standing <= 1 for standing in standings(*odd))
