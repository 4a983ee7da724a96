"""How posts without views stand: by their reactions an hour, among those of their own platform only.

A point at Hacker News and a vote at Reddit are not the same; to be the first of the day is.
"""

from collections.abc import Sequence
from itertools import groupby

from vidpipe_assets.editorial.velocity import growth, rate, reactions
from vidpipe_assets.model.trends import Trend, Velocity


def with_standings(trends: Sequence[Trend], speeds: Sequence[Velocity]) -> tuple[Velocity, ...]:
    """The speeds, those of posts that have reactions and no views with their standing."""
    rates = {
        place: rate(growth(trends[place], reactions))
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
