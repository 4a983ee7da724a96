"""What a restored home would pay for the videos that are open in it, said before a person lets it pay.

The backup does not know what was bought after it: a video whose folder lies in `output/` although its review is not
recorded was finished by the home that was backed up, and would be paid for once more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vidpipe_assets.ledger.tally import ProviderCosts, add_costs, costs_text
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.operations.status import VideoProgress, video_progress
from vidpipe_assets.planning.planner import StageStatus
from vidpipe_assets.stages.cost_preview import CostEstimate, CostPreview
from vidpipe_assets.workplace import Workplace

_FOLDERS = ("review", "approved")


@dataclass(frozen=True)
class OpenVideoCosts:
    """One open video that would pay, or might."""

    video: str
    costs: Mapping[Stage, CostEstimate]
    """Of the stages that are not as they should be and ask somebody who wants money."""
    in_output: str = ""
    """Its folder in `output/`, where one is there that the restored state does not know; empty: there is none."""

    @property
    def text(self) -> str:
        """The sum as far as it is known, and what is not."""
        sums = _sum(self.costs.values())
        unknown = [stage.value for stage, cost in self.costs.items() if cost.unknown]
        known = [costs_text(sums)] if sums else []
        return "; ".join([*known, *([f"not known yet: {', '.join(unknown)}"] if unknown else [])])


def open_costs(workplace: Workplace, themes: Mapping[str, Theme]) -> list[OpenVideoCosts]:
    """The open videos that would pay for something if they were made now, by key. `themes`: those that can be used."""
    orders = workplace.store.orders.open_orders()
    prices, progress = CostPreview(workplace), video_progress(workplace.store, orders, themes)
    found = (_of_video(workplace, prices, str(order.key), progress[str(order.key)]) for order in orders)
    return sorted((one for one in found if one.costs), key=lambda one: one.video)


def costs_line(videos: Sequence[OpenVideoCosts]) -> str:
    """All of them in a sentence."""
    if not videos:
        return "nothing that is open would be paid for"
    sums = _sum(cost for one in videos for cost in one.costs.values())
    number = "1 open video" if len(videos) == 1 else f"{len(videos)} open videos"
    text = f"{number} would pay {f'at least {costs_text(sums)}' if sums else 'what is not known yet'}"
    if sums and any(cost.unknown for one in videos for cost in one.costs.values()):
        text += ", and what is not known yet"
    twice = sum(bool(one.in_output) for one in videos)
    return f"{text}; {twice} of them may be finished already" if twice else text


def _of_video(workplace: Workplace, prices: CostPreview, key: str, progress: VideoProgress) -> OpenVideoCosts:
    stages = progress.plan.stages if progress.plan else ()
    fresh = {one.stage for one in stages if one.status is StageStatus.FRESH}
    made = {
        stage: record.made.data_version for stage, record in progress.records.items() if record.made and stage in fresh
    }
    costs = {one.stage: prices.of(key, one.stage, made) for one in stages if one.stage not in fresh}
    output = workplace.places.output
    there = next((folder for name in _FOLDERS if (folder := output / name / key).is_dir()), None)
    unknown_there = there if there is not None and Stage.REVIEW not in made else None
    paid = {stage: cost for stage, cost in costs.items() if cost.sums or cost.unknown}
    return OpenVideoCosts(key, paid, str(unknown_there or ""))


def _sum(costs: Iterable[CostEstimate]) -> ProviderCosts:
    sums: ProviderCosts = {}
    for cost in costs:
        sums = add_costs(sums, cost.sums)
    return sums
