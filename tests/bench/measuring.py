"""What benchmarks share: where and when they were run, and their results as JSON."""

import datetime as dt
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".vidpipe" / "bench"


def circumstances() -> dict[str, Any]:
    """Day, machine and versions."""
    return {
        "day": f"{dt.datetime.now(dt.UTC):%Y-%m-%d}",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "system": platform.platform(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("dagster", "vidpipe", "imageio-ffmpeg")},
        "load": round(os.getloadavg()[0], 1),
    }


def write(name: str, rows: Any, **more: Any) -> Path:
    """Keep the rows as `<name>.json` with the circumstances; returns the file."""
    target = FOLDER / f"{name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({**circumstances(), **more, "rows": rows}, indent=1) + "\n", encoding="utf-8")
    return target
