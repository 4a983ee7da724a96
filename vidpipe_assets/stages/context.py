"""What every stage is given to work with, without Dagster: `StageContext`, and its client of the ledger.

The frame that makes it in a run (the video's lease, recorded failures, reuse of what is recorded, the checkpoint) is
`defs.assets.stage_asset`; `cost_preview` makes one to ask what a stage would cost.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vidpipe_assets.ledger.tally import CallTally
from vidpipe_assets.model.decision import Decision, take_of_scene
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.fingerprints import Ingredients
from vidpipe_assets.stages.progress import StageReporter
from vidpipe_assets.workplace import Workplace

if TYPE_CHECKING:  # it loads SQLAlchemy and tenacity
    from vidpipe_assets.ledger.client import LedgerClient
    from vidpipe_assets.storage.fencing import Fence


@dataclass(frozen=True)
class StageContext:
    """One stage of one video.

    `theme` has the order's overrides in it. `ingredients`: all that the result depends on, and so the stage's take.
    `scratch`: a folder that is removed when the stage is over. `decisions`: what people have said about this video,
    oldest first. `tally`: what providers were asked and paid. `progress`: told how far the stage is.
    """

    key: VideoKey
    theme: Theme
    order: Order
    workplace: Workplace
    ingredients: Ingredients
    log: Callable[[str], None]
    scratch: Path
    decisions: tuple[Decision, ...] = ()
    tally: CallTally = field(default_factory=CallTally)
    progress: StageReporter = field(default_factory=StageReporter)

    @property
    def video(self) -> str:
        """The video key as text."""
        return str(self.key)

    @property
    def fence(self) -> "Fence":
        """What the run may still write of the video: all that lasts is written through it."""
        return self.workplace.store.leases.fence(self.video)


def stage_client(context: StageContext, stage: Stage, *, hourly: bool = False) -> "LedgerClient":
    """The client through which `stage` asks its providers: each call is made and paid once, within the budgets.

    `hourly`: whoever asks the same within the hour shares the answer.
    """
    from vidpipe_assets.ledger.call_spec import CallScope
    from vidpipe_assets.ledger.client import Ledger, ledger_client
    from vidpipe_assets.ledger.parallel import CancellableWait

    workplace, now, waiting = context.workplace, context.workplace.now(), CancellableWait()
    hour = now.replace(minute=0, second=0, microsecond=0) if hourly else None
    client = ledger_client(
        Ledger(workplace.store, waiting.clock(), context.fence),
        CallScope(stage, context.theme.name, context.video, hour=hour),
        context.theme,
        now,
        take_of=lambda scene: take_of_scene(context.decisions, stage, scene),
        day_budget=workplace.places.budget_a_day,
        tally=context.tally,
        waiting=waiting,
    )
    context.tally.begin()
    return client
