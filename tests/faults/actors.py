"""Several actors in one home at the same time, for `make chaos ACTORS=1`: two workers, who are killed; two people.

A person decides (approves, rejects, refuses, takes back), another cancels, opens again, asks for more, and each keeps
what was answered. The clock of all goes ahead with every start, since who was killed twice waits a minute.
"""

import datetime as dt
import itertools
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from faults.aftermath import leftovers, living
from faults.deaths import notes
from faults.kills import Home

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import (
    ApproveRequest,
    CancelRequest,
    DecisionRequest,
    RejectForGoodRequest,
    RejectRequest,
    ReopenRequest,
    RetryAfreshRequest,
    RetryRequest,
    apply,
)
from vidpipe_assets.operations.export import METADATA, UploadMetadata, export, export_new
from vidpipe_assets.operations.review_package import review_version
from vidpipe_assets.orchestration.checkpoints import latest_checkpoint
from vidpipe_assets.planning.desired import StageDecision, stage_decisions
from vidpipe_assets.storage.decisions import Decisions
from vidpipe_assets.storage.store import Store, open_store

KEYS = ("2026-11-23_gadgets", "2026-11-24_gadgets", "2026-11-25_gadgets")
_DAGSTER = str(Path(sys.executable).with_name("dagster"))
_STEP = dt.timedelta(minutes=10)
_STAGES_THAT_ARE_REJECTED = (Stage.ANALYSIS, Stage.SCRIPTS, Stage.CLIPS, Stage.VOICEOVER, Stage.COMPOSED_VIDEO)
_MOST_LOOKS = 12


@dataclass
class Scene:
    """What all actors share, and what each has seen come of what it did."""

    home: Home
    seed: str
    wanted_kills: int
    kills: "Counter[str]" = field(default_factory=Counter[str])
    """By the stage in which a worker was killed; "" for outside of any."""
    answers: list[Decision] = field(default_factory=list[Decision])
    refused: int = 0
    starts: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    later: dt.timedelta = dt.timedelta()
    lock: threading.Lock = field(default_factory=threading.Lock)
    troubles: list[str] = field(default_factory=list[str])

    @property
    def is_over(self) -> bool:
        return self.kills.total() >= self.wanted_kills or bool(self.troubles)

    def now(self) -> dt.datetime:
        """As the workers that are started now see it."""
        return now_utc() + self.later

    @contextmanager
    def store(self) -> Generator[Store]:
        """Where people decide, by the clock of the workers."""
        with closing(open_store(self.home.places)) as opened:
            yield replace(opened, decisions=Decisions(opened.database, self.now))

    def decide(self, store: Store, key: str, request: DecisionRequest, who: str) -> Decision | None:
        """Decide, and remember what was answered."""
        try:
            made = apply(store, key, request, who=who)
        except VidpipeError:
            with self.lock:
                self.refused += 1
            return None
        with self.lock:
            self.answers.append(made)
        return made


def begun(home: Home) -> None:
    """Order all videos."""
    with home.store() as store:
        store.orders.add([VideoKey.parse(key) for key in KEYS], asked_by="test")


def played(scene: Scene) -> None:
    """Let all act until enough workers were killed."""
    parts: list[tuple[str, Callable[[Scene, random.Random], None]]] = [
        ("worker 1", _worker),
        ("worker 2", _worker),
        ("ann", _decider),
        ("cem", _canceller),
    ]
    threads = [threading.Thread(target=_part, args=(scene, name, part), name=name) for name, part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _part(scene: Scene, name: str, part: Callable[[Scene, random.Random], None]) -> None:
    try:
        part(scene, random.Random(f"{scene.seed} {name}"))
    except BaseException as error:
        scene.troubles.append(f"{name}: {error!r}")
        raise


def refresh(scene: Scene, mortal: random.Random | None = None) -> tuple[int, Path]:
    """`refresh_videos` in a process of its own, which is killed at an instant of its work, unless it ends before."""
    with scene.lock:
        number = next(scene.starts)
        scene.later = number * _STEP
    log = scene.home.folder / f"notes-{number}.jsonl"
    with log.with_suffix(".said").open("w") as said:
        process = subprocess.Popen(
            [_DAGSTER, "job", "execute", "-m", scene.home.line.module, "-j", "refresh_videos"],
            cwd=scene.home.folder,
            env=scene.home.environment(log, None, later_s=scene.later.total_seconds()),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        if mortal is not None:
            _strike(process, log, round(mortal.triangular(1, 400, 30)), mortal.uniform(0, 0.2))
        code = process.wait(600)
    return code, log


def _strike(process: "subprocess.Popen[bytes]", log: Path, after_notes: int, seconds: float) -> None:
    while process.poll() is None and len(notes(log)) < after_notes:
        time.sleep(0.02)
    time.sleep(seconds)
    process.kill()


def _worker(scene: Scene, chance: random.Random) -> None:
    while not scene.is_over:
        code, log = refresh(scene, chance)
        if code != -9:
            continue
        written = notes(log)
        with scene.lock:
            scene.kills[written[-1].stage if written else ""] += 1
            if scene.kills.total() % 10 == 0:
                print(
                    f"  {scene.kills.total()} of {scene.wanted_kills} kills, {len(scene.answers)} decisions", flush=True
                )


def _decider(scene: Scene, chance: random.Random) -> None:
    """Approves what is there, rejects a stage, refuses, or takes that back."""
    while not scene.is_over:
        key = chance.choice(KEYS)
        requests: list[DecisionRequest] = [
            ApproveRequest(),
            RejectRequest(stage=chance.choice(_STAGES_THAT_ARE_REJECTED), reason="not so"),
            RejectRequest(stage=chance.choice(_STAGES_THAT_ARE_REJECTED), reason="nor so"),
            RejectForGoodRequest(),
            ReopenRequest(),
        ]
        with scene.store() as store:
            made = scene.decide(store, key, chance.choice(requests), "ann")
            if made is not None:
                with _told(scene):
                    export(store, made)  # as the command does it, at once
        time.sleep(chance.uniform(0.2, 3))


@contextmanager
def _told(scene: Scene) -> Generator[None]:
    """What cannot be laid ready now is laid ready by a refresh: a newer decision, a file that is made anew."""
    try:
        yield
    except VidpipeError:
        with scene.lock:
            scene.refused += 1


def _canceller(scene: Scene, chance: random.Random) -> None:
    """Cancels, opens again, asks for another try or another take."""
    while not scene.is_over:
        key = chance.choice(KEYS)
        requests: list[DecisionRequest] = [
            CancelRequest(),
            ReopenRequest(),
            ReopenRequest(),
            RetryRequest(),
            RetryAfreshRequest(stage=chance.choice(list(Stage))),
        ]
        with scene.store() as store:
            scene.decide(store, key, chance.choice(requests), "cem")
        time.sleep(chance.uniform(0.5, 4))


def settled(scene: Scene) -> None:
    """Open what is closed and not approved; then refresh, and ask again for what was given up, until all rest."""
    with scene.store() as store:
        for key in KEYS:
            if _state(store, key) not in (OrderState.OPEN, OrderState.APPROVED):
                scene.decide(store, key, ReopenRequest(), "cem")
    for _ in range(_MOST_LOOKS):
        code, log = refresh(scene)
        said = log.with_suffix(".said").read_text()
        assert code == 0, said[-3000:]
        plans = scene.home.open_plans()
        if not plans:
            return
        with scene.store() as store:
            for key in KEYS:
                if any(plan.startswith(key) for plan in plans):
                    scene.decide(store, key, RetryRequest(), "cem")
    raise AssertionError(f"the planner does not come to rest: {scene.home.open_plans()}")


def _state(store: Store, key: str) -> OrderState:
    order = store.orders.get(VideoKey.parse(key))
    assert order is not None
    return order.state


def assert_all_is_well(scene: Scene) -> None:
    """Bill equals ledger, decisions equal answers, the newest take everywhere, nothing to do, nothing left behind."""
    assert scene.troubles == [], scene.troubles
    assert scene.home.open_plans() == [], scene.home.open_plans()
    _assert_bill_is_ledger(scene.home)
    with scene.store() as store:
        kept = store.decisions.after(0)
        assert kept == tuple(sorted(scene.answers, key=lambda one: one.id))
        export_new(store)
        for key in KEYS:
            _assert_newest(scene.home, store, key)
    assert leftovers(scene.home) == []
    assert living(scene.home) == {}


def _assert_bill_is_ledger(home: Home) -> None:
    with home.store() as store:
        lines = costs(store)
    spent = sum((line.spent for line in lines), Decimal(0))
    # A worker that was killed while it asked leaves its charge open; where a person then wants another take, nobody
    # asks again what became of it. It stays in every budget of its day, so the ledger knows of all that is spent.
    may_have_been = sum((line.reserved + line.doubtful for line in lines), Decimal(0))
    bill = home.provider.bill
    assert spent <= bill <= spent + may_have_been, f"spent {spent}, open {may_have_been}, billed {bill}"
    assert home.provider.submitted_twice == []


def _assert_newest(home: Home, store: Store, key: str) -> None:
    """All that is recorded, shown and exported of a video is of the takes that people have asked for last."""
    decisions = store.decisions.of(key)
    takes = stage_decisions(decisions)
    with home.instance() as instance:
        found = {stage: latest_checkpoint(instance, stage, key) for stage in Stage}
    review = found[Stage.REVIEW]
    assert review is not None
    assert review_version(store, key) == review.data_version, "the package is not what is recorded"
    about = [one for one in decisions if one.word in {Word.APPROVED, Word.REFUSED, Word.REOPENED}]
    approved = store.places.output / "approved" / key
    if _state(store, key) is OrderState.APPROVED:
        metadata = UploadMetadata.model_validate_json((approved / METADATA).read_bytes())
        assert (metadata.decision, metadata.version) == (about[-1].id, about[-1].version)
        return
    assert not approved.exists()
    for stage, one in found.items():
        assert one is not None and one.ingredients.take == takes.get(stage, StageDecision()).take, f"{stage} of {key}"
