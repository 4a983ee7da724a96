"""State is its owner's alone, whatever the umask; an operator may open it to a group."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.usefixtures("umask")
def test_a_new_home_s_state_is_closed_to_others(tmp_path: Path) -> None:
    open_store(Places(tmp_path)).close()
    assert mode(tmp_path / ".vidpipe") == 0o700
    assert mode(tmp_path / ".vidpipe" / "vidpipe.db") == 0o600


def test_an_older_home_is_closed_when_it_is_opened(tmp_path: Path) -> None:
    open_store(Places(tmp_path)).close()
    (tmp_path / ".vidpipe").chmod(0o755)
    (tmp_path / ".vidpipe" / "vidpipe.db").chmod(0o644)
    open_store(Places(tmp_path)).close()
    assert mode(tmp_path / ".vidpipe") == 0o700
    assert mode(tmp_path / ".vidpipe" / "vidpipe.db") == 0o600


def test_a_group_may_look_into_a_home_where_the_operator_says_so(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        places = Places.from_environment({"DAGSTER_HOME": str(tmp_path), "VIDPIPE_STATE_MODE": "0770"})
        with closing(open_store(places)):
            pass
    finally:
        os.umask(before)
    assert mode(tmp_path / ".vidpipe") == 0o750
    assert mode(tmp_path / ".vidpipe" / "vidpipe.db") == 0o640


@pytest.mark.parametrize("text", ["770x", "0600", "u=rwx", "1777", "9", "-1"])
def test_a_mode_that_is_none_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match="VIDPIPE_STATE_MODE"):
        Places.from_environment({"DAGSTER_HOME": str(tmp_path), "VIDPIPE_STATE_MODE": text})
