"""The command for people: clear output, clear errors, exit codes."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from vidpipe_assets.cli import main
from vidpipe_assets.cli.app import cli
from vidpipe_assets.cli.videos import order_command
from vidpipe_assets.model.values import Document
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration import dagster_processes as making
from vidpipe_assets.providers import registry as catalogue
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.storage.themes import load_theme

KNOWN = {"trends": {"sample"}, "text": {"offline"}, "footage": {"motion"}, "speech": {"piper"}}
KEY = VideoKey(dt.date(2026, 11, 23), "gadgets")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one theme; every provider that it names is known."""
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.delenv("VIDPIPE_DATABASE_URL", raising=False)
    for module in ("themes", "videos"):
        monkeypatch.setattr(f"vidpipe_assets.cli.{module}.provider_names", lambda: KNOWN)
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "gadgets.yaml").write_text("name: gadgets\nchannel: Gadget Drop\n")
    return tmp_path


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with closing(open_store(Places(home))) as opened:
        yield opened


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_help_shows_examples_and_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    said = capsys.readouterr().out
    assert caught.value.code == 0
    assert all(
        command in said
        for command in ("doctor", "theme", "themes", "order", "status", "path", "costs", "dev", "examples")
    )


@pytest.mark.parametrize("words", [(), ("nonsense",), ("order",), ("order", "gadgets", "--day", "tomorrow")])
def test_a_command_that_is_not_understood_is_exit_code_2(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2
    assert "Usage: vidpipe" in capsys.readouterr().err


def test_an_order_writes_its_rows_once(capsys: pytest.CaptureFixture[str], store: Store) -> None:
    code, out, _ = run(capsys, "order", "gadgets", "--day", "2026-11-23", "--per-day", "2")
    assert code == 0
    assert "2026-11-23_gadgets  ordered" in out
    assert "2026-11-23_gadgets_2  ordered" in out
    assert "--now" in out
    code, out, _ = run(capsys, "order", "gadgets", "--day", "2026-11-23")
    assert "2026-11-23_gadgets  was ordered before" in out
    assert [str(order.key) for order in store.orders.open_orders()] == ["2026-11-23_gadgets", "2026-11-23_gadgets_2"]


def test_an_order_of_several_days_and_a_topic(capsys: pytest.CaptureFixture[str], store: Store) -> None:
    run(capsys, "order", "gadgets", "--from", "2026-11-23", "--to", "2026-11-24", "--topic", "Game Boy")
    orders = store.orders.open_orders()
    assert [(order.day.day, order.topic) for order in orders] == [(23, "Game Boy"), (24, "Game Boy")]
    assert all(order.key.request for order in orders)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("order", "gadget"), "did you mean gadgets?"),
        (("order", "gadgets", "--per-day", "99"), "per_day is 99"),
        (("order", "gadgets", "--day", "2026-11-23", "--to", "2026-11-24"), "--day was given with"),
        (("order", "gadgets", "--to", "2026-11-24"), "--to was given without --from"),
        (("status", "nonsense"), "is not a video key"),
        (("status", "2026-11-23_gadgets"), "was never ordered"),
        (("path",), "there is no finished video"),
        (("path", "2026-11-23_gadgets"), "has no finished video"),
        (("theme", "new", "gadgets"), "exists already"),
        (("theme", "new", "../evil"), "cannot be the name of a theme"),
        (("theme", "check", "nope"), "there is no theme 'nope'"),
    ],
)
def test_a_mistake_is_a_message_with_a_remedy_and_exit_code_1(
    capsys: pytest.CaptureFixture[str], store: Store, words: tuple[str, ...], said: str
) -> None:
    code, out, err = run(capsys, *words)
    assert code == 1
    assert said in err
    assert "remedy: " in err
    assert "Traceback" not in out + err
    assert store.orders.open_orders() == []


def test_without_dagster_home_every_command_says_the_line_to_type(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DAGSTER_HOME")
    for words in (("status",), ("themes",), ("order", "gadgets"), ("theme", "new", "x"), ("path",), ("dev",)):
        code, _, err = run(capsys, *words)
        assert code == 1
        assert 'export DAGSTER_HOME="$PWD"' in err


def test_an_order_is_placed_though_nobody_reads_what_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise BrokenPipeError

    placed: list[list[str]] = []
    monkeypatch.setattr(
        "vidpipe_assets.orchestration.outbox.place_at_once",
        lambda *given: placed.append([str(key) for key in given[2]]),
    )
    monkeypatch.setattr("vidpipe_assets.cli.tables.show_ordered", refuse)
    with pytest.raises(BrokenPipeError):
        order_command.main(["gadgets", "--day", "2026-11-23"], standalone_mode=False)  # … | head -1
    assert placed == [["2026-11-23_gadgets"]]


def test_now_makes_the_order_with_dagster_s_job(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    asked: list[Any] = []

    def start(command: list[str], folder: Path, environment: dict[str, str]) -> int:
        del environment
        asked.append((command[command.index("job") : -1], json.loads(Path(command[-1]).read_text()), folder))
        return 7

    monkeypatch.setattr(making, "run_interruptible", start)
    code, _, _ = run(capsys, "order", "gadgets", "--day", "2026-11-23", "--now")
    config = {"themes": ["gadgets"], "from_day": "2026-11-23", "to_day": "2026-11-23", "per_day": 0, "topic": ""}
    assert code == 7
    assert asked == [
        (
            ["job", "execute", "-m", "vidpipe_assets.definitions", "-j", "order_videos", "-c"],
            {"ops": {"order": {"config": {**config, "make_now": True}}}, "loggers": {"console": {"config": {}}}},
            home,
        )
    ]
    assert list((home / ".vidpipe" / "scratch").iterdir()) == []


def test_a_new_theme_is_about_its_name_and_says_when_nobody_can_tell_of_it(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    code, out, err = run(capsys, "theme", "new", "street-food")
    assert code == 0
    assert str(home / "themes" / "street-food.yaml") in out
    assert "knows nothing about street food" in err
    assert "hacker_news" in err
    code, out, err = run(capsys, "theme", "check")
    assert (code, out) == (0, "gadgets: good\nstreet-food: good, but it has no story yet\n")
    assert "knows nothing about street food" in err
    assert "channel: Street Food" in (home / "themes" / "street-food.yaml").read_text()
    assert load_theme("street-food", home / "themes", KNOWN).collect.queries == ("street food",)


def test_a_theme_without_a_story_is_not_ordered(capsys: pytest.CaptureFixture[str], store: Store) -> None:
    run(capsys, "theme", "new", "houseplants")
    code, _, err = run(capsys, "order", "houseplants")
    assert code == 1
    assert "knows nothing about houseplants" in err
    assert "wikipedia" in err
    assert store.orders.open_orders() == []


def test_a_new_theme_takes_what_it_is_about_as_options(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    words = ("--query", "bridge", "--query", "tunnel", "--language", "en-GB", "--tone", "warm", "--source", "sample")
    code, _, err = run(capsys, "theme", "new", "crossings", *words)
    assert (code, err) == (0, "")
    theme = load_theme("crossings", home / "themes", KNOWN)
    assert theme.collect.queries == ("bridge", "tunnel")
    assert (theme.language, theme.tone, theme.providers.trends) == ("en-GB", "warm", ("sample",))
    assert run(capsys, "theme", "check", "crossings") == (0, "crossings: good\n", "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--language", "klingon"), "language is 'klingon'"),
        (("--source", "telepathy"), "no such source of trends"),
        (("--query", "x" * 200), "collect.queries.0 is 'xxx"),
    ],
)
def test_a_new_theme_refuses_what_no_theme_can_hold_and_writes_nothing(
    capsys: pytest.CaptureFixture[str], home: Path, words: tuple[str, ...], expected: str
) -> None:
    code, _, err = run(capsys, "theme", "new", "x", *words)
    assert code == 1
    assert expected in err
    assert "remedy:" in err
    assert not (home / "themes" / "x.yaml").exists()


def test_on_a_terminal_a_new_theme_is_asked_about(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vidpipe_assets.cli.themes._is_terminal", lambda: True)
    said = CliRunner().invoke(cli, ["theme", "new", "pets"], input="dog, hummingbird\nen-GB\nplain\nnobody\nsample\n")
    assert said.exit_code == 0, said.output
    assert "There is no source called nobody" in said.output
    theme = load_theme("pets", home / "themes", KNOWN)
    assert theme.collect.queries == ("dog", "hummingbird")
    assert (theme.language, theme.tone, theme.providers.trends) == ("en-GB", "plain", ("sample",))


def test_on_a_terminal_live_sources_are_suggested_for_what_the_sample_does_not_know(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = {**KNOWN, "trends": {"sample", "hacker_news", "wikipedia", "google_trends"}}
    monkeypatch.setattr("vidpipe_assets.cli.themes.provider_names", lambda: live)
    monkeypatch.setattr("vidpipe_assets.cli.themes._is_terminal", lambda: True)
    said = CliRunner().invoke(cli, ["theme", "new", "houseplants"], input="\n\n\n\n")
    assert said.exit_code == 0, said.output
    assert "knows nothing about houseplants" in said.output
    theme = load_theme("houseplants", home / "themes", live)
    assert theme.providers.trends == ("hacker_news", "wikipedia", "google_trends")


def test_checking_tells_the_bad_and_the_good(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    (home / "themes" / "broken.yaml").write_text("name: broken\nchannel: B\nformat: {seconds: [red]1[/red]}\n")
    code, out, err = run(capsys, "theme", "check")
    assert (code, out) == (1, "gadgets: good\n")
    assert "themes/broken.yaml, line 3" in err
    assert run(capsys, "theme", "check", "gadgets")[0] == 0


def test_checking_also_tells_what_a_theme_names_and_is_not_there(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    (home / "themes" / "deutsch.yaml").write_text("name: deutsch\nchannel: D\nlanguage: de\n")
    code, out, err = run(capsys, "theme", "check", "deutsch", "gadgets")
    assert (code, out) == (1, "gadgets: good\n")
    assert "voice.name: the voice 'joe' speaks 'en'" in err
    assert "language is 'de', and the offline writer writes English only" in err
    assert "remedy:" in err


def test_dev_refuses_a_home_that_dagster_could_not_work_in(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    code, _, err = run(capsys, "dev")
    assert code == 1
    assert f"there is no dagster.yaml in DAGSTER_HOME, {home}" in err
    assert "copy dagster.yaml and workspace.yaml" in err


def test_themes_are_listed_and_text_is_never_markup(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    (home / "themes" / "odd.yaml").write_text('name: odd\nchannel: "[bold]x[/nope]"\n')
    code, out, _ = run(capsys, "themes")
    assert code == 0
    assert "Gadget Drop" in out
    assert "[bold]x[/nope]" in out


def test_status_of_nothing_says_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    assert "vidpipe order THEME --now" in run(capsys, "status")[1]


def test_status_shows_what_there_is_of_a_video(capsys: pytest.CaptureFixture[str], store: Store, home: Path) -> None:
    class Note(Document):
        text: str

    store.orders.add([KEY], topic="Game Boy", asked_by="me")
    note = Note(text="a")
    store.documents.save(str(KEY), "scripts", note)
    video = home / "output" / "review" / str(KEY) / "video.mp4"
    assert "1 of 7" in run(capsys, "status")[1]
    said = run(capsys, "status", str(KEY))[1]
    assert note.data_version in said
    assert "none yet" in said
    assert "no finished video yet" in said
    video.parent.mkdir(parents=True)
    video.write_bytes(b"x")
    assert run(capsys, "status", str(KEY))[1].endswith(f"{video}\n")
    assert run(capsys, "path")[1] == f"{video}\n"
    assert run(capsys, "path", str(KEY))[1] == f"{video}\n"


def test_the_doctor_s_exit_code_says_whether_something_failed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr("vidpipe_assets.operations.doctor.provider_names", lambda: KNOWN)
    code, out, _ = run(capsys, "doctor", "--brief")
    assert code == 0
    assert "1 warning:" in out  # it has no dagster.yaml
    assert "python" not in out
    (home / "themes" / "broken.yaml").write_text("nonsense: 1")
    code, out, _ = run(capsys, "doctor")
    assert code == 1
    assert "1 of" in out
    assert "Python 3" in out


def test_the_catalogue_is_what_commands_ask_by_default() -> None:
    from vidpipe_assets.operations import doctor

    assert doctor.provider_names is catalogue.provider_names


def test_a_retry_a_rejection_and_a_cancellation_are_said_in_one_command_each(
    capsys: pytest.CaptureFixture[str], store: Store
) -> None:
    store.orders.add([KEY], asked_by="test")
    code, said, _ = run(capsys, "retry", str(KEY), "--reason", "the network is back")
    assert code == 0
    assert "whatever has failed is tried again" in said
    code, said, _ = run(capsys, "retry", str(KEY), "voiceover", "--afresh")
    assert (code, "take 2" in said, "paid for again" in said) == (0, True, True)
    code, _, error = run(capsys, "retry", str(KEY), "--afresh")
    assert (code, "name the stage" in error) == (1, True)
    code, _, error = run(capsys, "reject", str(KEY))
    assert (code, "--for-good" in error) == (1, True)
    code, said, _ = run(capsys, "reject", str(KEY), "clips", "--reason", "dull")
    assert (code, "clips is made otherwise (take 2)" in said) == (0, True)
    assert run(capsys, "approve", str(KEY))[0] == 1
    assert run(capsys, "cancel", str(KEY))[0] == 0
    assert run(capsys, "reopen", str(KEY))[0] == 0
    assert [one.word.value for one in store.decisions.of(str(KEY))] == [
        *("retry", "afresh", "rejected", "cancelled", "reopened"),
    ]
