"""The files of Lucide's icons (ISC licence): their names, without loading what draws them, and their outlines."""

import io
import zipfile
from collections.abc import Mapping
from functools import lru_cache

from vidpipe_assets.render.fonts import package_file


def icon_names() -> Mapping[str, str]:
    """The names of all icons, in their order -> the file of each."""
    return _members()


def read_icon(name: str) -> str:
    """The icon as SVG. Raises `KeyError` for a name that no icon has."""
    return _archive().read(_members()[name]).decode("utf-8")


@lru_cache(maxsize=1)
def _archive() -> zipfile.ZipFile:
    """The icons, in memory: reading the list of 1,700 names anew for each icon takes longer than drawing it."""
    return zipfile.ZipFile(io.BytesIO(package_file("justmyresource_lucide", "icons.zip").read_bytes()))


@lru_cache(maxsize=1)
def _members() -> dict[str, str]:
    names = sorted(name for name in _archive().namelist() if name.endswith(".svg"))
    return {name.rpartition("/")[2].removesuffix(".svg"): name for name in names}
