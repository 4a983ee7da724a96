"""Music written and played for one video: chords, plucks, bass and a light beat, from a mood and a seed.

It keeps out of the voice's way: soft attacks, little between 1 and 4 kHz, nothing sung. It begins sparsely, adds bass
and beat after the first bars, and ends on the home chord with time to ring. Every bar's sound is made once a chord and
laid where the chord returns, so that a minute costs little more than 15 seconds. Each instrument's note is samples at
48 kHz that start and end in silence.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vidpipe_assets.render.audio.samples import RATE, Samples, integrated_loudness, write_wave

Mood = Literal["bright", "calm", "tense", "warm"]
MUSIC_LUFS = -20.0
"""The loudness of all synthesised music."""

_ENDING_S = 2.6
_BEATS = 4
_MAJOR, _MINOR = (0, 4, 7), (0, 3, 7)


@dataclass(frozen=True)
class _Recipe:
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
_RECIPES: dict[Mood, _Recipe] = {
    "bright": _Recipe(
        (100, 114), ("I V vi IV", "I iii IV V", "vi IV I V", "I IV vi V"), _MAJOR, 0.42, 0.5, 0.8, 0.5, 8
    ),
    "calm": _Recipe((70, 82), ("I vi IV V", "IV iii ii I", "I IV I V", "I iii vi IV"), _MAJOR, 0.25, 0.3, 0.0, 0.12, 4),
    "tense": _Recipe(
        (88, 100), ("i bVI bIII bVII", "i iv bVI V", "i bVII bVI V", "i v bVI iv"), _MINOR, 0.5, 0.42, 0.7, 0.3, 8
    ),
    "warm": _Recipe((82, 94), ("I iii IV ii", "ii V I vi", "IV I ii V", "I vi ii V"), _MAJOR, 0.3, 0.42, 0.5, 0.3, 4),
}


def synthesise_music(mood: Mood, seconds: float, seed: int, out: Path) -> Path:
    """Write `seconds` of music as a stereo WAV file of 48 kHz at `MUSIC_LUFS`; the same seed gives the same bytes."""
    generator = np.random.default_rng([seed & 0xFFFFFFFF, list(_RECIPES).index(mood)])
    samples = _perform(_RECIPES[mood], seconds, generator)
    write_wave(samples * np.float32(10 ** ((MUSIC_LUFS - integrated_loudness(samples, RATE)) / 20)), out)
    return out


def _perform(style: _Recipe, seconds: float, generator: np.random.Generator) -> Samples:
    total = round(seconds * RATE)
    bars, bar_s = _count_bars(style, seconds, generator)
    home = int(generator.integers(48, 60))
    progression = str(generator.choice(style.progressions)).split()
    chords = [_chord_notes(numeral, home) for numeral in progression]
    pattern = generator.permutation(style.steps)
    room = Reverb(generator)
    harmony = [_play_harmony(style, chord, bar_s, pattern, room) for chord in chords]
    basses = [_play_bass_line(chord[0], bar_s) for chord in chords]
    drums = _play_drums(style, bar_s, generator)
    track = np.zeros((2, total + 8 * RATE), np.float32)
    for bar in range(bars):
        at = round(bar * bar_s * RATE)
        strength = _strength(bar, bars)
        chord = bar % len(chords)
        if bar == bars - 1 and "V" in progression:
            chord = progression.index("V")  # leads home
        _add_sound(track, harmony[chord], at, 0.75 + 0.25 * strength)
        _add_sound(track, basses[chord], at, 0.5 * strength)
        _add_sound(track, drums, at, 0.45 * strength)
    last = tuple(home + step for step in (*style.home, 12))
    ending = play_pad(last, _ending_s(seconds) * 0.5, _ending_s(seconds) * 0.6, style.brightness)
    _add_sound(track, room.around(ending, 0.25), round(bars * bar_s * RATE), 1.0)
    _add_sound(track, play_bass(home - 12, min(1.6, seconds))[None], round(bars * bar_s * RATE), 0.4)
    return _fade_ends(track[:, :total])


def _count_bars(style: _Recipe, seconds: float, generator: np.random.Generator) -> tuple[int, float]:
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


def _chord_notes(numeral: str, home: int) -> tuple[int, ...]:
    flat, plain = numeral.startswith("b"), numeral.removeprefix("b")
    root = home + _NUMERALS[("b" if flat else "") + plain.upper()]
    # Close to the home chord, so that the hand hardly moves and the music does not jump.
    root -= 12 if root > home + 6 else 0
    return tuple(root + step for step in (_MAJOR if plain.isupper() else _MINOR))


def _play_harmony(
    style: _Recipe,
    chord: tuple[int, ...],
    bar_s: float,
    pattern: np.ndarray[tuple[int], np.dtype[np.int64]],
    room: "Reverb",
) -> Samples:
    """A bar of pad and plucks in their room."""
    voices = (*chord, chord[0] + 12)
    bar = play_pad(voices, bar_s, 0.5, style.brightness)
    scale = [note + 12 for note in (*chord, *(note + 12 for note in chord))]
    step_s = bar_s / style.steps
    for step, place in enumerate(pattern):
        note = scale[int(place) % len(scale)]
        sound = play_pluck(note, min(2.2 * step_s, 0.9), style.brightness)
        pan = 0.5 + 0.25 * (-1) ** step
        accent = style.pluck * (0.5 if step % 2 else 0.42)
        at = round(step * step_s * RATE)
        for side, share in enumerate((1 - pan, pan)):
            stop = min(at + sound.size, bar.shape[1])
            bar[side, at:stop] += np.float32(accent * share) * sound[: stop - at]
    return room.around(bar, 0.3)


def _play_bass_line(root: int, bar_s: float) -> Samples:
    note = root - 12 if root > 50 else root
    line = np.zeros((1, round(bar_s * RATE) + RATE), np.float32)
    for beat, length in ((0.0, 1.5), (2.0, 1.2), (3.5, 0.5)):
        _add_sound(line, play_bass(note, length * bar_s / _BEATS)[None], round(beat * bar_s / _BEATS * RATE), 1.0)
    return line


def _play_drums(style: _Recipe, bar_s: float, generator: np.random.Generator) -> Samples:
    bar = np.zeros((2, round(bar_s * RATE) + RATE // 2), np.float32)
    beat_s = bar_s / _BEATS
    for beat in (0, 2):
        _add_sound(bar, play_kick()[None], round(beat * beat_s * RATE), 0.9 * style.beat)
    for eighth in range(2 * _BEATS):
        level = style.hats * (0.22 if eighth % 2 else 0.1)
        _add_sound(bar, play_hat(generator, 0.09)[None], round(eighth * beat_s / 2 * RATE), level)
    return bar


def _add_sound(track: Samples, sound: Samples, at: int, level: float) -> None:
    stop = min(at + sound.shape[1], track.shape[1])
    track[:, at:stop] += np.float32(level) * sound[:, : stop - at]


def _fade_ends(track: Samples) -> Samples:
    """Silence at both ends."""
    rise, fall = min(RATE // 20, track.shape[1] // 2), min(RATE // 2, track.shape[1] // 2)
    track[:, :rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    track[:, track.shape[1] - fall :] *= np.linspace(1, 0, fall, dtype=np.float32) ** 2
    return track


def note_frequency(note: float) -> float:
    """Hertz of a MIDI note number."""
    return 440.0 * 2.0 ** ((note - 69) / 12)


def play_pad(notes: tuple[int, ...], seconds: float, release_s: float, brightness: float) -> Samples:
    """A soft chord in stereo: few harmonics, the two sides slightly apart in pitch."""
    time = _time(seconds + release_s)
    chord = np.zeros((2, time.size), np.float32)
    for index, note in enumerate(notes):
        for side, cents in enumerate((-4.0, 4.0)):
            base = note_frequency(note + cents / 100)
            for harmonic in range(1, 4):
                level = brightness ** (harmonic - 1) / harmonic
                phase = np.float32(2 * np.pi * base * harmonic) * time + np.float32(index + 2.1 * side * harmonic)
                chord[side] += np.float32(level) * np.sin(phase)
    return chord * _envelope(time.size, seconds * 0.25, release_s) / np.float32(len(notes))


def play_pluck(note: float, seconds: float, brightness: float) -> Samples:
    """A struck string or bar: harmonics that die the sooner the higher they are."""
    time = _time(seconds)
    base = note_frequency(note)
    sound = np.zeros(time.size, np.float32)
    for harmonic in range(1, 5):
        decay = np.exp(np.float32(-3.2 * (1 + 0.7 * harmonic) / seconds) * time)
        sound += (
            np.float32(brightness ** (harmonic - 1)) * np.sin(np.float32(2 * np.pi * base * harmonic) * time) * decay
        )
    return sound * _envelope(time.size, 0.003, seconds * 0.2)


def play_bass(note: float, seconds: float) -> Samples:
    """A round low note with one overtone, so that a phone's speaker has something to play."""
    time = _time(seconds)
    phase = np.float32(2 * np.pi * note_frequency(note)) * time
    sound = np.sin(phase) + np.float32(0.35) * np.sin(2 * phase) + np.float32(0.12) * np.sin(3 * phase)
    return sound * np.exp(np.float32(-1.6 / seconds) * time) * _envelope(time.size, 0.008, seconds * 0.25)


def play_kick() -> Samples:
    """A soft bass drum: a tone that falls from 110 to 45 Hz."""
    time = _time(0.28)
    phase = 2 * np.pi * (45 * time + 65 * 0.035 * (1 - np.exp(time * np.float32(-1 / 0.035))))
    tone: Samples = np.sin(phase).astype(np.float32)
    return tone * np.exp(time * np.float32(-1 / 0.09)) * _envelope(time.size, 0.002, 0.05)


def play_hat(generator: np.random.Generator, seconds: float) -> Samples:
    """A shaker: noise without its lows."""
    time = _time(seconds)
    white = generator.standard_normal(time.size + 2)
    noise: Samples = (np.diff(white, 2) / 4).astype(np.float32)
    return noise * np.exp(np.float32(-5.0 / seconds) * time) * _envelope(time.size, 0.004, seconds * 0.2)


class Reverb:
    """A small room: it answers a sound with a short, wide reverberation."""

    def __init__(self, generator: np.random.Generator, seconds: float = 0.9) -> None:
        time = _time(seconds)
        noise = generator.standard_normal((2, time.size)).astype(np.float32)
        answer = (noise[:, 1:] + noise[:, :-1]) / 2 * np.exp(np.float32(-6.0 / seconds) * time[1:])
        self._answer: Samples = answer / np.sqrt(np.sum(answer**2, axis=1, keepdims=True))
        self._spectra: dict[int, NDArray[np.complex64]] = {}

    def around(self, dry: Samples, share: float) -> Samples:
        """`dry` in stereo with `share` of the room's answer to its middle; longer by that answer."""
        length = dry.shape[1] + self._answer.shape[1]
        size = 1 << (length - 1).bit_length()
        if size not in self._spectra:
            self._spectra[size] = np.fft.rfft(self._answer, size).astype(np.complex64)
        wet = np.fft.irfft(np.fft.rfft(dry.mean(axis=0), size) * self._spectra[size], size)[:, :length]
        result = np.float32(share) * wet.astype(np.float32)
        result[:, : dry.shape[1]] += dry
        return result


def _time(seconds: float) -> Samples:
    return np.arange(round(seconds * RATE), dtype=np.float32) / np.float32(RATE)


def _envelope(size: int, attack_s: float, release_s: float) -> Samples:
    """Up and down along a raised cosine, so that nothing clicks."""
    envelope = np.ones(size, np.float32)
    attack, release = min(round(attack_s * RATE), size // 2), min(round(release_s * RATE), size // 2)
    envelope[:attack] = (1 - np.cos(np.linspace(0, np.pi, attack, dtype=np.float32))) / 2
    envelope[size - release :] = (1 + np.cos(np.linspace(0, np.pi, release, dtype=np.float32))) / 2
    return envelope
