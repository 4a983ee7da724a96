"""The asset checks as Dagster knows them. Their table is `model.checks`; `stages.checks` looks at the documents."""

import dagster as dg

from vidpipe_assets.model.checks import CHECKS
from vidpipe_assets.model.stages import Stage


def check_specs(stage: Stage) -> list[dg.AssetCheckSpec]:
    """The stage's checks as Dagster knows them."""
    return [
        dg.AssetCheckSpec(check.name, asset=stage.value, blocking=check.blocking, description=check.description)
        for check in CHECKS.get(stage, ())
    ]
