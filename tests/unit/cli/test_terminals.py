"""Every command prints in every terminal: without UTF-8, without HOME, without TERM."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

ROOT = Path(__file__).parents[3]
TERMINALS = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "ascii"},
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "gadgets.yaml").write_text("name: gadgets\nchannel: Größe 日本 “x”\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "terminal",
    [*(pytest.param(one, marks=pytest.mark.slow) for one in TERMINALS[:-1]), TERMINALS[-1]],
    ids=lambda one: next(iter(one.values())),
)
def test_what_a_terminal_cannot_show_ends_no_command(home: Path, terminal: dict[str, str]) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in {"HOME", "TERM", "LANG", "LC_ALL"}}
    environment = {**kept, "DAGSTER_HOME": str(home), "PYTHONPATH": str(ROOT), **terminal}

    def said(*words: str) -> bytes:
        done = subprocess.run(
            [sys.executable, "-m", "vidpipe_assets.cli", *words], env=environment, capture_output=True, check=False
        )
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
        return done.stdout

    said("order", "gadgets", "--day", "2026-11-23", "--topic", "Game Boy — größer 日本")
    assert b"gadgets" in said("themes")
    assert b"Game Boy" in said("status")
    with closing(open_store(Places(home))) as store:
        [order] = store.orders.open_orders()
    assert order.topic == "Game Boy — größer 日本"
