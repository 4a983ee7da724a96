"""The pauses around speech, in seconds: the writer counts with them, the timeline is laid out with them."""

LEAD_IN_S = 0.12
"""From the start of a scene to its first word."""

TAIL_S = 0.33
"""From the last word of a scene to the next scene."""

LAST_TAIL_S = 1.2
"""From the last word of the video to its end."""

CLIP_SURPLUS = 1.25
"""A clip carries at least this many times its scene's expected length, since the voice is not known yet."""


def scene_seconds(spoken_s: float, *, last: bool) -> float:
    """The length of a scene whose narration takes `spoken_s` seconds."""
    return LEAD_IN_S + spoken_s + (LAST_TAIL_S if last else TAIL_S)
