"""What a person may change of a scene, and what it comes to: an edit of each field that is other than it was."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from vidpipe_assets.language.letters import plain_letters
from vidpipe_assets.model.edits import PictureEdit, SceneEdit, ShownEdit, SourceEdit, TextEdit
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.pictures import End, IconCard, Picture, Rank
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan
from vidpipe_assets.model.trends import Source
from vidpipe_assets.writing.plan_checks import follows_scene, picture_follows_scene
from vidpipe_assets.writing.text import truncate

ICON_OF_SCENE = ("hook", "number", "where")
"""The templates that show the icon of their scene; those of one icon have it in their data."""

_PICTURE: TypeAdapter[Picture] = TypeAdapter(Picture)
_LONGEST = {"title": 60, "kicker": 24}


class NamedSource(BaseModel):
    """Where something was read; an empty name: no source is named any more."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="", max_length=80, description="publisher, as a viewer would know it: NASA, BBC News")
    title: str = Field(default="", max_length=200)
    url: str = Field(default="", max_length=2000, description="https://…")


class SceneChange(BaseModel):
    """One scene as it shall be; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    narration: str | None = Field(default=None, max_length=600, description="what is said")
    title: str | None = Field(default=None, max_length=60, description="the chapter's name")
    kicker: str | None = Field(default=None, max_length=24, description="the small line above the picture's heading")
    icon: str | None = Field(default=None, max_length=40, description="of a hook, a number, a place, an icon, a rank")
    picture: dict[str, Any] | None = Field(
        default=None,
        description="the template with its data, as GET /api/pictures describes it; with the template that there is, "
        "only what changes is needed",
    )
    source: NamedSource | None = Field(default=None, description="what a person vouches for")


def _from_words(value: object) -> object:
    return {"narration": value} if isinstance(value, str) else value


WordsOrChange = Annotated[SceneChange, BeforeValidator(_from_words, json_schema_input_type=str | SceneChange)]
"""A scene's words alone, or all that changes of it."""


def shown_source(plan: ProductionPlan, scene: ScenePlan) -> NamedSource:
    """The source that a scene names, as far as the plan knows it."""
    found = next((one for one in reversed(plan.sources) if truncate(one.name, 60) == scene.source), None)
    return NamedSource.model_validate(found.model_dump() if found else {"name": scene.source})


def change_of(plan: ProductionPlan, scene: ScenePlan) -> SceneChange:
    """All that can be changed of a scene, as it is: kept as it is, it changes nothing."""
    picture = {"template": scene.picture.template, **scene.picture.model_dump(mode="json", exclude_defaults=True)}
    return SceneChange(
        narration=scene.narration,
        title=scene.title,
        kicker=scene.kicker,
        icon=scene.icon if scene.picture.template in ICON_OF_SCENE else None,
        picture=picture,
        # What an end card names is a note that has to stand there, such as that of sample data.
        source=None if isinstance(scene.picture, End) else shown_source(plan, scene),
    )


def words_edit(
    plan: ProductionPlan, made: ScenePlan, shown: ScenePlan, change: SceneChange, before: SceneEdit | None
) -> SceneEdit | None:
    """The edit of a scene's words. `plan`, `made`: as they were written; `shown`: as the person has seen the scene."""
    now = plain_letters(" ".join(change.narration.split())) if change.narration is not None else shown.narration
    if now == shown.narration:
        return before
    if now == made.narration:
        return None
    _require_length(f"{shown.id}.narration", now, 600)
    return SceneEdit(was=made.narration, now=now, plain=not follows_scene(plan, made, now))


def shown_edit(
    plans: tuple[ProductionPlan, ProductionPlan],
    made: ScenePlan,
    shown: ScenePlan,
    change: SceneChange,
    before: ShownEdit,
) -> ShownEdit:
    """The edits of what a scene shows. `plans`: as it was written, and as the person has seen it."""
    written, seen = plans
    found: dict[str, Any] = {name: getattr(before, name) for name in ShownEdit.model_fields}
    for name in ("title", "kicker", "icon"):
        text = getattr(change, name)
        if text is not None and (text := " ".join(text.split())) != getattr(shown, name):
            if name == "icon":
                _require_icon(f"{shown.id}.icon", text)
            else:
                _require_length(f"{shown.id}.{name}", text, _LONGEST[name], least=1 if name == "title" else 0)
            was = getattr(made, name)
            found[name] = TextEdit(was=was, now=text) if text != was else None
    picture = _picture(shown, change)
    if picture != shown.picture:
        unsourced = not picture_follows_scene(written, made, picture)
        changed = PictureEdit(was=made.picture, now=picture, unsourced=unsourced)
        found["picture"] = changed if picture != made.picture else None
    if change.source is not None and change.source != shown_source(seen, shown):
        if isinstance(made.picture, End):
            raise BadInput(f"scenes: {shown.id}.source: an end card names no source", remedy="leave it out")
        found["source"] = _source_edit(written, made, change.source)
    return ShownEdit(**found)


def _picture(shown: ScenePlan, change: SceneChange) -> Picture:
    """The picture that is wanted, with the icon that is wanted of a picture of one icon."""
    wanted = _parse_picture(shown, change.picture) if change.picture is not None else shown.picture
    if change.icon is None or change.icon == shown.icon:
        return wanted
    if isinstance(wanted, IconCard | Rank):
        return wanted.model_copy(update={"icon": change.icon})
    if wanted.template not in ICON_OF_SCENE:
        raise BadInput(
            f"scenes: {shown.id}.icon: the template {wanted.template} shows no icon of its own",
            remedy=f"choose one of {', '.join((*ICON_OF_SCENE, 'icon', 'rank'))}, or change the icons in its data",
        )
    return wanted


def _parse_picture(shown: ScenePlan, given: Mapping[str, Any]) -> Picture:
    there = shown.picture.model_dump(mode="json")
    data = _merged(there, given) if given.get("template", there["template"]) == there["template"] else dict(given)
    try:
        picture = _PICTURE.validate_python(data)
    except ValidationError as error:
        raise _picture_error(shown.id, data, error) from error
    for where, name in _icons(picture.model_dump(), f"{shown.id}.picture"):
        _require_icon(where, name)
    return picture


def _merged(there: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """`there` with what is given instead; lists are whole."""
    both = dict(there)
    for name, value in given.items():
        old = both.get(name)
        parts = isinstance(old, dict) and isinstance(value, dict)
        both[name] = _merged(cast("dict[str, Any]", old), cast("dict[str, Any]", value)) if parts else value
    return both


def _picture_error(scene: str, data: Mapping[str, Any], error: ValidationError) -> BadInput:
    first = error.errors()[0]
    if first["type"].startswith("union_tag"):
        names = ", ".join(picture_models())
        there = f"there is no template {str(data.get('template', ''))[:40]!r}"
        return BadInput(f"scenes: {scene}.picture.template: {there}", remedy=f"the templates are: {names}")
    where = ".".join(map(str, ("picture", *first["loc"][1:])))
    model = picture_models()[str(data["template"])]
    needed = [name for name, field in model.model_fields.items() if field.is_required()]
    others = [name for name in model.model_fields if name not in needed and name != "template"]
    may = f"; it may have {', '.join(others)}" if others else ""
    return BadInput(
        f"scenes: {scene}.{where}: {first['msg']}",
        remedy=f"the template {data['template']} needs {', '.join(needed)}{may}",
    )


def picture_models() -> dict[str, type[BaseModel]]:
    """The model of each template's data, by the template's name."""
    union = Picture.__origin__  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
    models = cast("tuple[type[BaseModel], ...]", union.__args__)
    return {str(one.model_fields["template"].default): one for one in models}


def _icons(value: object, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, one in cast("dict[str, object]", value).items():
            if name == "icon":
                yield f"{where}.icon", str(one)
            else:
                yield from _icons(one, f"{where}.{name}")
    elif isinstance(value, list | tuple):
        for number, one in enumerate(cast("list[object]", value)):
            yield from _icons(one, f"{where}.{number}")


def icon_names() -> tuple[str, ...]:
    """The names of all icons."""
    from vidpipe_assets.render import icon_files  # it loads the shaper of fonts

    return tuple(icon_files.icon_names())


def _require_icon(where: str, name: str) -> None:
    if name not in (there := icon_names()):
        near = difflib.get_close_matches(name, there, 5, 0.5) or ["sparkles", "rocket", "globe", "clock"]
        raise BadInput(
            f"scenes: {where}: there is no icon {name[:40]!r}",
            remedy=f"such as {', '.join(near)}; https://lucide.dev/icons shows them, GET /api/pictures names all",
        )


def _require_length(where: str, text: str, most: int, least: int = 1) -> None:
    if not least <= len(text) <= most:
        remedy = f"write {least} to {most} characters" if least else f"write at most {most} characters"
        raise BadInput(f"scenes: {where}: it has {len(text)} characters", remedy=remedy)


def _source_edit(written: ProductionPlan, made: ScenePlan, wanted: NamedSource) -> SourceEdit | None:
    if wanted == shown_source(written, made):
        return None
    if not wanted.name.strip():
        if wanted.url or wanted.title:
            raise BadInput(f"scenes: {made.id}.source.name: it is missing", remedy="say who published it, as: NASA")
        return SourceEdit(was=made.source, now=None) if made.source else None
    try:
        now = Source(name=wanted.name.strip(), title=wanted.title.strip(), url=wanted.url.strip())
    except ValidationError as error:
        first = error.errors()[0]
        field = first["loc"][0] if first["loc"] else "name"
        told = "it begins with https://" if field == "url" else first["msg"]
        raise BadInput(
            f"scenes: {made.id}.source.{field}: {told}", remedy="give a name and an address: NASA, https://www.nasa.gov"
        ) from error
    return SourceEdit(was=made.source, now=now)
