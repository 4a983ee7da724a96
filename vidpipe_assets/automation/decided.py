"""What follows from decisions besides planning: Dagster is told, and what was approved lies ready, whoever decided."""

import dagster as dg

from vidpipe_assets.checkpoints.telling import tell_decisions
from vidpipe_assets.workplace import Workplace


def follow_decisions(instance: dg.DagsterInstance, workplace: Workplace) -> list[str]:
    """Tell what was not told yet, and make the folders that are missing; returns what went wrong with those."""
    from vidpipe_assets.desk.exporting import export_new

    tell_decisions(instance, workplace.store)
    return export_new(workplace.store)
