"""The review package: all that a person needs to say yes or no, followed back from the video to the trends."""

from vidpipe_assets.model.checks import CheckResult, check_results
from vidpipe_assets.model.edits import Edits
from vidpipe_assets.model.media import ClipSet, ComposedVideo, ReviewPackage, StageCost, Voiceover
from vidpipe_assets.model.money import plain_amount
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import TrendReport, TrendSnapshot
from vidpipe_assets.stages.checks import check_clips, check_composed_video, check_scripts, check_voiceover
from vidpipe_assets.stages.context import StageContext


def package_review(context: StageContext, composed: ComposedVideo) -> ReviewPackage:
    """Follow what the video was made from, back to the trends, and assemble it all."""
    from vidpipe_assets.operations.review_package import PackageContents, assemble
    from vidpipe_assets.render.charts import draw_report

    load, made = context.workplace.store.documents.load, composed.made_from
    plan = load(context.video, Stage.SCRIPTS, made[Stage.SCRIPTS], ProductionPlan)
    edits = Edits.of(context.order)
    plan = plan.model_copy(update=edits.texts)
    clips = composed.shown(load(context.video, Stage.CLIPS, made[Stage.CLIPS], ClipSet))
    voiceover = load(context.video, Stage.VOICEOVER, made[Stage.VOICEOVER], Voiceover)
    report = load(context.video, Stage.ANALYSIS, plan.made_from[Stage.ANALYSIS], TrendReport)
    snapshot = load(context.video, Stage.TRENDS, report.made_from[Stage.TRENDS], TrendSnapshot)
    chart = context.scratch / "trends.png"
    draw_report(report, chart)
    contents = PackageContents(
        video_key=context.video,
        theme=context.theme.name,
        snapshot=snapshot,
        report=report,
        plan=plan,
        clips=clips,
        voiceover=voiceover,
        composed=composed,
        artifact_path=context.workplace.store.artifacts.path,
        checks=_checks(context, plan, clips, voiceover, composed),
        costs=_costs(context),
        data_versions={**report.made_from, **plan.made_from, **made, Stage.COMPOSED_VIDEO: composed.data_version},
        charts={"trends.png": chart},
        cover=edits.cover or 1,
        packaged_at=context.workplace.now(),
    )
    return assemble(context.workplace.places.output / "review", contents, context.fence)


def _costs(context: StageContext) -> tuple[StageCost, ...]:
    """What the ledger says was paid for this video, by stage."""
    from vidpipe_assets.ledger.costs import paid_costs

    sums = paid_costs(context.workplace.store, context.video, by="stage")
    order = list(Stage)
    return tuple(
        StageCost(stage=name.partition(" ")[0], amount=plain_amount(one.amount), currency=one.currency)
        for name, one in sorted(sums.items(), key=lambda item: order.index(Stage(item[0].partition(" ")[0])))
    )


def _checks(
    context: StageContext, plan: ProductionPlan, clips: ClipSet, voiceover: Voiceover, composed: ComposedVideo
) -> tuple[CheckResult, ...]:
    wanted = context.theme.format
    return (
        *check_results(Stage.SCRIPTS, check_scripts(plan, wanted)),
        *check_results(Stage.CLIPS, check_clips(plan, clips)),
        *check_results(Stage.VOICEOVER, check_voiceover(plan, voiceover)),
        *check_results(Stage.COMPOSED_VIDEO, check_composed_video(plan, voiceover, composed, wanted)),
    )
