"""Worlds where people live out of doors: an old town at its river, a shopping street, a harbour, a village's meadow."""

import math
from random import Random

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient, stroke
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.worlds.layers import MARGIN, Layer, Shade, World, butterfly, dot, full, petals, ridge, smooth

LEFT, RIGHT = -MARGIN, WIDTH + MARGIN
_FLOWERS = ("#E8455A", "#F7B733", "#F28AB2", "#FFFFFF", "#B46DF2")


def oldtown(shade: Shade, chance: Random) -> World:
    """Mansard roofs with chimneys over a river, its bridge and a boat; in front a railing with flowers."""
    houses = [(LEFT - 60 + number * 168, chance.uniform(250, 350), chance.randrange(5)) for number in range(9)]
    blossoms = [(LEFT + number * 46 + chance.uniform(-9, 9), chance.choice(_FLOWERS)) for number in range(30)]

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#8CC4F2", 0.45), shade.tone("#FFD9A8", 0.5)))(canvas)
        dot(canvas, chance.uniform(200, 880), 1010, 90, shade.tone("#FFF0B8", 0.6))
        canvas.path(polygon(smooth(ridge(chance, 1330, 110))), fill(shade.tone("#9CB8D0", 0.4)))
        stone = shade.tone("#A8B4CC", 0.45)
        for x in (230, 820):  # a church each, with its dome or its spire
            canvas.box(x - 70, 1150, 140, 300, fill(stone))
            canvas.circle(x, 1150, 70, fill(stone))
            canvas.path(polygon([(x - 16, 1090), (x, 960), (x + 16, 1090)]), fill(stone))

    def roofs(canvas: Canvas) -> None:
        for x, tall, kind in houses:
            _mansard(canvas, shade, chance, (x, 1452, 160, tall), kind)
        canvas.box(LEFT - 300, 1448, RIGHT + 900, 34, fill(shade.tone("#C9B59A", 0.6)))
        for number in range(14):
            x = LEFT + number * 96 + 40
            dot(canvas, x, 1430, 40, shade.tone("#6FAF5E" if number % 3 else "#8CBF5A", 0.55))

    def river(canvas: Canvas) -> None:
        water = [(0, shade.tone("#5FAAD8", 0.6), 1), (1, shade.tone("#3F86C0", 0.6), 1)]
        canvas.box(LEFT - 300, 1480, RIGHT + 900, 500, linear_gradient((0, 1480), (0, 1560), water))
        stone, dark = shade.tone("#D9C7A8", 0.6), shade.tone("#4F86B0", 0.6)
        canvas.box(LEFT - 300, 1404, RIGHT + 900, 26, fill(stone))
        canvas.box(LEFT - 300, 1430, RIGHT + 900, 96, fill(stone))
        for number in range(5):
            x = LEFT + 20 + number * 290
            canvas.oval(x + 100, 1530, 104, 88, fill(dark))
            canvas.box(x + 226, 1350, 12, 60, fill(shade.tone("#4A5568", 0.6)))
            dot(canvas, x + 232, 1344, 17, shade.tone("#FFE6A0", 0.7))

    def railing(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1740, RIGHT + 900, 500, fill(shade.tone("#C2A884", 0.6, free=True)))
        for row in range(3):
            for column in range(10):
                x = LEFT + column * 140 + row % 2 * 70
                canvas.box(x, 1752 + row * 62, 130, 54, fill(shade.tone("#DCC6A2", 0.65, free=True)), 8)
        iron = shade.tone("#2E3A50", 0.65, free=True)
        for x in range(int(LEFT), int(RIGHT) + 40, 40):
            canvas.line((x, 1640), (x, 1744), stroke(iron, 8))
            canvas.arc(x + 20, 1690, 16, 0, 360, stroke(iron, 5))
        canvas.box(LEFT - 300, 1624, RIGHT + 900, 18, fill(iron), 8)
        canvas.box(LEFT - 300, 1738, RIGHT + 900, 12, fill(iron))
        for x, hue in blossoms:
            dot(canvas, x, 1626, 24, shade.tone("#4FA05A", 0.65, free=True))
            dot(canvas, x + 8, 1612, 13, shade.tone(hue, 0.7, free=True))

    def living(canvas: Canvas, at: float) -> None:
        x = (at * 46 + 300) % 1500 - 220
        hull = [(x - 120, 1500), (x + 130, 1500), (x + 96, 1536), (x - 96, 1536)]
        canvas.path(polygon(hull), fill(shade.tone("#B5483A", 0.65)))
        canvas.box(x - 84, 1466, 160, 36, fill(shade.tone("#F7F0E0", 0.65)), 10)
        for number in range(4):
            canvas.box(x - 70 + number * 38, 1474, 24, 18, fill(shade.tone("#6FA8D0", 0.6)), 4)
        _birds(canvas, shade, at, 1120)

    return World((Layer(0, sky), Layer(0.3, roofs), Layer(0.5, river), Layer(1, railing)), living)


def _mansard(canvas: Canvas, shade: Shade, chance: Random, place: tuple[float, float, float, float], kind: int) -> None:
    """A house from its left foot: `place` is that, its width and the height of its wall."""
    x, foot, wide, tall = place
    wall = shade.tone(("#F2DDB5", "#F0C9A0", "#F5E6CC", "#E8B8A0", "#E5D3B8")[kind], 0.6)
    top, slate = foot - tall, shade.tone("#7F93B8", 0.55)
    for number in range(2):
        canvas.box(x + 24 + number * 84, top - 150, 26, 70, fill(shade.tone("#C77B5A", 0.6)))
        canvas.box(x + 20 + number * 84, top - 156, 34, 10, fill(shade.tone("#A8583C", 0.6)))
    far = x + wide
    slope = [(x, top), (x + 16, top - 84), (x + 34, top - 110), (far - 34, top - 110), (far - 16, top - 84), (far, top)]
    canvas.path(polygon(slope), fill(slate))
    canvas.box(x, top, wide - 3, tall, fill(wall))
    canvas.box(x - 4, top - 6, wide + 6, 12, fill(shade.tone("#FFF6E2", 0.6)))
    glass, frame = shade.tone("#8FB4D6", 0.55), shade.tone("#FFF6E2", 0.6)
    for column in range(3):
        canvas.box(x + 16 + column * 46, top - 70, 34, 52, fill(frame), 12)
        canvas.box(x + 21 + column * 46, top - 62, 24, 40, fill(glass), 8)
    for row in range(int(tall // 92)):
        lit = chance.randrange(3)
        for column in range(3):
            y = top + 22 + row * 88
            canvas.box(x + 14 + column * 48, y, 34, 58, fill(frame), 4)
            canvas.box(
                x + 19 + column * 48, y + 5, 24, 48, fill(shade.tone("#FFDFA0", 0.6) if column == lit else glass), 3
            )
    awning = shade.tone(("#D95B4E", "#4E9A78", "#4F7FC4", "#E0A24A", "#B86A9E")[kind], 0.6)
    canvas.path(
        polygon([(x + 10, foot - 62), (x + wide - 14, foot - 62), (x + wide - 4, foot - 30), (x, foot - 30)]),
        fill(awning),
    )


def street(shade: Shade, chance: Random) -> World:
    """Shop windows under striped awnings, brick above them, and a yellow cab that drives by."""
    shops = [(LEFT - 70 + number * 262, chance.randrange(5), chance.randrange(4)) for number in range(6)]

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#8CC4F2", 0.5), shade.tone("#DDEBFA", 0.5)))(canvas)
        for number in range(8):
            x, tall = LEFT - 30 + number * 168, chance.uniform(420, 760)
            colour = shade.tone(("#8FA8D0", "#A8B8D9", "#9FB0CC")[number % 3], 0.45)
            canvas.box(x, 1540 - tall, 130, tall, fill(colour), 4)
            canvas.box(x + 58, 1540 - tall - 60, 12, 70, fill(colour))
            for row in range(int(tall // 60)):
                for column in range(3):
                    canvas.box(
                        x + 20 + column * 36, 1560 - tall + row * 56, 18, 28, fill(shade.tone("#F2F6FF", 0.4), 0.6)
                    )

    def shopping(canvas: Canvas) -> None:
        for x, kind, goods in shops:
            _shop(canvas, shade, (x, 1540), kind, goods)

    def pavement(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1610, RIGHT + 900, 24, fill(shade.tone("#E2DCCF", 0.6, free=True)))
        canvas.box(LEFT - 300, 1634, RIGHT + 900, 600, fill(shade.tone("#6F7788", 0.6, free=True)))
        for number in range(9):
            canvas.box(LEFT + number * 190, 1740, 110, 16, fill(shade.tone("#F7E08A", 0.7, free=True)))
        for number in range(9):
            canvas.box(60 + number * 118, 1830, 66, 120, fill(shade.tone("#F4F4F0", 0.65, free=True)))

    def living(canvas: Canvas, at: float) -> None:
        x = (at * 130 + 500) % 2100 - 400
        cab = fill(shade.tone("#F7C531", 0.75))
        canvas.path(polygon([(x - 92, 1452), (x - 54, 1400), (x + 62, 1400), (x + 104, 1452)]), cab)
        canvas.box(x - 150, 1448, 310, 62, cab, 22)
        for start in (-76, 12):
            canvas.box(x + start, 1410, 66, 38, fill(shade.tone("#CFE6F7", 0.6)), 8)
        canvas.box(x - 20, 1380, 46, 20, fill(shade.tone("#FFF6D8", 0.7)), 5)
        for wheel in (-92, 98):
            dot(canvas, x + wheel, 1510, 32, shade.tone("#4A5060", 0.7))
            dot(canvas, x + wheel, 1510, 14, shade.tone("#D5DAE2", 0.7))

    return World((Layer(0, sky), Layer(0.45, shopping), Layer(1, pavement)), living)


def _shop(canvas: Canvas, shade: Shade, place: tuple[float, float], kind: int, goods: int) -> None:
    """A house of brick with a shop in it, from its left foot."""
    x, foot = place
    brick = shade.tone(("#C9745A", "#D9A07A", "#B5675A", "#D9C09A", "#A8788C")[kind], 0.55)
    canvas.box(x, foot - 690, 252, 690, fill(brick))
    canvas.box(x - 6, foot - 704, 264, 24, fill(shade.tone("#F2E2C4", 0.6)))
    for row in range(2):
        for column in range(3):
            canvas.box(x + 22 + column * 76, foot - 650 + row * 150, 56, 100, fill(shade.tone("#FFF4DC", 0.6)), 4)
            canvas.box(x + 28 + column * 76, foot - 644 + row * 150, 44, 88, fill(shade.tone("#9CC4E0", 0.55)), 3)
        canvas.box(x + 10, foot - 540 + row * 150, 232, 8, fill(shade.tone("#4A5568", 0.5)))
    accent = shade.tone(("#2F8F83", "#D95B4E", "#3F6FB5", "#E0A030", "#7A4E9E")[kind], 0.65)
    canvas.box(x + 6, foot - 330, 240, 62, fill(accent), 8)
    canvas.box(x + 44, foot - 308, 164, 16, fill(shade.tone("#FFF4DC", 0.65)), 8)
    canvas.box(x + 10, foot - 250, 232, 220, fill(shade.tone("#FFE9B8", 0.65)), 6)
    for number in range(3):
        hue = shade.tone(("#E8604C", "#4FA3D9", "#6BA877", "#B46DC9", "#E0A24A")[(goods + number) % 5], 0.65)
        if (goods + number) % 2:
            canvas.box(x + 30 + number * 70, foot - 120, 50, 84, fill(hue), 10)
        else:
            dot(canvas, x + 55 + number * 70, foot - 76, 34, hue)
    for number in range(7):
        stripe = accent if number % 2 else shade.tone("#FFF6E6", 0.65)
        left = x + number * 36
        corners = [(left + 2, foot - 262), (left + 38, foot - 262), (left + 36, foot - 204), (left - 4, foot - 204)]
        canvas.path(polygon(corners), fill(stripe))
    canvas.box(x, foot - 30, 252, 30, fill(shade.tone("#8C6A56", 0.6)))


def harbour(shade: Shade, chance: Random) -> World:
    """Warehouses with gables, masts and a crane; boats that rock, gulls, and the edge of the quay in front."""
    sheds = [(LEFT - 40 + number * 196, chance.uniform(190, 290), chance.randrange(4)) for number in range(7)]

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#8CC0EC", 0.5), shade.tone("#FBE3C0", 0.5)))(canvas)
        dot(canvas, chance.uniform(200, 880), 1040, 96, shade.tone("#FFF2C4", 0.6))
        canvas.path(polygon(smooth(ridge(chance, 1400, 130))), fill(shade.tone("#8FB0B8", 0.45)))
        x = chance.choice((150, 900))
        for number in range(5):  # a lighthouse
            wide = 44 - number * 4
            hue = "#E05B4E" if number % 2 else "#FFF8EC"
            canvas.box(x - wide, 1370 - number * 66, 2 * wide, 68, fill(shade.tone(hue, 0.55)))
        canvas.box(x - 34, 1052, 68, 50, fill(shade.tone("#FFE08A", 0.6)), 6)
        canvas.path(polygon([(x - 42, 1054), (x, 1010), (x + 42, 1054)]), fill(shade.tone("#C0443A", 0.6)))

    def sheds_(canvas: Canvas) -> None:
        for x, tall, kind in sheds:
            wall = shade.tone(("#D98A6A", "#E8C08A", "#8FB0C9", "#C9807A")[kind], 0.6)
            top = 1480 - tall
            canvas.path(polygon([(x, top), (x + 94, top - 84), (x + 188, top)]), fill(shade.tone("#7A6A78", 0.55)))
            canvas.box(x + 6, top, 176, tall, fill(wall))
            canvas.box(x + 66, 1400, 56, 80, fill(shade.tone("#6E5646", 0.6)), 4)
            for column in range(3):
                canvas.box(x + 22 + column * 54, top + 30, 34, 46, fill(shade.tone("#FFF0CC", 0.6)), 4)
        canvas.box(LEFT - 300, 1478, RIGHT + 900, 24, fill(shade.tone("#B09A80", 0.6)))
        crane = stroke(shade.tone("#D9A03A", 0.6), 16)
        canvas.line((640, 1480), (640, 1010), crane)
        canvas.line((560, 1060), (900, 1010), crane)
        canvas.line((860, 1016), (860, 1150), stroke(shade.tone("#6E7480", 0.6), 6))
        canvas.box(822, 1150, 76, 60, fill(shade.tone("#B5734A", 0.6)), 4)

    def water(canvas: Canvas) -> None:
        deep = [(0, shade.tone("#4FA0CC", 0.6), 1), (1, shade.tone("#2F78B0", 0.65), 1)]
        canvas.box(LEFT - 300, 1500, RIGHT + 900, 500, linear_gradient((0, 1500), (0, 1700), deep))
        for number in range(24):
            x, y = chance.uniform(LEFT, RIGHT), 1510 + number % 8 * 12
            canvas.line((x, y), (x + chance.uniform(40, 110), y), stroke(shade.tone("#D5EEFA", 0.5), 4, 0.6))

    def quay(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1690, RIGHT + 900, 500, fill(shade.tone("#A87E58", 0.6, free=True)))
        for number in range(11):
            canvas.box(LEFT + number * 124, 1690, 8, 300, fill(shade.tone("#7A5638", 0.65, free=True)))
        canvas.box(LEFT - 300, 1676, RIGHT + 900, 26, fill(shade.tone("#D9B88C", 0.65, free=True)))
        iron = shade.tone("#3A4250", 0.7, free=True)
        for x in (140, 560, 960):
            canvas.box(x - 30, 1610, 60, 74, fill(iron), 14)
            canvas.box(x - 46, 1596, 92, 30, fill(iron), 15)
        for start in (140, 560):
            canvas.arc(start + 205, 1560, 190, 45, 90, stroke(shade.tone("#E8D3A8", 0.7, free=True), 12))

    def living(canvas: Canvas, at: float) -> None:
        for number, x in enumerate((200, 790)):
            y = 1516 + 7 * math.sin(at * 1.6 + number * 2)
            hue = ("#C0443A", "#2F7F8F")[number]
            canvas.line((x, y), (x, y - 260), stroke(shade.tone("#8C6A4A", 0.6), 10))
            canvas.path(
                polygon([(x + 8, y - 250), (x + 130, y - 40), (x + 8, y - 40)]), fill(shade.tone("#FFF6E6", 0.6))
            )
            hull = [(x - 110, y - 20), (x + 140, y - 20), (x + 100, y + 34), (x - 76, y + 34)]
            canvas.path(polygon(hull), fill(shade.tone(hue, 0.65)))
        _birds(canvas, shade, at, 1090)

    return World((Layer(0, sky), Layer(0.35, sheds_), Layer(0.5, water), Layer(1, quay)), living)


def meadow(shade: Shade, chance: Random) -> World:
    """A village between hills, trees and a fence, and large flowers in front, with butterflies."""
    cottages = [(LEFT + 60 + number * 300 + chance.uniform(-40, 40), chance.randrange(3)) for number in range(4)]
    flowers = [
        (LEFT + number * 58 + chance.uniform(-16, 16), chance.uniform(1640, 1800), chance.choice(_FLOWERS))
        for number in range(23)
    ]

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#7FC0F2", 0.55), shade.tone("#E2F2FA", 0.5)))(canvas)
        canvas.path(polygon(smooth(ridge(chance, 1340, 170, 5))), fill(shade.tone("#9CCB8C", 0.45)))
        x = chance.choice((300, 780))  # the church
        canvas.box(x - 32, 1180, 64, 220, fill(shade.tone("#F4EBDC", 0.5)))
        canvas.path(polygon([(x - 44, 1184), (x, 1060), (x + 44, 1184)]), fill(shade.tone("#B5584A", 0.5)))
        canvas.path(polygon(smooth(ridge(chance, 1430, 110, 6))), fill(shade.tone("#84BF6A", 0.5)))

    def village(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1510, 70, 6))), fill(shade.tone("#74B556", 0.6)))
        for x, kind in cottages:
            canvas.box(x, 1370, 150, 130, fill(shade.tone("#FBF2E0", 0.6)), 4)
            roof = shade.tone(("#C9584A", "#B5744A", "#8C5A4A")[kind], 0.6)
            canvas.path(polygon([(x - 20, 1376), (x + 30, 1290), (x + 120, 1290), (x + 170, 1376)]), fill(roof))
            canvas.box(x + 60, 1420, 36, 80, fill(shade.tone("#7A5A40", 0.6)), 6)
            for column in (16, 106):
                canvas.box(x + column, 1404, 32, 36, fill(shade.tone("#9CC8E8", 0.6)), 4)
        for number in range(6):
            x = LEFT + 10 + number * 240 + chance.uniform(-30, 30)
            canvas.box(x - 9, 1430, 18, 90, fill(shade.tone("#8C6444", 0.6)))
            for dx, dy, size in ((-34, 0, 48), (34, -4, 50), (0, -48, 56)):
                dot(canvas, x + dx, 1410 + dy, size, shade.tone("#5FA64E", 0.6))
        for x in range(int(LEFT), int(RIGHT) + 60, 62):
            canvas.box(x, 1478, 16, 62, fill(shade.tone("#FFF8EA", 0.65)), 4)
        canvas.box(LEFT - 300, 1496, RIGHT + 900, 10, fill(shade.tone("#FFF8EA", 0.65)))

    def blossoms(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1740, 70))), fill(shade.tone("#5FA844", 0.62, free=True)))
        for number in range(60):
            x = LEFT + number * 22
            lean = (number % 5 - 2) * 9
            canvas.line(
                (x, 1780), (x + lean, 1690 + number % 3 * 22), stroke(shade.tone("#4A9038", 0.65, free=True), 9)
            )
        for x, y, hue in flowers:
            canvas.line((x, y), (x + 6, y + 190), stroke(shade.tone("#3F8434", 0.65, free=True), 9))
            petals(canvas, x, y, 6, 24, 18, shade.tone(hue, 0.7, free=True))
            dot(canvas, x, y, 15, shade.tone("#FFD34A", 0.75, free=True))

    def living(canvas: Canvas, at: float) -> None:
        for number in range(4):
            x = 140 + number * 260 + 70 * math.sin(at * 0.6 + number * 2)
            y = 1300 + number % 2 * 120 + 46 * math.sin(at * 1.1 + number)
            flap = abs(math.sin(at * 8 + number))
            paint = fill(shade.tone(("#F7A03A", "#6FC0F2", "#F28AB2", "#FFFFFF")[number], 0.65))
            butterfly(canvas, (x, y), flap, 22, 15, paint)

    return World((Layer(0, sky), Layer(0.45, village), Layer(1, blossoms)), living)


def savanna(shade: Shade, chance: Random) -> World:
    """Acacias in the grass before a mountain with snow, and birds under a large sun."""
    trees = [(LEFT + 70 + number * 270 + chance.uniform(-50, 50), chance.uniform(190, 290)) for number in range(5)]

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#F7C06A", 0.5), shade.tone("#FFE3A8", 0.6)))(canvas)
        dot(canvas, chance.uniform(640, 900), 1130, 170, shade.tone("#FFF0B0", 0.65))
        rock = [(LEFT - 60, 1470), (160, 1250), (330, 1130), (430, 1130), (640, 1270), (RIGHT, 1450), (RIGHT, 1560)]
        canvas.path(polygon([*rock, (LEFT - 60, 1560)]), fill(shade.tone("#B08CA8", 0.5)))
        snow = [(282, 1162), (330, 1130), (430, 1130), (488, 1168), (440, 1182), (400, 1160), (350, 1186)]
        canvas.path(polygon(snow), fill(shade.tone("#FFF8F0", 0.6)))

    def grass(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1480, 50))), fill(shade.tone("#D9B04A", 0.55)))
        for x, tall in trees:
            trunk = stroke(shade.tone("#8A5A34", 0.6), 16)
            canvas.line((x, 1530), (x + 8, 1530 - tall), trunk)
            canvas.line((x + 4, 1530 - tall * 0.55), (x - 60, 1530 - tall), stroke(shade.tone("#8A5A34", 0.6), 10))
            for dx, dy, wide in ((-60, 0, 100), (50, -14, 120), (0, -44, 90)):
                canvas.oval(x + dx, 1530 - tall + dy, wide, 30, fill(shade.tone("#7FA044", 0.6)))
        canvas.path(polygon(smooth(ridge(chance, 1560, 40))), fill(shade.tone("#E0BC5A", 0.6)))

    def near(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1790, 60))), fill(shade.tone("#D0A03C", 0.62, free=True)))
        for number in range(110):
            x, lean = LEFT + number * 12, (number % 7 - 3) * 12
            hue = ("#B5862C", "#E0B64E", "#8FA03C")[number % 3]
            canvas.line((x, HEIGHT), (x + lean, 1640 + number * 37 % 90), stroke(shade.tone(hue, 0.65, free=True), 8))

    def living(canvas: Canvas, at: float) -> None:
        _birds(canvas, shade, at, 1180)
        for number in range(5):
            x = (number * 290 + at * 50) % 1400 - 160
            canvas.oval(x, 1528, 60, 9, fill(shade.tone("#FFF0C8", 0.5), 0.5))

    return World((Layer(0, sky), Layer(0.45, grass), Layer(1, near)), living)


def _birds(canvas: Canvas, shade: Shade, at: float, y: float) -> None:
    for number in range(4):
        across = (number * 320 + at * (60 + 14 * number)) % (WIDTH + 240) - 120
        height, lift = y + number % 3 * 66, 18 * math.sin(at * 8 + number)
        wing = stroke(shade.tone("#FFFFFF" if number % 2 else "#5A6478", 0.65), 8)
        canvas.line((across - 28, height - lift), (across, height), wing)
        canvas.line((across, height), (across + 28, height - lift), wing)
