"""What benchmarks share: what a process has cost, where and when they were run, and their results as JSON."""

import datetime as dt
import json
import os
import platform
import resource
import sys
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


def cpu_s() -> float:
    """CPU seconds of this process and of those that it has waited for."""
    return sum(usage.ru_utime + usage.ru_stime for usage in _usages())


def peaks_mib() -> tuple[float, float]:
    """The most memory of this process, and of the largest that it has waited for."""
    own, largest = (usage.ru_maxrss / _UNIT for usage in _usages())
    return own, largest


_UNIT = 1024 * 1024 if sys.platform == "darwin" else 1024


def _usages() -> tuple[resource.struct_rusage, resource.struct_rusage]:
    return resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)


def write(name: str, rows: Any, **more: Any) -> Path:
    """Keep the rows as `<name>.json` with the circumstances; returns the file."""
    target = FOLDER / f"{name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({**circumstances(), **more, "rows": rows}, indent=1) + "\n", encoding="utf-8")
    return target
