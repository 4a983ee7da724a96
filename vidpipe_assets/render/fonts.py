"""The bundled fonts: one table of families and fallbacks, their files, and static instances of them for libass.

Fonts are files of installed packages, never fonts of the system. Drawing (`drawing.text`) and captions
(`captions.shaping`) choose from the same table; what a face lacks is drawn in the first of `FALLBACKS` that has it.

libass picks fonts by family name and knows no variable axes; an instance with a name that no installed font has is what
will be drawn, whatever the machine offers. All instances claim the same ascent and descent, so that lines are equally
high and a foreign word does not push its line down. Tables and checksums follow the OpenType specification.
"""

import hashlib
import importlib
import importlib.util
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.model.errors import BlockedError

hb: Any = uharfbuzz  # it has no types

SCRIPTS = (
    "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Hebrew", "Kannada",
    "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Symbols", "Tamil", "Telugu", "Thai",
)  # fmt: skip
"""Families for the scripts, and the symbols, that the others lack; each has a file of its own."""

FAMILIES = {
    "anton": ("fontpkg_anton", "files/Anton-Regular.ttf"),
    "montserrat": ("fontpkg_montserrat", "files/Montserrat[wght].ttf"),
    "inter": ("fontpkg_inter", "files/Inter[opsz,wght].ttf"),
    "noto-sans": ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    "noto-cjk": ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
    "emoji": ("manimgx_fonts", "NotoEmoji[wght].ttf"),
    **{script: ("manimgx_fonts", f"NotoSans{script}[wght].ttf") for script in SCRIPTS},
}
"""The package and the file of each family."""

FALLBACKS = ("noto-sans", "emoji", "noto-cjk", *SCRIPTS)
"""Families for what a face lacks, in the order in which they are tried."""


@dataclass(frozen=True)
class FontFace:
    """A family of `FAMILIES` at a weight (100 to 900; a family with one weight ignores it)."""

    family: str
    weight: int = 400

    @property
    def path(self) -> Path:
        """The font file. Raises `BlockedError` when its package is not installed."""
        return font_file(self.family)

    @property
    def instance_name(self) -> str:
        """The family name that its static instance has for libass; no other font has it."""
        stem = Path(FAMILIES[self.family][1]).stem.partition("[")[0]
        return f"vidpipe {stem} {self.weight}"


THEME_FACES = {
    "anton": FontFace("anton"),
    "montserrat": FontFace("montserrat", 800),
    "inter": FontFace("inter", 800),
}
"""The face of each font that a theme may name, for headings and for captions."""


def font_file(family: str) -> Path:
    """The font file of `family`. Raises `BlockedError` when its package is not installed."""
    return package_file(*FAMILIES[family])


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


ASCENT, DESCENT = 0.92, 0.24
"""Of every instance, in ems: enough for accents on capitals; the sum is the height of a line."""

_CHECKSUM_MAGIC = 0xB1B0AFBA
_WINDOWS, _UNICODE_BMP, _ENGLISH_US = 3, 1, 0x409


def write_instance(face: FontFace, characters: Iterable[str], folder: Path) -> Path:
    """Write `face` with the glyphs of `characters` as a static font into `folder`; return its file.

    The font is called `face.instance_name`. The same characters give the same bytes, and the same file name.
    """
    codepoints = sorted({ord(character) for character in characters} | {0x20})
    source = hb.Face(hb.Blob.from_file_path(str(face.path)))
    subset = hb.SubsetInput()
    subset.unicode_set.update(codepoints)
    for axis in source.axis_infos:
        value = face.weight if axis.tag == "wght" else axis.default_value
        subset.pin_axis_location(source, axis.tag, min(max(value, axis.min_value), axis.max_value))
    font = _rename(bytes(hb.subset(source, subset).blob.data), face.instance_name)
    name = hashlib.sha256(font).hexdigest()[:16]
    target = folder / f"{face.instance_name.replace(' ', '')}-{name}.ttf"
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(target, font)
    return target


def _rename(font: bytes, family: str) -> bytes:
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
    tables[b"head"] = _patch(tables[b"head"], 8, ">L", 0)
    tables[b"hhea"] = _patch(tables[b"hhea"], 4, ">hhh", ascent, -descent, 0)
    tables[b"OS/2"] = _patch(tables[b"OS/2"], 68, ">hhhHH", ascent, -descent, 0, ascent, descent)
    return _assemble(font[:4], tables)


def _patch(table: bytes, offset: int, form: str, *values: int) -> bytes:
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


def _assemble(version: bytes, tables: dict[bytes, bytes]) -> bytes:
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
