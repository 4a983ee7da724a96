"""The op `order`: rows and partitions for what was ordered and, if wished, the videos, one after the other."""

import datetime as dt

import dagster as dg
from pydantic import Field

from vidpipe_assets.defs.ops.make_videos import make_videos, outcome_line, refuse_unfinished, why_unfinished
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration.failures import dagster_failures
from vidpipe_assets.orchestration.outbox import not_placed
from vidpipe_assets.orchestration.partitions import add_partitions
from vidpipe_assets.orchestration.plan_state import PlanState
from vidpipe_assets.workplace import Workplace


class OrderConfig(dg.Config):
    """What is ordered: videos of these themes on these days."""

    themes: list[str] = Field(default=[], description="names of themes; none: all themes")
    from_day: str = Field(default="", description="first day, as 2026-11-23; empty: today in UTC")
    to_day: str = Field(default="", description="last day; empty: the first day")
    per_day: int = Field(default=0, description="videos a day and theme; 0: as many as the theme's schedule says")
    topic: str = Field(default="", description="a subject to tell; empty: the best story that was not told lately")
    make_now: bool = Field(default=False, description="also make the videos, in this process, one after the other")


@dg.op(out=dg.Out(dg.Nothing), description="Order videos, and make them if wished.")
def order(context: dg.OpExecutionContext, config: OrderConfig, workplace: dg.ResourceParam[Workplace]) -> None:
    """Add the rows and the partitions, then make the videos if `make_now` is set."""
    with dagster_failures():
        keys = _place(config, workplace)
        number = "1 video" if len(keys) == 1 else f"{len(keys)} videos"
        try:
            new = add_partitions(context.instance, workplace.store, keys)
        except Exception as error:  # whatever a storage raises: the orders are written down already
            why = str(error).partition("\n")[0][:300]
            context.log.warning(f"{number} ordered: {', '.join(map(str, keys))}. {not_placed(why)}")
        else:
            context.log.info(f"{number} ordered, {len(new) or 'none'} new: {', '.join(map(str, keys))}")
        if config.make_now:
            _make(context, workplace, keys)


def _place(config: OrderConfig, workplace: Workplace) -> list[VideoKey]:
    from vidpipe_assets.operations.order import OrderRequest
    from vidpipe_assets.operations.order import order_videos as place

    themes = _themes(config.themes, workplace)
    first = _day("from_day", config.from_day) or workplace.now().date()
    wish = OrderRequest(
        themes=tuple(themes),
        from_day=first,
        to_day=_day("to_day", config.to_day) or first,
        per_day=config.per_day or None,
        topic=config.topic,
    )
    return place(workplace.store, themes, wish, asked_by="order_videos")


def _themes(names: list[str], workplace: Workplace) -> dict[str, Theme]:
    """The themes of these names; without names, all that have a story. Raises `BadInput` for one that is wrong."""
    from vidpipe_assets.operations.theme_subjects import told_themes

    if names:
        return {name: workplace.theme(name) for name in names}
    good, bad = workplace.themes()
    for error in bad.values():
        raise error
    return told_themes(good) or good


def _day(field: str, text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput(f"order: {field} is {text!r}", remedy="write a day as 2026-11-23") from error


def _make(context: dg.OpExecutionContext, workplace: Workplace, keys: list[VideoKey]) -> None:
    state, names = PlanState(workplace), [str(key) for key in keys]
    made = make_videos(context, state, names, by="order_videos", insist=True)
    for key in names:
        video = workplace.places.output / "review" / key / "video.mp4"
        if not why_unfinished(state, key, made.busy.get(key, "")) and video.exists():
            context.log.info(f"finished: {video}")
    context.log.info(outcome_line(state, names, made))
    refuse_unfinished(state, names, made)
