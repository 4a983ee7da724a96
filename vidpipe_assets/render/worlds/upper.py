"""What hangs, flies and stands high in each world: a layer between the far end and the middle, behind the type.

Its tones are those that type is read on (`Shade.tone`), so that the upper half is picture and still quiet.
"""

import math
from collections.abc import Callable, Mapping
from random import Random

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient, stroke
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.worlds import above
from vidpipe_assets.render.worlds.heavens import galaxies
from vidpipe_assets.render.worlds.layers import MARGIN, Draw, Layer, Shade, dot

LEFT, RIGHT = -MARGIN, WIDTH + MARGIN


def _nebula(shade: Shade, chance: Random) -> Draw:
    spots = [(chance.uniform(0, WIDTH), chance.uniform(250, 900), chance.uniform(90, 260)) for _ in range(7)]
    moon = (chance.uniform(120, 420), chance.uniform(420, 620))

    def draw(canvas: Canvas) -> None:
        for number, (x, y, size) in enumerate(spots):
            hue = ("#7A4FD0", "#2F6FD0", "#B04F9E")[number % 3]
            for ring in range(3):
                canvas.oval(
                    x, y, size * (2.2 - ring * 0.6), size * (0.9 - ring * 0.22), fill(shade.tone(hue, 0.5), 0.3)
                )
        dot(canvas, *moon, 92, shade.tone("#B9C2D9", 0.6))
        for dx, dy, size in ((-30, -20, 22), (26, 24, 30), (20, -44, 13)):
            dot(canvas, moon[0] + dx, moon[1] + dy, size, shade.tone("#76809C", 0.6))

    return draw


def _surface(*, rocks: bool) -> Callable[[Shade, Random], Draw]:
    def make(shade: Shade, chance: Random) -> Draw:
        schools = [(chance.uniform(LEFT, RIGHT), chance.uniform(380, 760)) for _ in range(9 if rocks else 5)]
        cliff = [(LEFT - 40.0, 1700.0), (LEFT - 40.0, 760.0), (90.0, 900.0), (150.0, 1180.0), (70.0, 1700.0)]

        def draw(canvas: Canvas) -> None:
            for number in range(16):
                x, y = LEFT + number * 92, 240 + 34 * math.sin(number * 1.7)
                canvas.oval(x, y, 80, 13, fill(shade.tone("#BFEBFF", 0.5), 0.35))
            paint = fill(shade.tone("#79C3E8", 0.55), 0.8)
            for x, y in schools:
                for dx, dy in ((0, 0), (64, 26), (-58, 30), (8, 58), (120, 4)):
                    tail = (x + dx - 19, y + dy), (x + dx - 38, y + dy - 11), (x + dx - 38, y + dy + 11)
                    canvas.oval(x + dx, y + dy, 23, 9, paint)
                    canvas.path(polygon(tail), paint)
            if rocks:
                canvas.path(polygon(cliff), fill(shade.tone("#16507F", 0.65)))

        return draw

    return make


def _clouds(hue: str, share: float = 0.5, birds: str = "") -> Callable[[Shade, Random], Draw]:
    def make(shade: Shade, chance: Random) -> Draw:
        heaps = [(chance.uniform(LEFT, RIGHT), 300 + row * 170 + chance.uniform(-40, 40)) for row in range(5)]
        flock = (chance.uniform(300, 800), chance.uniform(520, 760))

        def draw(canvas: Canvas) -> None:
            paint = fill(shade.tone(hue, share))
            for x, y in heaps:
                canvas.box(x - 210, y, 420, 66, paint, 33)
                dot(canvas, x - 70, y, 78, shade.tone(hue, share))
                dot(canvas, x + 62, y + 6, 58, shade.tone(hue, share))
            for number in range(6 if birds else 0):
                x, y = flock[0] + number * 58 - 130, flock[1] + abs(number - 2) * 34
                wing = stroke(shade.tone(birds, 0.8), 8)
                canvas.line((x - 26, y - 12), (x, y), wing)
                canvas.line((x, y), (x + 26, y - 12), wing)

        return draw

    return make


def _canopy(shade: Shade, chance: Random) -> Draw:
    lianas = [(chance.uniform(LEFT, RIGHT), chance.uniform(480, 1000)) for _ in range(8)]

    def draw(canvas: Canvas) -> None:
        for number in range(7):
            x = LEFT + number * 190 + chance.uniform(-40, 40)
            canvas.box(x, -100, 54 + number % 3 * 22, 1700, fill(shade.tone("#3A5B36", 0.55)), 10)
        for x, length in lianas:
            canvas.line((x, -80), (x + 40, length), stroke(shade.tone("#4F8B4A", 0.6), 9))
            for leaf in range(5):
                y = length * (0.3 + leaf * 0.16)
                canvas.oval(x + 34 * (-1 if leaf % 2 else 1) + 16, y, 44, 17, fill(shade.tone("#58A656", 0.55)))
        for number in range(9):
            dot(canvas, LEFT + number * 150, 150 + 60 * math.sin(number * 2.1), 190, shade.tone("#256B3A", 0.55))

    return draw


def _aurora(shade: Shade, chance: Random) -> Draw:
    phase = chance.uniform(0, 6)

    def draw(canvas: Canvas) -> None:
        for band, hue in enumerate(("#4FE0A0", "#4FB0E0", "#9A6FE0")):
            for step in range(44):
                x = LEFT + step * 30
                y = 330 + band * 190 + 80 * math.sin(step * 0.23 + band * 1.4 + phase)
                tall = 170 + 60 * math.sin(step * 0.9 + band)
                colour = shade.tone(hue, 0.5)
                stops = [(0.0, colour, 0.0), (0.6, colour, 0.55), (1.0, colour, 0.0)]
                canvas.box(x, y, 31, tall, linear_gradient((0, y), (0, y + tall), stops))

    return draw


def _skyline(shade: Shade, chance: Random) -> Draw:
    def draw(canvas: Canvas) -> None:
        for number in range(5):
            x, top = LEFT + number * 260 + chance.uniform(0, 60), chance.uniform(480, 900)
            canvas.box(x, top, 150, 1400, fill(shade.tone("#3A4A86", 0.5)), 8)
            canvas.box(x + 66, top - 120, 14, 130, fill(shade.tone("#3A4A86", 0.5)))
            for row in range(9):
                for column in range(3):
                    if chance.random() < 0.5:
                        light = fill(shade.tone("#FFD67A", 0.55), 0.7)
                        canvas.box(x + 22 + column * 42, top + 36 + row * 68, 22, 32, light)
        for x, y in ((760, 360), (300, 520)):
            canvas.box(x - 90, y, 220, 30, fill(shade.tone("#8C84C9", 0.5)), 15)

    return draw


_HANGINGS = (
    ((150, 330, 250, 320), (450, 420, 190, 190), (680, 300, 240, 290), (470, 660, 210, 250), (150, 720, 220, 170)),
    ((130, 380, 330, 230), (520, 330, 150, 150)),
    ((180, 300, 200, 260), (430, 300, 200, 260), (180, 610, 450, 200)),
    ((620, 360, 300, 300),),
)
"""Where pictures hang on the wall of a room, each as x, y, width and height."""


def _walls(shade: Shade, chance: Random) -> Draw:
    """Pictures, sometimes a shelf, a lamp from the ceiling."""
    frames, hues = chance.choice(_HANGINGS), ["#E08A4F", "#6BA877", "#D96B8B", "#5B8FD9", "#E0C04F"]
    chance.shuffle(hues)
    shelf, lamp = chance.random() < 0.6, chance.choice((860, 220, 0))
    books = [chance.uniform(70, 120) for _ in range(8)]

    def draw(canvas: Canvas) -> None:
        for number, (x, y, wide, high) in enumerate(frames):
            canvas.box(x, y, wide, high, fill(shade.tone("#C79A6B", 0.42)), 6)
            canvas.box(x + 16, y + 16, wide - 32, high - 32, fill(shade.tone("#3E5A7A", 0.42)))
            _painting(canvas, shade, (x, y, wide, high), hues[number], number)
        if shelf:
            canvas.box(690, 720, 310, 16, fill(shade.tone("#8A5A38", 0.65)), 5)
            for number, tall in enumerate(books):
                hue = ("#D96B5B", "#5B8FD9", "#E0B84F", "#6BA877")[number % 4]
                canvas.box(704 + number * 36, 720 - tall, 28, tall, fill(shade.tone(hue, 0.55)), 3)
        if lamp:
            _ceiling_lamp(canvas, shade, lamp)

    return draw


def _painting(canvas: Canvas, shade: Shade, frame: tuple[int, int, int, int], hue: str, number: int) -> None:
    """A landscape with its sun, or a vase."""
    x, y, wide, high = frame
    if number % 2 and high > 160:
        canvas.oval(x + wide / 2, y + 0.66 * high, 0.16 * wide, 0.2 * high, fill(shade.tone(hue, 0.6)))
        for angle in (-0.5, 0.0, 0.5):
            top = (x + wide * (0.5 + 0.44 * angle), y + high * (0.28 + 0.1 * abs(angle)))
            canvas.line((x + wide / 2, y + 0.5 * high), top, stroke(shade.tone("#6BA877", 0.6), 6))
            dot(canvas, *top, 0.08 * wide, shade.tone(hue, 0.6))
        return
    dot(canvas, x + wide * 0.62, y + high * 0.4, min(wide, high) * 0.17, shade.tone(hue, 0.6))
    hill = [(x + 16, y + high - 16), (x + wide * 0.4, y + high * 0.55), (x + wide - 16, y + high - 16)]
    canvas.path(polygon(hill), fill(shade.tone(hue, 0.5)))


def _ceiling_lamp(canvas: Canvas, shade: Shade, x: float) -> None:
    canvas.line((x, -100), (x, 170), stroke(shade.tone("#B5835A", 0.6), 8))
    canvas.path(polygon([(x - 80, 260), (x - 40, 165), (x + 40, 165), (x + 80, 260)]), fill(shade.tone("#E8B86B", 0.6)))
    light = [(0.0, shade.tone("#FFE2A8", 0.6), 0.35), (1.0, shade.tone("#FFE2A8", 0.6), 0.0)]
    beam = polygon([(x - 70, 262), (x + 70, 262), (x + 270, 1150), (x - 270, 1150)])
    canvas.path(beam, linear_gradient((0, 262), (0, 1150), light))


def _apparatus(shade: Shade, chance: Random) -> Draw:
    """Screens, a molecule, tubes, lamps."""
    atoms = ((250, 420), (350, 360), (450, 420), (450, 530), (350, 590), (250, 530), (150, 360), (550, 590))
    bonds = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0), (0, 6), (3, 7))

    def draw(canvas: Canvas) -> None:
        for x in (70, 430, 790):
            canvas.box(x, 205, 260, 26, fill(shade.tone("#E6FBFF", 0.6)), 12)
        for one, other in bonds:
            canvas.line(atoms[one], atoms[other], stroke(shade.tone("#9FD9E8", 0.55), 11))
        for number, (x, y) in enumerate(atoms):
            dot(canvas, x, y, 34 if number < 6 else 26, shade.tone(("#5CE0A8", "#6DB7F2", "#F26DA0")[number % 3], 0.6))
        canvas.box(620, 340, 330, 250, fill(shade.tone("#2F6F80", 0.65)), 16)
        for number in range(9):
            tall = chance.uniform(40, 170)
            canvas.box(650 + number * 31, 560 - tall, 20, tall, fill(shade.tone("#7CF0C8", 0.55)), 4)
        canvas.box(90, 720, 300, 330, fill(shade.tone("#2F6F80", 0.6)), 16)
        for number in range(4):
            dot(canvas, 160 + number % 2 * 160, 810 + number // 2 * 150, 52, shade.tone("#A0E8B8", 0.5))
        for number in range(6):
            x = 470 + number * 84
            canvas.box(x, 720, 50, 300, fill(shade.tone("#BFEFF5", 0.45)), 25)
            fluid = chance.uniform(90, 240)
            hue = ("#F26DA0", "#F7C948", "#6DB7F2")[number % 3]
            canvas.box(x, 1020 - fluid, 50, fluid, fill(shade.tone(hue, 0.55)), 25)

    return draw


def _gallery(shade: Shade, chance: Random) -> Draw:
    """Shelves to the ceiling, a ladder, a round window."""
    hues = ("#B5483A", "#3A6EA5", "#D9A441", "#4E8B57", "#7A4E8A", "#C77B58")

    def draw(canvas: Canvas) -> None:
        for row in range(5):
            foot = 400 + row * 190
            x = LEFT - 20.0
            while x < RIGHT + 20:
                wide, tall = chance.uniform(30, 60), chance.uniform(100, 150)
                if chance.random() < 0.85:
                    canvas.box(x, foot - tall, wide - 4, tall, fill(shade.tone(chance.choice(hues), 0.38)), 3)
                x += wide
            canvas.box(LEFT - 60, foot, RIGHT + 260, 16, fill(shade.tone("#5A3A22", 0.6)))
        for x in (300, 800):
            canvas.box(x, 180, 26, 1200, fill(shade.tone("#6B4630", 0.6)))
        for side in (0, 110):
            canvas.line((520 + side, 240), (420 + side, 1400), stroke(shade.tone("#C79A6B", 0.6), 14))
        for number in range(10):
            y = 320 + number * 105
            canvas.line((512 - number * 9, y), (622 - number * 9, y), stroke(shade.tone("#C79A6B", 0.6), 11))

    return draw


def _roof(shade: Shade, chance: Random) -> Draw:
    """The roof of the stands, floodlights, flags."""

    def draw(canvas: Canvas) -> None:
        canvas.path(
            polygon([(LEFT - 60, 420), (540, 330), (RIGHT + 60, 420), (RIGHT + 60, 520), (540, 410), (LEFT - 60, 520)]),
            fill(shade.tone("#54658F", 0.55)),
        )
        for number in range(9):
            x = LEFT + number * 160
            canvas.line((x, 470 - abs(x - 540) * 0.1), (x + 80, 360), stroke(shade.tone("#6F80AC", 0.55), 9))
        for x in (110, 960):
            canvas.box(x - 8, 300, 22, 900, fill(shade.tone("#6F80AC", 0.5)))
            for number in range(8):
                light = shade.tone("#FFF3C4", 0.7)
                dot(canvas, x - 60 + number % 4 * 42, 250 + number // 4 * 46, 17, light)
        for number in range(7):
            x, hue = 60 + number * 160, ("#E8604C", "#F2B84B", "#4FA3D9")[number % 3]
            canvas.line((x, 640), (x, 860), stroke(shade.tone("#A9B4CF", 0.5), 7))
            wave = chance.uniform(-14, 14)
            flag = [(x, 640), (x + 96, 662 + wave), (x, 718)]
            canvas.path(polygon(flag), fill(shade.tone(hue, 0.6)))

    return draw


def _hall(shade: Shade, chance: Random) -> Draw:
    """A hall's roof, a crane with its hook, windows, chimneys."""

    def draw(canvas: Canvas) -> None:
        steel, glass = shade.tone("#8B98A8", 0.5), shade.tone("#7FB6D0", 0.45)
        for number in range(4):
            x = LEFT - 30 + number * 330
            canvas.path(polygon([(x, 470), (x, 220), (x + 330, 470)]), fill(shade.tone("#4F5B6B", 0.55)))
            canvas.path(polygon([(x + 14, 440), (x + 14, 260), (x + 240, 440)]), fill(glass))
        canvas.box(LEFT - 60, 560, RIGHT + 260, 34, fill(steel))
        for number in range(14):
            x = LEFT + number * 96
            canvas.line((x, 594), (x + 48, 660), stroke(steel, 9))
            canvas.line((x + 48, 660), (x + 96, 594), stroke(steel, 9))
        canvas.box(LEFT - 60, 660, RIGHT + 260, 16, fill(steel))
        canvas.box(560, 640, 190, 90, fill(shade.tone("#E0B040", 0.6)), 10)
        canvas.line((655, 730), (655, 900), stroke(steel, 10))
        canvas.arc(655, 940, 40, -90, 250, stroke(shade.tone("#E0B040", 0.6), 16))
        for number in range(6):
            x = 40 + number * 190
            canvas.box(x, 780, 120, 190, fill(shade.tone("#3E4A58", 0.6)), 8)
            dot(canvas, x + 60, 840, 34, shade.tone(("#7CF0C8", "#F2B84B", "#E8604C")[chance.randrange(3)], 0.5))
            canvas.box(x + 24, 905, 72, 14, fill(steel), 7)

    return draw


def _rig(shade: Shade, _chance: Random) -> Draw:
    """The beams under a stage's roof with their lamps, garlands."""

    def draw(canvas: Canvas) -> None:
        steel = shade.tone("#8C96B0", 0.55)
        for y in (250, 520):
            canvas.box(LEFT - 60, y, RIGHT + 260, 12, fill(steel))
            canvas.box(LEFT - 60, y + 62, RIGHT + 260, 12, fill(steel))
            for number in range(14):
                x = LEFT + number * 96
                canvas.line((x, y + 68), (x + 48, y + 6), stroke(steel, 8))
                canvas.line((x + 48, y + 6), (x + 96, y + 68), stroke(steel, 8))
        for number in range(7):
            x, hue = 20 + number * 172, ("#FF6FA8", "#FFC93A", "#6FC8FF", "#9CE07A")[number % 4]
            canvas.box(x - 34, 590, 68, 74, fill(shade.tone("#6A7288", 0.6)), 12)
            dot(canvas, x, 664, 32, shade.tone(hue, 0.7))

    return draw


def _pans(shade: Shade, chance: Random) -> Draw:
    """A bar with pans and ladles, cupboards, a lamp."""
    sizes = [chance.uniform(52, 78) for _ in range(6)]

    def draw(canvas: Canvas) -> None:
        for number in range(5):
            x = LEFT - 10 + number * 256
            canvas.box(x, 210, 244, 300, fill(shade.tone("#94C4B8", 0.5)), 10)
            canvas.box(x + 22, 234, 200, 252, fill(shade.tone("#B8DCD2", 0.5)), 8)
            canvas.box(x + 112, 452, 20, 44, fill(shade.tone("#F2D08A", 0.6)), 8)
        canvas.box(LEFT - 60, 580, RIGHT + 260, 14, fill(shade.tone("#8C98A8", 0.6)), 7)
        for number, size in enumerate(sizes):
            x = 60 + number * 190
            canvas.line((x, 590), (x, 680), stroke(shade.tone("#7A6A60", 0.6), 10))
            dot(canvas, x, 680 + size, size, shade.tone(("#D98A4A", "#8C96A8")[number % 2], 0.6))
            dot(canvas, x, 680 + size, size * 0.74, shade.tone(("#F2B888", "#C2CAD8")[number % 2], 0.6))

    return draw


def _skylights(shade: Shade, _chance: Random) -> Draw:
    """A vault of glass, and banners."""

    def draw(canvas: Canvas) -> None:
        for number in range(6):
            x = LEFT + number * 216
            canvas.box(x, 200, 190, 330, fill(shade.tone("#A8D4F2", 0.5)), 14)
            for row in range(3):
                canvas.box(x, 300 + row * 100, 190, 10, fill(shade.tone("#FFF8EA", 0.6)))
            canvas.box(x + 90, 200, 10, 330, fill(shade.tone("#FFF8EA", 0.6)))
        canvas.box(LEFT - 60, 560, RIGHT + 260, 44, fill(shade.tone("#FFFFFF", 0.6)))
        canvas.box(LEFT - 60, 604, RIGHT + 260, 16, fill(shade.tone("#D9A63A", 0.6)))
        for number in range(4):
            x, hue = LEFT + 118 + number * 330, ("#B5283C", "#2F6FA8")[number % 2]
            canvas.box(x, 620, 96, 230, fill(shade.tone(hue, 0.5)))
            canvas.path(polygon([(x, 850), (x + 48, 900), (x + 96, 850)]), fill(shade.tone(hue, 0.5)))
            dot(canvas, x + 48, 720, 28, shade.tone("#FFE08A", 0.6))

    return draw


_UPPER: Mapping[str, Callable[[Shade, Random], Draw]] = {
    "space": _nebula,
    "deepspace": galaxies,
    "ocean": _surface(rocks=False),
    "reef": _surface(rocks=True),
    "shore": _clouds("#F7C9A0", 0.4, birds="#F4E6D8"),
    "desert": _clouds("#E8A070", 0.42),
    "jungle": _canopy,
    "mountains": _clouds("#AFC4E8", 0.42, birds="#DCE6FF"),
    "field": _clouds("#D5E6F2", 0.45, birds="#F0F4FA"),
    "ice": _aurora,
    "mars": _clouds("#D9764F", 0.35),
    "ruins": _clouds("#F2C79A", 0.42, birds="#F7E6D0"),
    "city": _skyline,
    "room": _walls,
    "laboratory": _apparatus,
    "archive": _gallery,
    "stadium": _roof,
    "factory": _hall,
    "oldtown": _clouds("#FFFFFF", 0.5, birds="#5A6478"),
    "street": _clouds("#FFFFFF", 0.5, birds="#5A6478"),
    "harbour": _clouds("#FFFFFF", 0.5, birds="#FFFFFF"),
    "meadow": _clouds("#FFFFFF", 0.55, birds="#5A6478"),
    "savanna": _clouds("#FFE9C0", 0.5, birds="#7A5A48"),
    "stage": _rig,
    "kitchen": _pans,
    "museum": _skylights,
    "launchpad": _clouds("#FFFFFF", 0.55, birds="#FFFFFF"),
    "moon": above.earthrise,
    "venus": above.sulfur,
    "cabin": above.modules,
    "sea": above.horizon_sky,
    "forest": above.leaves,
    "airfield": above.wide_sky,
    "tank": above.water_top,
    "hospital": above.theatre_lamps,
}


def upper_layer(world: str, shade: Shade, seed: int) -> Layer:
    """The layer of a world that fills its upper half, the same for a seed in every view."""
    return Layer(0.2, _UPPER[world](shade, Random(seed + 1)), level=960)  # noqa: S311 - for variety
