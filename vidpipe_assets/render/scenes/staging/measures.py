"""What measures a subject: a scale, a ruler, a share, a count."""

import math

from vidpipe_assets.render.amounts import find_amount
from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.easing import in_out_cubic, out_back, progress
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.happenings import counted
from vidpipe_assets.render.scenes.staging.actors import GAP, MARGIN, cast, make_room
from vidpipe_assets.render.scenes.staging.heaps import draw_thing, liquid_colour
from vidpipe_assets.render.scenes.staging.stage import SETTLED_S, Pose, Stage

_MOST_BESIDE = 0.58
"""Of a room's width is what is counted, at most."""
_EACH, _EACH_APART = 76, 24
"""How high what each of an amount holds stands below it, with what is free above, and how far from its ends."""
_GROWS, _GROWS_S = 0.12, 1.0
"""How much of its height a subject grows where it is told by how much: more than is true, so that it is seen."""
_SMALL = 0.6
"""Of its size is the subject beside what is counted."""


def scale(stage: Stage, canvas: Canvas, at: float) -> None:
    """A scale: the pan sinks, and the hand of the dial below it swings."""
    ink, palette = stage.ink, stage.palette
    pan, foot, half = pan_y(stage, at), ink.bottom, min(ink.wide * 0.55, 1.2 * ink.high)
    rim = 0.045 * ink.high
    canvas.box(ink.x - half, pan, 2 * half, rim, fill(palette.ink), rim / 2)
    canvas.box(ink.x - 8, pan + rim / 2, 16, foot - pan - rim, fill(palette.ink))
    stand = [(ink.x - half * 0.62, foot), (ink.x - half * 0.4, pan + rim * 2.4),
             (ink.x + half * 0.4, pan + rim * 2.4), (ink.x + half * 0.62, foot)]  # fmt: skip
    canvas.path(polygon(stand), fill(palette.accent_shape))
    radius = (foot - pan - rim * 2.4) * 0.4
    x, y = ink.x, (foot + pan + rim * 2.4) / 2
    canvas.circle(x, y, radius, fill("#FFFFFF"))
    angle = math.radians(-210 + 210 * progress(at, stage.start, 0.8, out_back))
    tip = (x + radius * 0.8 * math.cos(angle), y + radius * 0.8 * math.sin(angle))
    canvas.line((x, y), tip, stroke("#B5121B", max(radius * 0.16, 4)))


def pan_y(stage: Stage, at: float) -> float:
    """How high the pan of the scale is."""
    sunk = progress(at, stage.start, 0.6, in_out_cubic)
    return stage.ink.bottom - (0.25 - 0.05 * sunk) * stage.ink.high


def aside_of_ruler(stage: Stage, at: float) -> Pose:
    """The subject makes room at its left for a ruler, which measures it: it stays as large as it is.

    Where it is told by how much it grows, it does, upwards.
    """
    if stage.text:
        size = 1 - _GROWS * (1 - _grown(stage, at))
        return Pose(scale=size, wide=1 / size)
    return Pose(_ruler_aside(stage) * stage.share(at))


def aside_of_count(stage: Stage, at: float) -> Pose:
    """The same for what is counted."""
    wanted = min(stage.room.wide - _SMALL * stage.ink.wide - MARGIN, _MOST_BESIDE * stage.room.wide)
    return make_room(stage, max(wanted, 0.0), stage.share(at), most=_SMALL)


def _ruler_aside(stage: Stage) -> float:
    return min(70.0, max(stage.room.right - stage.ink.right - 12, 0.0))


def _grown(stage: Stage, at: float) -> float:
    """How much of that it has grown."""
    return progress(at, stage.start, _GROWS_S, in_out_cubic)


def ruler(stage: Stage, canvas: Canvas, at: float) -> None:
    """A ruler beside the subject, from its foot to its top; where it grows, marks at its top, from where to where."""
    if stage.text:
        _mark_growth(stage, canvas, at)
        return
    share, ink = stage.share(at, 0.9), stage.ink
    if share <= 0:
        return
    palette, x = stage.palette, max(ink.left + _ruler_aside(stage) - 44, stage.room.left + 26)
    top = ink.bottom - ink.high * share
    canvas.line((x, ink.bottom), (x, top), stroke(palette.accent_shape, 8))
    for number in range(round(11 * share) + 1):
        y = ink.bottom - ink.high * number / 11
        canvas.line((x, y), (x + (34 if number % 5 == 0 else 20), y), stroke(palette.accent_shape, 6))
    canvas.path(polygon([(x - 18, top + 8), (x, top - 18), (x + 18, top + 8)]), fill(palette.accent_shape))


def _mark_growth(stage: Stage, canvas: Canvas, at: float) -> None:
    """A dashed line where its top was, one that rises with it, and an arrow between both."""
    shown, ink, palette = stage.share(at, 0.3), stage.ink, stage.palette
    if shown <= 0:
        return
    before = ink.top + _GROWS * ink.high
    top = before - _GROWS * ink.high * _grown(stage, at)
    left, right = ink.x + 0.16 * ink.wide, ink.x + 0.56 * ink.wide
    dash = (right - left) / 7
    for number in range(0, 7, 2):
        x = left + number * dash
        canvas.line((x, before), (x + dash, before), stroke(palette.ink, 7, shown))
    canvas.line((left, top), (right, top), stroke(palette.accent_shape, 10, shown))
    x = (left + right) / 2 + dash
    canvas.line((x, before), (x, top + 16), stroke(palette.accent_shape, 10, shown))
    head = min(22.0, before - top)
    canvas.path(
        polygon([(x - head, top + 5 + head), (x, top + 5), (x + head, top + 5 + head)]), fill(palette.accent_shape)
    )


def within_ring(stage: Stage, at: float) -> Pose:
    """The subject in the middle of the ring of its share."""
    share, ink = stage.share(at), stage.ink
    size = 1.36 * _ring_radius(stage) / math.hypot(ink.wide, ink.high)
    return Pose(down=(_ring_y(stage) - ink.bottom + size * ink.high / 2) * share, scale=1 - (1 - size) * share)


def ring(stage: Stage, canvas: Canvas, at: float) -> None:
    """A ring around the subject, filled as far as the share goes that is said."""
    shown, ink, palette = stage.share(at, 0.4), stage.ink, stage.palette
    if shown <= 0:
        return
    x, y, radius = ink.x, _ring_y(stage), _ring_radius(stage) - 16
    canvas.circle(x, y, radius, stroke(palette.ink, 26, 0.22 * shown))
    part = progress(at, stage.start, 1.3, in_out_cubic) * float(stage.text) / 100
    canvas.arc(x, y, radius, -90, 360 * part, stroke(palette.accent_shape, 26))


def _ring_radius(stage: Stage) -> float:
    ink, room = stage.ink, stage.room
    return min(0.6 * max(ink.wide, ink.high), (ink.bottom - room.top) / 2, room.wide / 2)


def _ring_y(stage: Stage) -> float:
    return stage.ink.bottom - _ring_radius(stage)


def count(stage: Stage, canvas: Canvas, at: float) -> None:
    """As many actors, or of the scene's icon, as are counted, one after another, at the left of the subject."""
    number, room, since = counted(stage.text), stage.room, stage.since(at)
    if since <= 0:
        return
    pose, ink = aside_of_count(stage, stage.start + SETTLED_S), stage.ink
    wide = ink.x + pose.across - pose.scale * ink.wide / 2 - GAP - MARGIN - room.left
    amount = find_amount(stage.text)
    high = ink.high - (_EACH if amount else 0)
    columns = _columns(number, wide, high)
    rows = math.ceil(number / columns)
    cell = min(wide / columns, high / rows, 0.42 * high)
    left, top = room.left + MARGIN + (wide - cell * columns) / 2, ink.top + (high - cell * rows) / 2
    step = min(0.24, 1.4 / number)
    for place in range(number):
        share = stage.tempo.pop(since, place * step, 0.3)
        if share > 0:
            x, y = left + (place % columns + 0.5) * cell, top + (place // columns + 0.5) * cell
            with canvas.zoom(x, y, share):
                if stage.actor:
                    cast(stage, 0.94 * cell, 0.94 * cell, place % 5).stamp(canvas, x, y + 0.47 * cell)
                    continue
                if amount:
                    draw_thing(canvas, amount.thing, x, y, 0.94 * cell, liquid_colour(stage.narration))
                    continue
                icon = 0.78 * cell
                draw_icon(canvas, stage.icon, x - icon / 2, y - icon / 2, icon, stage.palette.accent_shape)

    if amount:
        line = stage.context.label(amount.each, 40, 700, width=wide - 2 * _EACH_APART)
        middle, foot = left + cell * columns / 2, top + cell * rows + _EACH
        alone = max(middle - line.width / 2 - _EACH_APART, room.left + MARGIN)
        share = stage.share(at)
        canvas.box(alone, foot - 58, line.width + 2 * _EACH_APART, 58, fill(stage.palette.ground, 0.9 * share), 29)
        line.draw(canvas, alone + _EACH_APART, foot - 29 + line.cap / 2, stage.palette.ink, share)


def _columns(number: int, wide: float, high: float) -> int:
    """The columns of a grid whose cells are as large as fit."""
    return max(range(1, number + 1), key=lambda one: (min(wide / one, high / math.ceil(number / one)), -one))
