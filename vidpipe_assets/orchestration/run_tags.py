"""The tags of vidpipe's runs: what a run is for, who planned it, and the base fingerprints that it began with.

Their values stand in the event logs of all homes, and stay as they are.
"""

import json
from collections.abc import Mapping
from typing import cast

import dagster as dg

from vidpipe_assets.model.stages import Stage

PARTITION = "dagster/partition"
BACKFILL = "dagster/backfill"
_FROM_UI = "dagster/from_ui"

PLANNED = "vidpipe/planned"
"""The tag of runs that shall do only what is needed."""

FORCED = "vidpipe/insisted"
"""The tag of planned runs that a person asked for by name: what has failed is tried again, whatever it waits for."""

BASE_FINGERPRINTS = ".dagster/vidpipe_wanted"
"""Stage -> base fingerprint, as JSON: what each selected stage was to be made from, should the run be killed.

Dagster's UI shows no tags that begin like this one: it is for the planner only.
"""

CAUSE = "vidpipe/cause."
"""Followed by a stage: why it is made."""

PROCESS = "vidpipe/process"
"""The process in which a run of `refresh_videos` or `order_videos` makes this one (`Leases.process`)."""

WAITED_FOR = "vidpipe/waited_for"
"""Who held the video's lease until this run gave up: it has tried nothing, so that nothing has failed."""

LANE = "vidpipe/lane"
"""For whom the run works: the lane of the queue (`planning.work_queue.Lane`)."""

ASKED_BY = "vidpipe/asked_by"
"""Who ordered the video, or decided something about it last."""

PRIORITY = "dagster/priority"
"""Dagster's run queue starts runs with a higher number first; 0 without this tag."""

REMAKE = "vidpipe/remake"
"""The day (UTC) on which a finished video was made again automatically: a daily limit counts them."""


def is_planned(run: dg.DagsterRun) -> bool:
    """Whether a run shall do only what is needed. One that a person executes again inherits the tag, not the duty."""
    again_by_hand = run.parent_run_id is not None and "dagster/retry_number" not in run.tags
    return PLANNED in run.tags and not again_by_hand


def selected_stages(run: dg.DagsterRun) -> tuple[Stage, ...]:
    """The stages that a run is to make, in their order; none if it is no run of stages."""
    if run.step_keys_to_execute:
        names = set(run.step_keys_to_execute)
    elif run.asset_selection is not None:
        names = {key.to_user_string() for key in run.asset_selection}
    else:
        names = {stage.value for stage in Stage}
    return tuple(stage for stage in Stage if stage.value in names)


def base_fingerprints_tag(bases: Mapping[Stage, str]) -> str:
    """The value of the tag `BASE_FINGERPRINTS`."""
    return json.dumps({stage.value: basis for stage, basis in bases.items()}, separators=(",", ":"))


def base_fingerprints(tags: Mapping[str, str]) -> dict[str, str]:
    """Stage -> base fingerprint, from the tags of a run; empty where somebody wrote something else into the tag."""
    try:
        found = json.loads(tags.get(BASE_FINGERPRINTS, "{}"))
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): str(basis) for name, basis in cast("dict[object, object]", found).items()}


def tag_base_fingerprints(context: dg.AssetExecutionContext, bases: Mapping[Stage, str]) -> None:
    """Tag the run with what it works on, once: should it be killed, the planner knows what it was at.

    A run that vidpipe has not planned also gets who started it and why, as planned ones have them from the start.
    """
    if context.run.run_id in _tagged_runs:
        return
    _tagged_runs.clear()
    _tagged_runs.add(context.run.run_id)
    selected = {stage: bases[stage] for stage in selected_stages(context.run)}
    tags = _started_by_hand(context.run)
    if base_fingerprints(context.run.tags) != {stage.value: basis for stage, basis in selected.items()}:
        tags[BASE_FINGERPRINTS] = base_fingerprints_tag(selected)
    if tags:
        context.instance.add_run_tags(context.run.run_id, tags)


def _started_by_hand(run: dg.DagsterRun) -> dict[str, str]:
    """The tags of a run that vidpipe has not planned; none for one that it has."""
    if PLANNED in run.tags:
        return {}
    if BACKFILL in run.tags:
        who, why = "a backfill", f"backfill {run.tags[BACKFILL]}"
    elif _FROM_UI in run.tags:
        who, why = "Dagster's UI", "started by hand"
    else:
        who, why = "a command of Dagster", "started by hand"
    causes = {f"{CAUSE}{stage}": why for stage in selected_stages(run)}
    return {ASKED_BY: who, **causes} if ASKED_BY not in run.tags else causes


_tagged_runs: set[str] = set()
