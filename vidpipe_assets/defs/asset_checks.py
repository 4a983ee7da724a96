"""The asset checks: which there are, which of them block, and how a stage's document is put to them.

The results are recorded with the materialization that they belong to. The review shows the same findings, computed
again from the same documents: checks are pure.
"""

from dataclasses import dataclass

import dagster as dg

from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.media import CheckResult, ClipSet, ComposedVideo, Voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Format


@dataclass(frozen=True)
class Check:
    """One check. A failed blocking check keeps the video from going on."""

    name: str
    description: str
    blocking: bool = False


CHECKS: dict[Stage, tuple[Check, ...]] = {
    Stage.SCRIPTS: (
        Check("plan_complete", "Every scene has words, a picture and its place in the story.", blocking=True),
        Check("plan_speakable", "A voice can read every narration.", blocking=True),
        Check("plan_length", "The spoken length is within 10 % of the theme's seconds."),
        Check("plan_stays_with_sources", "Every number that is said occurs in the scene's evidence."),
        Check("plan_claims_listed", "The script's claims: from the evidence, or general knowledge to be judged."),
    ),
    Stage.CLIPS: (Check("clips_complete", "One clip a scene, at least 25 % longer than expected.", blocking=True),),
    Stage.VOICEOVER: (
        Check("voice_says_the_script", "The spoken words are the script's words.", blocking=True),
        Check("voice_has_no_dead_air", "No gap over 0.4 s between two words of a scene."),
        Check("voice_moments_known", "Words' moments are wrong by at most 80 ms (95th percentile, estimated)."),
    ),
    Stage.COMPOSED_VIDEO: (
        Check("captions_match_script", "The captions' words are the script's words.", blocking=True),
        Check("captions_match_voice", "Captions begin with the voice: median 40 ms, 95th percentile 80 ms."),
        Check("decodes_to_the_end", "The file decodes from start to end without an error.", blocking=True),
        Check("picture_format", "1080x1920, 30 fps, H.264 High, yuv420p, BT.709 limited range."),
        Check("sound_format", "AAC 48 kHz stereo, and the index in front of the media (faststart)."),
        Check("loudness", "-14 LUFS within 0.5, true peak at most -1 dBTP."),
        Check("no_frozen_or_black", "No picture stands still for over 2.5 s, none is black."),
        Check("length_in_bounds", "The length is within 10 % of the theme's seconds."),
        Check("thumbnail_bright_enough", "The thumbnail is not black."),
        Check("file_size", "Under 60 MB a minute."),
    ),
}


def check_specs(stage: Stage) -> list[dg.AssetCheckSpec]:
    """The stage's checks as Dagster knows them."""
    return [
        dg.AssetCheckSpec(check.name, asset=stage.value, blocking=check.blocking, description=check.description)
        for check in CHECKS.get(stage, ())
    ]


def blocking_checks(stage: Stage) -> frozenset[str]:
    """The names of the stage's blocking checks."""
    return frozenset(check.name for check in CHECKS.get(stage, ()) if check.blocking)


def of_scripts(plan: ProductionPlan, wanted: Format) -> tuple[Finding, ...]:
    """The findings on a plan."""
    from vidpipe_assets.writing.plan_checks import check_plan

    return check_plan(plan, wanted)


def of_clips(plan: ProductionPlan, clips: ClipSet) -> tuple[Finding, ...]:
    """The findings on the clips."""
    from vidpipe_assets.stages.media_checks import check_clips

    return check_clips(plan, clips)


def of_voiceover(plan: ProductionPlan, voiceover: Voiceover) -> tuple[Finding, ...]:
    """The findings on the voiceover."""
    from vidpipe_assets.stages.media_checks import check_voice

    return check_voice(plan, voiceover)


def of_composed_video(
    plan: ProductionPlan, voiceover: Voiceover, composed: ComposedVideo, wanted: Format
) -> tuple[Finding, ...]:
    """The findings on the finished file and its captions."""
    from vidpipe_assets.render.captions.files import caption_findings
    from vidpipe_assets.render.video.inspection import findings

    return (
        *caption_findings(plan, voiceover, composed.caption_words),
        *findings(composed.inspection, wanted),
    )


def results(stage: Stage, findings: tuple[Finding, ...]) -> tuple[CheckResult, ...]:
    """The findings as the review shows them."""
    blocking = blocking_checks(stage)
    return tuple(
        CheckResult(
            stage=stage.value,
            name=finding.check,
            passed=finding.passed,
            blocking=finding.check in blocking,
            description=finding.description,
        )
        for finding in findings
    )
