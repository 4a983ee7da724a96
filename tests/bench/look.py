"""How a finished video looks and sounds, in numbers: `PYTHONPATH=tests python tests/bench/look.py KEY [KEY …]`.

Read from the finished file of a home (DAGSTER_HOME), not from what was planned:

- still: the longest stretch, in seconds, in which nothing changes outside captions. A change is seen when over 2 % of
  the picture (a block of 24 pixels counts whole) differs by more than 14 of 255 from what it was 0.4 s before; slow
  drift of a background is below that, a camera that moves over edges is above;
- lowest fifth: the share of the lowest fifth of the height that is picture, that is within 54 pixels of an edge;
- changes: cuts and new pictures (over 30 % of the blocks differ) a minute;
- words: heard a minute, pauses included but for those in which a viewer is to think (a quiz); a figure has as many as
  are said of it (126 million: four);
- repeated: the share of scenes whose headline says no more than their first caption;
- effects: their median level against the voice's at the same moment, in decibels.
"""

import re
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vidpipe_assets.language.letters import is_english
from vidpipe_assets.model.media import ComposedVideo, Voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.art_direction import direct_shots
from vidpipe_assets.render.audio.cues import sound_cues
from vidpipe_assets.render.audio.effects import play_effects
from vidpipe_assets.render.audio.mix import EFFECTS_DB, VOICE_LUFS
from vidpipe_assets.render.audio.samples import RATE, integrated_loudness, read_wave
from vidpipe_assets.voice import spoken_form
from vidpipe_assets.workplace import Workplace

SAMPLED_FPS, WIDE, HIGH, BLOCK = 10, 270, 480, 6
CAPTIONS = slice(round(1200 / 1920 * HIGH) // BLOCK, round(1470 / 1920 * HIGH) // BLOCK)
STRIP = slice(0, round(200 / 1920 * HIGH) // BLOCK)
DIFFERS, SEEN, NEW = 14, 0.02, 0.30
BACK = 4
"""Sampled frames: 0.4 s."""
EDGE = 9

GOALS = {
    "still s": (0.0, 2.0),
    "lowest fifth": (0.5, 1.0),
    "changes/min": (12.0, 60.0),
    "words/min": (165.0, 185.0),
    "repeated": (0.0, 0.34),
    "effects dB": (-24.0, -8.0),
}
"""What is measured -> least and most."""

Frames = NDArray[np.int16]


@dataclass(frozen=True)
class Made:
    """The documents of a finished video, its shots, and where its files are."""

    plan: ProductionPlan
    voice: Voiceover
    video: ComposedVideo
    workplace: Workplace
    key: str


def main(keys: Sequence[str]) -> int:
    """Print a line a video; the exit code says whether all are within the goals."""
    print("video".ljust(30), *(name.rjust(13) for name in GOALS))
    held = True
    for key in keys:
        measured = measure(load(key))
        good = {name: least <= measured[name] <= most for name, (least, most) in GOALS.items()}
        held = held and all(good.values())
        cells = (f"{measured[name]:.2f}{'' if good[name] else ' !'}".rjust(13) for name in GOALS)
        print(key.ljust(30), *cells, flush=True)
    goals = ", ".join(f"{name} {least:g} to {most:g}" for name, (least, most) in GOALS.items())
    print(f"goals: {goals}: {'held' if held else 'NOT HELD'}")
    return 0 if held else 1


def measure(made: Made) -> dict[str, float]:
    """What `GOALS` names, of one video."""
    frames = _frames(made.workplace.store.artifacts.path(made.video.video))
    changed = _changed(frames)
    return {
        "still s": _longest_still_s(changed),
        "lowest fifth": _lowest_fifth(frames),
        "changes/min": _new_pictures(changed) / made.video.seconds * 60,
        "words/min": _words_heard(made) / (made.video.seconds - sum(one.pause_s for one in made.plan.scenes)) * 60,
        "repeated": _repeated(made),
        "effects dB": _effects_db(made),
    }


def _words_heard(made: Made) -> int:
    texts = [" ".join(word.text for word in scene.words) for scene in made.voice.scenes]
    said = [
        part for text in texts for word in spoken_form(text, made.plan.language) for part in re.split(r"[\s-]+", word)
    ]
    return sum(1 for part in said if part)


def load(key: str) -> Made:
    """What was made of the video `key` in this home."""
    workplace = Workplace()
    documents = workplace.store.documents
    versions = documents.versions(key)
    video = documents.load(key, Stage.COMPOSED_VIDEO, versions[Stage.COMPOSED_VIDEO][-1], ComposedVideo)
    plan = documents.load(key, Stage.SCRIPTS, video.made_from[Stage.SCRIPTS], ProductionPlan)
    voice = documents.load(key, Stage.VOICEOVER, video.made_from[Stage.VOICEOVER], Voiceover)
    return Made(plan, voice, video, workplace, key)


def _frames(video: Path) -> Frames:
    """The video in grey, small and ten times a second: (n, HIGH, WIDE)."""
    out = video.parent / "look.gray"
    arguments = [*ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(video)]
    arguments += ["-vf", f"fps={SAMPLED_FPS},scale={WIDE}:{HIGH}:flags=area,format=gray", "-f", "rawvideo"]
    try:
        ffmpeg.run([*arguments, "-y", ffmpeg.file_argument(out)], timeout_s=300)
        return np.fromfile(out, np.uint8).reshape(-1, HIGH, WIDE).astype(np.int16)
    finally:
        out.unlink(missing_ok=True)


def _changed(frames: Frames) -> NDArray[np.float64]:
    """For each sampled frame the share of blocks, outside captions, that differ from 0.4 s before."""
    count = frames.shape[0]
    pixels = np.abs(frames[BACK:] - frames[:-BACK])
    differing = pixels.reshape(count - BACK, HIGH // BLOCK, BLOCK, WIDE // BLOCK, BLOCK).max(axis=(2, 4)) > DIFFERS
    counted = np.ones(HIGH // BLOCK, np.bool_)
    counted[CAPTIONS] = False
    counted[STRIP] = False
    return differing[:, counted].mean(axis=(1, 2))


def _longest_still_s(changed: NDArray[np.float64]) -> float:
    longest = run = 0
    for seen in changed > SEEN:
        run = 0 if seen else run + 1
        longest = max(longest, run)
    return longest / SAMPLED_FPS


def _new_pictures(changed: NDArray[np.float64]) -> int:
    """How often the picture becomes another one; a change that goes on counts once."""
    new = changed > NEW
    return int(new[0]) + int((new[1:] & ~new[:-1]).sum())


def _lowest_fifth(frames: Frames) -> float:
    """The mean share of the lowest fifth that is near an edge, once a second."""
    low = frames[::SAMPLED_FPS, HIGH * 4 // 5 :]
    across = np.abs(np.diff(low, axis=2, prepend=low[:, :, :1]))
    down = np.abs(np.diff(low, axis=1, prepend=low[:, :1]))
    cells = 13
    high, wide = low.shape[1] // cells * cells, WIDE // cells * cells
    edges = np.maximum(across, down)[:, :high, :wide] > EDGE
    grid = edges.reshape(len(low), high // cells, cells, wide // cells, cells).any(axis=(2, 4))
    padded = np.pad(grid, ((0, 0), (1, 1), (1, 1)))
    beside = [padded[:, 1:-1, :-2], padded[:, 1:-1, 2:], padded[:, :-2, 1:-1], padded[:, 2:, 1:-1]]
    return float((grid | beside[0] | beside[1] | beside[2] | beside[3]).mean())


def _repeated(made: Made) -> float:
    """The share of scenes whose headline has no word that their first words do not have."""
    same = 0
    for scene in made.plan.scenes:
        headline = _words(" ".join(_headline(scene.picture.model_dump())))
        said = _words(" ".join(scene.narration.split()[: len(headline) + 3]))
        same += bool(headline) and headline <= said
    return same / len(made.plan.scenes)


def _headline(picture: dict[str, object]) -> list[str]:
    for name in ("lines", "title", "label", "quote", "place"):
        value = picture.get(name)
        if value:
            return [value] if isinstance(value, str) else [str(line) for line in value]  # type: ignore[union-attr]
    return []


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", text) if len(word) > 2 or not is_english(word)}


def _effects_db(made: Made) -> float:
    """The median of the effects' levels in the 0.25 s around their loudest moment, against the voice's mean."""
    store, workplace = made.workplace.store, made.workplace
    theme = workplace.theme(VideoKey.parse(made.key).theme)
    shots = direct_shots(made.plan, theme.picture, theme.channel, made.key, workplace.places.themes)
    cues = sound_cues(made.video.timeline, shots)
    if not cues:
        return -99.0
    track = play_effects(cues, made.video.seconds, 1) * 10 ** (EFFECTS_DB / 20)
    voices = [read_wave(store.artifacts.path(scene.audio)) for scene in made.voice.scenes]
    energies = [10 ** (integrated_loudness(np.repeat(one[:1], 2, axis=0), rate) / 10) for one, rate in voices]
    gain = VOICE_LUFS - 10 * np.log10(np.mean(energies))
    rms = float(np.sqrt(np.mean(np.concatenate([one[0] for one, _ in voices]) ** 2)) * 10 ** (gain / 20))
    levels = [_level(track, cue.at_s) for cue in cues]
    return float(statistics.median(20 * np.log10(max(level, 1e-6) / rms) for level in levels))


def _level(track: NDArray[np.float32], at_s: float) -> float:
    window = track[0, max(round((at_s - 0.15) * RATE), 0) : round((at_s + 0.25) * RATE)]
    loudest = int(np.abs(window).argmax())
    around = window[max(loudest - RATE // 8, 0) : loudest + RATE // 8]
    return float(np.sqrt(np.mean(around**2)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
