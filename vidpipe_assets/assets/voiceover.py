"""The stage `voiceover`."""

import time

import dagster as dg

from vidpipe_assets.assets.checks import of_voiceover
from vidpipe_assets.assets.resources import Workplace
from vidpipe_assets.assets.showing import show_voiceover
from vidpipe_assets.assets.stage import Checkpoint, Task, at_work, stage_asset
from vidpipe_assets.model.media import SpokenScene, Voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage


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
    speech = task.workplace.provider("speech", task.theme.providers.speech[0])
    texts = {scene.id: scene.narration for scene in plan.scenes}
    task.log(f"{speech.name} speaks {sum(len(text.split()) for text in texts.values())} words in {len(texts)} scenes")
    said = speech.speak(texts, task.theme.voice, plan.language, task.scratch)
    artifacts = task.workplace.store.artifacts
    return Voiceover(
        scenes=tuple(
            SpokenScene(scene=name, audio=artifacts.add(one.path), seconds=one.seconds, words=one.words)
            for name, one in said.items()
        ),
        voice=task.theme.voice.name,
        provider=speech.name,
        alignment=next(iter(said.values())).alignment,
        rights=speech.rights,
        seconds_spent=round(time.monotonic() - began, 2),
    )
