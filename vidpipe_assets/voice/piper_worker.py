# SPDX-License-Identifier: GPL-3.0-or-later
"""The process that speaks: Piper's engine is GPL-3, so what imports it is a program of its own, under the same licence.

One line of JSON in: {"model", "config", "speed", "texts": {name: [what is said for each word]}, "speeds": {name: its
own}, "stretch": {name: {word: how many times as long}}}. Then, for each text, one line of JSON out: {"name", "words":
[phonemes], "sentences": [{"symbols", "samples", "audio"}]}, where `samples` are the samples of each symbol (null if the
voice cannot tell) and `audio` is base64 of 32-bit floats. The first line out says the voice's {"rate", "language"}. The
end of stdin means that whoever asked is gone.
"""

import base64
import json
import zlib
from pathlib import Path
from typing import Any, cast

import numpy as np
import onnxruntime
from piper import PiperVoice
from piper.config import PiperConfig
from piper.const import BOS, EOS, PAD

from vidpipe_assets.voice.speech_worker import answer_request
from vidpipe_assets.voice.stretching import stretched_symbols
from vidpipe_assets.voice.voice_graph import STRETCH, Prepared, prepare

NOISE, NOISE_OF_DURATIONS = 0.5, 0.5
"""Less than a voice's own 0.667 and 0.8: clearer, still not flat; the durations hardly change."""

_CHANNELS, _FRAMES_PER_ID = 192, 12

_RIGID = 0.3
"""The share of the length that `length_scale` does not change: each sound lasts whole frames, rounded up, and pauses
are evened out. Measured with 'joe' from 0.7 to 1.5; the speed is then met to within 4 %."""


class Speaker:
    """A loaded voice. The same text gives the same samples, whatever was said before it."""

    def __init__(self, model: Path, config: Path, speed: float) -> None:
        self.config = PiperConfig.from_dict(json.loads(config.read_text("utf-8")))
        self.prepared: Prepared = prepare(model.read_bytes())
        options = cast(Any, onnxruntime).SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # Optimising this graph takes longer than it saves in a minute of speech.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        session = onnxruntime.InferenceSession(self.prepared.content, options, providers=["CPUExecutionProvider"])
        self.voice = PiperVoice(session=session, config=self.config)
        self.speed = speed

    @property
    def about(self) -> dict[str, Any]:
        """The first answer."""
        return {"rate": self.config.sample_rate, "language": self.config.espeak_voice}

    def speak(self, said: list[str], stretch: dict[int, float], speed: float) -> dict[str, Any]:
        """The sentences of a text, and the phonemes of each of its words alone. `stretch`: word -> times as long."""
        self.speed = speed
        text = " ".join(filter(None, said))
        words = [self._phonemes(word) for word in said]
        spoken = [[BOS, *phonemes, EOS] for phonemes in self.voice.phonemize(text) if phonemes]
        known = [[symbol for symbol in symbols if symbol in self.config.phoneme_id_map] for symbols in spoken]
        factors = stretched_symbols(known, words, stretch)
        sentences = [self._sentence(symbols, longer) for symbols, longer in zip(known, factors, strict=True)]
        return {"words": words, "sentences": sentences}

    def _phonemes(self, word: str) -> list[str]:
        if not word:
            return []
        return [phoneme for sentence in self.voice.phonemize(word) for phoneme in (*sentence, " ")]

    def _sentence(self, symbols: list[str], longer: list[float]) -> dict[str, Any]:
        known = self.config.phoneme_id_map
        ids, owners = list[int](), list[int]()
        for index, symbol in enumerate(symbols):
            own = [*known[symbol], *(known[PAD] if symbol != EOS else ())]
            ids += own
            owners += [index] * len(own)
        audio, frames = self._run(ids, [longer[owner] for owner in owners])
        samples = None
        if frames is not None and len(frames) == len(ids):
            widths = np.bincount(owners, weights=frames * self.config.hop_length, minlength=len(symbols))
            samples = [int(width) for width in widths]
        content = base64.b64encode(audio.astype("<f4").tobytes()).decode()
        return {"symbols": symbols, "samples": samples, "audio": content}

    def _run(self, ids: list[int], longer: list[float]) -> tuple[Any, Any]:
        length_scale = self.config.length_scale * (1 / self.speed - _RIGID) / (1 - _RIGID)
        scales = [NOISE, length_scale, NOISE_OF_DURATIONS]
        inputs = {
            "input": np.array([ids], dtype=np.int64),
            "input_lengths": np.array([len(ids)], dtype=np.int64),
            "scales": np.array(scales, dtype=np.float32),
            **self._noises(ids),
        }
        if self.prepared.times:
            inputs[STRETCH] = np.array([[longer]], dtype=np.float32)
        if self.config.num_speakers > 1:
            inputs["sid"] = np.array([self.config.default_speaker_id], dtype=np.int64)
        outputs = cast(Any, self.voice.session).run(None, inputs)
        frames = outputs[1].reshape(-1) if self.prepared.times else None
        return outputs[0].reshape(-1), frames

    def _noises(self, ids: list[int]) -> dict[str, Any]:
        """Random, but always the same for the same phonemes; the model takes the part that it needs."""
        random = np.random.default_rng(zlib.crc32(np.array(ids, dtype="<i8").tobytes()))
        frames = int(len(ids) * _FRAMES_PER_ID / self.speed) + 200
        shape = (1, _CHANNELS, frames)
        return {name: random.standard_normal(shape, dtype=np.float32) for name in self.prepared.noises}


def load(request: dict[str, Any]) -> Speaker:
    """The voice that a request names."""
    return Speaker(Path(request["model"]), Path(request["config"]), request["speed"])


if __name__ == "__main__":
    answer_request(load)
