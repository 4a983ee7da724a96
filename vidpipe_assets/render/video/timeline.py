"""Where every scene lies in the video, in whole frames, and how many frames of its clip that takes. Pure.

The voice decides: a scene lasts as long as its narration and the pauses of `model.pacing`. Transitions never move a
scene or the voice. A fade shows both neighbours for `TRANSITION_FRAMES` frames across the cut, so that the clips of
both lend `HALF_TRANSITION` frames more; the other transitions cover a hard cut and need nothing.
"""

from collections.abc import Mapping, Sequence

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.media import FPS, SpokenScene, TimelineScene
from vidpipe_assets.model.plan import LEAD_IN_S, ProductionPlan, scene_seconds
from vidpipe_assets.render.art_direction import Shot

TRANSITION_FRAMES = 12
HALF_TRANSITION = TRANSITION_FRAMES // 2
COVERS = ("wipe", "iris", "blinds")


def lay_out_scenes(
    plan: ProductionPlan,
    spoken: Mapping[str, SpokenScene],
    shots: Sequence[Shot],
) -> tuple[TimelineScene, ...]:
    """The scenes of `plan`, one after the other; `voice_start_s` counts from the scene's own start.

    Raises `PermanentError` when a scene has no voice or no shot.
    """
    shown = {shot.scene.id for shot in shots}
    scenes: list[TimelineScene] = []
    start = 0
    for index, scene in enumerate(plan.scenes):
        if scene.id not in spoken or scene.id not in shown:
            missing = "voice" if scene.id not in spoken else "shot"
            raise PermanentError(f"scene {scene.id} has no {missing}", remedy="make voiceover and clips again")
        last = index == len(plan.scenes) - 1
        frames = scene_frames(spoken[scene.id].seconds, last=last, pause_s=scene.pause_s)
        scenes.append(
            TimelineScene(scene=scene.id, title=scene.title, start_frame=start, frames=frames, voice_start_s=LEAD_IN_S)
        )
        start += frames
    return tuple(scenes)


def scene_frames(spoken_s: float, *, last: bool, pause_s: float = 0.0) -> int:
    """The length of a scene in frames; never so short that its two transitions would meet."""
    return max(round(scene_seconds(spoken_s, last=last, pause_s=pause_s) * FPS), TRANSITION_FRAMES)


def total_frames(timeline: Sequence[TimelineScene]) -> int:
    """The length of the video in frames."""
    return timeline[-1].start_frame + timeline[-1].frames


def frames_needed(timeline: Sequence[TimelineScene], shots: Sequence[Shot]) -> dict[str, int]:
    """How many frames of each scene's clip the composition reads, from the clip's first."""
    fades = fades_before(shots)
    return {
        scene.scene: scene.frames + HALF_TRANSITION * (fades[index] + fades[index + 1])
        for index, scene in enumerate(timeline)
    }


def fades_before(shots: Sequence[Shot]) -> list[bool]:
    """For each shot whether the one before fades into it, and False for what would follow the last."""
    return [False, *(shot.transition == "fade" for shot in shots[:-1]), False]


def covered_shots(shots: Sequence[Shot]) -> list[int]:
    """The indices of the shots to which a drawn cover leads, hiding the cut."""
    return [index + 1 for index, shot in enumerate(shots[:-1]) if shot.transition in COVERS]


def caption_limits(timeline: Sequence[TimelineScene], shots: Sequence[Shot]) -> dict[str, int]:
    """The frame by which each scene's captions must have gone: a cover takes them with it, a fade does not."""
    end = total_frames(timeline)
    limits = {scene.scene: end for scene in timeline}
    for index in covered_shots(shots):
        limits[timeline[index - 1].scene] = timeline[index].start_frame
    return limits
