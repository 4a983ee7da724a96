"""What a claim makes of a report: the story that the video tells, or in plain words why there is none for it."""

from collections.abc import Sequence

from vidpipe_assets.editorial.naming import cut, plain
from vidpipe_assets.editorial.report import EMPTY_NOTE, POOR_NOTE, claimable, with_claim
from vidpipe_assets.model.trends import TrendReport

_NAMED = 8


def settled(
    report: TrendReport, claimed: str | None, *, wanted: Sequence[str], topic: str, repeat_after_days: int
) -> TrendReport:
    """The report with the story `claimed`; with None, its `note` says why none of `wanted` could be had.

    A video that asked for a `topic` or found every story told must not tell something else instead.
    """
    if claimed is not None or not (topic or wanted):
        return with_claim(report, claimed)
    stories = _named(report, wanted or claimable(report))
    if not wanted:
        note = f"No story that was collected is about {plain(topic)!r}. There are: {stories or 'none'}."
    else:
        near = f"within {repeat_after_days} days of" if repeat_after_days > 1 else "on"
        about = f" about {plain(topic)!r}" if topic else ""
        note = f"Every story{about} is told by another video of {report.theme} {near} {report.day}: {stories}."
    return with_claim(report, None).model_copy(update={"note": note})


def may_rank(report: TrendReport) -> bool:
    """Whether a video without a story may rank the day's posts instead: nothing was asked for, and nothing is told."""
    return report.claimed is not None or report.note in ("", POOR_NOTE, EMPTY_NOTE)


def _named(report: TrendReport, keys: Sequence[str]) -> str:
    """The subjects of the stories `keys`, the first few of them."""
    subjects = {one.key: cut(plain(one.subject), 40) for one in report.opportunities}
    names = [subjects[key] for key in keys]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
