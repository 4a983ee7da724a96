"""Whatever was made, made again, answered, approved and closed, and however long ago: what is needed is never removed,
and all that is not needed is.
"""

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from old_home import KEY, NOW, OldHome

from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.storage.tables import metadata

pytestmark = pytest.mark.slow

VIDEOS = (KEY, f"{KEY}_2", f"{KEY}_3")
OLD = 90

keys, texts = st.sampled_from(VIDEOS), st.sampled_from(["a", "b", "c", "d"])
days = st.sampled_from([0, 0.9, 1.2, 3, 80, 100, 300])
deeds = st.one_of(
    st.tuples(st.just("make"), keys, st.sampled_from([Stage.CLIPS, Stage.COMPOSED_VIDEO, Stage.REVIEW]), texts, days),
    st.tuples(st.just("answer"), keys, texts, days),
    st.tuples(st.just("stray"), texts, days),
    st.tuples(st.just("close"), keys, st.sampled_from(list(OrderState)), days),
    st.tuples(st.just("package"), keys, st.sampled_from(["review", "approved"]), days),
)


def do(home: OldHome, deed: tuple[Any, ...]) -> None:
    match deed:
        case ("make", key, stage, text, ago):
            # Videos share files, as they share footage.
            home.make(key, stage, f"{key} {text}", home.file(f"{stage} {text}", days=ago), days=ago)
        case ("answer", key, text, ago):
            home.answer(key, text, days=ago)
        case ("stray", text, ago):
            home.file(f"stray {text}", days=ago)
        case ("close", key, state, ago):
            home.close(key, state, days=ago)
        case ("package", key, where, ago) if not (home.store.places.output / where / key).exists():
            home.package(key, where, days=ago)
        case _:
            pass


def ages(folder: Path) -> dict[Path, float]:
    """How many days ago each file was written."""
    now = NOW.timestamp()
    return {path: (now - path.stat().st_mtime) / 86400 for path in folder.rglob("*") if path.is_file()}


def check(home: OldHome) -> None:
    store = home.store
    closed = store.orders.closed_before(NOW - dt.timedelta(days=OLD))
    documents, artifacts = ages(store.places.documents), ages(store.places.artifacts)
    intact = [name for name, (video, _) in home.answers.items() if video not in closed]
    dry = home.tidy(delete=False)
    assert (documents, artifacts) == (ages(store.places.documents), ages(store.places.artifacts))
    wet = home.tidy()
    assert wet.wrong == []
    assert (dry.number, dry.bytes) == (wet.number, wet.bytes)
    gone = (documents.keys() | artifacts.keys()) - (ages(store.places.documents).keys() | artifacts_left(store))
    assert all((documents | artifacts)[path] > 1 for path in gone)
    for key in VIDEOS:
        _check_video(home, key, closed)
    assert all(home.is_answered(name) for name in intact)
    assert home.tidy().number == {}  # nothing was left for a second time


def artifacts_left(store: Store) -> set[Path]:
    return set(ages(store.places.artifacts))


def _check_video(home: OldHome, key: str, closed: dict[str, str]) -> None:
    kept = home.store.documents.kept(key) if (home.store.places.documents / key).is_dir() else []
    for one in kept:  # whatever document is left has all of its files
        assert all(home.has(file) for file in home.store.documents.artifacts(key, one.stage, one.version))
    if key not in closed:
        assert set(home.memory.made[key].values()) <= {one.version for one in kept}
    else:
        copy = closed[key] == OrderState.APPROVED and not (home.store.places.output / "approved" / key).is_dir()
        assert all(NOW - one.changed < dt.timedelta(days=1) or (copy and one.stage == Stage.REVIEW) for one in kept)


def _no_strays(home: OldHome) -> None:
    """Every file that is older than a day is named by a document, or belongs to an answer that may be asked for."""
    named = b"".join(path.read_bytes() for path in ages(home.store.places.documents))
    for _, answer in home.answers.values():
        if home.has(answer):
            named += answer.sha256.encode() + home.store.artifacts.path(answer).read_bytes()
    for path, ago in ages(home.store.places.artifacts).items():
        assert ago < 1 or path.stem.encode() in named


@contextmanager
def a_home(database: str, template: Path | None) -> Iterator[OldHome]:
    with tempfile.TemporaryDirectory() as folder:
        places = Places(Path(folder), database=database)
        if template:
            shutil.copytree(template, places.state)
        with closing(open_store(places)) as store:
            home = OldHome(store, Path(folder))
            home.order(*VIDEOS)
            yield home


def _holds(deeds: list[tuple[Any, ...]], database: str, template: Path | None) -> None:
    with a_home(database, template) as home:
        for deed in deeds:
            do(home, deed)
        check(home)
        _no_strays(home)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(deeds, max_size=25))
def test_what_is_needed_stays_and_all_else_goes(new_state: Path, done: list[tuple[Any, ...]]) -> None:
    _holds(done, "", new_state)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(deeds, min_size=5, max_size=25))
def test_the_same_on_postgresql(postgres: str, done: list[tuple[Any, ...]]) -> None:
    with closing(open_store(Places(Path("/nowhere"), database=postgres))) as store, store.database.writing() as rows:
        for table in reversed(metadata.sorted_tables):
            rows.execute(sa.delete(table))
    _holds(done, postgres, None)
