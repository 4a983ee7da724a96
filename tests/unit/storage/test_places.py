"""Where everything lies."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from vidpipe_assets.model.errors import BadInput, BlockedError
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store


def test_everything_lies_below_the_home(tmp_path: Path) -> None:
    places = Places(tmp_path)
    assert places.state == tmp_path / ".vidpipe"
    assert places.output == tmp_path / "output"
    assert places.themes == tmp_path / "themes"
    assert {places.documents.parent, places.artifacts.parent, places.scratch.parent} == {places.state}
    assert places.database_url == f"sqlite:///{tmp_path}/.vidpipe/vidpipe.db"
    assert list(tmp_path.iterdir()) == []


def test_the_home_is_dagster_s(tmp_path: Path) -> None:
    assert Places.from_environment({"DAGSTER_HOME": str(tmp_path)}) == Places(tmp_path)


def test_the_environment_is_read_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.setenv("VIDPIPE_DATABASE_URL", "postgresql://host/db")
    assert Places.from_environment().database_url == "postgresql://host/db"


@pytest.mark.parametrize(
    ("home", "said"),
    [
        (None, "is not set"),
        ("", "is not set"),
        ("relative/home", "not an absolute path"),
        ("/no/such/home", "not a folder"),
    ],
)
def test_a_home_that_cannot_be_used_is_refused_with_the_line_to_type(home: str | None, said: str) -> None:
    with pytest.raises(BlockedError, match=said) as caught:
        Places.from_environment({} if home is None else {"DAGSTER_HOME": home})
    assert 'export DAGSTER_HOME="$PWD"' in caught.value.remedy
    assert "throw-away instance" in caught.value.remedy


def test_a_number_in_the_environment_that_is_none_is_refused_with_its_name(tmp_path: Path) -> None:
    home = {"DAGSTER_HOME": str(tmp_path)}
    assert Places.from_environment(home).lease_wait_s == 600
    assert Places.from_environment({**home, "VIDPIPE_LEASE_WAIT_S": "0"}).lease_wait_s == 0
    with pytest.raises(BadInput, match="VIDPIPE_LEASE_WAIT_S is 'long'"):
        Places.from_environment({**home, "VIDPIPE_LEASE_WAIT_S": "long"})


def test_artifacts_may_lie_elsewhere(tmp_path: Path) -> None:
    home = {"DAGSTER_HOME": str(tmp_path), "VIDPIPE_ARTIFACTS_URL": " s3://films/mine "}
    found = Places.from_environment(
        {**home, "VIDPIPE_ARTIFACTS_FOLDER": "/var/cache/vidpipe", "VIDPIPE_ARTIFACTS_GB": "5"}
    )
    assert (found.artifacts_url, found.artifacts, found.artifacts_gb) == (
        "s3://films/mine",
        Path("/var/cache/vidpipe"),
        5,
    )
    assert Places.from_environment(home).artifacts == tmp_path / ".vidpipe" / "artifacts"
    with pytest.raises(BadInput, match="VIDPIPE_ARTIFACTS_FOLDER is 'cache'"):
        Places.from_environment({**home, "VIDPIPE_ARTIFACTS_FOLDER": "cache"})


ODD = ['it\'s "odd" #1 & $HOME; 100%done %41', " spaced ", "日本 видео مرحبا é", "a:b,c=d@e+f~!(g)]", "x" * 200]


@pytest.mark.parametrize("name", ODD)
def test_fault_42_a_home_may_be_called_anything_that_one_can_print(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    home.mkdir()
    places = Places.from_environment({"DAGSTER_HOME": str(home)})
    assert places.home == home
    with closing(open_store(places)):
        assert (places.state / "vidpipe.db").stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("videos [2026]", r"takes \[ in a path for a pattern"),
        ("*/why?", r"takes \* and \? in a path"),
        ("two\nlines", r"two\\nlines', which has characters that nobody can print"),
        (os.fsdecode(b"latin-\xe9"), r"latin-\\udce9', which has characters that nobody can print"),
        ("/".join(["x" * 200] * 3), "bytes long: SQLite opens no file below a path so long"),
    ],
)
def test_fault_42_a_home_that_dagster_or_sqlite_could_not_work_in_is_refused(
    tmp_path: Path, name: str, said: str
) -> None:
    home = tmp_path / name
    home.mkdir(parents=True)
    with pytest.raises(BlockedError, match=said) as caught:
        Places.from_environment({"DAGSTER_HOME": str(home)})
    assert "folder" in caught.value.remedy
    assert list(home.iterdir()) == []
