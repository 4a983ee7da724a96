"""Where the bundled fonts are: files of installed packages, never fonts of the system."""

import importlib
import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import Literal

from vidpipe_assets.model.errors import BlockedError

Family = Literal["anton", "montserrat", "inter", "noto-sans", "noto-cjk", "emoji"]

_FILES: dict[Family, tuple[str, str]] = {
    "anton": ("fontpkg_anton", "files/Anton-Regular.ttf"),
    "montserrat": ("fontpkg_montserrat", "files/Montserrat[wght].ttf"),
    "inter": ("fontpkg_inter", "files/Inter[opsz,wght].ttf"),
    "noto-sans": ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    "noto-cjk": ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
    "emoji": ("manimgx_fonts", "NotoEmoji[wght].ttf"),
}


def font_file(family: Family) -> Path:
    """The font file of `family`. Raises `BlockedError` when its package is not installed."""
    return package_file(*_FILES[family])


def script_files() -> tuple[Path, ...]:
    """Fonts of scripts that the families lack (Arabic, Hebrew, Devanagari, Thai, …) and of symbols."""
    folder = font_file("emoji").parent
    return tuple(
        sorted(file for file in folder.glob("NotoSans*.ttf") if not file.name.startswith(("NotoSans[", "NotoSans-")))
    )


@lru_cache
def package_file(package: str, file: str) -> Path:
    """`file` inside the installed `package`. Raises `BlockedError` when it is not there."""
    spec = importlib.util.find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    path = Path(next(iter(folders))) / file if folders else None
    if path is None or not path.is_file():
        name = package.replace("_", "-")
        raise BlockedError(
            f"{file} of the package {name} is missing",
            remedy=f"pip install --force-reinstall {name}",
            waits_for=f"font:{package}/{file}",
        )
    return path


def is_installed(name: str) -> bool:
    """Whether the file called `package/file`, which an error waits for, is there now."""
    importlib.invalidate_caches()  # the package may have come after this process
    package, _, file = name.partition("/")
    try:
        return package_file(package, file).is_file()
    except BlockedError:
        return False
