"""A whole composition by the real ffmpeg, at full size and short, looked at frame by frame."""

import re
import struct
import wave
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.unit.render.scenery import plan_of, shots_of, spoken_scene
from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.model.theme import Captions, Music
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.captions import shaping
from vidpipe_assets.render.captions.ass import BOTTOM, LEFT, RIGHT, TOP
from vidpipe_assets.render.video.compose import ComposedFiles, Composition, compose
from vidpipe_assets.render.video.picture import ENCODE, TAGS
from vidpipe_assets.render.video.probe import probe
from vidpipe_assets.render.video.timeline import frames_needed, lay_out_scenes, total_frames

TEXTS = ("One.", "Two.", "Three.", "Four.")
RATE = 22_050
LEVELS = (40, 90, 140, 190)
TRANSITIONS, LEADS_BACK = ("wipe", "fade", "none"), "iris"


@pytest.fixture(scope="module")
def composition(tmp_path_factory: pytest.TempPathFactory) -> Composition:
    """Four scenes of less than a second; each clip is a grey of its own."""
    folder = tmp_path_factory.mktemp("it's [a] clip, 100%")
    plan = plan_of(TEXTS)
    spoken = {scene.id: spoken_scene(scene.id, scene.narration, word_s=0.3) for scene in plan.scenes}
    shots = shots_of(plan, TRANSITIONS)
    shots = (*shots[:-1], replace(shots[-1], transition=LEADS_BACK))
    timeline = lay_out_scenes(plan, spoken, shots)
    needed = frames_needed(timeline, shots)
    clips: dict[str, Path] = {}
    for scene, level in zip(plan.scenes, LEVELS, strict=True):
        clips[scene.id] = write_clip(folder / f"{scene.id}.mp4", level, needed[scene.id] + 3)
    return Composition(
        plan=plan,
        shots=shots,
        timeline=timeline,
        clips=clips,
        spoken=spoken,
        voices={name: write_voice(folder / f"{name}.wav", scene.seconds) for name, scene in spoken.items()},
        captions=Captions(),
        music=Music(kind="none"),
        music_file=None,
        voice_volume_db=0,
        seed=1,
        threads=1,
    )


@pytest.fixture(scope="module")
def heard() -> list[float]:
    """What the progress said while `composed` was made."""
    return []


@pytest.fixture(scope="module")
def composed(composition: Composition, heard: list[float], tmp_path_factory: pytest.TempPathFactory) -> ComposedFiles:
    return compose(composition, tmp_path_factory.mktemp("composed"), progress=heard.append)


def write_clip(path: Path, level: int, frames: int) -> Path:
    source = f"color=c=0x{level:02x}{level:02x}{level:02x}:s={WIDTH}x{HEIGHT}:r={FPS}"
    arguments = ["-f", "lavfi", "-i", source, "-vf", f"format=yuv420p,{TAGS}", "-frames:v", str(frames)]
    arguments += ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p", "-color_range", "tv"]
    ffmpeg.run([*arguments, ffmpeg.file_argument(path)], timeout_s=60)
    return path


def write_voice(path: Path, seconds: float) -> Path:
    time = np.arange(round(seconds * RATE)) / RATE
    tone = np.sin(2 * np.pi * 220 * time) * np.clip(np.sin(2 * np.pi * 3 * time + 0.5), 0, 1)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((tone * 9_000).astype("<i2").tobytes())
    return path


def luma(video: Path) -> np.ndarray:
    """Brightness of a patch in the upper half, frame by frame."""
    out = video.with_suffix(".gray")
    graph = "crop=64:64:200:200,scale=1:1:flags=area,format=gray"
    ffmpeg.run(["-i", ffmpeg.file_argument(video), "-vf", graph, "-f", "rawvideo", str(out)], timeout_s=60)
    return np.fromfile(out, np.uint8).astype(int)


def test_the_file_is_what_platforms_ask_for(composed: ComposedFiles) -> None:
    facts = probe(composed.video)
    assert (facts.width, facts.height, facts.fps) == (WIDTH, HEIGHT, FPS)
    assert (facts.codec, facts.profile, facts.pixel_format) == ("h264", "High", "yuv420p")
    assert (facts.colour_space, facts.colour_primaries, facts.colour_transfer) == ("bt709", "bt709", "bt709")
    assert facts.colour_range == "tv"
    assert (facts.audio_codec, facts.audio_rate, facts.audio_channels) == ("aac", 48_000, 2)
    assert facts.faststart


def test_it_has_exactly_the_frames_of_the_timeline(composition: Composition, composed: ComposedFiles) -> None:
    assert probe(composed.video).frames == total_frames(composition.timeline)
    assert composed.seconds == pytest.approx(total_frames(composition.timeline) / FPS)


def test_scenes_stand_on_their_frames_and_only_transitions_mix_them(
    composition: Composition, composed: ComposedFiles
) -> None:
    seen = luma(composed.video)
    expected = [16 + level * 219 / 255 for level in LEVELS]
    for index, scene in enumerate(composition.timeline):
        body = seen[scene.start_frame + 12 : scene.start_frame + scene.frames - (12 if index == 3 else 0)]
        assert np.abs(body - to_full(expected[index])).max() <= 2
    cut = composition.timeline[2].start_frame
    fade = seen[cut - 1 : cut + 12]
    darkest = int(fade.argmin())
    assert fade[darkest] < to_full(expected[1]) - 50  # one sinks into the ground before the other comes out of it
    assert (np.diff(fade[: darkest + 1]) <= 0).all()
    assert (np.diff(fade[darkest:]) >= 0).all()
    hard = composition.timeline[3].start_frame
    assert abs(seen[hard - 1] - to_full(expected[2])) <= 2
    assert abs(seen[hard] - to_full(expected[3])) <= 2
    assert abs(seen[-1] - to_full(expected[0])) <= 2  # the end leads back to the beginning


def to_full(level: float) -> float:
    """What `format=gray` makes of a luma of television range."""
    return (level - 16) * 255 / 219


def test_captions_in_the_video_are_those_of_the_file_beside_it(
    composition: Composition, composed: ComposedFiles, tmp_path: Path
) -> None:
    frame = composition.timeline[2].start_frame + 12
    shaping.write_fonts(TEXTS, "montserrat", tmp_path)
    ass = f"ass={ffmpeg.filter_argument(composed.ass)}:fontsdir={ffmpeg.filter_argument(tmp_path)}"
    clip = f"color=c=0x{LEVELS[2]:02x}{LEVELS[2]:02x}{LEVELS[2]:02x}:s={WIDTH}x{HEIGHT}:r={FPS},format=yuv420p,{TAGS}"
    expected = band(["-f", "lavfi", "-i", clip], f"{ass},", frame, tmp_path / "expected.rgb")
    seen = band(["-i", ffmpeg.file_argument(composed.video)], "", frame, tmp_path / "seen.rgb")
    assert np.ptp(expected) > 100
    assert np.abs(seen - expected).mean() < 2


def band(source: list[str], drawn: str, frame: int, out: Path) -> np.ndarray:
    """The pixels of the captions' band on one frame."""
    graph = f"{drawn}select='eq(n,{frame})',crop={RIGHT - LEFT}:{BOTTOM - TOP}:{LEFT}:{TOP},format=rgb24"
    ffmpeg.run([*source, "-vf", graph, "-frames:v", "1", "-f", "rawvideo", ffmpeg.file_argument(out)], timeout_s=60)
    return np.fromfile(out, np.uint8).astype(int)


def test_the_picture_fades_out_at_the_end(composed: ComposedFiles) -> None:
    seen = luma(composed.video)
    assert (np.diff(seen[-14:]) <= 0).all()
    assert seen[-1] < seen[-20] / 3


def test_every_scene_begins_with_a_keyframe(composition: Composition, composed: ComposedFiles) -> None:
    log = ffmpeg.run(
        ["-skip_frame", "nokey", "-i", ffmpeg.file_argument(composed.video), "-vf", "showinfo", "-f", "null", "-"],
        timeout_s=60,
    )
    keys = {round(float(moment) * FPS) for moment in re.findall(r"pts_time:([\d.]+)", log)}
    assert {scene.start_frame for scene in composition.timeline} <= keys


def test_chapters_and_title_are_in_the_file(composition: Composition, composed: ComposedFiles) -> None:
    out = composed.video.with_suffix(".txt")
    ffmpeg.run(["-i", ffmpeg.file_argument(composed.video), "-f", "ffmetadata", str(out)], timeout_s=30)
    text = out.read_text("utf-8")
    assert f"title={composition.plan.title}\n" in text
    assert [line for line in text.splitlines() if line.startswith("title=Part")] == [
        f"title=Part {number}" for number in (1, 2, 3, 4)
    ]


@pytest.mark.slow
def test_one_thread_gives_the_same_bytes_again(
    composition: Composition, composed: ComposedFiles, tmp_path: Path
) -> None:
    again = compose(composition, tmp_path)
    assert again.video.read_bytes() == composed.video.read_bytes()
    assert again.ass.read_bytes() == composed.ass.read_bytes()


def test_headers_do_not_depend_on_the_content(composed: ComposedFiles, tmp_path: Path) -> None:
    other = tmp_path / "other.mp4"
    source = ["-f", "lavfi", "-i", f"testsrc2=s={WIDTH}x{HEIGHT}:r={FPS}:d=0.2"]
    ffmpeg.run([*source, "-vf", TAGS, *ENCODE, "-threads", "1", ffmpeg.file_argument(other)], timeout_s=60)
    assert avc_headers(other) == avc_headers(composed.video)


def avc_headers(video: Path) -> bytes:
    """The content of the box avcC: sequence and picture parameter sets."""
    data = video.read_bytes()
    at = data.index(b"avcC")
    (size,) = struct.unpack(">L", data[at - 4 : at])
    return data[at + 4 : at - 4 + size]


def test_nothing_but_the_three_files_is_left(composed: ComposedFiles) -> None:
    kept = {path.name for path in composed.video.parent.iterdir() if path.suffix in (".mp4", ".ass", ".srt", ".part")}
    assert kept == {"video.mp4", "captions.ass", "captions.srt"}
    assert not (composed.video.parent / "composing").exists()


def test_progress_rises_to_the_end(composed: ComposedFiles, heard: list[float]) -> None:
    assert composed.video.exists()
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_a_clip_that_is_too_short_is_named_and_leaves_no_video(composition: Composition, tmp_path: Path) -> None:
    short = write_clip(tmp_path / "short.mp4", 50, 10)
    clips: Mapping[str, Path] = {**composition.clips, "s2": short}
    with pytest.raises(BadMedia, match="s2 has 10 frames"):
        compose(replace(composition, clips=clips), tmp_path / "out")
    assert not (tmp_path / "out" / "video.mp4").exists()
