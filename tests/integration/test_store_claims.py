"""Claims on SQLite and PostgreSQL, also by several processes at once."""

import datetime as dt
import json
import subprocess
import sys

import pytest
from together import let_go

from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.claims import Claims
from vidpipe_assets.storage.transactions import Database

DAY = dt.date(2026, 11, 23)
STORIES = ["moon", "radio", "tea"]


def video(days: int = 0, theme: str = "gadgets", number: int = 1) -> VideoKey:
    return VideoKey(DAY + dt.timedelta(days=days), theme, number=number)


@pytest.fixture
def claims(database: Database) -> Claims:
    return Claims(database)


def test_the_first_candidate_that_was_not_told_is_claimed(claims: Claims) -> None:
    assert claims.claim(video(), STORIES, 30) == "moon"
    assert claims.claim(video(number=2), STORIES, 30) == "radio"
    assert claims.claim(video(1), STORIES, 30) == "tea"
    assert claims.claim(video(2), STORIES, 30) is None


def test_a_rerun_gets_its_own_claim_back_in_whatever_order(claims: Claims) -> None:
    assert claims.claim(video(), STORIES, 30) == "moon"
    assert claims.claim(video(), ["tea", "radio", "moon"], 30) == "moon"


def test_a_rerun_whose_story_is_gone_claims_another_and_frees_it(claims: Claims) -> None:
    claims.claim(video(), STORIES, 30)
    assert claims.claim(video(), ["tea"], 30) == "tea"
    assert claims.claim(video(1), ["moon"], 30) == "moon"


@pytest.mark.parametrize("days", [30, -30, 31, -400])
def test_a_story_may_be_told_again_after_the_theme_s_days(claims: Claims, days: int) -> None:
    claims.claim(video(), ["moon"], 30)
    assert claims.claim(video(days), ["moon"], 30) == "moon"


@pytest.mark.parametrize("days", [29, -29, 1, -1, 0])
def test_a_story_is_not_told_again_sooner_before_or_after(claims: Claims, days: int) -> None:
    claims.claim(video(), ["moon"], 30)
    assert claims.claim(video(days, number=2), ["moon"], 30) is None


def test_two_videos_of_one_day_never_tell_the_same_story(claims: Claims) -> None:
    claims.claim(video(), ["moon"], 0)
    assert claims.claim(video(number=2), ["moon", "tea"], 0) == "tea"
    assert claims.claim(video(1), ["moon"], 0) == "moon"


def test_another_theme_tells_what_it_likes(claims: Claims) -> None:
    claims.claim(video(), ["moon"], 30)
    assert claims.claim(video(theme="space"), ["moon"], 30) == "moon"


def test_a_released_story_is_free(claims: Claims) -> None:
    claims.claim(video(), ["moon"], 30)
    claims.release(video())
    claims.release(video())
    assert claims.claim(video(1), ["moon"], 30) == "moon"


def test_nothing_to_claim_is_no_claim(claims: Claims) -> None:
    assert claims.claim(video(), [], 30) is None


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_the_ends_of_the_calendar_are_no_problem(claims: Claims, day: dt.date) -> None:
    assert claims.claim(VideoKey(day, "gadgets"), ["moon"], 365) == "moon"


_CLAIMER = """
import datetime as dt, json, sys
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.claims import Claims
from vidpipe_assets.storage.database import open_database

url, first, stories = sys.argv[1], int(sys.argv[2]), sys.argv[3].split()
print("ready", flush=True)
sys.stdin.readline()
claims = Claims(open_database(url))
keys = [VideoKey(dt.date(2026, 11, 23), "gadgets", number=first + n) for n in range(8)]
print(json.dumps([claims.claim(key, stories, 30) for key in keys]))
"""


def test_processes_that_claim_at_the_same_moment_get_different_stories(database_url: str) -> None:
    stories = [f"story-{number}" for number in range(20)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _CLAIMER, database_url, str(first), " ".join(stories)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for first in (1, 101, 201)
    ]
    # All are up by then; a new SQLite file is made and migrated by whoever comes first.
    answers = let_go(processes)
    assert [process.returncode for process in processes] == [0, 0, 0]
    claimed = [story for answer in answers for story in json.loads(answer) if story]
    assert sorted(claimed) == sorted(stories)
