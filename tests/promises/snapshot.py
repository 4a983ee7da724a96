"""What vidpipe has promised, as files that people can read: compared with what there is, and written only when told to.

    VIDPIPE_WRITE_SNAPSHOTS=1 pytest tests/promises

A missing file fails its test. Look at the difference in `git diff` before you commit it: each line of it is a promise
that somebody may rely on.
"""

import difflib
import json
import os
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).with_name("snapshots")
WRITE = "VIDPIPE_WRITE_SNAPSHOTS"


def is_writing() -> bool:
    """Whether the snapshots are to be written anew."""
    return os.environ.get(WRITE, "") == "1"


def promised(name: str, content: Any) -> None:
    """Fail unless `content`, which JSON can hold, is what `snapshots/<name>.json` says."""
    _compare(FOLDER / f"{name}.json", json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def promised_text(name: str, text: str) -> None:
    """Fail unless `text` is what `snapshots/<name>` says."""
    _compare(FOLDER / name, text)


def _compare(path: Path, found: str) -> None:
    if is_writing():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(found.encode())
        return
    if not path.is_file():
        pytest.fail(f"there is no snapshot {path.name}; write it with {WRITE}=1, and read it before you commit it")
    kept = path.read_bytes().decode()
    if kept != found:
        lines = difflib.unified_diff(kept.splitlines(), found.splitlines(), "promised", "found", lineterm="", n=2)
        pytest.fail(f"{path.name} is not what was promised:\n" + "\n".join(list(lines)[:80]))


def without_prose(schema: Any) -> Any:
    """A JSON schema or OpenAPI document without its `description`, `summary` and `title`.

    Properties that are called so stay: they are names and no prose.
    """
    if isinstance(schema, list):
        return [without_prose(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept: dict[str, Any] = {}
    for key, value in schema.items():
        if key in {"properties", "$defs", "schemas", "paths"} and isinstance(value, dict):
            kept[key] = {name: without_prose(one) for name, one in value.items()}
        elif key not in {"description", "summary", "title"}:
            kept[key] = without_prose(value)
    return kept
