"""The one pass that makes the picture: ffmpeg's arguments and its filter graph, counted in frames.

The graph says which frames of which clip are seen and what is laid over them. Frames outside transitions and captions
pass as the decoder made them: no conversion to another pixel format, no blending (ffmpeg's `xfade` would do both to
every frame of the video). libass draws only the frames on which captions change, on a transparent strip that is then
laid over all: drawing on every frame of the video costs three times as much.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH, TimelineScene
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.captions.ass import STRIP
from vidpipe_assets.render.captions.files import CaptionLayout
from vidpipe_assets.render.ffmpeg import filter_argument
from vidpipe_assets.render.graphemes import visible_text
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.safe_areas import CAPTIONS_TOP, RAISED_TOP
from vidpipe_assets.render.video.probe import probe
from vidpipe_assets.render.video.timeline import (
    TRANSITION_FRAMES,
    blends_before,
    frames_needed,
    leads_back,
    total_frames,
    unit_starts,
)
from vidpipe_assets.render.video.transitions import (
    MASK_FORMAT,
    MASK_HEIGHT,
    MASK_WIDTH,
    MASKS,
    blend_filters,
    draw_mask,
)

TAGS = "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv:chroma_location=left"


@dataclass(frozen=True)
class Overlays:
    """What lies over the clips: the first input with a transition's mask, and the captions.

    Where `picture_graph` leads back to the video's beginning, the clip of that is an input once more, behind the masks.

    `captions` is an .ass file for `STRIP`, `changes` the frames on which it changes, `behind` the colour (#RRGGBB) of
    its outlines and boxes.
    """

    masks_input: int
    captions: Path
    fonts: Path
    changes: Sequence[int]
    behind: str
    raised: frozenset[str] = frozenset()
    """The scenes in which the strip is laid higher."""


def picture_graph(
    timeline: Sequence[TimelineScene],
    shots: Sequence[Shot],
    overlays: Overlays,
    only: tuple[int, int] | None = None,
    *,
    ends: bool = True,
) -> str:
    """A graph that makes `[picture]` out of the clips, inputs 0, 1, … in the order of `timeline`.

    `only`: the frames from the first number up to and without the second. `ends`: the last of them are a transition to
    the video's first frame, so that it goes on where players begin again.
    """
    parts = _scenes(timeline, shots, overlays.masks_input, again=ends and leads_back(shots))
    last = "[scenes]"
    if overlays.changes:
        parts.append(caption_strip(overlays, total_frames(timeline)))
        y = _strip_y(timeline, overlays.raised)
        parts.append(f"{last}[captions]overlay={STRIP.left}:{y}:format=yuv420:eof_action=repeat[captioned]")
        last = "[captioned]"
    filters = [_cut(*only)] if only else []
    parts.append(f"{last}{','.join([*filters, TAGS])}[picture]")
    return ";\n".join(parts)


def _strip_y(timeline: Sequence[TimelineScene], raised: frozenset[str]) -> str:
    """Where the captions' strip lies, in every frame."""
    stretches = [
        f"between(n,{one.start_frame},{one.start_frame + one.frames - 1})" for one in timeline if one.scene in raised
    ]
    if not stretches:
        return str(STRIP.top)
    return f"'if({'+'.join(stretches)},{STRIP.top - CAPTIONS_TOP + RAISED_TOP},{STRIP.top})'"


def masked_shots(shots: Sequence[Shot], *, again: bool = False) -> list[int]:
    """The indices of the shots that are uncovered by a mask. `again`: behind the last one the first comes once more."""
    leaving = shots if again else shots[:-1]
    return [index + 1 for index, shot in enumerate(leaving) if shot.transition in MASKS]


def _scenes(timeline: Sequence[TimelineScene], shots: Sequence[Shot], masks_input: int, *, again: bool) -> list[str]:
    """Bodies and transitions in order, joined as `[scenes]`."""
    masked, count = masked_shots(shots, again=again), len(timeline)
    blends = [*blends_before(shots)[:-1], again]
    parts: list[str] = []
    order: list[str] = []
    for index, scene in enumerate(timeline):
        # The last scene lends the first one frames of its own: there are none after it.
        frames = scene.frames - (TRANSITION_FRAMES if again and index == count - 1 else 0)
        parts += _pieces(index, frames, comes=blends[index], goes=blends[index + 1])
        order += [f"[blend{index}]"] if blends[index] else []
        order.append(f"[body{index}]")
    if again:
        parts.append(_first_frame(masks_input + len(masked), count))
        order.append(f"[blend{count}]")
    for index in range(1, count + 1):
        if blends[index]:
            mask = f"{masks_input + masked.index(index)}:v" if index in masked else ""
            parts += _blend(shots, index, mask)
    parts.append(f"{''.join(order)}concat=n={len(order)}:v=1:a=0,settb=1/{FPS},setpts=N[scenes]")
    return parts


def _blend(shots: Sequence[Shot], index: int, mask: str) -> list[str]:
    """The transition to shot `index` (behind the last, the first again). `mask`: an input, for kinds of `MASKS`."""
    label = f"mask{index}" if mask else ""
    tagged = [f"[{mask}]{TAGS}[{label}]"] if mask else []
    comes = shots[index % len(shots)]
    behind = get_palette(comes.palette, comes.accent).ground
    kind = shots[index - 1].transition
    return [*tagged, *blend_filters(kind, f"tail{index - 1}", f"head{index}", label, f"blend{index}", behind)]


def _first_frame(clip: int, index: int) -> str:
    """The first frame of an input, for as long as a transition lasts."""
    held = f"loop=loop={TRANSITION_FRAMES - 1}:size=1,setpts=N"
    return f"[{clip}:v]{TAGS},format=yuv420p,settb=1/{FPS},{_cut(0, 1)},{held}[head{index}]"


def _pieces(index: int, frames: int, *, comes: bool, goes: bool) -> list[str]:
    """Clip `index` cut into the frames of the transition to it, those that stand alone and those that it lends."""
    alone = TRANSITION_FRAMES if comes else 0
    cuts = [("head", 0, TRANSITION_FRAMES)] if comes else []
    cuts.append(("body", alone, frames))
    if goes:
        cuts.append(("tail", frames, frames + TRANSITION_FRAMES))
    # Without its format a transition that needs another one has all frames converted, here, before they are split.
    source = f"[{index}:v]{TAGS},format=yuv420p,settb=1/{FPS},setpts=N"
    if len(cuts) == 1:
        return [f"{source},{_cut(alone, frames)}[body{index}]"]
    labels = "".join(f"[{name}of{index}]" for name, _, _ in cuts)
    pieces = [f"[{name}of{index}]{_cut(first, past)}[{name}{index}]" for name, first, past in cuts]
    return [f"{source},split={len(cuts)}{labels}", *pieces]


def _cut(first: int, past: int) -> str:
    return f"trim=start_frame={first}:end_frame={past},setpts=PTS-STARTPTS"


def caption_strip(overlays: Overlays, frames: int) -> str:
    """A graph that makes `[captions]`: the strip, a frame for every change."""
    # libass leaves colours mixed with what was there before, by their opacity. That is invisible if it was the colour
    # of what lies at the edges: their colours are then right as they are, and need no division by their opacity.
    colour = overlays.behind.replace("#", "0x")
    source = f"color=c={colour}@0:s={STRIP.width}x{STRIP.height}:r={FPS}:d={frames / FPS:.6f}"
    changed = _any([f"eq(n,{frame})" for frame in sorted({0, *overlays.changes})])
    drawn = f"ass={filter_argument(overlays.captions)}:fontsdir={filter_argument(overlays.fonts)}:alpha=1"
    return f"{source},select='{changed}',format=yuva420p,{TAGS},{drawn},settb=1/{FPS}[captions]"


def _any(terms: Sequence[str]) -> str:
    """The sum of `terms`, in pairs of pairs: ffmpeg refuses expressions that nest deeper than a hundred."""
    if len(terms) == 1:
        return terms[0]
    half = len(terms) // 2
    return f"({_any(terms[:half])}+{_any(terms[half:])})"


ENCODE = (
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-profile:v", "high", "-pix_fmt", "yuv420p"),
    *("-x264-params", "stitchable=1:subme=1"),
    *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"),
    *("-chroma_sample_location", "left"),
)
"""How the picture is encoded. veryfast is the knee: superfast makes 2.7 times the bytes.

Vectors of half a pixel instead of a quarter take 23 to 30 % less CPU time, for 0 to 8 % more bytes of the same
structural similarity: measured on drawn scenes (0.9967 and 0.9968), on camera moves, fine coloured grain and noise."""

_MASKS = (
    *("-f", "rawvideo", "-pixel_format", MASK_FORMAT, "-video_size", f"{MASK_WIDTH}x{MASK_HEIGHT}"),
    *("-framerate", str(FPS), "-threads", "1"),
)


_FILE = ("-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4")


@dataclass(frozen=True)
class PicturePass:
    """What the pass reads. `work` is a folder of its own; `threads` of the encoder: 0 lets x264 choose.

    `opening` is the clip with which the whole video begins, whichever part of it `timeline` is.
    """

    timeline: Sequence[TimelineScene]
    shots: Sequence[Shot]
    clips: Mapping[str, Path]
    opening: Path
    captions: CaptionLayout
    fonts: Path
    sound: Path
    title: str
    work: Path
    threads: int

    def arguments(self) -> list[str]:
        """ffmpeg's arguments but for the name of the output, after its input files have been made.

        Raises `BadMedia` for a clip that is not what the graph counts on.
        """
        return [*self._clips(), *self._others(again=leads_back(self.shots)), *self._graph(), *self._output()]

    def part(self, first: int, frames: int, keyframes: Sequence[int], *, ends: bool) -> list[str]:
        """The same for `frames` frames of the picture from `first` on, without sound.

        `keyframes`: counted from `first`. `ends`: whether the last of them is the video's.
        """
        graph = self._graph((first, first + frames), ends=ends)
        arguments = [*ENCODE, "-threads", str(self.threads), "-force_key_frames", _moments(keyframes), "-r", str(FPS)]
        arguments += ["-frames:v", str(frames), "-an", "-map_metadata", "-1", "-map_chapters", "-1"]
        others = self._others(again=ends and leads_back(self.shots))
        return [*self._clips(), *others, *graph, *arguments, "-fflags", "+bitexact", "-f", "mp4"]

    def joined(self, pictures: Path) -> list[str]:
        """The arguments that put sound, title and chapters to a picture that is there; `pictures`: for `concat`."""
        frames = total_frames(self.timeline)
        joined = ["-f", "concat", "-safe", "0", *_input(pictures)]
        arguments = [*joined, *_input(self.sound), "-f", "ffmetadata", *_input(self._chapters())]
        arguments += ["-map", "0:v", "-map", "1:a", "-map_metadata", "2", "-map_chapters", "2", "-c", "copy"]
        arguments += ["-frames:v", str(frames), "-t", f"{frames / FPS:.6f}"]
        return [*arguments, *_FILE]

    def _clips(self) -> list[str]:
        needed = frames_needed(self.timeline, self.shots)
        arguments: list[str] = []
        for scene in self.timeline:
            _require(self.clips[scene.scene], scene.scene, needed[scene.scene])
            # Half a frame more than is read: `-t` ends the reading, the graph counts exactly.
            seconds = f"{(needed[scene.scene] + 0.5) / FPS:.6f}"
            # One thread each: several would wait for each other more than they gain.
            arguments += ["-threads", "1", "-t", seconds, *_input(self.clips[scene.scene])]
        return arguments

    def _others(self, *, again: bool) -> list[str]:
        arguments = [*_input(self.sound), "-f", "ffmetadata", *_input(self._chapters())]
        for index in masked_shots(self.shots, again=again):
            kind = self.shots[index - 1].transition
            arguments += [*_MASKS, *_input(_mask_file(kind, self.work / f"{kind}.raw"))]
        return arguments + (["-threads", "1", "-t", f"{1.5 / FPS:.6f}", *_input(self.opening)] if again else [])

    def _chapters(self) -> Path:
        chapters = self.work / "chapters.txt"
        chapters.write_text(_chapters(self.timeline, self.title), encoding="utf-8")
        return chapters

    def _graph(self, only: tuple[int, int] | None = None, *, ends: bool = True) -> list[str]:
        strip = self.work / "strip.ass"
        self.captions.write_strip(strip)
        captions = self.captions
        overlays = Overlays(
            len(self.timeline) + 2, strip, self.fonts, captions.changes, captions.behind, captions.lettering.raised
        )
        graph = picture_graph(self.timeline, self.shots, overlays, only, ends=ends)
        return ["-filter_complex_threads", "1", "-filter_complex", graph, "-map", "[picture]"]

    def _output(self) -> list[str]:
        sound = len(self.timeline)
        frames = total_frames(self.timeline)
        keyframes = _moments(unit_starts(self.timeline))
        arguments = ["-map", f"{sound}:a", "-map_metadata", str(sound + 1), "-map_chapters", str(sound + 1)]
        arguments += [*ENCODE, "-threads", str(self.threads), "-force_key_frames", keyframes, "-r", str(FPS)]
        arguments += ["-frames:v", str(frames), "-c:a", "copy", "-t", f"{frames / FPS:.6f}"]
        return [*arguments, *_FILE]


def _moments(frames: Sequence[int]) -> str:
    """Half a frame early, so that no rounding moves a keyframe to the frame after."""
    return ",".join(f"{max(frame - 0.5, 0) / FPS:.6f}" for frame in frames)


def _require(clip: Path, scene: str, frames: int) -> None:
    facts = probe(clip)
    if (facts.width, facts.height) != (WIDTH, HEIGHT):
        raise BadMedia(
            f"the clip of {scene} is {facts.width}x{facts.height}, not {WIDTH}x{HEIGHT}", remedy="make the clips again"
        )
    if facts.frames < frames:
        raise BadMedia(
            f"the clip of {scene} has {facts.frames} frames, the video needs {frames}", remedy="make the clips again"
        )


def _mask_file(kind: str, out: Path) -> Path:
    """The mask's frames, drawn once a video."""
    if not out.exists():
        out.write_bytes(b"".join(draw_mask(kind)))
    return out


def _chapters(timeline: Sequence[TimelineScene], title: str) -> str:
    lines = [";FFMETADATA1", f"title={_metadata(title)}"]
    for scene in timeline:
        lines += ["[CHAPTER]", f"TIMEBASE=1/{FPS}", f"START={scene.start_frame}"]
        lines += [f"END={scene.start_frame + scene.frames}", f"title={_metadata(scene.title)}"]
    return "\n".join(lines) + "\n"


def _metadata(text: str) -> str:
    """`text` as a value of ffmpeg's metadata files."""
    plain = " ".join(visible_text(text).split())
    return "".join(f"\\{character}" if character in "=;#\\" else character for character in plain)


def _input(path: Path) -> list[str]:
    return [*ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(path)]
