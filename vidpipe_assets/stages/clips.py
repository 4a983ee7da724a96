"""How clips are made for a video: by `clips`, and again by `composed_video` where the voice outlasts a clip."""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from vidpipe_assets.model.decision import count_takes, picture_of_scene, take_of_scene
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.media import FPS, Artifact, Clip, ClipSet, TimelineScene
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.providers.footage import FootageProvider
from vidpipe_assets.providers.footage.own import OWN
from vidpipe_assets.stages.clip_cache import drawing_hash, find_drawn_clips, keep_drawn
from vidpipe_assets.stages.context import StageContext, stage_client
from vidpipe_assets.stages.footage_dedup import ReservedFootage, scene_takes
from vidpipe_assets.stages.reference import theme_reference
from vidpipe_assets.stages.small_pictures import with_small_pictures
from vidpipe_assets.storage.theme_material import NO_HASH, file_hash

if TYPE_CHECKING:
    from vidpipe_assets.ledger.client import LedgerClient
    from vidpipe_assets.providers.footage import PictureJudge
    from vidpipe_assets.render.art_direction import Shot
    from vidpipe_assets.stages.clip_selection import SelectedClip
    from vidpipe_assets.stages.footage_search import FootageLibrary, SceneHints

SCENES = "scenes"


def footage_chain(theme: Theme) -> tuple[str, ...]:
    """The providers that are asked for footage before a scene is drawn, in their order, without the theme's folder."""
    from vidpipe_assets.stages.clip_selection import before_motion

    return tuple(name for name in before_motion(theme.providers.footage) if name != OWN)


def make_clips(context: StageContext, plan: ProductionPlan) -> ClipSet:
    """A clip for every scene of the plan."""
    started_at = time.monotonic()
    shots = plan_shots(context, plan)
    context.progress.expect(len(shots), SCENES)
    clips = obtain_clips(context, shots, plan=plan)
    return ClipSet(clips=clips, seconds_spent=round(time.monotonic() - started_at, 2))


def plan_shots(context: StageContext, plan: ProductionPlan) -> "tuple[Shot, ...]":
    """The shots of the plan in the theme's look, those whose pictures were rejected in another one.

    The same for the same video and decisions. What libraries are asked for keeps its length: it is in their requests.
    """
    from vidpipe_assets.render.art_direction import direct_shots, with_drawn_length
    from vidpipe_assets.stages.clip_selection import before_motion, is_drawn

    theme = context.theme
    shots = direct_shots(plan, theme.picture, theme.channel, context.video, context.workplace.places.themes)
    taken = (_shot_otherwise(context, shots, index) for index in range(len(shots)))
    asked = before_motion(theme.providers.footage)
    return tuple(shot if asked and not is_drawn(shot) else with_drawn_length(shot) for shot in taken)


def _shot_otherwise(context: StageContext, shots: "tuple[Shot, ...]", index: int) -> "Shot":
    """The shot at `index`; what was rejected is not drawn in the same template, layout and background again."""
    from vidpipe_assets.render.art_direction import redirect_shot
    from vidpipe_assets.stages.clip_selection import before_motion, is_drawn
    from vidpipe_assets.writing.other_pictures import other_pictures, with_picture
    from vidpipe_assets.writing.pace import SpeechPace

    shot = shots[index]
    take = take_of_scene(context.decisions, Stage.CLIPS, shot.scene.id)
    if take == 1:
        return shot
    seed = int(content_hash([shot.seed, take])[:12], 16)
    if before_motion(context.theme.providers.footage) and not is_drawn(shot):
        return replace(shot, seed=seed)  # a library brings other footage; what was paid for by this look stays paid
    times = count_takes(context.decisions, Stage.CLIPS, shot.scene.id) - 1
    shot = redirect_shot(shots, index, times, seed)
    ranks = sum(1 for one in shots if one.scene.evidence and one.position > 1)
    others = other_pictures(shot.scene, ranks)
    beside = {one.scene.picture.template for one in (*shots[max(index - 1, 0) : index], *shots[index + 1 : index + 2])}
    pictures = [*sorted(others, key=lambda one: one.template in beside), shot.scene.picture]
    picture = pictures[(times - 1) % len(pictures)]
    if picture is shot.scene.picture:
        return shot
    theme = context.theme
    pace = SpeechPace(theme.language, theme.voice.speed)
    return replace(shot, scene=with_picture(shot.scene, picture, pace))


def obtain_clips(
    context: StageContext, shots: "Sequence[Shot]", beside: Iterable[Clip] = (), plan: ProductionPlan | None = None
) -> tuple[Clip, ...]:
    """A clip for every shot. `beside`: the clips of the other scenes, which are not shown again.

    `plan`: of all scenes, for what it says about them that helps in a search.
    """
    before = _find_drawn(context, shots)
    if before:
        context.log(f"{', '.join(before)}: drawn before, and as they were")
        context.progress.expect(len(shots), SCENES, done=len(before))
    missing = [shot for shot in shots if shot.scene.id not in before]
    made = before | {clip.scene: clip for clip in (_select_missing(context, missing, beside, plan) if missing else ())}
    return tuple(made[shot.scene.id] for shot in shots)


def _find_drawn(context: StageContext, shots: "Sequence[Shot]") -> dict[str, Clip]:
    """Of the shots that no library is asked for."""
    from vidpipe_assets.stages.clip_selection import before_motion, is_drawn

    asked = before_motion(context.theme.providers.footage)
    return find_drawn_clips(context, [shot for shot in shots if not asked or is_drawn(shot)])


def _select_missing(
    context: StageContext, shots: "Sequence[Shot]", beside: Iterable[Clip], plan: ProductionPlan | None
) -> tuple[Clip, ...]:
    """Take a clip for every shot, and keep it."""
    from vidpipe_assets.stages.clip_selection import MOTION, select_clips
    from vidpipe_assets.stages.picture_judge import theme_judge
    from vidpipe_assets.stages.scene_hints import scene_hints

    chain = context.theme.providers.footage
    client = stage_client(context, Stage.CLIPS)
    takes, origins = scene_takes(context, shots), {shot.scene.id: drawing_hash(shot) for shot in shots}
    hints = {name: scene_hints(context, plan, takes, name) for name in chain if plan}
    judge = theme_judge(context, client)
    libraries = {name: _library(context, name, client, hints.get(name, {}), judge) for name in chain if name != MOTION}
    shown = {(clip.provider, clip.footage_id) for clip in beside if clip.footage_id}

    def sure_origin(scene: str) -> str:
        """Empty where the logo was changed meanwhile: it may be in the picture or not."""
        now = next(drawing_hash(shot) for shot in shots if shot.scene.id == scene)
        return origins[scene] if now == origins[scene] else ""

    taken = select_clips(
        shots,
        chain,
        libraries,
        context.scratch,
        progress=context.progress.part,
        not_again={scene: shown | footage for scene, footage in _rejected_footage(context, takes).items()},
        reservations=ReservedFootage.of(context, shots, [name for name in libraries if name != OWN]),
        over_footage=context.theme.picture.over_footage,
        keep=lambda one: keep_drawn(context, _clip(context, one, takes[one.scene], sure_origin(one.scene))),
    )
    for one in taken:
        for note in one.notes:
            context.log(f"scene {one.scene}: {note}")
    sure = {one.scene: sure_origin(one.scene) for one in taken if one.provider == MOTION}
    return tuple(_clip(context, one, takes[one.scene], sure.get(one.scene, "")) for one in taken)


def _clip(context: StageContext, one: "SelectedClip", take: int, drawn_from: str) -> Clip:
    """The clip, kept as an artifact."""
    return Clip(
        scene=one.scene,
        artifact=context.workplace.store.artifacts.add(one.path),
        frames=one.frames,
        provider=one.provider,
        kind=one.kind,
        title=one.title,
        notes=one.notes,
        rights=one.rights,
        footage_id=one.footage_id,
        take=take,
        drawn_from=drawn_from,
        file_sha256=_own_file_hash(context, one.footage_id) if one.provider == OWN else "",
        choice=with_small_pictures(context, one.choice, one.small),
        still=_still(context, one),
        at_top=one.at_top,
    )


def _still(context: StageContext, one: "SelectedClip") -> Artifact | None:
    """A frame of footage without what is drawn over it; what shows type of its own makes none."""
    if one.kind != "footage" or one.lettered:
        return None
    from vidpipe_assets.render.video.stills import write_thumbnail

    still = context.scratch / f"{one.scene}-still.jpg"
    write_thumbnail(one.bare or one.path, one.frames * 0.4 / FPS, still)
    return context.workplace.store.artifacts.add(still)


def _own_file_hash(context: StageContext, footage: str) -> str:
    """Of the file that the clip was made of: another one under its name makes another clip."""
    found = file_hash(context.workplace.places.themes / context.theme.picture.footage_folder / footage)
    return "" if found in NO_HASH else found


def lengthen_outlasted(
    shots: "Sequence[Shot]", timeline: Sequence[TimelineScene], clips: ClipSet
) -> "tuple[Shot, ...]":
    """The shots whose clips the voice outlasts, each as long as it has to be."""
    from vidpipe_assets.render.video.timeline import frames_needed

    needed = frames_needed(timeline, shots)
    have = {clip.scene: clip.frames for clip in clips.clips}
    short = (shot for shot in shots if have[shot.scene.id] < needed[shot.scene.id])
    return tuple(replace(shot, seconds=(needed[shot.scene.id] + 1) / FPS) for shot in short)


def _rejected_footage(context: StageContext, takes: Mapping[str, int]) -> dict[str, set[tuple[str, str]]]:
    """Scene -> provider and id of the footage that earlier takes of it had."""
    found: dict[str, set[tuple[str, str]]] = {scene: set() for scene in takes}
    documents = context.workplace.store.documents
    for version in documents.versions(context.video).get(Stage.CLIPS, ()) if max(takes.values(), default=1) > 1 else ():
        with suppress(VidpipeError):  # one that can no longer be read says nothing
            for clip in documents.load(context.video, Stage.CLIPS, version, ClipSet).clips:
                is_rejected = clip.scene in found and clip.take < takes[clip.scene]
                # What a person has chosen is shown, whether it was rejected once or not.
                is_wanted = clip.footage_id == picture_of_scene(context.decisions, clip.scene)
                if is_rejected and clip.footage_id and not is_wanted:
                    found[clip.scene].add((clip.provider, clip.footage_id))
    return found


def _library(
    context: StageContext,
    name: str,
    client: "LedgerClient",
    hints: "Mapping[str, SceneHints]",
    judge: "PictureJudge | None",
) -> "FootageLibrary":
    from vidpipe_assets.stages.footage_search import FootageLibrary

    if name == OWN:
        from vidpipe_assets.providers.footage.own import provider

        found: FootageProvider = provider(context.workplace.places.themes / context.theme.picture.footage_folder)
    else:
        found = context.workplace.provider("footage", name)
    model, reference = context.theme.models.footage.get(name, ""), theme_reference(context)
    return FootageLibrary(found, client, model, reference, judge, hints)
