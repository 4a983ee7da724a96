"""Commands about themes: list them, begin a new one, check the files."""

from pathlib import Path

import click

from vidpipe_assets.cli import tables
from vidpipe_assets.model.errors import BadInput, VidpipeError
from vidpipe_assets.providers.registry import known
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.themes import load_theme, load_themes, new_theme, theme_names


@click.command("themes", short_help="list the themes")
def themes_command() -> int:
    """List the themes; what is wrong with others goes to stderr."""
    good, bad = load_themes(Places.from_environment().themes, known())
    tables.show_themes(list(good.values()))
    for error in bad.values():
        tables.print_error(error)
    return int(bool(bad))


@click.group("theme", short_help="make or check a theme")
def theme_command() -> None:
    """Make or check a theme."""


@theme_command.command("new", short_help="write themes/NAME.yaml with every field explained")
@click.argument("name", metavar="NAME")
@click.option("--channel", default="", metavar="TEXT", help="the channel's name (default: NAME in words)")
def new_command(name: str, channel: str) -> int:
    """Write themes/NAME.yaml with every field explained. NAME: small letters, digits and hyphens, as street-food."""
    path = new_theme(name, channel or name.replace("-", " ").title()[:24].strip(), Places.from_environment().themes)
    tables.print_line(f"{path}\nEdit it, then: vidpipe theme check {name} && vidpipe order {name} --now")
    return 0


@theme_command.command("check", short_help="say what is wrong with the theme files")
@click.argument("names", nargs=-1, metavar="[NAME]...")
def check_command(names: tuple[str, ...]) -> int:
    """Say what is wrong with the theme files, and with files that they name (default: all themes)."""
    folder = Places.from_environment().themes
    checked = names or theme_names(folder)
    if not checked:
        raise BadInput(f"there is no theme in {folder}", remedy="vidpipe theme new my-channel")
    wrong = {name: _faults(name, folder) for name in checked}
    for name, errors in wrong.items():
        for error in errors:
            tables.print_error(error)
        if not errors:
            tables.print_line(f"{name}: good")
    return int(any(wrong.values()))


def _faults(name: str, folder: Path) -> list[VidpipeError]:
    from vidpipe_assets.operations.doctor_themes import theme_problems

    try:
        return [
            BadInput(what, remedy=remedy) for what, remedy in theme_problems(load_theme(name, folder, known()), folder)
        ]
    except VidpipeError as error:
        return [error]
