"""A planned run of one video: its selection, tags and key. The sensor requests such runs, `refresh` executes them."""

from collections.abc import Mapping

import dagster as dg

from vidpipe_assets.checkpoints.run_tags import CAUSE, INSISTED, PLANNED, REMAKE, WANTED, wanted_tag
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.planning.planner import VideoPlan


def selection(plan: VideoPlan) -> list[dg.AssetKey]:
    """What the run selects."""
    return [dg.AssetKey(stage.value) for stage in plan.selection]


def tags(plan: VideoPlan, bases: Mapping[Stage, str], by: str) -> dict[str, str]:
    """Why there is this run, for people and for the planner; `by` says who planned it."""
    causes = {f"{CAUSE}{one.stage}": one.cause[:200] for one in plan.stale}
    return {PLANNED: by, WANTED: wanted_tag(bases), **causes}


def insisted_tag(by: str) -> dict[str, str]:
    """The tag of a run in which known failures are tried again."""
    return {INSISTED: by}


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
