"""The one schedule: it reads the themes at every tick and orders what has come due, missed slots included."""

import datetime as dt
from collections.abc import Iterator, Mapping

import dagster as dg

from vidpipe_assets.assets.resources import Workplace
from vidpipe_assets.automation.jobs import make_video_job
from vidpipe_assets.checkpoints.partitions import add_partitions
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey

ASKED_BY = "schedule"


@dg.schedule(
    job=make_video_job,
    cron_schedule="*/5 * * * *",
    name="order_videos_schedule",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Orders the videos of themes whose schedule is enabled, when their time has come.",
)
def order_videos_schedule(
    context: dg.ScheduleEvaluationContext, workplace: dg.ResourceParam[Workplace]
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Rows first, then partitions, then runs: whatever is interrupted, the next tick goes on with.

    A key is its run's key, so that asking for a video again starts nothing twice.
    """
    good, bad = workplace.themes()
    for name, error in bad.items():
        context.log.warning(f"theme {name} orders nothing until it is mended: {error} {error.remedy}")
    orders = place_due(workplace, good, workplace.now())
    add_partitions(context.instance, [order.key for order in orders])
    if not orders:
        yield dg.SkipReason(_nothing(good, bad))
    for order in orders:
        yield dg.RunRequest(run_key=str(order.key), partition_key=str(order.key))


def place_due(workplace: Workplace, themes: Mapping[str, Theme], now: dt.datetime) -> list[Order]:
    """Order what has come due, and return the schedule's open orders of the last days, old and new."""
    from vidpipe_assets.desk.slots import CATCH_UP, due

    table = workplace.store.orders
    for name, theme in themes.items():
        keys: list[VideoKey] = due({name: theme}, now, table.latest(name, ASKED_BY))
        if keys:
            table.add(keys, asked_by=ASKED_BY)
    return [o for o in table.open_orders() if o.asked_by == ASKED_BY and o.created_at > now - CATCH_UP]


def _nothing(good: Mapping[str, Theme], bad: Mapping[str, object]) -> str:
    enabled = sum(theme.schedule.enabled for theme in good.values())
    broken = f"; {len(bad)} cannot be read, see the log" if bad else ""
    return f"nothing has come due; {enabled} of {len(good)} themes have their schedule enabled{broken}"
