"""What people see in the terminal. Text from files and names is shown as it is, never as markup."""

import sys
from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

from vidpipe_assets.ledger.tally import in_words
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.money import plain_amount
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.garbage import GarbageBin, byte_text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from vidpipe_assets.ledger.costs import CostLine
    from vidpipe_assets.operations.doctor import Row
    from vidpipe_assets.operations.status import VideoStatus
    from vidpipe_assets.stages.cost_preview import Remake
    from vidpipe_assets.storage.disk_use import DiskUse

_MARKS = {"ok": ("✓", "green"), "unused": ("·", "dim"), "warning": ("!", "yellow"), "failed": ("✗", "bold red")}
_WIDTH_OF_FILES = 140
_MOST_CAUSE = 80
_FOR_REVIEW = "waits for your review"


def print_line(text: str) -> None:
    """A plain line, so that scripts can read it."""
    print(text)


def print_error(error: VidpipeError) -> None:
    """What went wrong and what to do, on stderr."""
    from rich.text import Text

    console = _console(stderr=True)
    console.print(Text.assemble(("error: ", "bold red"), str(error)), soft_wrap=True)
    if error.remedy:
        console.print(Text.assemble(("remedy: ", "bold"), error.remedy), soft_wrap=True)


def show_doctor(rows: "Sequence[Row]", *, looked_at: int) -> None:
    """The doctor's table, and a line that sums it up."""
    failed = sum(row.state == "failed" for row in rows)
    warned = sum(row.state == "warning" for row in rows)
    if rows:
        table = _table("", "what", "found", "remedy")
        for row in rows:
            mark, style = _MARKS[row.state]
            _add(table, mark, row.what, row.detail, row.remedy, style=style)
        _console().print(table)
    if failed:
        print_line(f"{failed} of {looked_at} checks failed: mend them first")
    else:
        print_line(f"{looked_at} checks, {warned or 'no'} warning{'' if warned == 1 else 's'}: vidpipe can work here")
    if any(row.state == "unused" for row in rows):
        print_line("· marks what is not set up, and what no theme needs")


def show_themes(themes: Sequence[Theme]) -> None:
    """One line a theme."""
    table = _table("theme", "channel", "language", "seconds", "look", "schedule", "providers")
    for theme in themes:
        when = theme.schedule
        schedule = f"{when.videos_a_day} a day, {when.cron} {when.time_zone}" if when.enabled else "on request"
        chain = ", ".join(", ".join(names) for _, names in theme.providers)
        look = f"{theme.picture.palette}, {theme.picture.motion}"
        _add(table, theme.name, theme.channel, theme.language, str(theme.format.seconds), look, schedule, chain)
    _console().print(table)


def show_ordered(keys: Sequence[VideoKey], before: Collection[VideoKey]) -> None:
    """Each key, and whether it is new."""
    for key in keys:
        print_line(f"{key}  {'was ordered before' if key in before else 'ordered'}")


def show_overview(videos: "Sequence[VideoStatus]") -> None:
    """One line an order."""
    if not videos:
        print_line("Nothing was ordered yet. To begin: vidpipe order THEME --now")
        return
    table = _table("video", "order", "topic", "asked by", "stages", "video file", "stands")
    for video in videos:
        stages = f"{len(video.documents)} of {len(Stage)}"
        order, file = video.order, "yes" if video.video else ""
        _add(table, str(order.key), order.state, order.topic, order.asked_by, stages, file, _stands(video))
    _console().print(table)


def show_video(video: "VideoStatus") -> None:
    """Everything about one video."""
    order = video.order
    topic = f" about {order.topic!r}" if order.topic else ""
    print_line(
        f"{order.key}: {order.state}, ordered by {order.asked_by}{topic} at {order.created_at:%Y-%m-%d %H:%M} UTC"
    )
    table = _table("stage", "latest document", "stands", "why")
    stands = {one.stage: (one.status.value, one.cause) for one in (video.plan.stages if video.plan else ())}
    for stage in Stage:
        none = "none yet" if order.state is OrderState.OPEN else "none, or no longer kept"
        _add(table, stage, video.documents.get(stage, none), *stands.get(stage, ("", "")))
    _console().print(table)
    for one in video.plan.waiting if video.plan else ():
        if one.remedy:
            print_line(f"remedy for {one.stage}: {one.remedy}")
    print_line(f"paid: {in_words(dict(video.paid))}" if video.paid else "paid: nothing")
    if (stands := _stands(video)) == _FOR_REVIEW:
        print_line(f"{stands}: vidpipe approve {order.key}, or vidpipe reject {order.key} STAGE --reason …")
    print_line(
        str(video.video) if video.video else f"no finished video{' yet' if order.state is OrderState.OPEN else ''}"
    )


def _stands(video: "VideoStatus") -> str:
    """What an open video waits for, in a few words."""
    if video.order.state is not OrderState.OPEN:
        return ""
    stale = video.plan.stale if video.plan else ()
    if video.at_work:
        return f"{stale[0].stage} is being made" if stale else "is being made"
    if video.plan is None:
        return f"its theme cannot be used: vidpipe theme check {video.order.theme}"
    if video.plan.waiting:
        first = video.plan.waiting[0]
        said = f"{first.stage} {first.cause}".partition("\n")[0]
        return said if len(said) <= _MOST_CAUSE else f"{said[: _MOST_CAUSE - 1]}…"
    return f"to be made from {stale[0].stage} on" if stale else _FOR_REVIEW


def show_remakes(remakes: "Sequence[Remake]") -> None:
    """One line a stage that is made again."""
    table = _table("made again", "why", "costs")
    for one in remakes:
        _add(table, one.stage, one.why, one.cost)
    _console().print(table)


def show_costs(lines: "Sequence[CostLine]", by: str) -> None:
    """One line a sum, and the total of each currency."""
    if not lines:
        print_line("Nothing was spent: no provider that costs anything was asked.")
        return
    table = _table(by, "spent", "of it estimated", "reserved", "perhaps paid", "submits")
    for line in lines:
        parts = (line.untold, line.reserved, line.doubtful)
        amounts = [plain_amount(amount) if amount else "" for amount in parts]
        _add(table, line.name or "-", f"{plain_amount(line.spent)} {line.currency}", *amounts, str(line.submits))
    _console().print(table)
    for currency in sorted({line.currency for line in lines}):
        total = sum((line.spent for line in lines if line.currency == currency), Decimal(0))
        print_line(f"total: {plain_amount(total)} {currency}")


def show_garbage(rubbish: GarbageBin) -> None:
    """One line a kind of what could go or went, and what could not be removed."""
    for what in rubbish.wrong:
        print_line(f"could not be removed: {what}")
    if not rubbish.number:
        print_line("Nothing could be removed." if rubbish.wrong else "There is nothing that nobody needs any more.")
        return
    table = _table("went" if rubbish.delete else "could go", "number", "disk")
    for kind, number in rubbish.number.items():
        _add(table, kind, str(number), byte_text(rubbish.bytes[kind]))
    _console().print(table)
    print_line(f"{byte_text(rubbish.bytes.total())} {'freed' if rubbish.delete else 'would be freed'}")
    if not rubbish.delete:
        print_line("To do it: the same command with --delete")


def show_disk(used: "DiskUse", *, free: int, quota_gb: int) -> None:
    """One line a kind, and how much more there may be."""
    table = _table("what", "disk")
    for kind, number in used.kinds.items():
        if number:
            _add(table, kind, byte_text(number))
    _console().print(table)
    quota = f"{quota_gb} GB may be used" if quota_gb else "no quota is set (VIDPIPE_DISK_QUOTA_GB)"
    print_line(f"{byte_text(used.total)} in all; {byte_text(free)} are free on that disk; {quota}")


@contextmanager
def progress() -> Generator[Callable[[str], None]]:
    """Shows how far something is, where somebody looks on."""
    console = _console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("looking …") as status:
        yield lambda text: status.update(f"looking: {text}")


def _table(*columns: str) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _add(table: "Table", *cells: str, style: str = "") -> None:
    from rich.text import Text

    first, *others = cells
    table.add_row(Text(first, style=style), *(Text(cell) for cell in others))


def _console(*, stderr: bool = False) -> "Console":
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, highlight=False, width=None if stream.isatty() else _WIDTH_OF_FILES)
