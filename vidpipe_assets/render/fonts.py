"""Where the bundled fonts are: files of installed packages, never fonts of the system.

Static fonts cut out of the bundled ones: the weight that is wanted, the characters that are used, a name of our own.

libass picks fonts by family name and knows no variable axes; an instance with a name that no installed font has is
what will be drawn, whatever the machine offers. All instances claim the same ascent and descent, so that lines are
equally high and a foreign word does not push its line down. Tables and checksums follow the OpenType specification.
"""

import hashlib
import importlib
import importlib.util
import os
import struct
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import uharfbuzz

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


hb: Any = uharfbuzz  # it has no types

ASCENT, DESCENT = 0.92, 0.24
"""Of every instance, in ems: enough for accents on capitals; the sum is the height of a line."""

_CHECKSUM_MAGIC = 0xB1B0AFBA
_WINDOWS, _UNICODE_BMP, _ENGLISH_US = 3, 1, 0x409


def make_instance(source: Path, weight: int, characters: Iterable[str], family: str, folder: Path) -> Path:
    """Write the instance of `source` at `weight` with `characters` as font `family` into `folder`; return its file."""
    wanted = sorted({ord(character) for character in characters} | {0x20})
    face = hb.Face(hb.Blob.from_file_path(str(source)))
    subset = hb.SubsetInput()
    subset.unicode_set.update(wanted)
    for axis in face.axis_infos:
        value = weight if axis.tag == "wght" else axis.default_value
        subset.pin_axis_location(face, axis.tag, min(max(value, axis.min_value), axis.max_value))
    font = _renamed(bytes(hb.subset(face, subset).blob.data), family)
    name = hashlib.sha256(font).hexdigest()[:16]
    target = folder / f"{family.replace(' ', '')}-{name}.ttf"
    _write(target, font)
    return target


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(target)


def _renamed(font: bytes, family: str) -> bytes:
    """The same font under another family name, as a regular style."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables: dict[bytes, bytes] = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        tables[tag] = font[offset : offset + length]
    tables[b"name"] = _name_table(family)
    tables.pop(b"STAT", None)
    (upem,) = struct.unpack_from(">H", tables[b"head"], 18)
    ascent, descent = round(ASCENT * upem), round(DESCENT * upem)
    tables[b"head"] = _patched(tables[b"head"], 8, ">L", 0)
    tables[b"hhea"] = _patched(tables[b"hhea"], 4, ">hhh", ascent, -descent, 0)
    tables[b"OS/2"] = _patched(tables[b"OS/2"], 68, ">hhhHH", ascent, -descent, 0, ascent, descent)
    return _assembled(font[:4], tables)


def _patched(table: bytes, offset: int, form: str, *values: int) -> bytes:
    patched = bytearray(table)
    struct.pack_into(form, patched, offset, *values)
    return bytes(patched)


def _name_table(family: str) -> bytes:
    postscript = family.replace(" ", "")
    names = {1: family, 2: "Regular", 3: f"vidpipe {family}", 4: family, 6: postscript}
    records, strings = b"", b""
    for name_id, text in names.items():
        encoded = text.encode("utf-16-be")
        place = (name_id, len(encoded), len(strings))
        records += struct.pack(">HHHHHH", _WINDOWS, _UNICODE_BMP, _ENGLISH_US, *place)
        strings += encoded
    return struct.pack(">HHH", 0, len(names), 6 + len(records)) + records + strings


def _assembled(version: bytes, tables: dict[bytes, bytes]) -> bytes:
    power = len(tables).bit_length() - 1
    search = 16 * (1 << power)
    header = version + struct.pack(">HHHH", len(tables), search, power, 16 * len(tables) - search)
    offset = 12 + 16 * len(tables)
    directory, body, head_at = b"", b"", 0
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        directory += struct.pack(">4sLLL", tag, _checksum(padded), offset + len(body), len(table))
        if tag == b"head":
            head_at = offset + len(body)
        body += padded
    font = bytearray(header + directory + body)
    struct.pack_into(">L", font, head_at + 8, (_CHECKSUM_MAGIC - _checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def _checksum(padded: bytes) -> int:
    return sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
