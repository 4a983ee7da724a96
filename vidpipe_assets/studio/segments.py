"""Segments: what the picture of each scene depends on, so that what has not changed is copied and not encoded again.

A segment is the frames of one scene in the finished video. Each begins with a keyframe that depends on nothing before
it, and the headers do not depend on the content (`picture_pass`), so that segments can be joined as they are. Pure, but
for reading the clips' bytes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vidpipe_assets.model.media import TimelineScene
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.studio.caption_ass import states
from vidpipe_assets.studio.caption_files import CaptionFiles
from vidpipe_assets.studio.caption_groups import Group, Piece
from vidpipe_assets.studio.direction import Shot
from vidpipe_assets.studio.palettes import palette
from vidpipe_assets.studio.picture_graph import FADE_OUT_FRAMES
from vidpipe_assets.studio.timeline import COVERS, HALF_TRANSITION, TRANSITION_FRAMES, fades_before


@dataclass(frozen=True)
class Before:
    """A finished video, and the hashes of its segments in their order."""

    video: Path
    timeline: Sequence[TimelineScene]
    segments: Sequence[str]
    sound: str = ""
    """The hash of what its sound was mixed from."""


@dataclass(frozen=True)
class Run:
    """Neighbouring scenes, `first` up to and without `past`: copied from scene `source` on; None: encoded."""

    first: int
    past: int
    source: int | None


def segment_hashes(
    timeline: Sequence[TimelineScene],
    shots: Sequence[Shot],
    clips: Mapping[str, Path],
    captions: CaptionFiles,
    encoder: Sequence[str],
) -> tuple[str, ...]:
    """A hash for each scene of all that its frames depend on, wherever in the video they lie.

    `encoder`: what encodes, and how.
    """
    digests = {name: _digest(path) for name, path in clips.items()}
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
    return palette(shot.palette, shot.accent)


def _captions(captions: CaptionFiles, scene: TimelineScene) -> list[list[Any]]:
    """The states of captions that are seen in the scene, with the frames of the scene in which they are."""
    first, past = scene.start_frame, scene.start_frame + scene.frames
    return [
        [layer, max(start - first, 0), min(end, past) - first, text]
        for layer, start, end, _, text in states(captions.groups, captions.lettering, captions.limits)
        if start < past and end > first
    ]


def runs(segments: Sequence[str], before: Sequence[str]) -> list[Run]:
    """How a video with these segments is had from one with those `before`: as few and as long runs as there are."""
    where = {hashed: place for place, hashed in reversed(list(enumerate(before)))}
    found: list[Run] = []
    for index, hashed in enumerate(segments):
        source, last = where.get(hashed), found[-1] if found else None
        goes_on = last is not None and (
            source is None if last.source is None else source is not None and last.source + index - last.first == source
        )
        if last is not None and goes_on:
            found[-1] = replace(last, past=index + 1)
        else:
            found.append(Run(index, index + 1, source))
    return found


@dataclass(frozen=True)
class Excerpt:
    """A shorter video that holds all frames of some scenes, with as much of their neighbours as is seen in them."""

    timeline: tuple[TimelineScene, ...]
    shots: tuple[Shot, ...]
    captions: CaptionFiles
    first: int
    """The frame of the excerpt with which the scenes begin."""
    frames: int
    keyframes: tuple[int, ...]
    """Frames of the scenes that begin one, counted from `first`."""
    is_last: bool
    """Whether the video ends with these scenes."""


def excerpt(
    timeline: Sequence[TimelineScene], shots: Sequence[Shot], captions: CaptionFiles, first: int, past: int
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


def _shifted(captions: CaptionFiles, frames: int) -> CaptionFiles:
    def moved(piece: Piece) -> Piece:
        return replace(piece, start_frame=piece.start_frame + frames, end_frame=piece.end_frame + frames)

    groups = [Group(tuple(tuple(moved(piece) for piece in line) for line in group.lines)) for group in captions.groups]
    limits = {scene: limit + frames for scene, limit in captions.limits.items()}
    return replace(captions, groups=groups, limits=limits)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
