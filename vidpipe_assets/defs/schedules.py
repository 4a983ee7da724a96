"""The schedules. One reads the themes at every tick and orders what has come due, missed slots included; the other
makes room once a day, where somebody has turned it on.
"""

import datetime as dt
from collections.abc import Mapping

import dagster as dg

from vidpipe_assets.defs.jobs import QUIET, collect_garbage_job, make_video_job
from vidpipe_assets.model.progress import ORDERING
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration.partitions import add_partitions
from vidpipe_assets.workplace import Workplace

ASKED_BY = "schedule"


@dg.schedule(
    job=make_video_job,
    cron_schedule="*/5 * * * *",
    name=ORDERING,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Orders the videos of themes whose schedule is enabled, when their time has come.",
)
def order_videos_schedule(
    context: dg.ScheduleEvaluationContext, workplace: dg.ResourceParam[Workplace]
) -> dg.SkipReason:
    """Rows first, then partitions; the sensor makes the videos. What is interrupted, the next tick goes on with."""
    good, bad = workplace.themes()
    for name, error in bad.items():
        context.log.warning(f"theme {name} orders nothing until it is mended: {error} {error.remedy}")
    keys = place_due(workplace, good, workplace.now())
    add_partitions(context.instance, workplace.store, keys)
    workplace.store.life_signs.give(ORDERING)
    if keys:
        return dg.SkipReason(f"ordered: {', '.join(map(str, keys))}; refresh_videos_sensor makes them")
    return dg.SkipReason(_nothing(good, bad))


collect_garbage_schedule = dg.ScheduleDefinition(
    name="collect_garbage_schedule",
    job=collect_garbage_job,
    cron_schedule="40 3 * * *",
    run_config={**QUIET, "ops": {"tidy": {"config": {"delete": True}}}},
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Removes every night what nobody needs any more, as vidpipe gc --delete does. Turn it on if you wish.",
)


def place_due(workplace: Workplace, themes: Mapping[str, Theme], now: dt.datetime) -> list[VideoKey]:
    """Order what has come due, and return what is new; one theme's trouble is no other's."""
    from vidpipe_assets.operations.schedule_slots import due_videos

    table = workplace.store.orders
    new: list[VideoKey] = []
    for name, theme in themes.items():
        if keys := due_videos({name: theme}, now, table.latest(name, ASKED_BY)):
            new += table.add(keys, asked_by=ASKED_BY)
    return new


def _nothing(good: Mapping[str, Theme], bad: Mapping[str, object]) -> str:
    enabled = sum(theme.schedule.enabled for theme in good.values())
    broken = f"; {len(bad)} cannot be read, see the log" if bad else ""
    return f"nothing has come due; {enabled} of {len(good)} themes have their schedule enabled{broken}"
