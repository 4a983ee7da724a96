"""Where every scene lies in the video, in whole frames, and how many frames of its clip that takes. Pure.

The voice decides: a scene lasts as long as its narration and the pauses of `model.pacing`. Transitions never move a
scene or the voice. Each shows both neighbours for the first `TRANSITION_FRAMES` frames of the scene that comes, for
which the clip of the one that goes lends as many frames more: so a scene's own frames begin with its clip's, and
nothing of a scene but its first frames depends on another one.
"""

from collections.abc import Mapping, Sequence

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.media import FPS, SpokenScene, TimelineScene
from vidpipe_assets.model.plan import LEAD_IN_S, TAIL_S, ProductionPlan, scene_seconds
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.captions.countdowns import LEAST_FRAMES, Countdown

TRANSITION_FRAMES = 12


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
    """The length of a scene in frames; never so short that nothing of it would stand after the transition to it."""
    return max(round(scene_seconds(spoken_s, last=last, pause_s=pause_s) * FPS), TRANSITION_FRAMES + 1)


def total_frames(timeline: Sequence[TimelineScene]) -> int:
    """The length of the video in frames."""
    return timeline[-1].start_frame + timeline[-1].frames


def frames_needed(timeline: Sequence[TimelineScene], shots: Sequence[Shot]) -> dict[str, int]:
    """How many frames of each scene's clip the composition reads, from the clip's first."""
    blends = blends_before(shots)
    return {scene.scene: scene.frames + TRANSITION_FRAMES * blends[index + 1] for index, scene in enumerate(timeline)}


def blends_before(shots: Sequence[Shot]) -> list[bool]:
    """For each shot whether a transition leads to it, and False for what would follow the last."""
    return [False, *(shot.transition != "none" for shot in shots[:-1]), False]


def leads_back(shots: Sequence[Shot]) -> bool:
    """Whether the video's last frames are a transition to its first one."""
    return shots[-1].transition != "none"


def caption_limits(timeline: Sequence[TimelineScene], shots: Sequence[Shot]) -> dict[str, int]:
    """The frame by which each scene's captions must have gone: a transition takes them along, or a countdown comes."""
    end = total_frames(timeline) - (TRANSITION_FRAMES if leads_back(shots) else 0)
    blends = blends_before(shots)
    limits = {
        scene.scene: scene.start_frame + scene.frames if blends[index + 1] else end
        for index, scene in enumerate(timeline)
    }
    return limits | {one.scene: one.start for one in countdowns(timeline, shots)}


_READ_FRAMES = 5
"""How long the last word of a question is still read before its time begins to run."""


def countdowns(timeline: Sequence[TimelineScene], shots: Sequence[Shot]) -> tuple[Countdown, ...]:
    """Where viewers are to think: from the last word of a question to the frame in which its answer comes."""
    pauses = {shot.scene.id: shot.scene.pause_s for shot in shots if shot.scene.pause_s}
    found = (
        Countdown(
            one.scene,
            one.start_frame + one.frames - round((pauses[one.scene] + TAIL_S) * FPS) + _READ_FRAMES,
            one.start_frame + one.frames,
        )
        for one in timeline[:-1]
        if one.scene in pauses
    )
    return tuple(one for one in found if one.end - one.start >= LEAST_FRAMES)


def unit_starts(timeline: Sequence[TimelineScene]) -> list[int]:
    """The first frames of what can be encoded again by itself: of each scene the transition to it, and the rest."""
    return [start for scene in timeline for start in (scene.start_frame, scene.start_frame + TRANSITION_FRAMES)]
