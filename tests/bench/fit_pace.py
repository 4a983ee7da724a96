"""Fits `vidpipe_assets.writing.pace` to Piper's bundled voice, and says how well it fits texts it has not seen.

    .venv/bin/python tests/bench/fit_pace.py

Prints the constants for `SECONDS`. To be run again when the voice, its settings or the spoken forms change.
"""

import tempfile
from pathlib import Path

import numpy as np
from narrations import FIT, HELD_OUT

from vidpipe_assets.model.theme import Voice
from vidpipe_assets.voice.piper import Piper
from vidpipe_assets.writing.pace import SECONDS_PER_FEATURE, delivery_pace, speech_features, spoken_seconds


def main() -> None:
    """Print new constants, and the errors of both the new and the ones in use."""
    fit, held_out = _measured(FIT) * _paces(FIT), _measured(HELD_OUT)
    counts = np.array([list(speech_features(text).values()) for text in FIT], dtype=float)
    # Relative errors count, so that short scenes fit as well as long ones.
    weights = 1 / fit
    constants = np.linalg.lstsq(counts * weights[:, None], fit * weights, rcond=None)[0]
    print(
        "SECONDS =", {name: round(float(value), 4) for name, value in zip(SECONDS_PER_FEATURE, constants, strict=True)}
    )
    _report("fitted now, texts seen", counts @ constants, fit)
    unseen = np.array([list(speech_features(text).values()) for text in HELD_OUT], dtype=float)
    _report("fitted now, texts unseen", unseen @ constants / _paces(HELD_OUT), held_out)
    _report("in use, texts unseen", np.array([spoken_seconds(text) for text in HELD_OUT]), held_out)


def _measured(texts: tuple[str, ...]) -> np.ndarray:
    with tempfile.TemporaryDirectory() as folder:
        spoken = Piper().speak({f"s{i}": text for i, text in enumerate(texts)}, Voice(name="joe"), "en", Path(folder))
    return np.array([scene.seconds for scene in spoken.values()])


def _paces(texts: tuple[str, ...]) -> np.ndarray:
    return np.array([delivery_pace(text) for text in texts])


def _report(name: str, estimated: np.ndarray, measured: np.ndarray) -> None:
    errors = np.abs(estimated / measured - 1)
    groups = [slice(at, at + 7) for at in range(0, len(measured), 7)]
    videos = [abs(estimated[group].sum() / measured[group].sum() - 1) for group in groups]
    print(
        f"{name}: mean error of a scene {errors.mean():.1%}, largest {errors.max():.1%}; of seven scenes "
        f"{np.mean(videos):.1%}, largest {max(videos):.1%}; of all {estimated.sum() / measured.sum() - 1:+.1%}"
    )


if __name__ == "__main__":
    main()
