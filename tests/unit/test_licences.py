"""Whatever is installed and imported beside vidpipe (Apache-2.0) has a licence that allows it."""

import ast
import re
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

ALLOWED = (
    "0BSD",
    "Apache",
    "BSD",
    "CC0",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MPL",
    "Mozilla Public License",
    "OFL",
    "PSF",
    "Python Software Foundation",
    "Zlib",
)

REASONED = {
    "psycopg2-binary": "LGPL with exceptions, asked for by dagster-postgres; a library that is used as it is",
    "piper-tts": "GPL; never imported by vidpipe's own process: `voice/piper_worker.py` is a program of its own",
}
"""Packages of another licence, and why they may be there all the same."""

OTHER_PROCESSES = {"piper": Path("vidpipe_assets/voice/piper_worker.py")}
"""Modules that may be imported by one program only, which runs as a process of its own."""


def locked(name: str) -> list[str]:
    """The packages of a lock file that are installed here; markers leave some out elsewhere."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    names = [match["name"] for line in lines if (match := re.match(r"(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?==", line))]
    installed = {re.sub(r"[-_.]+", "-", one.name).lower() for one in metadata.distributions()}
    return [one for one in names if re.sub(r"[-_.]+", "-", one).lower() in installed]


def licence(package: str) -> str:
    """What a package's metadata say: the SPDX expression, else the classifiers, else the free field's first line."""
    about = metadata.metadata(package).json
    classifiers = [one for one in about.get("classifier", ()) if one.startswith("License ::")]
    free = str(about.get("license", "")).strip().split("\n")[0]
    return str(about.get("license_expression", "")) or "; ".join(one.split(" :: ")[-1] for one in classifiers) or free


def is_allowed(text: str) -> bool:
    """Whether an allowed licence can be chosen: GPL counts only where it is one of several."""
    choices = re.split(r" OR |;", text)
    return any(
        all(any(name.lower() in part.lower() for name in ALLOWED) for part in choice.split(" AND "))
        and not re.search(r"\b[AL]?GPL|General Public", choice)
        for choice in choices
    )


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("GPL-3.0-or-later", False),
        ("MIT AND LGPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("", False),
        ("Proprietary", False),
    ],
)
def test_a_licence_is_read_as_it_is_meant(text: str, allowed: bool) -> None:
    assert is_allowed(text) is allowed


def test_what_is_installed_has_a_licence_that_allows_it() -> None:
    packages = locked("requirements-fleet.lock")
    assert len(packages) > 80, "the lock file was not understood"
    others = {one: text for one in packages if not is_allowed(text := licence(one)) and one not in REASONED}
    assert others == {}, "look for another package, or say in REASONED why this one may be there"


def test_every_reason_is_still_needed() -> None:
    packages = locked("requirements-fleet.lock")
    assert [one for one in REASONED if one not in packages or is_allowed(licence(one))] == []


def test_what_runs_as_a_process_of_its_own_is_imported_nowhere_else() -> None:
    importers: dict[str, set[Path]] = {name: set() for name in OTHER_PROCESSES}
    for path in (ROOT / "vidpipe_assets").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in {one.split(".")[0] for one in names} & importers.keys():
                importers[name].add(path.relative_to(ROOT))
            worker = [one for one in names if one.endswith(".piper_worker")]
            assert not worker, f"{path} imports a program that has to run as a process of its own"
    assert importers == {name: {path} for name, path in OTHER_PROCESSES.items()}
