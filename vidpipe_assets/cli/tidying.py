"""The command that makes room: `vidpipe gc`, which only says what could go unless it is told to delete."""

import argparse
import datetime as dt

from vidpipe_assets.cli.tables import say
from vidpipe_assets.store.clock import now_utc
from vidpipe_assets.store.places import Places

RUNS_KEPT_DAYS = 90


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `vidpipe gc`."""
    parser.add_argument("--delete", action="store_true", help="do it; without this, only say what could go")
    parser.add_argument(
        "--runs-older-than",
        type=int,
        default=RUNS_KEPT_DAYS,
        metavar="DAYS",
        help="Dagster's runs with their events and logs, unless a video that is open needs them (default: %(default)s)",
    )


def gc(chosen: argparse.Namespace) -> int:
    """Forget old runs, but none of the last day: it may be about to be retried."""
    from vidpipe_assets.checkpoints.retention import forget_runs

    before = now_utc() - dt.timedelta(days=max(chosen.runs_older_than, 1))
    number = forget_runs(Places.from_environment(), before, delete=chosen.delete)
    say(f"{number} runs {'were' if chosen.delete else 'could be'} forgotten, with their events and logs")
    if number and not chosen.delete:
        say("To do it: the same command with --delete")
    return 0
