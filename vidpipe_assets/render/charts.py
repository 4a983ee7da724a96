"""Charts of what is trending, for the Dagster UI and the review page: PNG files of 1200x800 pixels.

A chart is made of panels, rounded cards with bars, columns or lines in them; axes start at zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.model.trends import Pattern, Trend, TrendReport, TrendSnapshot
from vidpipe_assets.render.clips import write_png
from vidpipe_assets.render.drawing.canvas import Canvas, fill, radial_gradient, stroke
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.easing import blend
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.drawing.text import TextLine, TextStyle, clean_text, fit_line
from vidpipe_assets.render.fonts import FontFace
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.scenes.parts import axis_ticks

COLOURS = get_palette("midnight")
SERIES = (COLOURS.accent, COLOURS.accent2, "#FF8FB1", "#6CF5B2", "#C7A6FF", "#FF9E5E")
"""Colours of lines, told apart on the dark ground; each line also has its name at its end."""
_PADDING = 28
_TWO_LINES = 56.0
"""Least height of a bar with its name above it."""


@dataclass(frozen=True)
class ChartRow:
    """One bar: its name, its value, and what is written beside it."""

    name: str
    value: float
    text: str
    marked: bool = False


@dataclass(frozen=True)
class Panel:
    """A card on the canvas, and the room inside it below its title."""

    canvas: Canvas
    left: float
    top: float
    width: float
    height: float

    def draw(self, title: str, unit: str = "") -> None:
        """The card, its title, and in which unit its numbers are."""
        self.canvas.box(self.left, self.top, self.width, self.height, fill(COLOURS.surface), 22)
        line = chart_text(title, 24, 700, self.width - 2 * _PADDING)
        line.draw(self.canvas, self.left + _PADDING, self.top + 46, COLOURS.ink)
        room = self.width - 2 * _PADDING - line.width - 16
        if unit and room > 40:
            shown = chart_text(unit, 20, 500, room)
            shown.draw(self.canvas, self.left + self.width - _PADDING, self.top + 46, COLOURS.mute, align=1)

    def bars(self, rows: Sequence[ChartRow]) -> None:
        """Bars from the left, longest value as wide as the panel; names above them."""
        left, width = self.left + _PADDING, self.width - 2 * _PADDING
        top, height = self.top + 70, self.height - 70 - 18
        pitch = min(96.0, height / max(len(rows), 1))
        if pitch < _TWO_LINES:
            self._slim_bars(rows, min(pitch, 34.0))
            return
        most = max((row.value for row in rows), default=0) or 1
        bar = max(8.0, min(24.0, pitch * 0.28))
        for number, row in enumerate(rows):
            y = top + number * pitch
            size = min(24.0, pitch * 0.36)
            value = chart_text(row.text, size, 700, width * 0.5)
            name = chart_text(row.name, size, 500, width - value.width - 20)
            colour = COLOURS.accent if row.marked else mix_colours(COLOURS.accent2, COLOURS.surface, 0.25)
            name.draw(self.canvas, left, y + size, COLOURS.ink)
            value.draw(self.canvas, left + width, y + size, COLOURS.accent if row.marked else COLOURS.ink, align=1)
            self.canvas.box(left, y + size + 10, width, bar, fill(COLOURS.ink, 0.08), bar / 2)
            self.canvas.box(left, y + size + 10, max(width * row.value / most, 3), bar, fill(colour), bar / 2)

    def _slim_bars(self, rows: Sequence[ChartRow], pitch: float) -> None:
        """Name, bar and value in one line each."""
        left, width = self.left + _PADDING, self.width - 2 * _PADDING
        most = max((row.value for row in rows), default=0) or 1
        names, values = width * 0.4, 78.0
        room = width - names - values
        for number, row in enumerate(rows):
            y = self.top + 88 + number * pitch
            colour = COLOURS.accent if row.marked else mix_colours(COLOURS.accent2, COLOURS.surface, 0.25)
            chart_text(row.name, 19, 500, names - 14).draw(self.canvas, left, y + 7, COLOURS.ink)
            self.canvas.box(left + names, y - 6, room, 12, fill(COLOURS.ink, 0.08), 6)
            self.canvas.box(left + names, y - 6, max(room * row.value / most, 3), 12, fill(colour), 6)
            value = chart_text(row.text, 19, 700, values - 14)
            value.draw(self.canvas, left + width, y + 7, COLOURS.accent if row.marked else COLOURS.ink, align=1)

    def columns(self, rows: Sequence[ChartRow]) -> None:
        """Narrow columns from below, one a row, with every fourth name below them and the marked one's text above."""
        left, width = self.left + _PADDING, self.width - 2 * _PADDING
        foot, top = self.top + self.height - 50, self.top + 96
        most = max((row.value for row in rows), default=0) or 1
        pitch = width / max(len(rows), 1)
        self.canvas.line((left, foot + 1), (left + width, foot + 1), stroke(COLOURS.ink, 2, 0.3))
        for number, row in enumerate(rows):
            x, height = left + number * pitch, (foot - top) * row.value / most
            colour = COLOURS.accent if row.marked else mix_colours(COLOURS.accent2, COLOURS.surface, 0.25)
            self.canvas.box(x + pitch * 0.14, foot - height, pitch * 0.72, height, fill(colour), 4)
            if row.marked:
                line = chart_text(row.text, 20, 700, width)
                middle = min(max(x + pitch / 2, left + line.width / 2), left + width - line.width / 2)
                line.draw(self.canvas, middle, foot - height - 9, COLOURS.accent, align=0.5)
            if number % 4 == 0:
                chart_text(row.name, 18, 500, 80).draw(self.canvas, x + pitch / 2, foot + 28, COLOURS.mute, align=0.5)

    def lines(self, series: Sequence[tuple[str, Sequence[tuple[float, float]]]], ends: tuple[str, str]) -> None:
        """Values over time from zero; each line ends at its name. `ends` are the names of the first and last time."""
        times = [time for _, points in series for time, _ in points]
        marks = axis_ticks([0.0, *(value for _, points in series for _, value in points)])
        left, right = self.left + _PADDING + 76, self.left + self.width - _PADDING - 270
        top, foot = self.top + 96, self.top + self.height - 64
        first, span = min(times), (max(times) - min(times)) or 1.0
        for mark in marks:
            y = blend(foot, top, mark / marks[-1])
            self.canvas.line((left, y), (right, y), stroke(COLOURS.ink, 2, 0.3 if mark == 0 else 0.12))
            chart_text(compact_number(mark), 20, 500, 80).draw(self.canvas, left - 14, y + 7, COLOURS.mute, align=1)
        for name, x, align in ((ends[0], left, 0.0), (ends[1], right, 1.0)):
            chart_text(name, 20, 500, 300).draw(self.canvas, x, foot + 36, COLOURS.mute, align=align)
        taken: list[float] = []
        for number, (name, points) in enumerate(series):
            colour = SERIES[number % len(SERIES)]
            places = [
                (blend(left, right, (time - first) / span), blend(foot, top, value / marks[-1]))
                for time, value in points
            ]
            self.canvas.path(polygon(places, closed=False), stroke(colour, 4))
            for place in places:
                self.canvas.circle(*place, 4.5, fill(colour))
            y = _free(places[-1][1], taken, top, foot)
            self.canvas.line(places[-1], (right + 22, y), stroke(colour, 1.5, 0.6))
            value = chart_text(compact_number(points[-1][1]), 20, 700, 100)
            value.draw(self.canvas, right + 32, y + 7, colour)
            rest = self.left + self.width - _PADDING - (right + 42 + value.width)
            chart_text(name, 20, 500, rest).draw(self.canvas, right + 42 + value.width, y + 7, COLOURS.ink)


def chart_text(content: str, size: float, weight: int, width: float) -> TextLine:
    """One line in Inter, cut with an ellipsis where it would become too small to read."""
    style = TextStyle(FontFace("inter", weight), size, tabular=True)
    shown = clean_text(content)
    line = fit_line(shown, style, width, size * 0.8)
    while line.size < size * 0.8 and len(shown) > 4:
        shown = shown[: max(int(len(shown) * 0.9) - 1, 3)].rstrip()
        line = fit_line(shown + "\u2026", style, width, size * 0.8)
    return line


def compact_number(value: float) -> str:
    """'840', '12.3K', '4.5M': three figures are enough to compare bars."""
    for limit, unit in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if value >= limit * 0.9995:
            share = value / limit
            return (f"{share:.0f}" if share >= 99.5 else f"{share:.1f}").removesuffix(".0") + unit
    return f"{value:.0f}" if value >= 9.5 or value == round(value) else f"{value:.1f}"


def _free(wanted: float, taken: list[float], top: float, foot: float) -> float:
    """The place nearest to `wanted` that is a line's height away from those taken."""
    spots = sorted((top + step * 6 for step in range(int((foot - top) / 6) + 1)), key=lambda y: abs(y - wanted))
    spot = next((y for y in spots if all(abs(y - other) >= 27 for other in taken)), wanted)
    taken.append(spot)
    return spot


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
    heading = fit_line(clean_text(title).upper(), TextStyle(FontFace("anton"), 58), WIDTH - 2 * _MARGIN - 240, 40)
    heading.draw(canvas, _MARGIN, 82, COLOURS.ink)
    chart_text(below, 22, 500, WIDTH - 2 * _MARGIN).draw(canvas, _MARGIN, 116, COLOURS.mute)
    if sample:
        label = chart_text("SAMPLE DATA", 20, 700, 220)
        x = WIDTH - _MARGIN - label.width - 40
        canvas.box(x, 44, label.width + 40, 44, fill(COLOURS.ground), 22)
        canvas.box(x, 44, label.width + 40, 44, stroke(COLOURS.accent, 2), 22)
        label.draw(canvas, x + 20, 66 + label.cap / 2, COLOURS.accent)
    return canvas


def _draw_note(canvas: Canvas, note: str) -> None:
    panel = Panel(canvas, _MARGIN, _TOP, WIDTH - 2 * _MARGIN, HEIGHT - _TOP - _MARGIN)
    panel.draw("")
    line = chart_text(note, 34, 600, WIDTH - 4 * _MARGIN)
    line.draw(canvas, WIDTH / 2, _TOP + (HEIGHT - _TOP) / 2 - 20, COLOURS.mute, align=0.5)


def _stories(report: TrendReport) -> list[ChartRow]:
    fastest = sorted(report.opportunities, key=lambda one: (-one.velocity.per_hour, one.key))[:_MOST_STORIES]
    claimed = report.claimed.key if report.claimed else ""
    return [
        ChartRow(
            one.subject + ("  (this video)" if one.key == claimed else ""),
            one.velocity.per_hour,
            compact_number(one.velocity.per_hour),
            marked=one.key == claimed,
        )
        for one in fastest
    ]


def _patterns(patterns: Sequence[Pattern]) -> list[ChartRow]:
    best = sorted(patterns, key=lambda one: (-one.per_hour, one.name))[:_MOST_PATTERNS]
    return [
        ChartRow(f"{one.name}  ({one.count})", one.per_hour, compact_number(one.per_hour), marked=number == 0)
        for number, one in enumerate(best)
    ]


def _hours(patterns: Sequence[Pattern]) -> list[ChartRow]:
    """All 24 hours, also those in which nothing was published."""
    known = {int(one.name): one for one in patterns if one.name.isdigit()}
    best = max(known, key=lambda hour: (known[hour].per_hour, -hour), default=-1)
    rows: list[ChartRow] = []
    for hour in range(24):
        value = known[hour].per_hour if hour in known else 0.0
        rows.append(ChartRow(f"{hour:02d}", value, f"{hour:02d}:00  {compact_number(value)}", marked=hour == best))
    return rows


def _views(trend: Trend) -> list[tuple[float, float]]:
    return [(one.observed_at.timestamp(), float(one.views)) for one in trend.observations if one.views is not None]
