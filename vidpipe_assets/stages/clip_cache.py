"""Drawn clips that are there already: an edit of one scene draws that scene, and no other; a run that was killed at
its fifth scene leaves four.

Only what is drawn: footage is the ledger's, which answers from what was paid for.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from vidpipe_assets.language.letters import base_language
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.media import Clip, ClipSet, ComposedVideo
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.stages.context import StageContext

if TYPE_CHECKING:
    from vidpipe_assets.render.art_direction import Shot


def drawing_hash(shot: "Shot") -> str:
    """Hash of all that a drawn clip depends on."""
    told = {one.name: getattr(shot, one.name) for one in fields(shot)}
    del told["transition"]  # the next scene comes out of the clip; the clip itself has none
    if base_language(shot.language) == "en":  # as it was before there was another
        del told["language"]
    told |= {"scene": shot.scene.model_dump(mode="json"), "logo": _digest(shot.logo)}
    return content_hash([Stage.CLIPS.code_version, told])


DRAWN = "drawn"
"""The folder, beside the documents of a video's stages, of clips whose set was not whole when they were kept."""


def keep_drawn(context: StageContext, clip: Clip) -> None:
    """Keep a clip before its set is whole: should the run be killed, the next one need not draw it again."""
    if clip.drawn_from:
        with context.fence.kept():
            context.workplace.store.documents.save(context.video, DRAWN, ClipSet(clips=(clip,)))


def find_drawn_clips(context: StageContext, shots: "Sequence[Shot]") -> dict[str, Clip]:
    """Scene -> the clip that was drawn for exactly this shot, where an earlier version of the video has it.

    Not one with notes: it was drawn plainly since something failed, or they tell of libraries as they were then.
    """
    wanted = {drawing_hash(shot): shot.scene.id for shot in shots}
    found: dict[str, Clip] = {}
    for clip in _earlier_clips(context):
        scene = "" if clip.notes else wanted.get(clip.drawn_from, "")
        if scene and scene not in found and context.workplace.store.artifacts.intact(clip.artifact):
            found[scene] = clip
        if len(found) == len(wanted):
            break
    return found


def _earlier_clips(context: StageContext) -> Iterator[Clip]:
    """The clips of all versions that can still be read, the latest first."""
    documents = context.workplace.store.documents
    versions = documents.versions(context.video)
    for kind in (Stage.CLIPS.value, DRAWN):
        for version in reversed(versions.get(kind, ())):
            with suppress(VidpipeError):
                yield from documents.load(context.video, kind, version, ClipSet).clips
    for version in reversed(versions.get(Stage.COMPOSED_VIDEO, ())):
        with suppress(VidpipeError):
            yield from documents.load(context.video, Stage.COMPOSED_VIDEO, version, ComposedVideo).refilmed


def _digest(logo: Path | None) -> str:
    return hashlib.sha256(logo.read_bytes()).hexdigest() if logo and logo.is_file() else ""
