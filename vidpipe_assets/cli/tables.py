"""What the commands print: tables, lines and errors. Text from files and names is shown as it is, never as markup."""

import shutil
import sys
from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

from vidpipe_assets.ledger.tally import costs_text
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
    from vidpipe_assets.operations.doctor_checks import DoctorRow
    from vidpipe_assets.operations.status import VideoStatus
    from vidpipe_assets.operations.voices import ListedVoice
    from vidpipe_assets.stages.cost_preview import Remake
    from vidpipe_assets.stages.restore_costs import OpenVideoCosts
    from vidpipe_assets.storage.disk_use import DiskUse

_MARKS = {"ok": ("✓", "green"), "unused": ("·", "dim"), "warning": ("!", "yellow"), "failed": ("✗", "bold red")}
_WIDTH_OF_FILES = 140
"""Columns of a table that is written to a file or a pipe."""

_MOST_CAUSE = 80
"""Characters of a cause in the table of all videos."""

_FOR_REVIEW = "waits for your review"


def print_line(text: str) -> None:
    """Print `text` as a plain line, so that scripts can read it."""
    print(text)


def print_note(text: str) -> None:
    """Print to stderr what a person should know, and no script has to read."""
    from rich.text import Text

    sys.stdout.flush()  # it stands below what it is about
    _console(stderr=True).print(Text(text, style="yellow"), soft_wrap=True)


def renew_line(text: str) -> None:
    """Print `text` in the place of the terminal's last line, cut where the terminal ends."""
    width = max(shutil.get_terminal_size().columns - 1, 20)
    shown = text if len(text) <= width else f"{text[: width - 1]}…"
    sys.stdout.write(f"\r\033[2K{shown}")
    sys.stdout.flush()


def print_error(error: VidpipeError) -> None:
    """Print to stderr what went wrong and what to do."""
    _print_problem("error: ", "bold red", error)


@contextmanager
def note_on_failure(what: str) -> Generator[None]:
    """Say `what` holds where the block does not come to its end, by Ctrl-C above all."""
    try:
        yield
    except BaseException:
        print_note(what)
        raise


def print_warning(warning: VidpipeError) -> None:
    """Print to stderr what is no mistake and may still be unwanted, and what to do."""
    _print_problem("warning: ", "yellow", warning)


def _print_problem(kind: str, style: str, error: VidpipeError) -> None:
    from rich.text import Text

    console = _console(stderr=True)
    console.print(Text.assemble((kind, style), str(error)), soft_wrap=True)
    if error.remedy:
        console.print(Text.assemble(("remedy: ", "bold"), error.remedy), soft_wrap=True)


def show_doctor(rows: "Sequence[DoctorRow]", *, looked_at: int) -> None:
    """Print what the doctor found, and a line that sums up all `looked_at` checks."""
    failed = sum(row.state == "failed" for row in rows)
    warned = sum(row.state == "warning" for row in rows)
    if rows:
        table = _table("", "what", "found", "remedy")
        for row in rows:
            mark, style = _MARKS[row.state]
            _add_row(table, mark, row.what, row.detail, row.remedy, style=style)
        _console().print(table)
    if failed:
        print_line(f"{failed} of {looked_at} checks failed: mend them first")
    else:
        print_line(f"{looked_at} checks, {warned or 'no'} warning{'' if warned == 1 else 's'}: vidpipe can work here")
    if any(row.state == "unused" for row in rows):
        print_line("· marks what is not set up, and what no theme needs")


def show_themes(themes: Sequence[Theme]) -> None:
    """Print one line a theme."""
    table = _table("theme", "channel", "language", "seconds", "look", "schedule", "providers")
    for theme in themes:
        when = theme.schedule
        schedule = f"{when.videos_a_day} a day, {when.cron} {when.time_zone}" if when.enabled else "on request"
        chain = ", ".join(", ".join(names) for _, names in theme.providers)
        look = f"{theme.picture.palette}, {theme.picture.motion}"
        _add_row(table, theme.name, theme.channel, theme.language, str(theme.format.seconds), look, schedule, chain)
    _console().print(table)


def show_voices(voices: "Sequence[ListedVoice]") -> None:
    """Piper's voices; `here` are those of this machine."""
    table = _table("voice", "language", "quality", "MB", "here")
    for voice in voices:
        size = f"{voice.megabytes:.0f}" if voice.megabytes else ""
        _add_row(table, voice.name, voice.language, voice.quality, size, "yes" if voice.here else "")
    _console().print(table)


def show_ordered(keys: Sequence[VideoKey], before: Collection[VideoKey]) -> None:
    """Print each key, and whether it is new."""
    for key in keys:
        print_line(f"{key}  {'was ordered before' if key in before else 'ordered'}")


def show_overview(videos: "Sequence[VideoStatus]") -> None:
    """Print one line an order: how far its video is, and what it waits for."""
    if not videos:
        print_line("Nothing was ordered yet. To begin: vidpipe order THEME --now")
        return
    table = _table("video", "order", "topic", "asked by", "stages", "video file", "stands")
    for video in videos:
        stages = f"{len(video.documents)} of {len(Stage)}"
        order, file = video.order, "yes" if video.video else ""
        _add_row(table, str(order.key), order.state, order.topic, order.asked_by, stages, file, _waits_for(video))
    _console().print(table)


def show_video(video: "VideoStatus") -> None:
    """Print all that is known of one video: its order, its stages, what was paid, and where it lies."""
    order = video.order
    topic = f" about {order.topic!r}" if order.topic else ""
    print_line(
        f"{order.key}: {order.state}, ordered by {order.asked_by}{topic} at {order.created_at:%Y-%m-%d %H:%M} UTC"
    )
    table = _table("stage", "latest document", "stands", "why")
    states = {one.stage: (one.status.value, one.cause) for one in (video.plan.stages if video.plan else ())}
    for stage in Stage:
        none = "none yet" if order.state is OrderState.OPEN else "none, or no longer kept"
        _add_row(table, stage, video.documents.get(stage, none), *states.get(stage, ("", "")))
    _console().print(table)
    for one in video.plan.waiting if video.plan else ():
        if one.remedy:
            print_line(f"remedy for {one.stage}: {one.remedy}")
    if order.state is OrderState.EXPIRED:
        print_line(f"it waited for a review for too long: vidpipe reopen {order.key} opens it again, as it was")
    if video.left:
        print_line(video.left)
    print_line(f"paid: {costs_text(dict(video.paid))}" if video.paid else "paid: nothing")
    if (waits_for := _waits_for(video)) == _FOR_REVIEW:
        print_line(f"{waits_for}: vidpipe approve {order.key}, or vidpipe reject {order.key} STAGE --reason …")
    elif waits_for:
        print_line(f"stands: {waits_for}")
    print_line(
        str(video.video) if video.video else f"no finished video{' yet' if order.state is OrderState.OPEN else ''}"
    )


def _waits_for(video: "VideoStatus") -> str:
    """What an open video waits for, in a few words."""
    if video.order.state is not OrderState.OPEN:
        return ""
    stale = video.plan.stale if video.plan else ()
    if video.at_work and video.progress:
        return video.progress.text
    if video.at_work:
        return f"{stale[0].stage} is being made" if stale else "is being made"
    if video.plan is None:
        return f"its theme cannot be used: vidpipe theme check {video.order.theme}"
    if video.plan.waiting:
        first = video.plan.waiting[0]
        cause = f"{first.stage} {first.cause}".partition("\n")[0]
        return cause if len(cause) <= _MOST_CAUSE else f"{cause[: _MOST_CAUSE - 1]}…"
    place = f": {video.progress.text}" if video.progress else ""
    return f"to be made from {stale[0].stage} on{place}" if stale else _FOR_REVIEW


def show_remakes(remakes: "Sequence[Remake]") -> None:
    """Print one line a stage that is made again, with its cause and its cost."""
    table = _table("made again", "why", "costs")
    for one in remakes:
        _add_row(table, one.stage, one.why, one.cost)
    _console().print(table)


def show_open_costs(videos: "Sequence[OpenVideoCosts]") -> None:
    """Print one line an open video that would pay, and where it lies in `output/` although nobody knows of it."""
    if not videos:
        return
    table = _table("open video", "would pay", "in output/ already")
    for one in videos:
        _add_row(table, one.video, one.text, f"{one.in_output}: look, then vidpipe cancel it" if one.in_output else "")
    _console().print(table)


def show_costs(lines: "Sequence[CostLine]", by: str) -> None:
    """Print one line a sum, by what `by` names, and the total of each currency."""
    if not lines:
        print_line("Nothing was spent: no provider that costs anything was asked.")
        return
    table = _table(by, "spent", "of it estimated", "reserved", "perhaps paid", "submits")
    for line in lines:
        parts = (line.untold, line.reserved, line.doubtful)
        amounts = [plain_amount(amount) if amount else "" for amount in parts]
        _add_row(table, line.name or "-", f"{plain_amount(line.spent)} {line.currency}", *amounts, str(line.submits))
    _console().print(table)
    for currency in sorted({line.currency for line in lines}):
        total = sum((line.spent for line in lines if line.currency == currency), Decimal(0))
        print_line(f"total: {plain_amount(total)} {currency}")


def show_garbage(garbage: GarbageBin) -> None:
    """Print one line a kind of what could be removed or was, and what could not be removed."""
    for what in garbage.wrong:
        print_line(f"could not be removed: {what}")
    if not garbage.number:
        print_line("Nothing could be removed." if garbage.wrong else "There is nothing that nobody needs any more.")
        return
    table = _table("went" if garbage.delete else "could go", "number", "disk")
    for kind, number in garbage.number.items():
        _add_row(table, kind, str(number), byte_text(garbage.bytes[kind]))
    _console().print(table)
    print_line(f"{byte_text(garbage.bytes.total())} {'freed' if garbage.delete else 'would be freed'}")
    if not garbage.delete:
        print_line("To do it: the same command with --delete")


def show_disk(used: "DiskUse", *, free: int, quota_gb: int) -> None:
    """Print one line a kind of file, and how much more there may be."""
    table = _table("what", "disk")
    for kind, number in used.kinds.items():
        if number:
            _add_row(table, kind, byte_text(number))
    _console().print(table)
    quota = f"{quota_gb} GB may be used" if quota_gb else "no quota is set (VIDPIPE_DISK_QUOTA_GB)"
    print_line(f"{byte_text(used.total)} in all; {byte_text(free)} are free on that disk; {quota}")


@contextmanager
def progress() -> Generator[Callable[[str], None]]:
    """Show how far something is, where stderr is a terminal; yields the function that reports it."""
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


def _add_row(table: "Table", *cells: str, style: str = "") -> None:
    from rich.text import Text

    first, *others = cells
    table.add_row(Text(first, style=style), *(Text(cell) for cell in others))


def _console(*, stderr: bool = False) -> "Console":
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, highlight=False, width=None if stream.isatty() else _WIDTH_OF_FILES)
