"""What the seven assets share: their definition, and the frame in which each stage does its work (`stage_run`)."""

import datetime as dt
import errno
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import Any

import dagster as dg

from vidpipe_assets.defs.asset_checks import check_specs
from vidpipe_assets.defs.partitions import VIDEOS
from vidpipe_assets.defs.resources import run_leases
from vidpipe_assets.ledger.tally import CallTally, ProviderCosts
from vidpipe_assets.model.checks import Finding, blocking_checks
from vidpipe_assets.model.errors import BadInput, DiskFull, LeaseLost, TransientError, VidpipeError
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.progress import StageTime
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme, theme_of
from vidpipe_assets.model.values import Document
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration.checkpoints import PAID, Checkpoint, checkpoint, kept_checkpoint
from vidpipe_assets.orchestration.failures import dagster_failures, record_failure, refuse_known_failure
from vidpipe_assets.orchestration.partitions import VIDEOS_NAME, add_partitions
from vidpipe_assets.orchestration.run_tags import tag_base_fingerprints
from vidpipe_assets.orchestration.theme_files import require_theme_files
from vidpipe_assets.orchestration.theme_models import require_current_models
from vidpipe_assets.orchestration.time_limits import within_limits
from vidpipe_assets.planning.desired import StageDecision, stage_decisions, stage_overrides
from vidpipe_assets.planning.fingerprints import Ingredients, ingredients
from vidpipe_assets.stages.context import StageContext
from vidpipe_assets.stages.progress import StageReporter
from vidpipe_assets.storage.disk_use import refuse_beyond_quota
from vidpipe_assets.workplace import Workplace

_GROUP = "videos"
"""One group of all assets: Dagster's lineage opens unfolded, where several would hide them in boxes."""

_TEAMS_AND_KINDS = {
    Stage.TRENDS: ("research", {"rss", "sqlite"}),
    Stage.ANALYSIS: ("research", {"python"}),
    Stage.SCRIPTS: ("writing", {"json"}),
    Stage.CLIPS: ("production", {"video"}),
    Stage.VOICEOVER: ("production", {"audio"}),
    Stage.COMPOSED_VIDEO: ("production", {"mp4"}),
    Stage.REVIEW: ("approval", {"html"}),
}


def stage_asset(stage: Stage) -> Callable[[Callable[..., Any]], dg.AssetsDefinition]:
    """Define the asset of `stage`; its description is the function's docstring."""
    team, kinds = _TEAMS_AND_KINDS[stage]
    return dg.asset(
        name=stage.value,
        partitions_def=VIDEOS,
        code_version=stage.code_version,
        group_name=_GROUP,
        kinds=kinds,
        owners=[f"team:{team}"],
        check_specs=check_specs(stage),
    )


@dataclass(frozen=True)
class StageRun:
    """One stage of one video in a Dagster run.

    `recorded`: what is recorded already and need not be made again; a stage returns it at once.
    """

    context: StageContext
    recorded: Checkpoint | None

    def checkpoint(
        self, document: Document, metadata: Mapping[str, dg.MetadataValue], findings: Sequence[Finding] = ()
    ) -> Checkpoint:
        """Save the stage's document; returns what Dagster is to record of it."""
        context = self.context
        paid = context.tally.told()
        shown = {**metadata, PAID: dg.MetadataValue.text(paid)} if paid else metadata
        return checkpoint(
            context.workplace.store,
            context.video,
            document,
            made_of=context.ingredients,
            metadata=shown,
            findings=findings,
        )


@contextmanager
def stage_run(
    context: dg.AssetExecutionContext, workplace: Workplace, upstream: Mapping[Stage, Document] | None = None
) -> Generator[StageRun]:
    """The frame of a stage's work: its video's lease, its order and theme, what it is made of, a scratch folder.

    An error is recorded with the fingerprint that it belongs to, and raised as Dagster shows it.
    """
    with dagster_failures():
        stage = Stage(context.asset_key.to_user_string())
        key = _video(context)
        run_leases(workplace).take(context, workplace.store, workplace.places.lease_wait_s)
        basis = workplace.theme_of_run(context.run.run_id, key.theme)
        order = _ordered(context, workplace, key)
        theme = theme_of(basis, order)
        decisions = workplace.store.decisions.of(str(key))
        decided = stage_decisions(decisions)
        decision = decided.get(stage, StageDecision())
        versions = {up: document.data_version for up, document in (upstream or {}).items()}
        made_of = ingredients(
            stage, theme, overrides=stage_overrides(order, stage), upstream=versions, take=decision.take
        )
        takes = {one: decided.get(one, StageDecision()).take for one in Stage}
        tag_base_fingerprints(context, {one: _base_fingerprint(one, theme, order, takes[one]) for one in Stage})
        tally = CallTally(lambda: _paid(workplace, str(key)))
        with (
            recorded_failures(context, workplace, str(key), made_of, decision.since, tally),
            workplace.store.scratch(f"{key}-{stage}") as scratch,
            within_limits(stage, context.log.warning),
        ):
            recorded = kept_checkpoint(
                context, workplace.store, str(key), made_of, blocking_checks(stage), decision.since
            )
            if not recorded:
                refuse_known_failure(context, video=str(key), wanted=made_of, now=workplace.now(), since=decision.since)
                refuse_beyond_quota(workplace.places)
                if stage is not Stage.REVIEW:
                    require_theme_files(theme, workplace.places.themes)
                    require_current_models(theme)
            with (
                _reported(context, workplace, key, stage) if not recorded else nullcontext(StageReporter()) as reporter
            ):
                yield StageRun(
                    StageContext(
                        key, theme, order, workplace, made_of, context.log.info, scratch, decisions, tally, reporter
                    ),
                    recorded,
                )
                # Once more at the end: what is recorded next must not come from a run that has lost its video.
                workplace.store.leases.fence(str(key)).check()


@contextmanager
def _reported(
    context: dg.AssetExecutionContext, workplace: Workplace, key: VideoKey, stage: Stage
) -> Generator[StageReporter]:
    """Note that the stage has begun, how far it is while it lasts, and how long it took if it ends well.

    What is noted helps whoever waits; a database that is busy for a moment holds up no work for its sake.
    """
    table, began = workplace.store.progress, time.monotonic()
    begun = table.begin(str(key), context.run.run_id, stage, workplace.store.leases.fence(str(key)))

    def save(done: float, total: float, unit: str) -> None:
        with suppress(VidpipeError):
            table.report(begun, done, total, unit)

    reporter = StageReporter(save, context.log.info)
    took: StageTime | None = None
    try:
        yield reporter
        took = StageTime(stage, key.theme, reporter.size, round(time.monotonic() - began, 3))
    finally:
        with suppress(VidpipeError):
            table.finish(begun, took)


def _ordered(context: dg.AssetExecutionContext, workplace: Workplace, key: VideoKey) -> Order:
    """The video's order, and its partition: a run may be started for a video that Dagster was not told of yet."""
    order = workplace.store.orders.ensure(key)
    if not context.instance.has_dynamic_partition(VIDEOS_NAME, str(key)):
        add_partitions(context.instance, workplace.store, [key])
    return order


def _video(context: dg.AssetExecutionContext) -> VideoKey:
    if not context.has_partition_key:
        raise BadInput(
            "this run names no video", remedy="""name one: --tags '{"dagster/partition": "2026-11-23_gadgets"}'"""
        )
    return VideoKey.parse(context.partition_key)


@contextmanager
def recorded_failures(
    context: dg.AssetExecutionContext,
    workplace: Workplace,
    video: str,
    made_of: Ingredients,
    since: dt.datetime | None = None,
    tally: CallTally | None = None,
) -> Generator[None]:
    """Write every failure down before it ends the run."""
    fence = workplace.store.leases.fence(video)
    try:
        yield
    except (dg.Failure, LeaseLost):  # written down already; or nobody's any more
        raise
    except Exception as error:
        fence.check()
        known = _known(error)
        if tally and (paid := tally.told()):
            known.facts[PAID] = paid
        record_failure(
            context,
            known,
            video=video,
            fingerprint=made_of.fingerprint,
            now=workplace.now(),
            since=since,
            lease=fence.number,
        )
        if isinstance(known, DiskFull) and known is not error:
            raise known from error
        raise


def _paid(workplace: Workplace, video: str) -> ProviderCosts:
    from vidpipe_assets.ledger.costs import paid_costs

    return paid_costs(workplace.store, video)


def _known(error: Exception) -> VidpipeError:
    if isinstance(error, VidpipeError):
        return error
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return DiskFull(f"the disk is full: {error}", remedy="free some space: df and df -i tell what is used up")
    # What nobody foresaw may pass by itself; its attempts are counted all the same.
    return TransientError(f"{type(error).__name__}: {error}")


def _base_fingerprint(stage: Stage, theme: Theme, order: Order, take: int) -> str:
    """What `stage` depends on, upstream apart."""
    upstream = dict.fromkeys(stage.upstream, "")
    overrides = stage_overrides(order, stage)
    return ingredients(stage, theme, overrides=overrides, upstream=upstream, take=take).base_fingerprint
