"""The command that makes room: `vidpipe gc`, which only says what could go unless it is told to delete."""

import argparse
import datetime as dt
from contextlib import closing

from vidpipe_assets.cli import tables
from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.operations.garbage import KEPT_DAYS, GarbageBin
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `vidpipe gc`."""
    parser.add_argument("--delete", action="store_true", help="do it; without this, only say what could go")
    parser.add_argument(
        "--videos-older-than",
        type=int,
        default=KEPT_DAYS,
        metavar="DAYS",
        help="documents, files and packages of videos that were closed before, but never output/approved; and what was "
        "made again before (default: %(default)s)",
    )
    parser.add_argument(
        "--runs-older-than",
        type=int,
        default=KEPT_DAYS,
        metavar="DAYS",
        help="Dagster's runs with their events and logs, unless a video that is open needs them (default: %(default)s)",
    )


def gc(chosen: argparse.Namespace) -> int:
    """Remove what nobody needs, but nothing of the last day; 1 if something could not be removed."""
    from vidpipe_assets.operations.garbage import GarbageCollection
    from vidpipe_assets.orchestration.retention import run_retention

    now, rubbish = now_utc(), GarbageBin(delete=chosen.delete)
    with (
        closing(open_store(Places.from_environment())) as store,
        run_retention(store) as memory,
        tables.progress() as tell,
    ):
        tidying = GarbageCollection(
            store,
            memory,
            now,
            videos_before=now - dt.timedelta(days=chosen.videos_older_than),
            runs_before=now - dt.timedelta(days=chosen.runs_older_than),
            rubbish=rubbish,
            tell=tell,
        )
        tidying.tidy()
    tables.show_rubbish(rubbish)
    return int(bool(rubbish.wrong))
