"""The command `vidpipe edit`: what a finished video says and shows, as YAML to be changed, or changes as options.

Before anything is kept, it says what is made again and what that costs at most.
"""

import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import click
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vidpipe_assets.cli import tables
from vidpipe_assets.cli.decide import HOW_IT_GOES_ON
from vidpipe_assets.io.user import user_name
from vidpipe_assets.io.yaml_file import parse_yaml
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
from vidpipe_assets.operations.scene_changes import WordsOrChange, change_of
from vidpipe_assets.providers.registry import provider_names
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.storage.themes import load_themes


class Texts(BaseModel):
    """The file that the command prints and reads: what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    version: str = Field(default="", max_length=40)
    title: str | None = None
    description: str | None = None
    hashtags: tuple[Annotated[str, Field(max_length=100)], ...] | None = None
    cover: int | None = None
    scenes: dict[str, WordsOrChange] = {}
    order: tuple[Annotated[str, Field(max_length=10)], ...] | None = None


@click.command("edit", short_help="show what a finished video says and shows, or change it")
@click.argument("key", metavar="KEY")
@click.option("--title", metavar="TEXT")
@click.option("--description", metavar="TEXT")
@click.option("--hashtags", metavar="TEXT", help='all of them: "retro gadgets"')
@click.option("--cover", type=click.IntRange(1), metavar="NUMBER", help="which of cover-1.jpg, cover-2.jpg, …")
@click.option("--scene", "scenes", nargs=2, multiple=True, metavar="SCENE TEXT", help="what it shall say, as s2 TEXT")
@click.option("--source", "sources", nargs=3, multiple=True, metavar="SCENE NAME URL", help="who says so, as you vouch")
@click.option("--order", metavar="SCENES", help='all of them, as they shall be shown: "s1 s3 s2 s4"')
@click.option("--file", default="", metavar="FILE", help="what this command printed, changed; - reads stdin")
@click.option("--dry-run", is_flag=True, help="only say what would be made again, and for how much")
def edit_command(
    key: str,
    title: str | None,
    description: str | None,
    hashtags: str | None,
    cover: int | None,
    scenes: tuple[tuple[str, str], ...],
    sources: tuple[tuple[str, str, str], ...],
    order: str | None,
    file: str,
    dry_run: bool,
) -> int:
    """Show what the finished video KEY says and shows, as YAML; with options or such a file, change it.

    In the file, a scene has its narration, title, kicker, icon, source, and its picture: the template with its data.
    """
    tags = None if hashtags is None else _split_hashtags(hashtags)
    ordered = None if order is None else order.replace(",", " ").split()
    options: dict[str, Any] = {"title": title, "description": description, "hashtags": tags, "cover": cover}
    options["order"] = ordered
    given = {name: text for name, text in options.items() if text is not None}
    if scenes or sources:
        given["scenes"] = _changes_by_scene(scenes, sources)
    with closing(open_store(Places.from_environment())) as store:
        texts = _edited_texts(given, file)
        if texts is None:
            tables.print_line(as_yaml(editable_video(store, key)).rstrip())
            return 0
        return _apply_edit(store, key, texts, dry_run=dry_run)


def _apply_edit(store: Store, key: str, texts: "Texts", *, dry_run: bool) -> int:
    themes, _ = load_themes(store.places.themes, provider_names())
    wanted = RequestedEdit(texts.title, texts.description, texts.hashtags, texts.scenes, texts.cover, texts.order)
    found = prepare_edit(store, themes, key, wanted, seen=texts.version)
    _show_consequences(store, themes, found)
    if not dry_run and found.changed:
        decision = edit(store, found, who=user_name())
        tables.print_line(f"{decision.video} is edited.\n{HOW_IT_GOES_ON}")
    return 0


def as_yaml(there: EditableVideo) -> str:
    """What the video says, with the version that was looked at."""
    import yaml

    class Legible(yaml.SafeDumper):
        """Lines stay lines."""

    def text(dumper: yaml.SafeDumper, said: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", said, style="|" if "\n" in said else None)

    Legible.add_representer(str, text)
    package, plan = there.package, there.plan
    texts = {"version": there.version, "title": package.title, "description": package.description}
    cover = {"cover": package.cover} if package.cover else {}
    lists = {"hashtags": list(package.hashtags), **cover, "order": [scene.id for scene in plan.scenes]}
    scenes = {scene.id: change_of(plan, scene).model_dump(mode="json", exclude_none=True) for scene in plan.scenes}
    return yaml.dump(
        {**texts, **lists, "scenes": scenes}, Dumper=Legible, sort_keys=False, allow_unicode=True, width=100
    )


def _edited_texts(given: Mapping[str, Any], file: str) -> Texts | None:
    """The texts that are wanted, from options or from a file; None: nobody wants to change any."""
    if file and given:
        raise BadInput("--file was given with other texts", remedy="write them into the file, or leave it out")
    if file:
        return _read_texts(file)
    return Texts.model_validate(given) if given else None


def _split_hashtags(text: str) -> list[str]:
    return [word.removeprefix("#") for word in text.replace(",", " ").split()]


def _changes_by_scene(
    words: Sequence[tuple[str, str]], sources: Sequence[tuple[str, str, str]]
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for option, field, scene, value in (
        *(("--scene", "narration", scene, text) for scene, text in words),
        *(("--source", "source", scene, {"name": name, "url": url}) for scene, name, url in sources),
    ):
        if field in found.setdefault(scene, {}):
            raise BadInput(f"{option} {scene} was given twice", remedy="say it once")
        found[scene][field] = value
    return found


def _read_texts(name: str) -> Texts:
    content = sys.stdin.buffer.read() if name == "-" else _read_bytes(Path(name))
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


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}", remedy="vidpipe edit KEY > texts.yaml") from error


def _show_consequences(store: Store, themes: Mapping[str, Theme], found: PreparedEdit) -> None:
    from vidpipe_assets.stages.cost_preview import list_remakes
    from vidpipe_assets.workplace import workplace_over

    if not found.changed:
        tables.print_line(f"{found.order.key} says that already: nothing is changed")
        return
    tables.print_line(f"changed: {', '.join(found.changed)}")
    tables.show_remakes(list_remakes(workplace_over(store), themes, found))
    for warning in found.warnings:
        tables.print_line(f"warning: {warning}")
