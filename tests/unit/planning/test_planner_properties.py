"""What the planner promises, over random histories of changes, failures, kills and people."""

import datetime as dt
import random
from collections.abc import Callable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from planning_world import KEY, ODD, World

from vidpipe_assets.model.order import Order, OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.desired import ThemeParts, desired_videos
from vidpipe_assets.planning.planner import StageStatus, plan_video
from vidpipe_assets.planning.stage_records import MOST_ATTEMPTS, MOST_KILLS, StageRecord

Step = Callable[[World], object]

stages = st.sampled_from(list(Stage))
colours = st.builds(lambda s, c: lambda w: w.colour.update({s: c}), stages, st.sampled_from(["red", "blue"]))
codes = st.builds(lambda s, c: lambda w: w.code.update({s: c}), stages, st.sampled_from(["1", "2"]))
asking = st.builds(lambda s: lambda w: _ask(w, s), stages)
takes = st.builds(lambda s: lambda w: w.takes.update({s: w.takes.get(s, 1) + 1}), stages)
behaviours = st.builds(lambda s, b: lambda w: w.behaviour.update({s: b}), stages, st.sampled_from(["good", *ODD]))
hours = st.builds(lambda h: lambda w: _pass(w, h), st.sampled_from([0.01, 0.1, 1, 30]))
keys = st.builds(lambda k: lambda w: setattr(w, "has_key", k), st.booleans())
planned: st.SearchStrategy[Step] = st.just(lambda w: w.carry_out())
people = st.builds(lambda s: lambda w: w.run(tuple(sorted(s, key=list(Stage).index))), st.sets(stages, min_size=1))
histories = st.lists(
    st.one_of(planned, planned, colours, codes, takes, asking, behaviours, hours, keys, people), max_size=20
)


def _pass(world: World, hours: float) -> None:
    world.now += dt.timedelta(hours=hours)


def _ask(world: World, *asked: Stage) -> None:
    """A person asks for another try."""
    world.asked.update(dict.fromkeys(asked, world.now))
    world.now += dt.timedelta(seconds=1)


def lived(steps: list[Step]) -> World:
    world = World()
    for step in steps:
        step(world)
    return world


def standings(world: World) -> dict[Stage, StageStatus]:
    return {one.stage: one.status for one in world.plan().stages}


def fresh(world: World, stage: Stage, known: dict[Stage, StageRecord] | None = None) -> bool:
    """Judged from the last facts alone: made of what is wanted, from what is there now, and whole."""
    records = world.records() if known is None else known
    made = records.get(stage, StageRecord()).made
    if made is None or made.failed_checks or not all(fresh(world, up, records) for up in stage.upstream):
        return False
    if stage is Stage.TRENDS:
        return made.ingredients.take == world.takes.get(stage, 1)
    return made.ingredients.fingerprint == world.want(stage, records).fingerprint


@given(histories)
def test_no_work_is_planned_for_what_is_fresh_and_nothing_else_is_called_fresh(steps: list[Step]) -> None:
    world = lived(steps)
    found = standings(world)
    assert {stage for stage in Stage if found[stage] is StageStatus.FRESH} == {s for s in Stage if fresh(world, s)}


@given(histories)
def test_no_work_is_done_for_what_is_fresh(steps: list[Step]) -> None:
    world = lived(steps)
    known = {stage for stage in Stage if fresh(world, stage)}
    before = len(world.worked)
    world.carry_out()
    assert not known & {stage for stage, _ in world.worked[before:]}


@given(histories)
def test_running_a_plan_of_good_stages_leads_to_an_empty_plan(steps: list[Step]) -> None:
    world = lived(steps)
    world.behaviour, world.has_key = dict.fromkeys(Stage, "good"), True
    world.carry_out()
    assert world.plan().selection == ()


@given(histories)
def test_nothing_stale_is_left_but_what_waits_for_something_it_names(steps: list[Step]) -> None:
    world = lived(steps)
    world.behaviour, world.has_key = dict.fromkeys(Stage, "good"), True
    world.now += dt.timedelta(days=2)
    world.carry_out()
    left = [one for one in world.plan().stages if one.status is not StageStatus.FRESH]
    assert all(one.status in (StageStatus.WAITING, StageStatus.WAITING_UPSTREAM) and one.cause for one in left)
    for one in left:
        if one.status is StageStatus.WAITING:
            assert one.not_before is None
            assert any(word in one.cause for word in ("for good", "times", "check failed", "cancelled"))
    # And what waits for good starts again once its input changes.
    for stage in Stage:
        world.code[stage] = "3"
    world.takes[Stage.TRENDS] = world.takes.get(Stage.TRENDS, 1) + 1
    world.carry_out()
    assert set(standings(world).values()) == {StageStatus.FRESH}


@given(histories, st.randoms(use_true_random=False))
def test_the_plan_does_not_depend_on_the_order_in_which_events_are_read(
    steps: list[Step], shuffled: random.Random
) -> None:
    world = lived(steps)
    facts = [*world.facts, *world.facts[-5:]]  # the overlap is read twice
    shuffled.shuffle(facts)
    assert world.plan(facts) == world.plan()


@given(histories, stages)
def test_a_permanent_failure_waits_for_a_changed_fingerprint_or_a_person(steps: list[Step], stage: Stage) -> None:
    world = lived(steps)
    world.behaviour = {**dict.fromkeys(Stage, "good"), stage: "permanent"}
    world.has_key = True
    world.now += dt.timedelta(days=2)
    world.carry_out()
    worked = len(world.worked)
    for _ in range(5):
        world.now += dt.timedelta(days=2)
        world.carry_out()
    assert not [one for one, _ in world.worked[worked:] if one is stage]


@given(stages, st.lists(st.sampled_from(["transient", "killed"]), min_size=8, max_size=8))
def test_transient_attempts_and_kills_are_capped(stage: Stage, outcomes: list[str]) -> None:
    world, tries = World(), list[dt.datetime]()
    for outcome in outcomes:
        world.behaviour[stage] = outcome
        for _ in range(5):
            before = len(world.worked)
            world.carry_out()
            if stage in [one for one, _ in world.worked[before:]]:
                tries.append(world.now)
                break
            world.now = world.plan().next_at or world.now + dt.timedelta(days=1)
    ends = "".join(outcome[0] for outcome in outcomes)
    until = [n for n in range(9) if ends[:n].count("t") == MOST_ATTEMPTS or ends[:n].endswith("k" * MOST_KILLS)]
    assert len(tries) == (until[0] if until else len(ends))
    if len(set(ends)) == 1:
        gaps = [later - earlier for earlier, later in pairwise(tries)]
        assert gaps == sorted(gaps)
        assert gaps[-1] > dt.timedelta(0)


@given(histories, stages)
def test_a_blocked_stage_waits_for_its_condition_and_uses_up_no_attempt(steps: list[Step], stage: Stage) -> None:
    world = lived(steps)
    world.behaviour = {**dict.fromkeys(Stage, "good"), stage: "key"}
    world.code[stage], world.has_key = "9", False
    world.now += dt.timedelta(days=2)
    world.carry_out()
    done = len(world.worked)
    for _ in range(5):
        world.now += dt.timedelta(days=1)
        world.carry_out()
    assert len(world.worked) == done
    waits = [one for one in world.plan().stages if one.cause.startswith("blocked")]
    world.has_key = True
    world.carry_out()
    found = standings(world)
    assert all(one.attempt == 1 or one.stage is not stage for one in waits)
    assert all(found[one.stage] is StageStatus.FRESH for one in waits)


@given(histories)
def test_a_person_s_retry_overrides_every_failure_but_a_failed_check(steps: list[Step]) -> None:
    world = lived(steps)
    world.behaviour = dict.fromkeys(Stage, "good")
    before = world.plan()
    waited = {one.stage for one in before.waiting if not one.cause.startswith("check failed")}
    _ask(world, *Stage)
    assert waited <= {one.stage for one in world.plan().stale}
    world.carry_out()
    left = [one for one in world.plan().stages if one.status is not StageStatus.FRESH]
    assert all(one.status is StageStatus.WAITING_UPSTREAM or one.cause.startswith("check failed") for one in left)


@given(histories, stages)
def test_attempts_are_counted_anew_after_a_person_s_retry(steps: list[Step], stage: Stage) -> None:
    world = lived(steps)
    world.behaviour = {**dict.fromkeys(Stage, "good"), stage: "transient"}
    world.code[stage] = "8"
    for _ in range(2):
        _ask(world, *Stage)
        tries = 0
        for _ in range(3 * MOST_ATTEMPTS):
            before = len(world.worked)
            world.carry_out()
            tries += [one for one, _ in world.worked[before:]].count(stage)
            world.now += dt.timedelta(days=1)
        assert tries in (0, MOST_ATTEMPTS)  # none: something above it waits for a person


@given(histories, stages)
def test_a_rejected_stage_is_made_once_more_and_then_it_is_fresh(steps: list[Step], stage: Stage) -> None:
    world = lived(steps)
    world.behaviour, world.has_key = dict.fromkeys(Stage, "good"), True
    world.code = dict.fromkeys(Stage, "7")
    world.takes[Stage.TRENDS] = world.takes.get(Stage.TRENDS, 1) + 1
    world.carry_out()
    world.takes[stage] = world.takes.get(stage, 1) + 1
    before = len(world.worked)
    plan = world.carry_out()
    assert [(one.stage, one.cause) for one in plan.stale] == [(stage, "rejected: dull")]
    assert [one for one, _ in world.worked[before:]].count(stage) == 1
    assert world.plan().selection == ()


@given(st.sampled_from(list(OrderState)), st.booleans())
def test_closed_videos_and_those_without_a_theme_never_appear(state: OrderState, has_theme: bool) -> None:
    world = World()
    order = Order(key=VideoKey.parse(KEY), asked_by="a", state=state, created_at=world.now, updated_at=world.now)
    themes = {"gadgets": ThemeParts(Theme(name="gadgets", channel="G"))} if has_theme else {}
    plans = tuple(plan_video(video, {}, world.now) for video in desired_videos([order], themes))
    assert [one.key for one in plans] == ([KEY] if state is OrderState.OPEN and has_theme else [])


@given(histories)
def test_what_a_person_has_cancelled_rests_wholly_until_a_person_insists(steps: list[Step]) -> None:
    world = lived(steps)
    _pass(world, 0.01)
    world.behaviour, world.has_key = dict.fromkeys(Stage, "good") | {Stage.CLIPS: "cancelled"}, True
    for stage in (Stage.CLIPS, Stage.VOICEOVER):
        world.takes[stage] = world.takes.get(stage, 1) + 1
    _ask(world, *Stage)
    world.carry_out()
    rests = world.plan()
    assert {one.stage for one in rests.stages if one.status is StageStatus.WAITING} == {Stage.CLIPS}
    assert rests.selection == ()  # the voice might be paid for
    again = {one.stage for one in rests.stages if one.status is not StageStatus.FRESH}
    assert {Stage.CLIPS, Stage.VOICEOVER} < again
    assert set(rests.force().selection) == again
