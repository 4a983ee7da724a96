"""Scenes that were spoken already: an edit of one scene speaks that scene, and no other.

Only what a voice on this machine has spoken: what a service has, the ledger answers from.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.media import Rights, SpokenScene, Voiceover
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.providers.speech import SpeechLine
from vidpipe_assets.stages.context import StageContext

WEAKEST_LAST = ("exact", "forced", "proportional")
"""How word times were had."""


def speaking_hash(provider: str, line: SpeechLine) -> str:
    """Hash of all that a line's sound depends on; a voice's loudness is the mix's."""
    voice = Path(line.voice.name)
    # A voice that is named by its path may have become another one.
    content = hashlib.sha256(voice.read_bytes()).hexdigest() if voice.is_file() else line.voice.name
    told = [provider, content, line.voice.speed, line.language, line.model, line.text]
    return content_hash([Stage.VOICEOVER.code_version, told])


@dataclass(frozen=True)
class KeptSpeech:
    """Scene -> how it was spoken before; `alignment` is the weakest of their word times', `rights` the voice's."""

    scenes: Mapping[str, SpokenScene] = field(default_factory=dict[str, SpokenScene])
    alignment: str = "exact"
    rights: Rights = Rights()


def find_spoken_scenes(context: StageContext, provider: str, wanted: Mapping[str, str]) -> KeptSpeech:
    """What earlier voiceovers of the video have of these scenes (-> hash), with the sound still there."""
    artifacts = context.workplace.store.artifacts
    found, rights, alignments = dict[str, SpokenScene](), Rights(), {"exact"}
    for earlier in _earlier_voiceovers(context, provider):
        there = {one.spoken_from: one for one in earlier.scenes if one.spoken_from}
        for scene, said_from in wanted.items():
            one = there.get(said_from)
            if one and scene not in found and artifacts.intact(one.audio):
                found[scene] = one.model_copy(update={"scene": scene})
                rights = earlier.rights
                alignments.add(earlier.alignment)
        if len(found) == len(wanted):
            break
    return KeptSpeech(found, max(alignments, key=WEAKEST_LAST.index), rights)


def _earlier_voiceovers(context: StageContext, provider: str) -> Iterator[Voiceover]:
    """Those that this provider has spoken and that can still be read, the latest first."""
    documents = context.workplace.store.documents
    for version in reversed(documents.versions(context.video).get(Stage.VOICEOVER, ())):
        with suppress(VidpipeError):
            earlier = documents.load(context.video, Stage.VOICEOVER, version, Voiceover)
            if earlier.provider == provider:
                yield earlier
