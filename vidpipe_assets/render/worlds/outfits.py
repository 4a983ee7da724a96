"""What stands on the grounds of the Moon, of Venus, of a forest, an airfield and a hospital: see `props`."""

from vidpipe_assets.render.worlds.pen import Pen


def boulder(pen: Pen) -> None:
    """A grey stone with its lit side."""
    pen.shape([(-150, 0), (-128, -96), (-60, -158), (30, -146), (104, -70), (130, 0)], "#9CA1AC")
    pen.shape([(-150, 0), (-128, -96), (-60, -158), (-20, -60), (-40, 0)], "#D4D8DF")
    pen.shape([(70, 0), (92, -52), (150, -60), (186, 0)], "#80868F")
    pen.oval(30, -84, 22, 12, "#7A808B")


def crater(pen: Pen) -> None:
    """A pit with a lit rim."""
    pen.oval(0, -24, 200, 46, "#DADDE3")
    pen.oval(8, -16, 172, 34, "#666C78")
    pen.oval(24, -8, 130, 20, "#979CA7")


def seismometer(pen: Pen) -> None:
    """What listens to the Moon: a drum between two wings that catch the sun."""
    for side in (-1, 1):
        pen.shape([(side * 50, -120), (side * 190, -190), (side * 190, -90), (side * 50, -40)], "#3F5FA8")
        for step in range(1, 4):
            x = side * (50 + step * 35)
            pen.line((x, -120 - step * 17), (x, -42 - step * 12), "#8FA8D8", 5)
    pen.box(-52, -136, 104, 136, "#E0A83C", 14)
    pen.box(-52, -104, 104, 16, "#F7DC8C")
    pen.line((0, -136), (0, -236), "#D8DCE4", 8)
    pen.oval(0, -240, 30, 9, "#D8DCE4")


def reflector(pen: Pen) -> None:
    """A tray of mirrors that throws laser light back to the Earth."""
    pen.line((-70, 0), (-50, -70), "#B4BAC4", 14)
    pen.line((80, 0), (60, -60), "#B4BAC4", 14)
    pen.shape([(-120, -60), (-84, -190), (120, -170), (104, -44)], "#C9CED8")
    for row in range(3):
        for column in range(4):
            pen.oval(-66 + column * 46 + row * -6, -158 + row * 40 + column * 4, 16, 14, "#4F6FB8")


def lava_rocks(pen: Pen) -> None:
    """Flat stones, one on the other."""
    pen.shape([(-190, 0), (-160, -60), (-20, -76), (120, -52), (170, 0)], "#B86A34")
    pen.shape([(-160, -60), (-20, -76), (120, -52), (-10, -40)], "#E8A860")
    pen.shape([(-110, -62), (-86, -128), (30, -140), (84, -58)], "#9E5428")
    pen.shape([(-86, -128), (30, -140), (60, -112), (-60, -106)], "#DE9850")


def vent(pen: Pen) -> None:
    """A small cone that glows."""
    pen.shape([(-180, 0), (-46, -150), (46, -150), (180, 0)], "#A8582C")
    pen.shape([(10, -150), (46, -150), (180, 0), (70, 0)], "#87421F")
    pen.oval(0, -150, 48, 13, "#FFC060")
    pen.line((-20, -144), (-44, -70), "#FF9A3C", 14)
    pen.line((-44, -70), (-36, -20), "#FF9A3C", 11)


def stump(pen: Pen) -> None:
    """What is left of a tree, with its rings."""
    pen.shape([(-130, 0), (-92, -40), (-88, -150), (88, -150), (92, -40), (130, 0)], "#9A6E46")
    for x in (-50, -8, 40):
        pen.line((x, -124), (x - 6, -36), "#7A5434", 8)
    for across, hue in ((90, "#E0BC84"), (62, "#BE935E"), (36, "#E0BC84")):
        pen.oval(0, -150, across, across * 0.27, hue)
    pen.oval(-82, -30, 50, 20, "#7FB04E")


def toadstools(pen: Pen) -> None:
    """Two mushrooms between ferns."""
    for x, tall, wide in ((-50, 170, 100), (70, 110, 70)):
        pen.shape([(x - 20, 0), (x - 14, -tall), (x + 14, -tall), (x + 24, 0)], "#FFF6E2")
        pen.shape([(x - wide, -tall + 8), (x - wide * 0.7, -tall - wide * 0.55), (x, -tall - wide * 0.8),
                   (x + wide * 0.7, -tall - wide * 0.55), (x + wide, -tall + 8)], "#D9503E")  # fmt: skip
        for dx, dy in ((-0.45, -0.2), (0.05, -0.5), (0.5, -0.22)):
            pen.oval(x + dx * wide, -tall + dy * wide, 13, 10, "#FFF6E2")


def sapling(pen: Pen) -> None:
    """A young fir."""
    pen.box(-14, -90, 28, 90, "#8A6440")
    for step in range(4):
        half, y = 130 - step * 26, -60 - step * 78
        pen.shape([(-half, y), (0, y - 130), (half, y)], ("#4F8F54", "#5BA060")[step % 2])


def fuel_cart(pen: Pen) -> None:
    """A tank on wheels with its hose."""
    pen.box(-160, -170, 270, 120, "#F2C84B", 56)
    pen.box(-160, -122, 270, 18, "#E0604E")
    pen.box(96, -150, 74, 100, "#E8EDF2", 14)
    pen.box(116, -138, 44, 40, "#7FB8DC", 8)
    for x in (-100, 40, 130):
        pen.oval(x, -34, 34, 34, "#4A5560")
        pen.oval(x, -34, 14, 14, "#C8D0D8")


def stairs(pen: Pen) -> None:
    """What one boards a plane by."""
    pen.shape([(-150, -20), (90, -300), (150, -300), (150, -20)], "#DCE3EA")
    for step in range(6):
        pen.box(-140 + step * 42, -56 - step * 46, 62, 14, "#4F86C8", 3)
    pen.line((-150, -120), (90, -390), "#8794A2", 11)
    pen.line((90, -390), (150, -390), "#8794A2", 11)
    for x in (-150, -30, 90, 150):
        pen.line((x, -392 + max(90 - x, 0) * 1.1), (x, -292 + max(90 - x, 0) * 1.1), "#8794A2", 8)
    for x in (-90, 110):
        pen.oval(x, -20, 24, 24, "#4A5560")


def chocks(pen: Pen) -> None:
    """Two wedges on a rope, and a case of tools."""
    pen.box(-40, -150, 190, 120, "#E0604E", 12)
    pen.box(20, -180, 70, 34, "#8C3A30", 12)
    pen.box(-40, -104, 190, 14, "#F2B0A4")
    for x in (-170, -60):
        pen.shape([(x, 0), (x + 70, -74), (x + 96, 0)], "#F2C84B")
    pen.line((-120, -6), (0, -6), "#F4EFE2", 8)


def trolley(pen: Pen) -> None:
    """A cart with drawers, and bottles on it."""
    for number, (x, hue) in enumerate(((-84, "#E8907A"), (-24, "#F4FAFC"), (36, "#6FB8D9"))):
        pen.box(x, -340 - number % 2 * 24, 48, 90 + number % 2 * 24, hue, 12)
    pen.box(-130, -256, 260, 22, "#8FA6B4", 8)
    pen.box(-118, -236, 236, 200, "#F4FAFC", 12)
    for row in range(3):
        pen.box(-102, -220 + row * 62, 204, 48, "#6FC0B4", 6)
        pen.box(-26, -202 + row * 62, 52, 10, "#F4FAFC", 5)
    for x in (-90, 90):
        pen.oval(x, -18, 20, 20, "#5F7280")


def drip(pen: Pen) -> None:
    """A bag of blood on its stand."""
    pen.box(-7, -440, 14, 430, "#8FA6B4")
    pen.line((-60, -430), (60, -430), "#8FA6B4", 12)
    pen.line((-80, -8), (80, -8), "#8FA6B4", 14)
    pen.box(-86, -416, 70, 124, "#F4FAFC", 20)
    pen.box(-86, -364, 70, 72, "#E87A80", 20)
    pen.line((-50, -292), (-44, -120), "#E87A80", 6)


def bed(pen: Pen) -> None:
    """Where a patient lies, seen from its foot's side."""
    for x in (-170, 150):
        pen.box(x, -250 if x < 0 else -170, 22, 240 if x < 0 else 160, "#8FA6B4", 8)
        pen.oval(x + 11, -12, 18, 18, "#5F7280")
    pen.box(-166, -120, 334, 30, "#8FA6B4", 6)
    pen.box(-150, -170, 310, 56, "#F7FBFC", 22)
    pen.box(-40, -178, 202, 74, "#6FC0B4", 20)
    pen.box(-146, -204, 96, 46, "#FFFFFF", 22)
