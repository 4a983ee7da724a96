"""The op `refresh`: what the sensor does, in one process and without a daemon.

It says first what is to be done, as a table with a row for each stage: what, why, at what cost. A dry run ends there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import dagster as dg
from pydantic import Field

from vidpipe_assets.defs.ops.decide import follow_decisions
from vidpipe_assets.defs.ops.make_videos import forced_plan, make_videos, outcome_line, refuse_unfinished
from vidpipe_assets.ledger.tally import ProviderCosts, add_costs, costs_text
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.expire import expire_orders
from vidpipe_assets.operations.notify import send_notices
from vidpipe_assets.orchestration.failures import dagster_failures
from vidpipe_assets.orchestration.integrity import IntegrityScan
from vidpipe_assets.orchestration.plan_state import PlanState
from vidpipe_assets.orchestration.reaper import end_dead_runs
from vidpipe_assets.planning.planner import StagePlan, StageStatus, VideoPlan
from vidpipe_assets.workplace import Workplace

if TYPE_CHECKING:
    from vidpipe_assets.stages.cost_preview import CostEstimate, CostPreview

_MOST_CELL = 80


@dataclass(frozen=True)
class PlanRow:
    """One stage that is made, or waits."""

    video: str
    stage: Stage
    what: str
    why: str
    cost: "CostEstimate"

    @property
    def cells(self) -> dict[str, str]:
        """Title -> text."""
        return {
            "video": self.video,
            "stage": self.stage.value,
            "what": self.what,
            "why": self.why,
            "cost": str(self.cost),
        }


def rows_of(plan: VideoPlan, prices: "CostPreview", made: Mapping[Stage, str]) -> list[PlanRow]:
    """The rows of one video. `made`: the data versions of the stages that are as they should be."""
    return [
        PlanRow(plan.key, one.stage, _action(one), one.cause, prices.of(plan.key, one.stage, made))
        for one in plan.stages
        if one.status not in (StageStatus.FRESH, StageStatus.WAITING_UPSTREAM)
    ]


def summary_line(to_make: int, waiting: int, rows: Sequence[PlanRow]) -> str:
    """All rows in one line: how many videos, and what they cost as far as it is known."""
    if not rows:
        return "nothing is to be done"
    sums: ProviderCosts = {}
    for row in rows:
        sums = add_costs(sums, row.cost.sums)
    text = f"{'1 video' if to_make == 1 else f'{to_make} videos'} to make, {waiting} waiting"
    if sums:
        text += f", for about {costs_text(sums)}"
    unknown = any(row.cost.unknown for row in rows)
    return f"{text}; what the rest costs is not known yet" if unknown else text


def table_lines(rows: Sequence[PlanRow]) -> list[str]:
    """The rows as a table of plain text."""
    if not rows:
        return []
    cells = [row.cells for row in rows]
    titles = {name: name for name in cells[0]}
    lines = [{name: _shorten(text) for name, text in line.items()} for line in (titles, *cells)]
    widths = {name: max(len(line[name]) for line in lines) for name in titles}
    return ["  ".join(line[name].ljust(widths[name]) for name in titles).rstrip() for line in lines]


def _action(one: StagePlan) -> str:
    if one.status is StageStatus.WAITING:
        return f"waits{_until(one.not_before)}"
    return "make" if one.status is StageStatus.STALE or one.cause == "missing" else "make, if it changes"


def _until(moment: datetime | None) -> str:
    return f" until {moment:%Y-%m-%d %H:%M} UTC" if moment else ""


def _shorten(text: str) -> str:
    """A cell that leaves the table readable; the run's metadata has it all."""
    first = text.partition("\n")[0]
    return first if len(first) <= _MOST_CELL else f"{first[: _MOST_CELL - 1]}…"


class RefreshConfig(dg.Config):
    """Which videos are refreshed; without any name, all open ones."""

    videos: list[str] = Field(default=[], description="keys of videos, as 2026-11-23_gadgets; none: all open videos")
    themes: list[str] = Field(default=[], description="names of themes; none: all themes")
    dry_run: bool = Field(default=False, description="only say what would be done, why, and what it would cost")
    limit: int = Field(default=0, description="the most videos to make now; 0: all")


@dg.op(out=dg.Out(dg.Nothing), description="Make what is missing, stale or failed of open videos, and nothing else.")
def refresh(context: dg.OpExecutionContext, config: RefreshConfig, workplace: dg.ResourceParam[Workplace]) -> None:
    """Refresh the plan state, show what is to be done, and do it unless the run is dry."""
    with dagster_failures():
        end_dead_runs(context, workplace)
        for message in follow_decisions(context.instance, workplace):
            context.log.warning(message)
        state = PlanState(workplace)
        state.refresh(context.instance)
        _scan_files(context, config, state)
        _expire(context, config, state)
        _log_problems(context, state)
        chosen = _selected_plans(config, state)
        waiting = [plan for plan in state.waiting if plan.key not in {one.key for one in chosen}]
        _show_plan(
            context, state, chosen, [plan for plan in waiting if _is_selected(config, plan.key) and not plan.selection]
        )
        if config.dry_run:
            return
        send_notices(state, context.log.warning)
        if not chosen:
            return
        keys = [plan.key for plan in chosen]
        made = make_videos(context, state, keys, by="refresh_videos", insist=bool(config.videos))
        context.log.info(outcome_line(state, keys, made, len({plan.key for plan in waiting} - {*keys})))
        refuse_unfinished(state, keys if config.videos else made.failed, made)


def _scan_files(context: dg.OpExecutionContext, config: RefreshConfig, state: PlanState) -> None:
    """Look for files that somebody has taken away; their stages are to be made again."""
    lost = IntegrityScan(state).examine(context.instance, [key for key in state.plans if _is_selected(config, key)])
    for message in lost:
        context.log.warning(message)
    if lost:
        state.refresh(context.instance)


def _expire(context: dg.OpExecutionContext, config: RefreshConfig, state: PlanState) -> None:
    """Close what has waited for a review for too long; of a dry run, say what that would be."""
    if config.dry_run:
        for key, one in sorted(state.expired_reviews().items()):
            context.log.info(f"{key} would expire: {one.reason}")
    elif expired := expire_orders(state):
        context.log.info("\n".join(f"{one.video} has expired: {one.reason}" for one in expired))
        state.refresh(context.instance)


def _log_problems(context: dg.OpExecutionContext, state: PlanState) -> None:
    for key, why in state.themeless.items():
        context.log.warning(f"{key} waits for its theme: {why}")
    for name in state.partition_sync.malformed:
        context.log.warning(f"the partition {name[:80]!r} is no video key and is never run: delete it in the UI")


def _selected_plans(config: RefreshConfig, state: PlanState) -> list[VideoPlan]:
    """The videos with work to do, as far as they were asked for."""
    for text in config.videos:
        if str(VideoKey.parse(text)) not in state.plans.keys() | state.themeless.keys():
            raise BadInput(
                f"{text} is no open video", remedy="order it first, or leave out `videos` to refresh all open ones"
            )
    if config.limit < 0:
        raise BadInput(f"refresh: limit is {config.limit}", remedy="write 0 for all, or how many videos at most")
    plans = [forced_plan(state, state.plans[key]) for key in config.videos if key in state.plans] or state.todo
    selected = [plan for plan in plans if plan.selection and _is_selected(config, plan.key)]
    return selected[: config.limit] if config.limit else selected


def _is_selected(config: RefreshConfig, key: str) -> bool:
    wanted = not config.videos or key in config.videos
    return wanted and (not config.themes or VideoKey.parse(key).theme in config.themes)


def _show_plan(
    context: dg.OpExecutionContext, state: PlanState, chosen: Sequence[VideoPlan], waiting: Sequence[VideoPlan]
) -> None:
    # Loaded here: it opens tables, which the definitions must not load.
    from vidpipe_assets.stages.cost_preview import CostPreview

    prices = CostPreview(state.workplace)
    rows = [row for plan in (*chosen, *waiting) for row in rows_of(plan, prices, state.made(plan))]
    summary = summary_line(len(chosen), len(waiting), rows)
    context.log.info("\n".join([summary, *table_lines(rows)]))
    table: dict[str, dg.MetadataValue] = {"summary": dg.MetadataValue.text(summary)}
    if rows:
        table["plan"] = dg.MetadataValue.table([dg.TableRecord(dict(row.cells)) for row in rows])
    context.add_output_metadata(table)
