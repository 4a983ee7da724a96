"""Charts of what is trending, for the Dagster UI and the review page: PNG files of 1200x800 pixels."""

from collections.abc import Sequence
from pathlib import Path

from vidpipe_assets.model.trends import Pattern, Trend, TrendReport, TrendSnapshot
from vidpipe_assets.studio.chart_panels import COLOURS, Panel, Row, compact, text
from vidpipe_assets.studio.drawing.canvas import Canvas, fill, radial_gradient, stroke
from vidpipe_assets.studio.drawing.text import Style, fitted
from vidpipe_assets.studio.drawing.typefaces import Face, clean
from vidpipe_assets.studio.motion import write_png

WIDTH, HEIGHT = 1200, 800
_MARGIN, _GAP, _TOP = 40, 20, 132
_MOST_STORIES, _MOST_PATTERNS, _MOST_LINES = 7, 4, 6
_LEFT_WIDTH = 660


def draw_report(report: TrendReport, out: Path) -> None:
    """The stories that grow fastest, and how kinds of hook, lengths and hours fare. An empty report says so."""
    canvas = _page("What is trending", f"{report.theme}  ·  {report.day:%d %B %Y}", sample=report.sample)
    if not report.opportunities:
        _draw_note(canvas, report.note or "There is nothing to rank on this day.")
        write_png(canvas.pixels, out)
        return
    height = HEIGHT - _TOP - _MARGIN
    stories = Panel(canvas, _MARGIN, _TOP, _LEFT_WIDTH, height)
    stories.draw("Fastest growing stories", "views per hour")
    stories.bars(_stories(report))
    left, width = _MARGIN + _LEFT_WIDTH + _GAP, WIDTH - 2 * _MARGIN - _LEFT_WIDTH - _GAP
    share = (height - 2 * _GAP) / 3
    for number, (title, patterns) in enumerate((("Hooks", report.hooks), ("Lengths", report.lengths))):
        panel = Panel(canvas, left, _TOP + number * (share + _GAP), width, share)
        panel.draw(title, "median views per hour")
        panel.bars(_patterns(patterns))
    hours = Panel(canvas, left, _TOP + 2 * (share + _GAP), width, share)
    hours.draw("Best hours", "UTC, views per hour")
    hours.columns(_hours(report.best_hours))
    write_png(canvas.pixels, out)


def draw_growth(snapshot: TrendSnapshot, evidence: Sequence[str], out: Path) -> None:
    """Views over time of the trends named in `evidence`, as far as they were observed more than once."""
    canvas = _page("How the evidence grew", f"{snapshot.theme}  ·  {snapshot.day:%d %B %Y}", sample=snapshot.sample)
    known = {trend.id: trend for trend in snapshot.trends}
    series = [(trend, _views(trend)) for trend in (known[name] for name in evidence if name in known)]
    series = [(trend, points) for trend, points in series if len(points) > 1][:_MOST_LINES]
    if not series:
        _draw_note(canvas, "No trend of the evidence was observed more than once.")
        write_png(canvas.pixels, out)
        return
    moments = [one.observed_at for trend, _ in series for one in trend.observations if one.views is not None]
    panel = Panel(canvas, _MARGIN, _TOP, WIDTH - 2 * _MARGIN, HEIGHT - _TOP - _MARGIN)
    panel.draw("Views", "as observed, times in UTC")
    ends = (f"{min(moments):%d %b %H:%M}", f"{max(moments):%d %b %H:%M}")
    panel.lines([(trend.title or trend.id, points) for trend, points in series], ends)
    write_png(canvas.pixels, out)


def _page(title: str, below: str, *, sample: bool) -> Canvas:
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.clear(COLOURS.ground)
    stops = [(0.0, COLOURS.ground3, 0.55), (1.0, COLOURS.ground3, 0.0)]
    canvas.cover(radial_gradient((WIDTH * 0.85, -80), 760, stops))
    heading = fitted(clean(title).upper(), Style(Face("anton"), 58), WIDTH - 2 * _MARGIN - 240, 40)
    heading.draw(canvas, _MARGIN, 82, COLOURS.ink)
    text(below, 22, 500, WIDTH - 2 * _MARGIN).draw(canvas, _MARGIN, 116, COLOURS.mute)
    if sample:
        label = text("SAMPLE DATA", 20, 700, 220)
        x = WIDTH - _MARGIN - label.width - 40
        canvas.box(x, 44, label.width + 40, 44, fill(COLOURS.ground), 22)
        canvas.box(x, 44, label.width + 40, 44, stroke(COLOURS.accent, 2), 22)
        label.draw(canvas, x + 20, 66 + label.cap / 2, COLOURS.accent)
    return canvas


def _draw_note(canvas: Canvas, note: str) -> None:
    panel = Panel(canvas, _MARGIN, _TOP, WIDTH - 2 * _MARGIN, HEIGHT - _TOP - _MARGIN)
    panel.draw("")
    line = text(note, 34, 600, WIDTH - 4 * _MARGIN)
    line.draw(canvas, WIDTH / 2, _TOP + (HEIGHT - _TOP) / 2 - 20, COLOURS.mute, align=0.5)


def _stories(report: TrendReport) -> list[Row]:
    fastest = sorted(report.opportunities, key=lambda one: (-one.velocity.per_hour, one.key))[:_MOST_STORIES]
    claimed = report.claimed.key if report.claimed else ""
    return [
        Row(
            one.subject + ("  (this video)" if one.key == claimed else ""),
            one.velocity.per_hour,
            compact(one.velocity.per_hour),
            marked=one.key == claimed,
        )
        for one in fastest
    ]


def _patterns(patterns: Sequence[Pattern]) -> list[Row]:
    best = sorted(patterns, key=lambda one: (-one.per_hour, one.name))[:_MOST_PATTERNS]
    return [
        Row(f"{one.name}  ({one.count})", one.per_hour, compact(one.per_hour), marked=number == 0)
        for number, one in enumerate(best)
    ]


def _hours(patterns: Sequence[Pattern]) -> list[Row]:
    """All 24 hours, also those in which nothing was published."""
    known = {int(one.name): one for one in patterns if one.name.isdigit()}
    best = max(known, key=lambda hour: (known[hour].per_hour, -hour), default=-1)
    rows: list[Row] = []
    for hour in range(24):
        value = known[hour].per_hour if hour in known else 0.0
        rows.append(Row(f"{hour:02d}", value, f"{hour:02d}:00  {compact(value)}", marked=hour == best))
    return rows


def _views(trend: Trend) -> list[tuple[float, float]]:
    return [(one.observed_at.timestamp(), float(one.views)) for one in trend.observations if one.views is not None]
