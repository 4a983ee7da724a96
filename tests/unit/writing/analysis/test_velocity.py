import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidpipe_assets.model.trends import Observation, Trend
from vidpipe_assets.writing.analysis.velocity import combine_velocities, counter_history, measure_velocity

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def post(*views: int | None, every_h: float = 6, born_h: float | None = None, likes: int | None = None) -> Trend:
    """A trend with one observation every `every_h` hours from noon on, published `born_h` hours before noon."""
    return Trend(
        platform="youtube",
        external_id="a",
        title="A title",
        url="https://example.org/a",
        published_at=None if born_h is None else NOON - dt.timedelta(hours=born_h),
        observations=tuple(
            Observation(observed_at=NOON + dt.timedelta(hours=every_h * i), views=count, likes=likes)
            for i, count in enumerate(views)
        ),
    )


def test_steady_growth_has_its_rate_and_no_acceleration():
    speed = measure_velocity(post(0, 600, 1200, 1800))
    assert (speed.views, speed.per_hour, speed.acceleration) == (1800, 100, 0)


def test_growth_that_quickens_accelerates_and_one_that_slows_does_not():
    assert measure_velocity(post(0, 600, 1200, 4800)).acceleration > 0
    assert measure_velocity(post(0, 3600, 4200, 4300)).acceleration < 0


def test_two_observations_and_the_publication_give_an_acceleration():
    speed = measure_velocity(post(1000, 3000, every_h=10, born_h=10))
    assert speed.per_hour == 200
    assert speed.acceleration == pytest.approx((200 - 100) / 10)


def test_one_observation_grows_since_its_publication():
    assert measure_velocity(post(500, born_h=5)).per_hour == 100


def test_fault_39_one_observation_without_a_publication_has_no_speed():
    assert measure_velocity(post(500)).per_hour == 0


def test_fault_39_a_publication_in_the_future_counts_for_nothing():
    speed = measure_velocity(post(500, born_h=-48))
    assert (speed.views, speed.per_hour) == (500, 0)


def test_fault_39_missing_views_are_left_out():
    assert measure_velocity(post(None, 100, None, 700)).per_hour == pytest.approx(600 / 12)
    assert measure_velocity(post(None, None)).views == 0
    assert measure_velocity(post()).per_hour == 0


def test_fault_39_falling_counts_are_no_growth_and_no_loss():
    speed = measure_velocity(post(1000, 800, 900, 1000))
    assert (speed.views, speed.per_hour) == (1000, 0)


def test_fault_39_observations_of_one_moment_count_once_with_the_most_views():
    assert [point.value for point in counter_history(post(100, 300, 200, every_h=0))] == [300]


def test_fault_39_the_order_of_observations_changes_nothing():
    straight = post(10, 400, 900, 2000, likes=7)
    mixed = straight.model_copy(update={"observations": tuple(reversed(straight.observations))})
    assert measure_velocity(mixed) == measure_velocity(straight)


def test_fault_39_engagement_is_finite_for_zero_views_and_never_above_one():
    assert measure_velocity(post(0, likes=5)).engagement == 0
    assert measure_velocity(post(10, likes=500)).engagement == 1
    assert measure_velocity(post(1000, likes=50)).engagement == 0.05


def test_several_speeds_add_up_and_their_engagement_is_weighted_by_views():
    both = combine_velocities(
        [measure_velocity(post(100, likes=10, born_h=1)), measure_velocity(post(300, likes=0, born_h=1))]
    )
    assert (both.views, both.per_hour, both.engagement) == (400, 400, 0.025)
    assert combine_velocities([]).per_hour == 0


counts = st.none() | st.integers(0, 10**30)
moments = st.datetimes(timezones=st.none() | st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=-11))]))
observations = st.builds(Observation, observed_at=moments, views=counts, likes=counts, comments=counts, shares=counts)


@given(seen=st.lists(observations, max_size=8), born=st.none() | moments)
def test_fault_39_every_input_gives_finite_numbers(seen: list[Observation], born: dt.datetime | None):
    speed = measure_velocity(post().model_copy(update={"observations": tuple(seen), "published_at": born}))
    assert all(math.isfinite(value) for value in (speed.per_hour, speed.acceleration, speed.engagement))
    assert speed.per_hour >= 0
    assert 0 <= speed.engagement <= 1
