"""The stage `voiceover`."""

import time

import dagster as dg

from vidpipe_assets.defs.asset_checks import of_voiceover
from vidpipe_assets.defs.assets.stage_asset import Checkpoint, Task, at_work, stage_asset
from vidpipe_assets.defs.metadata import show_voiceover
from vidpipe_assets.model.errors import Refused
from vidpipe_assets.model.media import SpokenScene, Voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.providers.speech import Speech, SpeechLine, SpeechProvider, Spoken
from vidpipe_assets.stages.client import counter, say_all
from vidpipe_assets.workplace import Workplace

_WEAKEST_LAST = ("exact", "forced", "proportional")


@stage_asset(Stage.VOICEOVER)
def voiceover(
    context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace], scripts: ProductionPlan
) -> Checkpoint:
    """The narration as sound, one file a scene, and the moment of every word."""
    with at_work(context, workplace, {Stage.SCRIPTS: scripts}) as task:
        if task.kept:
            return task.kept
        spoken = _speak(task, scripts)
        return task.done(spoken, show_voiceover(spoken), of_voiceover(scripts, spoken))


def _speak(task: Task, plan: ProductionPlan) -> Voiceover:
    began = time.monotonic()
    speech, said = _said(task, plan)
    artifacts = task.workplace.store.artifacts
    return Voiceover(
        scenes=tuple(
            SpokenScene(scene=name, audio=artifacts.add(one.path), seconds=one.seconds, words=one.words)
            for name, one in said.items()
        ),
        voice=next(iter(said.values())).voice or task.theme.voice_at(speech.name).name,
        provider=speech.name,
        # The weakest: a service may have told the moments of some scenes only.
        alignment=max((one.alignment for one in said.values()), key=_WEAKEST_LAST.index),
        word_error_s=round(max(one.error_s for one in said.values()), 3),
        rights=speech.rights,
        seconds_spent=round(time.monotonic() - began, 2),
    )


def _said(task: Task, plan: ProductionPlan) -> tuple[Speech | SpeechProvider, dict[str, Spoken]]:
    """All scenes, by one voice: the first of the chain whose rules allow the text."""
    chain = task.theme.providers.speech
    for name in chain[:-1]:
        try:
            return _said_by(task, plan, name)
        except Refused as error:
            task.log(f"{name} refuses to speak this: {error}; {chain[-1]} is asked")
    return _said_by(task, plan, chain[-1])


def _said_by(task: Task, plan: ProductionPlan, name: str) -> tuple[Speech | SpeechProvider, dict[str, Spoken]]:
    speech: Speech | SpeechProvider = task.workplace.provider("speech", name)
    texts = {scene.id: scene.narration for scene in plan.scenes}
    task.log(f"{speech.name} speaks {sum(len(text.split()) for text in texts.values())} words in {len(texts)} scenes")
    if isinstance(speech, SpeechProvider):
        from vidpipe_assets.stages.voice_gate import gate

        return speech, say_all(task, speech, lines_of(task.theme, name, plan), gate, counter(task, Stage.VOICEOVER))
    return speech, speech.speak(texts, task.theme.voice_at(name), plan.language, task.scratch)


def lines_of(theme: Theme, provider: str, plan: ProductionPlan) -> dict[str, SpeechLine]:
    """What a provider that is asked has to say, by scene."""
    voice, model = theme.voice_at(provider), theme.models.speech.get(provider, "")
    return {scene.id: SpeechLine(scene.id, scene.narration, voice, plan.language, model) for scene in plan.scenes}
