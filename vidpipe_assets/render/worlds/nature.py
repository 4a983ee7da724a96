"""Worlds of nature above the water: space, shore, desert, jungle, mountains, field."""

import math
from random import Random

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient, stroke
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.worlds.layers import (
    MARGIN,
    Layer,
    Shade,
    World,
    butterfly,
    dot,
    full,
    petals,
    ridge,
    smooth,
    twinkle,
)

LEFT, RIGHT = -MARGIN, WIDTH + MARGIN


def space(shade: Shade, chance: Random) -> World:
    """Stars, a ringed planet, and the limb of the one below."""
    stars = [(chance.uniform(LEFT, RIGHT), chance.uniform(0, 1500), chance.uniform(1, 3.4)) for _ in range(150)]
    x, y = chance.uniform(700, 980), chance.uniform(1000, 1180)
    night = shade.tone("#1B2A6B", 0.5)

    def far(canvas: Canvas) -> None:
        full(shade.sky(shade.palette.ground, night))(canvas)
        for sx, sy, size in stars:
            dot(canvas, sx, sy, size, shade.palette.ink, 0.3)

    def planet(canvas: Canvas) -> None:
        light, dark = shade.tone("#C58AF0", 0.5), shade.tone("#5A3C9E", 0.5)
        dot(canvas, x, y, 150, dark)
        canvas.oval(x - 24, y, 125, 148, fill(light))  # its night side is a crescent
        with canvas.transform(x, y, turn=-18):
            canvas.oval(0, 0, 268, 46, stroke(shade.tone("#F0D9A8", 0.55), 15))

    def limb(canvas: Canvas) -> None:
        dot(canvas, WIDTH * 0.3, HEIGHT + 1180, 1520, shade.tone("#4FA3E0", 0.6, free=True), 0.25)
        dot(canvas, WIDTH * 0.3, HEIGHT + 1200, 1500, shade.tone("#2E6FC4", 0.6, free=True))
        with canvas.clip(LEFT, 1500, RIGHT, HEIGHT):
            for number in range(9):
                cx, cy = (
                    LEFT + number * 150 + chance.uniform(0, 60),
                    1700 + abs(number - 4) * 22 + chance.uniform(0, 90),
                )
                canvas.oval(
                    cx,
                    cy,
                    chance.uniform(60, 130),
                    chance.uniform(16, 34),
                    fill(shade.tone("#CFE8FF", 0.5, free=True), 0.8),
                )
                canvas.oval(
                    cx + 60, cy + 90, chance.uniform(80, 150), 30, fill(shade.tone("#3E9C68", 0.6, free=True), 0.8)
                )

    def living(canvas: Canvas, at: float) -> None:
        twinkle(canvas, stars, at, shade.palette.ink)
        way = at * 130 % 2600
        canvas.line((1300 - way, 1230 + way * 0.16), (1380 - way, 1217 + way * 0.16), stroke(shade.palette.ink, 3, 0.5))

    return World((Layer(0, far), Layer(0.35, planet), Layer(1, limb)), living)


def shore(shade: Shade, chance: Random) -> World:
    """The sea from the land: sun, sails, waves."""
    sun_x = chance.uniform(680, 960)

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.palette.ground, shade.tone("#F2A97A", 0.5)))(canvas)
        dot(canvas, sun_x, 1120, 170, shade.tone("#FFD27A", 0.55))
        canvas.path(polygon(smooth(ridge(chance, 1250, 130))), fill(shade.tone("#3C5A7D", 0.6)))

    def sea(canvas: Canvas) -> None:
        canvas.box(
            LEFT - 300,
            1240,
            RIGHT + 900,
            900,
            linear_gradient(
                (0, 1240), (0, HEIGHT), [(0, shade.tone("#2F7FB8", 0.55), 1), (1, shade.tone("#0E4A7C", 0.7), 1)]
            ),
        )
        for _ in range(26):
            x, y = chance.uniform(LEFT, RIGHT), chance.uniform(1270, 1560)
            canvas.line((x, y), (x + chance.uniform(50, 140), y), stroke(shade.tone("#BFE6FF", 0.5), 4, 0.5))

    def surf(canvas: Canvas) -> None:
        for number, hue in enumerate(("#3B93C9", "#63B3DE", "#E9D3A1")):
            points = [(LEFT - 100.0, HEIGHT + 50.0)]
            for step in range(25):
                x = LEFT - 100 + step * (RIGHT - LEFT + 200) / 24
                points.append((x, 1620 + number * 90 + 24 * math.sin(x / 120 + number * 2)))
            canvas.path(polygon([*points, (RIGHT + 100, HEIGHT + 50)]), fill(shade.tone(hue, 0.6, free=True)))

    def living(canvas: Canvas, at: float) -> None:
        for number in range(2):
            x, y = (240 + number * 520 + at * 16) % 1300 - 100, 1300 + number * 90 + 5 * math.sin(at * 1.4 + number)
            canvas.path(
                polygon([(x - 60, y), (x + 60, y), (x + 40, y + 26), (x - 40, y + 26)]),
                fill(shade.tone("#A5533A", 0.6)),
            )
            canvas.path(polygon([(x, y - 120), (x + 58, y - 8), (x, y - 8)]), fill(shade.tone("#F4EAD8", 0.5)))
            canvas.path(polygon([(x - 6, y - 100), (x - 46, y - 8), (x - 6, y - 8)]), fill(shade.tone("#D9C8AC", 0.42)))

    return World((Layer(0, sky), Layer(0.4, sea), Layer(1, surf)), living)


def desert(shade: Shade, chance: Random) -> World:
    """Dunes under a low sun."""
    sun_x = chance.uniform(640, 980)

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#8CCBF2", 0.45), shade.tone("#FFD9A0", 0.55)))(canvas)
        dot(canvas, sun_x, 1080, 150, shade.tone("#FFD98A", 0.6))
        canvas.path(polygon([(LEFT, 1420), (160, 1120), (250, 1130), (420, 1420)]), fill(shade.tone("#9C5A3C", 0.45)))

    def dunes(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1430, 150, 5))), fill(shade.tone("#C9823F", 0.55)))
        _village(canvas, shade, chance.uniform(80, 480))
        canvas.path(polygon(smooth(ridge(chance, 1560, 90, 6))), fill(shade.tone("#DB9C52", 0.6)))

    def near(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1770, 120, 4))), fill(shade.tone("#F0BE74", 0.62, free=True)))
        for number in range(34):  # what the wind has drawn
            x, y = chance.uniform(LEFT, RIGHT), 1730 + number % 9 * 22
            wave = stroke(shade.tone("#C98A48", 0.65, free=True), 6)
            canvas.line((x, y), (x + chance.uniform(60, 160), y), wave)
        for number in range(12):
            x, wide = LEFT + number * 108 + chance.uniform(-40, 40), chance.uniform(36, 90)
            y = 1830 + number % 3 * 30
            stone = [(x - wide, y), (x - wide * 0.6, y - wide * 0.7), (x + wide * 0.3, y - wide * 0.8), (x + wide, y)]
            canvas.path(polygon(stone), fill(shade.tone("#A8744A", 0.6, free=True)))

    def living(canvas: Canvas, at: float) -> None:
        for number in range(5):
            x = (number * 290 + at * (60 + 12 * number)) % 1500 - 200
            canvas.line(
                (x, 1490 + number * 52), (x + 120, 1486 + number * 52), stroke(shade.tone("#FFE4B5", 0.5), 3, 0.35)
            )

    return World((Layer(0, sky), Layer(0.45, dunes), Layer(1, near)), living)


def _village(canvas: Canvas, shade: Shade, x: float) -> None:
    """Houses of clay with domes, and palms between them."""
    for number, (dx, wide, tall) in enumerate(((0, 110, 120), (100, 90, 90), (300, 130, 140), (420, 100, 100))):
        wall = shade.tone("#F2D8A8" if number % 2 else "#E5C088", 0.6)
        canvas.box(x + dx, 1520 - tall, wide, tall, fill(wall), 4)
        if number % 2 == 0:
            canvas.circle(x + dx + wide / 2, 1520 - tall, wide * 0.32, fill(wall))
        canvas.box(x + dx + wide * 0.36, 1460, wide * 0.28, 60, fill(shade.tone("#9A6A44", 0.6)), 10)
    for dx, tall in ((-50, 230), (230, 280), (262, 210), (560, 250)):
        canvas.line((x + dx, 1520), (x + dx + 14, 1520 - tall), stroke(shade.tone("#9A6E44", 0.6), 13))
        for lean, down in ((-90, 50), (-70, -20), (-10, -52), (60, -28), (88, 44)):
            way = (x + dx + 14 + lean, 1520 - tall + down)
            canvas.line((x + dx + 14, 1520 - tall), way, stroke(shade.tone("#6FA04E", 0.6), 14))


def jungle(shade: Shade, chance: Random) -> World:
    """Trunks and fronds, flowers below, butterflies."""
    blossoms = [
        (
            chance.uniform(LEFT, RIGHT),
            chance.uniform(1600, 1880),
            chance.choice(("#F26D9A", "#F7C948", "#B46DF2", "#FF8A5C")),
        )
        for _ in range(16)
    ]

    def depth(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#3FA06B", 0.45), shade.tone("#0E4A36", 0.7)))(canvas)
        for number in range(6):
            x = LEFT + number * 230 + chance.uniform(0, 90)
            canvas.box(x, -100, chance.uniform(30, 70), HEIGHT + 200, fill(shade.tone("#2C6B4C", 0.5), 0.7))

    def bushes(canvas: Canvas) -> None:
        for number in range(9):
            dot(
                canvas,
                LEFT + number * 160,
                1500 + chance.uniform(-40, 70),
                chance.uniform(150, 220),
                shade.tone("#1F6E46", 0.6),
            )
        for x, way in ((LEFT + 10, 1), (RIGHT - 10, -1)):
            for number in range(4):
                _frond(
                    canvas, x, 60 + number * 60, 330 - number * 30, way, 20 + number * 22, shade.tone("#2F8A54", 0.5)
                )

    def near(canvas: Canvas) -> None:
        for number in range(14):
            x = LEFT + number * 100
            _frond(
                canvas,
                x,
                HEIGHT + 40,
                chance.uniform(240, 400),
                1 if number % 2 else -1,
                chance.uniform(-86, -58),
                shade.tone("#39A35F", 0.65, free=True),
            )
        for x, y, hue in blossoms:
            petals(canvas, x, y, 5, 20, 15, shade.tone(hue, 0.7, free=True))
            dot(canvas, x, y, 11, shade.tone("#FFE08A", 0.75, free=True))

    def living(canvas: Canvas, at: float) -> None:
        for number in range(3):
            x = 200 + number * 330 + 120 * math.sin(at * 0.5 + number * 2)
            y = 1330 + number * 70 + 50 * math.sin(at * 0.9 + number)
            flap = abs(math.sin(at * 7 + number))
            paint = fill(shade.tone(("#F7B84B", "#7FD6E8", "#F28AB2")[number], 0.6))
            butterfly(canvas, (x, y), flap, 20, 14, paint)

    return World((Layer(0, depth), Layer(0.5, bushes), Layer(1, near)), living)


def _frond(canvas: Canvas, x: float, y: float, length: float, way: int, turn: float, colour: str) -> None:
    """A leaf of a palm from its foot: `way` 1 leans to the right."""
    with canvas.transform(x, y, turn=turn if way > 0 else -turn, scale=(way, 1)):
        canvas.line((0, 0), (length, 0), stroke(colour, 9))
        for number in range(1, 12):
            at, reach = length * number / 12, length * 0.3 * math.sin(math.pi * number / 12.5)
            canvas.line((at, 0), (at + reach * 0.6, -reach), stroke(colour, 13))
            canvas.line((at, 0), (at + reach * 0.6, reach), stroke(colour, 13))


def mountains(shade: Shade, chance: Random) -> World:
    """Ridges, snow and pines."""

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.palette.ground, shade.tone("#8FB6E8", 0.5)))(canvas)
        rock = shade.tone("#4E6E9E", 0.55)
        for number in range(4):
            x, height = LEFT + 120 + number * 330 + chance.uniform(-60, 60), chance.uniform(330, 520)
            top, foot = 1560 - height, 1560
            canvas.path(polygon([(x - 330, foot), (x, top), (x + 330, foot)]), fill(rock))
            if rock != shade.palette.ground:  # where type leaves no room for rock, there is no snow on it either
                edge, low = foot - height * 0.76, foot - height * 0.7
                snow = [(x - 80, edge), (x, top), (x + 80, edge), (x + 26, low), (x - 16, foot - height * 0.78)]
                canvas.path(polygon(snow), fill(shade.tone("#EAF3FF", 0.6)))

    def hills(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1570, 140))), fill(shade.tone("#2F6B5A", 0.6)))

    def pines(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1800, 60))), fill(shade.tone("#DDEBF7", 0.6, free=True)))
        for number in range(15):
            x, tall = LEFT + number * 90 + chance.uniform(-20, 20), chance.uniform(150, 250)
            foot = 1850 + number % 3 * 40
            for part in range(3):
                top = foot - tall + part * tall * 0.24
                half = 34 + part * 20
                canvas.path(
                    polygon([(x - half, top + tall * 0.42), (x, top), (x + half, top + tall * 0.42)]),
                    fill(shade.tone("#1F6B4A", 0.65, free=True)),
                )

    def living(canvas: Canvas, at: float) -> None:
        for number in range(3):
            x = (number * 520 + at * 18) % 1600 - 260
            for shift, size in ((0, 46), (60, 62), (124, 44)):
                canvas.oval(
                    x + shift, 1230 + number * 70, size * 1.2, size * 0.5, fill(shade.tone("#EAF3FF", 0.4), 0.35)
                )
        for number in range(16):
            y = 860 + (number * 131 + at * 60) % 1060
            dot(canvas, (number * 173 + 30 * math.sin(at + number)) % WIDTH, y, 4, shade.palette.ink, 0.3)

    return World((Layer(0, sky), Layer(0.5, hills), Layer(1, pines)), living)


def field(shade: Shade, chance: Random) -> World:
    """Rows of a field, trees, a sky with clouds."""

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.palette.ground, shade.tone("#9ED0F0", 0.5)))(canvas)
        canvas.path(polygon(smooth(ridge(chance, 1360, 120, 5))), fill(shade.tone("#5B9A6B", 0.5)))

    def hills(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1480, 110, 5))), fill(shade.tone("#4E9A52", 0.6)))
        for _ in range(6):
            x, y = chance.uniform(LEFT, RIGHT), chance.uniform(1420, 1490)
            canvas.box(x - 6, y, 12, 60, fill(shade.tone("#6B4A32", 0.6)))
            dot(canvas, x, y - 14, 46, shade.tone("#2F7A45", 0.6))

    def rows(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1590, RIGHT + 900, 700, fill(shade.tone("#7FB04A", 0.6, free=True)))
        for number in range(-9, 10):
            x = WIDTH / 2 + number * 46
            foot = WIDTH / 2 + number * 190
            canvas.path(
                polygon([(x - 5, 1590), (x + 5, 1590), (foot + 38, HEIGHT + 20), (foot - 38, HEIGHT + 20)]),
                fill(shade.tone("#F0CE5A", 0.65, free=True)),
            )

    def living(canvas: Canvas, at: float) -> None:
        for number in range(3):
            x = (number * 520 + at * 20) % 1600 - 260
            for shift, size in ((0, 40), (56, 58), (116, 40)):
                canvas.oval(
                    x + shift, 1220 + number * 40, size * 1.3, size * 0.55, fill(shade.tone("#FFFFFF", 0.4), 0.4)
                )

    return World((Layer(0, sky), Layer(0.5, hills), Layer(1, rows)), living)
