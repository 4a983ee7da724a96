"""What all seven stages share: their definition as Dagster assets, and the frame in which each does its work."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg

from vidpipe_assets.assets.checks import check_specs
from vidpipe_assets.assets.resources import Workplace
from vidpipe_assets.checkpoints.failures import told_to_dagster
from vidpipe_assets.checkpoints.partitions import VIDEOS_NAME
from vidpipe_assets.checkpoints.recording import Checkpoint, checkpoint
from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.values import Document
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.fingerprints import ingredients

VIDEOS = dg.DynamicPartitionsDefinition(name=VIDEOS_NAME)
"""One partition a video; shared by all seven assets, so that one run makes a whole video."""

_GROUPS = {
    Stage.TRENDS: ("research", {"rss", "sqlite"}),
    Stage.ANALYSIS: ("research", {"python"}),
    Stage.SCRIPTS: ("writing", {"json"}),
    Stage.CLIPS: ("production", {"video"}),
    Stage.VOICEOVER: ("production", {"audio"}),
    Stage.COMPOSED_VIDEO: ("production", {"mp4"}),
    Stage.REVIEW: ("approval", {"html"}),
}


def stage_asset(stage: Stage) -> Callable[[Callable[..., Any]], dg.AssetsDefinition]:
    """Define the asset of `stage`; its description is the function's docstring."""
    group, kinds = _GROUPS[stage]
    return dg.asset(
        name=stage.value,
        partitions_def=VIDEOS,
        code_version=stage.code_version,
        group_name=group,
        kinds=kinds,
        owners=[f"team:{group}"],
        check_specs=check_specs(stage),
    )


@dataclass(frozen=True)
class Task:
    """One stage of one video, being worked on."""

    stage: Stage
    key: VideoKey
    theme: Theme
    order: Order
    workplace: Workplace
    log: Callable[[str], None]
    scratch: Path

    @property
    def video(self) -> str:
        """The video key as text."""
        return str(self.key)

    def done(
        self,
        document: Document,
        upstream: Mapping[Stage, Document],
        metadata: Mapping[str, dg.MetadataValue],
        findings: Sequence[Finding] = (),
    ) -> Checkpoint:
        """The stage's checkpoint."""
        return checkpoint(
            self.workplace.store,
            self.video,
            document,
            made_of=ingredients(
                self.stage,
                self.theme,
                wish={"topic": self.order.topic} if self.stage is Stage.ANALYSIS else {},
                upstream=versions(upstream),
            ),
            metadata=metadata,
            findings=findings,
        )


@contextmanager
def at_work(context: dg.AssetExecutionContext, workplace: Workplace) -> Generator[Task]:
    """The video's order and theme, a scratch folder that goes away, and errors told as Dagster shows them."""
    with told_to_dagster():
        stage = Stage(context.asset_key.to_user_string())
        key = VideoKey.parse(context.partition_key)
        theme = workplace.theme(key.theme)
        order = workplace.store.orders.ensure(key)
        with workplace.store.scratch(f"{key}-{stage}") as scratch:
            yield Task(stage, key, theme, order, workplace, context.log.info, scratch)


def versions(documents: Mapping[Stage, Document]) -> dict[Stage, str]:
    """The data version of each document."""
    return {stage: document.data_version for stage, document in documents.items()}
