"""The pages: no dead link, and no command that vidpipe, make or Dagster would not understand."""

import re
import shlex
from importlib import import_module
from pathlib import Path

import click
import pytest

from vidpipe_assets.cli.app import cli

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "tests" / "faults" / "README.md"])
LINK = re.compile(r"(?:\]\(|src=\")([^)\"\s]+)[)\"]")
BLOCK = re.compile(r"^```(?:sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
VIDPIPE = re.compile(r"`(vidpipe [^`]+)`")
TARGET = re.compile(r"(?:^|&& )make ([a-z][a-z-]*)")


def lines(page: Path) -> list[str]:
    """The lines of a page's shell blocks, continued lines joined, without comments and prompts."""
    text = "\n".join(BLOCK.findall(page.read_text(encoding="utf-8"))).replace("\\\n", " ")
    return [line.removeprefix("$ ").partition(" #")[0].strip() for line in text.splitlines() if line.strip()]


def vidpipe_commands() -> list[tuple[str, str]]:
    found = [(page.name, line) for page in PAGES for line in lines(page) if line.startswith("vidpipe ")]
    return found + [(page.name, line) for page in PAGES for line in VIDPIPE.findall(page.read_text(encoding="utf-8"))]


def slug(heading: str) -> str:
    """A heading's anchor as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_and_headings_that_are_there(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name}: {link}"
        if anchor:
            headings = re.findall(r"(?m)^#+ (.+)$", target.read_text(encoding="utf-8"))
            assert anchor in {slug(heading) for heading in headings}, f"{page.name}: {link}"


def understood(words: list[str]) -> bool:
    """Whether `vidpipe` knows the command and its options; arguments in capitals or with … stand for any."""
    command: click.Command = cli
    context = click.Context(cli, info_name="vidpipe")
    while isinstance(command, click.Group) and words:
        inner = command.get_command(context, words[0])
        if inner is None:
            return False
        command, words = inner, words[1:]
    options = {name for param in command.params for name in (*param.opts, *param.secondary_opts)} | {"--help", "-h"}
    return all(word.partition("=")[0] in options for word in words if word.startswith("-") and len(word) > 1)


@pytest.mark.parametrize(("page", "line"), sorted(set(vidpipe_commands())))
def test_a_command_of_vidpipe_that_a_page_names_is_one(page: str, line: str) -> None:
    words = shlex.split(re.split(r" [|>&;]", line.replace("[", "").replace("]", ""))[0])
    assert understood(words[1:]), f"{page}: {line}"


def test_a_target_of_make_that_a_page_names_is_one() -> None:
    known = set(re.findall(r"(?m)^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    named = {(page.name, name) for page in PAGES for line in lines(page) for name in TARGET.findall(line)}
    assert named
    assert {(page, name) for page, name in named if name not in known} == set()


def test_a_job_or_module_that_a_page_names_is_there() -> None:
    jobs = {job.name for job in import_module("vidpipe_assets.definitions").defs.resolve_all_job_defs()}
    shown = [line for page in PAGES for line in lines(page) if line.startswith(("dagster ", "dg "))]
    assert shown
    named = [name for line in shown for name in re.findall(r"(?:-j|--job) (\w+)", line)]
    assert named
    assert set(named) <= jobs
    modules = {name for line in shown for name in re.findall(r"-m ([\w.]+)", line)}
    assert modules == {"vidpipe_assets.definitions"}


def test_every_page_of_the_documentation_is_named_by_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in (ROOT / "docs").glob("*.md") if f"(docs/{page.name})" not in readme] == []
