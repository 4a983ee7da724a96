"""What people can type after `vidpipe`, and how an error becomes a message and an exit code."""

import argparse
import datetime as dt
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version

from vidpipe_assets.cli import commands
from vidpipe_assets.cli import decide as deciding
from vidpipe_assets.cli import edit as editing
from vidpipe_assets.cli import garbage as tidying
from vidpipe_assets.cli.tables import complain
from vidpipe_assets.model.errors import VidpipeError

EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 1, 2, 130

COSTS_BY = ("day", "theme", "video", "stage", "provider")

AddParser = Callable[..., argparse.ArgumentParser]
"""The method that adds a command."""

_EPILOG = """\
examples:
  vidpipe doctor                              is everything there?
  vidpipe theme new street-food               a new channel: themes/street-food.yaml
  vidpipe order gadgets --now                 order today's video and make it
  vidpipe order gadgets --from 2026-11-23 --to 2026-11-29
  vidpipe order gadgets --topic "Game Boy"    a video about something
  vidpipe status                              what was ordered, and how far it is
  vidpipe retry 2026-11-23_gadgets            try again what has failed
  vidpipe reject 2026-11-23_gadgets clips s3  other footage for one scene
  vidpipe edit 2026-11-23_gadgets             what it says, to be changed
  vidpipe approve 2026-11-23_gadgets          it is good, and never made again
  vidpipe costs --by provider                 what was spent, and on whom
  vidpipe web                                 REST API and review page: http://127.0.0.1:8080
  vidpipe dev                                 Dagster's UI: watch, restart, schedule

exit codes: 0 done; 1 it did not work, and the message says what to do; 2 the command was not understood
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was typed; returns the exit code. Errors that a person can mend are told without a traceback."""
    chosen = parser().parse_args(arguments)
    try:
        return chosen.command(chosen)
    except VidpipeError as error:
        complain(error)
        return EXIT_FAILED
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Piped into `head`, which has seen enough: nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED


def parser() -> argparse.ArgumentParser:
    """All commands."""
    top = argparse.ArgumentParser(
        prog="vidpipe",
        description="Short vertical videos from what is trending, made by a Dagster project.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"vidpipe {version('vidpipe')}")
    add = top.add_subparsers(title="commands", metavar="COMMAND", required=True).add_parser
    doctor = _command(add, "doctor", commands.doctor, "look whether everything is there that a video needs")
    doctor.add_argument("--brief", action="store_true", help="say only what is wrong")
    doctor.add_argument("--online", action="store_true", help="ask the live providers, too; that costs nothing")
    _theme_commands(add)
    _command(add, "themes", commands.themes, "list the themes")
    _order_command(add)
    status = _command(add, "status", commands.status, "list the orders, or show one video")
    status.add_argument("key", nargs="?", default="", metavar="KEY", help="a video key: 2026-11-23_gadgets")
    status.add_argument("--disk", action="store_true", help="show how much of the disk is used, and for what")
    path = _command(add, "path", commands.path, "print where a finished video lies; without a key, the latest")
    path.add_argument("key", nargs="?", default="", metavar="KEY", help="a video key: 2026-11-23_gadgets")
    _costs_command(add)
    deciding.add_commands(partial(_command, add))
    editing.add_command(partial(_command, add))
    _web_command(add)
    tidying.add_arguments(_command(add, "gc", tidying.gc, "say what nobody needs any more, and remove it if told to"))
    dev = _command(add, "dev", commands.dev, "run Dagster's webserver and daemon here until Ctrl-C")
    dev.add_argument("--port", type=int, default=3000, help="of the webserver (default: %(default)s)")
    worker = _command(add, "worker", commands.worker, "take runs from the fleet's broker and make them")
    worker.add_argument("--concurrency", type=int, default=0, metavar="N", help="runs at once (default: one a core)")
    return top


def _theme_commands(add: AddParser) -> None:
    theme = add("theme", help="make or check a theme", description="Make or check a theme.")
    inner = theme.add_subparsers(title="commands", metavar="COMMAND", required=True).add_parser
    new = _command(inner, "new", commands.theme_new, "write themes/NAME.yaml with every field explained")
    new.add_argument("name", metavar="NAME", help="small letters, digits and hyphens: street-food")
    new.add_argument("--channel", default="", metavar="TEXT", help="the channel's name (default: NAME in words)")
    check = _command(inner, "check", commands.theme_check, "say what is wrong with the theme files")
    check.add_argument("names", nargs="*", metavar="NAME", help="themes (default: all)")


def _order_command(add: AddParser) -> None:
    order = _command(add, "order", commands.order, "order videos; ordering twice changes nothing")
    order.add_argument("themes", nargs="+", metavar="THEME", help="names of themes")
    order.add_argument("--day", type=_day, metavar="DAY", help="as 2026-11-23 (default: today in UTC)")
    order.add_argument("--from", dest="from_day", type=_day, metavar="DAY", help="first day")
    order.add_argument("--to", dest="to_day", type=_day, metavar="DAY", help="last day")
    order.add_argument("--per-day", type=int, metavar="N", help="videos a day (default: as the theme's schedule says)")
    order.add_argument("--topic", default="", metavar="TEXT", help="what it is about (default: the best story)")
    order.add_argument("--now", action="store_true", help="also make them, here and now, one after the other")


def _costs_command(add: AddParser) -> None:
    costs = _command(add, "costs", commands.costs, "show what was spent on providers")
    costs.add_argument("key", nargs="?", default="", metavar="KEY", help="only for this video: 2026-11-23_gadgets")
    costs.add_argument("--by", choices=COSTS_BY, default="day", help="what is summed up (default: %(default)s)")
    costs.add_argument("--from", dest="from_day", type=_day, metavar="DAY", help="first day")
    costs.add_argument("--to", dest="to_day", type=_day, metavar="DAY", help="last day")


def _web_command(add: AddParser) -> None:
    web = _command(add, "web", commands.web, "serve the REST API and the review page until Ctrl-C")
    web.add_argument("--host", default="127.0.0.1", help="where to listen (default: %(default)s, this machine only)")
    web.add_argument("--port", type=int, default=8080, help="(default: %(default)s)")
    web.add_argument("--name", action="append", default=[], metavar="NAME", help="a host name that it goes by")
    web.add_argument("--dagster-url", default="", metavar="URL", help="of Dagster's UI, for links to runs")


def _command(add: AddParser, name: str, command: commands.Command, about: str) -> argparse.ArgumentParser:
    made = add(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    made.set_defaults(command=command)
    return made


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-11-23") from error
