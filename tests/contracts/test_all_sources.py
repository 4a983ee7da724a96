"""The stage `trends` with every live source: asked at once, paid as billed, shared within the hour, no key in sight."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from canaries import CANARIES, leaks
from contracts.looking import NOW
from fake_line import FAKES, Line, new_line
from fakes.apify import Apify
from fakes.server import Answer, Asked
from fakes.trend_world import SOURCES, TrendWorld, trend_world
from fakes.youtube import refusal
from faults.bookkeeping import booked

from vidpipe_assets.defs.assets.trends import trends
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.model.trends import TrendSnapshot
from vidpipe_assets.orchestration.checkpoints import latest_checkpoint
from vidpipe_assets.providers.registry import load
from vidpipe_assets.providers.secrets import Live
from vidpipe_assets.providers.trends import TrendRequest

VIDEO, OTHER = "2026-11-25_gadgets", "2026-11-25_space"
NOON = dt.datetime(2026, 11, 25, 12, 10, tzinfo=dt.UTC)
KEYS = {**CANARIES, "REDDIT_CLIENT_ID": "client-7"}


@contextmanager
def living(world: TrendWorld, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """A line of two themes that ask everybody."""
    for name, value in world.environment.items():
        monkeypatch.setenv(name, value)
    folder.mkdir()
    (folder / "dagster").mkdir()
    with new_line(folder) as line:
        line.assets = [trends, *FAKES[1:]]
        line.workplace.clock = NOON
        for name in ("gadgets", "space"):
            line.theme(name, _theme(world.feed))
        yield line


def _theme(feed: str) -> str:
    return (
        f"collect: {{queries: [telescope], hashtags: [space], subreddits: [space], feeds: ['{feed}']}}\n"
        f"providers: {{trends: [{', '.join(SOURCES)}]}}\n"
    )


def snapshot(line: Line, video: str = VIDEO) -> TrendSnapshot:
    line.instance.add_dynamic_partitions("videos", [video])
    assert line.run(video, "trends").success
    found = latest_checkpoint(line.instance, Stage.TRENDS, video)
    assert found is not None
    return line.workplace.store.documents.load(video, Stage.TRENDS, found.data_version, TrendSnapshot)


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_is_found_by_its_name_and_says_what_it_needs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in KEYS:
        monkeypatch.delenv(variable, raising=False)
    source = load("trends", name)
    assert not source.is_local
    assert isinstance(source, Live)
    assert source.name == name
    assert {need.name for need in source.needs} <= KEYS.keys()
    assert all(need.where.startswith("https://") for need in source.needs)
    assert bool(source.price(TrendRequest("theme", Collect(queries=("moon",)), NOW))) == (name == "tiktok")


def test_fault_36_all_sources_are_heard_paid_as_billed_and_shared_by_themes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    with trend_world(KEYS) as world, living(world, home, monkeypatch) as line:
        made = snapshot(line)
        assert made.sources == SOURCES
        (note,) = made.not_heard
        assert note.endswith("/sky.rss: 1 of its 4 entries have neither a title nor a text")
        # In Wikipedia and in Google, nobody looks for telescopes today.
        assert {one.platform for one in made.trends} == {"hacker-news", "rss", "youtube", "reddit", "tiktok"}
        assert booked(line.workplace.store) == world.apify.bill == Decimal("0.2")
        asked = len(world.asked)
        line.workplace.clock = NOON + dt.timedelta(minutes=40)
        assert snapshot(line, OTHER).trends == made.trends
        assert (len(world.asked), booked(line.workplace.store)) == (asked, Decimal("0.2"))
    assert leaks(home, *capfd.readouterr()) == []


def test_fault_28_sources_that_refuse_are_noted_and_show_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def used_up(asked: Asked) -> Answer:
        return refusal(403, "quotaExceeded", f"no quota for {asked.query['key']}")

    def closed(asked: Asked) -> Answer:
        return Answer({"message": f"who is {asked.headers['authorization']}?", "error": 401}, 401)

    home = tmp_path / "home"
    with trend_world(KEYS, youtube=used_up, reddit=closed) as world, living(world, home, monkeypatch) as line:
        made = snapshot(line)
        assert made.sources == ("hacker_news", "rss", "google_trends", "wikipedia", "tiktok")
        assert [one.partition(":")[0] for one in made.not_heard] == ["youtube", "reddit", "rss"]
        assert "quotaExceeded" not in made.not_heard[1]
    assert leaks(home, *made.not_heard) == []


def test_fault_6_a_run_whose_start_was_never_answered_is_found_and_not_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = Apify(polls=0)

    def losing(asked: Asked) -> Answer:
        answer = account.answer(asked)
        is_first = asked.method == "POST" and len(account.runs) == 1
        return Answer("a gateway waited in vain", 504) if is_first else answer

    with trend_world(KEYS, apify=losing) as world, living(world, tmp_path / "home", monkeypatch) as line:
        assert "tiktok" in snapshot(line).sources
        assert len(account.runs) == 1
        assert booked(line.workplace.store) == account.bill
