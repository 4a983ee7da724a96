import pytest

from tests.unit.writing.conftest import GAME_BOY, make_snapshot, make_theme, make_trend
from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.writing.analysis.report import (
    POOR_NOTE,
    analyse,
    apply_claim,
    claimable_keys,
    matching_keys,
    may_rank_posts,
)
from vidpipe_assets.writing.offline.writer import write_plan


def two_stories():
    pager = [fact.model_copy(update={"id": f"p-{i}"}) for i, fact in enumerate(GAME_BOY[:3])]
    trends = [
        make_trend("a", "A Game Boy survived", subject="Game Boy", facts=GAME_BOY),
        make_trend("b", "Pagers are coming back", subject="Pager", facts=tuple(pager)),
    ]
    return analyse(make_snapshot(*trends))


def test_a_claimed_story_is_the_reports():
    report = two_stories()
    told = apply_claim(report, "pager", candidates=claimable_keys(report), topic="", repeat_after_days=30)
    assert told.claimed is not None
    assert (told.claimed.key, told.note) == ("pager", "")


def test_when_every_story_is_told_the_report_names_them_and_nothing_else_is_told_instead():
    report = two_stories()
    told = apply_claim(report, None, candidates=claimable_keys(report), topic="", repeat_after_days=30)
    assert "Every story is told by another video of gadgets within 30 days of 2026-11-20: " in told.note
    assert "Game Boy" in told.note
    assert "Pager" in told.note
    with pytest.raises(PermanentError, match=r"no story for this video\. Every story is told") as error:
        write_plan(told, make_theme(), "k")
    assert "repeat_after_days in the theme gadgets" in error.value.remedy


@pytest.mark.parametrize(
    ("topic", "note"),
    [
        ("submarines", "No story that was collected is about 'submarines'. There are: "),
        ("pager", "Every story about 'pager' is told by another video of gadgets on 2026-11-20: Pager."),
    ],
)
def test_a_topic_that_cannot_be_had_is_not_answered_with_another(topic: str, note: str):
    report = two_stories()
    told = apply_claim(report, None, candidates=matching_keys(report, topic), topic=topic, repeat_after_days=0)
    assert note in told.note
    with pytest.raises(PermanentError, match="there is no story for this video"):
        write_plan(told, make_theme(), "k")


def test_without_any_story_the_days_posts_may_be_ranked():
    titles = ("The robot that folds laundry", "Why my toaster has a login", "An umbrella with a forecast")
    report = analyse(make_snapshot(*(make_trend(str(i), title) for i, title in enumerate(titles))))
    told = apply_claim(report, None, candidates=claimable_keys(report), topic="", repeat_after_days=30)
    assert told.note == POOR_NOTE
    assert may_rank_posts(told)
