"""Worlds that few have seen: ice, Mars, and what is left of ancient Rome."""

import math
from random import Random

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient, stroke
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.worlds.layers import MARGIN, Layer, Shade, World, dot, full, ridge, smooth

LEFT, RIGHT = -MARGIN, WIDTH + MARGIN


def ice(shade: Shade, chance: Random) -> World:
    """Icebergs in a cold sea, floes, falling snow."""
    bergs = [(LEFT + 60 + number * 260, chance.uniform(150, 330), chance.uniform(0.8, 1.3)) for number in range(5)]
    snow = [(chance.uniform(0, WIDTH), chance.uniform(0, 1560), chance.uniform(3, 7)) for _ in range(46)]

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.palette.ground, shade.tone("#7FB4D9", 0.5)))(canvas)
        canvas.path(polygon(ridge(chance, 1290, 190, 12)), fill(shade.tone("#8FB2D0", 0.5)))

    def sea(canvas: Canvas) -> None:
        deep = [(0, shade.tone("#2F6FA0", 0.6), 1), (1, shade.tone("#0F3A66", 0.7), 1)]
        canvas.box(LEFT - 300, 1330, RIGHT + 900, 900, linear_gradient((0, 1330), (0, HEIGHT), deep))
        for x, tall, wide in bergs:
            light, dark = shade.tone("#D9F2FF", 0.55), shade.tone("#7FB4DC", 0.55)
            left, right, top = x - 120 * wide, x + 130 * wide, 1400 - tall
            canvas.path(
                polygon([(left, 1400), (x - 60 * wide, top + 60), (x, top), (x + 80 * wide, top + 90), (right, 1400)]),
                fill(dark),
            )
            canvas.path(polygon([(left, 1400), (x - 60 * wide, top + 60), (x, top), (x - 10, 1400)]), fill(light))
            canvas.oval(x, 1406, 170 * wide, 15, fill(light, 0.5))

    def floes(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1660, RIGHT + 900, 700, fill(shade.tone("#2A6C9E", 0.6, free=True)))
        for number in range(9):
            x, y = LEFT + number * 150 + chance.uniform(-30, 30), 1690 + number % 3 * 78
            wide = chance.uniform(110, 170)
            canvas.oval(x, y + 16, wide, 34, fill(shade.tone("#7FBFE0", 0.65, free=True)))
            canvas.oval(x, y, wide, 32, fill(shade.tone("#F2FBFF", 0.65, free=True)))

    def living(canvas: Canvas, at: float) -> None:
        for number, (x, y, size) in enumerate(snow):
            fallen = 860 + (y + at * (50 + 14 * (number % 4))) % 700
            dot(canvas, (x + 26 * math.sin(at + number)) % WIDTH, fallen, size, shade.palette.ink, 0.35)

    return World((Layer(0, sky), Layer(0.5, sea), Layer(1, floes)), living)


def mars(shade: Shade, chance: Random) -> World:
    """Red mesas under a small sun, craters, stones, dust devils."""
    devils = [(chance.uniform(0, WIDTH), chance.uniform(0.6, 1.0)) for _ in range(3)]

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.palette.ground, shade.tone("#B5562E", 0.55)))(canvas)
        x = chance.uniform(240, 860)
        for radius, alpha in ((150, 0.2), (100, 0.3), (50, 1.0)):
            dot(canvas, x, 1010, radius, shade.tone("#DCE9F7", 0.6), alpha)
        canvas.path(polygon(smooth(ridge(chance, 1320, 120))), fill(shade.tone("#8C3F25", 0.55)))

    def mesas(canvas: Canvas) -> None:
        for number in range(4):
            x, top = LEFT + 80 + number * 330, chance.uniform(1190, 1300)
            wide = chance.uniform(110, 180)
            rock = [(x - wide, 1500), (x - wide * 0.6, top), (x + wide * 0.6, top), (x + wide, 1500)]
            canvas.path(polygon(rock), fill(shade.tone("#9E4A2B", 0.6)))
            for band in range(3):
                y = top + 40 + band * 62
                half = wide * (0.6 + 0.4 * (y - top) / (1500 - top)) - 12
                canvas.line((x - half, y), (x + half, y), stroke(shade.tone("#6E2F1C", 0.6), 10))
        canvas.path(polygon(smooth(ridge(chance, 1540, 90))), fill(shade.tone("#A8522F", 0.6)))

    def ground(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1730, 60))), fill(shade.tone("#C8693C", 0.65, free=True)))
        for number in range(4):
            x, y = LEFT + 140 + number * 300, 1790 + number % 2 * 60
            canvas.oval(x, y, 110, 26, fill(shade.tone("#8F4526", 0.65, free=True)))
            canvas.oval(x, y + 9, 96, 18, fill(shade.tone("#B25A33", 0.65, free=True)))
        for _ in range(24):
            x, y, size = chance.uniform(LEFT, RIGHT), chance.uniform(1720, 1900), chance.uniform(8, 30)
            canvas.oval(x, y, size, size * 0.66, fill(shade.tone("#7A3A22", 0.7, free=True)))

    def living(canvas: Canvas, at: float) -> None:
        for number, (x, size) in enumerate(devils):
            middle = (x + at * 34 * (1 if number % 2 else -1)) % (WIDTH + 200) - 100
            for ring in range(7):
                sway = 20 * math.sin(at * 3 + ring * 0.8)
                width = (16 + ring * 11) * size
                canvas.oval(middle + sway, 1500 - ring * 42, width, 11, fill(shade.tone("#E0A070", 0.5), 0.35))

    return World((Layer(0, sky), Layer(0.5, mesas), Layer(1, ground)), living)


def ruins(shade: Shade, chance: Random) -> World:
    """An aqueduct, columns, cypresses, stones with grass."""
    doves = [(chance.uniform(0, WIDTH), chance.uniform(900, 1180)) for _ in range(5)]

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#8CC4F0", 0.45), shade.tone("#FFDDA8", 0.5)))(canvas)
        dot(canvas, chance.uniform(240, 820), 1080, 130, shade.tone("#FFDFA0", 0.5))
        canvas.path(polygon(smooth(ridge(chance, 1330, 110))), fill(shade.tone("#7A6A4E", 0.5)))
        stone = fill(shade.tone("#C9A878", 0.5))
        canvas.box(LEFT - 60, 1130, RIGHT + 260, 40, stone)
        for number in range(10):
            x = LEFT - 40 + number * 132
            canvas.box(x, 1160, 42, 260, stone)
            canvas.arc(x + 87, 1226, 56, 180, 180, stroke(shade.tone("#C9A878", 0.5), 30))

    def columns(canvas: Canvas) -> None:
        for number in range(6):
            x, broken = LEFT + 70 + number * 215, number % 3 == 1
            top = 1330 if broken else 1080
            light, dark = shade.tone("#EBD9B8", 0.55), shade.tone("#A88F68", 0.55)
            canvas.box(x, top, 74, 1560 - top, fill(light))
            for groove in range(3):
                canvas.box(x + 14 + groove * 20, top, 7, 1560 - top, fill(dark))
            canvas.box(x - 16, 1530, 106, 34, fill(dark), 4)
            if not broken:
                canvas.box(x - 18, top - 26, 110, 30, fill(light), 4)
        canvas.box(LEFT + 480, 1020, 560, 44, fill(shade.tone("#D9C39A", 0.55)))
        for x in (60, 1010):
            canvas.oval(x, 1380, 44, 190, fill(shade.tone("#3E5B3A", 0.6)))

    def stones(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1690, RIGHT + 900, 600, fill(shade.tone("#B89A6A", 0.6, free=True)))
        for row in range(4):
            for column in range(9):
                x = LEFT + column * 150 + row % 2 * 70
                tone = "#D9BE8E" if (row + column) % 3 else "#C2A06C"
                canvas.box(x, 1704 + row * 62, 138, 52, fill(shade.tone(tone, 0.65, free=True)), 10)
        for _ in range(16):
            x = chance.uniform(LEFT, RIGHT)
            for blade in (-14, 0, 14):
                canvas.line((x, 1712), (x + blade, 1650), stroke(shade.tone("#6B8F4A", 0.7, free=True), 8))

    def living(canvas: Canvas, at: float) -> None:
        for number, (x, y) in enumerate(doves):
            across = (x + at * (70 + 12 * number)) % (WIDTH + 240) - 120
            lift = 20 * math.sin(at * 9 + number)
            wing = stroke(shade.tone("#F7EBD5", 0.7), 9)
            canvas.line((across - 30, y - lift), (across, y), wing)
            canvas.line((across, y), (across + 30, y - lift), wing)

    return World((Layer(0, sky), Layer(0.5, columns), Layer(1, stones)), living)
