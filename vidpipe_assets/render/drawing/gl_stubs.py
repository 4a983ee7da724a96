"""Stand-ins for the two OpenGL libraries that skia's module names but never calls, where a machine has none.

Slim container images lack libEGL.so.1 and libGL.so.1, and skia-python cannot be loaded without them although drawing
into memory uses neither. A shared object without code, loaded first under the missing name, satisfies the loader: it
looks for each name only once, and asks of each function only that it has an address. The object is written here, byte
by byte, into anonymous memory, so that no binary is kept in the repository and no file is left behind.
Format: System V ABI, ELF-64 object file format.
"""

import contextlib
import ctypes
import importlib.util
import os
import platform
import re
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from vidpipe_assets.model.errors import BlockedError

_WANTED = ("libEGL.so.1", "libGL.so.1")
_FUNCTION = re.compile(rb"\0(e?gl[A-Z][A-Za-z0-9]*)(?=\0)")
_MACHINES = {"x86_64": 62, "aarch64": 183}
"""e_machine of the processors that skia-python has Linux wheels for."""

_FILE_HEADER, _SEGMENT_HEADER, _SYMBOL = 64, 56, 24
_LOAD, _DYNAMIC, _STACK = 1, 2, 0x6474E551
_READ_WRITE = 6
_PAGE = 0x10000
"""The largest page size of the two processors."""
_GLOBAL_FUNCTION, _ABSOLUTE = 0x12, 0xFFF1


def provide_gl() -> None:
    """Make sure that both libraries can be found when skia is loaded next. Does nothing outside Linux.

    Raises `BlockedError` for a processor that no stand-in is known for.
    """
    if sys.platform != "linux":
        return
    missing = [name for name in _WANTED if not _can_be_loaded(name)]
    functions = _functions() if missing else []
    # All stay open until the last is loaded: the loader takes two objects with one path for the same.
    with contextlib.ExitStack() as opened:
        for name in missing:
            _load(stub_library(name, platform.machine(), functions), name, opened)


def stub_library(name: str, machine: str, functions: Sequence[bytes]) -> bytes:
    """An ELF shared object called `name` that says it has `functions` and holds no code."""
    if machine not in _MACHINES:
        raise BlockedError(f"{name} is missing", remedy="install the system's packages for libEGL and libGL")
    strings, offsets = _string_table([name.encode("ascii"), *functions])
    segments = 3
    symbols_at = _FILE_HEADER + segments * _SEGMENT_HEADER
    symbols = _symbols(offsets[1:])
    hashes_at = symbols_at + len(symbols)
    hashes = _hash_table(functions)
    strings_at = hashes_at + len(hashes)
    dynamic_at = (strings_at + len(strings) + 7) & ~7
    dynamic = _dynamic(offsets[0], strings_at, len(strings), symbols_at, hashes_at)
    body = _file_header(_MACHINES[machine], segments)
    body += _segment(_LOAD, 0, dynamic_at + len(dynamic), _PAGE)
    body += _segment(_DYNAMIC, dynamic_at, len(dynamic), 8)
    # Without this one the loader takes the stack to be executable, and may refuse.
    body += _segment(_STACK, 0, 0, 16)
    return (body + symbols + hashes + strings).ljust(dynamic_at, b"\0") + dynamic


def _functions() -> list[bytes]:
    """The names of OpenGL's functions that skia's module mentions."""
    spec = importlib.util.find_spec("skia")
    if spec is None or spec.origin is None:
        raise BlockedError("the package skia-python is missing", remedy="pip install --force-reinstall skia-python")
    return sorted(set(_FUNCTION.findall(Path(spec.origin).read_bytes())))


def _string_table(strings: Sequence[bytes]) -> tuple[bytes, list[int]]:
    table, offsets = b"\0", list[int]()
    for string in strings:
        offsets.append(len(table))
        table += string + b"\0"
    return table, offsets


def _symbols(names: Sequence[int]) -> bytes:
    # The address 1 is nobody's; the loader ignores functions at 0. A symbol table begins with a null symbol.
    return bytes(_SYMBOL) + b"".join(struct.pack("<I2BH2Q", at, _GLOBAL_FUNCTION, 0, _ABSOLUTE, 1, 0) for at in names)


def _hash_table(functions: Sequence[bytes]) -> bytes:
    buckets = [0] * (len(functions) | 1)
    chains = [0] * (len(functions) + 1)
    for number, function in enumerate(functions, start=1):
        bucket = _hash(function) % len(buckets)
        chains[number], buckets[bucket] = buckets[bucket], number
    return struct.pack(f"<2I{len(buckets)}I{len(chains)}I", len(buckets), len(chains), *buckets, *chains)


def _hash(name: bytes) -> int:
    """The hash function that the ABI prescribes."""
    value = 0
    for byte in name:
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high
    return value


def _file_header(machine: int, segments: int) -> bytes:
    magic = b"\x7fELF" + bytes((2, 1, 1)) + bytes(9)  # 64 bits, little-endian, version 1
    shared_object = 3
    sizes = (_FILE_HEADER, _SEGMENT_HEADER, segments, 0, 0, 0)
    return magic + struct.pack("<2HI3QI6H", shared_object, machine, 1, 0, _FILE_HEADER, 0, 0, *sizes)


def _segment(kind: int, at: int, size: int, alignment: int) -> bytes:
    return struct.pack("<2I6Q", kind, _READ_WRITE, at, at, at, size, size, alignment)


def _dynamic(name: int, strings_at: int, strings_size: int, symbols_at: int, hashes_at: int) -> bytes:
    own_name, string_table, string_size, symbol_table, symbol_size, hash_table, end = 14, 5, 10, 6, 11, 4, 0
    entries = (
        (own_name, name),
        (hash_table, hashes_at),
        (string_table, strings_at),
        (symbol_table, symbols_at),
        (string_size, strings_size),
        (symbol_size, _SYMBOL),
        (end, 0),
    )
    return b"".join(struct.pack("<2Q", *entry) for entry in entries)


def _can_be_loaded(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _load(content: bytes, name: str, opened: contextlib.ExitStack) -> None:
    try:
        descriptor = os.memfd_create(name)
        opened.callback(os.close, descriptor)
        os.write(descriptor, content)
        ctypes.CDLL(f"/proc/self/fd/{descriptor}")
    except OSError as error:
        raise BlockedError(
            f"{name} is missing and cannot be stood in for: {error}",
            remedy="install the system's packages for libEGL and libGL",
        ) from error
