"""How each stage's document is checked. Checks are pure: the review shows the same findings, computed again.

Which checks there are, and which of them block, is the table in `model.checks`; the checks of words, captions and the
finished file are in `writing` and `render`, those of clips and voice are here.
"""

from vidpipe_assets.language.words import word_texts
from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.media import FPS, ClipSet, ComposedVideo, SpokenScene, Voiceover
from vidpipe_assets.model.plan import DRAWN_SURPLUS, ProductionPlan
from vidpipe_assets.model.theme import Format

LONGEST_GAP_S = 0.6
"""Between two words of a scene: the pause after a question, 0.5 s, of the slowest voice."""
WORD_ERROR_S = 0.08
"""How far a caption may be from its word, at the 95th percentile."""


def check_scripts(plan: ProductionPlan, wanted: Format) -> tuple[Finding, ...]:
    """The findings on a plan of a theme whose videos are to be as `wanted` says."""
    from vidpipe_assets.writing.plan_checks import check_plan

    return check_plan(plan, wanted)


def check_clips(plan: ProductionPlan, clips: ClipSet) -> tuple[Finding, ...]:
    """One clip a scene, each longer than its scene is expected to last."""
    made = {clip.scene: clip.frames for clip in clips.clips}
    needed = {scene.id: round(scene.seconds * DRAWN_SURPLUS * FPS) for scene in plan.scenes}
    wrong = [name for name, frames in needed.items() if made.get(name, 0) < frames]
    text = f"scenes without a long enough clip: {', '.join(wrong)}" if wrong else f"{len(made)} clips, all long enough"
    complete = not wrong and list(made) == list(needed)
    return (Finding(check="clips_complete", passed=complete, description=text, numbers={"clips": len(made)}),)


def check_voiceover(plan: ProductionPlan, voiceover: Voiceover) -> tuple[Finding, ...]:
    """The voice says the script, word for word, and keeps talking."""
    spoken = {scene.scene: [word.text for word in scene.words] for scene in voiceover.scenes}
    wrong = [scene.id for scene in plan.scenes if spoken.get(scene.id) != word_texts(scene.narration)]
    text = f"scenes that say something else: {', '.join(wrong)}" if wrong else "every word is said, in order"
    words = sum(len(scene) for scene in spoken.values())
    gap = max((_widest_gap_s(scene) for scene in voiceover.scenes), default=0.0)
    return (
        Finding(check="voice_says_the_script", passed=not wrong, description=text, numbers={"words": words}),
        Finding(
            check="voice_has_no_dead_air",
            passed=gap <= LONGEST_GAP_S,
            description=f"the longest gap inside a scene is {gap:.2f} s; {LONGEST_GAP_S} s are allowed",
            numbers={"longest_gap_s": round(gap, 3)},
        ),
        _word_moments(voiceover),
    )


def check_composed_video(
    plan: ProductionPlan, voiceover: Voiceover, composed: ComposedVideo, wanted: Format
) -> tuple[Finding, ...]:
    """The findings on the finished file and its captions."""
    from vidpipe_assets.render.captions.words import caption_findings
    from vidpipe_assets.render.video.inspection import video_findings

    return (
        *caption_findings(plan, voiceover, composed),
        *video_findings(composed.inspection, wanted),
    )


def _word_moments(voiceover: Voiceover) -> Finding:
    how = {"exact": "the voice tells them", "forced": "found by comparison with another voice"}
    error_s = voiceover.word_error_s
    return Finding(
        check="voice_moments_known",
        passed=error_s <= WORD_ERROR_S,
        description=f"the words' moments are {voiceover.alignment} ({how.get(voiceover.alignment, 'estimated')}), "
        f"wrong by about {error_s * 1000:.0f} ms at most; {WORD_ERROR_S * 1000:.0f} ms are allowed",
        numbers={"word_error_s": error_s},
    )


def _widest_gap_s(scene: SpokenScene) -> float:
    """The longest silence between two words, in seconds."""
    pairs = zip(scene.words, scene.words[1:], strict=False)
    return max((after.start_s - before.end_s for before, after in pairs), default=0.0)
