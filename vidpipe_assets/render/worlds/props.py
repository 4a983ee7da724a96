"""Things that stand on the ground of a world, at both sides of its subject: the lower half of a frame is not empty.

Each is drawn around its foot, some 300 pixels tall, in tones that type is read on; with the ground, once.
"""

from collections.abc import Mapping
from random import Random

from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.worlds import outfits
from vidpipe_assets.render.worlds.layers import Shade
from vidpipe_assets.render.worlds.pen import Pen, Prop


def _armchair(pen: Pen) -> None:
    pen.box(-120, -260, 240, 200, "#4FA8B0", 50)
    pen.box(-92, -150, 184, 100, "#74C4C8", 26)
    for x in (-150, 90):
        pen.box(x, -170, 62, 140, "#3F98A2", 30)
        pen.box(x + 20, -32, 20, 32, "#8A5A38")


def _floor_lamp(pen: Pen) -> None:
    pen.box(-7, -300, 14, 300, "#8C6A4A")
    pen.oval(0, -4, 60, 13, "#8C6A4A")
    pen.shape([(-84, -270), (-44, -390), (44, -390), (84, -270)], "#FFE2A0")


def _plant(pen: Pen) -> None:
    for x, y in ((-90, -240), (-46, -310), (8, -340), (60, -300), (98, -230)):
        pen.line((0, -110), (x, y), "#4FA05A", 20)
        pen.oval(x, y, 34, 22, "#66B86A")
    pen.shape([(-66, -120), (66, -120), (48, 0), (-48, 0)], "#D98A5A")
    pen.box(-74, -132, 148, 26, "#E5A070", 8)


def _side_table(pen: Pen) -> None:
    for x in (-80, 66):
        pen.box(x, -150, 16, 150, "#A8703E")
    pen.box(-110, -166, 220, 24, "#C98A50", 10)
    for number, hue in enumerate(("#E8604C", "#4FA3D9", "#F2C84B")):
        pen.box(-80 + number * 8, -196 - number * 30, 130, 28, hue, 5)
    pen.box(66, -226, 34, 60, "#9CD0E8", 10)


def _stool(pen: Pen) -> None:
    for x in (-62, 48):
        pen.line((x * 0.6, -190), (x, 0), "#B0784A", 16)
    pen.line((-42, -80), (36, -80), "#B0784A", 10)
    pen.box(-82, -212, 164, 30, "#E0604E", 15)


def _jars(pen: Pen) -> None:
    for x, high, hue in ((-112, 150, "#D9603C"), (-8, 190, "#E8B84F"), (98, 130, "#7FA05A")):
        pen.box(x - 46, -high, 92, high, "#E9F4F2", 22)
        pen.box(x - 46, -high * 0.66, 92, high * 0.66, hue, 20)
        pen.box(x - 40, -high - 26, 80, 34, "#8A5A3C", 8)


def _oil(pen: Pen) -> None:
    pen.box(-44, -190, 88, 190, "#B8B84A", 26)
    pen.box(-16, -270, 32, 96, "#B8B84A", 8)
    pen.box(-20, -292, 40, 30, "#8A5A3C", 8)
    pen.box(-44, -130, 88, 64, "#F6EBCB", 2)


def _bowl(pen: Pen) -> None:
    for x, y, hue in ((-52, -112, "#D9483C"), (10, -124, "#E06A4E"), (58, -108, "#D9483C")):
        pen.oval(x, y, 44, 42, hue)
        pen.line((x, y - 40), (x + 8, y - 56), "#5F8A4A", 8)
    pen.shape([(-130, -104), (130, -104), (84, -14), (-84, -14)], "#5FA8C0")
    pen.box(-60, -20, 120, 20, "#4A8CA4", 6)


def _crates(pen: Pen) -> None:
    for x, y in ((-130, -120), (4, -120), (-66, -240)):
        pen.box(x, y, 124, 116, "#D9A45C", 6)
        pen.box(x + 8, y + 10, 108, 12, "#C08A44")
        pen.box(x + 8, y + 92, 108, 12, "#C08A44")
        pen.line((x + 16, y + 92), (x + 108, y + 22), "#C08A44", 10)


def _barrel(pen: Pen) -> None:
    pen.box(-80, -220, 160, 220, "#C07A48", 46)
    for y in (-176, -62):
        pen.box(-84, y, 168, 16, "#7A8490", 8)


def _bollard(pen: Pen) -> None:
    pen.box(-46, -130, 92, 130, "#6A7688", 20)
    pen.box(-70, -160, 140, 50, "#7C889A", 25)
    for y in (-80, -60, -40):
        pen.box(-56, y, 112, 14, "#E8D3A8", 7)


def _lamp_post(pen: Pen) -> None:
    pen.box(-10, -400, 20, 400, "#5F7084")
    pen.box(-34, -26, 68, 26, "#5F7084", 8)
    pen.shape([(-44, -410), (-30, -500), (30, -500), (44, -410)], "#FFE9A8")
    pen.shape([(-40, -500), (0, -546), (40, -500)], "#5F7084")


def _cafe(pen: Pen) -> None:
    pen.shape([(-170, -330), (0, -410), (170, -330)], "#E0604E")
    pen.shape([(-60, -330), (0, -410), (60, -330)], "#FFF4E2")
    pen.box(-7, -340, 14, 340, "#A8764A")
    pen.box(-100, -160, 200, 18, "#FFF8EA", 9)
    pen.line((-60, -150), (-84, 0), "#8C98A8", 10)
    pen.line((60, -150), (84, 0), "#8C98A8", 10)
    pen.box(-52, -196, 40, 36, "#8CC4E8", 8)


def _flower_tub(pen: Pen) -> None:
    for number, hue in enumerate(("#F26D8A", "#FFC93A", "#B48CE8", "#FF8A5A", "#F28AB2", "#FFFFFF")):
        x, y = -84 + number * 34, -150 - number % 2 * 40
        pen.line((x * 0.6, -80), (x, y), "#5FA64E", 12)
        pen.oval(x, y, 30, 30, hue)
        pen.oval(x, y, 11, 11, "#FFE9A0")
    pen.shape([(-110, -100), (110, -100), (86, 0), (-86, 0)], "#B8785A")


def _hydrant(pen: Pen) -> None:
    pen.box(-44, -190, 88, 190, "#E8503E", 24)
    pen.box(-66, -130, 132, 46, "#F0705E", 20)
    pen.oval(0, -190, 52, 34, "#E8503E")
    pen.box(-58, -22, 116, 22, "#F0705E", 6)


def _taxi_sign(pen: Pen) -> None:
    pen.box(-9, -330, 18, 330, "#7A8490")
    pen.box(-80, -420, 160, 130, "#3F8FD9", 18)
    pen.box(-52, -376, 104, 40, "#FFD84A", 10)
    pen.oval(-28, -332, 14, 14, "#FFF8EA")
    pen.oval(28, -332, 14, 14, "#FFF8EA")


def _bench(pen: Pen) -> None:
    for y in (-200, -160, -100):
        pen.box(-170, y, 340, 28, "#C9854E", 8)
    for x in (-150, 128):
        pen.box(x, -210, 20, 210, "#5F7084")


def _palm(pen: Pen) -> None:
    for number in range(7):
        pen.box(-20 + number * 7, -62 - number * 58, 36, 66, "#B5824A" if number % 2 else "#C89458", 8)
    for x, y in ((-170, -360), (-150, -460), (-30, -520), (100, -520), (190, -440), (200, -350)):
        pen.line((38, -430), ((38 + x) / 2, (-470 + y) / 2 - 20), "#5FA04A", 24)
        pen.line(((38 + x) / 2, (-470 + y) / 2 - 20), (x, y), "#6FB256", 20)
    for x in (14, 44, 66):
        pen.oval(x, -408, 20, 20, "#A8683A")


def _amphora(pen: Pen) -> None:
    pen.oval(0, -120, 86, 116, "#D9814E")
    pen.box(-34, -290, 68, 90, "#D9814E", 8)
    pen.box(-56, -300, 112, 24, "#E8A070", 10)
    pen.box(-84, -140, 168, 18, "#FFE0B0", 6)


def _hut(pen: Pen) -> None:
    pen.box(-170, -220, 250, 220, "#EBC88E", 6)
    pen.box(20, -160, 160, 160, "#DDB478", 6)
    pen.oval(-45, -220, 92, 66, "#F5DCAA")
    pen.box(-76, -120, 60, 120, "#A8703E", 26)
    pen.box(80, -110, 40, 46, "#8C5E36", 6)


def _rocks(pen: Pen) -> None:
    pen.shape([(-170, 0), (-130, -130), (-30, -180), (50, -110), (90, 0)], "#B08A6C")
    pen.shape([(-30, -180), (50, -110), (90, 0), (0, 0)], "#9A7458")
    pen.shape([(40, 0), (80, -90), (150, -70), (180, 0)], "#BF9A7A")


def _grey_rocks(pen: Pen) -> None:
    pen.shape([(-170, 0), (-120, -150), (-20, -210), (60, -120), (100, 0)], "#9AA6B8")
    pen.shape([(-20, -210), (60, -120), (100, 0), (10, 0)], "#8592A6")
    pen.shape([(40, 0), (84, -90), (150, -70), (180, 0)], "#A8B4C4")


def _red_rocks(pen: Pen) -> None:
    pen.shape([(-170, 0), (-120, -150), (-20, -210), (60, -120), (100, 0)], "#F2B48C")
    pen.shape([(-20, -210), (60, -120), (100, 0), (10, 0)], "#DB8C60")
    pen.shape([(40, 0), (84, -90), (150, -70), (180, 0)], "#F7C8A4")


def _crater(pen: Pen) -> None:
    pen.oval(0, -30, 190, 52, "#DB8C60")
    pen.oval(0, -20, 160, 36, "#C06A44")
    pen.oval(-150, -54, 60, 26, "#F7C8A4")


def _ice_block(pen: Pen) -> None:
    pen.shape([(-150, 0), (-120, -210), (-10, -330), (70, -180), (110, 0)], "#A8DAF5")
    pen.shape([(-10, -330), (70, -180), (110, 0), (10, 0), (-30, -160)], "#7FC0E8")
    pen.shape([(60, 0), (104, -120), (170, -60), (190, 0)], "#C8EAFA")


def _snow_heap(pen: Pen) -> None:
    for x, y, size in ((-90, -30, 90), (30, -60, 110), (130, -20, 80)):
        pen.oval(x, y, size, size * 0.8, "#FFFFFF")
    pen.box(-180, -40, 390, 60, "#FFFFFF", 30)


def _column(pen: Pen) -> None:
    pen.box(-70, -330, 140, 330, "#F0DDB8", 4)
    for x in (-46, -14, 18):
        pen.box(x, -330, 14, 330, "#D5BE94", 0)
    pen.shape([(-76, -330), (-50, -380), (10, -350), (50, -400), (76, -330)], "#F0DDB8")
    pen.box(-96, -34, 192, 34, "#DDC79E", 6)


def _cypress(pen: Pen) -> None:
    pen.box(-12, -60, 24, 60, "#8A6240")
    pen.oval(0, -240, 66, 200, "#5F9A5A")
    pen.oval(-16, -250, 34, 150, "#74AE68")


def _fern(pen: Pen) -> None:
    for x, y in ((-170, -150), (-120, -260), (-40, -320), (40, -320), (120, -260), (170, -150)):
        pen.line((0, 0), (x, y), "#3FA060", 26)
        pen.oval(x, y, 40, 30, "#58B874")


def _mushrooms(pen: Pen) -> None:
    for x, high, size in ((-70, 150, 80), (50, 210, 100), (130, 100, 56)):
        pen.box(x - size * 0.24, -high, size * 0.48, high, "#F5E6CC", 14)
        pen.oval(x, -high, size, size * 0.56, "#E8604C")
        for dx in (-0.4, 0.1, 0.5):
            pen.oval(x + dx * size, -high - size * 0.14, size * 0.13, size * 0.1, "#FFF8EA")


def _pine(pen: Pen) -> None:
    pen.box(-16, -70, 32, 70, "#8C6444")
    for number in range(4):
        half, foot = 130 - number * 26, -50 - number * 86
        pen.shape([(-half, foot), (0, foot - 150), (half, foot)], ("#4F9A70", "#5FAA7C")[number % 2])


def _fence(pen: Pen) -> None:
    for x in range(-170, 190, 84):
        pen.shape([(x, 0), (x, -190), (x + 24, -226), (x + 48, -190), (x + 48, 0)], "#FFF8EA")
    pen.box(-190, -160, 400, 22, "#F0E2C8", 4)
    pen.box(-190, -76, 400, 22, "#F0E2C8", 4)


def _bush(pen: Pen) -> None:
    for x, y, size in ((-90, -60, 84), (0, -120, 100), (90, -60, 84)):
        pen.oval(x, y, size, size * 0.9, "#66B054")
    for x, y in ((-100, -90), (-30, -160), (50, -120), (100, -60), (0, -60)):
        pen.oval(x, y, 18, 18, "#F26D8A")


def _hive(pen: Pen) -> None:
    for number in range(4):
        pen.box(-100 + number * 10, -70 - number * 66, 200 - number * 20, 64, ("#F2C84B", "#E5B43A")[number % 2], 28)
    pen.oval(0, -60, 28, 24, "#8A5A28")


def _hay(pen: Pen) -> None:
    pen.oval(0, -110, 130, 112, "#EBC04E")
    for size in (96, 62, 28):
        pen.oval(0, -110, size, size * 0.86, ("#D9A83A", "#F2CE68")[size % 4 == 0])


def _acacia(pen: Pen) -> None:
    pen.line((0, 0), (14, -260), "#9A6A3E", 30)
    pen.line((8, -150), (-90, -270), "#9A6A3E", 18)
    for x, y, wide in ((-110, -290, 130), (90, -300, 150), (0, -350, 130)):
        pen.oval(x, y, wide, 42, "#8CAA4A")


def _mound(pen: Pen) -> None:
    pen.shape([(-110, 0), (-70, -180), (-20, -290), (20, -200), (60, -240), (110, 0)], "#C9824E")
    for x, y in ((-50, -90), (20, -130), (50, -50)):
        pen.oval(x, y, 16, 14, "#9A5E34")


def _microscope(pen: Pen) -> None:
    pen.box(-110, -40, 220, 40, "#5F7A94", 14)
    pen.box(40, -290, 40, 260, "#7FA0BC", 16)
    pen.box(-50, -330, 60, 190, "#E8F2F8", 14)
    pen.box(-60, -350, 80, 36, "#5F7A94", 10)
    pen.box(-100, -130, 170, 22, "#5F7A94", 6)


def _flasks(pen: Pen) -> None:
    for x, hue, high in ((-90, "#5CE0A8", 190), (40, "#F28AB2", 240), (140, "#F7C948", 160)):
        pen.box(x - 18, -high, 36, 90, "#E2F4FA", 8)
        pen.shape([(x - 18, -high + 80), (x + 18, -high + 80), (x + 76, 0), (x - 76, 0)], "#E2F4FA")
        pen.shape([(x - 44, -66), (x + 44, -66), (x + 74, 0), (x - 74, 0)], hue)


def _books(pen: Pen) -> None:
    for number, hue in enumerate(("#C9584A", "#4F86C0", "#E0B04A", "#5FA06A", "#9A6AAE", "#D98A5A")):
        pen.box(-130 + number % 3 * 12, -50 * (number + 1), 240 - number % 2 * 24, 46, hue, 8)
        pen.box(-100, -50 * (number + 1) + 14, 40, 16, "#FFF0CC", 4)


def _globe(pen: Pen) -> None:
    pen.box(-12, -110, 24, 100, "#B0783E")
    pen.box(-80, -24, 160, 24, "#B0783E", 10)
    pen.oval(0, -220, 116, 116, "#6FB8E0")
    for x, y, across, down in ((-40, -250, 44, 34), (40, -190, 38, 46), (-20, -160, 30, 20)):
        pen.oval(x, y, across, down, "#7FBF6A")


def _board(pen: Pen) -> None:
    pen.box(-190, -180, 380, 160, "#3F7FD0", 10)
    pen.box(-160, -130, 200, 24, "#FFF8EA", 8)
    pen.box(-160, -90, 140, 20, "#FFE08A", 8)
    pen.oval(110, -100, 50, 50, "#FFF8EA")
    for x in (-160, 130):
        pen.box(x, -24, 24, 24, "#7A8490")


def _cones(pen: Pen) -> None:
    for x, high in ((-90, 170), (60, 220)):
        pen.shape([(x - 70, -20), (x - 14, -high), (x + 14, -high), (x + 70, -20)], "#F58A3A")
        pen.shape(
            [(x - 44, -high * 0.42), (x - 30, -high * 0.64), (x + 30, -high * 0.64), (x + 44, -high * 0.42)], "#FFF8EA"
        )
        pen.box(x - 90, -24, 180, 24, "#E07A2C", 8)


def _flag(pen: Pen) -> None:
    pen.box(-8, -400, 16, 400, "#F4F6FA")
    pen.shape([(8, -400), (170, -350), (8, -290)], "#E8503E")


def _speaker(pen: Pen) -> None:
    pen.box(-110, -380, 220, 380, "#6F7A94", 16)
    pen.oval(0, -120, 84, 84, "#94A0BA")
    pen.oval(0, -120, 34, 34, "#D0D8E5")
    pen.oval(0, -290, 48, 48, "#94A0BA")


def _microphone(pen: Pen) -> None:
    pen.box(-8, -340, 16, 340, "#7A8490")
    pen.oval(0, -6, 74, 16, "#7A8490")
    pen.box(-26, -390, 52, 70, "#A8B2C4", 24)
    pen.oval(0, -410, 40, 44, "#C8D0DC")


def _vase(pen: Pen) -> None:
    pen.box(-90, -180, 180, 180, "#FFF8EA", 4)
    pen.box(-106, -200, 212, 28, "#E5D8C2", 4)
    pen.oval(0, -290, 70, 90, "#4F8FC4")
    pen.box(-28, -420, 56, 70, "#4F8FC4", 8)
    pen.box(-64, -300, 128, 20, "#FFE8B8", 6)


def _showcase(pen: Pen) -> None:
    pen.box(-130, -150, 260, 150, "#B58458", 6)
    pen.box(-120, -330, 240, 180, "#D5ECF5", 8)
    for x, hue in ((-60, "#F2C84B"), (10, "#E0A030"), (70, "#F2D88A")):
        pen.oval(x, -180, 32, 32, hue)


def _tank(pen: Pen) -> None:
    pen.box(-100, -360, 200, 340, "#FFFFFF", 90)
    pen.box(-100, -220, 200, 26, "#4F86D0", 0)
    for x in (-90, 66):
        pen.box(x, -60, 24, 60, "#7A8490")


def _drum(pen: Pen) -> None:
    for x, hue in ((-90, "#4F9AC4"), (70, "#E8903E")):
        pen.box(x - 72, -210, 144, 210, hue, 18)
        for y in (-160, -70):
            pen.box(x - 76, y, 152, 14, "#F4F6FA", 7)


PROPS: Mapping[str, tuple[Prop, ...]] = {
    "room": (_armchair, _plant, _side_table, _floor_lamp),
    "kitchen": (_jars, _oil, _bowl, _plant),
    "city": (_lamp_post, _bench, _flower_tub, _hydrant),
    "oldtown": (_cafe, _lamp_post, _flower_tub, _bench),
    "street": (_hydrant, _taxi_sign, _flower_tub, _lamp_post),
    "harbour": (_bollard, _crates, _barrel),
    "desert": (_palm, _amphora, _hut, _rocks),
    "savanna": (_acacia, _mound, _rocks, _bush),
    "mars": (_red_rocks, _crater),
    "ice": (_ice_block, _snow_heap),
    "ruins": (_column, _cypress, _amphora, _rocks),
    "jungle": (_fern, _mushrooms, _bush),
    "meadow": (_fence, _hive, _bush, _mushrooms),
    "mountains": (_pine, _grey_rocks, _flag),
    "field": (_hay, _fence, _bush),
    "laboratory": (_microscope, _flasks, _stool),
    "archive": (_books, _globe, _armchair, _floor_lamp),
    "stadium": (_board, _cones, _flag),
    "factory": (_drum, _crates, _cones),
    "stage": (_speaker, _microphone, _drum),
    "museum": (_vase, _showcase, _column),
    "launchpad": (_tank, _cones, _drum),
    "moon": (outfits.boulder, outfits.crater, outfits.seismometer, outfits.reflector),
    "venus": (outfits.lava_rocks, outfits.vent),
    "forest": (outfits.stump, outfits.toadstools, _fern, outfits.sapling),
    "airfield": (_cones, outfits.fuel_cart, outfits.stairs, outfits.chocks),
    "hospital": (outfits.trolley, outfits.drip, outfits.bed, _stool),
}
"""World -> what stands on its ground; nothing stands on water."""

_HIGH = 1000
"""Below this type stands above what is nearest, or nowhere: then there are things behind the subject's feet, too."""


def draw_props(canvas: Canvas, shade: Shade, world: str, chance: Random, top: float) -> None:
    """Draw what stands on a ground that begins at `top`: far ones beside the subject, near ones below it."""
    props = list(PROPS.get(world, ()))
    chance.shuffle(props)
    way = chance.choice((-1, 1))
    behind = [(-470, top + 34, 0.62), (455, top + 30, 0.58)] if top > _HIGH else []
    for number, (x, foot, scale) in enumerate((*behind, (-410, 1480, 0.9), (400, 1620, 1.25))):
        if not props:
            return
        with canvas.transform(540 + way * x, foot, scale=scale):
            pen = Pen(canvas, shade)
            canvas.oval(0, 0, 170, 20, fill("#000000", 0.13))
            props[number % len(props)](pen)
