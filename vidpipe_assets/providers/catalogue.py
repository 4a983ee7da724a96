"""Which providers there are, found by looking at the files of each port's package, and how one is loaded."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
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


@cache
def known() -> Mapping[str, frozenset[str]]:
    """Port -> names that a theme may use. Nothing is imported: a provider's libraries are loaded when it is asked."""
    return MappingProxyType({port: built_in | _modules(port) for port, built_in in BUILT_IN.items()})


def load(port: str, name: str) -> Any:
    """The provider called `name` of `port`. Raises `BadInput` for a name that is not a provider's."""
    if port not in BUILT_IN or name not in _modules(port):
        raise BadInput(
            f"there is no provider {name!r} for {port}",
            remedy=f"choose one of: {', '.join(sorted(known().get(port, ())))}",
        )
    return import_module(f"{__package__}.{port}.{name}").provider()


@cache
def _modules(port: str) -> frozenset[str]:
    """The modules of the port's package that have a function `provider()`; the others are their helpers."""
    files = (Path(__file__).parent / port).glob("[a-z]*.py")
    return frozenset(file.stem for file in files if _PROVIDES.search(file.read_text(encoding="utf-8")))
