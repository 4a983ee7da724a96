"""The stage `analysis`."""

import dagster as dg

from vidpipe_assets.defs.assets.stage_asset import Checkpoint, at_work, stage_asset
from vidpipe_assets.defs.metadata import show_report
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import TrendSnapshot
from vidpipe_assets.stages.analysis import narrated
from vidpipe_assets.workplace import Workplace


@stage_asset(Stage.ANALYSIS)
def analysis(
    context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace], trends: TrendSnapshot
) -> Checkpoint:
    """What the trends mean: how fast they grow, what they share, and which story this video tells.

    The story is claimed, so that no two videos of a theme tell the same one within its `repeat_after_days`.
    """
    from vidpipe_assets.render.charts import draw_growth, draw_report
    from vidpipe_assets.writing.analysis.report import analyse, claimable, matching, settled

    with at_work(context, workplace, {Stage.TRENDS: trends}) as task:
        if task.kept:
            return task.kept
        report = narrated(task, analyse(trends))
        topic, days = task.order.topic, task.theme.repeat_after_days
        wanted = matching(report, topic) if topic else claimable(report)
        claimed = workplace.store.claims.claim(task.key, wanted, days)
        report = settled(report, claimed, wanted=wanted, topic=topic, repeat_after_days=days)
        report = report.model_copy(update={"made_from": {Stage.TRENDS: trends.data_version}})
        chart, growth = task.scratch / "report.png", task.scratch / "growth.png"
        draw_report(report, chart)
        draw_growth(trends, report.claimed.evidence if report.claimed else (), growth)
        return task.done(report, show_report(report, chart, growth))
