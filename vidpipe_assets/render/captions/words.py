"""The words of captions: the moment of every word, and whether words and moments are those of the voice."""

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence

from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.media import FPS, CaptionWord, SpokenScene, SpokenWord, TimelineScene, Voiceover
from vidpipe_assets.model.plan import LEAD_IN_S, ProductionPlan
from vidpipe_assets.render.video.timeline import scene_frames

MEDIAN_MS, PERCENTILE_95_MS = 40, 80
"""How far a caption may be from the voice."""


def caption_words(timeline: Sequence[TimelineScene], spoken: Mapping[str, SpokenScene]) -> tuple[CaptionWord, ...]:
    """Every word of the narration with its first frame and the frame after its last, as seconds of the video.

    Times rise from word to word whatever the alignment says, and lie inside the word's scene.
    """
    words: list[CaptionWord] = []
    for scene in timeline:
        earliest, end = scene.start_frame, scene.start_frame + scene.frames
        offset = scene.start_frame / FPS + scene.voice_start_s
        for word in spoken[scene.scene].words:
            start = min(max(round((offset + word.start_s) * FPS), earliest), end - 1)
            until = min(max(round((offset + word.end_s) * FPS), start + 1), end)
            words.append(CaptionWord(scene=scene.scene, text=word.text, start_s=start / FPS, end_s=until / FPS))
            earliest = start
    return tuple(words)


def caption_findings(
    plan: ProductionPlan, voiceover: Voiceover, composed_words: Sequence[CaptionWord]
) -> tuple[Finding, ...]:
    """`captions_match_script`: the same words. `captions_match_voice`: at the moments of the voice's alignment."""
    return _match_script(plan, composed_words), _match_voice(plan, voiceover, composed_words)


def _match_script(plan: ProductionPlan, composed_words: Sequence[CaptionWord]) -> Finding:
    wanted = [(scene.id, word) for scene in plan.scenes for word in scene.narration.split()]
    shown = [(word.scene, word.text) for word in composed_words]
    passed = wanted == shown
    description = f"{len(shown)} words, exactly the script's"
    if not passed:
        description = _first_difference(wanted, shown)
    return Finding(
        check="captions_match_script",
        passed=passed,
        description=description,
        numbers={"script_words": len(wanted), "caption_words": len(shown)},
    )


def _first_difference(wanted: list[tuple[str, str]], shown: list[tuple[str, str]]) -> str:
    for index, ((scene, word), (caption_scene, caption)) in enumerate(zip(wanted, shown, strict=False)):
        if (scene, word) != (caption_scene, caption):
            return f"word {index + 1} is {caption!r} ({caption_scene}), the script has {word!r} ({scene})"
    return f"the script has {len(wanted)} words, the captions {len(shown)}"


def _match_voice(plan: ProductionPlan, voiceover: Voiceover, composed_words: Sequence[CaptionWord]) -> Finding:
    heard = _voice_starts(plan, voiceover)
    if len(heard) != len(composed_words) or not heard:
        return Finding(
            check="captions_match_voice",
            passed=False,
            description=f"the voice has {len(heard)} words, the captions {len(composed_words)}",
        )
    errors = sorted(abs(w.start_s - moment) * 1000 for w, moment in zip(composed_words, heard, strict=True))
    median, high = statistics.median(errors), errors[min(int(len(errors) * 0.95), len(errors) - 1)]
    return Finding(
        check="captions_match_voice",
        passed=median <= MEDIAN_MS and high <= PERCENTILE_95_MS,
        description=f"captions start {median:.0f} ms (median), {high:.0f} ms (95th percentile) from the voice",
        numbers={"median_ms": round(median, 1), "p95_ms": round(high, 1), "worst_ms": round(errors[-1], 1)},
    )


def _voice_starts(plan: ProductionPlan, voiceover: Voiceover) -> list[float]:
    """When each word is heard in the video, counted anew from the voice: not from what the composition did."""
    spoken = {scene.scene: scene for scene in voiceover.scenes}
    counts = Counter(scene.scene for scene in voiceover.scenes)
    if set(spoken) != {scene.id for scene in plan.scenes} or max(counts.values()) > 1:
        return []
    moments: list[float] = []
    start = 0
    for index, scene in enumerate(plan.scenes):
        words: tuple[SpokenWord, ...] = spoken[scene.id].words
        moments += [start / FPS + LEAD_IN_S + word.start_s for word in words]
        start += scene_frames(spoken[scene.id].seconds, last=index == len(plan.scenes) - 1)
    return moments
