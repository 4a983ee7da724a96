"""The neural voices on this machine: texts in, WAV files with the exact moment of every word out.

Each engine runs in a process of its own (`piper_worker`, `hibari_worker`), for the sake of its licence and of what it
loads. This module asks it, reads its answers, and puts the sentences of each text together.
"""

import base64
import binascii
import json
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import vidpipe_assets
from vidpipe_assets.io import with_parent
from vidpipe_assets.io.processes import ChildProcess, Exit
from vidpipe_assets.language.words import split_words
from vidpipe_assets.model.errors import PermanentError, TransientError, VidpipeError
from vidpipe_assets.model.media import Rights, Spoken, SpokenWord
from vidpipe_assets.model.theme import Voice
from vidpipe_assets.voice.align import is_letter, word_moments, word_spans
from vidpipe_assets.voice.delivery import (
    LOUDER_DB,
    QUESTION_PAUSE_S,
    STRETCH,
    Emphasis,
    find_emphasis,
    longer_pauses,
    text_pace,
)
from vidpipe_assets.voice.normalize import is_speakable, spoken_form
from vidpipe_assets.voice.piper_voices import JOE_RIGHTS, VoiceFiles, bundled_voice, find_voice
from vidpipe_assets.voice.waveform import Samples, Sound, Utterance, join_sentences, louder, trim_silence, write_wavs

_WORKERS = {"piper": "vidpipe_assets.voice.piper_worker", "hibari": "vidpipe_assets.voice.hibari_worker"}
_SAY_NOTHING = {"ORT_DISABLE_TELEMETRY": "1"}
"""ONNX Runtime reports its use to Microsoft, unless it is told not to before it is loaded (its Privacy.md)."""

_LOADING_S, _A_LETTER_S = 60.0, 0.3
_LOUD = 0.9
_STDERR_LINES = 15


class Piper:
    """The engines, each in a process of its own. `rights` are those of the voice that spoke last."""

    def __init__(self, worker: Sequence[str] = ()) -> None:
        self.rights: Rights = JOE_RIGHTS
        self._worker = tuple(worker)

    def speak(
        self, texts: dict[str, str], voice: Voice, language: str, folder: Path, *, emphatic: bool = True
    ) -> dict[str, Spoken]:
        """Speak every text into a mono 16-bit WAV file in `folder`, silence at both ends trimmed.

        `emphatic`: with the pauses, the pace and the stress of `voice.delivery`; else as the engine speaks by itself.

        The keys of `texts` name the files and the results. The same text, voice and speed give the same bytes, whatever
        is spoken beside it. Raises `BlockedError` when the voice is not installed and `PermanentError` when a text
        cannot be spoken.
        """
        files = find_voice(voice.name, language)
        deliveries = {name: _delivery(name, text, language, emphatic=emphatic) for name, text in texts.items()}
        answers = self._answers(files, voice, deliveries)
        scenes = {name: _scene(name, text, deliveries[name], answers, voice.speed) for name, text in texts.items()}
        self.rights = files.rights
        return _write_scenes(scenes, answers.rate, folder)

    def _answers(self, files: VoiceFiles, voice: Voice, deliveries: "Mapping[str, _Delivery]") -> "_Answers":
        if not deliveries:
            return _Answers(1, {})
        engine, request = _request(files, voice)
        speed = request["speed"]
        request |= {
            "texts": {name: one.said for name, one in deliveries.items()},
            "speeds": {name: round(speed * one.pace, 4) for name, one in deliveries.items()},
            "stretch": {name: dict.fromkeys(one.emphasis.words, STRETCH) for name, one in deliveries.items()},
        }
        letters = sum(len(word) for one in deliveries.values() for word in one.said)
        within_s = _LOADING_S + _A_LETTER_S * letters
        # Started where the package lies, `-m` finds it, installed or not, and the caller's folder is not in the way.
        root = Path(vidpipe_assets.__file__).parents[1]
        worker = self._worker or (sys.executable, "-m", with_parent.__name__, _WORKERS[engine])
        lines = ask(worker, json.dumps(request).encode(), within_s=within_s, folder=root, environment=_SAY_NOTHING)
        return _parse_answers(lines)


def _request(files: VoiceFiles, voice: Voice) -> tuple[str, dict[str, Any]]:
    """The engine, and what it is told of the voice."""
    bundled = bundled_voice(voice.name)
    pace = bundled.pace if bundled else 1.0
    told = {"model": str(files.model), "config": str(files.config), "speed": round(voice.speed * pace, 4)}
    if bundled and bundled.engine == "hibari":
        told |= {"pitch": bundled.pitch, "tract": bundled.tract}
    return bundled.engine if bundled else "piper", told


@dataclass(frozen=True)
class _Answers:
    rate: int
    texts: dict[str, Any]


@dataclass(frozen=True)
class _Scene:
    samples: Samples
    words: tuple[SpokenWord, ...]
    alignment: str


@dataclass(frozen=True)
class _Delivery:
    """What is said for each word of a text, and how."""

    said: tuple[str, ...]
    pace: float = 1.0
    emphasis: Emphasis = field(default_factory=Emphasis)
    waits: tuple[int, ...] = ()


def _delivery(name: str, text: str, language: str, *, emphatic: bool) -> _Delivery:
    said = _spoken_words(name, text, language)
    if not emphatic:
        return _Delivery(said)
    words = [word.text for word in split_words(text)]
    emphasis = find_emphasis(words, language)
    pace = text_pace(len(words), said, language)
    return _Delivery(_with_pause(said, emphasis.pause_at), pace, emphasis, longer_pauses(text, language))


def _with_pause(said: tuple[str, ...], at: int | None) -> tuple[str, ...]:
    """A comma is how an engine is told to pause: the voice falls before it as a person's does."""
    before = at - 1 if at else -1
    return tuple(f"{word}," if place == before and word else word for place, word in enumerate(said))


def _spoken_words(name: str, text: str, language: str) -> tuple[str, ...]:
    said = spoken_form(text, language)
    if not is_speakable("".join(said)):
        raise PermanentError(f"scene {name!r} has nothing to say: {text[:60]!r}", remedy="give it words to speak")
    if not name or Path(name).name != name or name.startswith("."):
        raise PermanentError(f"{name[:80]!r} cannot name a sound file", remedy="name scenes s1, s2, …")
    return said


def _parse_answers(lines: bytes) -> _Answers:
    try:
        first, *rest = (json.loads(line) for line in lines.splitlines())
        return _Answers(int(first["rate"]), {answer["name"]: answer for answer in rest})
    except (ValueError, KeyError, TypeError) as error:
        raise PermanentError(f"the voice's answer cannot be read: {error}", remedy="reinstall piper-tts") from error


def _scene(name: str, text: str, delivery: _Delivery, answers: _Answers, speed: float) -> _Scene:
    rate, said = answers.rate, delivery.said
    try:
        answer = answers.texts[name]
        sentences = [_sentence(content) for content in answer["sentences"]]
        phonemes = [tuple(str(symbol) for symbol in word) for word in answer["words"]]
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise PermanentError(f"the voice's answer for scene {name!r} is damaged: {error!r}") from error
    exact = all(known for _, known in sentences)
    heard = [part for sentence, _ in sentences if (part := trim_silence(sentence, rate))]
    if not heard or not 8000 <= rate <= 96000 or len(phonemes) != len(said):
        raise _unusable(name, rate, text)
    whole = join_sentences(heard, rate, speed, dict.fromkeys(delivery.waits, QUESTION_PAUSE_S))
    words = word_moments(split_words(text), word_spans(whole.sounds, phonemes), whole, rate)
    stressed = [words[place] for place in delivery.emphasis.words]
    samples = louder(whole.samples, [(one.start_s, one.end_s) for one in stressed], rate, LOUDER_DB)
    return _Scene(samples, words, "exact" if exact else "proportional")


def _unusable(name: str, rate: int, text: str) -> VidpipeError:
    return PermanentError(
        f"the voice gave no usable sound for scene {name!r} ({rate} samples a second): {text[:60]!r}",
        remedy="reword it, or choose another voice",
    )


def _sentence(answer: Any) -> tuple[Utterance, bool]:
    """The sound of one sentence, and whether the voice gives the length of each symbol."""
    samples = np.frombuffer(base64.b64decode(answer["audio"], validate=True), dtype="<f4")
    if not np.isfinite(samples).all():
        raise ValueError("the sound has samples that are no numbers")
    symbols = [str(symbol) for symbol in answer["symbols"]]
    widths = answer["samples"] or ()
    exact = len(widths) == len(symbols) and all(width >= 0 for width in widths) and sum(widths) == len(samples)
    ends = np.cumsum(widths if exact else _proportional(symbols, len(samples))).astype(int).tolist()
    sounds = zip(symbols, [0, *ends], ends, strict=False)
    return Utterance(samples, tuple(Sound(symbol, start, end) for symbol, start, end in sounds)), exact


def _proportional(symbols: list[str], total: int) -> list[float]:
    """For a voice that does not tell: as if every phoneme were equally long, and each mark and pause half of it."""
    weights = [1.0 if is_letter(symbol) else 0.5 for symbol in symbols]
    return [total * weight / sum(weights) for weight in weights]


def _write_scenes(scenes: dict[str, _Scene], rate: int, folder: Path) -> dict[str, Spoken]:
    """All files or none."""
    paths = {name: folder / f"{name}.wav" for name in scenes}
    write_wavs({paths[name]: _round_peaks(scene.samples) for name, scene in scenes.items()}, rate)
    return {
        name: Spoken(paths[name], len(scene.samples) / rate, scene.words, scene.alignment)
        for name, scene in scenes.items()
    }


def _round_peaks(samples: Samples) -> Samples:
    """What would not fit is rounded off, and all else is left: scenes stay equally loud, whatever is spoken beside."""
    beyond = np.maximum(np.abs(samples) - _LOUD, 0) / (1 - _LOUD)
    rounded = np.sign(samples) * (_LOUD + (1 - _LOUD) * np.tanh(beyond))
    return np.where(np.abs(samples) > _LOUD, rounded, samples).astype(np.float32)


def ask(
    command: Sequence[str],
    request: bytes,
    *,
    within_s: float,
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """All that `command` writes to stdout when it reads the line `request`; its stdin stays open until it ends.

    `environment`: variables that the child has besides ours.
    Raises `TransientError` when the time is over or somebody killed it, and `PermanentError` when it fails.
    """
    with ChildProcess(
        command, timeout_s=within_s, folder=folder, environment=environment, stderr_lines=_STDERR_LINES
    ) as child:
        with suppress(BrokenPipeError):  # how it has ended says why
            child.send_line(request)
        answer = child.stdout.read()
        ended = child.wait()
    if ended.code != 0:
        raise _failure(ended, within_s)
    return answer


def _failure(ended: Exit, within_s: float) -> VidpipeError:
    lines = [line.rstrip() for line in ended.stderr.splitlines()]
    facts = {"stderr": "\n".join(lines)[-4000:], "exit code": str(ended.code)}
    last = next((line for line in reversed(lines) if line.strip()), "it said nothing")
    if ended.timed_out:
        remedy = "is the machine very busy? It is tried again"
        return TransientError(f"the voice did not finish within {within_s:.0f} s", remedy=remedy, facts=facts)
    if ended.code < 0:
        name = signal.Signals(-ended.code).name
        remedy = "is there enough memory? It is tried again"
        return TransientError(f"the voice's process was ended by {name}: {last}", remedy=remedy, facts=facts)
    return PermanentError(f"the voice's process failed: {last}", remedy="see its messages", facts=facts)
