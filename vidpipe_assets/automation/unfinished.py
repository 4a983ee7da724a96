"""Why a video is not finished, and what a person can do about it: the last lines that they read in the terminal."""

from vidpipe_assets.automation.outlook import Outlook
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.planner import StagePlan, Standing


def why_unfinished(outlook: Outlook, key: str, busy: str = "") -> str:
    """What stands in the way of the video `key`, with the remedy; empty if it is finished.

    `busy`: who is at work on it.
    """
    if busy:
        return _told(f"{busy} is at work on it", f"wait for it; `vidpipe status {key}` says how far it is")
    if key in outlook.themeless:
        return outlook.themeless[key]
    plan = outlook.plans.get(key)
    if plan is None:
        return _closed(outlook, key)
    stages = [_stage(key, one) for one in plan.stages if one.standing in (Standing.STALE, Standing.WAITING)]
    return "\n".join(stages)


def _closed(outlook: Outlook, key: str) -> str:
    """A video that nobody works on any more: an approved one is finished."""
    order = outlook.workplace.store.orders.get(VideoKey.parse(key))
    if order is None or order.state is OrderState.APPROVED:
        return ""
    remedy = "order another video"
    if order.state is OrderState.CANCELLED:
        remedy = f"add the partition {key} in Dagster's UI to open it again, or order another video"
    return _told(f"its order is {order.state}", remedy)


def _stage(key: str, one: StagePlan) -> str:
    """One stage that has to be made and is not."""
    if one.standing is Standing.STALE:
        return _told(f"{one.stage}: {one.cause}", one.remedy or f"`vidpipe status {key}` says more")
    if not one.fingerprint:
        again = f"`vidpipe retry {key} {one.stage}` makes it again and pays nothing twice"
        return _told(f"{one.stage}: {one.cause}", f"{again}; with --afresh it is made, and paid for, anew")
    return _told(f"{one.stage}: {one.cause}", one.remedy or "order it again with make_now, which tries it at once")


def _told(what: str, remedy: str) -> str:
    return f"{what}\n  Remedy: {remedy}" if remedy else what
