"""The asset checks as Dagster knows them. Their table is `model.checks`; `stages.checks` looks at the documents."""

import warnings

import dagster as dg
from dagster_shared.utils.warnings import PreviewWarning

from vidpipe_assets.defs.partitions import VIDEOS
from vidpipe_assets.model.checks import CHECKS
from vidpipe_assets.model.stages import Stage


def check_specs(stage: Stage) -> list[dg.AssetCheckSpec]:
    """The stage's checks as Dagster knows them, each partition with its own result."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PreviewWarning)  # Dagster has them since 1.12, and still calls them new
        return [
            dg.AssetCheckSpec(
                check.name,
                asset=stage.value,
                blocking=check.blocking,
                description=check.description,
                partitions_def=VIDEOS,
            )
            for check in CHECKS.get(stage, ())
        ]
