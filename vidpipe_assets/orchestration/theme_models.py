"""The models that a theme asks, compared with the days on which their makers end them.

`theme check` and `doctor` list what has ended or ends soon; `require_current_models` stops a video whose first provider
of text or speech would be asked for a model that has ended, before anything is paid.
"""

from collections.abc import Iterator
from dataclasses import dataclass

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
    for one in _asked_models(theme):
        if one.is_first and one.ending.is_over:
            what, remedy = one.told(theme)
            raise BlockedError(what, remedy=remedy, waits_for=f"{MODELS}:{theme.name}")


def ended_models(theme: Theme) -> list[Problem]:
    """The models that `theme` names, or asks first, and that have ended."""
    return [one.told(theme) for one in _asked_models(theme) if one.is_needed and one.ending.is_over]


def ending_models(theme: Theme) -> list[Problem]:
    """The models that end within `WARN_DAYS`, and standard ones of a later choice that have ended."""
    return [
        one.told(theme)
        for one in _asked_models(theme)
        if one.ending.days <= WARN_DAYS and not (one.is_needed and one.ending.is_over)
    ]


@dataclass(frozen=True)
class _AskedModel:
    """A model that a theme asks, and its end. `is_named`: the theme names it; `is_first`: every video needs it."""

    port: str
    provider: str
    is_named: bool
    is_first: bool
    ending: Ending

    @property
    def is_needed(self) -> bool:
        return self.is_named or self.is_first

    def told(self, theme: Theme) -> Problem:
        field = f"models.{self.port}.{self.provider}" if self.is_named else f"providers.{self.port}"
        remedy = f"{self.ending.remedy} ({self.ending.model.told})"
        return f"themes/{theme.name}.yaml: {field}: {self.ending}", remedy


def _asked_models(theme: Theme) -> Iterator[_AskedModel]:
    """Every model whose end is known."""
    for port, choice in theme.models:
        for place, name in enumerate(theme.part(f"providers.{port}")):
            if found := _ending_at(port, name, choice.get(name, "")):
                yield _AskedModel(port, name, name in choice, place == 0 and port in _ASKED_IN_TURN, found)


def _ending_at(port: str, provider: str, model: str) -> Ending | None:
    from vidpipe_assets.providers.endpoints import endpoint_names

    if provider not in known_models() and provider not in endpoint_names(port):  # nothing has to be loaded
        return None
    try:
        asked = load(port, provider)
    except VidpipeError:  # built in, or told of elsewhere
        return None
    if isinstance(asked, Dated):
        return asked.ending(model)
    return ending(provider, model) if model else None
