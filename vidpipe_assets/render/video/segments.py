"""Segments and patching: a video is made from the one before it, by encoding only what has changed.

Every scene has two segments: its first `TRANSITION_FRAMES` frames, in which the scene before may still be seen, and the
rest, which is its own alone. A segment's hash covers all that its picture depends on. Each begins with a keyframe that
depends on nothing before it, and the headers do not depend on the content (`picture`), so that segments can be copied
and joined as they are.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vidpipe_assets.io.files import file_sha256
from vidpipe_assets.model.errors import PermanentError, VidpipeError
from vidpipe_assets.model.media import FPS, TimelineScene
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.captions.files import CaptionLayout
from vidpipe_assets.render.captions.groups import CaptionGroup, CaptionPiece
from vidpipe_assets.render.video.picture import PicturePass
from vidpipe_assets.render.video.probe import probe
from vidpipe_assets.render.video.timeline import TRANSITION_FRAMES, blends_before, total_frames


@dataclass(frozen=True)
class PreviousVideo:
    """A finished video, and the hashes of its segments in their order, two a scene."""

    video: Path
    timeline: Sequence[TimelineScene]
    segments: Sequence[str]
    sound: str = ""
    """The hash of what its sound was mixed from."""


@dataclass(frozen=True)
class SegmentRun:
    """Neighbouring segments, `first` up to and without `past`: copied from segment `source` on; None: encoded."""

    first: int
    past: int
    source: int | None


def segment_hashes(
    timeline: Sequence[TimelineScene],
    shots: Sequence[Shot],
    clips: Mapping[str, Path],
    captions: CaptionLayout,
    encoder: Sequence[str],
) -> tuple[str, ...]:
    """A hash for each segment, two a scene, of all that its frames depend on, wherever in the video they lie.

    `encoder`: what encodes, and how.
    """
    digests = {name: file_sha256(path) for name, path in clips.items()}
    how = [*encoder, Stage.COMPOSED_VIDEO.code_version, captions.behind, captions.lettering.font]
    how += [captions.lettering.size]
    found: list[str] = []
    for index, scene in enumerate(timeline):
        clip, comes = digests[scene.scene], scene.start_frame + TRANSITION_FRAMES
        enters = [*_entrance(index, timeline, shots, digests), *_captions(captions, scene.start_frame, comes)]
        found.append(content_hash({"how": how, "clip": clip, "enters": enters}))
        ends = _again(timeline, shots, digests) if index == len(timeline) - 1 else []
        said = _captions(captions, comes, scene.start_frame + scene.frames)
        found.append(content_hash({"how": how, "clip": clip, "frames": scene.frames, "ends": ends, "captions": said}))
    return tuple(found)


def _entrance(
    index: int, timeline: Sequence[TimelineScene], shots: Sequence[Shot], digests: Mapping[str, str]
) -> list[Any]:
    """What is seen of the scene before in the first frames of scene `index`."""
    if not blends_before(shots)[index]:
        return []
    leaving, comes = timeline[index - 1], shots[index]
    return [shots[index - 1].transition, digests[leaving.scene], leaving.frames, comes.palette, comes.accent]


def _again(timeline: Sequence[TimelineScene], shots: Sequence[Shot], digests: Mapping[str, str]) -> list[Any]:
    """What is seen of the video's beginning at its end."""
    return [shots[-1].transition, digests[timeline[0].scene], shots[0].palette, shots[0].accent]


def _unit(timeline: Sequence[TimelineScene], number: int) -> tuple[int, int]:
    """The first frame of a segment, and the frame after its last."""
    scene = timeline[number // 2]
    middle, end = scene.start_frame + TRANSITION_FRAMES, scene.start_frame + scene.frames
    return (middle, end) if number % 2 else (scene.start_frame, middle)


def _captions(captions: CaptionLayout, first: int, past: int) -> list[list[Any]]:
    """The states of captions that are seen in some frames, with where among them they are."""
    return [
        [layer, max(start - first, 0), min(end, past) - first, text]
        for layer, start, end, _, text in captions.states()
        if start < past and end > first
    ]


def plan_runs(segments: Sequence[str], before: Sequence[str]) -> list[SegmentRun]:
    """How a video with these segments is had from one with those `before`: as few and as long runs as there are."""
    where = {hashed: place for place, hashed in reversed(list(enumerate(before)))}
    found: list[SegmentRun] = []
    for index, hashed in enumerate(segments):
        source, last = where.get(hashed), found[-1] if found else None
        goes_on = last is not None and (
            source is None if last.source is None else source is not None and last.source + index - last.first == source
        )
        if last is not None and goes_on:
            found[-1] = replace(last, past=index + 1)
        else:
            found.append(SegmentRun(index, index + 1, source))
    return found


@dataclass(frozen=True)
class Excerpt:
    """A shorter video that holds all frames of some segments, with the scene that is still seen in the first."""

    timeline: tuple[TimelineScene, ...]
    shots: tuple[Shot, ...]
    captions: CaptionLayout
    first: int
    """The frame of the excerpt with which the segments begin."""
    frames: int
    keyframes: tuple[int, ...]
    """Frames of the segments that begin one, counted from `first`."""
    is_last: bool
    """Whether the video ends with these segments."""


def make_excerpt(
    timeline: Sequence[TimelineScene], shots: Sequence[Shot], captions: CaptionLayout, first: int, past: int
) -> Excerpt:
    """The excerpt with the segments from `first` up to and without `past`."""
    scene, last = first // 2, (past - 1) // 2
    seen_before = first % 2 == 0 and blends_before(shots)[scene]
    chosen = range(scene - seen_before, last + 1)
    shift = -timeline[chosen[0]].start_frame
    starts = [_unit(timeline, number)[0] + shift for number in range(first, past)]
    return Excerpt(
        timeline=tuple(
            timeline[index].model_copy(update={"start_frame": timeline[index].start_frame + shift}) for index in chosen
        ),
        shots=tuple(shots[index] for index in chosen),
        captions=_shifted(captions, shift),
        first=starts[0],
        frames=_unit(timeline, past - 1)[1] + shift - starts[0],
        keyframes=tuple(start - starts[0] for start in starts),
        is_last=past == 2 * len(timeline),
    )


def _shifted(captions: CaptionLayout, frames: int) -> CaptionLayout:
    def moved(piece: CaptionPiece) -> CaptionPiece:
        return replace(piece, start_frame=piece.start_frame + frames, end_frame=piece.end_frame + frames)

    groups = [
        CaptionGroup(tuple(tuple(moved(piece) for piece in line) for line in group.lines)) for group in captions.groups
    ]
    limits = {scene: limit + frames for scene, limit in captions.limits.items()}
    return replace(captions, groups=groups, limits=limits)


MOST_ENCODED = 0.6
"""If more of the frames than this have changed, one pass over all is as cheap, and better."""


def patch_video(
    picture: PicturePass,
    segments: Sequence[str],
    before: PreviousVideo,
    out: Path,
    progress: Callable[[float], None] | None = None,
) -> tuple[str, ...] | None:
    """Write the whole video to `out`; returns the scenes whose picture was copied, whatever led to them.

    None: the video has to be made whole. What is written has been looked at: as many frames as the timeline has, of the
    same form as before.
    """
    if len(before.segments) != 2 * len(before.timeline) or not before.video.is_file():
        return None  # as 0.1.0 made them: a segment a scene
    plan = plan_runs(segments, before.segments)
    frames = total_frames(picture.timeline)
    encoded = sum(_frames(picture.timeline, run.first, run.past) for run in plan if run.source is None)
    if encoded > MOST_ENCODED * frames:
        return None
    try:
        parts = [_copied(picture, before, run) if run.source is not None else None for run in plan]
        made = [part or _encoded(picture, run, progress) for part, run in zip(parts, plan, strict=True)]
        lengths = [_frames(picture.timeline, run.first, run.past) for run in plan]
        _join(picture, list(zip(made, lengths, strict=True)), out)
        _examine(out, before.video, frames)
    except PermanentError:  # a file that is not what it was thought to be: made whole, it will do
        return None
    kept = (number for run in plan if run.source is not None for number in range(run.first, run.past))
    return tuple(picture.timeline[number // 2].scene for number in kept if number % 2)


def _frames(timeline: Sequence[TimelineScene], first: int, past: int) -> int:
    """How many frames neighbouring segments have."""
    return _unit(timeline, past - 1)[1] - _unit(timeline, first)[0]


def _copied(picture: PicturePass, before: PreviousVideo, run: SegmentRun) -> Path:
    """The frames of neighbouring segments as they lie in the video before: from a keyframe to the next."""
    source = run.source or 0
    start = _unit(before.timeline, source)[0]
    frames = _frames(before.timeline, source, source + run.past - run.first)
    out = picture.work / f"copied-{run.first}.mp4"
    # Rounded up: a millionth of a second before the keyframe, ffmpeg would begin with the keyframe before it.
    seek = ["-ss", f"{math.ceil(start * 1e6 / FPS) / 1e6:.6f}"] if start else []
    arguments = [*seek, *ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(before.video), "-map", "0:v", "-c", "copy"]
    arguments += ["-frames:v", str(frames), "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"]
    ffmpeg.run([*arguments, "-f", "mp4", ffmpeg.file_argument(out)], timeout_s=120)
    return out


def _encoded(picture: PicturePass, run: SegmentRun, progress: Callable[[float], None] | None) -> Path:
    short = make_excerpt(picture.timeline, picture.shots, picture.captions, run.first, run.past)
    work = picture.work / f"encoding-{run.first}"
    work.mkdir()
    out = work / "part.mp4"
    part = replace(picture, timeline=short.timeline, shots=short.shots, captions=short.captions, work=work)
    ffmpeg.run(
        [*part.part(short.first, short.frames, short.keyframes, ends=short.is_last), ffmpeg.file_argument(out)],
        timeout_s=120 + 60 * short.frames / FPS,
        total_s=short.frames / FPS,
        progress=progress,
    )
    return out


def _join(picture: PicturePass, parts: Sequence[tuple[Path, int]], out: Path) -> None:
    """`parts`: with how many frames each has. What the files say of their length may be rounded to milliseconds, and
    the next part would then begin a moment early: a frame of its own length, of which players make a stutter.
    """
    listed = picture.work / "parts.txt"
    lines: list[str] = []
    for part, frames in parts:
        # Names of ours, in a folder of ours: but its path may hold anything.
        lines.append("file '" + ffmpeg.file_argument(part).replace("'", "'\\''") + "'")
        lines.append(f"duration {frames / FPS:.6f}")
    listed.write_text("ffconcat version 1.0\n" + "\n".join(lines) + "\n", encoding="utf-8")
    ffmpeg.run([*picture.joined(listed), ffmpeg.file_argument(out)], timeout_s=120)


def _examine(video: Path, before: Path, frames: int) -> None:
    try:
        now, then = probe(video), probe(before)
    except VidpipeError as error:
        raise PermanentError(f"what was joined cannot be read: {error}") from error
    if now.frames != frames:
        raise PermanentError(f"what was joined has {now.frames} frames instead of {frames}")
    if now.variable_rate:
        raise PermanentError("what was joined has frames of different lengths")
    for name in ("width", "height", "fps", "codec", "profile", "pixel_format", "colour_space", "colour_range"):
        if getattr(now, name) != getattr(then, name):
            raise PermanentError(f"what was joined has another {name} than before")
