"""A finished video in a store, as the stages would have left it: its order, all documents, its files, its package."""

from pathlib import Path

import samples

from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.review_package import assemble
from vidpipe_assets.storage.store import Store

KEY = samples.KEY


def finish(store: Store, folder: Path, plan: ProductionPlan | None = None) -> str:
    """Order and finish the samples' video, or one with another script; returns the version of its review."""
    store.orders.add([VideoKey.parse(KEY)], asked_by="test")
    script = plan or samples.plan()
    composed = samples.composed()
    made_from = {**composed.made_from, Stage.SCRIPTS: script.data_version}
    # Other words make another video, and so another version of its document.
    composed = composed.model_copy(update={"made_from": made_from, "seconds": round(script.seconds, 3)})
    documents = {
        Stage.TRENDS: samples.snapshot(),
        Stage.ANALYSIS: samples.report(),
        Stage.SCRIPTS: script,
        Stage.CLIPS: samples.clip_set(),
        Stage.VOICEOVER: samples.voiceover(),
        Stage.COMPOSED_VIDEO: composed,
    }
    for stage, document in documents.items():
        store.documents.save(KEY, stage, document)
    versions = {stage: document.data_version for stage, document in documents.items()}
    shelf = samples.Shelf(folder)
    made = samples.contents(shelf, plan=script, composed=composed, data_versions=versions)
    package = assemble(store.places.output / "review", made)
    store.documents.save(KEY, Stage.REVIEW, package)
    for kept in package.files.values():
        store.artifacts.add(made.artifact_path(kept))
    return package.data_version
