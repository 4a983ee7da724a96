"""One event -> one fact: what a materialization or a failure record says of a video."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

import dagster as dg

from vidpipe_assets.checkpoints.failures import FAILURE
from vidpipe_assets.checkpoints.losses import lost_version
from vidpipe_assets.checkpoints.recording import FINDINGS, INGREDIENTS
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.facts import Fact, Kind

Blocking = Callable[[Stage], Collection[str]]
"""The names of a stage's blocking checks."""


def made_fact(storage_id: int, entry: dg.EventLogEntry, blocking: Blocking) -> Fact | None:
    """What a materialization says; None for one that vidpipe did not write."""
    materialization: Any = entry.asset_materialization
    where = _stage_and_video(materialization)
    if where is None or INGREDIENTS not in materialization.metadata:
        return None
    stage, video = where
    findings: list[dict[str, Any]] = _json(materialization.metadata.get(FINDINGS)) or []
    names = blocking(stage)
    content: dict[str, Any] = {
        "version": (materialization.tags or {}).get("dagster/data_version", ""),
        "ingredients": _json(materialization.metadata[INGREDIENTS]),
        "failed_checks": [one["check"] for one in findings if not one["passed"] and one["check"] in names],
    }
    return Fact(storage_id, video, Kind.MADE, stage, entry.run_id, entry.timestamp, content)


def observed_fact(storage_id: int, entry: dg.EventLogEntry) -> Fact | None:
    """What a failure record or the report of a loss says; None for any other observation."""
    observation: Any = entry.asset_observation
    where = _stage_and_video(observation)
    if where is None:
        return None
    stage, video = where
    if FAILURE in observation.metadata:
        kind, content = Kind.FAILED, _json(observation.metadata[FAILURE])
    elif lost := lost_version(observation):
        kind, content = Kind.LOST, {"version": lost}
    else:
        return None
    return Fact(storage_id, video, kind, stage, entry.run_id, entry.timestamp, content)


def _stage_and_video(event: Any) -> tuple[Stage, str] | None:
    """Of a materialization or an observation; None if it is none of a video's stages."""
    if event is None or event.partition is None or not is_video(event.partition):
        return None
    name = event.asset_key.to_user_string()
    return (_STAGES[name], event.partition) if name in _STAGES else None


def is_video(text: str) -> bool:
    """Whether `text` is a well-formed video key."""
    try:
        VideoKey.parse(text)
    except BadInput:
        return False
    return True


def _json(value: Any) -> Any:
    if value is None:
        return None
    return json.loads(value.value) if isinstance(value.value, str) else value.value


_STAGES: Mapping[str, Stage] = {stage.value: stage for stage in Stage}
