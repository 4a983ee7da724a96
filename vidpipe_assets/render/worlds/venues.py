"""Worlds where one goes for something: a concert's stage, a kitchen, a museum's hall, a launch pad, a hospital."""

import math
from itertools import pairwise
from random import Random

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient, stroke
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.worlds.layers import MARGIN, Layer, Shade, World, dot, full, ridge, smooth

LEFT, RIGHT = -MARGIN, WIDTH + MARGIN


def stage(shade: Shade, chance: Random) -> World:
    """A curtain, beams of light that sweep, loudspeakers and drums; in front the edge of the boards and its lamps."""
    hues = ["#FF6FA8", "#FFC93A", "#6FC8FF", "#9CE07A"]
    chance.shuffle(hues)

    def curtain(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#E8788C", 0.5), shade.tone("#F2A0A0", 0.55)))(canvas)
        for number in range(16):
            x = LEFT + number * 80
            fold = [(0, shade.tone("#D95B78", 0.5), 0.9), (1, shade.tone("#F7A8B0", 0.5), 0.6)]
            canvas.box(x, -100, 56, 1700, linear_gradient((x, 0), (x + 56, 0), fold))

    def backline(canvas: Canvas) -> None:
        for x in (LEFT + 10, RIGHT - 190):
            for row in range(3):
                top = 1540 - 210 * (row + 1)
                canvas.box(x, top, 180, 200, fill(shade.tone("#6A7288", 0.6)), 12)
                dot(canvas, x + 90, top + 118, 64, shade.tone("#8C96B0", 0.6))
                dot(canvas, x + 90, top + 118, 26, shade.tone("#C2CAD9", 0.6))
                dot(canvas, x + 90, top + 32, 22, shade.tone("#A8B2C8", 0.6))
        canvas.box(300, 1470, 480, 70, fill(shade.tone("#A87850", 0.6)), 8)
        for x, size in ((400, 60), (690, 56), (540, 88)):  # drums
            dot(canvas, x, 1440 - (size - 60) * 0.4, size, shade.tone(hues[0], 0.6))
            dot(canvas, x, 1440 - (size - 60) * 0.4, size * 0.78, shade.tone("#FFF6EA", 0.65))
        for x in (320, 770):
            canvas.line((x, 1480), (x, 1290), stroke(shade.tone("#A8A8B4", 0.6), 8))
            canvas.oval(x, 1290, 74, 13, fill(shade.tone("#F0C850", 0.65)))

    def boards(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1690, RIGHT + 900, 600, fill(shade.tone("#7A4A34", 0.6, free=True)))
        for number in range(10):
            x = LEFT + 20 + number * 136
            canvas.box(x, 1640, 96, 56, fill(shade.tone("#4A5060", 0.65, free=True)), 18)
            dot(canvas, x + 48, 1640, 34, shade.tone(hues[number % 4], 0.75, free=True))
        for number in range(12):
            canvas.box(LEFT + number * 116, 1712, 104, 190, fill(shade.tone("#8F5A40", 0.6, free=True)), 4)

    def living(canvas: Canvas, at: float) -> None:
        for number, hue in enumerate(hues):
            x, sway = 150 + number * 260, 240 * math.sin(at * 0.9 + number * 1.7)
            foot = x + sway
            # Two of one colour each: a gradient that is painted anew takes ten times as long.
            for wide, far, alpha in ((150, 1540, 0.2), (90, 1240, 0.2)):
                end = x + (foot - x) * (far - 560) / 980
                beam = polygon([(x - 16, 560), (x + 16, 560), (end + wide, far), (end - wide, far)])
                canvas.path(beam, fill(shade.tone(hue, 0.6), alpha))

    return World((Layer(0, curtain), Layer(0.45, backline), Layer(1, boards)), living)


def kitchen(shade: Shade, chance: Random) -> World:
    """Tiles, a window, shelves with jars, an oven that glows under a steaming pot; drawers in front."""
    jars = [(chance.uniform(60, 100), chance.choice(("#E8604C", "#F2B84B", "#8CBF4F", "#B5835A"))) for _ in range(7)]
    window_x = chance.choice((90, 620))

    def tiles(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#FFE9C4", 0.5), shade.tone("#FBD9A8", 0.55)))(canvas)
        for row in range(6):
            for column in range(12):
                hue = "#FFF8EC" if (row + column) % 4 else "#8CC4CC"
                canvas.box(LEFT + column * 108, 1010 + row * 92, 102, 86, fill(shade.tone(hue, 0.5)), 6)
        canvas.box(window_x, 1010, 340, 350, fill(shade.tone("#FFFFFF", 0.6)), 10)
        pane = [(0, shade.tone("#8CCBF5", 0.55), 1), (1, shade.tone("#DDF2D0", 0.55), 1)]
        canvas.box(window_x + 18, 1028, 304, 314, linear_gradient((0, 1028), (0, 1342), pane))
        canvas.box(window_x + 164, 1028, 12, 314, fill(shade.tone("#FFFFFF", 0.6)))
        for side, way in ((window_x - 16, 1), (window_x + 356, -1)):
            cloth = [(side, 990), (side + way * 120, 990), (side + way * 40, 1300), (side, 1340)]
            canvas.path(polygon(cloth), fill(shade.tone("#E8604C", 0.5)))

    def cooking(canvas: Canvas) -> None:
        other = 560 if window_x < 400 else 70
        canvas.box(other, 1190, 430, 20, fill(shade.tone("#B5784A", 0.6)), 6)
        for number, (tall, hue) in enumerate(jars):
            x = other + 14 + number * 58
            canvas.box(x, 1190 - tall, 46, tall, fill(shade.tone(hue, 0.6)), 12)
            canvas.box(x + 4, 1178 - tall, 38, 16, fill(shade.tone("#FFF8EC", 0.65)), 5)
        canvas.box(LEFT - 300, 1420, RIGHT + 900, 28, fill(shade.tone("#A8683E", 0.6)), 4)
        canvas.box(LEFT - 300, 1448, RIGHT + 900, 200, fill(shade.tone("#7FB0A4", 0.55)))
        for number in range(9):
            canvas.box(LEFT + number * 150, 1462, 136, 190, fill(shade.tone("#94C4B8", 0.55)), 8)
        canvas.box(other + 60, 1300, 170, 122, fill(shade.tone("#D95B4E", 0.6)), 16)  # the pot
        canvas.box(other + 44, 1290, 202, 20, fill(shade.tone("#F2A090", 0.6)), 10)
        canvas.box(window_x + 60, 1366, 150, 56, fill(shade.tone("#4F8FC4", 0.6)), 12)
        for number, hue in enumerate(("#E8604C", "#F2C84B", "#8CBF4F")):
            dot(canvas, window_x + 92 + number * 44, 1356, 30, shade.tone(hue, 0.65))

    def drawers(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1640, RIGHT + 900, 34, fill(shade.tone("#B97A4A", 0.65, free=True)))
        canvas.box(LEFT - 300, 1674, RIGHT + 900, 500, fill(shade.tone("#4F8F88", 0.6, free=True)))
        for number in range(5):
            for row in range(2):
                x, y = LEFT + 10 + number * 252, 1690 + row * 120
                canvas.box(x, y, 234, 106, fill(shade.tone("#66A89E", 0.62, free=True)), 12)
                canvas.box(x + 87, y + 44, 60, 16, fill(shade.tone("#F2D08A", 0.7, free=True)), 8)

    def living(canvas: Canvas, at: float) -> None:
        other = 560 if window_x < 400 else 70
        for number in range(4):
            rise = (at * 60 + number * 60) % 240
            x = other + 110 + number * 26 + 16 * math.sin(at * 2 + number)
            dot(canvas, x, 1280 - rise, 18 + rise * 0.1, shade.tone("#FFFFFF", 0.6), 0.5 * (1 - rise / 240))

    return World((Layer(0, tiles), Layer(0.45, cooking), Layer(1, drawers)), living)


def museum(shade: Shade, chance: Random) -> World:
    """Columns and arches, paintings, vases and a bust on plinths; in front a rope, and dust in the light."""
    hues = ["#4F8FC4", "#D9785A", "#6BA877", "#B58CC9", "#E0B84F"]
    chance.shuffle(hues)

    def hall(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#F5E6D0", 0.5), shade.tone("#E8CFAE", 0.55)))(canvas)
        for number in range(4):
            x = LEFT + 20 + number * 330
            canvas.box(x, 1010, 250, 530, fill(shade.tone("#D9A890", 0.5)))
            canvas.circle(x + 125, 1010, 125, fill(shade.tone("#D9A890", 0.5)))
            canvas.box(x + 262, 900, 56, 640, fill(shade.tone("#FFF8EA", 0.55)))
            canvas.box(x + 248, 880, 84, 34, fill(shade.tone("#FFFFFF", 0.6)), 6)
            canvas.box(x + 252, 1510, 76, 34, fill(shade.tone("#FFFFFF", 0.6)), 6)
            for groove in range(3):
                canvas.box(x + 272 + groove * 14, 914, 6, 596, fill(shade.tone("#D5C4A8", 0.5)))

    def works(canvas: Canvas) -> None:
        for number in range(4):
            x, hue = LEFT + 46 + number * 330, hues[number]
            if number % 2:
                canvas.box(x, 1060, 200, 240, fill(shade.tone("#D9A63A", 0.6)), 6)
                canvas.box(x + 18, 1078, 164, 204, fill(shade.tone(hue, 0.55)))
                dot(canvas, x + 120, 1140, 34, shade.tone("#FFF0C0", 0.6))
                hill = [(x + 18, 1282), (x + 90, 1180), (x + 182, 1282)]
                canvas.path(polygon(hill), fill(shade.tone("#5F7A5A", 0.55)))
                continue
            canvas.box(x + 30, 1380, 150, 160, fill(shade.tone("#F7F2E8", 0.65)), 4)
            canvas.box(x + 18, 1364, 174, 24, fill(shade.tone("#D5C8B4", 0.6)), 4)
            canvas.oval(x + 105, 1270, 70, 84, fill(shade.tone(hue, 0.6)))
            canvas.box(x + 78, 1150, 54, 66, fill(shade.tone(hue, 0.6)), 8)
            canvas.box(x + 64, 1140, 82, 18, fill(shade.tone("#FFE8B8", 0.65)), 8)
            canvas.box(x + 44, 1262, 122, 18, fill(shade.tone("#FFE8B8", 0.65)), 8)
        light = [(0, shade.tone("#FFFDF0", 0.6), 0.5), (1, shade.tone("#FFFDF0", 0.6), 0.0)]
        for x in (260, 780):
            beam = polygon([(x, 880), (x + 130, 880), (x + 20, 1540), (x - 200, 1540)])
            canvas.path(beam, linear_gradient((0, 880), (0, 1540), light))

    def rope(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1760, RIGHT + 900, 500, fill(shade.tone("#A8705A", 0.6, free=True)))
        canvas.box(LEFT - 300, 1780, RIGHT + 900, 22, fill(shade.tone("#E0B84F", 0.65, free=True)))
        canvas.box(LEFT - 300, 1880, RIGHT + 900, 22, fill(shade.tone("#E0B84F", 0.65, free=True)))
        gold = shade.tone("#D9A63A", 0.7, free=True)
        for number in range(5):
            x = LEFT + 60 + number * 280
            canvas.arc(x + 140, 1540, 178, 38, 104, stroke(shade.tone("#B5283C", 0.7, free=True), 22))
            canvas.box(x - 11, 1590, 22, 200, fill(gold), 8)
            dot(canvas, x, 1588, 24, gold)
            canvas.oval(x, 1790, 54, 15, fill(gold))

    def living(canvas: Canvas, at: float) -> None:
        for number in range(18):
            x = (number * 97 + 30 * math.sin(at * 0.6 + number)) % WIDTH
            dot(canvas, x, 920 + (number * 211 - at * 20) % 600, 4 + number % 3, shade.tone("#FFFFFF", 0.6), 0.6)

    return World((Layer(0, hall), Layer(0.45, works), Layer(1, rope)), living)


def launchpad(shade: Shade, chance: Random) -> World:
    """A gantry, tanks and a hangar at the sea; vapour drifts, and a fence stands in the grass in front."""
    side = chance.choice((120, 820))

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#7FBCF2", 0.55), shade.tone("#E4F1FB", 0.5)))(canvas)
        dot(canvas, chance.uniform(240, 840), 1000, 84, shade.tone("#FFF2C0", 0.6))
        canvas.box(LEFT - 300, 1440, RIGHT + 900, 200, fill(shade.tone("#6FB0DC", 0.5)))
        canvas.path(polygon(smooth(ridge(chance, 1500, 40))), fill(shade.tone("#9CC48C", 0.5)))

    def towers(canvas: Canvas) -> None:
        hangar = LEFT + 660 if side < 400 else LEFT + 60
        canvas.box(hangar, 1200, 420, 330, fill(shade.tone("#F2F4F8", 0.55)), 4)
        canvas.box(hangar + 60, 1260, 120, 270, fill(shade.tone("#9CAAC0", 0.55)))
        canvas.box(hangar + 230, 1260, 120, 270, fill(shade.tone("#9CAAC0", 0.55)))
        canvas.box(hangar, 1200, 420, 26, fill(shade.tone("#4F7FC4", 0.55)))
        steel = stroke(shade.tone("#D9583E", 0.6), 13)
        for x in (side, side + 130):
            canvas.line((x, 1540), (x, 760), steel)
        for step in range(8):
            y = 770 + step * 96
            canvas.line((side, y), (side + 130, y), steel)
            one, other = (side, side + 130) if step % 2 else (side + 130, side)
            canvas.line((one, y), (other, y + 96), stroke(shade.tone("#E88A6A", 0.6), 8))
        arm = side + 130 if side < 400 else side
        for y in (900, 1190):
            canvas.line((arm, y), (arm + (170 if side < 400 else -170), y), steel)
        for x in (470, 590):
            canvas.box(x - 44, 1410, 88, 130, fill(shade.tone("#FFFFFF", 0.6)), 40)
            canvas.box(x - 44, 1460, 88, 14, fill(shade.tone("#4F7FC4", 0.6)))

    def fence(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1800, 50))), fill(shade.tone("#6FA850", 0.62, free=True)))
        wire = shade.tone("#8C98A8", 0.65, free=True)
        for x in range(int(LEFT), int(RIGHT) + 140, 140):
            canvas.box(x, 1610, 16, 220, fill(shade.tone("#5F6B7C", 0.7, free=True)), 4)
            for step in range(4):
                canvas.line((x, 1630 + step * 46), (x + 140, 1630 + (step + 1) * 46), stroke(wire, 4))
                canvas.line((x, 1630 + (step + 1) * 46), (x + 140, 1630 + step * 46), stroke(wire, 4))
        canvas.box(LEFT - 300, 1622, RIGHT + 900, 10, fill(wire))
        for number in range(50):
            x = LEFT + number * 26
            canvas.line((x, 1850), (x + (number % 5 - 2) * 10, 1770), stroke(shade.tone("#4F8A3C", 0.65, free=True), 9))

    def living(canvas: Canvas, at: float) -> None:
        for number in range(7):
            x = (side + 60 + number * 150 + at * 40) % 1400 - 160
            puff = 46 + 14 * math.sin(at * 1.3 + number)
            dot(canvas, x, 1520, puff, shade.tone("#FFFFFF", 0.6), 0.6)
        on = math.sin(at * 4) > 0
        dot(canvas, side + 65, 750, 16 if on else 9, shade.tone("#F2383A", 0.7))

    return World((Layer(0, sky), Layer(0.45, towers), Layer(1, fence)), living)


def hospital(shade: Shade, chance: Random) -> World:
    """An operating theatre: a table under lamps, a monitor that beats, a drip, and instruments on a cloth in front."""
    screen = chance.choice((96, 664))
    drip, cupboard = (940, 60) if screen < 400 else (150, 720)

    def wall(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#CFEAE4", 0.5), shade.tone("#9FD4CB", 0.5)))(canvas)
        line = stroke(shade.tone("#8CC4BA", 0.5), 4)
        for number in range(9):
            canvas.line((LEFT - 60, 940 + number * 76), (RIGHT + 60, 940 + number * 76), line)
            canvas.line((LEFT + number * 160, 940), (LEFT + number * 160, 1560), line)
        canvas.box(414, 1070, 252, 470, fill(shade.tone("#F4FAF8", 0.55)), 8)  # the doors
        for x in (426, 544):
            canvas.box(x, 1082, 110, 458, fill(shade.tone("#6FB8C4", 0.55)), 4)
            canvas.box(x + 22, 1112, 66, 118, fill(shade.tone("#DDF4F8", 0.55)), 14)
            canvas.box(x + 8, 1320, 94, 26, fill(shade.tone("#EAF6F4", 0.55)), 8)

    def furniture(canvas: Canvas) -> None:
        _cupboard(canvas, shade, cupboard)
        _monitor(canvas, shade, screen)
        steel = stroke(shade.tone("#8499A8", 0.62), 11)
        canvas.line((drip, 1545), (drip, 1080), steel)
        canvas.line((drip - 44, 1090), (drip + 44, 1090), steel)
        canvas.box(drip - 66, 1104, 56, 100, fill(shade.tone("#EAF7FF", 0.6)), 16)
        canvas.box(drip - 66, 1146, 56, 58, fill(shade.tone("#F0B0B4", 0.6)), 16)
        canvas.line((drip - 38, 1204), (drip - 30, 1420), stroke(shade.tone("#F0B0B4", 0.62), 5))
        canvas.line((drip - 50, 1545), (drip + 50, 1545), steel)
        _operating_table(canvas, shade)

    def tray(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1720, RIGHT + 900, 500, fill(shade.tone("#5FA9A4", 0.62, free=True)))
        for number in range(14):
            x = LEFT - 30 + number * 100
            fold = [(x, 1720), (x + 40, 1720), (x + 30, 1960), (x + 6, 1960)]
            canvas.path(polygon(fold), fill(shade.tone("#4F948F", 0.65, free=True)))
        canvas.box(LEFT - 300, 1690, RIGHT + 900, 44, fill(shade.tone("#D3DEE4", 0.65, free=True)), 10)
        for number, x in enumerate((LEFT + 30, 190, 480, 770)):
            _instruments(canvas, shade, x, first=number % 2 == 0)

    def living(canvas: Canvas, at: float) -> None:
        beat = shade.tone("#3FD08A", 0.75)
        points = [(screen + 30 + step * 8.0, 1186 - _pulse((step * 0.034 - at * 0.9) % 1.0)) for step in range(34)]
        for one, other in pairwise(points):
            canvas.line(one, other, stroke(beat, 6))
        dot(canvas, screen + 292, 1146, 11 if (at * 0.9) % 1.0 < 0.3 else 6, shade.tone("#F2606A", 0.75))
        fallen = (at * 0.8) % 1.0
        dot(canvas, drip - 38, 1212 + 60 * fallen**2, 6, shade.tone("#E88A92", 0.7))

    return World((Layer(0, wall), Layer(0.5, furniture), Layer(1, tray)), living)


def _pulse(share: float) -> float:
    """How far a heart's line is from its rest at a share of a beat, in pixels upwards."""
    waves = ((0.18, 0.03, 12.0), (0.34, 0.016, -14.0), (0.38, 0.018, 74.0), (0.43, 0.018, -26.0), (0.62, 0.05, 18.0))
    return sum(high * math.exp(-(((share - middle) / wide) ** 2)) for middle, wide, high in waves)


def _monitor(canvas: Canvas, shade: Shade, x: float) -> None:
    """A screen on a stand: `living` draws the pulse on it."""
    canvas.box(x + 150, 1290, 20, 250, fill(shade.tone("#8499A8", 0.6)))
    canvas.box(x + 90, 1530, 140, 16, fill(shade.tone("#8499A8", 0.6)), 8)
    canvas.box(x, 1080, 320, 220, fill(shade.tone("#E6EEF2", 0.6)), 18)
    canvas.box(x + 16, 1096, 288, 172, fill(shade.tone("#22475A", 0.66)), 8)
    for number in range(5):
        canvas.line((x + 20, 1120 + number * 30), (x + 300, 1120 + number * 30), stroke(shade.tone("#3A667A", 0.6), 2))
    for number, hue in enumerate(("#6FC8F2", "#F2D06A")):
        canvas.box(x + 34 + number * 84, 1240, 62, 14, fill(shade.tone(hue, 0.62)), 7)
    for number in range(3):
        dot(canvas, x + 236 + number * 26, 1284, 7, shade.tone("#8499A8", 0.62))


def _cupboard(canvas: Canvas, shade: Shade, x: float) -> None:
    """Glass doors with bottles and boxes behind, below a red cross."""
    canvas.box(x, 1150, 300, 396, fill(shade.tone("#F4FAF8", 0.58)), 10)
    for row in range(3):
        canvas.box(x + 16, 1226 + row * 104, 268, 94, fill(shade.tone("#BFE2EA", 0.56)), 6)
        for number in range(5):
            hue = shade.tone(("#E8907A", "#6FB8D9", "#F2D08A", "#8CC8A0", "#B8A0D9")[(number + row * 2) % 5], 0.6)
            tall = 44 + (number * 17 + row * 23) % 34
            canvas.box(x + 28 + number * 51, 1314 + row * 104 - tall, 38, tall, fill(hue), 8)
    cross = fill(shade.tone("#E8504A", 0.66))
    canvas.box(x + 138, 1162, 24, 54, cross, 3)
    canvas.box(x + 123, 1177, 54, 24, cross, 3)


def _operating_table(canvas: Canvas, shade: Shade) -> None:
    steel = fill(shade.tone("#8499A8", 0.62))
    canvas.box(516, 1462, 48, 84, steel, 6)
    canvas.box(450, 1532, 180, 20, steel, 10)
    canvas.box(300, 1440, 480, 26, steel, 13)
    canvas.box(306, 1408, 468, 40, fill(shade.tone("#4FA89E", 0.62)), 18)
    canvas.box(312, 1384, 110, 34, fill(shade.tone("#F4FAF8", 0.62)), 17)
    canvas.path(polygon([(430, 1410), (766, 1410), (752, 1504), (446, 1504)]), fill(shade.tone("#63BDB2", 0.62)))


def _instruments(canvas: Canvas, shade: Shade, x: float, *, first: bool) -> None:
    """What lies on the cloth: a bowl and two knives, or scissors and a pair of tweezers."""
    steel, light = shade.tone("#AEBDC8", 0.68, free=True), shade.tone("#F7FAFC", 0.68, free=True)
    if first:
        canvas.path(polygon([(x, 1616), (x + 150, 1616), (x + 118, 1692), (x + 32, 1692)]), fill(steel))
        canvas.oval(x + 75, 1616, 75, 15, fill(light))
        for number in range(2):
            y = 1776 + number * 42
            canvas.line((x + 10, y), (x + 116, y - 6), stroke(steel, 14))
            canvas.path(polygon([(x + 118, y - 14), (x + 196, y - 18), (x + 118, y + 6)]), fill(light))
        return
    for dy in (0, 44):
        canvas.circle(x + 24, 1772 + dy, 17, stroke(steel, 9))
    canvas.line((x + 40, 1778), (x + 170, 1826), stroke(light, 11))
    canvas.line((x + 40, 1810), (x + 170, 1762), stroke(light, 11))
    for lean in (-8, 8):
        canvas.line((x + 190, 1860), (x + 60, 1860 + lean), stroke(steel, 9))
