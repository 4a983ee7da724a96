"""Importing the definitions is cheap: what draws, asks or stores is loaded by whoever does it."""

import subprocess
import sys

HEAVY = ("skia", "PIL", "yake", "tenacity", "onnxruntime", "vidpipe_assets.storage.tables")


def test_definitions_load_nothing_that_only_stages_need() -> None:
    script = "import sys, dagster; before = set(sys.modules); import vidpipe_assets.definitions; "
    script += f"print(*[name for name in {HEAVY!r} if name in set(sys.modules) - before])"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told.split() == []
