"""What tells a time beside a subject: a leaf with a year, a clock, a calendar that is leafed through."""

import math
import re

from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.easing import clamp, in_out_cubic, progress
from vidpipe_assets.render.scenes.staging.actors import GAP, MARGIN, make_room
from vidpipe_assets.render.scenes.staging.stage import SETTLED_S, Pose, Stage

_RUNS_S = 1.5
"""How long a clock runs, until it stands at its time."""
_LEAFS_S, _TURNS = 2.4, 9
"""How long a calendar is leafed through, and how many leaves turn over."""
_MARKED_S, _BURST_S, _RAYS = 0.2, 0.6, 12
"""How long after it has come a year is marked; how long rays leave its leaf then, and how many."""
_LEAVES = re.compile(
    r"(?P<number>\d[\d,.]*)(?: (?P<more>million|billion))? (?:martian |earth )?(?P<unit>(?:year|month|week|day)s?)\b"
)


def aside(stage: Stage, at: float) -> Pose:
    """The subject makes room at its left for what is put there, and gets smaller where there is too little."""
    return make_room(stage, MARGIN + _badge_size(stage) + GAP, stage.share(at))


def _badge_size(stage: Stage) -> float:
    return clamp(stage.ink.high / 420) * 170


def _badge(stage: Stage, at: float) -> tuple[float, float, float, float]:
    """Where what is put beside the subject stands: its middle, its size, and how far it has come."""
    size, ink, room = _badge_size(stage), stage.ink, stage.room
    pose = aside(stage, stage.start + SETTLED_S)
    left = ink.x + pose.across - pose.scale * ink.wide / 2
    x = max(left - GAP - size / 2, room.left + MARGIN + size / 2)
    y = max(ink.y, room.top + size * 0.6)
    return x, y, size, stage.tempo.pop(at, stage.start)


def calendar(stage: Stage, canvas: Canvas, at: float) -> None:
    """A leaf of a calendar with the year."""
    x, y, size, share = _badge(stage, at)
    if share <= 0:
        return
    year = stage.context.numeral(stage.text, size * 0.42, width=size * 0.84)
    with canvas.transform(x, y, turn=-6 + 2 * math.sin(at * 1.5), scale=share):
        half = size / 2
        canvas.box(-half + 6, -half + 10, size, size, fill("#000000", 0.25), 16)
        canvas.box(-half, -half, size, size, fill("#F6EBD2"), 16)
        with canvas.clip(-half, -half, half, -half + size * 0.3, 0):
            canvas.box(-half, -half, size, size, fill("#B5482F"), 16)
        for hole in (-0.25, 0.25):
            canvas.circle(hole * size, -half + size * 0.13, size * 0.05, fill("#F6EBD2"))
        year.draw(canvas, 0, half - size * 0.18, "#3A2A1C", align=0.5)
        _mark_year(stage, canvas, at, size)


def _mark_year(stage: Stage, canvas: Canvas, at: float, size: float) -> None:
    """A stroke of the pen below the year as it is said, and rays that leave the leaf."""
    drawn = progress(at, stage.start + _MARKED_S, 0.35, in_out_cubic)
    if drawn > 0:
        left, y = -0.38 * size, 0.41 * size
        canvas.line((left, y), (left + 0.76 * size * drawn, y - 0.03 * size * drawn), stroke("#B5482F", 0.05 * size))
    burst = stage.tempo.nudge(at, stage.start + _MARKED_S, _BURST_S)
    if burst <= 0:
        return
    gone = progress(at, stage.start + _MARKED_S, _BURST_S)
    for number in range(_RAYS):
        angle = math.tau * (number + 0.5) / _RAYS
        across, down = math.cos(angle), math.sin(angle)
        near, far = (0.72 + 0.14 * gone) * size, (0.8 + 0.24 * gone) * size
        pen = stroke(stage.palette.accent_shape, 0.05 * size, burst)
        canvas.line((across * near, down * near), (across * far, down * far), pen)


def clock(stage: Stage, canvas: Canvas, at: float) -> None:
    """A clock whose hands run, and stop at the time that is said; of days and years a calendar, leafed through."""
    x, y, size, share = _badge(stage, at)
    if share <= 0:
        return
    if found := _LEAVES.match(stage.text):
        _leaves(stage, canvas, at, found)
        return
    palette, half = stage.palette, size * 0.46
    run = progress(at, stage.start, _RUNS_S, in_out_cubic)
    with canvas.transform(x, y, scale=share):
        canvas.circle(0, 0, half, fill(palette.accent_shape))
        canvas.circle(0, 0, half * 0.82, fill(palette.ground))
        for turns, length, width in zip(clock_turns(stage.text), (0.62, 0.42), (8, 11), strict=True):
            angle = turns * run * math.tau - math.pi / 2
            tip = (half * length * math.cos(angle), half * length * math.sin(angle))
            canvas.line((0, 0), tip, stroke(palette.ink, width))


def _leaves(stage: Stage, canvas: Canvas, at: float, told: re.Match[str]) -> None:
    """A calendar whose leaves turn over while its number counts up to the one that is told."""
    x, y, size, share = _badge(stage, at)
    run = progress(at, stage.start, min(stage.length, _LEAFS_S), in_out_cubic)
    figure = stage.context.numeral(counted_up(told["number"], run), size * 0.42, width=size * 0.84)
    named = " ".join(filter(None, (told["more"], told["unit"])))
    unit = stage.context.label(named.upper(), size * 0.15, 700, width=size * 0.84)
    half, turned = size / 2, (run * _TURNS) % 1 if 0 < run < 1 else 1.0
    with canvas.transform(x, y, scale=share):
        canvas.box(-half + 6, -half + 10, size, size, fill("#000000", 0.25), 16)
        canvas.box(-half, -half, size, size, fill("#F6EBD2"), 16)
        figure.draw(canvas, 0, half - size * 0.32, "#3A2A1C", align=0.5)
        unit.draw(canvas, 0, half - size * 0.1, "#8A6A4A", align=0.5)
        if turned < 1:
            with canvas.transform(0, -half + size * 0.2, scale=(1.0, 1 - 1.6 * turned)):
                canvas.box(-half, 0, size, size * 0.8, fill("#FFFAEC" if turned < 0.62 else "#E0CFAC"), 10)
        canvas.box(-half, -half, size, size * 0.24, fill("#B5482F"), 16)
        for hole in (-0.25, 0.25):
            canvas.circle(hole * size, -half + size * 0.12, size * 0.05, fill("#F6EBD2"))


def counted_up(many: str, run: float) -> str:
    """A number on its way to `many`, written in the same way."""
    digits = many.replace(",", "")
    if run >= 1 or not digits.isdigit():
        return many
    return f"{max(round(int(digits) * run), 1):{',' if ',' in many else ''}}"


def clock_turns(text: str) -> tuple[float, float]:
    """How often the long and the short hand turn from twelve to a time: '10 hours' -> 2, 10/12.

    What no dial shows, a day or a year, ends at twelve again.
    """
    number = float(text.split(maxsplit=1)[0].replace(",", "") or 0) if text[:1].isdigit() else 0.0
    if "hour" in text and number < 12:
        return 2.0 + number % 1, number / 12
    if ("minute" in text or "second" in text) and number <= 60:
        return 1.0 + number / 60, number / 720 if "minute" in text else 0.0
    return 2.0, 1.0
