"""The words of captions: the moment of every word, and whether words and moments are those of the voice."""

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from vidpipe_assets.language.letters import comparable
from vidpipe_assets.language.words import split_words, word_texts
from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.media import (
    FPS,
    CaptionWord,
    ComposedVideo,
    DrawnCaption,
    SpokenScene,
    SpokenWord,
    TimelineScene,
    Voiceover,
)
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
            times = {"start_s": start / FPS, "end_s": until / FPS}
            words.append(CaptionWord(scene=scene.scene, text=word.text, glued=word.glued, **times))
            earliest = start
    return tuple(words)


def caption_findings(plan: ProductionPlan, voiceover: Voiceover, composed: ComposedVideo) -> tuple[Finding, ...]:
    """`captions_match_script`: what is drawn is what is said. `captions_match_voice`: when the voice says it."""
    return _match_script(plan, composed), _match_voice(plan, voiceover, composed.caption_words)


def _match_script(plan: ProductionPlan, composed: ComposedVideo) -> Finding:
    """Letters, marks and digits count, in any case and style: signs may have no glyph, and are left out by rule."""
    if not composed.captions_drawn:  # made before it was kept
        drawn = [DrawnCaption(scene=word.scene, text=word.text) for word in composed.caption_words]
    else:
        drawn = list(composed.captions_drawn)
    shown = {scene.id: [one.text for one in drawn if one.scene == scene.id] for scene in plan.scenes}
    differences = {one.id: _difference(one.narration, shown[one.id], plan.language) for one in plan.scenes}
    problems = [f"{scene}: {problem}" for scene, problem in differences.items() if problem]
    problems += [f"there is no scene {one.scene}" for one in drawn if one.scene not in shown]
    words = sum(len(split_words(scene.narration)) for scene in plan.scenes)
    shortened = sum(one.text.count("…") for one in drawn) - sum(s.narration.count("…") for s in plan.scenes)
    cut = f", {shortened} of them shortened: too wide for their time" if shortened > 0 else ""
    return Finding(
        check="captions_match_script",
        passed=not problems,
        description="; ".join(problems[:3]) or f"{words} words, exactly the script's{cut}",
        numbers={"script_words": words, "captions": len(drawn)},
    )


def _difference(narration: str, drawn: Sequence[str], language: str) -> str:
    """Where the captions of a scene differ from what is said in it; '' where they do not."""
    wanted, whole, at = comparable(narration, language), "".join(drawn), 0
    # What a shortened word leaves out is skipped, and only that.
    parts = whole.split("…") if "…" not in narration else [whole]
    for number, part in enumerate(parts):
        shown = comparable(part, language)
        found = wanted.find(shown, at) if number else 0
        if found < 0 or not wanted.startswith(shown, found):
            return _first_difference(narration, " ".join(drawn), language)
        at = found + len(shown)
    shortened_last = len(parts) > 1 and not parts[-1].strip()
    return "" if at == len(wanted) or shortened_last else _first_difference(narration, " ".join(drawn), language)


def _first_difference(narration: str, drawn: str, language: str) -> str:
    """The first word that is not the same, and what stands in its place."""
    wanted, shown = ([word for word in word_texts(text) if comparable(word, language)] for text in (narration, drawn))
    for number, (word, caption) in enumerate(zip_longest(wanted, shown, fillvalue="nothing more"), 1):
        if comparable(word, language) != comparable(caption, language):
            return f"word {number} is {caption!r} in the captions, the script has {word!r}"
    return "the words are divided otherwise"


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
        start += scene_frames(spoken[scene.id].seconds, last=index == len(plan.scenes) - 1, pause_s=scene.pause_s)
    return moments
