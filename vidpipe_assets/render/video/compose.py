"""Composing: clips, voice, captions and music become one finished video.

The sound is mixed first, then one ffmpeg pass reads every clip once and encodes once. Keyframes lie on the scenes'
first frames and the headers do not depend on the content, so that a scene can later be replaced by stream copy.
"""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.model.media import FPS, CaptionWord, DrawnCaption, SpokenScene, TimelineScene
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.theme import Captions, Music
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.audio.cues import payoff_scene, sound_cues
from vidpipe_assets.render.audio.mix import Soundtrack, mix_soundtrack, soundtrack_hash
from vidpipe_assets.render.captions.files import CaptionLayout, lay_out_captions
from vidpipe_assets.render.captions.styles import caption_colours, scene_highlights
from vidpipe_assets.render.captions.words import caption_words
from vidpipe_assets.render.palettes import get_palette, plain_name
from vidpipe_assets.render.video.picture import ENCODE, PicturePass
from vidpipe_assets.render.video.segments import PreviousVideo, patch_video, segment_hashes
from vidpipe_assets.render.video.timeline import caption_limits, countdowns, total_frames


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
    raised: frozenset[str] = frozenset()
    """The scenes whose captions stand in the upper band."""
    before: PreviousVideo | None = None
    """The video before this one, from which scenes are copied that have not changed."""


@dataclass(frozen=True)
class ComposedFiles:
    """The finished files, the words as captioned, the captions as drawn, and the video's length.

    `segments` and `sound`: hashes of what each scene's picture and the sound were made from. `copied`: the scenes whose
    picture was not encoded again.
    """

    video: Path
    srt: Path
    ass: Path
    words: tuple[CaptionWord, ...]
    drawn: tuple[DrawnCaption, ...]
    seconds: float
    segments: tuple[str, ...] = ()
    sound: str = ""
    copied: tuple[str, ...] = ()


def compose(
    composition: Composition, folder: Path, *, progress: Callable[[float], None] | None = None
) -> ComposedFiles:
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


def _composed(
    composition: Composition, folder: Path, work: Path, progress: Callable[[float], None] | None
) -> ComposedFiles:
    frames = total_frames(composition.timeline)
    words = caption_words(composition.timeline, composition.spoken)
    ass, srt, fonts, video = folder / "captions.ass", folder / "captions.srt", work / "fonts", folder / "video.mp4"
    captions = _captions(composition, words)
    captions.write(ass, srt, fonts)
    sound, before = soundtrack_hash(_sound(composition)), composition.before
    picture = PicturePass(
        timeline=composition.timeline,
        shots=composition.shots,
        clips=composition.clips,
        opening=composition.clips[composition.timeline[0].scene],
        captions=captions,
        fonts=fonts,
        sound=_heard(composition, sound, work),
        title=composition.plan.title,
        work=work,
        threads=composition.threads,
    )
    segments = segment_hashes(
        composition.timeline, composition.shots, composition.clips, captions, [ffmpeg.version_line(), *ENCODE]
    )
    unfinished = work / "video.mp4"
    copied = patch_video(picture, segments, before, unfinished, progress) if before else None
    if copied is None:
        ffmpeg.run(
            [*picture.arguments(), ffmpeg.file_argument(unfinished)],
            timeout_s=120 + 60 * frames / FPS,
            total_s=frames / FPS,
            progress=progress,
        )
    _keep(unfinished, video)
    return ComposedFiles(video, srt, ass, words, captions.drawn, frames / FPS, segments, sound, copied or ())


def _heard(composition: Composition, wanted: str, work: Path) -> Path:
    """The sound: that of the video before if it was mixed from the same."""
    before = composition.before
    if before is None or before.sound != wanted or not before.video.is_file():
        return mix_soundtrack(_sound(composition), work)
    out = work / "sound.m4a"
    arguments = [*ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(before.video), "-map", "0:a", "-c", "copy"]
    ffmpeg.run([*arguments, "-map_metadata", "-1", "-map_chapters", "-1", ffmpeg.file_argument(out)], timeout_s=60)
    return out


def _captions(composition: Composition, words: Sequence[CaptionWord]) -> CaptionLayout:
    style, first = composition.captions, composition.shots[0]
    palette = get_palette(plain_name(first.palette), first.accent)
    grounds = {shot.scene.id: get_palette(shot.palette, shot.accent).ground for shot in composition.shots}
    colours, highlights = caption_colours(style, palette), scene_highlights(style, palette, grounds)
    limits = caption_limits(composition.timeline, composition.shots)
    plan = composition.plan
    clocks = countdowns(composition.timeline, composition.shots)
    look = (composition.raised, highlights, clocks)
    return lay_out_captions(words, style, colours, limits, plan.title, plan.language, *look)


def _sound(composition: Composition) -> Soundtrack:
    return Soundtrack(
        timeline=composition.timeline,
        voices=composition.voices,
        voice_volume_db=composition.voice_volume_db,
        music=composition.music,
        music_file=composition.music_file,
        seed=composition.seed,
        cues=sound_cues(composition.timeline, composition.shots),
        payoff_s=_payoff_s(composition),
    )


def _payoff_s(composition: Composition) -> float | None:
    payoff = payoff_scene(composition.timeline, composition.shots)
    return next((scene.start_frame / FPS for scene in composition.timeline if scene.scene == payoff), None)


def _keep(unfinished: Path, target: Path) -> None:
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)
