"""Piper's voices by name: listed, added, and used offline; against a hub on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.piper_hub import PiperHub
from fakes.server import Server, serving

from vidpipe_assets.cli import main
from vidpipe_assets.model.channel_voices import CHANNEL_VOICES
from vidpipe_assets.model.errors import BadInput, BadMedia, BlockedError, VidpipeError
from vidpipe_assets.operations.voices import add_voice, list_voices
from vidpipe_assets.voice.piper_voices import added_name, find_voice, is_installed

NAME = "de_DE-thorsten-medium"
FILES = 3


@pytest.fixture
def hub() -> PiperHub:
    return PiperHub()


@pytest.fixture
def server(hub: PiperHub, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(hub) as found:
        monkeypatch.setenv("VIDPIPE_PIPER_VOICES_URL", found.url)
        yield found


def unseen(name: str, done: int, total: int) -> None:
    """Nobody looks at the progress."""


def stored(server: Server) -> list[str]:
    return [one.path.rpartition("/")[2] for one in server.asked if one.path.startswith("/store/")]


def test_fault_50_a_voice_is_added_by_its_name_and_is_there_without_the_network(
    server: Server, hub: PiperHub, tmp_path: Path
) -> None:
    seen: list[tuple[str, int, int]] = []
    model = add_voice(NAME, tmp_path, lambda *one: seen.append(one))
    assert model.read_bytes() == hub.files[f"de/de_DE/thorsten/medium/{NAME}.onnx"]
    assert seen[-1] == (f"{NAME}.onnx", model.stat().st_size, model.stat().st_size)
    asked = len(server.asked)
    found = find_voice(NAME, "de", tmp_path)
    assert (found.model, found.language, found.rights.licence) == (model, "de", "CC0")
    assert found.rights.url == "https://example.org/voice"
    assert add_voice(NAME, tmp_path, unseen) == model
    assert added_name(NAME, tmp_path) == str(model)
    assert added_name("joe", tmp_path) == "joe"
    assert len(server.asked) == asked
    assert not list((tmp_path / ".unfinished").iterdir())


def test_what_has_arrived_is_not_fetched_again(server: Server, hub: PiperHub, tmp_path: Path) -> None:
    whole = 10**9
    hub.cuts = [whole, whole, 100_000, 50_000]  # the small files come first
    model = add_voice(NAME, tmp_path, unseen)
    assert model.read_bytes() == hub.files[f"de/de_DE/thorsten/medium/{NAME}.onnx"]
    ranges = [
        one.headers.get("range", "") for one in server.asked if one.path.endswith(".onnx") and "store" in one.path
    ]
    assert ranges[0] == ""
    assert len(ranges) == 3
    assert all(0 < int(one.removeprefix("bytes=").rstrip("-")) <= 150_000 for one in ranges[1:])


def test_a_kill_between_two_goes_loses_nothing(server: Server, hub: PiperHub, tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    def die(name: str, done: int, total: int) -> None:
        if name.endswith(".onnx") and done > 100_000:
            raise Killed

    with pytest.raises(Killed):
        add_voice(NAME, tmp_path, die)
    assert not is_installed(NAME, tmp_path)
    before = len(server.asked)
    add_voice(NAME, tmp_path, unseen)
    assert stored(server)[-1] == f"{NAME}.onnx"
    again = [one for one in server.asked[before:] if one.path.startswith("/store/")]
    assert len(again) == 1
    assert again[0].headers["range"].startswith("bytes=")


@pytest.mark.parametrize("suffix", [".onnx", ".onnx.json"])
def test_a_file_that_is_not_the_hubs_is_refused_and_not_kept(
    server: Server, hub: PiperHub, tmp_path: Path, suffix: str
) -> None:
    path = f"de/de_DE/thorsten/medium/{NAME}{suffix}"
    good, hub.files[path] = hub.files[path], hub.files[path][:-1] + b"x"
    with pytest.raises(BadMedia, match="hash differs"):
        add_voice(NAME, tmp_path, unseen)
    assert not is_installed(NAME, tmp_path)
    hub.files[path] = good
    assert add_voice(NAME, tmp_path, unseen).is_file()


def test_a_hub_that_stops_in_the_middle_is_told_and_gone_on_with_later(
    server: Server, hub: PiperHub, tmp_path: Path
) -> None:
    hub.cuts = [10**9, 10**9, 1000, 0, 0]
    with pytest.raises(VidpipeError):
        add_voice(NAME, tmp_path, unseen)
    hub.cuts = []
    assert add_voice(NAME, tmp_path, unseen).is_file()


@pytest.mark.parametrize("name", ["de_DE-nobody-high", "nobody", "../../x", ""])
def test_an_unknown_voice_is_refused_with_those_that_there_are(server: Server, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput) as caught:
        add_voice(name, tmp_path, unseen)
    assert NAME in caught.value.remedy or "vidpipe voice list" in caught.value.remedy


def test_the_list_is_by_language_and_is_kept_for_when_the_hub_is_away(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_voice(NAME, tmp_path, unseen)
    german = list_voices(tmp_path, "de")
    assert [(one.name, one.here) for one in german.voices] == [(NAME, True)]
    here = [*sorted([NAME, *CHANNEL_VOICES]), "tr_TR-dfki-medium"]
    assert [one.name for one in list_voices(tmp_path).voices] == here
    monkeypatch.setenv("VIDPIPE_PIPER_VOICES_URL", "http://127.0.0.1:9")
    away = list_voices(tmp_path)
    assert [one.name for one in away.voices] == here
    assert away.warning is not None


def test_without_a_hub_what_is_here_is_listed_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDPIPE_PIPER_VOICES_URL", "http://127.0.0.1:9")
    found = list_voices(tmp_path)
    assert [one.name for one in found.voices] == sorted(CHANNEL_VOICES)
    assert found.warning is not None


def test_fault_50_a_theme_whose_voice_is_missing_is_told_the_command(tmp_path: Path) -> None:
    with pytest.raises(BlockedError) as caught:
        find_voice(NAME, "de", tmp_path)
    assert caught.value.remedy == f"vidpipe voice add {NAME}"
    assert caught.value.facts["waits_for"] == f"voice:{NAME}"


def test_the_commands_say_what_a_theme_has_to_say(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    assert main(["voice", "add", NAME]) == 0
    assert f"voice: {{name: {NAME}}}" in capsys.readouterr().out
    assert main(["voice", "list", "de"]) == 0
    assert NAME in capsys.readouterr().out
    assert main(["voice", "add", "xx_XX-nobody-low"]) == 1
    assert main(["voice", "list", "xx"]) == 1
