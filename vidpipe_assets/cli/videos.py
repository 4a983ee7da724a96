"""Commands about videos as a whole: order them, see how far they are, where they lie and what they cost."""

import datetime as dt
import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import click

from vidpipe_assets.cli import tables
from vidpipe_assets.cli.options import DAY, day_range, optional_key
from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.errors import BadInput, BlockedError, VidpipeError
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.order import OrderRequest
from vidpipe_assets.providers.registry import provider_names
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.storage.themes import load_theme, load_themes

if TYPE_CHECKING:
    from vidpipe_assets.ledger.costs import By

COSTS_BY: tuple["By", ...] = ("day", "theme", "video", "stage", "provider")
"""What costs can be summed up by."""

_AT_WORK = "The daemon is at work and makes them: vidpipe watch KEY shows how far one is"

_HOW_TO_MAKE = """\
Nobody is at work. To make them: vidpipe dev (its sensor makes whatever is ordered), or the same command with --now,
or: dagster job execute -m vidpipe_assets.definitions -j refresh_videos"""


@click.command("order", short_help="order videos; ordering twice changes nothing")
@click.argument("themes", nargs=-1, required=True, metavar="THEME...")
@click.option("--day", type=DAY, metavar="DAY", help="as 2026-11-23 (default: today in UTC)")
@day_range
@click.option("--per-day", type=int, metavar="N", help="videos a day (default: as the theme's schedule says)")
@click.option("--topic", default="", metavar="TEXT", help="what it is about (default: the best story)")
@click.option("--now", is_flag=True, help="also make them, here and now, one after the other")
def order_command(
    themes: tuple[str, ...],
    day: dt.date | None,
    from_day: dt.date | None,
    to_day: dt.date | None,
    per_day: int | None,
    topic: str,
    now: bool,
) -> int:
    """Order videos of one or several themes; ordering twice changes nothing."""
    from vidpipe_assets.operations.at_work import work_sign
    from vidpipe_assets.operations.order import order_videos, requested_keys

    first, last = _days(day, from_day, to_day)
    request = OrderRequest(
        themes=tuple(dict.fromkeys(themes)), from_day=first, to_day=last, per_day=per_day, topic=topic
    )
    places = Places.from_environment()
    usable = {name: load_theme(name, places.themes, provider_names()) for name in request.themes}
    with closing(open_store(places)) as store:
        before = {key for key in requested_keys(usable, request) if store.orders.get(key)}
        keys = order_videos(store, usable, request, asked_by="vidpipe order")
        is_at_work = work_sign(store).is_alive
    try:
        tables.show_ordered(keys, before)
        if not topic:
            _suggest_topics(usable)
        if not now:
            tables.print_line(_AT_WORK if is_at_work else _HOW_TO_MAKE)
        sys.stdout.flush()  # what is next loads Dagster where there is one
    finally:  # also where nobody reads on: `vidpipe order … | head -1`
        if not now:
            _place_at_once(places, keys)
    if not now:
        return 0
    from vidpipe_assets.orchestration.dagster_processes import make_now

    return _make_recorded(lambda: make_now(places, _order_config(request)), keys)


def _make_recorded(make: Callable[[], int], keys: Sequence[VideoKey]) -> int:
    """Make what was ordered; where that comes to no good end, say that the orders hold, and what goes on with them."""
    holds = (
        f"What was ordered is recorded: the daemon, or vidpipe make {keys[0]}, goes on with it; nothing has to be "
        "ordered again."
    )
    with tables.note_on_failure(holds):
        code = make()
    if code:
        tables.print_note(holds)
    return code


def _place_at_once(places: Places, keys: Sequence[VideoKey]) -> None:
    from vidpipe_assets.orchestration.outbox import not_placed, place_at_once

    try:
        with closing(open_store(places)) as store:
            why = place_at_once(places, store, keys)
    except VidpipeError as error:  # the rows are there already
        why = str(error)
    if why:
        tables.print_note(not_placed(why))


def _suggest_topics(themes: Mapping[str, Theme]) -> None:
    """Print what each theme may be asked for by `--topic`, as far as that is known beforehand."""
    from vidpipe_assets.operations.theme_subjects import suggested_subjects

    for name, theme in themes.items():
        if subjects := suggested_subjects(theme):
            tables.print_line(f"{name} can also tell, by --topic: {', '.join(subjects)}")


def _days(day: dt.date | None, from_day: dt.date | None, to_day: dt.date | None) -> tuple[dt.date, dt.date]:
    """The first and the last day that are ordered; raises `BadInput` where the options contradict each other."""
    if day and (from_day or to_day):
        raise BadInput("--day was given with --from or --to", remedy="use either --day, or --from and --to")
    if to_day and not from_day:
        raise BadInput("--to was given without --from", remedy="give the first day, too: --from 2026-11-23")
    first = day or from_day or now_utc().date()
    return first, to_day or first


def _order_config(request: OrderRequest) -> dict[str, object]:
    """`request` as the config of the op that orders."""
    return {
        "themes": list(request.themes),
        "from_day": request.from_day.isoformat(),
        "to_day": request.to_day.isoformat(),
        "per_day": request.per_day or 0,
        "topic": request.topic,
    }


@click.command("make", short_help="make one video, here and now")
@click.argument("key", metavar="KEY")
def make_command(key: str) -> int:
    """Make the video KEY, as 2026-11-23_gadgets, here and now; one that nobody has ordered is ordered first.

    Only what is missing, stale or failed is made. No daemon is needed; one that is at work on the video is waited for.
    """
    from vidpipe_assets.operations.order import order_by_key
    from vidpipe_assets.operations.status import finished_video
    from vidpipe_assets.orchestration.dagster_processes import refresh_now

    places = Places.from_environment()
    with closing(open_store(places)) as store:
        names = provider_names()
        video = order_by_key(store, key, lambda name: load_theme(name, places.themes, names), asked_by="vidpipe make")
    if code := _make_recorded(lambda: refresh_now(places, {"videos": [str(video)]}), [video]):
        return code
    tables.print_line(str(finished_video(places, str(video))))
    return 0


@click.command("status", short_help="list the orders, or show one video")
@optional_key
@click.option("--disk", is_flag=True, help="show how much of the disk is used, and for what")
@click.option("--json", "as_json", is_flag=True, help="for scripts: what the API's /api/jobs answers")
def status_command(key: str, disk: bool, as_json: bool) -> int:
    """List the orders, or show the video KEY, as 2026-11-23_gadgets."""
    from vidpipe_assets.operations.at_work import work_sign
    from vidpipe_assets.operations.late_schedule import late_schedule
    from vidpipe_assets.operations.status import overview, video_status

    places = Places.from_environment()
    if disk:
        return _show_disk_use(places)
    with closing(open_store(places)) as store:
        themes, _ = load_themes(places.themes, provider_names())
        sign, late = work_sign(store), late_schedule(store, themes, now_utc())
        if not sign.is_alive and store.orders.page(1):
            _read_events(store)
        if as_json:
            _print_jobs(store, themes, key)
        elif key:
            tables.show_video(video_status(store, key, themes))
        else:
            tables.show_overview(overview(store, themes))
    if sign.problem:
        tables.print_note(sign.problem)
    elif late:
        tables.print_note(f"{late.text[0].upper()}{late.text[1:]}. {late.remedy}")
    return 0


def _print_jobs(store: Store, themes: Mapping[str, Theme], key: str) -> None:
    """Print the video as a job, or the latest orders as a list of jobs, in the form of the API."""
    from vidpipe_assets.operations.jobs import jobs
    from vidpipe_assets.operations.order import find_order
    from vidpipe_assets.operations.status import MOST_SHOWN, queue_progress
    from vidpipe_assets.web.schemas import job_answer

    orders = [find_order(store, key)] if key else store.orders.recent(MOST_SHOWN)
    found = [
        job_answer(job).model_dump(mode="json") for job in jobs(store, themes, orders, queue_progress(store, themes))
    ]
    tables.print_line(json.dumps(found[0] if key else found, indent=1))


def _read_events(store: Store) -> None:
    """Take in what runs have written to Dagster's event log since the sensor last looked; where there is one."""
    if not (store.places.home / "dagster.yaml").is_file():
        return
    from vidpipe_assets.model.checks import blocking_checks
    from vidpipe_assets.orchestration.event_reader import EventReader

    try:
        EventReader(store, blocking_checks).look()
    except Exception as error:  # whatever a storage raises: what is known is shown all the same
        why = str(error).partition("\n")[0][:300]
        tables.print_warning(BlockedError(f"Dagster's event log cannot be read, so this may be old: {why}"))


def _show_disk_use(places: Places) -> int:
    from vidpipe_assets.storage.disk_use import measure

    with tables.progress() as report:
        report("at every file")
        used = measure(places)
    tables.show_disk(used, free=shutil.disk_usage(places.home).free, quota_gb=places.disk_quota_gb)
    return 0


@click.command("path", short_help="print where a finished video lies; without a key, the latest")
@optional_key
def path_command(key: str) -> int:
    """Print where the finished video KEY lies, and nothing else; without a key, the latest."""
    from vidpipe_assets.operations.status import finished_video

    tables.print_line(str(finished_video(Places.from_environment(), key)))
    return 0


@click.command("costs", short_help="show what was spent on providers")
@optional_key
@click.option(
    "--by",
    type=click.Choice(COSTS_BY),
    default="day",
    show_default=True,
    help="what is summed up",
)
@day_range
def costs_command(key: str, by: "By", from_day: dt.date | None, to_day: dt.date | None) -> int:
    """Show what was spent on providers, on the whole or for the video KEY."""
    from vidpipe_assets.ledger.costs import costs

    video = str(VideoKey.parse(key)) if key else ""
    with closing(open_store(Places.from_environment())) as store:
        lines = costs(store, by, video=video, first=from_day, last=to_day)
    tables.show_costs(lines, by)
    return 0
