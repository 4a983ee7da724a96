"""Speech that cannot be used, as a provider may answer with it: refused before it is paid twice or heard."""

import wave
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import Spoken, SpokenWord
from vidpipe_assets.stages.voice_gate import require_speech

TEXT = "one two three four five"
RATE = 22_050
SECONDS = 2.0


def tone(seconds: float = SECONDS) -> np.ndarray:
    moments = np.arange(int(seconds * RATE)) / RATE
    return np.sin(moments * 2 * np.pi * 200) * 0.3


def spoken(folder: Path, samples: np.ndarray | None = None, *, rate: int = RATE, channels: int = 1) -> Spoken:
    path = folder / "speech.wav"
    heard = tone() if samples is None else samples
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((heard * 32767).astype("<i2").tobytes())
    return Spoken(path, SECONDS, words([(0.4 * n, 0.4 * n + 0.35) for n in range(5)]), "exact")


def words(moments: Sequence[tuple[float, float]], text: str = TEXT) -> tuple[SpokenWord, ...]:
    return tuple(SpokenWord(text=one, start_s=a, end_s=b) for one, (a, b) in zip(text.split(), moments, strict=True))


def clicking() -> np.ndarray:
    """Two seconds of silence with one click."""
    samples = np.zeros(int(SECONDS * RATE))
    samples[RATE : RATE + 20] = 0.9
    return samples


def with_bytes(folder: Path, content: bytes) -> Spoken:
    good = spoken(folder)
    good.path.write_bytes(content)
    return good


def cut(folder: Path) -> Spoken:
    good = spoken(folder)
    return with_bytes(folder, good.path.read_bytes()[: 44 + RATE])


def at(folder: Path, *moments: tuple[float, float]) -> Spoken:
    return replace(spoken(folder), words=words(moments))


REFUSED: dict[str, tuple[Callable[[Path], Spoken], str]] = {
    "no bytes": (lambda f: with_bytes(f, b""), "cannot be read"),
    "no samples": (lambda f: spoken(f, np.zeros(0)), "lasts 0.00 s"),
    "silent": (lambda f: spoken(f, np.zeros(int(SECONDS * RATE))), "nothing can be heard"),
    "one click": (lambda f: spoken(f, clicking()), "nothing can be heard"),
    "MP3 called WAV": (lambda f: with_bytes(f, b"ID3\x04" + bytes(500)), "cannot be read"),
    "a page": (lambda f: with_bytes(f, b"<html>quota</html>"), "cannot be read"),
    "Base64 that was not decoded": (lambda f: with_bytes(f, b"UklGRiQAAABXQVZFZm10IA=="), "cannot be read"),
    "cut off": (cut, "instead of 2.00 s"),
    "rate of another recording": (lambda f: spoken(f, rate=44_100), "lasts 1.00 s instead of 2.00 s"),
    "rate that nobody plays": (lambda f: spoken(f, rate=400), "400 samples a second"),
    "stereo": (lambda f: spoken(f, channels=2), "2 channels"),
    "a minute for five words": (lambda f: replace(spoken(f, tone(60)), seconds=60.0), "5 words last 60.00 s"),
    "no words": (lambda f: replace(spoken(f), words=()), "its words are not those"),
    "a word less": (lambda f: replace(spoken(f), words=spoken(f).words[:4]), "its words are not those"),
    "other words": (lambda f: replace(spoken(f), words=words([(0, 0)] * 5, "a b c d e")), "its words are not those"),
    "unsorted": (lambda f: at(f, (0.8, 1), (0.4, 0.6), (0, 0.2), (1.2, 1.4), (1.6, 1.8)), "not in order"),
    "ends before it starts": (
        lambda f: at(f, (0.3, 0.1), (0.4, 0.6), (0.8, 1), (1.2, 1.4), (1.6, 1.8)),
        "not in order",
    ),
    "after the end": (lambda f: at(f, (0, 0.2), (0.4, 0.6), (0.8, 1), (1.2, 1.4), (1.6, 9)), "not in order"),
    "all at once": (lambda f: at(f, *[(0.0, 0.0)] * 5), "all the same"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_fault_19_speech_that_cannot_be_used_is_refused(tmp_path: Path, case: str) -> None:
    build, reason = REFUSED[case]
    with pytest.raises(BadMedia, match=reason) as caught:
        require_speech(build(tmp_path), TEXT)
    assert "'one two three four five'" in str(caught.value)
    assert caught.value.remedy


def test_fault_19_speech_with_pauses_and_a_soft_voice_is_fine(tmp_path: Path) -> None:
    pauses = tone() * 0.05
    pauses[RATE // 2 : RATE] = 0
    require_speech(spoken(tmp_path, pauses), TEXT)


@pytest.mark.parametrize("moment", [float("nan"), -0.1])
def test_fault_19_a_moment_that_is_none_is_no_moment(moment: float) -> None:
    with pytest.raises(ValueError, match="start_s"):
        SpokenWord(text="one", start_s=moment, end_s=1)
