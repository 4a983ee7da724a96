"""What a failed ffmpeg means."""

from pathlib import Path

import pytest

from vidpipe_assets.model.errors import BadMedia, BlockedError, DiskFull, PermanentError, TransientError
from vidpipe_assets.render.ffmpeg import TAIL_LINES, exit_error, is_timeout, stderr_tail, timeout_error

NOISY = """Input #0, lavfi, from 'testsrc2':
  Duration: N/A, start: 0.000000, bitrate: N/A
  Stream #0:0: Video: wrapped_avframe, yuv420p
Stream mapping:
[libx264 @ 0x55] using SAR=1/1
frame=    8 fps=2.5 q=-1.0 Lsize=       0KiB\rframe=    9 fps=2.5
[out#0/mp4 @ 0x55] Error writing trailer: something
Conversion failed!
"""


def test_the_tail_has_only_what_tells_something():
    assert stderr_tail(NOISY) == "[out#0/mp4 @ 0x55] Error writing trailer: something"
    assert stderr_tail("\n".join(f"line {n}" for n in range(100))).splitlines()[0] == f"line {100 - TAIL_LINES}"
    assert stderr_tail("") == "(it said nothing)"


@pytest.mark.parametrize(
    ("said", "code", "kind", "told"),
    [
        ("av_interleaved_write_frame(): No space left on device", 228, DiskFull, "no space left in /tmp"),
        ("Error: No space left on device", 0, DiskFull, "no space left in /tmp"),
        ("Error: Disk quota exceeded", 228, BlockedError, "no space left in /tmp"),
        ("[AVFilterGraph @ 0x1] No such filter: 'ass'", 8, BlockedError, "has no 'ass'"),
        ("[vost#0:0 @ 0x1] Unknown encoder 'libx264'", 8, BlockedError, "has no 'libx264'"),
        ("out.mp4: Permission denied", 243, BlockedError, "may not read or write in /tmp"),
        ("out.mp4: Read-only file system", 226, BlockedError, "may not read or write in /tmp"),
        ("[mov @ 0x1] moov atom not found", 183, BadMedia, "moov atom not found"),
        ("Stream map '0:v:0' matches no streams.", 234, BadMedia, "matches no streams"),
        ("half a frame", 137, TransientError, "signal 9"),
        ("half a frame", -9, TransientError, "signal 9"),
        ("Option not found", 8, PermanentError, "exit code 8"),
        ("its own fault", -11, PermanentError, "crashed with signal 11"),
        ("its own fault", 134, PermanentError, "crashed with signal 6"),
    ],
)
def test_fault_21_the_reason_decides_whether_trying_again_helps(said: str, code: int, kind: type, told: str):
    error = exit_error(("-i", "in.mp4", "file:/tmp/out.mp4"), said, code)
    assert type(error) is kind
    assert told in str(error)
    assert said in str(error)


def test_every_failure_that_a_person_can_mend_says_how():
    for said in ("No space left on device", "Unknown encoder 'x'", "Permission denied", "moov atom not found"):
        assert exit_error(("out.mp4",), said, 1).remedy


def test_a_time_out_may_be_tried_again():
    error = timeout_error(("file:/tmp/out.mp4",), "last words", 30)
    assert is_timeout(error)
    assert not is_timeout(exit_error(("file:/tmp/out.mp4",), "half a frame", -9))
    assert isinstance(error, TransientError)
    assert "30 s" in str(error)
    assert "last words" in str(error)


def test_an_output_that_is_no_file_is_told_as_it_is():
    assert str(Path.cwd()) in str(exit_error(("-f", "null", "-"), "No space left on device", 1))
