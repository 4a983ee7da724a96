"""The world far from Earth: between the stars."""

import math
from random import Random

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.worlds.layers import MARGIN, Draw, Layer, Shade, World, dot, full, twinkle

LEFT, RIGHT = -MARGIN, WIDTH + MARGIN


def deepspace(shade: Shade, chance: Random) -> World:
    """Stars, a galaxy from its side, the Sun as one star among them, and rocks that nobody has seen before."""
    stars = [(chance.uniform(LEFT, RIGHT), chance.uniform(0, HEIGHT), chance.uniform(1, 3.4)) for _ in range(190)]
    slope = chance.choice((-1, 1)) * chance.uniform(16, 30)
    sun = chance.uniform(180, 900), chance.uniform(1080, 1240)
    rocks = _strewn(chance)

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.palette.ground, shade.tone("#2A1B55", 0.5)))(canvas)
        for x, y, size in stars:
            dot(canvas, x, y, size, shade.palette.ink, 0.3)

    def galaxy(canvas: Canvas) -> None:
        with canvas.transform(WIDTH / 2, 1330, turn=slope):
            for number, hue in enumerate(("#3A2F7A", "#6A4FB0", "#A77FD0", "#E8D2E8")):
                across, down = 900 - 190 * number, 120 - 27 * number
                canvas.oval(0, 0, across, down, fill(shade.tone(hue, 0.45), 0.45))
            canvas.oval(0, 14, 640, 10, fill(shade.palette.ground, 0.5))  # its dust
        x, y = sun
        for radius, alpha in ((46, 0.10), (24, 0.25), (9, 0.9)):
            dot(canvas, x, y, radius, shade.tone("#FFE9A8", 0.9), alpha)

    def near(canvas: Canvas) -> None:
        for number, (x, y, size) in enumerate(rocks):
            _rock(canvas, shade, (x, y), size, seed=number)

    def living(canvas: Canvas, at: float) -> None:
        twinkle(canvas, stars, at, shade.palette.ink)
        x, y = sun
        glow = 0.5 + 0.5 * math.sin(at * 1.4)
        for turn in (0, 90):
            with canvas.transform(x, y, turn=turn + 8 * math.sin(at * 0.5)):
                long = 34 + 22 * glow
                canvas.line((-long, 0), (long, 0), stroke(shade.tone("#FFE9A8", 0.9), 3, 0.5))
        for number in range(3):  # grains that drift by, nearer than all else
            way = (at * (46 + 17 * number) + 500 * number) % (RIGHT - LEFT)
            dot(canvas, LEFT + way, 1610 + 70 * number + 12 * math.sin(at + number), 7, shade.palette.ink, 0.35)

    return World((Layer(0, sky), Layer(0.3, galaxy), Layer(1, near)), living)


def _strewn(chance: Random) -> list[tuple[float, float, float]]:
    """Places and sizes of rocks in the lowest fifth: a large one at either side, small ones about it."""
    side = chance.choice((0.12, 0.9))
    large = (LEFT + (RIGHT - LEFT) * side, 1850.0, 290.0)
    other = (LEFT + (RIGHT - LEFT) * (1 - side) + chance.uniform(-60, 60), 1800.0, 150.0)
    small = [
        (LEFT + (RIGHT - LEFT) * chance.random(), chance.uniform(1620, 1880), chance.uniform(16, 52)) for _ in range(9)
    ]
    return [*sorted(small, key=lambda one: one[2]), other, large]


def _rock(canvas: Canvas, shade: Shade, place: tuple[float, float], size: float, seed: int) -> None:
    """A rock that is lit from the upper left, with its craters."""
    chance = Random(seed)  # noqa: S311 - for variety, not for secrecy
    turns = [number * math.tau / 11 for number in range(11)]
    outline = [(size * chance.uniform(0.78, 1.08) * math.cos(a), size * 0.72 * math.sin(a)) for a in turns]
    dark, light, hollow = (shade.tone(hue, 0.6, free=True) for hue in ("#4A4460", "#8E86A8", "#373250"))
    with canvas.transform(*place, turn=chance.uniform(-25, 25)):
        canvas.path(polygon(outline), fill(dark))
        canvas.path(polygon([(x * 0.84 - size * 0.09, y * 0.82 - size * 0.07) for x, y in outline]), fill(light))
        for _ in range(4):
            x, y = chance.uniform(-0.5, 0.4) * size, chance.uniform(-0.36, 0.26) * size
            across = chance.uniform(0.08, 0.17) * size
            canvas.oval(x, y, across, across * 0.62, fill(hollow))
            canvas.oval(x + across * 0.16, y + across * 0.14, across * 0.76, across * 0.42, fill(dark))


def galaxies(shade: Shade, chance: Random) -> Draw:
    """The upper half of deep space: a spiral galaxy, and clouds of gas behind it."""
    clouds = [(chance.uniform(0, WIDTH), chance.uniform(250, 900), chance.uniform(110, 260)) for _ in range(6)]
    x, y, turn = chance.uniform(240, 840), chance.uniform(430, 620), chance.uniform(-40, 40)

    def draw(canvas: Canvas) -> None:
        for number, (cx, cy, size) in enumerate(clouds):
            hue = ("#2F5FC0", "#8A4FC0", "#1F8F9E")[number % 3]
            canvas.oval(cx, cy, size * 1.8, size * 0.8, fill(shade.tone(hue, 0.5), 0.28))
            canvas.oval(cx, cy, size, size * 0.4, fill(shade.tone(hue, 0.5), 0.3))
        with canvas.transform(x, y, turn=turn, scale=(1, 0.5)):
            for arm in range(2):
                for step in range(34):
                    angle, reach = step * 0.16 + arm * math.pi, 26 + step * 6.4
                    dot(
                        canvas,
                        reach * math.cos(angle),
                        reach * math.sin(angle),
                        30 - step * 0.6,
                        shade.tone("#B9A8F0", 0.6),
                        0.35,
                    )
            dot(canvas, 0, 0, 44, shade.tone("#FFE9D0", 0.7), 0.9)

    return draw
