"""Importing is cheap: what draws, asks or stores is loaded by whoever does it, and no command waits for Dagster."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "PIL",
    "alembic",
    "fastapi",
    "httpx",
    "imageio_ffmpeg",
    "jinja2",
    "numpy",
    "onnxruntime",
    "rich",
    "skia",
    "sqlalchemy",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "starlette",
    "tenacity",
    "uharfbuzz",
    "vidpipe_assets.storage.tables",
    "stop_words",
    # Dagster's own, which `import dagster` leaves out: they bring SQLAlchemy, Alembic and the daemons along.
    "dagster._core.storage.event_log.sql_event_log",
    "dagster._core.storage.local_compute_log_manager",
    "dagster._core.storage.runs.sql_run_storage",
    "dagster._core.storage.sqlite_storage",
    "dagster._daemon",
)


def test_definitions_load_nothing_that_only_stages_need() -> None:
    script = "import sys, dagster; before = set(sys.modules); import vidpipe_assets.definitions; "
    script += f"print(*[name for name in {HEAVY!r} if name in set(sys.modules) - before])"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert loaded.split() == []


@pytest.mark.parametrize("arguments", [("--help",), ("status",), ("order", "gadgets")])
def test_common_commands_load_neither_dagster_nor_numpy(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "gadgets.yaml").write_text("name: gadgets\nchannel: Gadget Drop\n")
    script = f"""
import atexit, runpy, sys
atexit.register(lambda: print("loaded:", *[name for name in ("dagster", "numpy") if name in sys.modules]))
sys.argv = ["vidpipe", *{arguments!r}]
runpy.run_module("vidpipe_assets.cli", run_name="__main__")
"""
    environment = {**os.environ, "DAGSTER_HOME": str(tmp_path)}
    environment.pop("VIDPIPE_DATABASE_URL", None)
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines()[-1] == "loaded:"
