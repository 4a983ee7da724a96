"""A finished video expires when nobody has done anything about it for longer than its theme allows, and never else."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from planning_world import KEY, START, World

from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.expiry import has_expired, waiting_since

MOMENTS = st.integers(-9000, 9000).map(lambda hours: START + dt.timedelta(hours=hours))


def order(changed: dt.datetime = START) -> Order:
    return Order(key=VideoKey.parse(KEY), asked_by="test", created_at=START, updated_at=changed)


def decision(at: dt.datetime) -> Decision:
    return Decision(id=1, video=KEY, stage=None, word=Word.REOPENED, take=1, who="ann", at=at)


def finished() -> World:
    world = World()
    world.now = START + dt.timedelta(hours=1)
    world.carry_out()
    return world


@given(MOMENTS, MOMENTS)
def test_it_waits_since_the_last_thing_that_happened_to_it(changed: dt.datetime, decided: dt.datetime) -> None:
    world = finished()
    since = waiting_since(order(changed), world.plan(), world.records(), [decision(decided)])
    assert since == max(START + dt.timedelta(hours=1), changed, decided)


def test_what_is_not_finished_or_is_stale_or_failed_waits_for_no_review() -> None:
    world = World()
    assert waiting_since(order(), world.plan(), world.records()) is None
    world = finished()
    world.colour[Stage.COMPOSED_VIDEO] = "blue"
    assert waiting_since(order(), world.plan(), world.records()) is None
    world.behaviour[Stage.COMPOSED_VIDEO] = "permanent"
    world.carry_out()
    assert waiting_since(order(), world.plan(), world.records()) is None


@given(MOMENTS, MOMENTS, st.integers(0, 365))
def test_it_expires_after_its_days_and_never_with_zero(since: dt.datetime, now: dt.datetime, days: int) -> None:
    assert has_expired(since, days, now) == (days > 0 and now > since + dt.timedelta(days=days))
    assert not has_expired(since, 0, now)
