"""What an order may change of its theme, for its own video: how it is written, looks and sounds.

Never who is asked and what may be spent, and no name of a file: an order comes from other software, a theme from
whoever runs vidpipe.
"""

from collections.abc import Mapping
from typing import Any, cast

from pydantic import ValidationError

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.theme import Theme

THEME = "theme"
"""Where an order's overrides hold its changes."""

CHANGEABLE: Mapping[str, tuple[str, ...]] = {
    "language": (),
    "audience": (),
    "tone": (),
    "hashtags": (),
    "format": ("seconds",),
    "picture": ("palette", "accent", "heading_font", "motion", "transition", "intro_card", "end_card"),
    "captions": ("style", "highlight", "font", "size", "upper_case"),
    "closing": ("question", "button"),
    "voice": ("speed", "volume_db"),
    "music": ("mood", "volume_db"),
}
"""Field of a theme -> which of its own fields; none: the field itself."""


def changed(theme: Theme, changes: Mapping[str, Any]) -> Theme:
    """The theme with these fields instead of its own. Raises `BadInput` for what cannot be changed or used."""
    content = theme.model_dump()
    for name, value in changes.items():
        if name not in CHANGEABLE:
            raise _refused(name)
        if not CHANGEABLE[name]:
            content[name] = value
            continue
        if not isinstance(value, Mapping):
            raise _refused(name)
        part = cast("Mapping[str, Any]", value)
        for field in part:
            if field not in CHANGEABLE[name]:
                raise _refused(f"{name}.{field}")
        content[name] |= part
    try:
        return Theme.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInput(f"overrides: {where}: {first['msg']}", remedy="see the fields of themes") from error


def theme_of(theme: Theme, order: Order) -> Theme:
    """The theme of one order. What it does not take any more has no effect: it was checked when it was ordered."""
    changes = order.overrides.get(THEME)
    if not changes:
        return theme
    try:
        return changed(theme, changes)
    except BadInput:
        return theme


def _refused(name: str) -> BadInput:
    there = ", ".join(f"{one} ({', '.join(fields)})" if fields else one for one, fields in CHANGEABLE.items())
    return BadInput(f"overrides: {name[:80]!r} cannot be changed by an order", remedy=f"these can: {there}")
