"""The one pass that makes the picture: ffmpeg's arguments, and the files that they name beside clips and captions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH, TimelineScene
from vidpipe_assets.studio import ffmpeg
from vidpipe_assets.studio.caption_files import CaptionFiles
from vidpipe_assets.studio.caption_fonts import shown
from vidpipe_assets.studio.direction import Shot
from vidpipe_assets.studio.palettes import Palette, palette
from vidpipe_assets.studio.picture_graph import Overlays, covered_cuts, picture_graph
from vidpipe_assets.studio.probe import probe
from vidpipe_assets.studio.timeline import covered, frames_needed, total_frames
from vidpipe_assets.studio.transitions import COVER_FORMAT, COVER_HEIGHT, COVER_WIDTH, draw_transition

ENCODE = (
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-profile:v", "high", "-pix_fmt", "yuv420p"),
    *("-x264-params", "stitchable=1"),
    *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"),
    *("-chroma_sample_location", "left"),
)
"""How the picture is encoded. veryfast is the knee: superfast makes 2.7 times the bytes."""

_COVERS = (
    *("-f", "rawvideo", "-pixel_format", COVER_FORMAT, "-video_size", f"{COVER_WIDTH}x{COVER_HEIGHT}"),
    *("-framerate", str(FPS), "-threads", "1"),
)


_FILE = ("-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4")


@dataclass(frozen=True)
class PicturePass:
    """What the pass reads. `work` is a folder of its own; `threads` of the encoder: 0 lets x264 choose."""

    timeline: Sequence[TimelineScene]
    shots: Sequence[Shot]
    clips: Mapping[str, Path]
    captions: CaptionFiles
    fonts: Path
    sound: Path
    title: str
    work: Path
    threads: int

    def arguments(self) -> list[str]:
        """ffmpeg's arguments but for the name of the output, after its input files have been made.

        Raises `BadMedia` for a clip that is not what the graph counts on.
        """
        return [*self._clips(), *self._others(), *self._graph(), *self._output()]

    def part(self, first: int, frames: int, keyframes: Sequence[int], *, ends: bool) -> list[str]:
        """The same for `frames` frames of the picture from `first` on, without sound.

        `keyframes`: counted from `first`. `ends`: whether the last of them is the video's.
        """
        graph = self._graph((first, first + frames), ends=ends)
        arguments = [*ENCODE, "-threads", str(self.threads), "-force_key_frames", _moments(keyframes), "-r", str(FPS)]
        arguments += ["-frames:v", str(frames), "-an", "-map_metadata", "-1", "-map_chapters", "-1"]
        return [*self._clips(), *self._others(), *graph, *arguments, "-fflags", "+bitexact", "-f", "mp4"]

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

    def _others(self) -> list[str]:
        arguments = [*_input(self.sound), "-f", "ffmetadata", *_input(self._chapters())]
        if covered_cuts(self.timeline, self.shots):
            arguments += [*_COVERS, *_input(_draw_covers(self.shots, self.work / "covers.raw"))]
        return arguments

    def _chapters(self) -> Path:
        chapters = self.work / "chapters.txt"
        chapters.write_text(_chapters(self.timeline, self.title), encoding="utf-8")
        return chapters

    def _graph(self, only: tuple[int, int] | None = None, *, ends: bool = True) -> list[str]:
        strip = self.work / "strip.ass"
        self.captions.write_strip(strip)
        overlays = Overlays(len(self.timeline) + 2, strip, self.fonts, self.captions.changes, self.captions.behind)
        graph = picture_graph(self.timeline, self.shots, overlays, only, ends=ends)
        return ["-filter_complex_threads", "1", "-filter_complex", graph, "-map", "[picture]"]

    def _output(self) -> list[str]:
        sound = len(self.timeline)
        frames = total_frames(self.timeline)
        keyframes = _moments([scene.start_frame for scene in self.timeline])
        arguments = ["-map", f"{sound}:a", "-map_metadata", str(sound + 1), "-map_chapters", str(sound + 1)]
        arguments += [*ENCODE, "-threads", str(self.threads), "-force_key_frames", keyframes, "-r", str(FPS)]
        arguments += ["-frames:v", str(frames), "-c:a", "copy", "-t", f"{frames / FPS:.6f}"]
        return [*arguments, *_FILE]


def _moments(frames: Sequence[int]) -> str:
    """Half a frame early, so that no rounding moves a keyframe to the frame after."""
    return ",".join(f"{max(frame - 0.5, 0) / FPS:.6f}" for frame in frames)


def palette_of(shot: Shot) -> Palette:
    """The colours of one scene."""
    return palette(shot.palette, shot.accent)


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


def _draw_covers(shots: Sequence[Shot], out: Path) -> Path:
    """Draw every cover once; `out` has all frames in the order of the cuts."""
    drawn: dict[tuple[str, Palette, Palette], list[bytes]] = {}
    with out.open("wb") as file:
        for index in covered(shots):
            before = shots[index - 1]
            key = (before.transition, palette_of(before), palette_of(shots[index]))
            if key not in drawn:
                drawn[key] = draw_transition(*key)
            file.writelines(drawn[key])
    return out


def _chapters(timeline: Sequence[TimelineScene], title: str) -> str:
    lines = [";FFMETADATA1", f"title={_metadata(title)}"]
    for scene in timeline:
        lines += ["[CHAPTER]", f"TIMEBASE=1/{FPS}", f"START={scene.start_frame}"]
        lines += [f"END={scene.start_frame + scene.frames}", f"title={_metadata(scene.title)}"]
    return "\n".join(lines) + "\n"


def _metadata(text: str) -> str:
    """`text` as a value of ffmpeg's metadata files."""
    plain = " ".join(shown(text).split())
    return "".join(f"\\{character}" if character in "=;#\\" else character for character in plain)


def _input(path: Path) -> list[str]:
    return [*ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(path)]
