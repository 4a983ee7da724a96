"""The command `vidpipe edit`: what a finished video says, as YAML to be changed, or other texts as options.

Before anything is kept, it says what is made again and what that costs at most.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vidpipe_assets.cli import tables
from vidpipe_assets.cli.decide import HOW_IT_GOES_ON, who_asks
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.operations.edit import (
    EditableVideo,
    PreparedEdit,
    RequestedEdit,
    edit,
    editable_video,
    prepare_edit,
)
from vidpipe_assets.providers.registry import known
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.storage.themes import load_themes
from vidpipe_assets.storage.yaml_file import parse_yaml

_ABOUT = "show what a finished video says, or have it say something else"


class Texts(BaseModel):
    """The file that the command prints and reads: what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    version: str = Field(default="", max_length=40)
    title: str | None = None
    description: str | None = None
    hashtags: tuple[Annotated[str, Field(max_length=100)], ...] | None = None
    scenes: dict[str, str] = {}


def add_command(command: Any) -> None:
    """Add the command; `command(name, action, about)` adds one."""
    parser: argparse.ArgumentParser = command("edit", act, _ABOUT)
    parser.add_argument("key", metavar="KEY", help="a video key: 2026-11-23_gadgets")
    parser.add_argument("--title", metavar="TEXT")
    parser.add_argument("--description", metavar="TEXT")
    parser.add_argument("--hashtags", metavar="TEXT", help='all of them: "retro gadgets"')
    parser.add_argument(
        "--scene", action="append", default=[], nargs=2, metavar=("SCENE", "TEXT"), help="what it shall say, as s2 TEXT"
    )
    parser.add_argument("--file", default="", metavar="FILE", help="what this command printed, changed; - reads stdin")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be made again, and for how much")


def act(chosen: argparse.Namespace) -> int:
    """Show, or edit."""
    places = Places.from_environment()
    with closing(open_store(places)) as store:
        texts = _texts(chosen)
        if texts is None:
            tables.say(as_yaml(editable_video(store, chosen.key)).rstrip())
            return 0
        themes, _ = load_themes(places.themes, known())
        wanted = RequestedEdit(texts.title, texts.description, texts.hashtags, texts.scenes)
        found = prepare_edit(store, themes, chosen.key, wanted, seen=texts.version)
        _say(store, themes, found)
        if chosen.dry_run or not found.changed:
            return 0
        said = edit(store, found, who=who_asks())
        tables.say(f"{said.video} is edited.\n{HOW_IT_GOES_ON}")
    return 0


def as_yaml(there: EditableVideo) -> str:
    """What the video says, with the version that was looked at."""
    import yaml

    class Legible(yaml.SafeDumper):
        """Lines stay lines."""

    def text(dumper: yaml.SafeDumper, said: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", said, style="|" if "\n" in said else None)

    Legible.add_representer(str, text)
    package = there.package
    texts = {"version": there.version, "title": package.title, "description": package.description}
    lists = {"hashtags": list(package.hashtags), "scenes": {scene.id: scene.narration for scene in there.plan.scenes}}
    return yaml.dump({**texts, **lists}, Dumper=Legible, sort_keys=False, allow_unicode=True, width=100)


def _texts(chosen: argparse.Namespace) -> Texts | None:
    """What is wanted; None: nothing, but to see what there is."""
    said = {"title": chosen.title, "description": chosen.description}
    said["hashtags"] = None if chosen.hashtags is None else _tags(chosen.hashtags)
    options = {name: text for name, text in said.items() if text is not None}
    if chosen.scene:
        options["scenes"] = _scenes(chosen.scene)
    if chosen.file and options:
        raise BadInput("--file was given with other texts", remedy="write them into the file, or leave it out")
    if chosen.file:
        return _read(chosen.file)
    return Texts.model_validate(options) if options else None


def _tags(text: str) -> list[str]:
    return [word.removeprefix("#") for word in text.replace(",", " ").split()]


def _scenes(pairs: Sequence[Sequence[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for scene, words in pairs:
        if scene in found:
            raise BadInput(f"--scene {scene} was given twice", remedy="say it once")
        found[scene] = words
    return found


def _read(name: str) -> Texts:
    content = sys.stdin.buffer.read() if name == "-" else _bytes(Path(name))
    file = parse_yaml(content, "stdin" if name == "-" else name)
    try:
        return Texts.model_validate(file.content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInput(
            f"{file.name}, line {file.line(first['loc'])}: {where or 'the file'}: {first['msg']}",
            remedy=f"its fields are: {', '.join(Texts.model_fields)}; vidpipe edit KEY prints them",
        ) from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}", remedy="vidpipe edit KEY > texts.yaml") from error


def _say(store: Store, themes: Mapping[str, Theme], found: PreparedEdit) -> None:
    # It loads Dagster, which takes a second: only those wait who change something.
    from vidpipe_assets.stages.cost_preview import remakes
    from vidpipe_assets.workplace import workplace_over

    if not found.changed:
        tables.say(f"{found.order.key} says that already: nothing is changed")
        return
    tables.say(f"changed: {', '.join(found.changed)}")
    tables.show_remakes(remakes(workplace_over(store), themes, found))
    for warning in found.warnings:
        tables.say(f"warning: {warning}")
