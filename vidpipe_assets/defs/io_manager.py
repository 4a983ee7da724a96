"""Documents between stages: read through the IO manager, at the version that the latest materialization names."""

from collections.abc import Callable
from typing import Any

import dagster as dg

from vidpipe_assets.model.errors import Lost, PermanentError
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import Document
from vidpipe_assets.orchestration.checkpoints import latest_checkpoint
from vidpipe_assets.orchestration.failures import dagster_failures
from vidpipe_assets.orchestration.lost_files import refuse_lost_files, report_loss
from vidpipe_assets.storage.store import Store


class DocumentIOManager(dg.IOManager):
    """Loads a stage's upstream documents. Stages save their own (`checkpoint`), before they return."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store

    def handle_output(self, context: dg.OutputContext, obj: Any) -> None:
        """Refuse a value: a stage returns a checkpoint, and an op of vidpipe returns nothing."""
        if obj is not None:
            raise PermanentError(f"{context.name} returned a value instead of a checkpoint")

    def load_input(self, context: dg.InputContext) -> Document:
        """The upstream stage's latest document of this video. What is lost of it is made again (`lost_files`)."""
        with dagster_failures():
            return self._load(context)

    def _load(self, context: dg.InputContext) -> Document:
        stage, video = Stage(context.asset_key.to_user_string()), context.asset_partition_key
        found = latest_checkpoint(context.instance, stage, video)
        if found is None:
            raise PermanentError(
                f"{video} has no {stage} yet",
                remedy=f"materialize {stage} of {video} first, or the whole job make_video",
            )
        kind = context.dagster_type.typing_type
        store = self._open_store()
        try:
            document = store.documents.load(video, stage, found.data_version, kind)
            refuse_lost_files(store, stage, video, found.data_version)
        except Lost as error:
            report_loss(context.instance, stage, video, found.data_version, error)
            raise
        return document
