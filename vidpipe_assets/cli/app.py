"""What people can type after `vidpipe`, and how an error becomes a message and an exit code."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from io import TextIOWrapper

import click

from vidpipe_assets.cli.tables import print_error
from vidpipe_assets.model.errors import VidpipeError

EXIT_FAILED, EXIT_INTERRUPTED = 1, 130

_MODULES = {
    "doctor": "operate",
    "theme": "themes",
    "themes": "themes",
    "voice": "voices",
    "order": "videos",
    "make": "videos",
    "status": "videos",
    "watch": "watch",
    "path": "videos",
    "costs": "videos",
    "retry": "decide",
    "reject": "decide",
    "approve": "decide",
    "cancel": "decide",
    "reopen": "decide",
    "pictures": "pictures",
    "edit": "edit",
    "web": "operate",
    "gc": "operate",
    "backup": "backup",
    "restore": "backup",
    "verify": "backup",
    "dev": "operate",
    "worker": "operate",
}
"""Command -> the module of this package that defines it, in the order in which the help lists them."""

_EPILOG = """\
\b
examples:
  vidpipe doctor                              is everything there?
  vidpipe theme new street-food               a new channel: themes/street-food.yaml
  vidpipe order gadgets --now                 order today's video and make it
  vidpipe order gadgets --from 2026-11-23 --to 2026-11-29
  vidpipe order gadgets --topic "Game Boy"    a video about something
  vidpipe make 2026-11-23_gadgets             make that video, here and now
  vidpipe status                              what was ordered, and how far it is
  vidpipe watch 2026-11-23_gadgets            how far that one is, as it goes
  vidpipe retry 2026-11-23_gadgets            try again what has failed
  vidpipe reject 2026-11-23_gadgets clips s3  other footage for one scene
  vidpipe pictures 2026-11-23_gadgets s3 2    take the second of what else was found
  vidpipe edit 2026-11-23_gadgets             what it says, to be changed
  vidpipe approve 2026-11-23_gadgets          it is good, and never made again
  vidpipe costs --by provider                 what was spent, and on whom
  vidpipe backup /mnt/backups                 a copy of everything, while it works
  vidpipe web                                 REST API and review page: http://127.0.0.1:8080
  vidpipe dev                                 Dagster's UI: watch, restart, schedule

\b
exit codes: 0 done; 1 it did not work, and the message says what to do; 2 the command was not understood.
"""


class LazyCommands(click.Group):
    """A group whose commands are loaded when they are asked for: `vidpipe status` loads no more than it needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order of the help."""
        del ctx
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None where there is none."""
        del ctx
        if cmd_name not in _MODULES:
            return None
        return getattr(import_module(f"vidpipe_assets.cli.{_MODULES[cmd_name]}"), f"{cmd_name}_command")


@click.group(
    "vidpipe",
    cls=LazyCommands,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
@click.version_option(version("vidpipe"), message="%(prog)s %(version)s")
def cli() -> None:
    """Short vertical videos from what is trending, made by a Dagster project."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was typed, and return the exit code; an error that a person can mend is printed without a traceback.

    Raises `SystemExit` where click ends by itself: after `--help`, `--version`, and a command it does not understand.
    """
    _print_anywhere()
    typed = [_text(one) for one in sys.argv[1:]] if arguments is None else list(arguments)
    try:
        with cli.make_context("vidpipe", typed) as context:
            return cli.invoke(context) or 0
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except VidpipeError as error:
        print_error(error)
        return EXIT_FAILED
    except (KeyboardInterrupt, click.Abort):
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Piped into `head`, which has seen enough: nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED


def _print_anywhere() -> None:
    """Print a question mark for what the terminal's encoding has no character for, instead of ending there."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _text(argument: str) -> str:
    """What was typed, as UTF-8, whatever the locale takes its bytes for."""
    try:
        return os.fsencode(argument).decode()
    except UnicodeError:
        return argument
