"""The command `vidpipe` from outside: commands, options, exit codes; whatever library reads the arguments."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
from promises.snapshot import promised

from vidpipe_assets.cli import main

ROOT = Path(__file__).parents[2]
_NAME = re.compile(r"^( +)([a-z][a-z-]*)(?: {2,}.*)?$")
_OPTIONS = re.compile(r"^ +(-.*?)(?: {2,}.*)?$")
_LONG = re.compile(r"--[a-z][a-z-]*")

COMMANDS = (
    (),
    *[
        (name,)
        for name in (
            "doctor",
            "theme",
            "themes",
            "order",
            "make",
            "status",
            "voice",
            "watch",
            "path",
            "costs",
            "retry",
            "reject",
        )
    ],
    *[
        (name,)
        for name in (
            "approve",
            "cancel",
            "reopen",
            "pictures",
            "edit",
            "web",
            "gc",
            "backup",
            "restore",
            "verify",
            "dev",
            "worker",
        )
    ],
    ("theme", "new"),
    ("theme", "check"),
    ("voice", "list"),
    ("voice", "add"),
)

KEY = "2026-11-23_gadgets"

STATED: dict[tuple[str, ...], tuple[str, ...]] = {
    ("dev",): ("3000",),
    ("web",): ("127.0.0.1", "8080"),
    ("costs",): ("day", "theme", "video", "stage", "provider"),
    ("gc",): ("90",),
    ("retry",): ("trends", "analysis", "scripts", "clips", "voiceover", "composed_video", "review"),
    ("reject",): ("trends", "analysis", "scripts", "clips", "voiceover", "composed_video", "review"),
}
"""Defaults and choices that the help has to name."""

NOT_UNDERSTOOD = (
    "",
    "nonsense",
    "--nonsense",
    "doctor extra",
    "doctor --nonsense",
    "theme",
    "theme nonsense",
    "theme new",
    "theme new one two",
    "theme new street-food --channel",
    "themes extra",
    "order",
    "order gadgets --day tomorrow",
    "order gadgets --day 2026-02-30",
    "order gadgets --from 23.11.2026",
    "order gadgets --to nonsense",
    "order gadgets --per-day many",
    "order gadgets --topic",
    "status one two",
    "path one two",
    "costs --by colour",
    "costs --from nonsense",
    "costs --to nonsense",
    "costs one two",
    "retry",
    "retry KEY nonsense",
    "retry KEY clips extra",
    "retry KEY --reason",
    "reject",
    "reject KEY nonsense",
    "approve",
    "approve KEY extra",
    "approve KEY --version",
    "cancel",
    "cancel KEY extra",
    "reopen",
    "reopen KEY extra",
    "edit",
    "edit KEY extra",
    "edit KEY --scene s2",
    "edit KEY --title",
    "web --port many",
    "web extra",
    "gc --videos-older-than long",
    "gc --runs-older-than long",
    "gc extra",
    "dev --port many",
    "worker --concurrency many",
)

IN_A_NEW_HOME = (
    "themes",
    "status",
    "status --disk",
    "status nonsense",
    "status KEY",
    "watch nonsense",
    "watch KEY",
    "path",
    "path KEY",
    "path nonsense",
    "costs",
    "costs --by day",
    "costs --by theme",
    "costs --by video",
    "costs --by stage",
    "costs --by provider",
    "costs --from 2026-11-01 --to 2026-11-30",
    "costs KEY",
    "theme check",
    "theme check gadgets",
    "theme check nope",
    "theme new gadgets",
    "theme new ../evil",
    "theme new street-food",
    "theme new street-food --channel Food",
    "order gadget",
    "order gadgets",
    "order gadgets gadgets",
    "order gadgets --topic Walkman",
    "order gadgets --day 2026-12-23",
    "order gadgets --day 2026-12-23 --to 2026-12-24",
    "order gadgets --to 2026-12-24",
    "order gadgets --from 2026-12-23 --to 2026-12-24",
    "order gadgets --from 2026-12-24 --to 2026-12-23",
    "order gadgets --per-day 99",
    "order gadgets --per-day 2",
    "retry KEY",
    "retry KEY clips",
    "retry KEY clips --afresh",
    "retry KEY --afresh",
    "retry nonsense",
    "reject KEY",
    "reject KEY clips",
    "reject KEY clips s2 s3",
    "reject KEY clips --for-good",
    "reject KEY --for-good",
    "approve KEY",
    "cancel KEY",
    "reopen KEY",
    "edit KEY",
    "edit nonsense",
    "gc",
    "gc --delete",
    "gc --videos-older-than 30 --runs-older-than 7",
    "dev",
)
"""KEY is a video that was never ordered."""

ORDERED = (
    "status KEY",
    "path KEY",
    "costs KEY",
    "retry KEY",
    "retry KEY clips",
    "retry KEY clips --afresh",
    "retry KEY --afresh",
    "reject KEY",
    "reject KEY clips",
    "reject KEY clips s2 s3",
    "reject KEY scripts s2",
    "reject KEY clips --reason dull",
    "reject KEY --for-good",
    "reject KEY clips --for-good",
    "approve KEY",
    "approve KEY --version nonsense",
    "cancel KEY",
    "cancel KEY --reason dull",
    "reopen KEY",
    "edit KEY",
    "edit KEY --title Other",
    "edit KEY --scene s2 Other",
    "edit KEY --dry-run",
    "order gadgets --day 2026-11-23",
)
"""KEY was ordered, and nothing of it made."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one theme, that nothing in the environment changes."""
    for name in ("VIDPIPE_DATABASE_URL", "VIDPIPE_ARTIFACTS_URL", "VIDPIPE_WEBHOOK_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "gadgets.yaml").write_text("name: gadgets\nchannel: Gadget Drop\n")
    return tmp_path


def code_of(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of `vidpipe` with these arguments, as the console script gets it."""
    monkeypatch.setattr(sys, "argv", ["vidpipe", *words])
    try:
        code = main()
    except SystemExit as ended:
        code = ended.code
    assert code is None or isinstance(code, int)
    return code or 0


def typed(line: str) -> list[str]:
    return [KEY if word == "KEY" else word for word in line.split()]


def subcommands(said: str) -> set[str]:
    """The names below the line `commands:` of a help text, in whatever form it is."""
    rows: list[tuple[int, str]] = []
    for line in re.split(r"(?im)^\W*commands\W*$", said)[1:]:
        for row in line.splitlines():
            if row and not row[0].isspace():
                break
            if found := _NAME.match(row):
                rows.append((len(found[1]), found[2]))
    least = min((indent for indent, _ in rows), default=0)
    return {name for indent, name in rows if indent == least}


def options(said: str) -> set[str]:
    """The long options of a help text, where they are explained."""
    rows = [found[1] for line in said.splitlines() if (found := _OPTIONS.match(line))]
    return {name for row in rows for name in _LONG.findall(row)}


@pytest.mark.usefixtures("home")
def test_commands_and_options_are_those_that_help_has_always_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found: dict[str, dict[str, list[str]]] = {}
    for command in COMMANDS:
        assert code_of(monkeypatch, *command, "--help") == 0
        said = capsys.readouterr().out
        found[" ".join(("vidpipe", *command))] = {
            "commands": sorted(subcommands(said)),
            "options": sorted(options(said)),
        }
    promised("commands", found)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("command", list(STATED))
def test_help_names_the_defaults_and_the_choices(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    assert code_of(monkeypatch, *command, "--help") == 0
    said = capsys.readouterr().out
    assert [one for one in STATED[command] if one not in said] == []


@pytest.mark.usefixtures("home")
def test_every_command_of_the_help_is_looked_at(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for above in ((), ("theme",)):
        code_of(monkeypatch, *above, "--help")
        named = {(*above, name) for name in subcommands(capsys.readouterr().out)}
        assert named == {one for one in COMMANDS if len(one) == len(above) + 1 and one[: len(above)] == above}


def test_the_version_is_told_with_the_name(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert code_of(monkeypatch, "--version") == 0
    assert re.fullmatch(r"vidpipe \d+\.\d+\.\d+\S*\n", capsys.readouterr().out)


@pytest.mark.usefixtures("home")
def test_what_is_not_understood_ends_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {line: code_of(monkeypatch, *typed(line)) for line in NOT_UNDERSTOOD} == dict.fromkeys(NOT_UNDERSTOOD, 2)


@pytest.mark.usefixtures("home")
def test_in_a_new_home_each_command_ends_as_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, in one home: what comes later finds what came before."""
    promised("exit-codes-new-home", [f"{code_of(monkeypatch, *typed(one))} vidpipe {one}" for one in IN_A_NEW_HOME])


@pytest.mark.usefixtures("home")
def test_of_an_ordered_video_each_command_ends_as_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, in one home: what comes later finds what came before."""
    assert code_of(monkeypatch, "order", "gadgets", "--day", "2026-11-23") == 0
    promised("exit-codes-ordered", [f"{code_of(monkeypatch, *typed(one))} vidpipe {one}" for one in ORDERED])


@pytest.mark.usefixtures("home")
def test_without_a_home_each_command_that_needs_one_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAGSTER_HOME")
    lines = ("status", "themes", "order gadgets", "theme new x", "theme check", "path", "costs", "dev", "gc")
    lines += ("retry KEY", "reject KEY clips", "approve KEY", "cancel KEY", "reopen KEY", "edit KEY", "web", "worker")
    assert {line: code_of(monkeypatch, *typed(line)) for line in lines} == dict.fromkeys(lines, 1)


@pytest.mark.usefixtures("home")
def test_errors_are_told_on_the_error_stream_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in ("status KEY", "order nope", "order", "costs --by colour"):
        code_of(monkeypatch, *typed(line))
        out, err = capsys.readouterr()
        assert (out, bool(err), "Traceback" in err) == ("", True, False), line


def test_the_command_is_called_vidpipe() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert list(project["scripts"]) == ["vidpipe"]
    assert project["name"] == "vidpipe"
