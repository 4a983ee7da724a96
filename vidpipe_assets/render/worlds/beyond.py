"""Worlds that only machines and astronauts have seen from within: the Moon, the ground of Venus, a space station."""

import math
from random import Random

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, radial_gradient, stroke
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.worlds.layers import MARGIN, Layer, Shade, World, dot, full, ridge, smooth

LEFT, RIGHT = -MARGIN, WIDTH + MARGIN


def moon(shade: Shade, chance: Random) -> World:
    """Grey hills at a near horizon below a black sky, craters, stones, and the footprints of those who were there."""
    stars = [(chance.uniform(LEFT, RIGHT), chance.uniform(0, 1400), chance.uniform(1, 3.2)) for _ in range(130)]
    stones = [(chance.uniform(LEFT, RIGHT), chance.uniform(1690, 1890), chance.uniform(8, 26)) for _ in range(22)]

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#05070F", 0.9), shade.tone("#0B0E1A", 0.8)))(canvas)
        for x, y, size in stars:
            dot(canvas, x, y, size, shade.palette.ink, 0.4)
        canvas.path(polygon(smooth(ridge(chance, 1420, 110, 7))), fill(shade.tone("#6E7482", 0.5)))
        canvas.path(polygon(smooth(ridge(chance, 1446, 70, 9))), fill(shade.tone("#8A909C", 0.55)))

    def hills(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1474, 40, 6))), fill(shade.tone("#A2A7B2", 0.6)))
        for number in range(7):
            x, y = LEFT + 60 + number * 190 + chance.uniform(-40, 40), 1474 + number % 3 * 22
            _pit(canvas, shade, (x, y), chance.uniform(44, 80), free=False)
        for _ in range(12):
            x, y, size = chance.uniform(LEFT, RIGHT), chance.uniform(1470, 1540), chance.uniform(9, 22)
            canvas.oval(x, y, size, size * 0.7, fill(shade.tone("#787E8A", 0.6)))
            canvas.oval(x - size * 0.2, y - size * 0.2, size * 0.7, size * 0.4, fill(shade.tone("#C3C7CF", 0.6)))

    def regolith(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1720, 56, 5))), fill(shade.tone("#C2C6CE", 0.62, free=True)))
        for number in range(5):
            place = (LEFT + 110 + number * 260 + chance.uniform(-30, 30), 1770 + number % 2 * 84)
            _pit(canvas, shade, place, 104, free=True)
        for x, y, size in stones:
            canvas.oval(
                x + size * 0.5, y + size * 0.5, size * 1.2, size * 0.4, fill(shade.tone("#70757F", 0.62, free=True))
            )
            canvas.oval(x, y, size, size * 0.7, fill(shade.tone("#8D929D", 0.65, free=True)))
            canvas.oval(
                x - size * 0.25, y - size * 0.2, size * 0.6, size * 0.34, fill(shade.tone("#E2E5EA", 0.65, free=True))
            )
        for number in range(9):
            _footprint(canvas, shade, (LEFT + 130 + number * 118, 1866 - number * 13 + number % 2 * 38))

    def living(canvas: Canvas, at: float) -> None:
        way = (at * 62 + 220) % 1500 - 210  # who waits in orbit for those below
        x, y = way, 1240 - 130 * math.sin(max(min(way / WIDTH, 1.0), 0.0) * math.pi)
        dot(canvas, x, y, 26, shade.palette.ink, 0.06 + 0.05 * math.sin(at * 5))
        canvas.line((x - 18, y + 3), (x + 12, y - 2), stroke(shade.tone("#D8DCE4", 0.8), 9))
        dot(canvas, x + 15, y - 2, 5, shade.tone("#FFE3A0", 0.8))
        for number, (sx, sy, size) in enumerate(stars[::9]):
            dot(canvas, sx, sy, size, shade.palette.ink, 0.25 + 0.25 * math.sin(at * 0.8 + number * 1.9))

    return World((Layer(0, sky), Layer(0.5, hills), Layer(1, regolith)), living)


def _pit(canvas: Canvas, shade: Shade, place: tuple[float, float], reach: float, *, free: bool) -> None:
    """A crater around `place`: the light comes from the left and falls on its far rim."""
    x, y = place
    for dx, dy, wide, high, hue in (
        (0, 0, 1.0, 0.27, "#D9DCE2"), (4, 5, 0.88, 0.21, "#6C727E"), (12, 9, 0.7, 0.13, "#9DA2AD"),
    ):  # fmt: skip
        canvas.oval(x + dx, y + dy, reach * wide, reach * high, fill(shade.tone(hue, 0.62, free=free)))


def _footprint(canvas: Canvas, shade: Shade, place: tuple[float, float]) -> None:
    """The ribbed sole of a boot."""
    with canvas.transform(*place, turn=-22):
        canvas.oval(0, 0, 42, 19, fill(shade.tone("#82878F", 0.62, free=True)))
        for rib in range(-3, 4):
            canvas.line((rib * 11, -12), (rib * 11, 12), stroke(shade.tone("#B4B8C0", 0.62, free=True), 4))


def venus(shade: Shade, chance: Random) -> World:
    """Slabs of lava below volcanoes, in a haze of sulfur that lets no sun through; lightning in it."""
    cones = [(LEFT + 90 + number * 360 + chance.uniform(-50, 50), chance.uniform(190, 330)) for number in range(4)]
    bolts = [(chance.uniform(150, 930), Random(chance.random())) for _ in range(3)]  # noqa: S311 - for variety
    strokes = [_bolt(x, own) for x, own in bolts]

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#D98A2E", 0.55), shade.tone("#F7D06E", 0.6)))(canvas)
        x = chance.uniform(260, 820)
        glow = [(0.0, shade.tone("#FFF2B8", 0.6), 0.9), (1.0, shade.tone("#FFF2B8", 0.6), 0.0)]
        with canvas.transform(x, 1080):
            canvas.circle(0, 0, 330, radial_gradient((0, 0), 330, glow))
        canvas.path(polygon(smooth(ridge(chance, 1400, 110, 5))), fill(shade.tone("#E8C27A", 0.5)))

    def volcanoes(canvas: Canvas) -> None:
        for x, tall in cones:
            _cone(canvas, shade, x, tall)
        canvas.path(polygon(smooth(ridge(chance, 1545, 50, 6))), fill(shade.tone("#E09A4A", 0.62)))
        for _ in range(9):
            x, y, wide = chance.uniform(LEFT, RIGHT), chance.uniform(1500, 1550), chance.uniform(40, 90)
            rock = [(x - wide, y), (x - wide * 0.7, y - wide * 0.34), (x + wide * 0.6, y - wide * 0.4), (x + wide, y)]
            canvas.path(polygon(rock), fill(shade.tone("#A8542E", 0.62)))

    def slabs(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1690, 40, 6))), fill(shade.tone("#A8642E", 0.65, free=True)))
        canvas.box(LEFT - 300, 1690, RIGHT + 900, 700, fill(shade.tone("#7A421F", 0.65, free=True)))
        for row in range(4):
            y, wide = 1664 + row * 66, 150 + row * 70
            x = LEFT - 160.0 + chance.uniform(0, 120)
            while x < RIGHT + 60:
                across = wide * chance.uniform(0.6, 1.5)
                _slab(canvas, shade, (x, y + chance.uniform(-16, 16)), (across, 40 + row * 12), chance)
                x += across * chance.uniform(1.0, 1.25)

    def living(canvas: Canvas, at: float) -> None:
        for number in range(5):
            x = (number * 330 + at * (22 + 8 * number)) % 1700 - 300
            canvas.oval(x, 1250 + number * 62, 300, 26, fill(shade.tone("#FFE2A0", 0.55), 0.28))
        for number, bolt in enumerate(strokes):
            since = (at + number * 1.9 + 0.9) % 5.7
            if since < 0.34 and int(since * 18) % 3 < 2:
                canvas.path(polygon(bolt, closed=False), stroke(shade.tone("#FFF8D8", 0.9), 16, 0.35))
                canvas.path(polygon(bolt, closed=False), stroke(shade.tone("#FFFDF0", 0.9), 6))

    return World((Layer(0, sky), Layer(0.5, volcanoes), Layer(1, slabs)), living)


def _bolt(x: float, chance: Random) -> list[tuple[float, float]]:
    """The way of a lightning from the clouds to the horizon."""
    return [(x + chance.uniform(-60, 60) * (step > 0), 1010 + step * 62.0) for step in range(8)]


def _cone(canvas: Canvas, shade: Shade, x: float, tall: float) -> None:
    """A volcano with its shady side, and lava that runs down."""
    foot, half = 1550, tall * 1.15
    top = foot - tall
    slope = [(x - half, foot), (x - 74, top + 30), (x - 52, top), (x + 52, top), (x + 74, top + 30), (x + half, foot)]
    canvas.path(polygon(slope), fill(shade.tone("#C4583A", 0.6)))
    canvas.path(
        polygon([(x + 8, top), (x + 52, top), (x + half, foot), (x + 70, foot)]), fill(shade.tone("#8A3E3A", 0.62))
    )
    canvas.oval(x, top, 54, 11, fill(shade.tone("#FFB648", 0.7)))
    lava = stroke(shade.tone("#FF9A3C", 0.7), 11)
    canvas.line((x - 20, top + 4), (x - 44, top + tall * 0.42), lava)
    canvas.line((x - 44, top + tall * 0.42), (x - 34, top + tall * 0.7), lava)


def _slab(canvas: Canvas, shade: Shade, place: tuple[float, float], size: tuple[float, float], chance: Random) -> None:
    """One flat stone of the ground, as the cameras of Venera saw them."""
    (x, y), (wide, tall) = place, size
    across = (0.02, 0.2, 0.55, 0.9, 1.0, 0.82, 0.4, 0.1)
    down = (0.5, 0.08, 0.0, 0.16, 0.55, 0.9, 1.0, 0.84)
    stone = [
        (x + wide * (dx + chance.uniform(-0.05, 0.05)), y + tall * (dy + chance.uniform(-0.07, 0.07)))
        for dx, dy in zip(across, down, strict=True)
    ]
    edge, top = chance.choice((("#9A5426", "#D08A46"), ("#8A4A24", "#C27A3C"), ("#A8602C", "#DE9C58")))
    canvas.path(polygon([(px, py + tall * 0.2) for px, py in stone]), fill(shade.tone(edge, 0.65, free=True)))
    canvas.path(polygon(stone), fill(shade.tone(top, 0.65, free=True)))
    line = stroke(shade.tone(edge, 0.65, free=True), 4)
    canvas.line((x + wide * 0.3, y + tall * 0.3), (x + wide * 0.62, y + tall * 0.44), line)
    canvas.line((x + wide * 0.62, y + tall * 0.44), (x + wide * 0.7, y + tall * 0.7), line)


def cabin(shade: Shade, chance: Random) -> World:
    """Inside a space station: racks, a hatch to the next module, a window with the Earth; what is loose floats."""
    side = chance.choice((-1, 1))
    racks = [chance.choice(("bag", "screen", "door", "vent")) for _ in range(10)]

    def module(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#D6E2EC", 0.5), shade.tone("#AFC3D4", 0.5)))(canvas)
        for number in range(6):
            x = LEFT - 20 + number * 220
            canvas.box(x, 940, 208, 640, fill(shade.tone("#E8EFF5", 0.5)), 16)
            canvas.box(x + 12, 952, 184, 616, fill(shade.tone("#C6D4E0", 0.45)), 12)
        _tunnel(canvas, shade, WIDTH / 2 - side * 190)
        _porthole(canvas, shade, (WIDTH / 2 + side * 270, 1200))

    def racks_(canvas: Canvas) -> None:
        for number, kind in enumerate(racks):
            x, y = LEFT - 10 + number % 5 * 268, 1420 if number < 5 else 980
            if number < 5 or abs(x + 90 - WIDTH / 2) > 300:
                _rack(canvas, shade, (x, y), kind)
        rail = stroke(shade.tone("#3F7FD0", 0.65), 14)
        canvas.line((LEFT - 60, 1404), (RIGHT + 60, 1404), rail)
        for number in range(7):
            canvas.box(LEFT + number * 200, 1396, 16, 26, fill(shade.tone("#7C8EA0", 0.6)), 4)
        _laptop(canvas, shade, WIDTH / 2 + side * 60, 1340)

    def deck(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1640, RIGHT + 900, 700, fill(shade.tone("#C3CFDA", 0.62, free=True)))
        for number in range(7):
            x = LEFT - 40 + number * 206
            canvas.box(x, 1660, 194, 300, fill(shade.tone("#EDF3F8", 0.65, free=True)), 18)
            for dx, dy in ((18, 20), (176, 20)):
                dot(canvas, x + dx, 1660 + dy, 7, shade.tone("#8393A4", 0.65, free=True))
            if number % 2:
                for slot in range(4):
                    canvas.box(x + 34, 1716 + slot * 30, 126, 12, fill(shade.tone("#8FA1B3", 0.65, free=True)), 6)
            else:
                canvas.box(x + 40, 1720, 114, 92, fill(shade.tone("#F4F1E6", 0.65, free=True)), 16)
                canvas.line((x + 40, 1764), (x + 154, 1764), stroke(shade.tone("#D96B4E", 0.65, free=True), 12))
        canvas.line((LEFT - 60, 1634), (RIGHT + 60, 1634), stroke(shade.tone("#3F7FD0", 0.7, free=True), 22))
        for number in range(6):
            canvas.box(LEFT + 30 + number * 230, 1626, 24, 52, fill(shade.tone("#6F8294", 0.65, free=True)), 6)

    def living(canvas: Canvas, at: float) -> None:
        for number, (x, y) in enumerate(((170, 1290), (890, 1360), (420, 1480), (700, 1240))):
            drift = (x + 36 * math.sin(at * 0.45 + number * 2), y + 42 * math.sin(at * 0.36 + number))
            with canvas.transform(*drift, turn=at * (14 - 7 * number) + number * 50):
                _afloat(canvas, shade, number, at)

    return World((Layer(0, module), Layer(0.5, racks_), Layer(1, deck)), living)


def _tunnel(canvas: Canvas, shade: Shade, x: float) -> None:
    """The hatch to the next module, and that one's own hatch behind it."""
    for number, (half, hue) in enumerate(
        ((230, "#9FB2C3"), (206, "#E6EDF3"), (176, "#7F93A6"), (160, "#CAD7E2"), (112, "#93A6B8"), (98, "#DCE6EE"),
         (66, "#7288A0"), (56, "#B4C6D6"))
    ):  # fmt: skip
        canvas.box(x - half, 1190 - half, 2 * half, 2 * half, fill(shade.tone(hue, 0.55)), 54 - number * 5)
    for turn in range(8):
        angle = turn * math.tau / 8 + 0.4
        dot(canvas, x + 218 * math.cos(angle), 1190 + 218 * math.sin(angle), 8, shade.tone("#70849A", 0.6))
    for dx, dy in ((-140, 0), (124, 0)):
        canvas.box(x + dx, 1130 + dy, 16, 120, fill(shade.tone("#4F8AD4", 0.65)), 8)


def _porthole(canvas: Canvas, shade: Shade, place: tuple[float, float]) -> None:
    """A round window with the Earth below a black sky."""
    x, y = place
    dot(canvas, x, y, 158, shade.tone("#9BAEC0", 0.6))
    dot(canvas, x, y, 140, shade.tone("#DCE6EE", 0.6))
    dot(canvas, x, y, 118, shade.tone("#233A6E", 0.7))
    below = [(x + 118 * math.cos(step * math.pi / 24), y + 118 * math.sin(step * math.pi / 24)) for step in range(25)]
    horizon = [(x - 70, y - 15), (x - 24, y - 22), (x + 24, y - 22), (x + 70, y - 15)]
    canvas.path(polygon([*below, *horizon]), fill(shade.tone("#3F8FDC", 0.7)))
    for dx, dy, wide in ((-46, 26, 40), (38, 20, 52), (4, 62, 60), (-30, 86, 30)):
        canvas.oval(x + dx, y + dy, wide, 8, fill(shade.tone("#EAF5FF", 0.65)))
    canvas.oval(x + 20, y + 42, 34, 12, fill(shade.tone("#57A862", 0.65)))
    for turn in range(12):
        angle = turn * math.tau / 12
        dot(canvas, x + 149 * math.cos(angle), y + 149 * math.sin(angle), 5, shade.tone("#66798C", 0.6))


def _rack(canvas: Canvas, shade: Shade, place: tuple[float, float], kind: str) -> None:
    """What fills a place in the wall."""
    x, y = place
    canvas.box(x, y, 236, 130, fill(shade.tone("#F1F5F8", 0.58)), 14)
    match kind:
        case "bag":
            canvas.box(x + 20, y + 16, 196, 98, fill(shade.tone("#EFE3C8", 0.6)), 24)
            for dx in (60, 158):
                canvas.box(x + dx, y + 12, 14, 106, fill(shade.tone("#D98A4E", 0.6)), 4)
        case "screen":
            canvas.box(x + 16, y + 16, 128, 96, fill(shade.tone("#2F5478", 0.65)), 8)
            for row, wide in enumerate((86, 60, 98)):
                canvas.box(x + 30, y + 32 + row * 24, wide, 10, fill(shade.tone("#7CF0C8", 0.6)), 5)
            for number, hue in enumerate(("#E8604C", "#F2C84B", "#57B87A")):
                dot(canvas, x + 184, y + 34 + number * 32, 11, shade.tone(hue, 0.65))
        case "vent":
            for slot in range(5):
                canvas.box(x + 22, y + 18 + slot * 20, 192, 10, fill(shade.tone("#8FA1B3", 0.6)), 5)
        case _:
            canvas.box(x + 16, y + 16, 204, 98, fill(shade.tone("#BFD0DE", 0.58)), 10)
            canvas.box(x + 92, y + 54, 52, 18, fill(shade.tone("#5F7488", 0.6)), 9)


def _laptop(canvas: Canvas, shade: Shade, x: float, y: float) -> None:
    """A computer on an arm, with the cables that are everywhere."""
    for number, hue in enumerate(("#4F8AD4", "#E0A24A", "#6F8294")):
        canvas.arc(x - 190 + number * 26, y + 10, 120 + number * 18, 10, 110, stroke(shade.tone(hue, 0.6), 8))
    canvas.line((x, y + 66), (x + 40, y + 10), stroke(shade.tone("#6F8294", 0.6), 14))
    canvas.box(x - 96, y - 110, 200, 128, fill(shade.tone("#3E4E60", 0.65)), 12)
    canvas.box(x - 84, y - 98, 176, 104, fill(shade.tone("#5FA8E0", 0.6)), 6)
    canvas.path(
        polygon([(x - 84, y + 6), (x - 30, y - 50), (x + 20, y - 10), (x + 92, y + 6)]),
        fill(shade.tone("#8FD0A8", 0.6)),
    )
    canvas.path(
        polygon([(x - 104, y + 18), (x + 112, y + 18), (x + 134, y + 42), (x - 84, y + 42)]),
        fill(shade.tone("#8494A6", 0.65)),
    )


def _afloat(canvas: Canvas, shade: Shade, kind: int, at: float) -> None:
    """Something loose: a pen, a bubble of water, a spoon, a tin."""
    match kind:
        case 0:
            canvas.line((-46, 0), (40, 0), stroke(shade.tone("#E8604C", 0.65), 14))
            canvas.line((40, 0), (56, 0), stroke(shade.tone("#4A5568", 0.65), 8))
        case 1:
            wobble = 3 * math.sin(at * 3)
            canvas.oval(0, 0, 34 + wobble, 34 - wobble, fill(shade.tone("#6FC0F0", 0.6), 0.8))
            canvas.oval(-10, -12, 9, 6, fill(shade.tone("#FFFFFF", 0.7)))
        case 2:
            canvas.line((-44, 0), (26, 0), stroke(shade.tone("#8494A6", 0.65), 9))
            canvas.oval(42, 0, 24, 15, fill(shade.tone("#8494A6", 0.65)))
        case _:
            canvas.box(-30, -38, 60, 76, fill(shade.tone("#F2B84B", 0.65)), 10)
            canvas.box(-30, -14, 60, 26, fill(shade.tone("#FFF8EA", 0.65)))
