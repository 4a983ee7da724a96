"""The stage `composed_video`."""

import resource
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import dagster as dg

from vidpipe_assets.defs.asset_checks import of_composed_video
from vidpipe_assets.defs.assets.stage_asset import Checkpoint, Task, at_work, stage_asset, versions
from vidpipe_assets.defs.metadata import show_composed
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.media import FPS, Clip, ClipSet, ComposedVideo, TimelineScene, Voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.stages.clips import art_direction, film, outlasted
from vidpipe_assets.workplace import Workplace

if TYPE_CHECKING:
    from vidpipe_assets.render.direction import Shot
    from vidpipe_assets.render.video.compose import ComposedFiles
    from vidpipe_assets.render.video.segments import PreviousVideo


class Rendering(dg.Config):
    """How the machine is used.

    `threads`: 1 gives the same bytes for the same inputs, whatever was there before; 0 leaves it to the machine, or to
    the worker that makes several videos at once.
    """

    threads: int = 0


@stage_asset(Stage.COMPOSED_VIDEO)
def composed_video(
    context: dg.AssetExecutionContext,
    config: Rendering,
    workplace: dg.ResourceParam[Workplace],
    scripts: ProductionPlan,
    clips: ClipSet,
    voiceover: Voiceover,
) -> Checkpoint:
    """The finished video with captions, music and chapters, its thumbnail and contact sheet, measured in the file."""
    upstream = {Stage.SCRIPTS: scripts, Stage.CLIPS: clips, Stage.VOICEOVER: voiceover}
    with at_work(context, workplace, upstream) as task:
        if task.kept:
            return task.kept
        video = _produce(task, scripts, clips, voiceover, config.threads)
        video = video.model_copy(update={"made_from": versions(upstream)})
        findings = of_composed_video(scripts, voiceover, video, task.theme.format)
        return task.done(video, show_composed(video, workplace.store.artifacts), findings)


def _produce(task: Task, plan: ProductionPlan, clips: ClipSet, voiceover: Voiceover, threads: int) -> ComposedVideo:
    from vidpipe_assets.render.video.compose import Composition, compose
    from vidpipe_assets.render.video.timeline import lay_out_scenes

    began, burnt = time.monotonic(), _cpu_seconds()
    artifacts, theme = task.workplace.store.artifacts, task.theme
    spoken = {scene.scene: scene for scene in voiceover.scenes}
    shots = art_direction(task, plan)
    timeline = lay_out_scenes(plan, spoken, shots)
    refilmed = _refilmed(task, shots, timeline, clips)
    seen = {clip.scene: clip for clip in (*clips.clips, *refilmed)}
    composed = compose(
        Composition(
            plan=plan,
            shots=shots,
            timeline=timeline,
            clips={name: artifacts.path(clip.artifact) for name, clip in seen.items()},
            spoken=spoken,
            voices={name: artifacts.path(scene.audio) for name, scene in spoken.items()},
            captions=theme.captions,
            music=theme.music,
            music_file=task.workplace.places.themes / theme.music.file if theme.music.kind == "file" else None,
            voice_volume_db=theme.voice.volume_db,
            seed=_seed(task.video),
            threads=threads or task.workplace.places.threads,
            before=None if threads == 1 else _before(task),  # one thread promises the same bytes, whatever was before
        ),
        task.scratch,
        progress=_progress(task),
    )
    video = _described(task, composed, timeline)
    told = {"segments": composed.segments, "sound": composed.sound, "copied": composed.copied}
    spent = {"seconds_spent": round(time.monotonic() - began, 2), "cpu_seconds_spent": round(_cpu_seconds() - burnt, 2)}
    return video.model_copy(update={**told, **spent, "refilmed": refilmed})


def _before(task: Task) -> "PreviousVideo | None":
    """The latest video of this key, if it is still there."""
    from vidpipe_assets.render.video.segments import PreviousVideo

    store = task.workplace.store
    made = store.documents.versions(task.video).get(Stage.COMPOSED_VIDEO, ())
    with suppress(VidpipeError, OSError):  # one that cannot be read any more helps nobody
        if made:
            latest = store.documents.load(task.video, Stage.COMPOSED_VIDEO, made[-1], ComposedVideo)
            video = store.artifacts.path(latest.video)
            if latest.segments and video.is_file():
                return PreviousVideo(video, latest.timeline, latest.segments, latest.sound)
    return None


def _refilmed(
    task: Task, shots: "tuple[Shot, ...]", timeline: tuple[TimelineScene, ...], clips: ClipSet
) -> tuple[Clip, ...]:
    """The clips that the voice outlasts, made again, longer, and never frozen."""
    longer = outlasted(shots, timeline, clips)
    if not longer:
        return ()
    scenes = [shot.scene.id for shot in longer]
    task.log(f"the voice outlasts the clips of {', '.join(scenes)}: made again, longer")
    return film(task, longer, beside=[clip for clip in clips.clips if clip.scene not in scenes])


def _described(task: Task, composed: "ComposedFiles", timeline: tuple[TimelineScene, ...]) -> ComposedVideo:
    """Keep the files, and say what is really in them."""
    from vidpipe_assets.render.video.inspection import inspect_video
    from vidpipe_assets.render.video.stills import write_contact_sheet, write_thumbnail

    thumb, sheet = task.scratch / "thumbnail.jpg", task.scratch / "contact-sheet.jpg"
    first = timeline[0]
    write_thumbnail(composed.video, first.frames * 0.6 / FPS, thumb)
    moments = [(scene.start_frame + scene.frames * share) / FPS for scene in timeline for share in (0.3, 0.75)]
    write_contact_sheet(composed.video, moments, [f"{moment:.1f} s" for moment in moments], sheet)
    artifacts = task.workplace.store.artifacts
    return ComposedVideo(
        video=artifacts.add(composed.video),
        thumbnail=artifacts.add(thumb),
        contact_sheet=artifacts.add(sheet),
        captions_srt=artifacts.add(composed.srt),
        captions_ass=artifacts.add(composed.ass),
        timeline=timeline,
        caption_words=composed.words,
        seconds=composed.seconds,
        inspection=inspect_video(composed.video, thumb),
    )


def _progress(task: Task) -> "_Quarters":
    return _Quarters(task)


class _Quarters:
    """Says how far the rendering is, at every quarter."""

    def __init__(self, task: Task) -> None:
        self._task, self._told = task, 0

    def __call__(self, share: float) -> None:
        quarter = int(share * 4)
        if quarter > self._told:
            self._told = quarter
            self._task.log(f"rendering: {quarter * 25} %")


def _seed(video: str) -> int:
    from vidpipe_assets.model.values import content_hash

    return int(content_hash(video)[:8], 16)


def _cpu_seconds() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
