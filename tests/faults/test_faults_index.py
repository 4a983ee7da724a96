"""The list of faults says what is: every number has a test with it in its name, or the reason why it has none yet."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \|$", re.MULTILINE)
LISTED = {int(number): where for number, _, where in ROW.findall((TESTS / "faults/README.md").read_text())}
NAMED = re.compile(r"test_fault_(\d+)_")


def all_tests() -> dict[int, set[str]]:
    """Number of a fault -> the files that have a test of it."""
    found: dict[int, set[str]] = {}
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (match := NAMED.match(node.name)):
                found.setdefault(int(match[1]), set()).add(path.relative_to(TESTS).with_suffix("").as_posix())
    return found


TESTED = all_tests()


def test_the_list_has_every_number_once() -> None:
    assert list(LISTED) == [*range(1, 57)]


@pytest.mark.parametrize("number", LISTED)
def test_a_fault_has_tests_where_the_list_says_or_a_reason_why_not(number: int) -> None:
    where = LISTED[number]
    if where.startswith("not yet: "):
        assert number not in TESTED, "there is a test: say where"
        return
    assert number in TESTED
    folder = ""
    for place in where.partition(";")[0].split(", "):
        folder = place.rpartition("/")[0] if "/" in place and "test_" in place else folder
        file = place if "/" in place else f"{folder}/{place}"
        assert [one for one in TESTED[number] if one == file or one.startswith(f"{file}/")], f"no test in {file}"


def test_no_test_has_a_number_that_is_not_listed() -> None:
    assert TESTED.keys() <= LISTED.keys()
