"""What each command does: ask the desk, show the answer, return the exit code."""

import argparse
import datetime as dt
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from vidpipe_assets.cli import tables
from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.errors import BadInput, VidpipeError
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.order import OrderRequest
from vidpipe_assets.providers.registry import known
from vidpipe_assets.storage.disk_use import measure
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store
from vidpipe_assets.storage.themes import load_theme, load_themes, new_theme, theme_names

_HOW_TO_MAKE = """\
To make them: vidpipe dev (its sensor makes whatever is ordered), or the same command with --now,
or: dagster job execute -m vidpipe_assets.definitions -j refresh_videos"""

Command = Callable[[argparse.Namespace], int]


def doctor(chosen: argparse.Namespace) -> int:
    """Examine everything; 1 if something has failed."""
    from vidpipe_assets.operations.doctor import examine

    rows = examine(online=chosen.online)
    wrong = [row for row in rows if row.state in {"warning", "failed"}]
    tables.show_doctor(wrong if chosen.brief else rows, looked_at=len(rows))
    return int(any(row.state == "failed" for row in rows))


def theme_new(chosen: argparse.Namespace) -> int:
    """Write a new theme file."""
    channel = chosen.channel or chosen.name.replace("-", " ").title()[:24].strip()
    path = new_theme(chosen.name, channel, Places.from_environment().themes)
    tables.say(f"{path}\nEdit it, then: vidpipe theme check {chosen.name} && vidpipe order {chosen.name} --now")
    return 0


def theme_check(chosen: argparse.Namespace) -> int:
    """Check the named themes or all, and that what they name is there; 1 if one is wrong."""
    folder = Places.from_environment().themes
    names = chosen.names or theme_names(folder)
    if not names:
        raise BadInput(f"there is no theme in {folder}", remedy="vidpipe theme new my-channel")
    wrong = {name: _wrong_with(name, folder) for name in names}
    for name, errors in wrong.items():
        for error in errors:
            tables.complain(error)
        if not errors:
            tables.say(f"{name}: good")
    return int(any(wrong.values()))


def _wrong_with(name: str, folder: Path) -> list[VidpipeError]:
    from vidpipe_assets.operations.doctor_themes import theme_problems

    try:
        return [
            BadInput(what, remedy=remedy) for what, remedy in theme_problems(load_theme(name, folder, known()), folder)
        ]
    except VidpipeError as error:
        return [error]


def themes(chosen: argparse.Namespace) -> int:
    """List the themes; what is wrong with others goes to stderr."""
    del chosen
    good, bad = load_themes(Places.from_environment().themes, known())
    tables.show_themes(list(good.values()))
    for error in bad.values():
        tables.complain(error)
    return int(bool(bad))


def order(chosen: argparse.Namespace) -> int:
    """Order videos, and make them if wished."""
    from vidpipe_assets.operations.order import order_videos as place
    from vidpipe_assets.operations.order import requested_keys
    from vidpipe_assets.orchestration.dagster_processes import make_now

    places = Places.from_environment()
    wish = _wish(chosen)
    usable = {name: load_theme(name, places.themes, known()) for name in wish.themes}
    with closing(open_store(places)) as store:
        before = {key for key in requested_keys(usable, wish) if store.orders.get(key)}
        keys = place(store, usable, wish, asked_by="vidpipe order")
    tables.show_ordered(keys, before)
    if chosen.now:
        return make_now(places, wish)
    tables.say(_HOW_TO_MAKE)
    return 0


def status(chosen: argparse.Namespace) -> int:
    """Show all orders or one video, or the use of the disk."""
    from vidpipe_assets.operations.status import overview, video_status

    places = Places.from_environment()
    if chosen.disk:
        with tables.progress() as tell:
            tell("at every file")
            used = measure(places)
        tables.show_disk(used, free=shutil.disk_usage(places.home).free, quota_gb=places.disk_quota_gb)
        return 0
    with closing(open_store(places)) as store:
        themes, _ = load_themes(places.themes, known())
        if chosen.key:
            tables.show_video(video_status(store, chosen.key, themes))
        else:
            tables.show_overview(overview(store, themes))
    return 0


def path(chosen: argparse.Namespace) -> int:
    """Print the path of a finished video, and nothing else."""
    from vidpipe_assets.operations.status import finished_video

    tables.say(str(finished_video(Places.from_environment(), chosen.key)))
    return 0


def costs(chosen: argparse.Namespace) -> int:
    """Show what was spent."""
    from vidpipe_assets.ledger.costs import costs as summed_up

    video = str(VideoKey.parse(chosen.key)) if chosen.key else ""
    with closing(open_store(Places.from_environment())) as store:
        lines = summed_up(store, chosen.by, video=video, first=chosen.from_day, last=chosen.to_day)
    tables.show_costs(lines, chosen.by)
    return 0


def dev(chosen: argparse.Namespace) -> int:
    """Run `dagster dev` until Ctrl-C."""
    from vidpipe_assets.orchestration.dagster_processes import run_dagster_dev

    return run_dagster_dev(Places.from_environment(), ["--port", str(chosen.port)])


def worker(chosen: argparse.Namespace) -> int:
    """Make runs for the fleet until it is told to stop."""
    from vidpipe_assets.orchestration.fleet_launcher import run_worker

    return run_worker(chosen.concurrency)


def web(chosen: argparse.Namespace) -> int:
    """Serve the REST API and the review page until Ctrl-C."""
    from vidpipe_assets.web.server import serve
    from vidpipe_assets.web.settings import settings_for

    Places.from_environment()  # a home that cannot be used is told here, not at the first request
    settings = settings_for(chosen.host, hosts=tuple(chosen.name), dagster_url=chosen.dagster_url)
    tables.say(f"http://{chosen.host}:{chosen.port}")
    serve(settings, chosen.host, chosen.port)
    return 0


def _wish(chosen: argparse.Namespace) -> OrderRequest:
    if chosen.day and (chosen.from_day or chosen.to_day):
        raise BadInput("--day was given with --from or --to", remedy="use either --day, or --from and --to")
    if chosen.to_day and not chosen.from_day:
        raise BadInput("--to was given without --from", remedy="give the first day, too: --from 2026-11-23")
    first: dt.date = chosen.day or chosen.from_day or now_utc().date()
    return OrderRequest(
        themes=tuple(dict.fromkeys(chosen.themes)),
        from_day=first,
        to_day=chosen.to_day or first,
        per_day=chosen.per_day,
        topic=chosen.topic,
    )
