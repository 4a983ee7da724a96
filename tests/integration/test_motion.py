"""Clips, drawn and encoded for real: format, determinism, life, and nothing left behind; faults 21, 22 and 31."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests.unit.render.scene_samples import pictures, shot
from vidpipe_assets.model.errors import BadInput, PermanentError, TransientError
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.clips import clip_arguments, draw_clip, draw_clips, draw_still

WORDS = pictures("words")


def brief(name: str, seconds: float, scene: str = "s1", **changes: object) -> Shot:
    """A shot of a few frames."""
    made = shot(WORDS[name], seconds=2.0, **changes)
    return Shot(**{**vars(made), "seconds": seconds, "scene": made.scene.model_copy(update={"id": scene})})


def test_a_clip_is_what_composition_expects(tmp_path: Path):
    out = tmp_path / "clip with ' and %.mp4"
    assert draw_clip(brief("rank", 0.5), out) == 15
    said = ffmpeg.run(("-i", ffmpeg.file_argument(out), "-f", "null", "-"), timeout_s=120)
    stream = next(line for line in said.splitlines() if "Video: h264" in line)
    assert re.search(r"yuv420p\(tv, bt709", stream)
    assert "1080x1920" in stream
    assert "30 fps" in stream
    assert "Audio" not in said
    assert [file.name for file in tmp_path.iterdir()] == [out.name]


def test_the_same_shot_gives_the_same_bytes(tmp_path: Path):
    for name in ("one", "two"):
        draw_clip(brief("where", 0.4, background="leak", seed=5), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_clips_are_drawn_side_by_side_like_one_alone(tmp_path: Path):
    shots = [brief("end", 0.2, "s1"), brief("hook", 0.4, "s2"), brief("quote", 0.3, "s3")]
    heard: dict[str, list[float]] = {}
    clips = draw_clips(shots, tmp_path / "clips", progress=lambda scene, done: heard.setdefault(scene, []).append(done))
    assert set(clips) == set(heard) == {"s1", "s2", "s3"}
    assert all(done == sorted(done) and done[-1] == 1 for done in heard.values())
    assert sorted(file.name for file in (tmp_path / "clips").iterdir()) == ["s1.mp4", "s2.mp4", "s3.mp4"]
    draw_clip(shots[0], tmp_path / "alone.mp4")
    assert clips["s1"].read_bytes() == (tmp_path / "alone.mp4").read_bytes()


def test_an_error_of_a_worker_arrives_as_it_was_and_leaves_nothing(tmp_path: Path):
    shots = [brief("end", 0.2, "s1", logo=tmp_path / "no-logo.png"), brief("icon", 20.0, "s2")]
    with pytest.raises(BadInput, match=r"no-logo\.png") as caught:
        draw_clips(shots, tmp_path / "clips")
    assert "logo" in caught.value.remedy
    assert list((tmp_path / "clips").iterdir()) == []


def test_a_scene_whose_template_fails_is_drawn_plainly_and_says_so(tmp_path: Path):
    """The background stands for anything that fails while a scene is drawn: no such family."""
    shots = [brief("bars", 0.2, "s1", background="no-such-one"), brief("end", 0.2, "s2")]
    notes: dict[str, str] = {}
    clips = draw_clips(shots, tmp_path / "clips", notice=notes.__setitem__)
    assert sorted(file.name for file in (tmp_path / "clips").iterdir()) == ["s1.mp4", "s2.mp4"]
    assert re.fullmatch(r"drawn as plain text: the template bars failed, KeyError: .*backgrounds.py:\d+.*", notes["s1"])
    assert set(notes) == {"s1"}
    draw_clip(shots[0], tmp_path / "plain.mp4", plain=True)
    assert clips["s1"].read_bytes() == (tmp_path / "plain.mp4").read_bytes()


def test_what_cannot_be_drawn_plainly_either_is_one_permanent_error_that_names_the_scene(tmp_path: Path):
    with pytest.raises(PermanentError) as caught:
        draw_clips([brief("bars", 0.2, "s3", heading_font="no-such-one")], tmp_path / "clips")
    error = caught.value
    assert re.match(r"scene s3 \(template bars\) could not be drawn.*KeyError: 'no-such-one'", str(error))
    assert "Traceback" not in str(error)
    assert "\n" not in str(error)
    assert error.facts["traceback"].startswith("Traceback")
    assert "report" in error.remedy
    assert list((tmp_path / "clips").iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_killed_worker_is_a_transient_error_that_names_the_scene(tmp_path: Path):
    def kill(_scene: str, _done: float) -> None:
        for worker in workers_of(os.getpid()):
            os.kill(worker, signal.SIGKILL)

    with pytest.raises(TransientError, match=r"was ended by signal 9 while it drew scene s1: ") as caught:
        draw_clips([brief("icon", 30.0, "s1")], tmp_path / "clips", progress=kill)
    assert caught.value.facts["exit code"] == "-9"


def workers_of(parent: int) -> list[int]:
    """The processes that draw clips for `parent`."""
    found: list[int] = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            mine = (process / "stat").read_text().rpartition(")")[2].split()[1] == str(parent)
            if mine and b"clip_worker" in (process / "cmdline").read_bytes():
                found.append(int(process.name))
    return found


PARENT = """
    import signal
    import sys
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a script's background job ignores it, as would whoever it starts
    from pathlib import Path
    from tests.integration.test_motion import brief
    from vidpipe_assets.render.clips import draw_clips
    draw_clips([brief("icon", 60.0, "s1"), brief("steps", 60.0, "s2")], Path(sys.argv[1]),
               progress=lambda scene, done: print(scene, flush=True))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_fault_31_workers_die_with_their_parent_and_leave_nothing(tmp_path: Path, how: signal.Signals):
    folder = tmp_path / "clips"
    code = textwrap.dedent(PARENT)
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as parent:
        assert parent.stdout is not None
        assert {parent.stdout.readline().strip(), parent.stdout.readline().strip()} == {"s1", "s2"}
        wait_until(lambda: len(list(folder.glob(".*.part"))) == 2)
        assert working_in(folder)
        os.kill(parent.pid, how)
    wait_until(lambda: not working_in(folder) and not list(folder.iterdir()))
    assert working_in(folder) == []
    assert list(folder.iterdir()) == []


BETWEEN = """
    import os
    import sys
    from pathlib import Path
    from tests.integration.test_motion import brief
    from vidpipe_assets.render.clips import draw_clips
    die_at, told = int(sys.argv[2]), []

    def hear(scene, done):
        told.append(done)
        if sum(one >= 1 for one in told) == die_at:
            os.kill(os.getpid(), 9)  # between two jobs: the worker was told of the end of one, and of the next, or not

    draw_clips([brief("icon", 0.2, f"s{n}") for n in range(12)], Path(sys.argv[1]), workers=2, progress=hear)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("die_at", range(1, 11))
def test_fault_30_workers_end_with_a_parent_that_is_killed_between_two_jobs(tmp_path: Path, die_at: int):
    folder = tmp_path / "clips"
    command = [sys.executable, "-c", textwrap.dedent(BETWEEN), str(folder), str(die_at)]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], check=False)
    assert ended.returncode == -signal.SIGKILL
    wait_until(lambda: not working_in(folder) and not list(folder.glob(".*.part")))


def test_an_encoder_is_not_waited_for_when_another_pipe_breaks(tmp_path: Path):
    """As when the parent of whoever draws is gone: ffmpeg, which has been given too little, would wait for ever."""
    arguments = clip_arguments(tmp_path / "clip.mp4")
    with pytest.raises(PermanentError), ffmpeg.frame_pipe(arguments, timeout_s=600):
        raise BrokenPipeError("somebody else's")


def working_in(folder: Path) -> list[str]:
    """Living processes that have a file of `folder` open or name it."""
    found: list[str] = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            named = str(folder).encode() in (process / "cmdline").read_bytes()
            opened = any(str(folder) in str(file.readlink()) for file in (process / "fd").iterdir())
        except OSError:
            continue
        if named or opened:
            found.append(process.name)
    return found


def wait_until(condition, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not condition():
        time.sleep(0.05)


@pytest.mark.parametrize("background", ["mesh", "leak", "paper", "grid", "duo", "ocean/wide", "room/close"])
def test_no_background_ever_stands_still(background: str, tmp_path: Path):
    """Two frames 2.5 s apart, long after everything has settled, differ by more than freezedetect's 0.001."""
    made = shot(WORDS["quote"], seconds=2.0, background=background)
    for name, at in (("a.png", 9.0), ("b.png", 11.5)):
        draw_still(made, at, tmp_path / name)
    for name in ("a", "b"):
        still = ffmpeg.file_argument(tmp_path / f"{name}.png")
        ffmpeg.run(("-i", still, "-pix_fmt", "yuv420p", "-f", "rawvideo", str(tmp_path / name)), timeout_s=120)
    first, second = ((tmp_path / name).read_bytes() for name in ("a", "b"))
    import numpy as np

    apart = np.abs(np.frombuffer(first, np.uint8).astype(int) - np.frombuffer(second, np.uint8)).mean() / 255
    assert apart > 0.002


def hidden(command: str) -> list[str]:
    """`command` where the two OpenGL libraries are empty files, in a mount namespace of its own."""
    hide = (
        'for name in libGL.so.1 libEGL.so.1; do path=$(ldconfig -p | sed -n "s/.*$name .* => //p" | head -1);'
        ' [ -z "$path" ] || mount --bind /dev/null "$(readlink -f "$path")" || exit 77; done;'
    )
    return ["unshare", "--map-root-user", "--mount", "/bin/sh", "-c", hide + command]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring OpenGL")
def test_skia_draws_where_there_is_no_opengl():
    allowed = subprocess.run(hidden("true"), capture_output=True, check=False)
    if allowed.returncode != 0:
        pytest.skip("this machine allows no mount namespaces")
    code = (
        "from vidpipe_assets.render.drawing.canvas import Canvas, fill\\n"
        "canvas = Canvas(8, 8); canvas.circle(4, 4, 4, fill('#FFFFFF')); print(canvas.pixels.max())"
    )
    plain = subprocess.run(hidden(f"{sys.executable} -c 'import skia'"), capture_output=True, text=True, check=False)
    assert "ImportError" in plain.stderr
    script = f'printf "{code}" | {sys.executable} -'
    drawn = subprocess.run(hidden(script), capture_output=True, text=True, check=False)
    assert drawn.stdout.strip() == "255", drawn.stderr
