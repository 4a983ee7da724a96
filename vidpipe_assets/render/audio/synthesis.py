"""Music written and played for one video: chords, a lead, bass and a light beat, from a mood and a seed.

It begins sparsely and grows towards the payoff, stops for a beat before it, is whole after it, and leads back: what
still rings at the end of the video is heard at its beginning, since players begin again. Every bar's sound is made once
a chord and laid where the chord returns, so that a minute costs little more than 15 seconds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vidpipe_assets.render.audio.instruments import (
    Reverb,
    play_bass,
    play_bell,
    play_crash,
    play_hat,
    play_keys,
    play_kick,
    play_marimba,
    play_pad,
    play_pluck,
    play_snap,
    play_swell,
)
from vidpipe_assets.render.audio.moods import MAJOR, MINOR, MOODS, RECIPES, Lead, Mood, MoodRecipe
from vidpipe_assets.render.audio.samples import RATE, Samples, integrated_loudness, write_wave

MUSIC_LUFS = -20.0
"""The loudness of all synthesised music."""

_ENDING_S = 2.6
_BEATS = 4
_RING_S = 8
"""More than anything rings after its bar."""
_STOPPED = 0.1
"""What is left of the music in the beat before the payoff."""

_NUMERALS = {
    "I": 0, "bII": 1, "II": 2, "bIII": 3, "III": 4, "IV": 5, "V": 7, "bVI": 8, "VI": 9, "bVII": 10,
}  # fmt: skip
_PLAYERS: dict[Lead, Callable[[float, float, float], Samples]] = {
    "pluck": play_pluck, "bell": play_bell, "keys": play_keys, "marimba": play_marimba,
}  # fmt: skip


@dataclass(frozen=True)
class _Form:
    """`bars` of `bar_s` seconds before the last chord; the payoff begins with bar `payoff`, or there is none (0)."""

    bars: int
    bar_s: float
    payoff: int

    def strength(self, bar: int) -> float:
        """How much of bass and beat is heard: from nothing to all at the payoff; without one, from the third bar on."""
        if not self.payoff:
            last = bar == self.bars - 1 and self.bars > 3
            return 0.6 if last else (0.0, 0.55)[bar] if bar < 2 else 1.0
        return 1.0 if bar >= self.payoff else 0.75 * bar / self.payoff


def synthesise_music(mood: Mood, seconds: float, seed: int, out: Path, *, payoff_s: float | None = None) -> Path:
    """Write `seconds` of music as a stereo WAV file of 48 kHz at `MUSIC_LUFS`; the same seed gives the same bytes.

    `payoff_s`: when the video tells what it has promised; the bar nearest to it is the one that the music rises to.
    """
    generator = np.random.default_rng([seed & 0xFFFFFFFF, MOODS.index(mood)])
    samples = _perform(RECIPES[mood], seconds, payoff_s, generator)
    write_wave(samples * np.float32(10 ** ((MUSIC_LUFS - integrated_loudness(samples, RATE)) / 20)), out)
    return out


def _perform(recipe: MoodRecipe, seconds: float, payoff_s: float | None, generator: np.random.Generator) -> Samples:
    total = round(seconds * RATE)
    form = _choose_form(recipe, seconds, payoff_s, generator)
    home = int(generator.integers(48, 60))
    progression = str(generator.choice(recipe.progressions)).split()
    chords = [_chord_notes(numeral, home) for numeral in progression]
    parts = _Parts(recipe, form.bar_s, chords, generator)
    track = np.zeros((2, total + _RING_S * RATE), np.float32)
    for bar in range(form.bars):
        chord = bar % len(chords)
        if bar == form.bars - 1 and "V" in progression:
            chord = progression.index("V")  # leads home
        _play_bar(track, parts, form, bar, chord)
    _play_ending(track, parts, form, home, seconds)
    return _ring_round(track, total)


class _Parts:
    """What a piece is laid together from: a bar of each instrument for each chord."""

    def __init__(
        self, recipe: MoodRecipe, bar_s: float, chords: list[tuple[int, ...]], generator: np.random.Generator
    ) -> None:
        self.recipe = recipe
        self.lead: Lead = recipe.leads[int(generator.integers(len(recipe.leads)))]
        self.pattern: list[int] = [int(place) for place in generator.permutation(recipe.steps)]
        self.room = Reverb(generator)
        self.pads = [self._pad(chord, bar_s) for chord in chords]
        self.leads = [self._lead_line(chord, bar_s) for chord in chords]
        self.basses = [_play_bass_line(chord[0], bar_s) for chord in chords]
        self.drums = _play_drums(recipe, bar_s, generator)
        self.swell = play_swell(generator, bar_s * 0.75)[None]
        self.crash = play_crash(generator)[None]

    def _pad(self, chord: tuple[int, ...], bar_s: float) -> Samples:
        return self.room.around(play_pad((*chord, chord[0] + 12), bar_s, 0.5, self.recipe.brightness), 0.3)

    def _lead_line(self, chord: tuple[int, ...], bar_s: float) -> Samples:
        """A bar of the lead's notes in their room."""
        recipe = self.recipe
        scale = [note + 12 for note in (*chord, *(note + 12 for note in chord))]
        step_s = bar_s / recipe.steps
        line = np.zeros((2, round((bar_s + 1) * RATE)), np.float32)
        for step, place in enumerate(self.pattern):
            sound = _PLAYERS[self.lead](scale[place % len(scale)], min(2.2 * step_s, 0.9), recipe.brightness)
            at = round((step + (recipe.swing if step % 2 else 0.0)) * step_s * RATE)
            pan = 0.5 + 0.25 * (-1) ** step
            accent = recipe.lead * (0.5 if step % 2 else 0.42)
            _add_sound(line, np.stack((sound * np.float32(1 - pan), sound * np.float32(pan))), at, accent)
        return self.room.around(line, 0.3)


def _play_bar(track: Samples, parts: _Parts, form: _Form, bar: int, chord: int) -> None:
    at = round(form.bar_s * bar * RATE)
    strength = form.strength(bar)
    hushed = form.payoff > 0 and bar == form.payoff - 1
    beat_before = round(form.bar_s * (_BEATS - 1) / _BEATS * RATE)
    for sound, level in (
        (parts.pads[chord], 0.75 + 0.25 * strength),
        (parts.leads[chord], 0.6 + 0.4 * strength),
        (parts.basses[chord], 0.5 * strength),
        (parts.drums, 0.45 * strength),
    ):
        _add_sound(track, _hush(sound, beat_before) if hushed else sound, at, level)
    if hushed:
        _add_sound(track, parts.swell, at, 0.3)
    if form.payoff and bar == form.payoff:
        _add_sound(track, parts.crash, at, 0.3)


def _hush(sound: Samples, start: int) -> Samples:
    """`sound` that all but stops at `start`: a beat in which one hears that something comes."""
    fall = round(0.03 * RATE)
    gate = np.full(sound.shape[1], np.float32(_STOPPED))
    gate[:start] = 1
    piece = gate[start : start + fall]
    piece[:] = np.linspace(1, _STOPPED, piece.size, dtype=np.float32)
    return sound * gate


def _play_ending(track: Samples, parts: _Parts, form: _Form, home: int, seconds: float) -> None:
    """The last chord."""
    last = tuple(home + step for step in (*parts.recipe.home, 12))
    ending = play_pad(last, _ending_s(seconds) * 0.5, _ending_s(seconds) * 0.6, parts.recipe.brightness)
    at = round(form.bars * form.bar_s * RATE)
    _add_sound(track, parts.room.around(ending, 0.25), at, 1.0)
    _add_sound(track, play_bass(home - 12, min(1.6, seconds))[None], at, 0.4)


def _choose_form(recipe: MoodRecipe, seconds: float, payoff_s: float | None, generator: np.random.Generator) -> _Form:
    """Whole bars up to the last chord, at a tempo of the mood at which a bar begins closest to the payoff."""
    tempo = int(generator.integers(*recipe.tempo))
    before = seconds - _ending_s(seconds)
    near = max(round(before * tempo / 60 / _BEATS), 1)
    if payoff_s is None or near < 4:
        return _Form(near, before / near, 0)
    slow, fast = (before * bound / 60 / _BEATS for bound in recipe.tempo)
    counts = [bars for bars in range(near - 3, near + 4) if slow - 0.5 <= bars <= fast + 0.5] or [near]
    bars = min(counts, key=lambda count: (round(_distance(payoff_s, before / count), 3), abs(count - near)))
    payoff = min(max(round(payoff_s / before * bars), 2), bars - 1)
    return _Form(bars, before / bars, payoff)


def _distance(moment_s: float, bar_s: float) -> float:
    """From a moment to the nearest bar, in seconds."""
    return abs(moment_s - round(moment_s / bar_s) * bar_s)


def _ending_s(seconds: float) -> float:
    """How long the last chord has."""
    return min(_ENDING_S, seconds * 0.4)


def _chord_notes(numeral: str, home: int) -> tuple[int, ...]:
    flat, plain = numeral.startswith("b"), numeral.removeprefix("b")
    root = home + _NUMERALS[("b" if flat else "") + plain.upper()]
    # Close to the home chord, so that the hand hardly moves and the music does not jump.
    root -= 12 if root > home + 6 else 0
    return tuple(root + step for step in (MAJOR if plain.isupper() else MINOR))


def _play_bass_line(root: int, bar_s: float) -> Samples:
    note = root - 12 if root > 50 else root
    line = np.zeros((1, round(bar_s * RATE) + RATE), np.float32)
    for beat, length in ((0.0, 1.5), (2.0, 1.2), (3.5, 0.5)):
        _add_sound(line, play_bass(note, length * bar_s / _BEATS)[None], round(beat * bar_s / _BEATS * RATE), 1.0)
    return line


def _play_drums(recipe: MoodRecipe, bar_s: float, generator: np.random.Generator) -> Samples:
    bar = np.zeros((2, round(bar_s * RATE) + RATE // 2), np.float32)
    beat_s = bar_s / _BEATS
    for beat in recipe.kicks:
        _add_sound(bar, play_kick()[None], round(beat * beat_s * RATE), 0.9 * recipe.beat)
    for beat in (1, 3):
        _add_sound(bar, play_snap(generator)[None], round(beat * beat_s * RATE), recipe.snaps)
    for eighth in range(2 * _BEATS):
        level = recipe.hats * (0.22 if eighth % 2 else 0.1)
        late = recipe.swing if eighth % 2 else 0.0
        _add_sound(bar, play_hat(generator, 0.09)[None], round((eighth + late) * beat_s / 2 * RATE), level)
    return bar


def _add_sound(track: Samples, sound: Samples, at: int, level: float) -> None:
    stop = min(at + sound.shape[1], track.shape[1])
    track[:, at:stop] += np.float32(level) * sound[:, : stop - at]


def _ring_round(track: Samples, total: int) -> Samples:
    """The first `total` samples, with what rings on after them laid over the beginning; no click where they meet."""
    music, rest = track[:, :total].copy(), track[:, total:]
    length = min(rest.shape[1], total)
    music[:, :length] += rest[:, :length]
    edge = min(RATE // 100, total // 4)
    music[:, :edge] *= np.linspace(0, 1, edge, dtype=np.float32)
    music[:, total - edge :] *= np.linspace(1, 0, edge, dtype=np.float32)
    return music
