"""Which providers there are, found by looking, and how one is loaded.

Vidpipe's own are the files of each port's package. Others are plugged in by packages that are installed beside it, as
entry points of the group `vidpipe.providers.<port>`: the name is the one that themes use, the object a function that
takes nothing and returns the provider. In the `pyproject.toml` of such a package:

    [project.entry-points."vidpipe.providers.speech"]
    my_voice = "my_package.my_voice:provider"

A home adds servers with OpenAI's API by its `endpoints.yaml` (`endpoints`), for text and speech.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import MappingProxyType
from typing import Any

from vidpipe_assets.model.errors import BadInput

BUILT_IN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "trends": frozenset(),
        "text": frozenset({"offline"}),
        "footage": frozenset({"motion"}),
        "speech": frozenset(),
    }
)
"""Names that vidpipe fulfils itself, without a provider: the offline writer and the drawn scenes."""

_PROVIDES = re.compile(r"^def provider\(", re.MULTILINE)


GROUP = "vidpipe.providers."

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""As themes can write it (`model.theme.Provider`)."""


@cache
def known() -> Mapping[str, frozenset[str]]:
    """Port -> names of what is installed. Nothing is imported: a provider's libraries are loaded when it is asked."""
    return MappingProxyType(
        {port: built_in | _modules(port) | {*_plugged(port)} for port, built_in in BUILT_IN.items()}
    )


def provider_names() -> Mapping[str, frozenset[str]]:
    """Port -> names that a theme may use: what is installed, and the endpoints of the home as its file says now."""
    from vidpipe_assets.providers.endpoints import endpoint_names

    return MappingProxyType({port: names | _of_home(port, endpoint_names) for port, names in known().items()})


_PORTS_OF_ENDPOINTS = ("text", "speech")


def _of_home(port: str, names: Callable[[str], frozenset[str]]) -> frozenset[str]:
    return names(port) if port in _PORTS_OF_ENDPOINTS else frozenset()


def load(port: str, name: str) -> Any:
    """The provider called `name` of `port`; vidpipe's own come first, then plugged-in ones, then the home's endpoints.

    Raises `BadInput` for a name that is not a provider's, for a plugged-in provider that cannot be imported, and for an
    endpoint whose entry has to be corrected.
    """
    if port in BUILT_IN and name in _modules(port):
        return import_module(f"{__package__}.{port}.{name}").provider()
    if port in BUILT_IN and name in _plugged(port):
        return _loaded(_plugged(port)[name])
    if port in _PORTS_OF_ENDPOINTS and (found := _endpoint(port, name)):
        return found
    raise BadInput(
        f"there is no provider {name!r} for {port}",
        remedy=f"choose one of: {', '.join(sorted(provider_names().get(port, ())))}",
    )


def _endpoint(port: str, name: str) -> Any:
    """The endpoint as a provider of `port`; None if there is none of that name, or it has no models for it."""
    from vidpipe_assets.providers.endpoint_providers import speech_provider, text_provider
    from vidpipe_assets.providers.endpoints import find_endpoint

    endpoint = find_endpoint(name)
    if endpoint is None or not getattr(endpoint.entry, port):
        return None
    return text_provider(endpoint) if port == "text" else speech_provider(endpoint)


def _loaded(plugged: EntryPoint) -> Any:
    try:
        make = plugged.load()
    except (ImportError, AttributeError) as error:
        raise BadInput(
            f"the provider {plugged.name} cannot be loaded from {plugged.value}: {error}",
            remedy=f"reinstall {plugged.dist.name if plugged.dist else 'its package'}, or take it out of the theme",
        ) from error
    return make()


@cache
def _plugged(port: str) -> Mapping[str, EntryPoint]:
    """The providers of a port that other packages bring, as far as a theme can name them."""
    found = entry_points(group=f"{GROUP}{port}")
    return {one.name: one for one in found if _NAME.fullmatch(one.name) and one.name not in BUILT_IN[port]}


@cache
def _modules(port: str) -> frozenset[str]:
    """The modules of the port's package that have a function `provider()`; the others are their helpers."""
    files = (Path(__file__).parent / port).glob("[a-z]*.py")
    return frozenset(file.stem for file in files if _PROVIDES.search(file.read_text(encoding="utf-8")))
