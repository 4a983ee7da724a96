"""How fast a trend grows: views an hour, how that changes, and how many viewers react. Finite for every input.

Counters come from platforms and are not to be trusted: missing, falling, out of order, two at the same moment, a
publication in the future. Falling counts are corrections of the platform's and count as no growth.

Posts without views have a standing instead: how their reactions an hour compare with those of their own platform only.
A point at Hacker News and a vote at Reddit are not the same; to be the first of the day is.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from vidpipe_assets.model.trends import Observation, Trend, Velocity

_MOST = 10**12
"""No post has ever had more views; what is above is a broken counter."""

_SHORTEST_H = 1 / 60
"""Two observations closer than a minute say nothing about speed."""

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class CounterReading(NamedTuple):
    """The views, or what else is counted, at one moment; the hour counts from 1970."""

    hour: float
    value: int


ReadCounter = Callable[[Observation], int | None]
"""Reads one of an observation's counters; None where the platform tells nothing of the kind."""


def view_count(one: Observation) -> int | None:
    """How often the post was seen."""
    return one.views


def reaction_count(one: Observation) -> int | None:
    """Likes, comments and shares together; None where the platform tells none of them."""
    counts = [count for count in (one.likes, one.comments, one.shares) if count is not None]
    return sum(counts) if counts else None


def measure_velocity(trend: Trend) -> Velocity:
    """The speed of one trend; all zero where nothing was counted."""
    points = counter_history(trend)
    reactions = counter_history(trend, reaction_count)
    if not points:
        number = reactions[-1].value if reactions else 0
        return Velocity(views=0, per_hour=0, acceleration=0, engagement=0, reactions=number)
    return Velocity(
        views=points[-1].value,
        per_hour=round(hourly_growth(points), 3),
        acceleration=round(_acceleration(points, len(points) // 2), 4),
        engagement=round(engagement_rate(trend.observations), 5),
        reactions=reactions[-1].value if reactions else 0,
    )


def hourly_growth(points: Sequence[CounterReading]) -> float:
    """How many an hour, in the later half of what is known; 0 where one moment is."""
    return _growth_between(points[len(points) // 2 if len(points) > 2 else 0], points[-1]) if points else 0.0


def counter_history(trend: Trend, counter: ReadCounter = view_count) -> list[CounterReading]:
    """The counted views (or what `counter` counts) over time, oldest first, never falling, at most one a minute.

    The publication is a moment with no views; it stands in where there are fewer than three observations.
    """
    readings = sorted(
        CounterReading(hours_since_epoch(one.observed_at), min(counted, _MOST))
        for one in trend.observations
        if (counted := counter(one)) is not None
    )
    points: list[CounterReading] = []
    for point in readings:
        most = max(point.value, points[-1].value) if points else point.value
        if points and point.hour - points[-1].hour < _SHORTEST_H:
            points[-1] = CounterReading(points[-1].hour, most)
        else:
            points.append(CounterReading(point.hour, most))
    if points and len(points) < 3 and trend.published_at is not None:
        born = hours_since_epoch(trend.published_at)
        if points[0].hour - born >= _SHORTEST_H:
            points.insert(0, CounterReading(born, 0))
    return points


def engagement_rate(observations: Sequence[Observation]) -> float:
    """(likes + comments + shares) / views at the latest moment that has both; between 0 and 1."""
    for one in sorted(observations, key=lambda o: hours_since_epoch(o.observed_at), reverse=True):
        reactions = reaction_count(one)
        if one.views and reactions is not None:
            return min(reactions / min(one.views, _MOST), 1.0) if reactions < _MOST else 1.0
    return 0.0


def hours_since_epoch(moment: dt.datetime) -> float:
    """Hours since 1970; a moment without a time zone is in UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return (aware - _EPOCH).total_seconds() / 3600


def combine_velocities(velocities: Sequence[Velocity]) -> Velocity:
    """The speed of several trends as one: sums, and the engagement weighted by views."""
    views = sum(one.views for one in velocities)
    engaged = sum(one.engagement * one.views for one in velocities)
    return Velocity(
        views=views,
        per_hour=round(sum(one.per_hour for one in velocities), 3),
        acceleration=round(sum(one.acceleration for one in velocities), 4),
        engagement=round(engaged / views, 5) if views else 0,
        reactions=sum(one.reactions for one in velocities),
        standing=max((one.standing for one in velocities), default=0),
    )


def _growth_between(start: CounterReading, end: CounterReading) -> float:
    span = end.hour - start.hour
    return (end.value - start.value) / max(span, _SHORTEST_H) if span > 0 else 0.0


def _acceleration(points: Sequence[CounterReading], middle: int) -> float:
    """The change of speed between the first and the second half, over the time between their middles."""
    if len(points) < 3:
        return 0.0
    first, turn, last = points[0], points[middle], points[-1]
    change = _growth_between(turn, last) - _growth_between(first, turn)
    return change / ((last.hour - first.hour) / 2)


def add_standings(trends: Sequence[Trend], speeds: Sequence[Velocity]) -> tuple[Velocity, ...]:
    """The speeds; those of posts that have reactions and no views get their standing within their platform."""
    rates = {
        place: hourly_growth(counter_history(trends[place], reaction_count))
        for place, speed in enumerate(speeds)
        if not speed.views and speed.reactions
    }
    standings: dict[int, float] = {}
    by_platform = sorted(rates, key=lambda place: trends[place].platform)
    for _, group in groupby(by_platform, key=lambda place: trends[place].platform):
        places = list(group)
        for place in places:
            not_ahead = sum(rates[other] <= rates[place] for other in places)
            standings[place] = round(not_ahead / len(places), 4)
    return tuple(speed.model_copy(update={"standing": standings.get(place, 0.0)}) for place, speed in enumerate(speeds))
