"""The narration: every scene of the plan as sound, with the moment of every word, by one voice.

One voice speaks a whole video. The next of the chain `providers.speech` is asked only when a text was refused.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vidpipe_assets.language.words import split_words
from vidpipe_assets.model.errors import Refused, VidpipeError
from vidpipe_assets.model.media import Spoken, SpokenScene, Voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.providers.speech import SpeechLine, SpeechProvider
from vidpipe_assets.stages.context import StageContext, stage_client
from vidpipe_assets.stages.speech_cache import WEAKEST_LAST, KeptSpeech, find_spoken_scenes, speaking_hash
from vidpipe_assets.voice import added_name

if TYPE_CHECKING:  # it loads SQLAlchemy and tenacity
    from vidpipe_assets.ledger.client import LedgerClient

_OTHER_PACES = (1.07, 0.94)
"""Shares of the theme's speed: other paces of the same voice, far enough apart to be heard."""

_LENGTH_OFF = 0.09
"""A finished video may be a tenth too long or too short, see `render.video.inspection`."""

_SLOWEST, _FASTEST = 0.7, 1.5
"""As themes allow, see `Voice.speed`."""


@dataclass(frozen=True)
class _Narration:
    """Who spoke, what was spoken now, and what was kept from before."""

    speech: SpeechProvider
    said: Mapping[str, Spoken]
    kept: KeptSpeech = field(default_factory=KeptSpeech)
    hashes: Mapping[str, str] = field(default_factory=dict[str, str])


def speak_plan(context: StageContext, plan: ProductionPlan) -> Voiceover:
    began = time.monotonic()
    narration = _speak_all(context, plan)
    said, kept, provider = narration.said.values(), narration.kept, narration.speech.name
    told = {one.voice for one in said if one.voice}
    # The weakest: a service may have told the moments of some scenes only.
    alignments = [*(one.alignment for one in said), *([kept.alignment] if kept.scenes else [])]
    return Voiceover(
        scenes=tuple(_spoken_scene(context, narration, scene.id) for scene in plan.scenes),
        voice=min(told, default=context.theme.voice_at(provider).name),
        provider=provider,
        alignment=max(alignments, key=WEAKEST_LAST.index),
        word_error_s=round(max((one.error_s for one in said), default=0.0), 3),
        rights=narration.speech.rights if said else kept.rights,
        seconds_spent=round(time.monotonic() - began, 2),
    )


def _spoken_scene(context: StageContext, narration: _Narration, name: str) -> SpokenScene:
    if name in narration.kept.scenes:
        return narration.kept.scenes[name]
    one = narration.said[name]
    audio = context.workplace.store.artifacts.add(one.path)
    spoken_from = narration.hashes.get(name, "")
    return SpokenScene(scene=name, audio=audio, seconds=one.seconds, words=one.words, spoken_from=spoken_from)


def _speak_all(context: StageContext, plan: ProductionPlan) -> _Narration:
    """All scenes, by one voice: the first of the chain whose rules allow the text."""
    chain = context.theme.providers.speech
    for name in chain[:-1]:
        try:
            return _speak_with(context, plan, name)
        except Refused as error:
            context.log(f"{name} refuses to speak this: {error}; {chain[-1]} is asked")
    return _speak_with(context, plan, chain[-1])


def _speak_with(context: StageContext, plan: ProductionPlan, name: str) -> _Narration:
    speech: SpeechProvider = context.workplace.provider("speech", name)
    # A service speaks anew each time it is asked; a voice on this machine says the same unless its pace is another.
    theme = theme_at_pace(context.theme, plan, context.ingredients.take) if speech.is_local else context.theme
    lines, client = speech_lines(theme, name, plan), stage_client(context, Stage.VOICEOVER)
    if not speech.is_local:
        _log_lines(context, speech, lines)
        return _Narration(speech, _speak_side_by_side(context, speech, lines, client))
    if name == "piper":
        lines = {scene: _with_added_voice(line, context.workplace.places.voices) for scene, line in lines.items()}
    hashes = {scene: speaking_hash(name, line) for scene, line in lines.items()}
    kept = find_spoken_scenes(context, name, hashes)
    missing = {scene: line for scene, line in lines.items() if scene not in kept.scenes}
    _log_lines(context, speech, missing)
    context.progress.size = len(missing)  # spoken in one go: nobody hears how far it is
    spoken = speech.speak(tuple(missing.values()), context.scratch, client.asking(speech.name))
    return _Narration(speech, dict(zip(missing, spoken, strict=True)), kept, hashes)


def _log_lines(context: StageContext, speech: SpeechProvider, lines: Mapping[str, SpeechLine]) -> None:
    words = sum(len(split_words(line.text)) for line in lines.values())
    context.log(f"{speech.name} speaks {words} words in {len(lines)} scenes")


def _with_added_voice(line: SpeechLine, folder: Path) -> SpeechLine:
    """The line in the voice of the theme's name as the engine knows it: where its files lie."""
    return replace(line, voice=line.voice.model_copy(update={"name": added_name(line.voice.name, folder)}))


def _speak_side_by_side(
    context: StageContext, speech: SpeechProvider, lines: Mapping[str, SpeechLine], client: "LedgerClient"
) -> dict[str, Spoken]:
    """Scene -> its line as a service spoke it. One that fails raises after the others have been kept."""
    context.progress.expect(len(lines), "lines")
    actions = {scene: _speaking(context, speech, line, client) for scene, line in lines.items()}
    outcomes = client.run_parallel(actions, speech.at_a_time)
    spoken = {scene: outcome for scene, outcome in outcomes.items() if isinstance(outcome, Spoken)}
    for scene, error in outcomes.items():
        if isinstance(error, VidpipeError):
            error.facts |= {"scene": scene, "scenes that are kept": str(len(spoken))}
            raise error
    return spoken


def _speaking(
    context: StageContext, speech: SpeechProvider, line: SpeechLine, client: "LedgerClient"
) -> Callable[[], Spoken]:
    """Speaks one line, in a folder of its own; what comes back is checked before its call is over."""
    from vidpipe_assets.stages.voice_gate import require_speech

    folder = context.scratch / f"{line.scene}-{speech.name}"
    folder.mkdir(exist_ok=True)

    def check(value: object) -> None:
        if isinstance(value, Spoken):
            require_speech(value, line.text)

    def speak() -> Spoken:
        spoken = speech.speak((line,), folder, client.asking(speech.name, line.scene, check))[0]
        context.progress.part(line.scene, 1.0)
        return spoken

    return speak


def voice_speeds(theme: Theme, plan: ProductionPlan) -> tuple[float, ...]:
    """The speeds of a voice's takes, the theme's own first, without those that make the video too long or too short."""
    off = {share: abs(plan.seconds / share / theme.format.seconds - 1) for share in _OTHER_PACES}
    shares = [share for share in sorted(off, key=off.__getitem__) if off[share] <= _LENGTH_OFF]
    speeds = (round(min(max(theme.voice.speed * share, _SLOWEST), _FASTEST), 3) for share in shares)
    return tuple(dict.fromkeys([theme.voice.speed, *speeds]))


def theme_at_pace(theme: Theme, plan: ProductionPlan, take: int) -> Theme:
    """The theme with the pace of one take. Takes beyond the paces that there are begin with the first again."""
    if take == 1:
        return theme
    speeds = voice_speeds(theme, plan)
    voice = theme.voice.model_copy(update={"speed": speeds[(take - 1) % len(speeds)]})
    return theme.model_copy(update={"voice": voice})


def speech_lines(theme: Theme, provider: str, plan: ProductionPlan) -> dict[str, SpeechLine]:
    """What a provider that is asked has to say, by scene."""
    voice, model = theme.voice_at(provider), theme.models.speech.get(provider, "")
    return {scene.id: SpeechLine(scene.id, scene.narration, voice, plan.language, model) for scene in plan.scenes}
