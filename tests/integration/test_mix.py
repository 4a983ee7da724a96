"""The sound of a video, mixed by the real ffmpeg and measured after decoding."""

import wave
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import FPS, TimelineScene
from vidpipe_assets.model.theme import Music
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.audio.cues import Cue
from vidpipe_assets.render.audio.mix import Soundtrack, fit_music, measure_loudness, mix_soundtrack
from vidpipe_assets.render.audio.samples import RATE, read_wave
from vidpipe_assets.render.audio.synthesis import MUSIC_LUFS

VOICE_RATE = 22_050
TIMELINE = tuple(
    TimelineScene(scene=f"s{number}", title="", start_frame=(number - 1) * 70, frames=70, voice_start_s=0.12)
    for number in (1, 2, 3)
)


def write_voice(path: Path, seconds: float, level: float = 0.25) -> Path:
    """Syllables: bursts of a buzzing tone; the first begins at once, as a trimmed voice does."""
    time = np.arange(round(seconds * VOICE_RATE)) / VOICE_RATE
    buzz = sum(np.sin(2 * np.pi * 130 * harmonic * time) / harmonic for harmonic in range(1, 15))
    syllables = np.clip(np.sin(2 * np.pi * 4 * time + 0.6), 0, 1)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, VOICE_RATE, 0, "NONE", ""))
        file.writeframes((buzz * syllables * level * 20_000).astype("<i2").tobytes())
    return path


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Voice and music together."""
    folder = tmp_path_factory.mktemp("mix_soundtrack")
    return mix_soundtrack(sound_of(folder, "synthesised"), folder)


@pytest.fixture(scope="module")
def voice_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same without music."""
    folder = tmp_path_factory.mktemp("voice")
    return mix_soundtrack(sound_of(folder), folder)


def sound_of(
    folder: Path, kind: Literal["synthesised", "file", "none"] = "none", music_file: Path | None = None
) -> Soundtrack:
    folder.mkdir(exist_ok=True)
    voices = {scene.scene: write_voice(folder / f"{scene.scene}.wav", 1.9) for scene in TIMELINE}
    return Soundtrack(TIMELINE, voices, 0.0, Music(kind=kind), music_file, seed=3)


def decoded(path: Path) -> np.ndarray:
    ffmpeg.run(["-i", ffmpeg.file_argument(path), "-c:a", "pcm_s16le", str(path) + ".wav"], timeout_s=30)
    return read_wave(Path(str(path) + ".wav"))[0]


@pytest.mark.parametrize("name", ["mixed", "voice_alone"])
def test_the_encoded_sound_has_the_platforms_loudness_and_head_room(name: str, request: pytest.FixtureRequest) -> None:
    measured = measure_loudness(request.getfixturevalue(name))
    assert measured.integrated_lufs == pytest.approx(-14, abs=0.5)
    assert measured.true_peak_dbtp <= -1


def test_every_voice_begins_at_its_sample(voice_alone: Path) -> None:
    samples = np.abs(decoded(voice_alone)[0])
    for scene in TIMELINE:
        at = round((scene.start_frame / FPS + scene.voice_start_s) * RATE)
        assert samples[at - 960 : at - 240].max() < 0.02
        assert samples[at : at + 480].max() > 0.1


def test_the_sound_is_as_long_as_the_video_and_fades_out(mixed: Path) -> None:
    samples = decoded(mixed)
    assert samples.shape[1] == pytest.approx(7 * RATE, abs=1024)
    assert np.abs(samples[:, 7 * RATE - 480 : 7 * RATE]).max() < 0.01


def test_music_makes_room_for_the_voice(tmp_path: Path) -> None:
    steady = tmp_path / "tone.wav"
    ffmpeg.run(["-f", "lavfi", "-i", "sine=f=5000:d=8:r=48000", "-ac", "2", str(steady)], timeout_s=30)
    sound = sound_of(tmp_path, "file", steady)
    samples = decoded(mix_soundtrack(sound, tmp_path))[0]
    pause, speech = (tone_level(samples, at, 5000) for at in (2.25, 1.25))
    assert 20 * np.log10(pause / speech) > 4


def tone_level(samples: np.ndarray, at_s: float, hertz: float) -> float:
    window = samples[round(at_s * RATE) :][:2400] * np.hanning(2400)
    return float(np.abs(np.dot(window, np.exp(-2j * np.pi * hertz * np.arange(2400) / RATE))))


def test_a_short_music_file_is_looped_without_a_gap(tmp_path: Path) -> None:
    song = tmp_path / "it's a song, [1].wav"
    ffmpeg.run(["-f", "lavfi", "-i", "anoisesrc=d=4:r=44100:a=0.2", str(song)], timeout_s=30)
    samples, rate = read_wave(fit_music(song, 11, MUSIC_LUFS, tmp_path / "out.wav"))
    assert samples.shape == (2, 11 * rate)
    tenths = np.sqrt((samples[0].reshape(110, -1) ** 2).mean(axis=1))
    assert tenths.min() > 0.7 * tenths.max()


@pytest.mark.parametrize("content", [b"", b"<html>not music</html>", b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_a_music_file_that_is_no_music_is_bad_media_and_leaves_nothing(content: bytes, tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    song.write_bytes(content)
    with pytest.raises(BadMedia, match="song"):
        fit_music(song, 10, MUSIC_LUFS, tmp_path / "out" / "music.wav")
    assert sorted(tmp_path.iterdir()) == [song] or not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("content", [b"", b"RIFF----WAVE", None])
def test_fault_19_a_voice_that_is_empty_or_silent_is_bad_media(content: bytes | None, tmp_path: Path) -> None:
    sound = sound_of(tmp_path)
    for path in sound.voices.values():
        if content is None:
            write_voice(path, 1.9, level=0)
        else:
            path.write_bytes(content)
    with pytest.raises(BadMedia):
        mix_soundtrack(sound, tmp_path)


def test_effects_are_heard_in_a_pause_and_music_and_voice_keep_their_loudness(tmp_path: Path) -> None:
    plain = sound_of(tmp_path / "plain")
    with_effect = replace(sound_of(tmp_path / "effect"), cues=(Cue("land", 2.1),))
    silent = decoded(mix_soundtrack(plain, tmp_path / "plain"))
    heard = decoded(mix_soundtrack(with_effect, tmp_path / "effect"))
    pause = slice(round(2.1 * RATE), round(2.3 * RATE))
    assert np.abs(silent[:, pause]).max() < 0.01
    assert 0.02 < np.abs(heard[:, pause]).max() < 0.3
    assert measure_loudness(tmp_path / "effect" / "sound.m4a").integrated_lufs == pytest.approx(-14, abs=0.5)


def test_a_theme_may_have_no_effects(tmp_path: Path) -> None:
    sound = sound_of(tmp_path)
    mix_soundtrack(replace(sound, music=Music(kind="none", effects=False), cues=(Cue("land", 2.1),)), tmp_path)
    assert not (tmp_path / "effects.wav").exists()
