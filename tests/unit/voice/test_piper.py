"""Piper's provider over a worker that only pretends to speak."""

import base64
import json
import os
import sys
import textwrap
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from vidpipe_assets.model.errors import BlockedError, PermanentError, TransientError
from vidpipe_assets.model.theme import Voice
from vidpipe_assets.voice import piper_voices
from vidpipe_assets.voice.piper import Piper, ask

RATE = 16_000


def sound(seconds: float, level: float = 0.5) -> np.ndarray:
    return (level * np.sin(np.arange(int(seconds * RATE)) * 0.2)).astype("<f4")


def sentence(symbols: str, audio: np.ndarray, samples: list[int] | None = None) -> dict[str, object]:
    told = [len(audio) // len(symbols)] * len(symbols)
    told[-1] += len(audio) - sum(told)
    content = base64.b64encode(audio.tobytes()).decode()
    return {"symbols": list(symbols), "samples": told if samples is None else samples, "audio": content}


def scene(
    *sentences: dict[str, object], words: tuple[str, ...] = ("wˈʌn", "tˈuː"), name: str = "s1"
) -> dict[str, object]:
    return {"name": name, "words": [list(word) for word in words], "sentences": list(sentences)}


@pytest.fixture
def answering(tmp_path: Path):
    """A `Piper` whose worker answers with these lines, and writes down what it was asked."""

    def build(*scenes: dict[str, object], rate: int = RATE) -> Piper:
        lines = [json.dumps(line) for line in ({"rate": rate, "language": "en-us"}, *scenes)]
        (tmp_path / "answer").write_text("\n".join(lines))
        code = f"""
            import sys
            open({str(tmp_path / "asked")!r}, "w").write(sys.stdin.readline())
            print(open({str(tmp_path / "answer")!r}).read())
        """
        return Piper([sys.executable, "-c", textwrap.dedent(code)])

    return build


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def test_words_are_the_script_s_words_with_their_moments(answering, folder: Path):
    worker = answering(scene(sentence("wˈʌn tˈuː", sound(0.9)), words=("wˈʌn", "", "tˈuː")))
    heard = worker.speak({"s1": "One — two!"}, Voice(), "en", folder)["s1"]
    one, dash, two = heard.words
    assert [word.text for word in heard.words] == ["One", "—", "two!"]
    assert one.start_s == 0
    assert one.end_s == dash.start_s == dash.end_s == two.start_s == pytest.approx(0.4, abs=0.1)
    assert two.end_s == heard.seconds == pytest.approx(0.9)
    assert heard.alignment == "exact"


def test_fault_25_texts_reach_the_voice_as_text(answering, folder: Path, tmp_path: Path):
    worker = answering(scene(sentence("wˈʌn", sound(0.9)), words=("wˈʌn", "", "", "", "")))
    heard = worker.speak({"s1": '-rf "$HOME"\n [[h]] \\ one\0'}, Voice(speed=1.2), "en", folder)
    asked = json.loads((tmp_path / "asked").read_text())
    assert asked["texts"] == {"s1": ["rf", "HOME", "h", "", "one"]}
    assert asked["speed"] == 1.2
    assert [word.text for word in heard["s1"].words] == ["-rf", '"$HOME"', "[[h]]", "\\", "one\0"]


def test_no_texts_need_no_voice(folder: Path):
    assert Piper(["false"]).speak({}, Voice(), "en", folder) == {}


@pytest.mark.parametrize("text", ["", " \n", "… — !", "👍 👍"])
def test_a_text_that_cannot_be_spoken_names_its_scene(text: str, folder: Path):
    with pytest.raises(PermanentError, match="'s2' has nothing to say"):
        Piper(["false"]).speak({"s1": "One", "s2": text}, Voice(), "en", folder)


@pytest.mark.parametrize("name", ["../s1", "a/b", ".s1", ""])
def test_a_name_that_leaves_the_folder_is_refused(name: str, folder: Path):
    with pytest.raises(PermanentError, match="cannot name a sound file"):
        Piper(["false"]).speak({name: "One"}, Voice(), "en", folder)


@pytest.mark.parametrize("samples", [[], [1, 2], [-1] * 9, [999_999] * 9, [0] * 9])
def test_fault_19_lengths_that_do_not_fit_the_sound_are_estimated(answering, folder: Path, samples: list[int]):
    worker = answering(scene(sentence("wˈʌn tˈuː", sound(0.9), samples)))
    heard = worker.speak({"s1": "One two"}, Voice(), "en", folder)["s1"]
    assert heard.alignment == "proportional"
    assert heard.words[0].end_s == heard.words[1].start_s == pytest.approx(0.4, abs=0.1)


BROKEN = {
    "no sound": sentence("wʌn", sound(0.0)),
    "silence": sentence("wʌn", sound(0.5, level=0.0)),
    "numbers that are none": sentence("wʌn", np.full(RATE, np.nan, dtype="<f4")),
    "half a number": {"symbols": ["a"], "samples": None, "audio": "AAAA"},
    "no base64": {"symbols": ["a"], "samples": None, "audio": "?!"},
    "nothing": {},
    "lengths that are words": {**sentence("wʌn", sound(0.5)), "samples": ["a", "b", "c"]},
}


@pytest.mark.parametrize("what", BROKEN)
def test_fault_19_damaged_sound_fails_and_leaves_no_file(answering, folder: Path, what: str):
    worker = answering(
        scene(sentence("wʌn", sound(0.5)), words=("wʌn",)), scene(BROKEN[what], name="s2", words=("wʌn",))
    )
    with pytest.raises(PermanentError, match="'s2'"):
        worker.speak({"s1": "One", "s2": "One"}, Voice(), "en", folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("rate", [0, 10, 10_000_000])
def test_fault_19_an_impossible_rate_fails(answering, folder: Path, rate: int):
    with pytest.raises(PermanentError, match="no usable sound"):
        answering(scene(sentence("wˈʌn", sound(0.9))), rate=rate).speak({"s1": "One two"}, Voice(), "en", folder)


def test_a_scene_without_an_answer_fails(answering, folder: Path):
    with pytest.raises(PermanentError, match="'s2'"):
        answering(scene(sentence("wˈʌn", sound(0.9)))).speak({"s1": "One two", "s2": "Three"}, Voice(), "en", folder)


def test_an_answer_that_is_no_json_fails(folder: Path):
    with pytest.raises(PermanentError, match="cannot be read"):
        Piper(["echo", "hello"]).speak({"s1": "One"}, Voice(), "en", folder)


def test_only_what_would_not_fit_is_rounded_off(answering, folder: Path):
    loud, quiet = sentence("wˈʌn tˈuː", sound(0.9, 1.98)), sentence("wˈʌn tˈuː", sound(0.9, 0.5))
    worker = answering(scene(loud), scene(quiet, name="s2"))
    heard = worker.speak({"s1": "One two", "s2": "One two"}, Voice(), "en", folder)
    assert [peak(heard[name].path) for name in ("s1", "s2")] == pytest.approx((1.0, 0.5), abs=0.01)


def peak(path: Path) -> float:
    with wave.open(str(path)) as file:
        return float(np.abs(np.frombuffer(file.readframes(file.getnframes()), "<i2")).max() / 32767)


# the voice's files


def test_a_voice_that_is_not_there_is_blocked_with_a_remedy(folder: Path):
    for name in ("nobody", "/nowhere/voice.onnx", "a\0b.onnx", "x" * 290 + ".onnx", "~nobody-here/voice.onnx"):
        with pytest.raises(BlockedError, match="no Piper voice") as caught:
            Piper(["false"]).speak({"s1": "One"}, Voice(name=name), "en", folder)
        assert "'joe'" in caught.value.remedy


def test_a_voice_without_its_configuration_is_blocked(tmp_path: Path):
    (tmp_path / "voice.onnx").write_bytes(b"x")
    with pytest.raises(BlockedError, match=r"voice\.onnx\.json is missing"):
        piper_voices.find_voice(str(tmp_path / "voice.onnx"), "en")
    (tmp_path / "voice.onnx.json").write_text("{}")
    with pytest.raises(BlockedError, match="cannot be read"):
        piper_voices.find_voice(str(tmp_path / "voice.onnx"), "en")


def test_a_voice_of_one_s_own_has_no_known_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "voice.onnx").write_bytes(b"x")
    (tmp_path / "voice.onnx.json").write_text('{"espeak": {"voice": "de"}}')
    found = piper_voices.find_voice("voice.onnx", "de-DE")
    assert found.model == tmp_path / "voice.onnx"
    assert found.rights.licence == ""
    assert "CC0" in piper_voices.find_voice("joe", "en").rights.licence


def test_a_voice_of_another_language_is_blocked():
    with pytest.raises(BlockedError, match="speaks 'en', the theme's language is 'de'"):
        piper_voices.find_voice("joe", "de")


# the process


def test_a_worker_that_fails_says_why(tmp_path: Path):
    with pytest.raises(PermanentError, match="no voice today") as caught:
        ask([sys.executable, "-c", "import sys; sys.exit('no voice today')"], b"{}", within_s=120, folder=tmp_path)
    assert caught.value.facts["exit code"] == "1"


def test_a_worker_that_hangs_is_ended_with_its_children(tmp_path: Path):
    code = "import os, time; os.fork(); open(str(os.getpid()), 'w').close(); time.sleep(600)"
    with pytest.raises(TransientError, match="did not finish within 1 s"):
        ask([sys.executable, "-c", code], b"{}", within_s=1, folder=tmp_path)
    assert all(is_gone(int(file.name)) for file in tmp_path.iterdir())


def is_gone(process: int) -> bool:
    """Ended, within a moment; it may be a zombie until whoever adopted it looks."""
    for _ in range(2400):
        try:
            os.kill(process, 0)
            if ") Z" in Path(f"/proc/{process}/stat").read_text():
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_a_worker_that_is_killed_may_be_tried_again(tmp_path: Path):
    code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    with pytest.raises(TransientError, match="ended by SIGKILL"):
        ask([sys.executable, "-c", code], b"{}", within_s=120, folder=tmp_path)


def test_a_cancelled_call_leaves_no_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("vidpipe_assets.io.processes.threading.Timer.start", cancelled_start)
    code = "import os, time; open(str(os.getpid()), 'w').close(); time.sleep(600)"
    with pytest.raises(KeyboardInterrupt):
        ask([sys.executable, "-c", code], b"{}", within_s=120, folder=tmp_path)
    assert all(is_gone(int(file.name)) for file in tmp_path.iterdir())


def cancelled_start(timer: object) -> None:
    raise KeyboardInterrupt


def test_fault_37_the_library_that_runs_the_voice_is_told_to_report_nothing(tmp_path: Path):
    code = "import os, sys; sys.exit('told: ' + os.environ.get('ORT_DISABLE_TELEMETRY', 'nothing'))"
    with pytest.raises(PermanentError, match="told: 1"):
        Piper([sys.executable, "-c", code]).speak({"s1": "One"}, Voice(), "en", tmp_path)


def test_much_of_everything_does_not_block(tmp_path: Path):
    code = "import sys; n = len(sys.stdin.readline()); sys.stderr.write('x' * 300000); print('y' * n)"
    answer = ask([sys.executable, "-c", code], b"z" * 200_000, within_s=120, folder=tmp_path)
    assert len(answer) == 200_002
