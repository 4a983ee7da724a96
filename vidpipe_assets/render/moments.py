"""When the things of a scene appear, in seconds of its clip: pictures draw by it, and sounds are laid by it. Pure."""

from vidpipe_assets.model.plan import ScenePlan

LATEST_BEAT = 0.82
"""A share of the scene: what the last word names must still be seen."""
FIRST_S = 1.0
"""When the first of several things has come at the latest."""


def beat_s(scene: ScenePlan, number: int, share: float) -> float:
    """When the narration names the n-th thing shown, else a moment `share` of the way through the scene."""
    return scene.seconds * min(scene.beats[number].at if number < len(scene.beats) else share, LATEST_BEAT)


def turn_s(scene: ScenePlan, number: int, count: int, share: float) -> float:
    """When the n-th of `count` things comes that are shown one after another: with its word, as `beat_s`.

    But no later than an even pace allows, the last one apart: where the narration names them all at its end, the
    picture must not stand empty until then.
    """
    even = FIRST_S + (scene.seconds * LATEST_BEAT - FIRST_S) * number / max(count - 1, 1)
    return min(beat_s(scene, number, share), even)


LONG_S = 4.5
"""A scene that lasts longer shows a still twice: from farther away, then from nearer."""


def second_view_s(scene: ScenePlan) -> float:
    """When a still is seen from nearer: with the word of the beat nearest to the scene's middle; 0: it is too short."""
    if scene.seconds < LONG_S:
        return 0.0
    named = [one.at for one in scene.beats if 0.33 <= one.at <= 0.7]
    return scene.seconds * min(named, key=lambda at: abs(at - 0.5), default=0.5)
