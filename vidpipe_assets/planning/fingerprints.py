"""The fingerprint: the hash of all that a stage's result depends on. Two equal fingerprints, one and the same work."""

from collections.abc import Mapping
from typing import Any

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.values import content_hash, steady_content


def fingerprint(
    stage: Stage,
    theme: Theme,
    *,
    wish: Mapping[str, Any],
    upstream: Mapping[Stage, str],
    take: int = 1,
) -> str:
    """Hash code version, the parts of the theme that the stage reads, the order's wish, upstream versions and take.

    `wish` is the part of the order that the stage reads (its topic, its overrides); `upstream` maps each of
    `stage.upstream` to the data version that was read. Returns 20 hexadecimal digits.
    """
    return content_hash(
        {
            "stage": stage.value,
            "code": stage.code_version,
            "theme": {name: content_hash(steady_content(theme.part(name))) for name in stage.theme_parts},
            "wish": dict(wish),
            "upstream": {up.value: upstream[up] for up in stage.upstream},
            "take": take,
        }
    )
