"""The last step of the studio: clips, voice, captions and music become one finished video.

The sound is mixed first, then one ffmpeg pass reads every clip once and encodes once. Keyframes lie on the scenes'
first frames and the headers do not depend on the content, so that a scene can later be replaced by stream copy.
"""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.model.media import FPS, CaptionWord, SpokenScene, TimelineScene
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.theme import Captions, Music
from vidpipe_assets.studio import ffmpeg
from vidpipe_assets.studio.caption_colours import CaptionColours, caption_colours
from vidpipe_assets.studio.caption_files import caption_files
from vidpipe_assets.studio.caption_fonts import shown
from vidpipe_assets.studio.captions import caption_words
from vidpipe_assets.studio.direction import Shot
from vidpipe_assets.studio.mix import Sound, mix
from vidpipe_assets.studio.palettes import Palette, palette
from vidpipe_assets.studio.picture_graph import Overlays, covered_cuts, picture_graph
from vidpipe_assets.studio.timeline import caption_limits, covered, frames_needed, total_frames
from vidpipe_assets.studio.transitions import draw_transition

ENCODE = (
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-profile:v", "high", "-pix_fmt", "yuv420p"),
    *("-x264-params", "stitchable=1"),
    *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"),
)
"""How the picture is encoded. veryfast is the knee: superfast makes 2.7 times the bytes."""


@dataclass(frozen=True)
class Composition:
    """All that goes into a video. `threads`: 0 lets ffmpeg choose; 1 gives the same bytes every time."""

    plan: ProductionPlan
    shots: Sequence[Shot]
    timeline: Sequence[TimelineScene]
    clips: Mapping[str, Path]
    spoken: Mapping[str, SpokenScene]
    voices: Mapping[str, Path]
    captions: Captions
    music: Music
    music_file: Path | None
    voice_volume_db: float
    seed: int
    threads: int = 0


@dataclass(frozen=True)
class Composed:
    """The finished files, the words as captioned, and the video's length."""

    video: Path
    srt: Path
    ass: Path
    words: tuple[CaptionWord, ...]
    seconds: float


def compose(composition: Composition, folder: Path, *, progress: Callable[[float], None] | None = None) -> Composed:
    """Make the video in `folder`, which may hold other files; `progress` hears fractions of the encoding.

    Raises `BadMedia` for a voice, a clip or music that cannot be used, and what `ffmpeg.run` raises.
    """
    folder.mkdir(parents=True, exist_ok=True)
    work = folder / "composing"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    frames = total_frames(composition.timeline)
    words = caption_words(composition.timeline, composition.spoken)
    ass, srt = folder / "captions.ass", folder / "captions.srt"
    colours = {shot.scene.id: _caption_colours(composition.captions, shot) for shot in composition.shots}
    limits = caption_limits(composition.timeline, composition.shots)
    caption_files(words, composition.captions, colours, limits, composition.plan.title).write(ass, srt, work / "fonts")
    sound = mix(_sound(composition), work)
    _draw_covers(composition.shots, work)
    video = folder / "video.mp4"
    unfinished = work / "video.mp4"
    ffmpeg.run(
        [*_arguments(composition, work, ass, sound), ffmpeg.file_argument(unfinished)],
        timeout_s=120 + 60 * frames / FPS,
        total_s=frames / FPS,
        progress=progress,
    )
    _keep(unfinished, video)
    shutil.rmtree(work)
    return Composed(video=video, srt=srt, ass=ass, words=words, seconds=frames / FPS)


def _palette(shot: Shot) -> Palette:
    return palette(shot.palette, shot.accent)


def _caption_colours(captions: Captions, shot: Shot) -> CaptionColours:
    return caption_colours(captions, palette(shot.palette.removesuffix("!"), shot.accent), _palette(shot))


def _sound(composition: Composition) -> Sound:
    return Sound(
        timeline=composition.timeline,
        voices=composition.voices,
        voice_volume_db=composition.voice_volume_db,
        music=composition.music,
        music_file=composition.music_file,
        seed=composition.seed,
    )


def _draw_covers(shots: Sequence[Shot], work: Path) -> None:
    """Draw every cover once, and give its frames their places in one sequence, `covers/000.png` and so on."""
    covers = work / "covers"
    covers.mkdir()
    drawn: dict[tuple[str, Palette, Palette], list[Path]] = {}
    number = 0
    for index in covered(shots):
        before = shots[index - 1]
        key = (before.transition, _palette(before), _palette(shots[index]))
        if key not in drawn:
            drawn[key] = sorted(draw_transition(*key, work / f"cover{index}").glob("*.png"))
        for frame in drawn[key]:
            os.link(frame, covers / f"{number:03d}.png")
            number += 1


def _arguments(composition: Composition, work: Path, ass: Path, sound: Path) -> list[str]:
    """ffmpeg's arguments but for the name of the output."""
    timeline, shots = composition.timeline, composition.shots
    needed = frames_needed(timeline, shots)
    threads = str(composition.threads)
    arguments = ["-filter_complex_threads", threads]
    for scene in timeline:
        # Half a frame more than is read: `-t` ends the reading, the graph counts exactly.
        seconds = f"{(needed[scene.scene] + 0.5) / FPS:.6f}"
        clip = ffmpeg.file_argument(composition.clips[scene.scene])
        arguments += [*ffmpeg.LOCAL_ONLY, "-threads", threads, "-t", seconds, "-i", clip]
    arguments += [*ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(sound)]
    chapters = work / "chapters.txt"
    chapters.write_text(_chapters(composition), encoding="utf-8")
    arguments += [*ffmpeg.LOCAL_ONLY, "-f", "ffmetadata", "-i", ffmpeg.file_argument(chapters)]
    count = len(timeline)
    if covered_cuts(timeline, shots):
        arguments += ["-framerate", str(FPS), "-i", ffmpeg.file_argument(work / "covers") + "/%03d.png"]
    graph = picture_graph(timeline, shots, Overlays(count + 2, ass, work / "fonts"))
    frames = total_frames(timeline)
    keyframes = ",".join(f"{max(scene.start_frame - 0.5, 0) / FPS:.6f}" for scene in timeline)
    arguments += ["-filter_complex", graph, "-map", "[picture]", "-map", f"{count}:a"]
    arguments += ["-map_metadata", str(count + 1), "-map_chapters", str(count + 1)]
    arguments += [*ENCODE, "-threads", threads, "-force_key_frames", keyframes, "-r", str(FPS)]
    arguments += ["-frames:v", str(frames), "-c:a", "copy", "-t", f"{frames / FPS:.6f}"]
    return [*arguments, "-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4"]


def _chapters(composition: Composition) -> str:
    lines = [";FFMETADATA1", f"title={_metadata(composition.plan.title)}"]
    for scene in composition.timeline:
        lines += ["[CHAPTER]", f"TIMEBASE=1/{FPS}", f"START={scene.start_frame}"]
        lines += [f"END={scene.start_frame + scene.frames}", f"title={_metadata(scene.title)}"]
    return "\n".join(lines) + "\n"


def _metadata(text: str) -> str:
    """`text` as a value of ffmpeg's metadata files."""
    plain = " ".join(shown(text).split())
    return "".join(f"\\{character}" if character in "=;#\\" else character for character in plain)


def _keep(unfinished: Path, target: Path) -> None:
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)
