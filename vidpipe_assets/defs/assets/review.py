"""The stage `review`."""

import dagster as dg

from vidpipe_assets.defs.asset_checks import of_clips, of_composed_video, of_scripts, of_voiceover
from vidpipe_assets.defs.assets.stage_asset import Checkpoint, Task, at_work, stage_asset
from vidpipe_assets.defs.metadata import show_review
from vidpipe_assets.model.checks import CheckResult, check_results
from vidpipe_assets.model.decision import Edits
from vidpipe_assets.model.media import ClipSet, ComposedVideo, ReviewPackage, StageCost, Voiceover
from vidpipe_assets.model.money import plain_amount
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import TrendReport, TrendSnapshot
from vidpipe_assets.workplace import Workplace


@stage_asset(Stage.REVIEW)
def review(
    context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace], composed_video: ComposedVideo
) -> Checkpoint:
    """The package for the person who says yes or no: `output/review/<video key>/`, with a page that opens from disk."""
    with at_work(context, workplace, {Stage.COMPOSED_VIDEO: composed_video}) as task:
        folder = workplace.places.output / "review" / task.video
        if task.kept and (folder / "index.html").exists() and (folder / "video.mp4").exists():
            return task.kept
        package = _package(task, composed_video)
        return task.done(package, show_review(package, folder))


def _package(task: Task, composed: ComposedVideo) -> ReviewPackage:
    """Follow what the video was made from, back to the trends, and assemble it all."""
    from vidpipe_assets.operations.review_package import PackageContents, assemble
    from vidpipe_assets.render.charts import draw_report

    load, made = task.workplace.store.documents.load, composed.made_from
    plan = load(task.video, Stage.SCRIPTS, made[Stage.SCRIPTS], ProductionPlan)
    plan = plan.model_copy(update=Edits.of(task.order).texts)
    clips = composed.shown(load(task.video, Stage.CLIPS, made[Stage.CLIPS], ClipSet))
    voiceover = load(task.video, Stage.VOICEOVER, made[Stage.VOICEOVER], Voiceover)
    report = load(task.video, Stage.ANALYSIS, plan.made_from[Stage.ANALYSIS], TrendReport)
    snapshot = load(task.video, Stage.TRENDS, report.made_from[Stage.TRENDS], TrendSnapshot)
    chart = task.scratch / "trends.png"
    draw_report(report, chart)
    contents = PackageContents(
        video_key=task.video,
        theme=task.theme.name,
        snapshot=snapshot,
        report=report,
        plan=plan,
        clips=clips,
        voiceover=voiceover,
        composed=composed,
        artifact_path=task.workplace.store.artifacts.path,
        checks=_checks(task, plan, clips, voiceover, composed),
        costs=_costs(task),
        data_versions={**report.made_from, **plan.made_from, **made, Stage.COMPOSED_VIDEO: composed.data_version},
        charts={"trends.png": chart},
        packaged_at=task.workplace.now(),
    )
    return assemble(task.workplace.places.output / "review", contents)


def _costs(task: Task) -> tuple[StageCost, ...]:
    """What the ledger says was paid for this video, by stage."""
    from vidpipe_assets.ledger.costs import paid

    sums = paid(task.workplace.store, task.video, by="stage")
    order = list(Stage)
    return tuple(
        StageCost(stage=name.partition(" ")[0], amount=plain_amount(one.amount), currency=one.currency)
        for name, one in sorted(sums.items(), key=lambda item: order.index(Stage(item[0].partition(" ")[0])))
    )


def _checks(
    task: Task, plan: ProductionPlan, clips: ClipSet, voiceover: Voiceover, composed: ComposedVideo
) -> tuple[CheckResult, ...]:
    wanted = task.theme.format
    return (
        *check_results(Stage.SCRIPTS, of_scripts(plan, wanted)),
        *check_results(Stage.CLIPS, of_clips(plan, clips)),
        *check_results(Stage.VOICEOVER, of_voiceover(plan, voiceover)),
        *check_results(Stage.COMPOSED_VIDEO, of_composed_video(plan, voiceover, composed, wanted)),
    )
