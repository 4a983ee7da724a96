"""What stands in the upper half of the worlds of `beyond` and `outdoors`, of a tank and of a hospital: see `upper`."""

import math
from random import Random

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient, stroke
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.worlds.layers import MARGIN, Draw, Shade, dot

LEFT, RIGHT = -MARGIN, WIDTH + MARGIN


def earthrise(shade: Shade, chance: Random) -> Draw:
    """The Earth in a black sky, half of it lit, among stars."""
    x, y = chance.choice((250, 830)), chance.uniform(440, 600)
    stars = [(chance.uniform(LEFT, RIGHT), chance.uniform(200, 950), chance.uniform(1.5, 4)) for _ in range(60)]

    def draw(canvas: Canvas) -> None:
        for sx, sy, size in stars:
            dot(canvas, sx, sy, size, shade.palette.ink, 0.5)
        for radius, alpha in ((150, 0.12), (134, 0.2)):
            dot(canvas, x, y, radius, shade.tone("#4FA3E0", 0.6), alpha)
        dot(canvas, x, y, 120, shade.tone("#2E6FC4", 0.7))
        for dx, dy, wide, high in ((-46, -30, 44, 26), (-20, 26, 34, 44), (36, -10, 40, 30), (20, 66, 40, 16)):
            canvas.oval(x + dx, y + dy, wide, high, fill(shade.tone("#3E9C68", 0.65)))
        for dx, dy, wide in ((-20, -76, 60), (-50, 4, 52), (30, 36, 58), (-10, 88, 46), (44, -46, 40)):
            canvas.oval(x + dx, y + dy, wide, 9, fill(shade.tone("#EAF4FF", 0.6), 0.85))
        night = [(x + 120 * math.cos(turn), y + 120 * math.sin(turn)) for turn in _turns(-90, 90)]
        dusk = [(x + 34 * math.cos(turn), y + 120 * math.sin(turn)) for turn in _turns(90, -90)]
        canvas.path(polygon([*night, *dusk]), fill(shade.tone("#05070F", 0.9), 0.78))

    return draw


def _turns(start: int, end: int) -> list[float]:
    """Angles from one to another, in radians."""
    return [math.radians(start + (end - start) * step / 24) for step in range(25)]


def sulfur(shade: Shade, chance: Random) -> Draw:
    """Decks of cloud that cover the sky, one above the other."""
    decks = [(y, chance.uniform(0, 6)) for y in (210, 350, 500, 660, 830)]

    def draw(canvas: Canvas) -> None:
        for number, (y, phase) in enumerate(decks):
            hue = ("#C97F2C", "#E0A040", "#EFC062", "#E5AC4C", "#F5D486")[number]
            paint = fill(shade.tone(hue, 0.55), 0.75)
            foot = [(RIGHT + 60.0, y + 58.0), (LEFT - 60.0, y + 58.0)]
            crest = [
                (float(x), y + 30 * math.sin(x / 130 + phase) + 14 * math.sin(x / 47 + phase))
                for x in range(LEFT - 60, RIGHT + 80, 20)
            ]
            canvas.path(polygon([*crest, *foot]), paint)
            for x in range(LEFT - 20, RIGHT + 60, 150):
                canvas.oval(x + 40 * math.sin(phase + x), y + 60, 110, 26, paint)

    return draw


def modules(shade: Shade, chance: Random) -> Draw:
    """The other wall of a module, which is no ceiling: lamps, racks, bags in nets, cables, flags of two crews."""
    bags = [(x + chance.uniform(-20, 20), chance.uniform(690, 740)) for x in (LEFT + 130, RIGHT - 130)]

    def draw(canvas: Canvas) -> None:
        for number in range(5):
            x = LEFT + 10 + number * 262
            canvas.box(x, 200, 246, 300, fill(shade.tone("#E2EAF1", 0.5)), 18)
            canvas.box(x + 18, 220, 210, 62, fill(shade.tone("#FFF6D8", 0.6)), 30)
            canvas.box(x + 18, 306, 210, 172, fill(shade.tone("#BCCDDB", 0.5)), 12)
            for row in range(3):
                canvas.box(x + 36, 330 + row * 44, 120, 18, fill(shade.tone("#8FA3B6", 0.5)), 8)
                dot(
                    canvas,
                    x + 198,
                    340 + row * 44,
                    10,
                    shade.tone(("#E8604C", "#57B87A", "#F2C84B")[(row + number) % 3], 0.6),
                )
        canvas.line((LEFT - 60, 548), (RIGHT + 60, 548), stroke(shade.tone("#3F7FD0", 0.6), 16))
        for number, hue in enumerate(("#D96B4E", "#4F8AD4", "#8FA1B3")):
            for arc in range(4):
                canvas.arc(LEFT + 130 + arc * 320, 500 + number * 22, 170, 30, 120, stroke(shade.tone(hue, 0.5), 9))
        for x, y in bags:
            canvas.box(x - 84, y, 168, 150, fill(shade.tone("#EFE3C8", 0.55)), 34)
            for step in range(4):
                canvas.line(
                    (x - 84 + step * 56, y + 4),
                    (x - 84 + step * 56 - 20, y + 146),
                    stroke(shade.tone("#B89A6A", 0.5), 5),
                )
                canvas.line(
                    (x - 82, y + 24 + step * 34), (x + 82, y + 24 + step * 34), stroke(shade.tone("#B89A6A", 0.5), 5)
                )

    return draw


def horizon_sky(shade: Shade, chance: Random) -> Draw:
    """What is above the sea: heaps of cloud by day, and by night stars and thin veils."""
    heaps = [
        (chance.uniform(LEFT, RIGHT), 320 + row * 190 + chance.uniform(-40, 40), chance.uniform(0.7, 1.2))
        for row in range(4)
    ]
    stars = [(chance.uniform(LEFT, RIGHT), chance.uniform(200, 950), chance.uniform(1.5, 4)) for _ in range(90)]

    def draw(canvas: Canvas) -> None:
        if shade.palette.dark:
            for x, y, size in stars:
                dot(canvas, x, y, size, shade.palette.ink, 0.5)
            for x, y, size in heaps:
                canvas.oval(x, y, 330 * size, 22, fill(shade.tone("#7F97C4", 0.5), 0.6))
            return
        for x, y, size in heaps:
            under, white = fill(shade.tone("#C4DCF0", 0.55)), fill(shade.tone("#FFFFFF", 0.6))
            canvas.box(x - 240 * size, y + 6, 480 * size, 62 * size, under, 30)
            for dx, dy, radius in ((-130, 14, 62), (-50, -28, 92), (62, -12, 78), (150, 20, 54)):
                canvas.circle(x + dx * size, y + dy * size, radius * size, white)
            canvas.box(x - 220 * size, y, 440 * size, 44 * size, white, 22)

    return draw


def leaves(shade: Shade, chance: Random) -> Draw:
    """The leaves of a wood from below, with the sky between them, and the boughs that bear them."""
    hues = ("#7FB04E", "#94C060", "#6FA046", "#A8CC70")
    tufts = [
        (LEFT + number % 9 * 150 + chance.uniform(-50, 50), 190 + number // 9 * 120 + chance.uniform(-40, 40))
        for number in range(27)
    ]

    def draw(canvas: Canvas) -> None:
        for number in range(5):
            x = LEFT + 90 + number * 270 + chance.uniform(-30, 30)
            way = -1 if number % 2 else 1
            canvas.line((x, 760), (x + way * 170, 470), stroke(shade.tone("#93704C", 0.55), 22))
            canvas.line((x + way * 90, 606), (x + way * 250, 560), stroke(shade.tone("#93704C", 0.55), 13))
        for number, (x, y) in enumerate(tufts):
            for dx, dy, radius in ((0, 0, 84), (74, 24, 58), (-70, 30, 62), (16, 58, 60)):
                dot(canvas, x + dx, y + dy, radius, shade.tone(hues[(number + (dx > 0)) % 4], 0.55))
        for number in range(30):
            x, y = LEFT + number * 43 % (RIGHT - LEFT), 560 + number * 37 % 200
            with canvas.transform(x, y, turn=number * 47):
                canvas.oval(0, 0, 26, 12, fill(shade.tone(hues[number % 4], 0.6)))

    return draw


def wide_sky(shade: Shade, chance: Random) -> Draw:
    """Fair weather over an airfield: flat clouds, and the trails of those who flew."""
    heaps = [(chance.uniform(LEFT, RIGHT), 330 + row * 170 + chance.uniform(-40, 40)) for row in range(4)]
    trail = chance.uniform(220, 420)

    def draw(canvas: Canvas) -> None:
        for number in range(2):
            y = trail + number * 260
            ends = [(0.0, shade.tone("#FFFFFF", 0.6), 0.0), (1.0, shade.tone("#FFFFFF", 0.6), 0.9)]
            way = linear_gradient((LEFT, 0), (RIGHT, 0), ends)
            canvas.path(polygon([(LEFT, y + 150), (820, y + 12), (820, y + 20), (LEFT, y + 172)]), way)
            canvas.path(
                polygon([(812, y + 6), (872, y + 2), (872, y + 14), (812, y + 24)]), fill(shade.tone("#6F86A0", 0.6))
            )
            canvas.path(
                polygon([(836, y + 12), (816, y - 22), (828, y - 22), (858, y + 10)]), fill(shade.tone("#6F86A0", 0.6))
            )
        for x, y in heaps:
            paint = fill(shade.tone("#FFFFFF", 0.6))
            canvas.box(x - 200, y, 400, 52, paint, 26)
            for dx, radius in ((-84, 58), (10, 80), (98, 52)):
                canvas.circle(x + dx, y + 8, radius, paint)

    return draw


def water_top(shade: Shade, chance: Random) -> Draw:
    """The water's surface seen from below, the lamp above it, and fish."""
    fish = [
        (chance.uniform(60, 1020), chance.uniform(440, 900), chance.choice((-1, 1)), number % 3) for number in range(8)
    ]

    def draw(canvas: Canvas) -> None:
        canvas.box(LEFT - 60, 190, RIGHT + 260, 40, fill(shade.tone("#F7FBEA", 0.6)))
        for number in range(14):
            canvas.oval(
                LEFT + number * 100, 262 + 14 * math.sin(number * 1.9), 86, 15, fill(shade.tone("#DDF7FF", 0.55), 0.5)
            )
        for number in range(5):
            x = LEFT + 60 + number * 270
            canvas.path(
                polygon([(x, 240), (x + 100, 240), (x - 30, 960), (x - 190, 960)]),
                fill(shade.tone("#DDF7FF", 0.5), 0.22),
            )
        for x, y, way, kind in fish:
            paint = fill(shade.tone(("#F79A4B", "#F7D35C", "#8FE0D0")[kind], 0.58))
            with canvas.transform(x, y, scale=(way, 1)):
                canvas.oval(0, 0, 46, 25, paint)
                canvas.path(polygon([(-36, 0), (-78, -26), (-78, 26)]), paint)
                dot(canvas, 26, -6, 5, shade.tone("#21475A", 0.6))
                canvas.box(-2, -22, 11, 44, fill(shade.tone("#FFFFFF", 0.55)), 5)

    return draw


def theatre_lamps(shade: Shade, _chance: Random) -> Draw:
    """The lamps above an operating table on their arms, with what they light, and screens that show pictures."""

    def draw(canvas: Canvas) -> None:
        steel = shade.tone("#A9BCC6", 0.58)
        canvas.box(LEFT - 60, 200, RIGHT + 260, 26, fill(shade.tone("#F4FAF8", 0.55)))
        for x, y, reach in ((330, 560, 150), (790, 470, 120)):
            canvas.line((540, 210), ((540 + x) / 2, y - 190), stroke(steel, 20))
            canvas.line(((540 + x) / 2, y - 190), (x, y - 30), stroke(steel, 20))
            light = [(0.0, shade.tone("#FFFBE0", 0.6), 0.5), (1.0, shade.tone("#FFFBE0", 0.6), 0.0)]
            cone = polygon([(x - reach, y + 20), (x + reach, y + 20), (x + reach * 2, 960), (x - reach * 2, 960)])
            canvas.path(cone, linear_gradient((0, y), (0, 960), light))
            canvas.oval(x, y, reach + 14, 54, fill(steel))
            canvas.oval(x, y + 12, reach, 42, fill(shade.tone("#EAF4F4", 0.6)))
            for turn in range(7):
                angle = turn * math.tau / 6
                dx, dy = (0.62 * reach * math.cos(angle), 22 * math.sin(angle)) if turn < 6 else (0, 0)
                canvas.oval(x + dx, y + 14 + dy, 0.2 * reach, 11, fill(shade.tone("#FFF2B0", 0.7)))
        for x, y in ((80, 720), (760, 700)):
            canvas.box(x, y, 250, 180, fill(shade.tone("#33566A", 0.6)), 12)
            for rib in range(5):
                for side in (-1, 1):
                    canvas.arc(
                        x + 125 + side * 34,
                        y + 56 + rib * 20,
                        32,
                        180 if side < 0 else 270,
                        90,
                        stroke(shade.tone("#A8D4E4", 0.55), 7),
                    )
            canvas.box(x + 120, y + 26, 10, 134, fill(shade.tone("#A8D4E4", 0.55)), 5)

    return draw
