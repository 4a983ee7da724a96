"""What a failed ffmpeg means: its stderr and exit code become one error with what a person can do about it."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from vidpipe_assets.model.errors import BadMedia, BlockedError, DiskFull, PermanentError, TransientError, VidpipeError

TAIL_LINES = 15
_NOISE = re.compile(
    r"\s*((Metadata|Duration|Side data|CPB properties|encoder|handler_name|vendor_id|major_brand|minor_version"
    r"|compatible_brands|Chapters?)\s*:.*|Stream #.*|Stream mapping:|\[libx26\d @ .*|(In|Out)put #.*"
    r"|(frame|size)=.*|Conversion failed!|)"
)
_MISSING = re.compile(r"Unknown (?:en|de)coder '?([\w-]+)|No such filter: '?([\w-]+)")
_DAMAGED = (
    "Invalid data found when processing input",
    "moov atom not found",
    "does not contain any stream",
    "matches no streams",
    "not on whitelist",
    "Unsafe file name",
)
_FULL = ("No space left on device", "Disk quota exceeded")
_UNWRITABLE = ("Read-only file system", "Permission denied", "Operation not permitted")


def tail(stderr: str) -> str:
    """The last meaningful lines of ffmpeg's stderr: no stream listings, no encoder statistics."""
    lines = [line.rstrip() for line in stderr.replace("\r", "\n").splitlines() if not _NOISE.fullmatch(line)]
    return "\n".join(lines[-TAIL_LINES:]) or "(it said nothing)"


def too_slow(arguments: Sequence[str], stderr: str, timeout_s: float) -> TransientError:
    """The error for an ffmpeg that was stopped at its deadline."""
    return TransientError(
        f"ffmpeg was stopped after {timeout_s:g} s without having finished {_output(arguments)}:\n{tail(stderr)}",
        remedy="try again when the machine is less busy",
    )


def ran_out_of_space(stderr: str) -> bool:
    """True if a write failed for want of room; some muxers end with exit code 0 all the same."""
    return any(sign in stderr for sign in _FULL)


def failure(arguments: Sequence[str], stderr: str, exit_code: int) -> VidpipeError:
    """The error for an ffmpeg that ended by itself with `exit_code`."""
    last = tail(stderr)
    if ran_out_of_space(stderr):
        return _no_space(arguments, stderr)
    missing = _MISSING.search(stderr)
    if missing:
        return BlockedError(
            f"this ffmpeg has no '{missing[1] or missing[2]}':\n{last}",
            remedy="unset IMAGEIO_FFMPEG_EXE to use the ffmpeg that vidpipe brings, or name a complete build there",
        )
    if any(sign in last for sign in _DAMAGED):
        return BadMedia(f"ffmpeg could not read what it was given:\n{last}", remedy="replace the damaged file")
    if any(sign in last for sign in _UNWRITABLE):
        folder = _folder(arguments)
        return BlockedError(f"ffmpeg may not read or write in {folder}:\n{last}", remedy=f"make {folder} writable")
    if exit_code < 0 or (exit_code > 128 + 1 and exit_code < 128 + 32):
        return _killed(arguments, last, -exit_code if exit_code < 0 else exit_code - 128)
    return PermanentError(f"ffmpeg failed with exit code {exit_code} on {_output(arguments)}:\n{last}")


def _killed(arguments: Sequence[str], last: str, number: int) -> TransientError:
    return TransientError(
        f"ffmpeg was killed by signal {number} while it made {_output(arguments)}:\n{last}",
        remedy="if it happens again, the machine has too little memory",
    )


def _no_space(arguments: Sequence[str], stderr: str) -> BlockedError:
    folder = _folder(arguments)
    free = shutil.disk_usage(folder).free if folder.is_dir() else 0
    kind = DiskFull if _FULL[0] in stderr else BlockedError
    return kind(
        f"no space left in {folder} ({free / 1e6:.1f} MB free):\n{tail(stderr)}",
        remedy=f"free some space on the disk of {folder}",
    )


def _output(arguments: Sequence[str]) -> str:
    return arguments[-1].removeprefix("file:") if arguments else "nothing"


def _folder(arguments: Sequence[str]) -> Path:
    return Path(_output(arguments)).absolute().parent
