"""Worlds under the open sky that no land or town of `nature` and `towns` is: the high sea, a forest, an airfield."""

import math
from random import Random

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient, stroke
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.worlds.layers import MARGIN, Layer, Shade, World, dot, full, ridge, smooth

LEFT, RIGHT = -MARGIN, WIDTH + MARGIN


def sea(shade: Shade, chance: Random) -> World:
    """The open sea: no land in sight, a low sun or the moon with its way on the water, swell with foam on it."""
    sun_x = chance.uniform(260, 820)
    night = shade.palette.dark
    clouds = [(chance.uniform(LEFT, RIGHT), chance.uniform(1090, 1200), chance.uniform(90, 190)) for _ in range(6)]

    def sky(canvas: Canvas) -> None:
        low = shade.tone("#24406E" if night else "#FBE0C2", 0.5)
        full(shade.sky(shade.tone("#7FBDEB", 0.5), low))(canvas)
        for radius, alpha in ((190, 0.25), (140, 0.4), (92, 1.0)) if not night else ((70, 1.0),):
            dot(canvas, sun_x, 1130, radius, shade.tone("#DCE6FF" if night else "#FFF0B8", 0.6), alpha)
        for x, y, wide in clouds:
            for dx, dy, share in ((0, 0, 1.0), (wide * 0.5, -22, 0.62), (-wide * 0.5, -14, 0.5)):
                canvas.oval(x + dx, y + dy, wide * share, 26 * share + 8, fill(shade.tone("#FFFFFF", 0.5), 0.8))

    def water(canvas: Canvas) -> None:
        deep = [
            (0, shade.tone("#4F9CCB", 0.55), 1),
            (0.5, shade.tone("#2673AE", 0.6), 1),
            (1, shade.tone("#13528C", 0.65), 1),
        ]
        canvas.box(LEFT - 300, 1250, RIGHT + 900, 900, linear_gradient((0, 1250), (0, 1640), deep))
        for number in range(16):
            y, half = 1262 + number * 18, 26 + number * 9 + chance.uniform(0, 22)
            x = sun_x + chance.uniform(-14, 14)
            canvas.line(
                (x - half, y),
                (x + half, y),
                stroke(shade.tone("#B8CCF2" if night else "#FFE9BE", 0.6), 5 + number * 0.3, 0.55),
            )
        for number, hue in enumerate(("#3F8DC2", "#2F7DB6", "#226CA6")):
            _swell(canvas, shade.tone(hue, 0.62), 1330 + number * 82, 20 + number * 9, 210 + number * 60, number * 1.7)
        for _ in range(30):
            share = chance.random()
            x, y = chance.uniform(LEFT, RIGHT), 1290 + 250 * share
            canvas.line((x, y), (x + 40 + 80 * share, y), stroke(shade.tone("#D9F0FC", 0.55), 3 + 4 * share, 0.6))

    def breakers(canvas: Canvas) -> None:
        for number, hue in enumerate(("#2E86C0", "#1F6CA8", "#15558C")):
            base, high, long = 1660 + number * 92, 40 - number * 5, 330 + number * 90
            _swell(canvas, shade.tone(hue, 0.65, free=True), base, high, long, number * 2.2 + 0.6)
            _foam(canvas, shade, (base, high, long, number * 2.2 + 0.6), chance)

    def living(canvas: Canvas, at: float) -> None:
        for number in range(7):
            x = (number * 230 + at * (34 + 5 * number)) % 1500 - 200
            y = 1316 + number * 34 + 9 * math.sin(at * 1.1 + number * 1.3)
            crest = [(x - 62, y + 10), (x - 26, y - 8), (x + 10, y - 16), (x + 52, y - 4), (x + 78, y + 10), (x, y + 3)]
            canvas.path(polygon(crest), fill(shade.tone("#E6F5FD", 0.6), 0.8))
        for number in range(14):  # spray
            since = (at * 0.8 + number * 0.37) % 1.0
            x = (number * 173) % 1240 - 80 + 60 * since
            dot(
                canvas,
                x,
                1560 - 120 * math.sin(since * math.pi) + number % 3 * 20,
                5,
                shade.tone("#FFFFFF", 0.6),
                1 - since,
            )

    return World((Layer(0, sky), Layer(0.5, water), Layer(1, breakers)), living)


def _crest(x: float, base: float, high: float, long: float, phase: float) -> float:
    """The height of a swell at x: narrow round crests, long troughs, no two alike."""
    turn = 2 * (x / long * math.pi + phase)
    uneven = 0.75 + 0.25 * math.sin(0.37 * turn + phase)
    return base - high * uneven * (math.cos(turn) + 0.22 * math.cos(2 * turn))


def _swell(canvas: Canvas, colour: str, base: float, high: float, long: float, phase: float) -> None:
    points = [(LEFT - 100.0, HEIGHT + 60.0)]
    points += [(float(x), _crest(x, base, high, long, phase)) for x in range(LEFT - 100, RIGHT + 120, 16)]
    canvas.path(polygon([*points, (RIGHT + 100.0, HEIGHT + 60.0)]), fill(colour))


def _foam(canvas: Canvas, shade: Shade, wave: tuple[float, float, float, float], chance: Random) -> None:
    """White that curls along the top of each crest, and bubbles behind it."""
    white = shade.tone("#F2FAFF", 0.65, free=True)
    base, high = wave[0], wave[1]
    for x in range(LEFT - 60, RIGHT + 80, 12):
        y, beside = _crest(x, *wave), _crest(x + 12, *wave)
        up = (base + high - y) / (2 * high)
        if up > 0.6:
            canvas.line((x, y + 3), (x + 12, beside + 3), stroke(white, 2 + 16 * (up - 0.6), 0.9))
        if up > 0.35 and chance.random() < 0.2:
            dot(canvas, x, y + chance.uniform(18, 52), chance.uniform(2, 6), white, 0.5)


def forest(shade: Shade, chance: Random) -> World:
    """Trunks one behind the other, light that falls between them, ferns, a fallen trunk and falling leaves."""
    trunks = [(LEFT - 20 + number * 156 + chance.uniform(-34, 34), chance.uniform(44, 76)) for number in range(9)]
    leaves = [(chance.uniform(0, WIDTH), chance.uniform(0, 700), chance.choice(_LEAVES)) for _ in range(12)]

    def depth(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#9CCB7E", 0.5), shade.tone("#E9F2B8", 0.55)))(canvas)
        for number in range(13):
            x, wide = LEFT - 20 + number * 104 + chance.uniform(-26, 26), chance.uniform(20, 40)
            canvas.box(x, -100, wide, 1640, fill(shade.tone("#A8BE86", 0.5)))
        for number in range(4):
            x = LEFT + 120 + number * 330
            beam = [(x, -60), (x + 130, -60), (x - 90, 1500), (x - 330, 1500)]
            canvas.path(polygon(beam), fill(shade.tone("#FFF8C8", 0.55), 0.32))
        canvas.path(polygon(smooth(ridge(chance, 1440, 90, 6))), fill(shade.tone("#94BC68", 0.55)))

    def wood(canvas: Canvas) -> None:
        for number, (x, wide) in enumerate(trunks):
            _trunk(canvas, shade, x, wide, birch=number % 4 == 2)
        canvas.path(polygon(smooth(ridge(chance, 1545, 60, 7))), fill(shade.tone("#6FA04A", 0.6)))
        for number in range(9):
            _fern(canvas, shade.tone("#57923F", 0.62), LEFT + 20 + number * 150 + chance.uniform(-30, 30), 1545, 96)

    def floor(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1730, 60, 5))), fill(shade.tone("#7A5A38", 0.62, free=True)))
        x = chance.choice((170, 560))
        canvas.box(x, 1640, 420, 104, fill(shade.tone("#8C6440", 0.65, free=True)), 50)
        canvas.box(x + 20, 1640, 380, 34, fill(shade.tone("#6F9E48", 0.65, free=True)), 17)
        for radius, hue in ((52, "#D9B27C"), (36, "#B98A58"), (18, "#D9B27C")):
            dot(canvas, x + 400, 1692, radius, shade.tone(hue, 0.65, free=True))
        for number in range(46):
            hue = shade.tone(chance.choice(_LEAVES), 0.65, free=True)
            with canvas.transform(chance.uniform(LEFT, RIGHT), 1770 + number % 6 * 26, turn=chance.uniform(0, 180)):
                canvas.oval(0, 0, 24, 10, fill(hue))
        for number in range(9):
            foot = LEFT - 10 + number * 160 + chance.uniform(-20, 20)
            _fern(canvas, shade.tone("#4F9A48", 0.65, free=True), foot, HEIGHT - 10 - number % 2 * 60, 170)

    def living(canvas: Canvas, at: float) -> None:
        for number, (x, y, hue) in enumerate(leaves):
            fallen = 860 + (y + at * (46 + 9 * (number % 4))) % 700
            with canvas.transform(x + 46 * math.sin(at * 1.2 + number), fallen, turn=50 * math.sin(at * 2 + number)):
                canvas.oval(0, 0, 17, 8, fill(shade.tone(hue, 0.62)))
        for number in range(7):
            x, y = (
                100 + number * 150 + 30 * math.sin(at * 0.7 + number),
                1180 + number % 3 * 110 + 20 * math.sin(at + number),
            )
            dot(canvas, x, y, 5, shade.tone("#FFF9D0", 0.7), 0.4 + 0.4 * math.sin(at * 1.7 + number * 2))

    return World((Layer(0, depth), Layer(0.5, wood), Layer(1, floor)), living)


_LEAVES = ("#D9903A", "#E0B84F", "#B5643A", "#8FAE48")


def _trunk(canvas: Canvas, shade: Shade, x: float, wide: float, *, birch: bool) -> None:
    """A tree from its roots up beyond the frame, with the bark of an oak or of a birch."""
    bark = shade.tone("#EDEBE0" if birch else "#93704C", 0.58)
    mark = shade.tone("#6E6A60" if birch else "#7A5A3A", 0.6)
    half, bole = wide * 0.5, wide * 0.56
    right = [(x + half, -100.0), (x + bole, 1480.0), (x + wide, 1560.0)]
    canvas.path(polygon([(x - half, -100), *right, (x - wide, 1560), (x - bole, 1480)]), fill(bark))
    canvas.box(x + wide * 0.2, -100, wide * 0.3, 1600, fill(mark, 0.35))
    for number in range(10):
        y = 180 + number * 136 + (x * 7) % 60
        if birch:
            canvas.line((x - wide * 0.4, y), (x + wide * (0.1 if number % 2 else 0.3), y), stroke(mark, 9))
        else:
            canvas.line(
                (x - wide * 0.2 + number % 3 * 9, y), (x - wide * 0.16 + number % 3 * 9, y + 74), stroke(mark, 6)
            )


def _fern(canvas: Canvas, colour: str, x: float, foot: float, tall: float) -> None:
    """Five fronds from one root."""
    for lean in (-68, -36, 0, 36, 68):
        with canvas.transform(x, foot, turn=lean):
            canvas.line((0, 0), (0, -tall), stroke(colour, tall * 0.05))
            for step in range(2, 9):
                y, reach = -tall * step / 9, tall * 0.2 * math.sin(math.pi * step / 9.6)
                canvas.line((0, y), (-reach, y - reach * 0.6), stroke(colour, tall * 0.06))
                canvas.line((0, y), (reach, y - reach * 0.6), stroke(colour, tall * 0.06))


def airfield(shade: Shade, chance: Random) -> World:
    """Hangars with round roofs and a tower at a runway, a wind sock, and a plane that takes off far away."""
    tower = chance.choice((190, 880))
    doors = [chance.randrange(3) for _ in range(4)]

    def sky(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#6FB4EE", 0.55), shade.tone("#DDF0FB", 0.5)))(canvas)
        canvas.path(polygon(smooth(ridge(chance, 1420, 120, 5))), fill(shade.tone("#A8CBB4", 0.45)))
        canvas.path(polygon(smooth(ridge(chance, 1470, 60, 7))), fill(shade.tone("#86B884", 0.5)))

    def hangars(canvas: Canvas) -> None:
        for number, kind in enumerate(doors):
            _hangar(canvas, shade, LEFT - 10 + number * 330, kind)
        _tower(canvas, shade, tower)
        canvas.box(LEFT - 300, 1500, RIGHT + 900, 120, fill(shade.tone("#8FC06A", 0.6)))
        for number in range(16):
            x, y = LEFT + number * 84, 1512 + number % 3 * 12
            canvas.line((x, y), (x + 44, y), stroke(shade.tone("#6FA850", 0.6), 6))
        for number in range(8):
            dot(canvas, LEFT + 40 + number * 165, 1530, 8, shade.tone("#FFD34A" if number % 2 else "#5FA8F0", 0.7))

    def runway(canvas: Canvas) -> None:
        canvas.box(LEFT - 300, 1640, RIGHT + 900, 700, fill(shade.tone("#7FB85A", 0.62, free=True)))
        corners = [(LEFT - 40, 1686), (RIGHT + 40, 1686), (RIGHT + 400, HEIGHT + 20), (LEFT - 400, HEIGHT + 20)]
        canvas.path(polygon(corners), fill(shade.tone("#6C7480", 0.62, free=True)))
        white = shade.tone("#F6F7F2", 0.66, free=True)
        canvas.box(LEFT - 300, 1696, RIGHT + 900, 8, fill(white))
        for number in range(7):
            x = LEFT - 20 + number * 200
            stripe = [(x, 1784), (x + 118, 1784), (x + 112 + (x - 540) * 0.03, 1812), (x - 8 + (x - 540) * 0.03, 1812)]
            canvas.path(polygon(stripe), fill(white))
        for number in range(8):
            x = LEFT + 20 + number * 168
            canvas.box(x - 9, 1654, 18, 34, fill(shade.tone("#E8E2D0", 0.65, free=True)), 5)
            dot(canvas, x, 1650, 13, shade.tone("#FFC93A" if number % 2 else "#6FC0FF", 0.7, free=True))

    def living(canvas: Canvas, at: float) -> None:
        _sock(canvas, shade, 1070 - tower, at)
        way = (at * 150 + 300) % 2000 - 300
        climb = max(way - 420, 0) * 0.34
        with canvas.transform(way, 1480 - climb, turn=-16 if climb else 0, scale=0.62):
            _airliner(canvas, shade)
        if math.sin(at * 4) > 0.3:
            dot(canvas, tower, 1052, 13, shade.tone("#FF5A4A", 0.75))

    return World((Layer(0, sky), Layer(0.45, hangars), Layer(1, runway)), living)


def _hangar(canvas: Canvas, shade: Shade, x: float, kind: int) -> None:
    """A hall with a round roof; its door is shut, open, or half open."""
    wall, roof = shade.tone("#DDE3E8", 0.58), shade.tone(("#C9685A", "#5F8FB8", "#6FA08A")[kind], 0.58)
    canvas.arc(x + 146, 1400, 148, 180, 180, fill(roof))
    canvas.arc(x + 146, 1404, 128, 180, 180, fill(wall))
    canvas.box(x - 2, 1396, 296, 120, fill(wall))
    canvas.box(x + 34, 1372, 224, 144, fill(shade.tone("#4F5F72", 0.6)), 4)
    for leaf in range((6, 2, 4)[kind]):
        left = x + 36 + leaf // 2 * 37 if leaf % 2 == 0 else x + 219 - leaf // 2 * 37
        canvas.box(left, 1372, 35, 144, fill(shade.tone("#F2F4F5", 0.6)), 2)
        canvas.box(left + 8, 1388, 19, 30, fill(shade.tone("#8FC4E8", 0.6)), 3)
    canvas.box(x + 96, 1318, 100, 26, fill(roof), 13)


def _tower(canvas: Canvas, shade: Shade, x: float) -> None:
    """Whence the field is overseen."""
    canvas.box(x - 34, 1190, 68, 330, fill(shade.tone("#E8E6DC", 0.6)))
    for number in range(4):
        canvas.box(x - 34, 1236 + number * 66, 68, 22, fill(shade.tone("#E07A5A", 0.6)))
    canvas.path(
        polygon([(x - 84, 1110), (x + 84, 1110), (x + 60, 1196), (x - 60, 1196)]), fill(shade.tone("#7FBCE4", 0.6))
    )
    for dx in (-28, 0, 28):
        canvas.line((x + dx * 1.4, 1112), (x + dx, 1194), stroke(shade.tone("#4F6478", 0.6), 6))
    canvas.box(x - 92, 1090, 184, 26, fill(shade.tone("#4F6478", 0.6)), 8)
    canvas.line((x, 1092), (x, 1056), stroke(shade.tone("#4F6478", 0.6), 7))


def _sock(canvas: Canvas, shade: Shade, x: float, at: float) -> None:
    """A striped sock on its mast that shows the wind."""
    canvas.line((x, 1520), (x, 1270), stroke(shade.tone("#8793A0", 0.62), 11))
    with canvas.transform(x, 1284, turn=8 + 9 * math.sin(at * 1.6)):
        for number in range(5):
            near, far = 30 - number * 4, 26 - number * 4
            left, right = number * 34, (number + 1) * 34
            wave = 5 * math.sin(at * 5 - number)
            ring = [(left, -near), (right, -far + wave), (right, far + wave), (left, near)]
            canvas.path(polygon(ring), fill(shade.tone("#FFF6EA" if number % 2 else "#F2703A", 0.68)))


def _airliner(canvas: Canvas, shade: Shade) -> None:
    """A plane from its side, with its nose to the right."""
    white, blue = shade.tone("#FFFFFF", 0.66), shade.tone("#4F86C8", 0.66)
    canvas.path(polygon([(-130, -20), (-168, -92), (-128, -92), (-84, -20)]), fill(blue))
    canvas.box(-150, -28, 300, 50, fill(white), 25)
    canvas.path(polygon([(10, 6), (-50, 62), (-92, 62), (-44, 6)]), fill(blue))
    for number in range(7):
        dot(canvas, -96 + number * 28, -6, 6, blue)
