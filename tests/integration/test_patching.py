"""What has not changed in a video is copied: frame for frame the same, and the whole as good as made in one pass."""

import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.integration.test_compose import composition, write_clip
from vidpipe_assets.model.theme import Captions, Music
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.video.compose import ComposedFiles, Composition, compose
from vidpipe_assets.render.video.inspection import inspect_video
from vidpipe_assets.render.video.probe import probe
from vidpipe_assets.render.video.segments import PreviousVideo, SegmentRun, plan_runs
from vidpipe_assets.render.video.stills import write_thumbnail
from vidpipe_assets.render.video.timeline import total_frames

pytestmark = pytest.mark.slow

__all__ = ["composition"]


@pytest.fixture(scope="module")
def first(composition: Composition, tmp_path_factory: pytest.TempPathFactory) -> ComposedFiles:
    return compose(composition, tmp_path_factory.mktemp("first"))


def again(
    composition: Composition, first: ComposedFiles, folder: Path, **changes: object
) -> tuple[Composition, ComposedFiles]:
    before = PreviousVideo(first.video, composition.timeline, first.segments, first.sound)
    changed = replace(composition, before=before, **changes)  # type: ignore[arg-type]
    return changed, compose(changed, folder)


def frames_of(video: Path) -> list[str]:
    """A hash of each decoded frame."""
    command = [ffmpeg.find_binary(), "-v", "error", "-i", str(video), "-map", "0:v", "-f", "framemd5", "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [line.rpartition(",")[2].strip() for line in told.splitlines() if not line.startswith("#")]


def sound_of(video: Path) -> str:
    command = [ffmpeg.find_binary(), "-v", "error", "-i", str(video), "-map", "0:a", "-c", "copy", "-f", "md5", "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def in_scene(composition: Composition, scene: str) -> range:
    [found] = [one for one in composition.timeline if one.scene == scene]
    return range(found.start_frame, found.start_frame + found.frames)


def sound_and_whole(composition: Composition, made: ComposedFiles, folder: Path) -> None:
    """Nothing of a joined video shows that it was joined."""
    write_thumbnail(made.video, 0.1, folder / "thumbnail.jpg")
    seen = inspect_video(made.video, folder / "thumbnail.jpg")
    assert seen.decode_errors == ()
    assert seen.frames == total_frames(composition.timeline)
    assert (seen.fps, seen.codec, seen.pixel_format, seen.colour_space) == (30, "h264", "yuv420p", "bt709")
    assert seen.faststart
    assert not probe(made.video).variable_rate
    command = [
        ffmpeg.find_binary(),
        "-v",
        "error",
        "-i",
        str(made.video),
        "-map",
        "0:v",
        "-c",
        "copy",
        "-f",
        "framecrc",
        "-",
    ]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [[int(cell) for cell in line.split(",")[1:4]] for line in lines if not line.startswith("#")]
    decoded = [row[0] for row in rows]
    assert decoded == sorted(set(decoded))
    shown = sorted(row[1] for row in rows)
    assert len(shown) == seen.frames
    assert len({b - a for a, b in pairwise(shown)}) == 1


def test_another_word_in_a_scene_s_captions_encodes_that_scene_alone(
    composition: Composition, first: ComposedFiles, tmp_path: Path
) -> None:
    said = composition.spoken["s1"]  # a transition takes its captions along at the cut
    other = said.model_copy(update={"words": tuple(w.model_copy(update={"text": "Zwei!"}) for w in said.words)})
    changed, made = again(composition, first, tmp_path, spoken={**composition.spoken, "s1": other})
    assert made.copied == ("s2", "s3", "s4")
    was, now = frames_of(first.video), frames_of(made.video)
    assert len(was) == len(now)
    differing = {number for number, (a, b) in enumerate(zip(was, now, strict=True)) if a != b}
    assert differing
    assert differing <= set(in_scene(composition, "s1"))
    assert sound_of(made.video) == sound_of(first.video)
    sound_and_whole(changed, made, tmp_path)


def test_another_clip_encodes_its_scene_and_the_transition_that_leads_out_of_it(
    composition: Composition, first: ComposedFiles, tmp_path: Path
) -> None:
    clip = write_clip(tmp_path / "other.mp4", 220, 60)
    _, made = again(composition, first, tmp_path, clips={**composition.clips, "s4": clip})
    assert made.copied == ("s1", "s2", "s3")
    changed, made = again(composition, first, tmp_path / "s2", clips={**composition.clips, "s2": clip})
    assert made.copied == ("s1", "s3", "s4")
    was, now = frames_of(first.video), frames_of(made.video)
    differing = {number for number, (a, b) in enumerate(zip(was, now, strict=True)) if a != b}
    lent = range(composition.timeline[2].start_frame, composition.timeline[2].start_frame + 12)
    assert differing & set(lent)
    assert differing <= {*in_scene(composition, "s2"), *lent}
    sound_and_whole(changed, made, tmp_path / "s2")


@pytest.mark.parametrize("longer", [1, 2, 3])
def test_a_scene_of_another_length_encodes_that_scene_and_the_transition_that_leads_out_of_it(
    composition: Composition, first: ComposedFiles, tmp_path: Path, longer: int
) -> None:
    """Whatever the length: only every third is a whole number of milliseconds, to which files round their own."""
    timeline = list(composition.timeline)
    timeline[1] = timeline[1].model_copy(update={"frames": timeline[1].frames + longer})
    for number in (2, 3):
        moved = timeline[number].start_frame + longer
        timeline[number] = timeline[number].model_copy(update={"start_frame": moved})
    clips = {**composition.clips, "s2": write_clip(tmp_path / "longer.mp4", 90, 90)}
    before = PreviousVideo(first.video, composition.timeline, first.segments, first.sound)
    changed = replace(composition, timeline=tuple(timeline), clips=clips, before=before)
    made = compose(changed, tmp_path)
    assert made.copied == ("s1", "s3", "s4")
    sound_and_whole(changed, made, tmp_path)


def test_a_video_of_a_version_with_one_segment_a_scene_is_made_whole(
    composition: Composition, first: ComposedFiles, tmp_path: Path
) -> None:
    old = PreviousVideo(first.video, composition.timeline, first.segments[::2], first.sound)
    assert compose(replace(composition, before=old), tmp_path).copied == ()


def test_the_frames_of_a_patched_scene_are_those_of_a_whole_pass(
    composition: Composition, first: ComposedFiles, tmp_path: Path
) -> None:
    """Encoded with the same settings from the same picture: a patched scene is as near to the whole one as may be."""
    clip = write_clip(tmp_path / "other.mp4", 220, 60)
    clips = {**composition.clips, "s4": clip}
    _, patched = again(composition, first, tmp_path / "patched", clips=clips)
    whole = compose(replace(composition, clips=clips), tmp_path / "whole")
    assert patched.segments == whole.segments
    command = [ffmpeg.find_binary(), "-v", "info", "-i", str(patched.video), "-i", str(whole.video)]
    told = subprocess.run(
        [*command, "-lavfi", "[0:v][1:v]psnr", "-f", "null", "-"], capture_output=True, text=True, check=True
    ).stderr
    smallest = told.rpartition("min:")[2].split()[0]
    assert smallest == "inf" or float(smallest) > 38


def test_other_music_copies_the_whole_picture(composition: Composition, first: ComposedFiles, tmp_path: Path) -> None:
    changed, made = again(composition, first, tmp_path, music=Music(kind="synthesised"))
    assert made.copied == ("s1", "s2", "s3", "s4")
    assert frames_of(made.video) == frames_of(first.video)
    assert sound_of(made.video) != sound_of(first.video)
    sound_and_whole(changed, made, tmp_path)


def test_when_all_has_changed_or_the_video_before_is_gone_it_is_made_in_one_pass(
    composition: Composition, first: ComposedFiles, tmp_path: Path
) -> None:
    _, made = again(composition, first, tmp_path, captions=Captions(style="outline", highlight="#00FF00"))
    assert made.copied == ()
    gone = PreviousVideo(tmp_path / "gone.mp4", composition.timeline, first.segments, first.sound)
    made = compose(replace(composition, before=gone), tmp_path / "again")
    assert made.copied == ()
    assert made.segments == first.segments


def test_a_video_before_that_is_not_what_it_was_is_not_copied(
    composition: Composition, first: ComposedFiles, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(first.video.read_bytes()[: first.video.stat().st_size // 2])
    made = compose(
        replace(composition, before=PreviousVideo(broken, composition.timeline, first.segments, "other")),
        tmp_path / "made",
    )
    assert made.copied == ()
    assert len(frames_of(made.video)) == total_frames(composition.timeline)


def test_runs_are_as_long_as_they_can_be() -> None:
    assert plan_runs("abcd", "abcd") == [SegmentRun(0, 4, 0)]
    assert plan_runs("abXd", "abcd") == [SegmentRun(0, 2, 0), SegmentRun(2, 3, None), SegmentRun(3, 4, 3)]
    assert plan_runs("cab", "abc") == [SegmentRun(0, 1, 2), SegmentRun(1, 3, 0)]
    assert plan_runs("XY", "abc") == [SegmentRun(0, 2, None)]
    assert plan_runs("", "abc") == []
