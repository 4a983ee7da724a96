"""What the terminal says of the disk, and of what could not be removed."""

from pathlib import Path

import pytest
from old_home import KEY, OldHome, forbid

from vidpipe_assets.cli import main
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.storage.store import Store


@pytest.fixture
def home(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OldHome:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.setenv("VIDPIPE_DISK_QUOTA_GB", "7")
    (tmp_path / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    made = OldHome(store, tmp_path)
    made.order(KEY)
    return made


def test_the_use_of_the_disk_is_told_by_kind(home: OldHome, capsys: pytest.CaptureFixture[str]) -> None:
    home.file("x" * 3_000_000)
    assert main(["status", "--disk"]) == 0
    said = capsys.readouterr().out
    assert "artifacts   3 MB" in said
    assert "7 GB may be used" in said
    assert "rejected" not in said  # there is none


def test_what_could_not_be_removed_is_told_and_is_no_success(
    home: OldHome, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home.make(KEY, Stage.CLIPS, "clips", days=200)
    home.close(KEY, days=100)
    stray = home.file("x" * 3_000_000, days=2)
    assert main(["gc"]) == 0
    assert "3 MB would be freed" in capsys.readouterr().out
    forbid(monkeypatch, stray)
    assert main(["gc", "--delete"]) == 1
    said = capsys.readouterr().out
    assert f"could not be removed: {home.store.artifacts.path(stray)}" in said
    assert "documents   1" in said
