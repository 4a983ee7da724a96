"""The voices that vidpipe brings, by name: what each is like, how it is made, and which one speaks in which tone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ChannelVoice:
    """One English voice that speaks on this machine without a network.

    `pitch` and `tract` say how it differs from its engine's own voice: the pitch is multiplied by `pitch`, the formants
    by `tract` (below 1: a longer vocal tract). `pace`: what the engine's own pace is multiplied by, so that all voices
    need the same time for a text.
    """

    name: str
    engine: Literal["piper", "hibari"]
    about: str
    pace: float
    pitch: float = 1.0
    tract: float = 1.0


CHANNEL_VOICES: Mapping[str, ChannelVoice] = {
    voice.name: voice
    for voice in (
        ChannelVoice("joe", "piper", "a man, deep and dry", 1.0),
        ChannelVoice("heart", "hibari", "a woman, warm and near", 1.0),
        ChannelVoice("theo", "hibari", "a man, brighter and younger than joe", 1.0, pitch=0.62, tract=0.86),
        ChannelVoice("alma", "hibari", "a woman, low and calm", 1.0, pitch=0.8, tract=0.93),
        ChannelVoice("wren", "hibari", "a girl's voice, high and light", 1.0, pitch=1.22, tract=1.09),
    )
}

AUTO_VOICE = "auto"
"""Instead of a name: the voice of the theme's tone."""

TONE_VOICES: Mapping[str, str] = {"wry": "joe", "warm": "heart", "urgent": "theo", "plain": "alma"}
