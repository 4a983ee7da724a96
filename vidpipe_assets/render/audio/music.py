"""Music written and played for one video: chords, plucks, bass and a light beat, from a mood and a seed.

It keeps out of the voice's way: soft attacks, little between 1 and 4 kHz, nothing sung. It begins sparsely, adds bass
and beat after the first bars, and ends on the home chord with time to ring. Every bar's sound is made once a chord and
laid where the chord returns, so that a minute costs little more than 15 seconds.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from vidpipe_assets.render.audio import instruments as sounds
from vidpipe_assets.render.audio.instruments import RATE, Reverb, Samples
from vidpipe_assets.render.audio.music_files import integrated_loudness, write_wave

Mood = Literal["bright", "calm", "tense", "warm"]
MUSIC_LUFS = -20.0
"""The loudness of all synthesised music."""

_ENDING_S = 2.6
_BEATS = 4
_MAJOR, _MINOR = (0, 4, 7), (0, 3, 7)


@dataclass(frozen=True)
class _Style:
    """`progressions` are chords as semitones above the home note and their quality; `beat` is drums' level."""

    tempo: tuple[int, int]
    progressions: tuple[str, ...]
    home: tuple[int, ...]
    brightness: float
    pluck: float
    beat: float
    hats: float
    steps: int


# Chords are written as in a lead sheet, relative to the home note: upper case major, lower case minor.
_NUMERALS = {"I": 0, "II": 2, "bIII": 3, "III": 4, "IV": 5, "V": 7, "bVI": 8, "VI": 9, "bVII": 10}
_STYLES: dict[Mood, _Style] = {
    "bright": _Style((100, 114), ("I V vi IV", "I iii IV V", "vi IV I V", "I IV vi V"), _MAJOR, 0.42, 0.5, 0.8, 0.5, 8),
    "calm": _Style((70, 82), ("I vi IV V", "IV iii ii I", "I IV I V", "I iii vi IV"), _MAJOR, 0.25, 0.3, 0.0, 0.12, 4),
    "tense": _Style(
        (88, 100), ("i bVI bIII bVII", "i iv bVI V", "i bVII bVI V", "i v bVI iv"), _MINOR, 0.5, 0.42, 0.7, 0.3, 8
    ),
    "warm": _Style((82, 94), ("I iii IV ii", "ii V I vi", "IV I ii V", "I vi ii V"), _MAJOR, 0.3, 0.42, 0.5, 0.3, 4),
}


def synthesise_music(mood: Mood, seconds: float, seed: int, out: Path) -> Path:
    """Write `seconds` of music as a stereo WAV file of 48 kHz at `MUSIC_LUFS`; the same seed gives the same bytes."""
    generator = np.random.default_rng([seed & 0xFFFFFFFF, list(_STYLES).index(mood)])
    samples = _perform(_STYLES[mood], seconds, generator)
    write_wave(samples * np.float32(10 ** ((MUSIC_LUFS - integrated_loudness(samples, RATE)) / 20)), out)
    return out


def _perform(style: _Style, seconds: float, generator: np.random.Generator) -> Samples:
    total = round(seconds * RATE)
    bars, bar_s = _bars(style, seconds, generator)
    home = int(generator.integers(48, 60))
    progression = str(generator.choice(style.progressions)).split()
    chords = [_chord(numeral, home) for numeral in progression]
    pattern = generator.permutation(style.steps)
    room = Reverb(generator)
    harmony = [_harmony(style, chord, bar_s, pattern, room) for chord in chords]
    basses = [_bass_line(chord[0], bar_s) for chord in chords]
    drums = _drums(style, bar_s, generator)
    track = np.zeros((2, total + 8 * RATE), np.float32)
    for bar in range(bars):
        at = round(bar * bar_s * RATE)
        strength = _strength(bar, bars)
        chord = bar % len(chords)
        if bar == bars - 1 and "V" in progression:
            chord = progression.index("V")  # leads home
        _add(track, harmony[chord], at, 0.75 + 0.25 * strength)
        _add(track, basses[chord], at, 0.5 * strength)
        _add(track, drums, at, 0.45 * strength)
    last = tuple(home + step for step in (*style.home, 12))
    ending = sounds.play_pad(last, _ending_s(seconds) * 0.5, _ending_s(seconds) * 0.6, style.brightness)
    _add(track, room.around(ending, 0.25), round(bars * bar_s * RATE), 1.0)
    _add(track, sounds.play_bass(home - 12, min(1.6, seconds))[None], round(bars * bar_s * RATE), 0.4)
    return _faded(track[:, :total])


def _bars(style: _Style, seconds: float, generator: np.random.Generator) -> tuple[int, float]:
    """How many bars, and seconds of each: a whole number of them ends where the last chord begins."""
    tempo = generator.integers(*style.tempo)
    before = seconds - _ending_s(seconds)
    bars = max(round(before / (_BEATS * 60 / tempo)), 1)
    return bars, before / bars


def _ending_s(seconds: float) -> float:
    """How long the last chord has."""
    return min(_ENDING_S, seconds * 0.4)


def _strength(bar: int, bars: int) -> float:
    """How much of bass and beat is heard: nothing in the first bar, all from the third on, less in the last."""
    if bar == bars - 1 and bars > 3:
        return 0.6
    return (0.0, 0.55)[bar] if bar < 2 else 1.0


def _chord(numeral: str, home: int) -> tuple[int, ...]:
    flat, plain = numeral.startswith("b"), numeral.removeprefix("b")
    root = home + _NUMERALS[("b" if flat else "") + plain.upper()]
    # Close to the home chord, so that the hand hardly moves and the music does not jump.
    root -= 12 if root > home + 6 else 0
    return tuple(root + step for step in (_MAJOR if plain.isupper() else _MINOR))


def _harmony(
    style: _Style,
    chord: tuple[int, ...],
    bar_s: float,
    pattern: np.ndarray[tuple[int], np.dtype[np.int64]],
    room: Reverb,
) -> Samples:
    """A bar of pad and plucks in their room."""
    voices = (*chord, chord[0] + 12)
    bar = sounds.play_pad(voices, bar_s, 0.5, style.brightness)
    scale = [note + 12 for note in (*chord, *(note + 12 for note in chord))]
    step_s = bar_s / style.steps
    for step, place in enumerate(pattern):
        note = scale[int(place) % len(scale)]
        sound = sounds.play_pluck(note, min(2.2 * step_s, 0.9), style.brightness)
        pan = 0.5 + 0.25 * (-1) ** step
        accent = style.pluck * (0.5 if step % 2 else 0.42)
        at = round(step * step_s * RATE)
        for side, share in enumerate((1 - pan, pan)):
            stop = min(at + sound.size, bar.shape[1])
            bar[side, at:stop] += np.float32(accent * share) * sound[: stop - at]
    return room.around(bar, 0.3)


def _bass_line(root: int, bar_s: float) -> Samples:
    note = root - 12 if root > 50 else root
    line = np.zeros((1, round(bar_s * RATE) + RATE), np.float32)
    for beat, length in ((0.0, 1.5), (2.0, 1.2), (3.5, 0.5)):
        _add(line, sounds.play_bass(note, length * bar_s / _BEATS)[None], round(beat * bar_s / _BEATS * RATE), 1.0)
    return line


def _drums(style: _Style, bar_s: float, generator: np.random.Generator) -> Samples:
    bar = np.zeros((2, round(bar_s * RATE) + RATE // 2), np.float32)
    beat_s = bar_s / _BEATS
    for beat in (0, 2):
        _add(bar, sounds.play_kick()[None], round(beat * beat_s * RATE), 0.9 * style.beat)
    for eighth in range(2 * _BEATS):
        level = style.hats * (0.22 if eighth % 2 else 0.1)
        _add(bar, sounds.play_hat(generator, 0.09)[None], round(eighth * beat_s / 2 * RATE), level)
    return bar


def _add(track: Samples, sound: Samples, at: int, level: float) -> None:
    stop = min(at + sound.shape[1], track.shape[1])
    track[:, at:stop] += np.float32(level) * sound[:, : stop - at]


def _faded(track: Samples) -> Samples:
    """Silence at both ends."""
    rise, fall = min(RATE // 20, track.shape[1] // 2), min(RATE // 2, track.shape[1] // 2)
    track[:, :rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    track[:, track.shape[1] - fall :] *= np.linspace(1, 0, fall, dtype=np.float32) ** 2
    return track
