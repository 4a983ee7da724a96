"""The asset checks as Dagster knows them, and how a stage's document is put to them; their table is `model.checks`.

The results are recorded with the materialization that they belong to. The review shows the same findings, computed
again from the same documents: checks are pure.
"""

import dagster as dg

from vidpipe_assets.model.checks import CHECKS, Finding
from vidpipe_assets.model.media import ClipSet, ComposedVideo, Voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Format


def check_specs(stage: Stage) -> list[dg.AssetCheckSpec]:
    """The stage's checks as Dagster knows them."""
    return [
        dg.AssetCheckSpec(check.name, asset=stage.value, blocking=check.blocking, description=check.description)
        for check in CHECKS.get(stage, ())
    ]


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
    from vidpipe_assets.render.video.inspection import video_findings

    return (
        *caption_findings(plan, voiceover, composed.caption_words),
        *video_findings(composed.inspection, wanted),
    )
