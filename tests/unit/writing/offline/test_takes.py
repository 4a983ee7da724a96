"""Another take of the offline writer tells something else, and it says when there is nothing else."""

import pytest

from tests.unit.writing.conftest import GAME_BOY, claimed_report, make_theme
from tests.unit.writing.offline.test_writer import TITLES, posts
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.writing.offline.writer import has_other_plan, write_plan
from vidpipe_assets.writing.plan_checks import check_plan

KEY = "2026-11-20_gadgets"


def take(number: int) -> ProductionPlan:
    return write_plan(claimed_report(*GAME_BOY), make_theme(), KEY, number)


def told(plan: ProductionPlan) -> list[str]:
    return [name for scene in plan.scenes[1:] for name in scene.evidence]


def test_another_take_tells_other_facts_and_begins_with_another() -> None:
    first, second = take(1), take(2)
    assert set(told(first)) != set(told(second))
    assert first.scenes[0].narration != second.scenes[0].narration
    assert told(first)[-1] != told(second)[-1]
    assert first == write_plan(claimed_report(*GAME_BOY), make_theme(), KEY)
    assert second == take(2)


@pytest.mark.parametrize("number", range(2, 6))
def test_each_take_is_a_good_plan_of_its_own(number: int) -> None:
    plans = [take(one) for one in range(1, number + 1)]
    assert [one.check for one in check_plan(plans[-1], make_theme().format) if not one.passed] == []
    assert plans[-1].scenes[-2].evidence[0] in plans[-1].scenes[0].evidence or not plans[-1].scenes[0].evidence
    assert len({tuple(told(plan)) for plan in plans}) == number


@pytest.mark.slow
def test_a_story_that_was_told_in_every_way_has_no_other_plan() -> None:
    report = claimed_report(*GAME_BOY[:3])
    answers = [has_other_plan(report, make_theme(), KEY, number) for number in range(2, 9)]
    assert answers[0]
    assert not answers[-1]
    assert write_plan(report, make_theme(), KEY, 8).scenes  # a retry afresh is no error all the same


def test_a_list_of_posts_ranks_another_number_of_them_once_there_are_more() -> None:
    report = posts(*TITLES)
    plans = [write_plan(report, make_theme(), KEY, number) for number in (1, 2)]
    assert len(plans[0].scenes) != len(plans[1].scenes)
    assert not has_other_plan(report, make_theme(), KEY, 9)
