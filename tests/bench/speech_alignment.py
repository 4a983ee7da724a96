"""The word times that a bundled voice tells, against an aligner that is not its own: CMU pocketsphinx, forced.

    python -m venv /tmp/aligner && /tmp/aligner/bin/pip install pocketsphinx
    .venv/bin/python tests/bench/speech_alignment.py /tmp/aligner/bin/python [VOICE]

VOICE: one that vidpipe brings, joe where none is named. The aligner's wheel carries its model and its dictionary (no
download). Texts with a word that is not in the dictionary are left out. Its frames are 10 ms, and hidden Markov models
place borders themselves only to about 10 to 20 ms.
"""

import json
import subprocess
import sys
import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

RATE = 16000

ALIGN = r"""
import json, os, re, sys
from pocketsphinx import Decoder, get_model_path
model = get_model_path()
decoder = Decoder(hmm=model + "/en-us/en-us", dict=model + "/en-us/cmudict-en-us.dict", lm=None, loglevel="FATAL",
                  samprate=16000.0)
for line in sys.stdin:
    job = json.loads(line)
    missing = [word for word in job["words"] if decoder.lookup_word(word) is None]
    if missing:
        print(json.dumps({"missing": missing}), flush=True)
        continue
    audio = open(job["audio"], "rb").read()
    try:
        for again in (False, True):
            decoder.set_alignment() if again else decoder.set_align_text(" ".join(job["words"]))
            decoder.start_utt()
            decoder.process_raw(audio, full_utt=True)
            decoder.end_utt()
        found = [(re.sub(r"\(\d+\)$", "", word.name), word.start / 100, (word.start + word.duration) / 100)
                 for word in decoder.get_alignment() if word.name[0] not in "<["]
    except RuntimeError:
        found = []
    print(json.dumps({"words": found}), flush=True)
"""


class Job(TypedDict):
    """What the other aligner is asked: the words of a text as they are said; `owners`: which spoken word each is of."""

    audio: str
    words: list[str]
    owners: list[int]


class Answer(TypedDict, total=False):
    """Each word with its start and end in seconds, or the words that its dictionary lacks."""

    words: list[tuple[str, float, float]]
    missing: list[str]


Span = tuple[float, float]
"""A word's start and end, in seconds."""


def main(aligner: str, voice: str = "joe") -> None:
    """Print how far the starts are apart, in milliseconds."""
    texts = _texts()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        spoken, jobs = _spoken(texts, folder, voice)
        lines = "\n".join(json.dumps(job) for job in jobs)
        run = subprocess.run([aligner, "-c", ALIGN], input=lines, capture_output=True, text=True, check=True)
        answers: list[Answer] = [json.loads(line) for line in run.stdout.splitlines()]
    starts, ends, unusable = _differences(spoken, jobs, answers)
    print(f"{len(starts)} words of {len(texts) - unusable} texts ({unusable} texts left out)")
    _report("start", starts)
    _report("end", ends)


def _texts() -> list[str]:
    from narrations import FIT, HELD_OUT

    return [*FIT, *HELD_OUT]


def _spoken(texts: list[str], folder: Path, voice: str) -> tuple[list[list[Span]], list[Job]]:
    """The words' moments as the voice tells them, and what the other aligner is asked."""
    from vidpipe_assets.model.theme import Voice
    from vidpipe_assets.voice.normalize import spoken_form
    from vidpipe_assets.voice.piper import Piper

    heard = Piper().speak({f"s{i}": text for i, text in enumerate(texts)}, Voice(name=voice), "en", folder)
    moments: list[list[Span]] = []
    jobs: list[Job] = []
    for text, scene in zip(texts, heard.values(), strict=True):
        words: list[str] = []
        owners: list[int] = []
        for index, said in enumerate(spoken_form(text, "en")):
            parts = said.lower().replace("-", " ").split()
            words += [part.strip(".,!?;:") for part in parts]
            owners += [index] * len(parts)
        raw = scene.path.with_suffix(".raw")
        raw.write_bytes(_at_16_khz(scene.path))
        moments.append([(word.start_s, word.end_s) for word in scene.words])
        jobs.append({"audio": str(raw), "words": words, "owners": owners})
    return moments, jobs


def _at_16_khz(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        rate, content = file.getframerate(), file.readframes(file.getnframes())
    samples = np.frombuffer(content, dtype="<i2").astype(float)
    samples = np.pad(samples, rate // 4)  # the aligner wants silence at both ends
    spectrum = np.fft.rfft(samples)
    count = round(len(samples) * RATE / rate)
    resampled: NDArray[np.float64] = np.fft.irfft(spectrum[: count // 2 + 1], count) * count / len(samples)
    return np.clip(np.round(resampled * 1.5), -32768, 32767).astype("<i2").tobytes()


def _differences(
    spoken: Sequence[Sequence[Span]], jobs: Sequence[Job], answers: Sequence[Answer]
) -> tuple[list[float], list[float], int]:
    """How much later than the aligner the voice tells starts and ends, in milliseconds; how many texts are left out."""
    starts: list[float] = []
    ends: list[float] = []
    unusable = 0
    for moments, job, answer in zip(spoken, jobs, answers, strict=True):
        found = answer.get("words", [])
        if [name for name, *_ in found] != job["words"]:
            unusable += 1
            continue
        for index, (start, end) in enumerate(moments):
            own = [times for times, owner in zip(found, job["owners"], strict=True) if owner == index]
            if own:
                starts.append((start + 0.25 - own[0][1]) * 1000)
                ends.append((end + 0.25 - own[-1][2]) * 1000)
    return starts, ends, unusable


def _report(name: str, differences: list[float]) -> None:
    apart = np.abs(differences)
    print(
        f"{name}: median {np.median(apart):.0f} ms, 95th percentile {np.percentile(apart, 95):.0f} ms, "
        f"bias (told later: +) {np.median(differences):+.0f} ms"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
