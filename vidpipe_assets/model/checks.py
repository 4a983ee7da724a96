"""The checks of each stage's document: their table, and the results that a run records and a person reads.

What a check looks at is the business of the room that knows it (`writing.plan_checks`, `stages.media_checks`,
`render`); how Dagster is told of them is that of `defs.asset_checks`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import Field

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import Value


@dataclass(frozen=True)
class StageCheck:
    """One asset check of a stage. A failed blocking check keeps the video from going on."""

    name: str
    description: str
    blocking: bool = False


CHECKS: dict[Stage, tuple[StageCheck, ...]] = {
    Stage.SCRIPTS: (
        StageCheck("plan_complete", "Every scene has words, a picture and its place in the story.", blocking=True),
        StageCheck("plan_speakable", "A voice can read every narration.", blocking=True),
        StageCheck("plan_length", "The spoken length is within 10 % of the theme's seconds."),
        StageCheck("plan_stays_with_sources", "Every number that is said occurs in the scene's evidence."),
        StageCheck("plan_claims_listed", "The script's claims: from the evidence, or general knowledge to be judged."),
    ),
    Stage.CLIPS: (
        StageCheck("clips_complete", "One clip a scene, at least 25 % longer than expected.", blocking=True),
    ),
    Stage.VOICEOVER: (
        StageCheck("voice_says_the_script", "The spoken words are the script's words.", blocking=True),
        StageCheck("voice_has_no_dead_air", "No gap over 0.6 s between two words of a scene."),
        StageCheck("voice_moments_known", "Words' moments are wrong by at most 80 ms (95th percentile, estimated)."),
    ),
    Stage.COMPOSED_VIDEO: (
        StageCheck("captions_match_script", "The captions' words are the script's words.", blocking=True),
        StageCheck("captions_match_voice", "Captions begin with the voice: median 40 ms, 95th percentile 80 ms."),
        StageCheck("decodes_to_the_end", "The file decodes from start to end without an error.", blocking=True),
        StageCheck("picture_format", "1080x1920, 30 fps, H.264 High, yuv420p, BT.709 limited range."),
        StageCheck("sound_format", "AAC 48 kHz stereo, and the index in front of the media (faststart)."),
        StageCheck("loudness", "-14 LUFS within 0.5, true peak at most -1 dBTP."),
        StageCheck("no_frozen_or_black", "No picture stands still for over 2.5 s, none is black."),
        StageCheck("length_in_bounds", "The length is within 10 % of the theme's seconds."),
        StageCheck("thumbnail_bright_enough", "The thumbnail is not black."),
        StageCheck("file_size", "Under 60 MB a minute."),
    ),
}


class Finding(Value):
    """The outcome of one check. `numbers` are shown beside it."""

    check: str = Field(pattern=r"^[a-z0-9_]{1,60}$")
    passed: bool
    description: str
    numbers: dict[str, float | int | str] = {}


class CheckResult(Value):
    """One check of one stage, as a person reads it."""

    stage: str
    name: str
    passed: bool
    blocking: bool
    description: str


def blocking_checks(stage: Stage) -> frozenset[str]:
    """The names of the stage's blocking checks."""
    return frozenset(check.name for check in CHECKS.get(stage, ()) if check.blocking)


def check_results(stage: Stage, findings: Iterable[Finding]) -> tuple[CheckResult, ...]:
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
