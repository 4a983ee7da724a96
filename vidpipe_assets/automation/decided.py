"""What follows from decisions besides planning: Dagster is told, and what was approved lies ready, whoever decided."""

import dagster as dg

from vidpipe_assets.assets.resources import Workplace
from vidpipe_assets.checkpoints.telling import tell_decisions
from vidpipe_assets.model.errors import VidpipeError


def follow_decisions(instance: dg.DagsterInstance, workplace: Workplace) -> list[str]:
    """Tell what was not told yet, and make the folders that are missing; returns what went wrong with those."""
    from vidpipe_assets.desk.exporting import export_all

    store, wrong = workplace.store, list[str]()
    videos = {one.video for one in tell_decisions(instance, store)}
    for said in store.decisions.of_videos(sorted(videos)).values():
        try:
            export_all(store, said)
        except VidpipeError as error:
            wrong.append(f"{said[-1].video}: {error} {error.remedy}")
    return wrong
