"""Silence and pauses in speech."""

import errno
import wave
from pathlib import Path

import numpy as np
import pytest

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.voice import waveform
from vidpipe_assets.voice.waveform import Sound, Utterance, join_sentences, silent_stretches, trim_silence, write_wavs

RATE = 10_000


def tone(seconds: float) -> np.ndarray:
    return (0.5 * np.sin(np.arange(int(seconds * RATE)) * 0.3)).astype(np.float32)


def hush(seconds: float) -> np.ndarray:
    return np.full(int(seconds * RATE), 1e-4, dtype=np.float32)


def said(*pieces: np.ndarray) -> Utterance:
    ends = np.cumsum([len(piece) for piece in pieces]).tolist()
    sounds = tuple(
        Sound("a" if np.abs(p).max() > 0.1 else ",", e - len(p), e) for p, e in zip(pieces, ends, strict=True)
    )
    return Utterance(np.concatenate(pieces), sounds)


def test_silence_at_both_ends_is_trimmed_to_a_hundredth_of_a_second():
    heard = trim_silence(said(hush(0.3), tone(0.5), hush(0.4)), RATE)
    assert heard is not None
    assert len(heard.samples) / RATE == pytest.approx(0.525, abs=0.006)
    assert heard.sounds[1].start / RATE == pytest.approx(0.01, abs=0.006)


def test_a_long_pause_is_shortened_and_moves_what_follows():
    heard = trim_silence(said(tone(0.5), hush(1.0), tone(0.5)), RATE)
    assert heard is not None
    assert len(heard.samples) / RATE == pytest.approx(1.3, abs=0.01)
    (pause,) = silent_stretches(heard.samples, RATE)
    assert (pause[1] - pause[0]) / RATE == pytest.approx(0.3, abs=0.012)
    assert heard.sounds[2].start / RATE == pytest.approx(0.8, abs=0.01)
    assert heard.sounds[-1].end == len(heard.samples)


def test_a_short_pause_stays_as_it_is():
    heard = trim_silence(said(tone(0.5), hush(0.25), tone(0.5)), RATE)
    assert heard is not None
    assert len(heard.samples) / RATE == pytest.approx(1.25, abs=0.006)


def test_cuts_do_not_click():
    swell = tone(0.5) * np.hanning(5000).astype(np.float32)
    drift = np.linspace(-0.003, 0.003, 10_000, dtype=np.float32)  # its two halves do not fit together
    heard = trim_silence(said(swell, drift, swell, hush(0.2)), RATE)
    assert heard is not None
    assert len(heard.samples) < 14_000
    assert np.abs(np.diff(heard.samples[5400:7600])).max() < 0.0005
    assert abs(heard.samples[0]) < 0.01
    assert abs(heard.samples[-1]) < 0.01


def test_sentences_are_joined_with_an_even_pause():
    one, two = said(tone(0.5)), said(tone(0.4))
    whole = join_sentences([one, two, one], RATE)
    assert len(whole.samples) / RATE == pytest.approx(0.5 + 0.3 + 0.4 + 0.3 + 0.5)
    assert [sound.start / RATE for sound in whole.sounds] == pytest.approx([0, 0.8, 1.5])
    assert [stretch[0] / RATE for stretch in whole.silences] == pytest.approx([0.5, 1.2])


@pytest.mark.parametrize("samples", [np.zeros(0, dtype=np.float32), hush(0.001) * 0, hush(0.7)])
def test_fault_19_nothing_but_silence_is_nothing(samples: np.ndarray):
    assert trim_silence(Utterance(samples, ()), RATE) is None


def test_files_are_16_bit_mono_at_the_given_rate(tmp_path: Path):
    write_wavs({tmp_path / "a.wav": tone(0.1) * 4}, RATE)
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()) == (1, 2, RATE, 1000)
        assert np.abs(np.frombuffer(file.readframes(1000), "<i2")).max() == 32767


def test_fault_22_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    full = OSError(errno.ENOSPC, "No space left on device")
    synced = []

    def fsync(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == 2:
            raise full

    monkeypatch.setattr(waveform.os, "fsync", fsync)
    with pytest.raises(BlockedError, match="No space left"):
        write_wavs({tmp_path / "a.wav": tone(0.1), tmp_path / "b.wav": tone(0.1)}, RATE)
    assert list(tmp_path.iterdir()) == []
