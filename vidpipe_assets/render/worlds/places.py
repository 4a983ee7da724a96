"""Worlds that people have built: city, room, laboratory, archive, stadium, factory."""

import math
from itertools import pairwise
from random import Random

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient, stroke
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.worlds.layers import MARGIN, Layer, Shade, World, dot, full

LEFT, RIGHT = -MARGIN, WIDTH + MARGIN


def city(shade: Shade, chance: Random) -> World:
    """Three rows of houses, lit windows, a street."""
    lit = [(chance.uniform(LEFT, RIGHT), chance.uniform(1330, 1560)) for _ in range(40)]

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#7FB8F0", 0.45), shade.tone("#FFDDB8", 0.45)))(canvas)
        dot(canvas, chance.uniform(700, 950), 1010, 110, shade.tone("#FFE2B0", 0.45))
        _towers(canvas, chance, 1240, 260, shade.tone("#46568F", 0.5), 90)

    def middle(canvas: Canvas) -> None:
        _towers(canvas, chance, 1400, 240, shade.tone("#33407A", 0.6), 130)

    def street(canvas: Canvas) -> None:
        _towers(
            canvas,
            chance,
            1640,
            120,
            shade.tone("#27315F", 0.7, free=True),
            170,
            windows=shade.tone("#FFD67A", 0.7, free=True),
        )
        canvas.box(LEFT - 300, 1790, RIGHT + 900, 400, fill(shade.tone("#3A4368", 0.6, free=True)))
        for number in range(9):
            canvas.box(LEFT + number * 160, 1850, 84, 12, fill(shade.tone("#FFE2A0", 0.7, free=True)))

    def living(canvas: Canvas, at: float) -> None:
        for number, (x, y) in enumerate(lit):
            if math.sin(at * 0.7 + number * 2.3) > -0.2:
                canvas.box(x, y, 13, 18, fill(shade.tone("#FFD67A", 0.6), 0.55))

    return World((Layer(0, sky), Layer(0.5, middle), Layer(1, street)), living)


def _towers(
    canvas: Canvas, chance: Random, top: float, spread: float, colour: str, wide: float, windows: str = ""
) -> None:
    x = LEFT - 60.0
    while x < RIGHT + 60:
        width, height = chance.uniform(wide * 0.7, wide * 1.3), chance.uniform(-spread, spread * 0.4)
        canvas.box(x, top + height, width - 8, HEIGHT, fill(colour), 6)
        for row in range(6 if windows else 0):
            for column in range(int(width // 40)):
                if chance.random() < 0.55:
                    canvas.box(x + 14 + column * 38, top + height + 26 + row * 44, 18, 24, fill(windows))
        x += width


def room(shade: Shade, chance: Random) -> World:
    """A living room: a window with the evening in it, a shelf, a lamp, a table in front."""
    window_x = chance.choice((120, 640))
    on_table, spot = chance.choice(_ON_TABLES), chance.choice((290, 690))  # far from the edges, which would cut it
    colour = chance.choice(("#E8604C", "#4FA3D9", "#E0B84F", "#6BA877"))
    lamp, shelf = chance.random() < 0.6, chance.random() < 0.7

    def wall(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#FFE8C8", 0.45), shade.tone("#E8B488", 0.45)))(canvas)
        for number in range(16):
            canvas.box(LEFT + number * 84, -100, 3, HEIGHT, fill(shade.palette.ink, 0.025))
        canvas.box(window_x, 1180, 300, 330, fill(shade.tone("#E9D8BC", 0.5)), 10)
        canvas.box(
            window_x + 16,
            1196,
            268,
            298,
            linear_gradient(
                (0, 1196), (0, 1494), [(0, shade.tone("#6B7FD0", 0.5), 1), (1, shade.tone("#F2A97A", 0.55), 1)]
            ),
        )
        canvas.box(window_x + 144, 1196, 10, 298, fill(shade.tone("#E9D8BC", 0.5)))

    def furniture(canvas: Canvas) -> None:
        other = 660 if window_x < 400 else 90
        if shelf:
            canvas.box(other, 1380, 340, 18, fill(shade.tone("#8A5A38", 0.6)), 6)
        for number in range(9 if shelf else 0):
            tall = chance.uniform(70, 120)
            hue = chance.choice(("#D96B5B", "#5B8FD9", "#E0B84F", "#6BA877"))
            canvas.box(other + 14 + number * 34, 1380 - tall, 26, tall, fill(shade.tone(hue, 0.55)), 3)
        canvas.box(LEFT - 200, 1545, RIGHT + 700, 500, fill(shade.tone("#6B4630", 0.6)))

    def table(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1650, RIGHT + 900, 60, fill(shade.tone("#A9744A", 0.7, free=True)), 8)
        canvas.box(LEFT - 300, 1710, RIGHT + 900, 400, fill(shade.tone("#7E5232", 0.65, free=True)))
        for number in range(7):
            y = 1736 + number * 30
            canvas.line(
                (LEFT - 100, y),
                (RIGHT + 100, y + chance.uniform(-10, 10)),
                stroke(shade.tone("#5E3B22", 0.6, free=True), 4),
            )
        _put_on_table(canvas, shade, on_table, spot, colour)

    def living(canvas: Canvas, at: float) -> None:
        if not lamp:
            return
        glow = 0.10 + 0.03 * math.sin(at * 1.7)
        x = 540
        dot(canvas, x, 1330, 230, shade.tone("#FFD98A", 0.7), glow)
        canvas.path(
            polygon([(x - 60, 1360), (x - 34, 1270), (x + 34, 1270), (x + 60, 1360)]), fill(shade.tone("#FFE2A8", 0.6))
        )
        canvas.box(x - 4, 1360, 8, 190, fill(shade.tone("#5E4A3A", 0.6)))

    return World((Layer(0, wall), Layer(0.5, furniture), Layer(1, table)), living)


_ON_TABLES = ("mug", "plant", "books", "fruit", "nothing")


def _put_on_table(canvas: Canvas, shade: Shade, thing: str, x: float, hue: str) -> None:
    """What stands on the table in front, with its left edge at x and its foot on the table."""
    colour, foot = shade.tone(hue, 0.6, free=True), 1656
    match thing:
        case "mug":
            canvas.box(x, foot - 76, 84, 76, fill(colour), 12)
            canvas.arc(x + 88, foot - 40, 24, -90, 180, stroke(colour, 12))
        case "plant":
            leaf = stroke(shade.tone("#3F9A5A", 0.65, free=True), 18)
            for turn in (-52, -24, 4, 30, 56):
                canvas.line((x + 44, foot - 62), (x + 44 + turn, foot - 150 + abs(turn) * 0.7), leaf)
            canvas.path(polygon([(x, foot - 70), (x + 88, foot - 70), (x + 74, foot), (x + 14, foot)]), fill(colour))
        case "books":
            for number, (wide, tone) in enumerate(((170, hue), (150, "#5B8FD9"), (160, "#D96B8B"))):
                paint = fill(shade.tone(tone, 0.6, free=True))
                canvas.box(x + number * 9, foot - 30 * (number + 1), wide, 28, paint, 4)
        case "fruit":
            for number, tone in enumerate(("#E8604C", "#F2B84B", "#8CBF4F")):
                dot(canvas, x + 32 + number * 44, foot - 58 - number % 2 * 16, 30, shade.tone(tone, 0.65, free=True))
            canvas.path(
                polygon([(x - 14, foot - 50), (x + 166, foot - 50), (x + 126, foot), (x + 26, foot)]), fill(colour)
            )
        case _:
            pass


def laboratory(shade: Shade, chance: Random) -> World:
    """A bench with flasks and a screen."""
    flasks = [
        (chance.uniform(LEFT + 60, RIGHT - 120), chance.choice(("#5CE0A8", "#F26DA0", "#6DB7F2", "#F7C948")))
        for _ in range(7)
    ]

    def wall(canvas: Canvas) -> None:
        full(shade.sky(shade.palette.ground, shade.tone("#4FB0C6", 0.4)))(canvas)
        for number in range(5):
            canvas.box(LEFT + 40 + number * 240, 1210, 190, 250, fill(shade.tone("#7FD0E0", 0.35), 0.5), 14)

    def shelf(canvas: Canvas) -> None:
        canvas.box(LEFT - 200, 1496, RIGHT + 700, 20, fill(shade.tone("#9FB6C9", 0.55)))
        for number in range(16):
            tall = chance.uniform(60, 120)
            canvas.box(
                LEFT + 20 + number * 76,
                1496 - tall,
                46,
                tall,
                fill(shade.tone(chance.choice(("#7FD0E0", "#C9A0E8", "#A0E8B8")), 0.5)),
                12,
            )

    def bench(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1770, RIGHT + 900, 400, fill(shade.tone("#DCE6EE", 0.65, free=True)))
        canvas.box(LEFT - 300, 1770, RIGHT + 900, 22, fill(shade.tone("#8FA3B5", 0.7, free=True)))
        for x, hue in flasks:
            glass, inside = fill(shade.tone("#EAF6FF", 0.6, free=True), 0.55), fill(shade.tone(hue, 0.75, free=True))
            canvas.path(
                polygon(
                    [(x - 18, 1600), (x + 18, 1600), (x + 18, 1660), (x + 78, 1770), (x - 78, 1770), (x - 18, 1660)]
                ),
                glass,
            )
            canvas.path(polygon([(x - 42, 1706), (x + 42, 1706), (x + 74, 1766), (x - 74, 1766)]), inside)

    def living(canvas: Canvas, at: float) -> None:
        for number, (x, hue) in enumerate(flasks):
            for bubble in range(3):
                y = 1590 - (at * 60 + bubble * 70 + number * 30) % 210
                dot(canvas, x + 9 * math.sin(at * 3 + bubble + number), y, 6 + bubble * 2, shade.tone(hue, 0.6), 0.5)
        points = [
            (LEFT + step * 26.0, 1335 + 46 * math.sin(step * 0.5 + at * 2.4) * math.exp(-((step - 22) ** 2) / 160))
            for step in range(48)
        ]
        for one, other in pairwise(points):
            canvas.line(one, other, stroke(shade.tone("#8CF0C8", 0.6), 5, 0.7))

    return World((Layer(0, wall), Layer(0.5, shelf), Layer(1, bench)), living)


def archive(shade: Shade, chance: Random) -> World:
    """Shelves full of books, dust in the light."""

    def wall(canvas: Canvas) -> None:
        full(shade.sky(shade.palette.ground, shade.tone("#7A4E2E", 0.5)))(canvas)
        canvas.path(polygon([(700, -50), (980, -50), (620, 1560), (140, 1560)]), fill(shade.tone("#FFD98A", 0.4), 0.12))

    def shelves(canvas: Canvas) -> None:
        _books(canvas, chance, shade, 1225, 2, free=False)

    def near(canvas: Canvas) -> None:
        _books(canvas, chance, shade, 1600, 2, free=True)

    def living(canvas: Canvas, at: float) -> None:
        for number in range(26):
            x = (number * 97 + 26 * math.sin(at * 0.6 + number)) % WIDTH
            dot(canvas, x, 860 + (number * 211 - at * 18) % 700, 3 + number % 3, shade.tone("#FFE2A8", 0.6), 0.4)

    return World((Layer(0, wall), Layer(0.45, shelves), Layer(1, near)), living)


def _books(canvas: Canvas, chance: Random, shade: Shade, top: float, rows: int, *, free: bool) -> None:
    hues = ("#B5483A", "#3A6EA5", "#D9A441", "#4E8B57", "#7A4E8A", "#C77B58")
    for row in range(rows):
        foot = top + (row + 1) * 158
        x = LEFT - 40.0
        while x < RIGHT + 60:
            wide, tall = chance.uniform(26, 54), chance.uniform(92, 138)
            colour = shade.tone(chance.choice(hues), 0.55, free=free)
            canvas.box(x, foot - tall, wide - 3, tall, fill(colour), 3)
            if colour != shade.palette.ground:
                canvas.box(x + 5, foot - tall * 0.7, wide - 13, 7, fill(shade.palette.ink, 0.18))
            x += wide
        canvas.box(LEFT - 300, foot, RIGHT + 900, 18, fill(shade.tone("#5A3A22", 0.65, free=free)))


def stadium(shade: Shade, chance: Random) -> World:
    """Stands with people, floodlights, the field."""
    people = [
        (
            chance.uniform(LEFT, RIGHT),
            chance.uniform(1300, 1560),
            chance.choice(("#F2B84B", "#E8604C", "#6DB7F2", "#F0F0F0")),
        )
        for _ in range(240)
    ]

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.palette.ground, shade.tone("#3F5FA8", 0.5)))(canvas)
        for x in (150, 540, 930):
            canvas.path(
                polygon([(x - 40, 1120), (x + 40, 1120), (x + 260, 1620), (x - 260, 1620)]),
                fill(shade.tone("#FFF3C4", 0.4), 0.14),
            )
            canvas.box(x - 60, 1080, 120, 44, fill(shade.tone("#FFF3C4", 0.6)), 8)

    def stands(canvas: Canvas) -> None:
        canvas.path(
            polygon([(LEFT - 60, 1240), (540, 1300), (RIGHT + 60, 1240), (RIGHT + 60, 1800), (LEFT - 60, 1800)]),
            fill(shade.tone("#2F3C63", 0.6)),
        )
        for x, y, hue in people:
            dot(canvas, x, y, 9, shade.tone(hue, 0.5))

    def pitch(canvas: Canvas) -> None:
        for number in range(8):
            hue = "#3E9C4F" if number % 2 else "#55B565"
            x0, x1 = 540 + (number - 4) * 150, 540 + (number - 3) * 150
            canvas.path(
                polygon(
                    [
                        (x0, 1600),
                        (x1, 1600),
                        (540 + (number - 3) * 420, HEIGHT + 40),
                        (540 + (number - 4) * 420, HEIGHT + 40),
                    ]
                ),
                fill(shade.tone(hue, 0.65, free=True)),
            )
        canvas.line((LEFT - 40, 1640), (RIGHT + 40, 1640), stroke(shade.tone("#FFFFFF", 0.7, free=True), 8))
        canvas.oval(540, 1800, 240, 76, stroke(shade.tone("#FFFFFF", 0.7, free=True), 8))

    def living(canvas: Canvas, at: float) -> None:
        for number, (x, y, _) in enumerate(people[::5]):
            if math.sin(at * 5 + number * 3.1) > 0.86:
                dot(canvas, x, y, 7, "#FFFFFF", 0.9)

    return World((Layer(0, sky), Layer(0.5, stands), Layer(1, pitch)), living)


def factory(shade: Shade, chance: Random) -> World:
    """Gears, pipes and a belt."""
    gears = [(LEFT + 120 + number * 300, 1330 + number % 2 * 90, 90 + number % 3 * 26) for number in range(4)]

    def wall(canvas: Canvas) -> None:
        full(shade.sky(shade.palette.ground, shade.tone("#7A8794", 0.4)))(canvas)
        for number in range(7):
            canvas.box(LEFT - 20 + number * 190, 1180, 16, 500, fill(shade.tone("#9AA7B5", 0.4)))

    def pipes(canvas: Canvas) -> None:
        for number in range(3):
            y = 1230 + number * 130
            canvas.line(
                (LEFT - 60, y), (RIGHT + 60, y + chance.uniform(-20, 20)), stroke(shade.tone("#C9803F", 0.5), 26)
            )
            dot(canvas, 200 + number * 310, y, 26, shade.tone("#E0A35C", 0.55))

    def belt(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1760, RIGHT + 900, 60, fill(shade.tone("#3C4652", 0.7, free=True)), 30)
        canvas.box(LEFT - 300, 1820, RIGHT + 900, 300, fill(shade.tone("#59636F", 0.6, free=True)))
        for number in range(7):
            x = LEFT + 40 + number * 190
            canvas.box(x, 1640, 120, 120, fill(shade.tone("#D9A45C", 0.7, free=True)), 6)
            canvas.box(x + 50, 1640, 20, 120, fill(shade.tone("#F2D29A", 0.7, free=True)))

    def living(canvas: Canvas, at: float) -> None:
        for number, (x, y, radius) in enumerate(gears):
            with canvas.transform(x, y, turn=at * 40 * (1 if number % 2 else -1)):
                for tooth in range(10):
                    with canvas.transform(turn=tooth * 36):
                        canvas.box(-15, -radius - 18, 30, 40, fill(shade.tone("#8896A5", 0.55)), 5)
                dot(canvas, 0, 0, radius, shade.tone("#8896A5", 0.55))
                dot(canvas, 0, 0, radius * 0.42, shade.palette.ground)

    return World((Layer(0, wall), Layer(0.5, pipes), Layer(1, belt)), living)
