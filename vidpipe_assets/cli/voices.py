"""Commands about Piper's voices: list them, add one."""

import sys
import time

import click

from vidpipe_assets.cli import tables
from vidpipe_assets.storage.places import Places

_EVERY_S = 0.2


@click.group("voice", short_help="list Piper's voices, or add one")
def voice_command() -> None:
    """List Piper's voices, or add one to this machine."""


@voice_command.command("list", short_help="the voices here, and those that can be added")
@click.argument("language", default="", metavar="[LANGUAGE]")
def list_command(language: str) -> int:
    """List the voices on this machine, and those that can be added. LANGUAGE: de or de-AT; default: all."""
    from vidpipe_assets.operations.voices import list_voices

    found = list_voices(Places.from_environment().voices, language)
    tables.show_voices(found.voices)
    if found.warning:
        tables.print_warning(found.warning)
    return int(not found.voices)


@voice_command.command("add", short_help="fetch a voice, to be used offline from then on")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def add_command(names: tuple[str, ...]) -> int:
    """Fetch voices, to be used offline from then on. NAME: as in `vidpipe voice list`, de_DE-thorsten-medium.

    An interrupted one goes on where it ended when it is added again.
    """
    from vidpipe_assets.operations.voices import add_voice

    folder = Places.from_environment().voices
    for name in names:
        model = add_voice(name, folder, _Shown())
        tables.print_line(f"{name}: {model}\nA theme names it so:  voice: {{name: {model.stem}}}")
    return 0


class _Shown:
    """Says on a terminal how much has arrived."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, name: str, done: int, total: int) -> None:
        """Renew the line, a few times a second."""
        if not sys.stderr.isatty() or (time.monotonic() - self._last < _EVERY_S and done < total):
            return
        self._last = time.monotonic()
        share = done / total if total else 1.0
        click.echo(f"\r{name}: {done / 1e6:,.1f} of {total / 1e6:,.1f} MB ({share:.0%})", err=True, nl=done >= total)
