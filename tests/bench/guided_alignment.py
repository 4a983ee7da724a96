"""How well words are found in a voice that does not tell, against one that does and is not Piper's: espeak-ng.

    python -m venv /tmp/espeak && /tmp/espeak/bin/pip install espeakng-loader numpy
    .venv/bin/python tests/bench/guided_alignment.py /tmp/espeak/bin/python

Its wheel carries the engine (GPL, so a process of its own), which reports the sample at which each word begins.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TypedDict

import numpy as np

from vidpipe_assets.language.words import split_words
from vidpipe_assets.voice.align import word_moments
from vidpipe_assets.voice.time_alignment import align_with_piper
from vidpipe_assets.voice.waveform import Samples, Sound, Utterance, trim_silence
from vidpipe_assets.voice.word_times import proportional_spans

ESPEAK = r"""
import ctypes, json, sys
import espeakng_loader as loader, numpy as np

class Event(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("uid", ctypes.c_uint), ("text", ctypes.c_int), ("length", ctypes.c_int),
                ("audio", ctypes.c_int), ("sample", ctypes.c_int), ("user", ctypes.c_void_p), ("id", ctypes.c_char * 8)]

library = ctypes.CDLL(loader.get_library_path())
rate = library.espeak_Initialize(2, 0, loader.get_data_path().encode(), 0)
parts, starts = [], {}

def heard(samples, count, events):
    place = 0
    while events[place].type:
        if events[place].type == 1:
            starts[events[place].text - 1] = events[place].sample
        place += 1
    if count and samples:
        parts.append(np.ctypeslib.as_array(samples, (count,)).copy())
    return 0

kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))
kept = kind(heard)
library.espeak_SetSynthCallback(kept)
library.espeak_SetVoiceByName(b"en-us")
for number, text in enumerate(json.load(sys.stdin)):
    parts.clear(); starts.clear()
    content = text.encode()
    library.espeak_Synth(content, len(content) + 1, 0, 1, 0, 1, None, None)
    np.concatenate(parts).astype("<i2").tofile(f"{sys.argv[1]}/{number}.pcm")
    print(json.dumps({"rate": rate, "starts": starts}))
"""


def main(python: str, most: int = 10) -> None:
    """Print how far the starts are from the true ones, in milliseconds, and what was told."""
    from narrations import HELD_OUT

    texts = [text for text in HELD_OUT if text.isascii()][:most]
    with tempfile.TemporaryDirectory() as scratch:
        command = [python, "-c", ESPEAK, scratch]
        run = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
        found = [
            _differences(text, json.loads(line), Path(scratch) / f"{number}.pcm")
            for number, (text, line) in enumerate(zip(texts, run.stdout.splitlines(), strict=True))
        ]
    _report("guided by Piper", [one for guide, _, _ in found for one in guide])
    _report("proportional", [one for _, shared, _ in found for one in shared])
    print(f"paces apart (95th percentile of each text): {[round(apart * 1000) for _, _, apart in found]} ms")


class Told(TypedDict):
    """What the voice tells: samples a second, and the sample at which the word begins that stands at a letter."""

    rate: int
    starts: dict[str, int]


def _differences(text: str, told: Told, path: Path) -> tuple[list[float], list[float], float]:
    words, rate = text.split(), told["rate"]
    samples: Samples = (np.fromfile(path, dtype="<i2") / 32768).astype(np.float32)
    true = {place: told["starts"].get(str(start)) for place, start in enumerate(_starts(text))}
    known = {place: start for place, start in true.items() if start is not None}
    whole = trim_silence(Utterance(samples, tuple(Sound(str(place), at, at) for place, at in known.items())), rate)
    assert whole is not None
    guide = align_with_piper(whole.samples, rate, text, path.with_suffix(""))
    assert guide is not None
    moments, apart_s = guide
    spans = [(round(start * rate), round(end * rate)) for start, end in moments.tolist()]
    differences = [
        [found[int(one.symbol)].start_s - one.start / rate for one in whole.sounds]
        for found in (
            word_moments(split_words(" ".join(words)), one, whole, rate)
            for one in (spans, proportional_spans(words, whole))
        )
    ]
    return differences[0], differences[1], apart_s


def _starts(text: str) -> list[int]:
    starts, at = list[int](), 0
    for word in text.split():
        starts.append(text.index(word, at))
        at = starts[-1] + len(word)
    return starts


def _report(name: str, differences: list[float]) -> None:
    apart = np.abs(differences) * 1000
    middle, most, worst = np.percentile(apart, [50, 95, 100])
    print(f"{name}: {len(apart)} words, median {middle:.0f} ms, 95th percentile {most:.0f} ms, worst {worst:.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1])
