"""How clips are made for a video: by `clips`, and again by `composed_video` where the voice outlasts a clip."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vidpipe_assets.assets.asking import Counter, FootageCounter, counter
from vidpipe_assets.assets.stage import Task
from vidpipe_assets.model.media import FPS, Clip
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.providers.footage import AskedFootage, Footage, FootageLibrary, FootageWish

if TYPE_CHECKING:
    from vidpipe_assets.studio.direction import Shot


def art_direction(task: Task, plan: ProductionPlan) -> "tuple[Shot, ...]":
    """The shots of the plan in the theme's look; the same for the same video."""
    from vidpipe_assets.studio.direction import direct

    theme = task.theme
    return direct(plan, theme.picture, theme.channel, task.video, task.workplace.places.themes)


def film(task: Task, shots: "Sequence[Shot]") -> tuple[Clip, ...]:
    """Take a clip for every shot, and keep it."""
    from vidpipe_assets.studio.shooting import shoot

    chain = task.theme.providers.footage
    at = counter(task, Stage.CLIPS)
    libraries = {name: _library(task, name, at) for name in chain if name != "motion"}
    taken = shoot(shots, chain, libraries, task.scratch, progress=lambda scene, share: _tell(task, scene, share))
    for one in taken:
        for note in one.notes:
            task.log(f"scene {one.scene}: {note}")
    artifacts = task.workplace.store.artifacts
    return tuple(
        Clip(
            scene=one.scene,
            artifact=artifacts.add(one.path),
            frames=one.frames,
            provider=one.provider,
            kind=one.kind,
            title=one.title,
            notes=one.notes,
            rights=one.rights,
            footage_id=one.footage_id,
        )
        for one in taken
    )


def _library(task: Task, name: str, at: Counter) -> FootageLibrary:
    if name == "own":  # the one library that is a folder of the theme's
        from vidpipe_assets.providers.footage.own import provider

        return provider(task.workplace.places.themes / task.theme.picture.footage_folder)
    found = task.workplace.provider("footage", name)
    return FootageCounter(found, at, _pass_gate) if isinstance(found, AskedFootage) else found


def _pass_gate(footage: Footage, wish: FootageWish) -> None:
    """What was paid for is looked at before the call is over."""
    from vidpipe_assets.studio.footage import gate

    gate(footage.path, round(wish.seconds * FPS))


def _tell(task: Task, scene: str, share: float) -> None:
    if share >= 1:
        task.log(f"scene {scene}: clip done")
