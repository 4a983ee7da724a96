"""Segments and patching: a video is made from the one before it, by encoding only the scenes that have changed.

A segment is the frames of one scene in the finished video; its hash covers all that its picture depends on. Each begins
with a keyframe that depends on nothing before it, and the headers do not depend on the content (`picture`), so that
segments can be copied and joined as they are.
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
from vidpipe_assets.render.captions.ass import caption_states
from vidpipe_assets.render.captions.files import CaptionLayout
from vidpipe_assets.render.captions.groups import CaptionGroup, CaptionPiece
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.video.picture import FADE_OUT_FRAMES, PicturePass
from vidpipe_assets.render.video.probe import probe
from vidpipe_assets.render.video.timeline import COVERS, HALF_TRANSITION, TRANSITION_FRAMES, fades_before, total_frames


@dataclass(frozen=True)
class PreviousVideo:
    """A finished video, and the hashes of its segments in their order."""

    video: Path
    timeline: Sequence[TimelineScene]
    segments: Sequence[str]
    sound: str = ""
    """The hash of what its sound was mixed from."""


@dataclass(frozen=True)
class SceneRun:
    """Neighbouring scenes, `first` up to and without `past`: copied from scene `source` on; None: encoded."""

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
    """A hash for each scene of all that its frames depend on, wherever in the video they lie.

    `encoder`: what encodes, and how.
    """
    digests = {name: file_sha256(path) for name, path in clips.items()}
    fades = fades_before(shots)
    how = [*encoder, Stage.COMPOSED_VIDEO.code_version, captions.behind, captions.lettering.font]
    how += [captions.lettering.size, captions.lettering.outline]
    found: list[str] = []
    for index, scene in enumerate(timeline):
        parts: dict[str, Any] = {
            "how": how,
            "frames": scene.frames,
            "clip": digests[scene.scene],
            "enters": _cut(index, timeline, shots, digests, fades),
            "leaves": _cut(index + 1, timeline, shots, digests, fades),
            "captions": _captions(captions, scene),
        }
        found.append(content_hash(parts))
    return tuple(found)


def _cut(
    index: int,
    timeline: Sequence[TimelineScene],
    shots: Sequence[Shot],
    digests: Mapping[str, str],
    fades: Sequence[bool],
) -> list[Any]:
    """What the transition to scene `index` looks like, as far as both of its sides show it."""
    if index == 0:
        return []
    if index == len(timeline):
        return ["fade out", FADE_OUT_FRAMES]
    before, after = shots[index - 1], shots[index]
    if fades[index]:
        leaving, entering = timeline[index - 1], timeline[index]
        # How far into its clip the leaving scene is depends on its length and on whether it was faded into.
        return ["fade", digests[leaving.scene], leaving.frames, fades[index - 1], digests[entering.scene]]
    if before.transition in COVERS:
        return [before.transition, repr(_palette(before)), repr(_palette(after))]
    return []


def _palette(shot: Shot) -> object:
    return get_palette(shot.palette, shot.accent)


def _captions(captions: CaptionLayout, scene: TimelineScene) -> list[list[Any]]:
    """The states of captions that are seen in the scene, with the frames of the scene in which they are."""
    first, past = scene.start_frame, scene.start_frame + scene.frames
    return [
        [layer, max(start - first, 0), min(end, past) - first, text]
        for layer, start, end, _, text in caption_states(captions.groups, captions.lettering, captions.limits)
        if start < past and end > first
    ]


def plan_runs(segments: Sequence[str], before: Sequence[str]) -> list[SceneRun]:
    """How a video with these segments is had from one with those `before`: as few and as long runs as there are."""
    where = {hashed: place for place, hashed in reversed(list(enumerate(before)))}
    found: list[SceneRun] = []
    for index, hashed in enumerate(segments):
        source, last = where.get(hashed), found[-1] if found else None
        goes_on = last is not None and (
            source is None if last.source is None else source is not None and last.source + index - last.first == source
        )
        if last is not None and goes_on:
            found[-1] = replace(last, past=index + 1)
        else:
            found.append(SceneRun(index, index + 1, source))
    return found


@dataclass(frozen=True)
class Excerpt:
    """A shorter video that holds all frames of some scenes, with as much of their neighbours as is seen in them."""

    timeline: tuple[TimelineScene, ...]
    shots: tuple[Shot, ...]
    captions: CaptionLayout
    first: int
    """The frame of the excerpt with which the scenes begin."""
    frames: int
    keyframes: tuple[int, ...]
    """Frames of the scenes that begin one, counted from `first`."""
    is_last: bool
    """Whether the video ends with these scenes."""


def make_excerpt(
    timeline: Sequence[TimelineScene], shots: Sequence[Shot], captions: CaptionLayout, first: int, past: int
) -> Excerpt:
    """The excerpt with the scenes from `first` up to and without `past`."""
    fades = fades_before(shots)
    chosen: list[tuple[TimelineScene, Shot]] = []
    if first > 0:
        scene = timeline[first - 1]
        # Its last frames are seen in a fade alone. Without the scene before it, it begins where it was faded into.
        frames = scene.frames + HALF_TRANSITION * fades[first - 1] if fades[first] else TRANSITION_FRAMES
        chosen.append((scene.model_copy(update={"frames": frames}), shots[first - 1]))
    chosen += [(timeline[index], shots[index]) for index in range(first, past)]
    if past < len(timeline):
        chosen.append((timeline[past].model_copy(update={"frames": TRANSITION_FRAMES}), shots[past]))
    start, laid = 0, list[TimelineScene]()
    for scene, _ in chosen:
        laid.append(scene.model_copy(update={"start_frame": start}))
        start += scene.frames
    begins = laid[1].start_frame if first > 0 else 0
    shift = begins - timeline[first].start_frame
    middle = laid[1 if first > 0 else 0 :][: past - first]
    return Excerpt(
        timeline=tuple(laid),
        shots=tuple(shot for _, shot in chosen),
        captions=_shifted(captions, shift),
        first=begins,
        frames=sum(scene.frames for scene in middle),
        keyframes=tuple(scene.start_frame - begins for scene in middle),
        is_last=past == len(timeline),
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
    """Write the whole video to `out`; returns the scenes whose picture was copied. None: it has to be made whole.

    What is written has been looked at: as many frames as the timeline has, of the same form as before.
    """
    plan = plan_runs(segments, before.segments)
    frames = total_frames(picture.timeline)
    encoded = sum(s.frames for run in plan if run.source is None for s in picture.timeline[run.first : run.past])
    if encoded > MOST_ENCODED * frames or not before.video.is_file():
        return None
    try:
        parts = [_copied(picture, before, run) if run.source is not None else None for run in plan]
        made = [part or _encoded(picture, run, progress) for part, run in zip(parts, plan, strict=True)]
        _join(picture, made, out)
        _examine(out, before.video, frames)
    except PermanentError:  # a file that is not what it was thought to be: made whole, it will do
        return None
    scenes = picture.timeline
    return tuple(scenes[index].scene for run in plan if run.source is not None for index in range(run.first, run.past))


def _copied(picture: PicturePass, before: PreviousVideo, run: SceneRun) -> Path:
    """The frames of neighbouring scenes as they lie in the video before: from a keyframe to the next."""
    source = run.source or 0
    scenes = before.timeline[source : source + run.past - run.first]
    start, frames = scenes[0].start_frame, sum(scene.frames for scene in scenes)
    out = picture.work / f"copied-{run.first}.mp4"
    # Rounded up: a millionth of a second before the keyframe, ffmpeg would begin with the keyframe before it.
    seek = ["-ss", f"{math.ceil(start * 1e6 / FPS) / 1e6:.6f}"] if start else []
    arguments = [*seek, *ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(before.video), "-map", "0:v", "-c", "copy"]
    arguments += ["-frames:v", str(frames), "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"]
    ffmpeg.run([*arguments, "-f", "mp4", ffmpeg.file_argument(out)], timeout_s=120)
    return out


def _encoded(picture: PicturePass, run: SceneRun, progress: Callable[[float], None] | None) -> Path:
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


def _join(picture: PicturePass, parts: Sequence[Path], out: Path) -> None:
    listed = picture.work / "parts.txt"
    # Names of ours, in a folder of ours: but its path may hold anything.
    lines = ["file '" + ffmpeg.file_argument(part).replace("'", "'\\''") + "'" for part in parts]
    listed.write_text("ffconcat version 1.0\n" + "\n".join(lines) + "\n", encoding="utf-8")
    ffmpeg.run([*picture.joined(listed), ffmpeg.file_argument(out)], timeout_s=120)


def _examine(video: Path, before: Path, frames: int) -> None:
    try:
        now, then = probe(video), probe(before)
    except VidpipeError as error:
        raise PermanentError(f"what was joined cannot be read: {error}") from error
    if now.frames != frames or now.variable_rate:
        raise PermanentError(f"what was joined has {now.frames} frames instead of {frames}")
    for name in ("width", "height", "fps", "codec", "profile", "pixel_format", "colour_space", "colour_range"):
        if getattr(now, name) != getattr(then, name):
            raise PermanentError(f"what was joined has another {name} than before")
