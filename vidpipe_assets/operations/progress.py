"""How far a video is that is being made, or when it is its turn: for every front in the same words.

What is left is estimated from past runs of this machine (`planning.estimates`).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vidpipe_assets.model.order import Order
from vidpipe_assets.model.progress import LaunchedRun, StageProgress, StageTime
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.estimates import Estimate, left_s, stage_estimate, start_times, usual_size
from vidpipe_assets.planning.planner import VideoPlan
from vidpipe_assets.planning.work_queue import QueueItem, sort_queue

USUAL_FILM_S = 30.0
"""Of a video whose theme cannot be read."""

_MOST_GUESSED = 95


@dataclass(frozen=True)
class Progress:
    """Of a video that is being made: `stage` and what follows it. Of one that waits for its turn: `position`.

    `percent` of the stage: what it has counted or, where nobody counts, how much of its usual time has passed.
    `done` of `total` in `unit`; `total` 0: nobody counts. `left_s` of the stage, `video_left_s` of all that is to be
    made; None: nobody can tell. `position`: 1 is the next; `starts_in_s`: None where nobody is at work. `runs`: from
    how many past runs the times are known; 0: from none yet.
    """

    stage: Stage | None = None
    percent: int = 0
    done: float = 0.0
    total: float = 0.0
    unit: str = ""
    elapsed_s: float = 0.0
    left_s: float | None = None
    video_left_s: float | None = None
    updated_at: dt.datetime | None = None
    position: int = 0
    starts_in_s: float | None = None
    runs: int = 0
    waiting_run: LaunchedRun | None = None
    """The run that was launched for it and waits for a worker; None: there is none, or a worker has taken it."""

    @property
    def basis(self) -> str:
        """What the times are estimated from."""
        if not self.runs:
            return "no past runs yet"
        return f"{self.runs} past run{'' if self.runs == 1 else 's'}"

    @property
    def text(self) -> str:
        """A line for people."""
        if self.waiting_run:
            return self.waiting_run.text
        if self.stage is None:
            return queue_text(self.position, self.starts_in_s)
        counted = [f"{self.done:.0f} of {self.total:.0f} {self.unit}"] if self.total else []
        left = "longer than usual" if self.left_s is None else f"{duration_text(self.left_s)} left"
        parts = [f"{self.percent} %", *counted, f"{span_text(self.elapsed_s)} so far", left]
        if self.left_s is not None and self.video_left_s and self.video_left_s >= self.left_s + 10:
            parts.append(f"{duration_text(self.video_left_s)} for the whole video")
        return f"{self.stage.value.replace('_', ' ')}: {', '.join(parts)}"


def queue_text(position: int, starts_in_s: float | None) -> str:
    """The place in the queue, and when it is its turn as far as anybody can tell."""
    place = f"{_ordinal(position)} in the queue"
    return place if starts_in_s is None else f"{place}, begins in {duration_text(starts_in_s)}"


def duration_text(seconds: float) -> str:
    """About how long, in the coarse words of an estimate."""
    if seconds < 8:
        return "a few seconds"
    if seconds < 90:
        return f"about {max(10, round(seconds / 10) * 10)} s"
    if seconds < 90 * 60:
        return f"about {seconds / 60:.0f} min"
    return f"about {seconds / 3600:.0f} h"


def span_text(seconds: float) -> str:
    """A time that has passed."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 90 * 60 else f"{seconds / 3600:.0f} h"


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


@dataclass(frozen=True)
class Forecast:
    """How long videos will take, from past runs of this machine. `film_s`: theme -> seconds of its videos."""

    times: Sequence[StageTime]
    film_s: Mapping[str, float]

    def of_stage(self, order: Order, stage: Stage, *, is_remake: bool) -> Estimate:
        """For a stage that has not begun."""
        size = usual_size(stage, self.film_s.get(order.theme, USUAL_FILM_S), is_remake=is_remake)
        return stage_estimate(stage, size, order.theme, self.times)

    def of_stages(self, order: Order, plan: VideoPlan | None, stages: Iterable[Stage]) -> float:
        """Seconds for all of these, of which none has begun."""
        is_remake = plan is not None and plan.finished_before
        return sum(self.of_stage(order, stage, is_remake=is_remake).seconds for stage in stages)

    def at_work(self, order: Order, plan: VideoPlan | None, row: StageProgress, now: dt.datetime) -> Progress:
        """Of a video whose stage has noted how far it is."""
        is_remake = plan is not None and plan.finished_before
        if row.total:
            expected = stage_estimate(row.stage, row.total, order.theme, self.times)
        else:
            expected = self.of_stage(order, row.stage, is_remake=is_remake)
        elapsed_s = max((now - row.began_at).total_seconds(), 0.0)
        share = row.done / row.total if row.total else None
        left = left_s(expected.seconds, elapsed_s, share)
        guessed = min(elapsed_s / max(expected.seconds, 0.1) * 100, _MOST_GUESSED)
        later = [stage for stage in (plan.selection if plan else ()) if _follows(stage, row.stage)]
        return Progress(
            stage=row.stage,
            percent=int(guessed if share is None else share * 100),
            done=row.done,
            total=row.total,
            unit=row.unit,
            elapsed_s=round(elapsed_s, 1),
            left_s=None if left is None else round(left, 1),
            video_left_s=None if left is None else round(left + self.of_stages(order, plan, later), 1),
            updated_at=row.updated_at,
            runs=expected.runs,
        )


def _follows(stage: Stage, at_work: Stage) -> bool:
    return list(Stage).index(stage) > list(Stage).index(at_work)


@dataclass(frozen=True)
class WaitingVideo:
    """A video that waits for its turn."""

    item: QueueItem
    order: Order
    plan: VideoPlan
    is_launched: bool = False
    """Whether a run of it waits for a worker already: no video that waits here overtakes it."""


def queue_places(
    waiting: Sequence[WaitingVideo], running_s: Sequence[float], forecast: Forecast, now: dt.datetime, *, is_alive: bool
) -> dict[str, Progress]:
    """By key, the place of each video that waits. `is_alive`: whether anybody takes the next one."""
    by_key = {one.item.key: one for one in waiting}
    ordered = [by_key[item.key] for item in sort_queue([one.item for one in waiting], now)]
    ordered.sort(key=lambda one: not one.is_launched)
    lengths = [forecast.of_stages(one.order, one.plan, one.plan.selection) for one in ordered]
    starts = start_times(running_s, lengths)
    runs = sum(one.stage is Stage.COMPOSED_VIDEO for one in forecast.times)
    return {
        one.item.key: Progress(
            position=place, starts_in_s=round(start, 1) if is_alive else None, video_left_s=round(length, 1), runs=runs
        )
        for place, (one, start, length) in enumerate(zip(ordered, starts, lengths, strict=True), start=1)
    }
