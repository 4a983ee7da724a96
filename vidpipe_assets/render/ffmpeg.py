"""The only way to start ffmpeg: bounded in time, ended with its parent (`io.processes`), errors that say what to do.

What a failed ffmpeg means, its stderr and exit code, becomes one error with what a person can do about it.
"""

import contextlib
import fcntl
import functools
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import IO

from vidpipe_assets.io.processes import DEVNULL, PIPE, ChildProcess
from vidpipe_assets.model.errors import (
    BadInput,
    BadMedia,
    BlockedError,
    DiskFull,
    PermanentError,
    TransientError,
    VidpipeError,
)

TAIL_LINES = 15
_NOISE = re.compile(
    r"\s*((Metadata|Duration|Side data|CPB properties|encoder|handler_name|vendor_id|major_brand|minor_version"
    r"|compatible_brands|Chapters?)\s*:.*|Stream #.*|Stream mapping:|\[(libx26\d|Parsed_showinfo_\d+) @ .*"
    r"|(In|Out)put #.*|(frame|size)=.*|Conversion failed!|)"
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
_STOPPED = "ffmpeg was stopped after"
_CRASHES = {signal.SIGSEGV, signal.SIGABRT, signal.SIGFPE, signal.SIGILL, signal.SIGBUS}
"""Signals that a program sends itself by its own fault: on the same input it will again."""
_FULL = ("No space left on device", "Disk quota exceeded")
_UNWRITABLE = ("Read-only file system", "Permission denied", "Operation not permitted")


def stderr_tail(stderr: str) -> str:
    """The last meaningful lines of ffmpeg's stderr: no stream listings, no encoder statistics."""
    lines = [line.rstrip() for line in stderr.replace("\r", "\n").splitlines() if not _NOISE.fullmatch(line)]
    return "\n".join(lines[-TAIL_LINES:]) or "(it said nothing)"


def timeout_error(arguments: Sequence[str], stderr: str, timeout_s: float) -> TransientError:
    """The error for an ffmpeg that was stopped at its deadline."""
    return TransientError(
        f"{_STOPPED} {timeout_s:g} s without having finished {_output(arguments)}:\n{stderr_tail(stderr)}",
        remedy="try again when the machine is less busy",
    )


def ran_out_of_space(stderr: str) -> bool:
    """True if a write failed for want of room; some muxers end with exit code 0 all the same."""
    return any(sign in stderr for sign in _FULL)


def is_timeout(error: VidpipeError) -> bool:
    """Whether ffmpeg was stopped at its deadline."""
    return isinstance(error, TransientError) and str(error).startswith(_STOPPED)


def exit_error(arguments: Sequence[str], stderr: str, exit_code: int) -> VidpipeError:
    """The error for an ffmpeg that ended by itself with `exit_code`."""
    last = stderr_tail(stderr)
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


def _killed(arguments: Sequence[str], last: str, number: int) -> VidpipeError:
    if number in _CRASHES:
        return PermanentError(f"ffmpeg crashed with signal {number} on {_output(arguments)}:\n{last}")
    return TransientError(
        f"ffmpeg was killed by signal {number} while it made {_output(arguments)}:\n{last}",
        remedy="if it happens again, the machine has too little memory",
    )


def _no_space(arguments: Sequence[str], stderr: str) -> BlockedError:
    folder = _folder(arguments)
    free = shutil.disk_usage(folder).free if folder.is_dir() else 0
    kind = DiskFull if _FULL[0] in stderr else BlockedError
    return kind(
        f"no space left in {folder} ({free / 1e6:.1f} MB free):\n{stderr_tail(stderr)}",
        remedy=f"free some space on the disk of {folder}",
    )


def _output(arguments: Sequence[str]) -> str:
    return arguments[-1].removeprefix("file:") if arguments else "nothing"


def _folder(arguments: Sequence[str]) -> Path:
    return Path(_output(arguments)).absolute().parent


LOCAL_ONLY = ("-protocol_whitelist", "file,pipe")
"""Input options, before each `-i`: a playlist that pretends to be a video opens nothing from the network."""

FOREIGN = (*LOCAL_ONLY, "-format_whitelist", "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,asf,flv,ogg,gif")
"""Input options for files that somebody else made: no playlist, which could open other files beside it."""

_COMMON = ("-hide_banner", "-nostdin", "-nostats", "-y")
_PIPE_BYTES = 1 << 20
_OTHER_FFMPEG = "pip install --force-reinstall imageio-ffmpeg, or let IMAGEIO_FFMPEG_EXE name an ffmpeg"


def find_binary() -> str:
    """The path of ffmpeg: the one in the imageio-ffmpeg wheel, or what IMAGEIO_FFMPEG_EXE names.

    Raises `BlockedError` when there is none.
    """
    try:
        import imageio_ffmpeg

        name = imageio_ffmpeg.get_ffmpeg_exe()
    except ModuleNotFoundError as error:
        raise BlockedError("the package imageio-ffmpeg is not installed", remedy=_OTHER_FFMPEG) from error
    except RuntimeError as error:
        raise BlockedError("there is no ffmpeg", remedy=_OTHER_FFMPEG) from error
    found = shutil.which(name)
    if found is None:
        raise BlockedError(f"there is no ffmpeg at {name}", remedy=_OTHER_FFMPEG)
    return found


@functools.cache
def version_line() -> str:
    """What this ffmpeg calls itself: its version and where it was built."""
    told = subprocess.run([find_binary(), "-version"], capture_output=True, text=True, timeout=60, check=True).stdout
    return told.partition("\n")[0]


def file_argument(path: Path) -> str:
    """`path` as an argument that ffmpeg takes for a file, whatever characters are in it."""
    if "\0" in str(path):
        raise BadInput(f"a file's name may not contain a NUL character: {str(path)!r}", remedy="rename the file")
    return f"file:{path.absolute()}"


def filter_argument(path: Path) -> str:
    """`path` as the value of a filter's option: escaped for the option, then for the filter graph."""
    value = _backslashed(str(path.absolute()), "\\':")
    return _backslashed(value, "\\'[],;")


def run(
    arguments: Sequence[str],
    *,
    timeout_s: float,
    total_s: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> str:
    """Run ffmpeg with `arguments` and return what it wrote to stderr.

    `progress` hears rising fractions of `total_s`, the seconds of output to come, and 1.0 at the end. Raises
    `TransientError` after `timeout_s` or when ffmpeg was killed, `BlockedError` for a full disk or an encoder that is
    missing, `BadMedia` for input that cannot be read, else `PermanentError`, each with the end of stderr.
    """
    command = [find_binary(), *_COMMON, "-progress", "pipe:1", *arguments]
    with _start(command, timeout_s, stdout=PIPE, ends_with_parent=True) as child:
        _listen(child.stdout, total_s, progress)
        stderr = _finish(child, arguments, timeout_s)
    if progress is not None:
        progress(1.0)
    return stderr


@contextlib.contextmanager
def frame_pipe(arguments: Sequence[str], *, timeout_s: float) -> Generator[IO[bytes]]:
    """ffmpeg's stdin, to write raw frames to; leaving the block waits until ffmpeg is done.

    Raises as `run` does, also when ffmpeg dies while frames are written.
    """
    command = [find_binary(), *_COMMON, *arguments]
    with _start(command, timeout_s, stdout=DEVNULL) as child:
        frames = child.stdin
        _enlarge(frames.fileno())
        try:
            yield frames
            frames.close()
        except BrokenPipeError as error:
            # Perhaps another pipe, of whoever draws: ffmpeg would wait for more, and must not be waited for.
            with contextlib.suppress(OSError):
                frames.close()
            _finish(child, arguments, timeout_s)
            raise PermanentError("ffmpeg ended before it had been given all frames") from error
        _finish(child, arguments, timeout_s)


@contextlib.contextmanager
def frame_source(arguments: Sequence[str], *, timeout_s: float) -> Generator[IO[bytes]]:
    """ffmpeg's stdout, to read raw frames from; leaving the block waits until ffmpeg is done. Raises as `run` does."""
    command = [find_binary(), *_COMMON, *arguments, "pipe:1"]
    # With a lifeline: it would see that nobody reads any more only with the next frame, which may be far into a file.
    with _start(command, timeout_s, stdout=PIPE, ends_with_parent=True) as child:
        _enlarge(child.stdout.fileno())
        yield child.stdout
        child.stdout.close()
        _finish(child, arguments, timeout_s)


def has_encoder(name: str) -> bool:
    """True if this ffmpeg can encode to `name`, for example `libx264`."""
    return name in _listed(find_binary(), "-encoders")


def has_decoder(name: str) -> bool:
    """True if this ffmpeg can decode by `name`, for example `libvpx-vp9`."""
    return name in _listed(find_binary(), "-decoders")


def has_filter(name: str) -> bool:
    """True if this ffmpeg has the filter `name`, for example `ass`."""
    return name in _listed(find_binary(), "-filters")


@contextlib.contextmanager
def _start(
    command: Sequence[str], timeout_s: float, *, stdout: int, ends_with_parent: bool = False
) -> Generator[ChildProcess]:
    try:
        child = ChildProcess(command, timeout_s=timeout_s, stdout=stdout, ends_with_parent=ends_with_parent)
    except OSError as error:
        raise BlockedError(f"ffmpeg cannot be started: {error}", remedy="reinstall imageio-ffmpeg") from error
    with child:
        yield child


def _finish(child: ChildProcess, arguments: Sequence[str], timeout_s: float) -> str:
    """Wait for the end and return stderr, or raise what the end means."""
    ended = child.wait()
    if ended.timed_out:
        raise timeout_error(arguments, ended.stderr, timeout_s)
    if ended.code != 0 or ran_out_of_space(ended.stderr):
        raise exit_error(arguments, ended.stderr, ended.code)
    return ended.stderr


def _listen(lines: IO[bytes], total_s: float | None, progress: Callable[[float], None] | None) -> None:
    done = 0.0
    for line in lines:
        name, _, value = line.decode("ascii", "replace").strip().partition("=")
        if progress is None or not total_s or name != "out_time_us" or not value.isdigit():
            continue
        fraction = min(1.0, int(value) / 1e6 / total_s)
        if done < fraction < 1:
            done = fraction
            progress(done)


def _enlarge(descriptor: int) -> None:
    """Make the pipe hold more than 64 KiB, so that a frame of 8 MB takes fewer turns between two processes."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _backslashed(text: str, special: str) -> str:
    return "".join(f"\\{character}" if character in special else character for character in text)


@functools.lru_cache(maxsize=8)
def _listed(executable: str, option: str) -> frozenset[str]:
    """Second column of ffmpeg's listing: ' V....D libx264   …', ' .. ass   V->V …'.

    Raises `BlockedError` for a program that is not ffmpeg, or cannot run here.
    """
    command = [executable, "-hide_banner", "-nostdin", option]
    try:
        output = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=True).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise BlockedError(f"{executable} does not work: {error}", remedy=_OTHER_FFMPEG) from error
    rows = (line.split() for line in output.decode("utf-8", "replace").splitlines())
    return frozenset(columns[1] for columns in rows if len(columns) > 2)
