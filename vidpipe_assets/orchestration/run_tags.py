"""The tags of vidpipe's runs: what they are for, and what was wanted when they began.

A planned run of one video: its selection, tags and key. The sensor requests such runs, `refresh` executes them.
"""

import json
from collections.abc import Mapping
from typing import cast

import dagster as dg

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.planning.planner import VideoPlan

PARTITION = "dagster/partition"
BACKFILL = "dagster/backfill"

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
    """The value of the tag `WANTED`."""
    return json.dumps({stage.value: basis for stage, basis in bases.items()}, separators=(",", ":"))


def base_fingerprints(tags: Mapping[str, str]) -> dict[str, str]:
    """What the tag `WANTED` says; nothing where somebody wrote something else into it."""
    try:
        found = json.loads(tags.get(BASE_FINGERPRINTS, "{}"))
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): str(basis) for name, basis in cast("dict[object, object]", found).items()}


def tag_base_fingerprints(context: dg.AssetExecutionContext, bases: Mapping[Stage, str]) -> None:
    """Tag the run with what it works on, once: should it be killed, the planner knows what it was at."""
    if context.run.run_id in _told:
        return
    _told.clear()
    _told.add(context.run.run_id)
    wanted = {stage: bases[stage] for stage in selected_stages(context.run)}
    if base_fingerprints(context.run.tags) != {stage.value: basis for stage, basis in wanted.items()}:
        context.instance.add_run_tags(context.run.run_id, {BASE_FINGERPRINTS: base_fingerprints_tag(wanted)})


_told: set[str] = set()


def selection(plan: VideoPlan) -> list[dg.AssetKey]:
    """What the run selects."""
    return [dg.AssetKey(stage.value) for stage in plan.selection]


def tags(plan: VideoPlan, bases: Mapping[Stage, str], by: str) -> dict[str, str]:
    """Why there is this run, for people and for the planner; `by` says who planned it."""
    causes = {f"{CAUSE}{one.stage}": one.cause[:200] for one in plan.stale}
    return {PLANNED: by, BASE_FINGERPRINTS: base_fingerprints_tag(bases), **causes}


def forced_tag(by: str) -> dict[str, str]:
    """The tag of a run in which known failures are tried again."""
    return {FORCED: by}


def remake_tag(day: str) -> dict[str, str]:
    """The tag by which automatic remakes are counted."""
    return {REMAKE: day}


def run_key(plan: VideoPlan) -> str:
    """The same as long as nothing has happened to the video: one request, one run, however often it is asked for.

    The latest event is part of it, so that a theme that goes red, blue, red is made three times.
    """
    stale = plan.stale
    wanted = content_hash([one.fingerprint for one in stale])[:12]
    decision = max((one.decision for one in stale), default=0)
    attempt = max((one.attempt for one in stale), default=1)
    return f"{plan.key} after {plan.latest} decision {decision} for {wanted} attempt {attempt}"


def reason(plan: VideoPlan) -> str:
    """The stale stages and why, in one line."""
    return ", ".join(f"{one.stage} ({one.cause})" for one in plan.stale)
