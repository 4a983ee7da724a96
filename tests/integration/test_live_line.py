"""The whole line with every stage live: five sources of trends, a model that writes, one that films, a voice for sale.

The services are fakes on this machine (`fakes.world`); vidpipe runs as a person runs it, in processes of its own.
"""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pytest
from canaries import leaks
from fakes.server import Answer
from fakes.world import living_world
from homes import DAGSTER, LONGEST_S, run, said, started
from live_homes import KEYS, LIVE_STAGES, SOURCES, home_of, order
from shared import made_once

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.model.media import ClipSet, Voiceover
from vidpipe_assets.model.money import plain_amount
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import TrendReport, TrendSnapshot
from vidpipe_assets.model.values import Document
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

D = TypeVar("D", bound=Document)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2 * LONGEST_S)]


@dataclass(frozen=True)
class Made:
    """What there is when one video was made, and what was printed meanwhile; for all processes of the session."""

    home: Path
    printed: str
    bill: dict[str, Decimal]
    asked: list[str]

    @property
    def package(self) -> Path:
        (found,) = (self.home / "output" / "review").iterdir()
        return found

    @contextmanager
    def store(self) -> Iterator[Store]:
        """What the home keeps; to be read only."""
        with closing(open_store(Places(self.home))) as store:
            yield store

    def document(self, store: Store, stage: Stage, kind: type[D]) -> D:
        """The only one of a stage."""
        (version,) = store.documents.versions(self.package.name)[stage]
        return store.documents.load(self.package.name, stage, version, kind)

    @property
    def review(self) -> dict[str, Any]:
        return json.loads((self.package / "review.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """One short video."""
    folder = made_once(tmp_path_factory, "live-line", make)
    told = json.loads((folder / "told.json").read_text())
    assert told["code"] == 0, told["printed"][-12000:]
    bill = {stage: Decimal(amount) for stage, amount in told["bill"].items()}
    return Made(folder / "home", told["printed"], bill, told["asked"])


def make(folder: Path) -> None:
    """Order and make a video, and ask what it cost."""
    with living_world(KEYS) as (world, environment):
        home = home_of(folder / "home", environment, 15)
        done = order(home, environment, make_now=True)
        shown = run([str(DAGSTER.with_name("vidpipe")), "costs", "--by", "stage"], home, **environment)
        told = {
            "code": done.returncode or shown.returncode,
            "printed": said(done) + said(shown),
            "bill": {stage: str(amount) for stage, amount in world.bill.items()},
            "asked": world.asked,
        }
    (folder / "told.json").write_text(json.dumps(told))


def test_every_stage_was_made_by_the_live_provider_that_the_theme_names(made: Made) -> None:
    assert {"anthropic", "apify", "elevenlabs", "fal", "feeds", "hacker_news", "reddit", "youtube"} == set(made.asked)
    with made.store() as store:
        snapshot = made.document(store, Stage.TRENDS, TrendSnapshot)
        assert snapshot.sources == SOURCES
        assert [note.rpartition(": ")[2] for note in snapshot.not_heard] == [
            "1 of its 4 entries have neither a title nor a text"
        ]
        assert len({one.platform for one in snapshot.trends}) == len(SOURCES)
        assert made.document(store, Stage.ANALYSIS, TrendReport).narrator == "anthropic"
        assert made.document(store, Stage.SCRIPTS, ProductionPlan).writer == "anthropic"
        clips = made.document(store, Stage.CLIPS, ClipSet).clips
        assert [clip.provider for clip in clips] == ["motion", *["fal"] * (len(clips) - 2), "motion"]
        voice = made.document(store, Stage.VOICEOVER, Voiceover)
        assert (voice.provider, voice.alignment) == ("elevenlabs", "exact")


def test_the_video_is_whole_and_its_package_says_who_made_what_is_seen(made: Made) -> None:
    failed = {check["name"] for check in made.review["checks"] if not check["passed"]}
    assert failed <= {"plan_length", "length_in_bounds"}  # the fakes' beeps take longer than words
    assert {path.name for path in made.package.iterdir()} >= {"video.mp4", "thumbnail.jpg", "index.html"}
    assert "pixverse/v6/text-to-video, a generative model" in json.dumps(made.review["credits"])


def test_fault_36_the_bill_of_the_whole_world_is_the_ledger_s_to_the_cent(made: Made) -> None:
    with made.store() as store:
        lines = costs(store, "stage")
    assert {line.name: line.spent for line in lines} == made.bill
    assert sum(line.reserved + line.doubtful for line in lines) == 0
    assert all(made.bill[stage] > 0 for stage in LIVE_STAGES)


def test_the_command_costs_shows_it_by_stage(made: Made) -> None:
    rows = {words[0]: words[1:3] for words in map(str.split, made.printed.splitlines()) if words}
    assert {name: rows[name] for name in LIVE_STAGES} == {
        name: [plain_amount(amount), "USD"] for name, amount in made.bill.items()
    }
    assert rows["total:"] == [plain_amount(sum(made.bill.values(), Decimal(0))), "USD"]


def test_fault_28_no_key_of_any_provider_is_in_anything_that_was_written_or_printed(made: Made) -> None:
    assert leaks(made.home, made.printed) == []


@pytest.mark.slow
def test_fault_30_killed_in_the_middle_of_clip_4_of_6_the_stage_pays_for_each_clip_once(tmp_path: Path) -> None:
    running: list[subprocess.Popen[str]] = []

    def kill(number: int) -> Answer | None:
        if number == 4 and len(running) == 1:
            running[0].send_signal(signal.SIGKILL)
        return None

    def make_stages(select: str) -> int:
        selection = ["--select", select, "--partition", f"{today}_sky"]
        command = [str(DAGSTER), "asset", "materialize", "-m", "vidpipe_assets.definitions", *selection]
        running.append(started(command, home, **environment))
        printed.append(running[-1].communicate(timeout=LONGEST_S)[0])
        return running[-1].returncode

    printed: list[str] = []
    today = now_utc().date()
    with living_world(KEYS) as (world, environment):
        world.predictions.on_submit = kill
        home = home_of(tmp_path / "home", environment, 42, footage="replicate")
        assert order(home, environment, from_day=str(today)).returncode == 0
        assert make_stages("+key:clips") == -signal.SIGKILL, printed[-1][-4000:]
        assert make_stages("key:clips") == 0, printed[-1][-4000:]
        jobs = world.predictions.jobs
        assert len(jobs) == 6
        assert len({job["input"]["prompt"] for job in jobs}) == 6
        with closing(open_store(Places(home))) as store:
            lines = {line.name: (line.spent, line.reserved + line.doubtful) for line in costs(store, "stage")}
    assert lines["clips"] == (world.bill["clips"], 0)
    assert leaks(home, *printed) == []
