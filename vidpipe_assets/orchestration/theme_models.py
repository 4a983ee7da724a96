"""The models that a theme asks, compared with the days on which their makers end them.

`theme check` and `doctor` list what has ended or ends soon; `require_current_models` stops a video whose first provider
of text or speech would be asked for a model that has ended, before anything is paid.
"""

from collections.abc import Iterator

from vidpipe_assets.model.errors import BlockedError, VidpipeError
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.providers.models import WARN_DAYS, Dated, Ending, ending, known_models
from vidpipe_assets.providers.registry import load

MODELS = "models"
"""The kind of condition that a video waits for whose theme asks a model that has ended: `models:THEME`."""

_ASKED_IN_TURN = ("text", "speech")
"""Ports whose first provider is asked for every video."""

Problem = tuple[str, str]
"""What is wrong, and what to do."""


def require_current_models(theme: Theme) -> None:
    """Raise `BlockedError` where whoever is asked first has ended the model that it is asked for."""
    for port, place, found in _endings(theme):
        if place == 0 and port in _ASKED_IN_TURN and found.is_over:
            what, remedy = _told(theme, port, found)
            raise BlockedError(what, remedy=remedy, waits_for=f"{MODELS}:{theme.name}")


def ended_models(theme: Theme) -> list[Problem]:
    """The models that `theme` names, or asks first, and that have ended."""
    return [
        _told(theme, port, found) for port, place, found in _endings(theme) if _is_needed(theme, port, place, found)
    ]


def ending_models(theme: Theme) -> list[Problem]:
    """The models that end within `WARN_DAYS`, and standard ones of the last choice that have ended."""
    return [
        _told(theme, port, found)
        for port, place, found in _endings(theme)
        if found.days <= WARN_DAYS and not _is_needed(theme, port, place, found)
    ]


def _is_needed(theme: Theme, port: str, place: int, found: Ending) -> bool:
    named = found.provider in theme.part(f"models.{port}")
    return found.is_over and (named or (place == 0 and port in _ASKED_IN_TURN))


def _endings(theme: Theme) -> Iterator[tuple[str, int, Ending]]:
    """Port, place in the chain, and end of every model whose end is known."""
    for port, choice in theme.models:
        for place, name in enumerate(theme.part(f"providers.{port}")):
            if found := _ending_at(port, name, choice.get(name, "")):
                yield port, place, found


def _ending_at(port: str, provider: str, model: str) -> Ending | None:
    if provider not in known_models():  # nothing is known of it, and nothing has to be loaded
        return None
    try:
        asked = load(port, provider)
    except VidpipeError:  # built in, or told of elsewhere
        return None
    if isinstance(asked, Dated):
        return asked.ending(model)
    return ending(provider, model) if model else None


def _told(theme: Theme, port: str, found: Ending) -> Problem:
    named = theme.part(f"models.{port}").get(found.provider)
    field = f"models.{port}.{found.provider}" if named else f"providers.{port}"
    return f"themes/{theme.name}.yaml: {field}: {found}", f"{found.remedy} ({found.model.told})"
