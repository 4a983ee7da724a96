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
from vidpipe_assets.studio.caption_colours import caption_colours
from vidpipe_assets.studio.caption_files import CaptionFiles, caption_files
from vidpipe_assets.studio.captions import caption_words
from vidpipe_assets.studio.direction import Shot
from vidpipe_assets.studio.mix import Sound, mix
from vidpipe_assets.studio.palettes import palette
from vidpipe_assets.studio.picture_pass import PicturePass, palette_of
from vidpipe_assets.studio.timeline import caption_limits, total_frames


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
    try:
        return _composed(composition, folder, work, progress)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _composed(composition: Composition, folder: Path, work: Path, progress: Callable[[float], None] | None) -> Composed:
    frames = total_frames(composition.timeline)
    words = caption_words(composition.timeline, composition.spoken)
    ass, srt, fonts, video = folder / "captions.ass", folder / "captions.srt", work / "fonts", folder / "video.mp4"
    captions = _captions(composition, words)
    captions.write(ass, srt, fonts)
    picture = PicturePass(
        timeline=composition.timeline,
        shots=composition.shots,
        clips=composition.clips,
        captions=captions,
        fonts=fonts,
        sound=mix(_sound(composition), work),
        title=composition.plan.title,
        work=work,
        threads=composition.threads,
    )
    unfinished = work / "video.mp4"
    ffmpeg.run(
        [*picture.arguments(), ffmpeg.file_argument(unfinished)],
        timeout_s=120 + 60 * frames / FPS,
        total_s=frames / FPS,
        progress=progress,
    )
    _keep(unfinished, video)
    return Composed(video=video, srt=srt, ass=ass, words=words, seconds=frames / FPS)


def _captions(composition: Composition, words: Sequence[CaptionWord]) -> CaptionFiles:
    style = composition.captions
    colours = {
        shot.scene.id: caption_colours(style, palette(shot.palette.removesuffix("!"), shot.accent), palette_of(shot))
        for shot in composition.shots
    }
    limits = caption_limits(composition.timeline, composition.shots)
    return caption_files(words, style, colours, limits, composition.plan.title)


def _sound(composition: Composition) -> Sound:
    return Sound(
        timeline=composition.timeline,
        voices=composition.voices,
        voice_volume_db=composition.voice_volume_db,
        music=composition.music,
        music_file=composition.music_file,
        seed=composition.seed,
    )


def _keep(unfinished: Path, target: Path) -> None:
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)
