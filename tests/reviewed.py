"""A finished video in a store, as the stages would have left it: its order, all documents, its files, its package."""

import json
from collections.abc import Sequence
from pathlib import Path

import samples
from found import clips_with_pictures

from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.review_package import assemble
from vidpipe_assets.planning.desired import ThemeParts, desired_videos
from vidpipe_assets.providers.registry import known
from vidpipe_assets.storage.event_cache import FactRow
from vidpipe_assets.storage.store import Store
from vidpipe_assets.storage.themes import load_themes

KEY = samples.KEY


def finish(
    store: Store, folder: Path, plan: ProductionPlan | None = None, *, covers: int = 0, found: Sequence[bytes] = ()
) -> str:
    """Order and finish the samples' video, or one with another script; returns the version of its review.

    `covers`: how many it has to choose from; those of before there were any have none. `found`: small pictures of what
    was found for its scenes.
    """
    store.orders.add([VideoKey.parse(KEY)], asked_by="test")
    script = plan or samples.plan()
    composed = samples.composed()
    made_from = {**composed.made_from, Stage.SCRIPTS: script.data_version}
    # Other words make another video, and so another version of its document.
    composed = composed.model_copy(update={"made_from": made_from, "seconds": round(script.seconds, 3)})
    composed = composed.model_copy(update={"covers": samples.covers(covers)})
    shelf = samples.Shelf(folder)
    clips = clips_with_pictures([shelf.add(one, ".jpg") for one in found]) if found else samples.clip_set()
    documents = {
        Stage.TRENDS: samples.snapshot(),
        Stage.ANALYSIS: samples.report(),
        Stage.SCRIPTS: script,
        Stage.CLIPS: clips,
        Stage.VOICEOVER: samples.voiceover(),
        Stage.COMPOSED_VIDEO: composed,
    }
    for stage, document in documents.items():
        store.documents.save(KEY, stage, document)
    versions = {stage: document.data_version for stage, document in documents.items()}
    made = samples.contents(shelf, plan=script, clips=clips, composed=composed, data_versions=versions)
    package = assemble(store.places.output / "review", made)
    store.documents.save(KEY, Stage.REVIEW, package)
    for kept in package.files.values():
        store.artifacts.add(made.artifact_path(kept))
    return package.data_version


def record(store: Store) -> None:
    """Record that each of its stages was made as its theme wants it: then it waits for review."""
    order = store.orders.get(VideoKey.parse(KEY))
    assert order is not None
    themes, _ = load_themes(store.places.themes, known())
    [video] = desired_videos([order], {order.theme: ThemeParts(themes[order.theme])}, {})
    versions = {Stage(stage): kept[-1] for stage, kept in store.documents.versions(KEY).items()}
    rows: list[FactRow] = []
    for number, stage in enumerate(Stage, 1):
        made_of = video.ingredients(stage, {up: versions[up] for up in stage.upstream})
        made: dict[str, object] = {"version": versions[stage], "ingredients": made_of.model_dump(mode="json")}
        made["failed_checks"] = []
        rows.append(FactRow(number, KEY, "made", stage.value, "run", 0.0, json.dumps(made), False))
    store.facts.add(rows, {})
