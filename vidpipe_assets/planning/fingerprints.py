"""The fingerprint: the hash of all that a stage's result depends on. Equal fingerprints mean the same work."""

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, Field

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.values import Value, content_hash, steady_content


class Ingredients(Value):
    """What a stage's result depends on, part by part, so that a change can be named.

    It is hashed, and kept in metadata, as JSON: its keys stay as they are, whatever the fields are called.
    """

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)

    stage: Stage
    code: str
    theme: dict[str, str]
    """Part of the theme -> hash of it."""
    overrides: dict[str, str] = Field(validation_alias="wish", serialization_alias="wish")
    """What the order asks of this stage beyond the theme: its topic, and the hash of what a person has written."""
    upstream: dict[Stage, str]
    """Upstream stage -> the data version that is read."""
    take: int = 1

    @property
    def fingerprint(self) -> str:
        """The hash of all parts: 20 hexadecimal digits."""
        return content_hash(self.model_dump(mode="json"))

    @property
    def base_fingerprint(self) -> str:
        """The fingerprint without the upstream versions: what a plan knows before the upstream is made. 12 digits."""
        return content_hash(self.model_dump(mode="json", exclude={"upstream"}))[:12]


def is_only_upgraded(recorded: Ingredients, desired: Ingredients) -> bool:
    """Whether all that differs is vidpipe itself: the code's version, or a part of the theme that is read since.

    What the theme, the order or a person asked for is the same as it was.
    """
    if recorded.fingerprint == desired.fingerprint:
        return False
    same = ("stage", "overrides", "upstream", "take")
    shared = recorded.theme.keys() & desired.theme.keys()
    return all(getattr(recorded, name) == getattr(desired, name) for name in same) and all(
        recorded.theme[part] == desired.theme[part] for part in shared
    )


def theme_parts(stage: Stage, theme: Theme) -> dict[str, str]:
    """The hash of each part of the theme that `stage` reads, and of each file that it names there."""
    parts = {name: content_hash(steady_content(theme.part(name))) for name in stage.theme_parts}
    return parts | {name: theme.file_hashes[name] for name in stage.theme_files if name in theme.file_hashes}


def ingredients(
    stage: Stage,
    theme: Theme,
    *,
    overrides: Mapping[str, Any],
    upstream: Mapping[Stage, str],
    take: int = 1,
) -> Ingredients:
    """All that `stage` depends on: code version, theme parts, the order's overrides, upstream versions, take."""
    return Ingredients(
        stage=stage,
        code=stage.code_version,
        theme=theme_parts(stage, theme),
        overrides={name: value if isinstance(value, str) else content_hash(value) for name, value in overrides.items()},
        upstream={up: upstream[up] for up in stage.upstream},
        take=take,
    )


def describe_changes(recorded: Ingredients, desired: Ingredients) -> tuple[str, ...]:
    """What differs, as a person reads it: 'code changed', 'theme changed: captions', 'upstream changed: scripts'."""
    found: list[str] = []
    if recorded.code != desired.code:
        found.append("code changed")
    found += [f"theme changed: {name}" for name in _differing(recorded.theme, desired.theme)]
    found += [f"order changed: {name}" for name in _differing(recorded.overrides, desired.overrides)]
    found += [f"upstream changed: {name}" for name in _differing(recorded.upstream, desired.upstream)]
    if recorded.take != desired.take:
        found.append(f"take {desired.take} asked for")
    return tuple(found)


def _differing(before: Mapping[Any, str], after: Mapping[Any, str]) -> list[str]:
    return [str(name) for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
