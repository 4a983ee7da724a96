"""Commands about themes: list them, begin a new one, check the files."""

import sys
from pathlib import Path

import click

from vidpipe_assets.cli import tables
from vidpipe_assets.cli.theme_questions import TONES, Answers, ask_about
from vidpipe_assets.model.errors import BadInput, VidpipeError
from vidpipe_assets.providers.registry import provider_names
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.themes import load_theme, load_themes, new_theme, require_free_name, theme_names


@click.command("themes", short_help="list the themes")
def themes_command() -> int:
    """List the themes; what is wrong with others goes to stderr."""
    good, bad = load_themes(Places.from_environment().themes, provider_names())
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
@click.option("--query", "queries", multiple=True, metavar="TEXT", help="what it is about; may be given several times")
@click.option("--language", default="", metavar="CODE", help="en or en-GB (default: en)")
@click.option("--tone", type=click.Choice(TONES), default=None, help="how it is written (default: wry)")
@click.option("--source", "sources", multiple=True, metavar="NAME", help="who is asked what is trending; several times")
def new_command(
    name: str, channel: str, queries: tuple[str, ...], language: str, tone: str | None, sources: tuple[str, ...]
) -> int:
    """Write themes/NAME.yaml with every field explained. NAME: small letters, digits and hyphens, as street-food.

    On a terminal it asks for what no option says; without one it takes NAME in words as the query, and asks nothing.
    """
    from vidpipe_assets.operations.theme_subjects import untold_theme

    folder = Places.from_environment().themes
    channel = channel or name.replace("-", " ").title()[:24].strip()
    require_free_name(name, channel, folder)
    answers = Answers(name, queries, language, tone or "", sources)
    answers = ask_about(answers, provider_names()["trends"]) if _is_terminal() else answers
    unknown = set(answers.sources) - set(provider_names()["trends"])
    if unknown:
        names = ", ".join(map(repr, sorted(unknown)))
        raise BadInput(
            f"--source {names}: there is no such source of trends",
            remedy=f"choose among: {', '.join(sorted(provider_names()['trends']))}",
        )
    path = new_theme(name, channel, folder, answers.fields())
    tables.print_line(f"{path}\nEdit it, then: vidpipe theme check {name} && vidpipe order {name} --now")
    if untold := untold_theme(load_theme(name, folder, provider_names())):
        tables.print_warning(untold)
    return 0


def _is_terminal() -> bool:
    """Whether somebody can answer: a script, a pipe or a service is never asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


@theme_command.command("check", short_help="say what is wrong with the theme files")
@click.argument("names", nargs=-1, metavar="[NAME]...")
def check_command(names: tuple[str, ...]) -> int:
    """Say what is wrong with the theme files, and with files that they name (default: all themes)."""
    folder = Places.from_environment().themes
    checked = names or theme_names(folder)
    if not checked:
        raise BadInput(f"there is no theme in {folder}", remedy="vidpipe theme new my-channel")
    return max([_check(name, folder) for name in checked])


def _check(name: str, folder: Path) -> int:
    """Print what is wrong with one theme; returns the exit code."""
    from vidpipe_assets.operations.doctor_themes import theme_doubts, theme_problems
    from vidpipe_assets.operations.theme_subjects import untold_theme

    try:
        theme = load_theme(name, folder, provider_names())
        errors: list[VidpipeError] = [BadInput(what, remedy=remedy) for what, remedy in theme_problems(theme, folder)]
    except VidpipeError as error:
        tables.print_error(error)
        return 1
    doubts = [BadInput(what, remedy=remedy) for what, remedy in theme_doubts(theme, folder)]
    for error in errors:
        tables.print_error(error)
    if not errors:
        tables.print_line(f"{name}: good{', but it has no story yet' if untold_theme(theme) else ''}")
    for doubt in doubts:
        tables.print_warning(doubt)
    return int(bool(errors))
