"""The op `tidy`: what `vidpipe gc` does, for Dagster's launchpad and its schedule."""

import datetime as dt
from typing import TYPE_CHECKING

import dagster as dg
from pydantic import Field

from vidpipe_assets.model.order import KEPT_DAYS
from vidpipe_assets.orchestration.failures import dagster_failures
from vidpipe_assets.orchestration.retention import RunRetention
from vidpipe_assets.workplace import Workplace

if TYPE_CHECKING:
    from vidpipe_assets.operations.garbage import GarbageBin


class TidyConfig(dg.Config):
    """What is old enough to go, and whether it goes."""

    delete: bool = Field(default=False, description="remove it; false: only say what could go")
    videos_older_than: int = Field(
        default=KEPT_DAYS, description="days since a video was closed, or a stage made again"
    )
    runs_older_than: int = Field(default=KEPT_DAYS, description="days since a run came to its end")


@dg.op(out=dg.Out(dg.Nothing), description="Say what nobody needs any more, and remove it if told to.")
def tidy(context: dg.OpExecutionContext, config: TidyConfig, workplace: dg.ResourceParam[Workplace]) -> None:
    """Tidy up, and show what came of it."""
    # Loaded here: the definitions must not load tables and templates.
    from vidpipe_assets.operations.garbage import GarbageBin, GarbageCollection, byte_text

    with dagster_failures():
        now, rubbish = workplace.now(), GarbageBin(delete=config.delete)
        tidying = GarbageCollection(
            workplace.store,
            RunRetention(context.instance, workplace.store),
            now,
            videos_before=now - dt.timedelta(days=config.videos_older_than),
            runs_before=now - dt.timedelta(days=config.runs_older_than),
            bin=rubbish,
        )
        tidying.tidy()
        for what in rubbish.wrong:
            context.log.warning(f"could not be removed: {what}")
        context.log.info(_summary(rubbish))
        sizes = [
            dg.TableRecord({"what": kind, "number": number, "disk": byte_text(rubbish.bytes[kind])})
            for kind, number in rubbish.number.items()
        ]
        if sizes:
            context.add_output_metadata({"gone" if config.delete else "could go": dg.MetadataValue.table(sizes)})


def _summary(rubbish: "GarbageBin") -> str:
    from vidpipe_assets.operations.garbage import byte_text

    kinds = ", ".join(f"{number} {kind}" for kind, number in rubbish.number.items()) or "nothing"
    return f"{kinds} {'went' if rubbish.delete else 'could go'}: {byte_text(rubbish.bytes.total())}"
