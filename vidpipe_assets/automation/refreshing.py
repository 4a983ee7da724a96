"""The op `refresh`: what the sensor does, in one process and without a daemon; dry, it only says what it would do."""

from collections.abc import Sequence

import dagster as dg
from pydantic import Field

from vidpipe_assets.assets.prices import Prices
from vidpipe_assets.automation.dead_runs import end_dead_runs
from vidpipe_assets.automation.decided import follow_decisions
from vidpipe_assets.automation.making import insisted, make_videos, refuse_unfinished
from vidpipe_assets.automation.outlook import Outlook
from vidpipe_assets.automation.patrol import Patrol
from vidpipe_assets.automation.plan_table import as_text, rows_of, summed_up
from vidpipe_assets.automation.telling import tell
from vidpipe_assets.checkpoints.failures import told_to_dagster
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.planner import VideoPlan
from vidpipe_assets.workplace import Workplace


class RefreshConfig(dg.Config):
    """Which videos are refreshed; without any name, all open ones."""

    videos: list[str] = Field(default=[], description="keys of videos, as 2026-11-23_gadgets; none: all open videos")
    themes: list[str] = Field(default=[], description="names of themes; none: all themes")
    dry_run: bool = Field(default=False, description="only say what would be done, why, and what it would cost")
    limit: int = Field(default=0, description="the most videos to make now; 0: all")


@dg.op(out=dg.Out(dg.Nothing), description="Make what is missing, stale or failed of open videos, and nothing else.")
def refresh(context: dg.OpExecutionContext, config: RefreshConfig, workplace: dg.ResourceParam[Workplace]) -> None:
    """Look, say what is to be done, do it unless the run is dry."""
    with told_to_dagster():
        end_dead_runs(context, workplace)
        for message in follow_decisions(context.instance, workplace):
            context.log.warning(message)
        outlook = Outlook(workplace)
        outlook.look(context.instance)
        _patrol(context, config, outlook)
        _complain(context, outlook)
        chosen = _chosen(config, outlook)
        waiting = [plan for plan in outlook.waiting if plan.key not in {one.key for one in chosen}]
        _tell(
            context, outlook, chosen, [plan for plan in waiting if _is_asked(config, plan.key) and not plan.selection]
        )
        if config.dry_run:
            return
        tell(outlook, context.log.warning)
        if not chosen:
            return
        keys = [plan.key for plan in chosen]
        made = make_videos(context, outlook, keys, by="refresh_videos", insist=bool(config.videos))
        context.log.info(f"{len(made.finished)} videos made, {len(made.failed)} failed, {len(made.busy)} left alone")
        refuse_unfinished(outlook, keys if config.videos else made.failed, made)


def _patrol(context: dg.OpExecutionContext, config: RefreshConfig, outlook: Outlook) -> None:
    """Look for files that somebody has taken away; their stages are to be made again."""
    lost = Patrol(outlook).examine(context.instance, [key for key in outlook.plans if _is_asked(config, key)])
    for told in lost:
        context.log.warning(told)
    if lost:
        outlook.look(context.instance)


def _complain(context: dg.OpExecutionContext, outlook: Outlook) -> None:
    for key, why in outlook.themeless.items():
        context.log.warning(f"{key} waits for its theme: {why}")
    for name in outlook.followed.malformed:
        context.log.warning(f"the partition {name[:80]!r} is no video key and is never run: delete it in the UI")


def _chosen(config: RefreshConfig, outlook: Outlook) -> list[VideoPlan]:
    """The videos with work to do, as far as they were asked for."""
    for text in config.videos:
        if str(VideoKey.parse(text)) not in outlook.plans.keys() | outlook.themeless.keys():
            raise BadInput(
                f"{text} is no open video", remedy="order it first, or leave out `videos` to refresh all open ones"
            )
    if config.limit < 0:
        raise BadInput(f"refresh: limit is {config.limit}", remedy="write 0 for all, or how many videos at most")
    plans = [insisted(outlook, outlook.plans[key]) for key in config.videos if key in outlook.plans] or outlook.todo
    asked = [plan for plan in plans if plan.selection and _is_asked(config, plan.key)]
    return asked[: config.limit] if config.limit else asked


def _is_asked(config: RefreshConfig, key: str) -> bool:
    wanted = not config.videos or key in config.videos
    return wanted and (not config.themes or VideoKey.parse(key).theme in config.themes)


def _tell(
    context: dg.OpExecutionContext, outlook: Outlook, chosen: Sequence[VideoPlan], waiting: Sequence[VideoPlan]
) -> None:
    prices = Prices(outlook.workplace)
    rows = [row for plan in (*chosen, *waiting) for row in rows_of(plan, prices, outlook.made(plan))]
    summary = summed_up(len(chosen), len(waiting), rows)
    context.log.info("\n".join([summary, *as_text(rows)]))
    table: dict[str, dg.MetadataValue] = {"summary": dg.MetadataValue.text(summary)}
    if rows:
        table["plan"] = dg.MetadataValue.table([dg.TableRecord(dict(row.cells)) for row in rows])
    context.add_output_metadata(table)
