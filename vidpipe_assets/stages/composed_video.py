"""The finished video: clips, voice, captions and music put together, and what was measured in the file."""

import resource
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.media import FPS, Artifact, Clip, ClipSet, ComposedVideo, TimelineScene, Voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Captions, CaptionStyleName, Mood, Music, Theme
from vidpipe_assets.stages.clips import lengthen_outlasted, obtain_clips, plan_shots
from vidpipe_assets.stages.context import StageContext

if TYPE_CHECKING:
    from vidpipe_assets.render.art_direction import Shot
    from vidpipe_assets.render.video.compose import ComposedFiles
    from vidpipe_assets.render.video.segments import PreviousVideo

_MOODS = get_args(Mood)
"""Of the theme's `music.mood`, in the order in which takes go through them."""

_STYLES = get_args(CaptionStyleName)


@dataclass(frozen=True)
class CompositionStyle:
    """What one take of a video sounds and looks like besides its scenes. `seed`: of the synthesised music."""

    captions: Captions
    music: Music
    seed: int


def choose_style(theme: Theme, video: str, take: int) -> CompositionStyle:
    """The theme's style for the first take; other music and another style of captions for each after it."""
    from vidpipe_assets.model.values import content_hash

    if take == 1:
        return CompositionStyle(theme.captions, theme.music, int(content_hash(video)[:8], 16))
    mood = _MOODS[(_MOODS.index(theme.music.mood) + take - 1) % len(_MOODS)]
    style = _STYLES[(_STYLES.index(theme.captions.style) + take - 1) % len(_STYLES)]
    return CompositionStyle(
        captions=theme.captions.model_copy(update={"style": style}),
        music=theme.music.model_copy(update={"mood": mood}),
        seed=int(content_hash([video, take])[:8], 16),
    )


def shots_in_style(context: StageContext, shots: "tuple[Shot, ...]") -> "tuple[Shot, ...]":
    """The shots with the transitions of this take."""
    from vidpipe_assets.render.art_direction import other_transitions, stable_seed

    take = context.ingredients.take
    if take == 1:
        return shots
    return other_transitions(shots, context.theme.picture.transition, stable_seed(f"{context.video} {take}"))


def compose_video(
    context: StageContext, plan: ProductionPlan, clips: ClipSet, voiceover: Voiceover, threads: int
) -> ComposedVideo:
    from vidpipe_assets.render.video.compose import Composition, compose
    from vidpipe_assets.render.video.timeline import lay_out_scenes, total_frames

    started_at = time.monotonic()
    cpu_at_start = _cpu_seconds()
    artifacts, theme = context.workplace.store.artifacts, context.theme
    spoken = {scene.scene: scene for scene in voiceover.scenes}
    style = choose_style(theme, context.video, context.ingredients.take)
    shots = shots_in_style(context, plan_shots(context, plan))
    timeline = lay_out_scenes(plan, spoken, shots)
    refilmed = _lengthen_clips(context, plan, shots, timeline, clips)
    seen = {clip.scene: clip for clip in (*clips.clips, *refilmed)}
    shots = over_footage_upright(shots, seen)
    seconds = total_frames(timeline) / FPS
    context.progress.expect(round(seconds), "seconds of film")
    composed = compose(
        Composition(
            plan=plan,
            shots=shots,
            timeline=timeline,
            clips={name: artifacts.path(clip.artifact) for name, clip in seen.items()},
            spoken=spoken,
            voices={name: artifacts.path(scene.audio) for name, scene in spoken.items()},
            captions=style.captions,
            music=style.music,
            music_file=context.workplace.places.themes / theme.music.file if theme.music.kind == "file" else None,
            voice_volume_db=theme.voice.volume_db,
            seed=style.seed,
            threads=threads or context.workplace.places.threads,
            raised=_raised(context, seen),
            before=None
            if threads == 1
            else _previous_video(context),  # one thread promises the same bytes, whatever was before
        ),
        context.scratch,
        progress=lambda share: context.progress.part("film", share * round(seconds)),
    )
    video = _keep_and_measure(context, composed, timeline)
    return video.model_copy(
        update={
            "made_from": {
                Stage.SCRIPTS: plan.data_version,
                Stage.CLIPS: clips.data_version,
                Stage.VOICEOVER: voiceover.data_version,
            },
            "covers": _covers(context, plan, shots, seen),
            "segments": composed.segments,
            "sound": composed.sound,
            "copied": composed.copied,
            "refilmed": refilmed,
            "seconds_spent": round(time.monotonic() - started_at, 2),
            "cpu_seconds_spent": round(_cpu_seconds() - cpu_at_start, 2),
        }
    )


def over_footage_upright(shots: "Sequence[Shot]", clips: Mapping[str, Clip]) -> "tuple[Shot, ...]":
    """The shots, those over footage never in an inverted palette: what is drawn over footage has light type on dark.

    So captions and transitions of such scenes have the colours that the graphics have.
    """
    from vidpipe_assets.render.palettes import plain_name

    return tuple(
        replace(shot, palette=plain_name(shot.palette)) if clips[shot.scene.id].kind == "footage" else shot
        for shot in shots
    )


def _covers(
    context: StageContext, plan: ProductionPlan, shots: "tuple[Shot, ...]", clips: Mapping[str, Clip]
) -> tuple[Artifact, ...]:
    """The pictures that a person chooses the video's cover from, the usual one first."""
    from vidpipe_assets.render.covers import Still, design_covers, draw_cover

    artifacts = context.workplace.store.artifacts
    stills = {name: Still(artifacts.path(clip.still), clip.rights.credit) for name, clip in clips.items() if clip.still}
    found: list[Artifact] = []
    for number, design in enumerate(design_covers(plan, shots, stills), 1):
        cover = context.scratch / f"cover-{number}.jpg"
        draw_cover(design, cover)
        found.append(artifacts.add(cover))
    return tuple(found)


def free_at_top(clips: Mapping[str, Clip], over_footage: str) -> dict[str, Clip]:
    """The footage at whose top no type stands already: there captions may."""
    if over_footage == "full":
        return {}
    return {name: clip for name, clip in clips.items() if clip.kind == "footage" and not clip.at_top}


def _raised(context: StageContext, clips: Mapping[str, Clip]) -> frozenset[str]:
    """The scenes whose captions stand higher, off what their footage is about."""
    filmed = free_at_top(clips, context.theme.picture.over_footage)
    if not filmed:
        return frozenset()
    from vidpipe_assets.render.captions.bands import raised_scenes

    artifacts = context.workplace.store.artifacts
    found = raised_scenes({name: artifacts.path(clip.artifact) for name, clip in filmed.items()})
    if found:
        context.log(f"captions stand higher in {', '.join(sorted(found))}: its subject lies where they would be")
    return found


def _previous_video(context: StageContext) -> "PreviousVideo | None":
    """The latest video of this key, if it is still there."""
    from vidpipe_assets.render.video.segments import PreviousVideo

    store = context.workplace.store
    made = store.documents.versions(context.video).get(Stage.COMPOSED_VIDEO, ())
    with suppress(VidpipeError, OSError):  # one that cannot be read any more helps nobody
        if made:
            latest = store.documents.load(context.video, Stage.COMPOSED_VIDEO, made[-1], ComposedVideo)
            video = store.artifacts.path(latest.video)
            if latest.segments and video.is_file():
                return PreviousVideo(video, latest.timeline, latest.segments, latest.sound)
    return None


def _lengthen_clips(
    context: StageContext,
    plan: ProductionPlan,
    shots: "tuple[Shot, ...]",
    timeline: tuple[TimelineScene, ...],
    clips: ClipSet,
) -> tuple[Clip, ...]:
    """The clips that the voice outlasts, made again, longer, and never frozen."""
    longer = lengthen_outlasted(shots, timeline, clips)
    if not longer:
        return ()
    scenes = [shot.scene.id for shot in longer]
    context.log(f"the voice outlasts the clips of {', '.join(scenes)}: made again, longer")
    return obtain_clips(context, longer, [clip for clip in clips.clips if clip.scene not in scenes], plan)


def _keep_and_measure(
    context: StageContext, composed: "ComposedFiles", timeline: tuple[TimelineScene, ...]
) -> ComposedVideo:
    """Keep the files, and say what is really in them."""
    from vidpipe_assets.render.video.inspection import inspect_video
    from vidpipe_assets.render.video.stills import write_contact_sheet, write_thumbnail

    thumb, sheet = context.scratch / "thumbnail.jpg", context.scratch / "contact-sheet.jpg"
    first = timeline[0]
    write_thumbnail(composed.video, first.frames * 0.6 / FPS, thumb)
    moments = [(scene.start_frame + scene.frames * share) / FPS for scene in timeline for share in (0.3, 0.75)]
    write_contact_sheet(composed.video, moments, [f"{moment:.1f} s" for moment in moments], sheet)
    artifacts = context.workplace.store.artifacts
    return ComposedVideo(
        video=artifacts.add(composed.video),
        thumbnail=artifacts.add(thumb),
        contact_sheet=artifacts.add(sheet),
        captions_srt=artifacts.add(composed.srt),
        captions_ass=artifacts.add(composed.ass),
        timeline=timeline,
        caption_words=composed.words,
        captions_drawn=composed.drawn,
        seconds=composed.seconds,
        inspection=inspect_video(composed.video, thumb),
    )


def _cpu_seconds() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
