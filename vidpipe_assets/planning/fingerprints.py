"""The fingerprint: the hash of all that a stage's result depends on. Two equal fingerprints, one and the same work."""

from collections.abc import Mapping
from typing import Any

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.values import Value, content_hash, steady_content


class Ingredients(Value):
    """What a stage's result depends on, part by part, so that a change can be named."""

    stage: Stage
    code: str
    theme: dict[str, str]
    """Part of the theme -> hash of it."""
    wish: dict[str, str]
    """What the order asks of this stage: its topic, its overrides."""
    upstream: dict[Stage, str]
    """Stage -> data version that is read."""
    take: int = 1

    @property
    def fingerprint(self) -> str:
        """20 hexadecimal digits."""
        return content_hash(self.model_dump(mode="json"))

    @property
    def basis(self) -> str:
        """The fingerprint without the upstream versions: what a plan knows before the upstream is made. 12 digits."""
        return content_hash(self.model_dump(mode="json", exclude={"upstream"}))[:12]


def theme_parts(stage: Stage, theme: Theme) -> dict[str, str]:
    """The hash of each part of the theme that `stage` reads."""
    return {name: content_hash(steady_content(theme.part(name))) for name in stage.theme_parts}


def ingredients(
    stage: Stage,
    theme: Theme,
    *,
    wish: Mapping[str, Any],
    upstream: Mapping[Stage, str],
    take: int = 1,
) -> Ingredients:
    """All that `stage` depends on: its code version, its theme parts, the order's wish, upstream versions, its take."""
    return Ingredients(
        stage=stage,
        code=stage.code_version,
        theme=theme_parts(stage, theme),
        wish={name: value if isinstance(value, str) else content_hash(value) for name, value in wish.items()},
        upstream={up: upstream[up] for up in stage.upstream},
        take=take,
    )


def changes(recorded: Ingredients, wanted: Ingredients) -> tuple[str, ...]:
    """What differs, as a person reads it: 'code changed', 'theme changed: captions', 'upstream changed: scripts'."""
    found: list[str] = []
    if recorded.code != wanted.code:
        found.append("code changed")
    found += [f"theme changed: {name}" for name in _differing(recorded.theme, wanted.theme)]
    found += [f"order changed: {name}" for name in _differing(recorded.wish, wanted.wish)]
    found += [f"upstream changed: {name}" for name in _differing(recorded.upstream, wanted.upstream)]
    if recorded.take != wanted.take:
        found.append(f"take {wanted.take} asked for")
    return tuple(found)


def _differing(before: Mapping[Any, str], after: Mapping[Any, str]) -> list[str]:
    return [str(name) for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
