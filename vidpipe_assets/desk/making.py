"""Making ordered videos at once, from a terminal: the job `order_videos` in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

from vidpipe_assets.desk.ordering import Wish
from vidpipe_assets.store.files import write_atomically
from vidpipe_assets.store.places import Places
from vidpipe_assets.store.scratch import scratch

JOB = ("job", "execute", "-m", "vidpipe_assets.definitions", "-j", "order_videos")


def make_now(places: Places, wish: Wish) -> int:
    """Order `wish` and make its videos with `dagster job execute`; returns that command's exit code."""
    with scratch(places.scratch, "order") as folder:
        config = folder / "order.yaml"
        write_atomically(config, run_config(wish).encode())
        # Dagster is started as a program: this room never imports it.
        dagster = Path(sys.executable).with_name("dagster")
        # Without Dagster's notice that another of its commands does the same.
        quietly = {**os.environ, "PYTHONWARNINGS": "ignore:Function"}
        command = [str(dagster), *JOB, "-c", str(config)]
        return subprocess.run(command, cwd=places.home, env=quietly, check=False).returncode


def run_config(wish: Wish) -> str:
    """The run config of `order_videos` that makes `wish` (JSON is YAML, too)."""
    config = {
        "themes": list(wish.themes),
        "from_day": wish.from_day.isoformat(),
        "to_day": wish.to_day.isoformat(),
        "per_day": wish.per_day or 0,
        "topic": wish.topic,
        "make_now": True,
    }
    return json.dumps({"ops": {"order": {"config": config}}, "loggers": {"console": {"config": {}}}}, indent=1)
