"""Music is the same for the same seed, never clips or clicks, is as loud as promised and comes to an end."""

from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Mood
from vidpipe_assets.render.audio.mix import fit_music
from vidpipe_assets.render.audio.samples import RATE, SILENCE_LUFS, integrated_loudness, read_wave
from vidpipe_assets.render.audio.synthesis import MUSIC_LUFS, synthesise_music


@pytest.mark.parametrize("mood", get_args(Mood))
def test_music_has_its_length_its_loudness_and_head_room(mood: Mood, tmp_path: Path) -> None:
    samples, rate = read_wave(synthesise_music(mood, 12.0, 5, tmp_path / "music.wav"))
    assert rate == RATE
    assert samples.shape == (2, 12 * RATE)
    assert integrated_loudness(samples, RATE) == pytest.approx(MUSIC_LUFS, abs=0.3)
    assert np.abs(samples).max() < 0.7


def test_music_begins_and_ends_in_silence_without_a_click(tmp_path: Path) -> None:
    samples, _ = read_wave(synthesise_music("bright", 12.0, 5, tmp_path / "music.wav"))
    assert np.abs(samples[:, [0, -1]]).max() < 0.005
    assert np.abs(np.diff(samples)).max() < 0.15


def test_music_is_heard_all_the_time(tmp_path: Path) -> None:
    samples, _ = read_wave(synthesise_music("calm", 20.0, 2, tmp_path / "music.wav"))
    seconds = samples.mean(axis=0)[: 19 * RATE].reshape(19, RATE)
    assert (np.sqrt((seconds**2).mean(axis=1)) > 0.005).all()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_music(tmp_path: Path) -> None:
    one, same, other = (
        synthesise_music("warm", 6.0, seed, tmp_path / f"{index}.wav").read_bytes()
        for index, seed in enumerate((1, 1, 2))
    )
    assert one == same
    assert one != other


@pytest.mark.parametrize("seconds", [0.5, 1.0, 3.0])
def test_very_short_music_is_possible(seconds: float, tmp_path: Path) -> None:
    samples, _ = read_wave(synthesise_music("bright", seconds, 1, tmp_path / "music.wav"))
    assert samples.shape[1] == round(seconds * RATE)


def test_loudness_of_a_full_sine_in_one_channel_is_that_of_the_standard() -> None:
    # BS.1770-4: 997 Hz at full scale on one channel reads -3.01 LUFS.
    sine = np.sin(2 * np.pi * 997 * np.arange(5 * RATE) / RATE).astype(np.float32)[None]
    assert integrated_loudness(sine, RATE) == pytest.approx(-3.01, abs=0.05)


def test_silence_has_the_loudness_of_silence() -> None:
    assert integrated_loudness(np.zeros((2, RATE), np.float32), RATE) == SILENCE_LUFS


def test_a_music_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"song\.mp3 does not exist"):
        fit_music(tmp_path / "song.mp3", 10, MUSIC_LUFS, tmp_path / "out.wav")


def test_music_rises_to_the_payoff_stops_before_it_and_is_whole_after_it(tmp_path: Path) -> None:
    samples, _ = read_wave(synthesise_music("epic", 30.0, 3, tmp_path / "music.wav", payoff_s=19.0))
    level = np.sqrt((samples.mean(axis=0).reshape(-1, RATE // 4) ** 2).mean(axis=1))
    beginning, before = level[4:20].mean(), level[40:64].mean()
    after = level[80:104].mean()
    assert beginning < before < after
    stop = level[64:84].min()
    assert stop < 0.5 * before


def test_what_rings_at_the_end_is_heard_at_the_beginning(tmp_path: Path) -> None:
    samples, _ = read_wave(synthesise_music("warm", 20.0, 3, tmp_path / "music.wav"))
    end, start = (np.sqrt((part**2).mean()) for part in (samples[:, -RATE // 2 :], samples[:, RATE // 50 : RATE // 2]))
    assert end > 0.002
    assert start > 0.5 * end


def test_a_mood_has_several_leads_and_two_seeds_seldom_the_same_piece(tmp_path: Path) -> None:
    pieces = {synthesise_music("curious", 6.0, seed, tmp_path / f"{seed}.wav").read_bytes() for seed in range(6)}
    assert len(pieces) == 6
