"""What every stage is given to work with: `StageContext`, without Dagster.

The frame that makes it in a run (the video's lease, recorded failures, reuse of what is recorded, the checkpoint) is
`defs.assets.stage_asset`; `cost_preview` makes one to ask what a stage would cost.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from vidpipe_assets.ledger.tally import CallTally
from vidpipe_assets.model.decision import Decision
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.fingerprints import Ingredients
from vidpipe_assets.workplace import Workplace


@dataclass(frozen=True)
class StageContext:
    """One stage of one video.

    `theme` has the order's overrides in it. `ingredients`: all that the result depends on, and so the stage's take.
    `scratch`: a folder that is removed when the stage is over. `decisions`: what people have said about this video,
    oldest first. `tally`: what providers were asked and paid.
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

    @property
    def video(self) -> str:
        """The video key as text."""
        return str(self.key)
