"""How clips are made for a video: by `clips`, and again by `composed_video` where the voice outlasts a clip."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vidpipe_assets.assets.stage import Task
from vidpipe_assets.model.media import Clip
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.providers.footage import FootageLibrary

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
    libraries = {name: _library(task, name) for name in chain if name != "motion"}
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
        )
        for one in taken
    )


def _library(task: Task, name: str) -> FootageLibrary:
    if name == "own":  # the one library that is a folder of the theme's
        from vidpipe_assets.providers.footage.own import provider

        return provider(task.workplace.places.themes / task.theme.picture.footage_folder)
    return task.workplace.provider("footage", name)


def _tell(task: Task, scene: str, share: float) -> None:
    if share >= 1:
        task.log(f"scene {scene}: clip done")
