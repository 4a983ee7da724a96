"""Which sound comes when: each belongs to something that is seen at that moment. Pure.

A cut, a number that counts up and lands, a row of a list, the time to think, the payoff; `audio.effects` makes the
sounds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from vidpipe_assets.model.media import FPS, TimelineScene
from vidpipe_assets.model.pictures import Bars, End, Hook, IconCard, Number, Rank, Steps, Timeline, Versus, Where
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.moments import beat_s, turn_s
from vidpipe_assets.render.video.timeline import countdowns

EffectKind = Literal["whoosh", "pop", "count", "land", "hit", "tick"]
_CLOSEST_S = 0.16
"""Of two sounds that come closer together, only the first is played."""
COUNTS_S = 0.6
"""For how long a number is heard counting up."""


@dataclass(frozen=True)
class Cue:
    """A sound `at_s` seconds into the video; `step` tells how far up its row of sounds it is."""

    kind: EffectKind
    at_s: float
    step: int = 0


def sound_cues(timeline: Sequence[TimelineScene], shots: Sequence[Shot]) -> tuple[Cue, ...]:
    """The sounds of a video in their order; of two that come too close together the first."""
    cues: list[Cue] = []
    payoff = payoff_scene(timeline, shots)
    shown = {shot.scene.id: shot for shot in shots}
    for index, scene in enumerate(timeline):
        start = scene.start_frame / FPS
        if index:
            cues.append(Cue("hit" if scene.scene == payoff else "whoosh", start))
        for cue in _scene_cues(shown[scene.scene]):
            if cue.at_s < scene.frames / FPS:
                cues.append(Cue(cue.kind, start + cue.at_s, cue.step))
    for countdown in countdowns(timeline, shots):
        cues += [Cue("tick", frame / FPS, step) for step, frame in enumerate(countdown.begins())]
    cues.sort(key=lambda cue: cue.at_s)
    return tuple(cue for index, cue in enumerate(cues) if not index or cue.at_s - cues[index - 1].at_s > _CLOSEST_S)


def payoff_scene(timeline: Sequence[TimelineScene], shots: Sequence[Shot]) -> str | None:
    """The scene in which the video tells what it has promised: the last before the closing card."""
    closing = {shot.scene.id for shot in shots if isinstance(shot.scene.picture, End)}
    told = [scene.scene for scene in timeline[1:] if scene.scene not in closing]
    return told[-1] if len(told) > 1 else None


def _scene_cues(shot: Shot) -> Iterator[Cue]:
    """What appears in a scene, in seconds of its clip."""
    scene, picture = shot.scene, shot.scene.picture
    match picture:
        case Number():
            landed = max(beat_s(scene, 0, 0.3), 0.75)
            yield from (Cue("count", max(landed - COUNTS_S, 0.1)), Cue("land", landed))
        case Bars() | Steps() | Timeline() | Where():
            yield from _row_cues(scene, picture)
        case Versus():
            yield from (Cue("pop", 0.3), Cue("pop", max(0.5, beat_s(scene, 1, 0.34) - 0.3), 3))
        case Rank() | IconCard() | Hook():
            yield Cue("pop", max(beat_s(scene, 0, 0.45), 0.9), 2)
        case End():
            yield Cue("pop", 0.3, 2)
        case _:
            return


def _row_cues(scene: ScenePlan, picture: Bars | Steps | Timeline | Where) -> Iterator[Cue]:
    match picture:
        case Where(facts=facts):
            for number in range(len(facts)):
                yield Cue("pop", max(turn_s(scene, number + 1, len(facts) + 2, 0.4 + 0.2 * number), 0.6), number)
        case Bars(bars=rows) | Steps(steps=rows) | Timeline(moments=rows):
            count = len(rows)
            for number in range(count):
                yield Cue("pop", max(turn_s(scene, number, count, 0.05 + 0.6 * number / count) - 0.12, 0.3), number)
