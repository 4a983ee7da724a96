"""The op `decide`: what a person says about videos, typed into the launchpad or `dagster job execute`."""

from collections.abc import Mapping
from enum import Enum

import dagster as dg
from pydantic import Field

from vidpipe_assets.model.decision import Decision
from vidpipe_assets.model.errors import BadInput, VidpipeError
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations import decide as deciding
from vidpipe_assets.orchestration.failures import told_to_dagster
from vidpipe_assets.orchestration.publish_decisions import follow_decisions
from vidpipe_assets.storage.store import Store
from vidpipe_assets.workplace import Workplace


class Say(Enum):
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
    decision: Say = Field(
        default=Say.retry,
        description="retry what has failed; retry_afresh: pay for a stage again; reject a stage; reject_for_good, "
        "approve, cancel or reopen a video",
    )
    stage: str = Field(default="", description="of retry, retry_afresh and reject: trends, analysis, … review")
    scenes: list[str] = Field(default=[], description="of reject, stage clips: only these, as s2")
    reason: str = Field(default="", description="it is kept, and shown with what follows")
    version: str = Field(default="", description="of approve: only if this one is there (data_version in review.json)")
    who: str = Field(default="the launchpad", description="who says so")


@dg.op(out=dg.Out(dg.Nothing), description="Say what is to become of videos: retry, reject, approve, cancel, reopen.")
def decide(context: dg.OpExecutionContext, config: DecideConfig, workplace: dg.ResourceParam[Workplace]) -> None:
    """Write it down for each video, tell Dagster, and lay ready what was approved; then complain about the others."""
    with told_to_dagster():
        _refuse_nonsense(config)
        stage, refused = _stage(config), dict[str, VidpipeError]()
        for key in dict.fromkeys(config.videos):
            try:
                said = _said(workplace.store, key, config, stage)
                context.log.info(f"{said.video}: {said.word}{f' {said.stage}' if said.stage else ''} by {said.who}")
            except VidpipeError as error:
                context.log.warning(f"nothing was decided of {key}: {error}")
                refused[key] = error
        for message in follow_decisions(context.instance, workplace):
            context.log.warning(message)
        if refused:
            raise _summed_up(refused)


def _refuse_nonsense(config: DecideConfig) -> None:
    """Raises `BadInput` for what cannot be meant."""
    if not config.videos:
        raise BadInput("decide: no video is named", remedy="write videos: [2026-11-23_gadgets]")
    for name, given, fits in (
        ("stage", config.stage, {Say.retry, Say.retry_afresh, Say.reject}),
        ("scenes", config.scenes, {Say.reject}),
        ("version", config.version, {Say.approve}),
    ):
        if given and config.decision not in fits:
            raise BadInput(f"decide: {name} means nothing for {config.decision.value}", remedy=f"leave out {name}")


def _said(store: Store, key: str, config: DecideConfig, stage: Stage | None) -> Decision:
    why = {"reason": config.reason, "who": config.who or "dagster"}
    match config.decision:
        case Say.retry:
            return deciding.retry(store, key, stage, **why)
        case Say.retry_afresh:
            return deciding.retry_afresh(store, key, _needed(stage, config), **why)
        case Say.reject:
            return deciding.reject(store, key, _needed(stage, config), scenes=config.scenes, **why)
        case Say.approve:
            return deciding.approve(store, key, seen=config.version, **why)
        case _:
            return _OF_A_VIDEO[config.decision](store, key, **why)


_OF_A_VIDEO = {
    Say.reject_for_good: deciding.reject_for_good,
    Say.cancel: deciding.cancel,
    Say.reopen: deciding.reopen,
}
_STAGES = f"write one of: {', '.join(Stage)}"


def _needed(stage: Stage | None, config: DecideConfig) -> Stage:
    if stage is None:
        raise BadInput(f"decide: stage is empty, but {config.decision.value} is about one", remedy=_STAGES)
    return stage


def _stage(config: DecideConfig) -> Stage | None:
    try:
        return Stage(config.stage) if config.stage else None
    except ValueError as error:
        raise BadInput(f"decide: stage is {config.stage!r}", remedy=_STAGES) from error


def _summed_up(refused: Mapping[str, VidpipeError]) -> BadInput:
    key, first = next(iter(refused.items()))
    others = f" (and nothing of {', '.join(list(refused)[1:])})" if len(refused) > 1 else ""
    return BadInput(f"nothing was decided of {key}: {first}{others}", remedy=first.remedy)
