"""Fits `vidpipe_assets.writing.pace` to the bundled English voices, and says how well it fits stories it has not seen.

    PYTHONPATH=. .venv/bin/python tests/bench/fit_pace.py

Spoken are plans of the offline writer, one for every subject of the bundled sample, in all formats and at three
lengths, and the sentences of `narrations.FIT`. Every second subject is held out: its videos only tell how far the
estimate is off. Takes some minutes. To be run again when a voice, its settings, the spoken forms or the writer change.
"""

import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from itertools import cycle
from pathlib import Path

import numpy as np
from narrations import FIT

from tests.unit.writing.conftest import claimed_report, make_theme
from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.plan import ProductionPlan, scene_seconds
from vidpipe_assets.model.theme import Voice
from vidpipe_assets.providers.trends import sample
from vidpipe_assets.providers.trends.sample import read_sample
from vidpipe_assets.voice import QUESTION_PAUSE_S, longer_pauses
from vidpipe_assets.voice.piper import Piper
from vidpipe_assets.writing.offline.formats import KINDS
from vidpipe_assets.writing.offline.writer import write_plan
from vidpipe_assets.writing.pace import (
    SECONDS_PER_FEATURE,
    SpeechSeconds,
    delivery_pace,
    speech_features,
    spoken_seconds,
)

VOICES = ("joe", "heart")
"""One of each engine: theo, alma and wren speak at the lengths of heart, their sound alone is another."""

LENGTHS = (15, 30, 60)
Spoken = Mapping[str, float]
"""Text -> the seconds that a voice takes for it."""


def main(voices: Sequence[str]) -> None:
    """Print new constants, and the errors of both the new and the ones in use, voice by voice."""
    plans = _plans()
    seen, unseen = plans[::2], plans[1::2]
    texts = sorted({*FIT, *(scene.narration for plan, _ in plans for scene in plan.scenes)})
    spoken = {voice: _speak(voice, texts) for voice in voices}
    fit_on = sorted({*FIT, *(scene.narration for plan, _ in seen for scene in plan.scenes)})
    constants = _fit(fit_on, spoken.values())
    print("SECONDS_PER_FEATURE =", {name: round(value, 4) for name, value in constants.items()})
    for voice, measured in spoken.items():
        print(f"{voice}: spoken length beside the estimate, of videos of subjects that the fit has not seen")
        _report("fitted now", unseen, measured, lambda text: _estimate(text, constants))
        _report("in use", unseen, measured, spoken_seconds)


def _plans() -> list[tuple[ProductionPlan, int]]:
    """A plan of every subject of the sample, and how long it was meant to be."""
    files = sorted(Path(sample.__file__).with_name("sample_data").glob("*.json"))
    subjects = [subject for file in files for subject in read_sample(file).subjects]
    found: list[tuple[ProductionPlan, int]] = []
    for subject, kind, number in zip(subjects, cycle(KINDS), range(len(subjects)), strict=False):
        seconds = LENGTHS[number // 2 % len(LENGTHS)]
        report = claimed_report(*subject.facts, subject=subject.name, sample=True)
        for one in (kind, "auto"):  # where the facts do not allow the format
            try:
                found.append((write_plan(report, make_theme(seconds, kind=one), "2026-11-20_pace"), seconds))
                break
            except PermanentError:
                continue
    return found


def _speak(voice: str, texts: Sequence[str]) -> Spoken:
    with tempfile.TemporaryDirectory() as folder:
        named = {f"s{number}": text for number, text in enumerate(texts)}
        spoken = Piper().speak(named, Voice(name=voice), "en", Path(folder))
    return {text: spoken[name].seconds for name, text in named.items()}


def _fit(texts: Sequence[str], voices: Collection[Spoken]) -> dict[str, float]:
    """The constants for the mean of the voices.

    Relative errors count, so that short scenes fit as well as long ones; then all are scaled until the texts together
    are as long as spoken, since relative errors alone prefer what is too short.
    """
    counts = np.array([list(speech_features(text).values()) for text in texts], dtype=float)
    waits = np.array([QUESTION_PAUSE_S * len(longer_pauses(text, "en")) for text in texts])
    means = np.mean([[spoken[text] for text in texts] for spoken in voices], axis=0)
    steady = (means - waits) * np.array([delivery_pace(text) for text in texts])
    found = np.asarray(np.linalg.lstsq(counts / steady[:, None], np.ones(len(texts)), rcond=None)[0], np.float64)
    found *= steady.sum() / (counts @ found).sum()
    return dict(zip(SECONDS_PER_FEATURE, map(float, found), strict=True))


def _estimate(text: str, constants: Mapping[str, float]) -> float:
    steady = sum(constants[name] * count for name, count in speech_features(text).items())
    return steady / delivery_pace(text) + QUESTION_PAUSE_S * len(longer_pauses(text, "en"))


def _report(name: str, plans: Sequence[tuple[ProductionPlan, int]], measured: Spoken, estimate: SpeechSeconds) -> None:
    for seconds in LENGTHS:
        videos = [plan for plan, wanted in plans if wanted == seconds]
        errors = np.array([_length(plan, measured.__getitem__) / _length(plan, estimate) - 1 for plan in videos])
        print(
            f"  {name}, {seconds} s: {len(errors)} videos, mean {errors.mean():+.1%}, from {errors.min():+.1%} to "
            f"{errors.max():+.1%}"
        )
    texts = sorted({scene.narration for plan, _ in plans for scene in plan.scenes})
    scenes = np.array([measured[text] / estimate(text) - 1 for text in texts])
    off = np.abs(scenes)
    print(f"  {name}, {len(scenes)} scenes: off by {off.mean():.1%} in the mean, {off.max():.0%} at most")


def _length(plan: ProductionPlan, seconds: SpeechSeconds) -> float:
    """Of the whole video, with the pauses between scenes."""
    *others, last = plan.scenes
    spoken = [scene_seconds(seconds(scene.narration), last=False, pause_s=scene.pause_s) for scene in others]
    return sum(spoken) + scene_seconds(seconds(last.narration), last=True, pause_s=last.pause_s)


if __name__ == "__main__":
    main(sys.argv[1:] or VOICES)
