"""Actions with two effects, the second of which fails or is never reached: what is said, what holds, what follows.

The table in `docs/operations.md` says it for people; `test_half_done.py` has the obstacles that a disk puts in the way.
"""

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import click
import pytest
import reviewed
from click.testing import CliRunner
from web_server import serving, write_theme

from vidpipe_assets.cli import backup as cli_backup
from vidpipe_assets.cli.decide import approve_command, cancel_command, reject_command, reopen_command
from vidpipe_assets.cli.themes import theme_command
from vidpipe_assets.cli.videos import make_command, order_command
from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.edits import Edits
from vidpipe_assets.model.errors import BlockedError, Lost, TransientError
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.backup import UNFINISHED, Backup
from vidpipe_assets.operations.decide import apply as write_down
from vidpipe_assets.operations.decide import parse_request
from vidpipe_assets.operations.export import carry_out, export_new, missing_folder
from vidpipe_assets.operations.garbage import GarbageBin, GarbageCollection
from vidpipe_assets.operations.verify import Verification
from vidpipe_assets.storage.backup_folder import BackupFolder
from vidpipe_assets.storage.store import Store

KEY = reviewed.KEY
FULL = OSError(errno.ENOSPC, "No space left on device")
EXPORT = "vidpipe_assets.operations.export.export"


@pytest.fixture
def finished(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.delenv("VIDPIPE_DATABASE_URL", raising=False)
    reviewed.finish(store, tmp_path / "shelf", covers=3)
    return store


def decide(store: Store, decision: str) -> None:
    carry_out(store, write_down(store, KEY, parse_request({"decision": decision}), who="ann"))


CLOSING = pytest.mark.parametrize(
    ("command", "path", "body", "word", "folder"),
    [
        ((approve_command, KEY), "approve", {}, Word.APPROVED, "approved"),
        ((reject_command, KEY, "--for-good"), "reject", {"final": True}, Word.REFUSED, "rejected"),
        ((reopen_command, KEY), "reopen", {}, Word.REOPENED, ""),
    ],
    ids=["approve", "reject for good", "reopen"],
)
Command = tuple[click.Command, str] | tuple[click.Command, str, str]


def prepare(store: Store, word: Word) -> None:
    if word is Word.REOPENED:
        decide(store, "approve")


def follows(store: Store, folder: str) -> None:
    """The next refresh does what is left, and nothing twice."""
    assert export_new(store) == []
    assert missing_folder(store, KEY) == ""
    there = [name for name in ("approved", "rejected") if (store.places.output / name / KEY / "video.mp4").is_file()]
    assert there == ([folder] if folder else [])


@CLOSING
def test_ctrl_c_between_a_decision_and_its_folder_says_that_the_decision_holds(
    finished: Store, monkeypatch: pytest.MonkeyPatch, command: Command, path: str, body: object, word: Word, folder: str
) -> None:
    del path, body
    prepare(finished, word)
    with monkeypatch.context() as patched:
        patched.setattr(EXPORT, Mock(side_effect=KeyboardInterrupt))
        ran = CliRunner().invoke(command[0], list(command[1:]))
    assert ran.exit_code != 0
    said = " ".join(ran.output.split())
    assert f"{KEY}: interrupted: the decision is recorded, and what follows from it is done by the next refresh" in said
    assert finished.decisions.of(KEY)[-1].word is word
    follows(finished, folder)


@CLOSING
def test_a_full_disk_after_a_decision_is_told_by_the_command_and_by_the_api(
    finished: Store, monkeypatch: pytest.MonkeyPatch, command: Command, path: str, body: dict[str, object],
    word: Word, folder: str,
) -> None:  # fmt: skip
    prepare(finished, word)
    version = json.loads((finished.places.output / "review" / KEY / "review.json").read_text())["data_version"]
    with monkeypatch.context() as patched:
        patched.setattr(EXPORT, Mock(side_effect=FULL))
        ran = CliRunner().invoke(command[0], list(command[1:]), standalone_mode=False)
        assert ran.return_value == 1
        assert f"{KEY}: the decision is recorded, but " in ran.output
        assert "the disk is full" in ran.output
        decide(finished, "approve" if word is Word.REOPENED else "reopen")
        patched.delenv("DAGSTER_HOME")  # the API needs no log of Dagster's here
        with serving(finished) as api:
            sent = body | ({"version": version} if path == "approve" else {})
            answer = api.client.post(f"/api/jobs/{KEY}/{path}", json=sent)
    assert answer.status_code == 200
    told = answer.json()["extra_data"]["export_error"]
    assert told.startswith("the decision is recorded, but ")
    assert "nothing has to be decided again" in told
    follows(finished, folder)


def test_what_nobody_expected_after_a_decision_or_an_edit_or_an_order_says_that_it_is_recorded(
    finished: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = json.loads((finished.places.output / "review" / KEY / "review.json").read_text())["data_version"]
    broken = Mock(side_effect=RuntimeError("a defect"))
    with serving(finished) as api:
        monkeypatch.setattr("vidpipe_assets.web.edits.job_detail_of", broken)
        edited = api.client.post(f"/api/jobs/{KEY}/edit", json={"version": version, "cover": 2})
        monkeypatch.setattr("vidpipe_assets.web.generate._ordered_answer", broken)
        ordered = api.client.post("/api/generate", json={"theme": "gadgets"})
        monkeypatch.setattr("vidpipe_assets.web.decisions.carry_out", broken)
        decided = api.client.post(f"/api/jobs/{KEY}/approve", json={"version": version})
    for answer, what in ((edited, "the edit"), (ordered, "the order of "), (decided, "the decision")):
        assert answer.status_code == 503
        assert answer.json()["detail"].startswith(what)
        assert " is recorded, and what follows from it is made" in answer.json()["detail"]
        assert "RuntimeError" in answer.json()["detail"]
    order = finished.orders.get(VideoKey.parse(KEY))
    assert order
    assert Edits.of(order).cover == 2
    assert order.state is OrderState.APPROVED
    assert len(finished.orders.states()) == 2


def test_a_cancellation_holds_where_nobody_can_tell_whether_a_run_goes_on(
    finished: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Mock(side_effect=TransientError("the database is busy"))
    monkeypatch.setattr("vidpipe_assets.operations.decide.run_going_on", busy)
    ran = CliRunner().invoke(cancel_command, [KEY], standalone_mode=False)
    assert ran.return_value == 0
    assert f"{KEY} is cancelled" in ran.output
    assert "whether a run still works on it cannot be told now: the database is busy" in ran.output


@pytest.mark.parametrize("ends", [1, KeyboardInterrupt, BlockedError("the disk is full")])
@pytest.mark.parametrize(
    ("command", "arguments", "maker"),
    [(order_command, ["gadgets", "--day", "2026-11-23", "--now"], "make_now"), (make_command, [KEY], "refresh_now")],
)
def test_an_order_that_is_not_made_now_says_that_it_holds(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: click.Command, arguments: list[str],
    maker: str, ends: int | BaseException,
) -> None:  # fmt: skip
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.delenv("VIDPIPE_DATABASE_URL", raising=False)
    write_theme(tmp_path)
    made = Mock(return_value=ends) if isinstance(ends, int) else Mock(side_effect=ends)
    monkeypatch.setattr(f"vidpipe_assets.orchestration.dagster_processes.{maker}", made)
    ran = CliRunner().invoke(command, arguments)
    said = " ".join(ran.output.split())
    assert f"What was ordered is recorded: the daemon, or vidpipe make {KEY}, goes on with it" in said
    assert list(store.orders.states()) == [KEY]


def test_an_order_holds_where_the_store_cannot_be_opened_again_to_tell_dagster(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vidpipe_assets.cli import videos

    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.delenv("VIDPIPE_DATABASE_URL", raising=False)
    write_theme(tmp_path)
    monkeypatch.setattr(videos, "open_store", Mock(side_effect=[store, BlockedError("the database is away")]))
    ran = CliRunner().invoke(order_command, ["gadgets", "--day", "2026-11-23"], standalone_mode=False)
    assert ran.return_value == 0
    assert "It is recorded, but Dagster could not be told: the database is away" in " ".join(ran.output.split())


def test_a_new_theme_is_named_before_it_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.setattr("vidpipe_assets.cli.themes.load_theme", Mock(side_effect=BlockedError("it cannot be read")))
    ran = CliRunner().invoke(theme_command, ["new", "street-food"])
    assert isinstance(ran.exception, BlockedError)
    path = tmp_path / "themes" / "street-food.yaml"
    assert path.is_file()
    assert str(path) in "".join(ran.output.split("\n"))


def test_garbage_that_cannot_be_looked_at_is_told_and_the_other_kinds_go(
    finished: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vidpipe_assets.io.clock import now_utc

    now, others = now_utc(), [Mock(__name__=name) for name in ("_scratch", "_artifacts", "_runs", "_requests")]
    for other in others:
        monkeypatch.setattr(GarbageCollection, other.__name__, other)
    monkeypatch.setattr("vidpipe_assets.operations.garbage.OldVideos", Mock(side_effect=TransientError("busy")))
    tidying = GarbageCollection(finished, Mock(), now, now, now, GarbageBin(delete=True))
    assert tidying.tidy().wrong == ["not all videos could be looked at: busy; the next time goes on there"]
    assert all(other.called for other in others)


def test_a_backup_is_whole_though_the_home_cannot_note_it(
    finished: Store, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = BackupFolder(tmp_path_factory.mktemp("elsewhere"))
    backup = Backup(finished, folder, {})
    monkeypatch.setattr(type(finished.life_signs), "give", Mock(side_effect=TransientError("the database is busy")))
    assert backup.make() == folder.manifest()
    assert backup.not_noted.startswith("its moment could not be noted (the database is busy)")


def test_older_backups_that_cannot_be_removed_are_told_beside_the_new_one(
    finished: Store, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = BackupFolder(tmp_path_factory.mktemp("elsewhere"))
    for _ in range(3):
        Backup(finished, folder, {}).make()
    remove_old: Callable[..., tuple[int, Exception | None]] = vars(cli_backup)["_remove_old"]
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", Mock(side_effect=PermissionError(errno.EACCES, "Permission denied")))
        removed, why = remove_old(folder, 2, Mock())
    assert (removed, len(folder.backups())) == (0, 3)
    assert str(why).startswith("the new backup is whole, but older ones are not all removed: ")
    newest, content = folder.backups()[-1], folder.backups()[-1].read_bytes()
    newest.write_text("damaged")
    with pytest.raises(Lost, match="cannot be read"):
        folder.keep_only(2, Mock())
    assert len(folder.backups()) == 3
    newest.write_bytes(content)
    assert remove_old(folder, 2, Mock()) == (1, None)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (lambda: vars(cli_backup)["_back_up"](Mock(make=Mock(side_effect=FULL))), "No new backup was made"),
        (
            lambda: vars(cli_backup)["_put_back"](Mock(put_back=Mock(side_effect=FULL)), Path("/mnt/backups")),
            "nothing of it pays. To go on: the same command again, vidpipe restore /mnt/backups",
        ),
    ],
    ids=["backup", "restore"],
)
def test_a_backup_and_a_restore_that_end_too_soon_say_what_holds(
    capsys: pytest.CaptureFixture[str], step: Callable[[], object], said: str
) -> None:
    with pytest.raises(OSError, match="No space left"):
        step()
    assert said in " ".join(capsys.readouterr().err.split())


def test_a_home_that_is_half_restored_is_neither_confirmed_nor_backed_up(
    finished: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("elsewhere")
    (finished.places.state / UNFINISHED).write_text("2026-11-29T06:00:00+00:00 /mnt/the backups")
    for command, words in (
        (cli_backup.backup_command, [str(folder), "--keep", "1"]),
        (cli_backup.restore_command, ["--confirm"]),
        (cli_backup.restore_command, []),
    ):
        ran = CliRunner().invoke(command, words)
        assert isinstance(ran.exception, BlockedError)
        assert ran.exception.remedy == "go on with it: vidpipe restore /mnt/the backups"
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_repaired_is_told_with_what_is_wrong_with_it(
    finished: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(finished, "approve")
    (finished.places.output / "approved" / KEY / "video.mp4").unlink()
    monkeypatch.setattr("vidpipe_assets.operations.verify.export_again", Mock(side_effect=BlockedError("no room")))
    look = Verification(finished, Mock(return_value=()), deep=False, repair=True)
    assert [one.why for one in look.run()] == ["is missing", "cannot be made again: no room"]
    assert look.repaired == []


KILLED = """
import os, signal, sys
from vidpipe_assets.cli import main
from vidpipe_assets.operations import export
export.export = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main(sys.argv[1:])
"""


@pytest.mark.slow
@CLOSING
def test_a_command_that_is_killed_between_the_two_has_recorded_its_decision(
    finished: Store, command: Command, path: str, body: object, word: Word, folder: str
) -> None:
    del body
    prepare(finished, word)
    words = [path, *command[1:]]
    ran = subprocess.run([sys.executable, "-c", KILLED, *words], env=os.environ, check=False, timeout=120)
    assert ran.returncode == -signal.SIGKILL
    assert finished.decisions.of(KEY)[-1].word is word
    follows(finished, folder)
