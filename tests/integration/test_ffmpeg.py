"""The real ffmpeg, started the only way it may be: faults 21, 22, 25 and the ffmpeg part of 27."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vidpipe_assets.io.processes import kill_children
from vidpipe_assets.model.errors import BadInput, BadMedia, BlockedError, PermanentError, TransientError
from vidpipe_assets.render import ffmpeg

TINY = ("-f", "lavfi", "-i", "testsrc2=s=64x64:r=30:d=1")
ENDLESS = ("-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=30")
AWKWARD = ["-i.mp4", "a:b.mp4", "it's 100% [a],b;c.mp4", "back\\slash.mp4", "%d $(id) ${HOME}.mp4", "ü 😀 .mp4"]


def children_of_group(group: int) -> list[str]:
    """Command lines of the living processes of a process group."""
    found = subprocess.run(["ps", "-o", "pgid=,stat=,args=", "-A"], capture_output=True, text=True, check=True)
    rows = [row.split(None, 2) for row in found.stdout.splitlines()]
    return [row[2] for row in rows if int(row[0]) == group and not row[1].startswith("Z")]


def wait_until(condition, seconds: float = 120) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_it_runs_and_reports_rising_progress(tmp_path: Path):
    heard: list[float] = []
    arguments = ("-stats_period", "0.01", "-re", *TINY, ffmpeg.file_argument(tmp_path / "out.mp4"))
    said = ffmpeg.run(arguments, timeout_s=120, total_s=1, progress=heard.append)
    assert "Output #0, mp4" in said
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert len(heard) > 1


def test_fault_21_a_failure_carries_the_end_of_stderr(tmp_path: Path):
    with pytest.raises(PermanentError, match="Invalid size 'oops'"):
        ffmpeg.run((*TINY, "-vf", "scale=oops", ffmpeg.file_argument(tmp_path / "out.mp4")), timeout_s=120)


@pytest.mark.parametrize("missing", [("-c:v", "no_such"), ("-vf", "no_such")])
def test_fault_21_a_missing_encoder_or_filter_is_blocked_with_a_remedy(tmp_path: Path, missing: tuple[str, str]):
    with pytest.raises(BlockedError, match="no_such") as caught:
        ffmpeg.run((*TINY, *missing, str(tmp_path / "out.mp4")), timeout_s=120)
    assert "IMAGEIO_FFMPEG_EXE" in caught.value.remedy


def test_fault_21_a_hanging_ffmpeg_is_killed_at_its_deadline(monkeypatch: pytest.MonkeyPatch):
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def recording(*args, **kwargs):
        started.append(real(*args, **kwargs))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", recording)
    with pytest.raises(TransientError, match=r"stopped after 0\.5 s"):
        ffmpeg.run((*ENDLESS, "-f", "null", "-"), timeout_s=0.5)
    assert wait_until(lambda: not children_of_group(started[0].pid))


def test_fault_21_an_exception_in_the_caller_kills_ffmpeg(monkeypatch: pytest.MonkeyPatch):
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def recording(*args, **kwargs):
        started.append(real(*args, **kwargs))
        return started[-1]

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", recording)
    with pytest.raises(KeyboardInterrupt):
        ffmpeg.run(
            ("-stats_period", "0.1", *ENDLESS, "-f", "null", "-"), timeout_s=240, total_s=100, progress=interrupted
        )
    assert wait_until(lambda: not children_of_group(started[0].pid))


def test_fault_31_what_worker_threads_run_can_be_ended_by_the_caller():
    both_run = threading.Barrier(3, timeout=120)

    def endless() -> None:
        heard: list[float] = []

        def hear(share: float) -> None:
            heard.append(share)
            if len(heard) == 1:
                both_run.wait()

        arguments = ("-stats_period", "0.1", *ENDLESS, "-f", "null", "-")
        ffmpeg.run(arguments, timeout_s=240, total_s=1000, progress=hear)

    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(endless) for _ in range(2)]
        both_run.wait()
        kill_children()
        for one in running:
            with pytest.raises(TransientError, match="signal 9"):
                one.result(timeout=120)


def test_fault_21_a_killed_ffmpeg_is_worth_another_try():
    arguments = ("-f", "rawvideo", "-s", "64x64", "-pix_fmt", "rgb24", "-i", "pipe:0", "-f", "null", "-")

    def body() -> None:
        with ffmpeg.frame_pipe(arguments, timeout_s=240) as frames:
            own = str(os.getpid())
            row = subprocess.run(["ps", "-o", "pid=", "--ppid", own], capture_output=True, text=True, check=True)
            for pid in row.stdout.split():
                if "ffmpeg" in _command(pid):
                    os.kill(int(pid), signal.SIGKILL)
            for _ in range(1000):
                frames.write(bytes(64 * 64 * 3))

    with pytest.raises(TransientError, match="signal 9"):
        body()


def _command(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except FileNotFoundError:
        return ""


PARENT = """
import signal, sys
signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a script's background job ignores it, and so would whoever it starts
from vidpipe_assets.render import ffmpeg
endless = ["-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=30"]
ffmpeg.run([*endless, "-metadata", "title=" + sys.argv[1], "-f", "null", "-"], timeout_s=240)
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_fault_21_ffmpeg_dies_with_its_parent(sign: signal.Signals, tmp_path: Path):
    mark = f"{tmp_path}{sign}"
    with subprocess.Popen([sys.executable, "-c", PARENT, mark], start_new_session=True) as parent:
        assert wait_until(lambda: len(_running(mark)) >= 3)  # the parent, the shell and its watcher, ffmpeg
        parent.send_signal(sign)
    assert wait_until(lambda: not _running(mark))


def _running(mark: str) -> list[str]:
    rows = subprocess.run(["ps", "-ww", "-o", "stat=,args=", "-A"], capture_output=True, text=True, check=True)
    return [row for row in rows.stdout.splitlines() if mark in row and not row.startswith("Z")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_fault_22_a_full_disk_names_the_folder_and_what_is_left():
    with pytest.raises(BlockedError, match=r"no space left in /dev \(.* MB free\)"):
        ffmpeg.run((*TINY, "-c:v", "rawvideo", "-f", "avi", "file:/dev/full"), timeout_s=120)


def test_fault_25_any_file_name_is_a_file_name(tmp_path: Path):
    for name in AWKWARD:
        path = tmp_path / name
        ffmpeg.run((*TINY, "-frames:v", "1", ffmpeg.file_argument(path)), timeout_s=120)
        ffmpeg.run((*ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(path), "-f", "null", "-"), timeout_s=120)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(AWKWARD)


@pytest.mark.parametrize("name", AWKWARD)
def test_fault_25_any_file_name_survives_a_filter_graph(tmp_path: Path, name: str):
    path = tmp_path / name
    ffmpeg.run((*TINY, "-frames:v", "1", ffmpeg.file_argument(path)), timeout_s=120)
    graph = f"movie=filename={ffmpeg.filter_argument(path)},scale=32:32"
    ffmpeg.run(("-f", "lavfi", "-i", graph, "-f", "null", "-"), timeout_s=120)


def test_fault_25_a_nul_in_a_file_name_is_refused():
    with pytest.raises(BadInput, match="NUL"):
        ffmpeg.file_argument(Path("a\0b.mp4"))


@pytest.mark.parametrize(
    "text",
    [
        "ffconcat version 1.0\nfile '{}'\n",
        "ffconcat version 1.0\nfile secret.mp4\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n",
    ],
)
def test_fault_27_a_playlist_called_mp4_opens_no_other_file(tmp_path: Path, text: str):
    other = tmp_path / "secret.mp4"
    ffmpeg.run((*TINY, "-frames:v", "1", ffmpeg.file_argument(other)), timeout_s=120)
    playlist = tmp_path / "playlist.mp4"
    playlist.write_text(text.format(other))
    with pytest.raises(BadMedia):
        ffmpeg.run((*ffmpeg.FOREIGN, "-i", ffmpeg.file_argument(playlist), "-f", "null", "-"), timeout_s=120)


def test_frames_written_to_the_pipe_become_a_video(tmp_path: Path):
    out = tmp_path / "out.mp4"
    arguments = ("-f", "rawvideo", "-s", "64x64", "-pix_fmt", "rgb24", "-r", "30", "-i", "pipe:0")
    with ffmpeg.frame_pipe((*arguments, ffmpeg.file_argument(out)), timeout_s=120) as frames:
        for shade in range(30):
            frames.write(bytes([shade * 8]) * (64 * 64 * 3))
    said = ffmpeg.run(("-i", ffmpeg.file_argument(out), "-f", "null", "-"), timeout_s=120)
    assert "Duration: 00:00:01.00" in said


def test_a_pipe_to_a_dead_ffmpeg_raises_what_ffmpeg_said(tmp_path: Path):
    arguments = ("-f", "rawvideo", "-s", "64x64", "-pix_fmt", "rgb24", "-i", "pipe:0", "-c:v", "no_such")

    def body() -> None:
        with ffmpeg.frame_pipe((*arguments, str(tmp_path / "out.mp4")), timeout_s=120) as frames:
            for _ in range(1000):
                frames.write(bytes(64 * 64 * 3))

    with pytest.raises(BlockedError, match="no_such"):
        body()


def test_a_stuck_ffmpeg_does_not_block_its_writer_beyond_the_deadline():
    arguments = ("-re", "-f", "rawvideo", "-s", "64x64", "-pix_fmt", "rgb24", "-r", "1", "-i", "pipe:0")

    def body() -> None:
        with ffmpeg.frame_pipe((*arguments, "-f", "null", "-"), timeout_s=0.5) as frames:
            for _ in range(100_000):
                frames.write(bytes(64 * 64 * 3))

    with pytest.raises(TransientError, match="stopped after"):
        body()


def test_it_knows_its_encoders_and_filters():
    assert ffmpeg.has_encoder("libx264")
    assert ffmpeg.has_filter("ass")
    assert not ffmpeg.has_encoder("no_such")
    assert not ffmpeg.has_filter("no_such")


def test_an_ffmpeg_that_is_not_there_is_blocked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "/nowhere/ffmpeg")
    with pytest.raises(BlockedError, match="/nowhere/ffmpeg"):
        ffmpeg.find_binary()


def test_a_program_that_is_no_ffmpeg_is_blocked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    other = tmp_path / "ffmpeg"
    other.write_text("#!/bin/sh\nexit 3\n")
    other.chmod(0o755)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(other))
    with pytest.raises(BlockedError, match=r"ffmpeg does not work: .* exit status 3") as caught:
        ffmpeg.has_encoder("libx264")
    assert "imageio-ffmpeg" in caught.value.remedy


def test_an_ffmpeg_package_that_is_not_installed_is_blocked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(BlockedError, match="imageio-ffmpeg is not installed"):
        ffmpeg.find_binary()


def test_damaged_input_is_bad_media(tmp_path: Path):
    bad = tmp_path / "bad.mp4"
    bad.write_text("<html></html>")
    with pytest.raises(BadMedia):
        ffmpeg.run(("-i", ffmpeg.file_argument(bad), "-f", "null", "-"), timeout_s=120)
