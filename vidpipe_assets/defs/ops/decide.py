"""The op `decide`: what a person says about videos, typed into the launchpad or `dagster job execute`."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING

import dagster as dg
from pydantic import Field

from vidpipe_assets.model.errors import BadInput, BlockedError, VidpipeError
from vidpipe_assets.orchestration.failures import dagster_failures
from vidpipe_assets.orchestration.publish_decisions import publish_decisions
from vidpipe_assets.workplace import Workplace

if TYPE_CHECKING:  # operations open tables, which the definitions must not load
    from vidpipe_assets.model.decision import Decision
    from vidpipe_assets.operations.decide import DecisionRequest
    from vidpipe_assets.operations.export import Effect


class DecisionVerb(Enum):
    """What can be said of a video. Dagster's launchpad offers the names, which are the values, too."""

    retry = "retry"
    retry_afresh = "retry_afresh"
    reject = "reject"
    reject_for_good = "reject_for_good"
    approve = "approve"
    cancel = "cancel"
    reopen = "reopen"


class DecideConfig(dg.Config):
    """What is said of which videos."""

    videos: list[str] = Field(default=[], description="keys of videos, as 2026-11-23_gadgets")
    decision: DecisionVerb = Field(
        default=DecisionVerb.retry,
        description="retry what has failed; retry_afresh: pay for a stage again; reject a stage; reject_for_good, "
        "approve, cancel or reopen a video",
    )
    stage: str = Field(default="", description="of retry, retry_afresh and reject: trends, analysis, … review")
    scenes: list[str] = Field(default=[], description="of reject, stage clips: only these, as s2")
    pictures: dict[str, str] = Field(
        default={}, description="of reject, stage clips: scene -> the id of the found picture that is wanted there"
    )
    reason: str = Field(default="", description="it is kept, and shown with what follows")
    version: str = Field(default="", description="of approve: only if this one is there (data_version in review.json)")
    who: str = Field(default="the launchpad", description="who says so")


@dg.op(out=dg.Out(dg.Nothing), description="Say what is to become of videos: retry, reject, approve, cancel, reopen.")
def decide(context: dg.OpExecutionContext, config: DecideConfig, workplace: dg.ResourceParam[Workplace]) -> None:
    """Write it down for each video, tell Dagster, and lay ready what was approved; then complain about what is left."""
    from vidpipe_assets.operations.export import carry_out
    from vidpipe_assets.stages.alternatives import decide as decide_video

    with dagster_failures():
        request, refused, decided = _request(config), dict[str, VidpipeError](), list["Decision"]()
        for key in dict.fromkeys(config.videos):
            try:
                said = decide_video(workplace, key, request, who=config.who or "dagster")
                decided.append(said)
                context.log.info(f"{said.video}: {said.word}{f' {said.stage}' if said.stage else ''} by {said.who}")
            except VidpipeError as error:
                context.log.warning(f"nothing was decided of {key}: {error}")
                refused[key] = error
        publish_decisions(context.instance, workplace.store)
        effects = {said.video: carry_out(workplace.store, said) for said in decided}
        half = {video: effect for video, effect in effects.items() if effect.problem is not None}
        if refused:
            raise _summary_error(refused, [said.video for said in decided], half)
        if half:
            told = "; ".join(f"{video}: {effect.told}" for video, effect in half.items())
            raise BlockedError(told, remedy=next(effect.problem.remedy for effect in half.values() if effect.problem))


def _request(config: DecideConfig) -> "DecisionRequest":
    """Raises `BadInput` for what cannot be meant."""
    from vidpipe_assets.operations.decide import parse_request

    if not config.videos:
        raise BadInput("decide: no video is named", remedy="write videos: [2026-11-23_gadgets]")
    given = {name: getattr(config, name) for name in ("stage", "scenes", "pictures", "reason", "version")}
    try:
        return parse_request({"decision": config.decision.value, **given})
    except BadInput as error:
        raise BadInput(f"decide: {error}", remedy=error.remedy) from error


def _summary_error(
    refused: Mapping[str, VidpipeError], decided: Sequence[str], half: Mapping[str, "Effect"]
) -> BadInput:
    key, first = next(iter(refused.items()))
    others = f" (and nothing of {', '.join(list(refused)[1:])})" if len(refused) > 1 else ""
    done = f"; of {', '.join(decided)} it is recorded, and stays so" if decided else ""
    undone = "".join(f"; {video}: {effect.told}" for video, effect in half.items())
    return BadInput(f"nothing was decided of {key}: {first}{others}{done}{undone}", remedy=first.remedy)


def follow_decisions(instance: dg.DagsterInstance, workplace: Workplace) -> list[str]:
    """Publish decisions that Dagster was not told of, and make the folders that they ask for, whoever decided.

    Returns what went wrong with the folders; they are tried again the next time.
    """
    from vidpipe_assets.operations.export import export_new

    publish_decisions(instance, workplace.store)
    return export_new(workplace.store)
