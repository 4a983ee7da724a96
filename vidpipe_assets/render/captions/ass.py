"""Captions as an .ass file, as libass draws them into the video: their colours, their states, their boxes.

On a dark scene white words with a dark outline stand by themselves. On a light scene (and with the style 'box') they
lie on a dark box, since neither white nor a bright highlight can be read there with an outline.

Every state of a caption is one event: the caption's whole text with the word being said in its colour, from that word's
first frame to the next word's. Times lie a little before the frame, since .ass counts in hundredths of a second.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.model.theme import Captions
from vidpipe_assets.render.captions.groups import CaptionGroup, CaptionPiece, line_text
from vidpipe_assets.render.captions.shaping import font_runs, text_width
from vidpipe_assets.render.drawing.colour import contrast, luminance, mix_colours
from vidpipe_assets.render.fonts import ASCENT, DESCENT, THEME_FACES
from vidpipe_assets.render.graphemes import visible_text
from vidpipe_assets.render.palettes import Palette, is_vivid, readable_on
from vidpipe_assets.render.safe_areas import CAPTIONS_BOTTOM, CAPTIONS_TOP, LEFT, RIGHT

_STANDS_OUT = 3.0
_WHITE = "#FFFFFF"


@dataclass(frozen=True)
class CaptionColours:
    """`said` is the word being said, `behind` the outline or the box; all as #RRGGBB. `box_alpha`: 0 is opaque."""

    text: str
    said: str
    behind: str
    boxed: bool
    box_alpha: int


def caption_colours(captions: Captions, video: Palette, scene: Palette) -> CaptionColours:
    """The colours for a scene with the palette `scene` (maybe inverted) in a video of the palette `video`."""
    behind = mix_colours(min(video.ground, video.ink, key=luminance), "#000000", 0.35)
    # A light ground that is a colour of its own looks better on the dark box than an accent that had to be bleached.
    own = video.ground if not video.dark and is_vivid(video.ground) else video.accent
    said = readable_on(captions.highlight or own, behind)
    lost = min(contrast(said, scene.ground), contrast(_WHITE, scene.ground)) < _STANDS_OUT
    boxed = captions.style == "box" or not scene.dark or lost
    return CaptionColours(_WHITE, said, behind, boxed, box_alpha=0x24 if scene.dark and not lost else 0x00)


TOP, BOTTOM = CAPTIONS_TOP, CAPTIONS_BOTTOM
"""The band that platforms leave free for captions, in pixels; from `LEFT` to `RIGHT`."""

CENTRE_X, CENTRE_Y = (LEFT + RIGHT) // 2, (TOP + BOTTOM) // 2
LINE_HEIGHT = ASCENT + DESCENT
PADDING_X, PADDING_Y = 30, 16
_ROUNDING = 22
# A caption stays until the next one if that is near; a shorter gap than this would be seen as a flicker.
_BRIDGED_FRAMES = 24
_HELD_FRAMES = 12
_BOLD = 600
_WORD_JOINER = "\u2060"
_TAGS = re.compile(r"(?<!\\)\{[^}]*\}")


@dataclass(frozen=True)
class DrawingArea:
    """The part of the video that a drawing covers, in pixels."""

    left: int
    top: int
    width: int
    height: int


WHOLE = DrawingArea(0, 0, WIDTH, HEIGHT)
STRIP = DrawingArea(56, 1214, 900, 252)
"""The band with room for outlines around it; even numbers, as the colours' half resolution wants."""


@dataclass(frozen=True)
class CaptionLettering:
    """How captions are set: typeface, pixels of an em, outline in pixels, colours of each scene."""

    font: str
    size: float
    outline: float
    colours: Mapping[str, CaptionColours]


def render_ass(
    groups: Sequence[CaptionGroup],
    lettering: CaptionLettering,
    limits: Mapping[str, int],
    title: str,
    area: DrawingArea = WHOLE,
) -> str:
    """The .ass file of `groups` for a picture of `area`; `limits` is the frame by which each scene's must have gone."""
    family = THEME_FACES[lettering.font].instance_name
    size = lettering.size * LINE_HEIGHT
    lines = [
        "[Script Info]",
        f"Title: {' '.join(visible_text(title).split())}",
        "ScriptType: v4.00+",
        f"PlayResX: {area.width}",
        f"PlayResY: {area.height}",
        "WrapStyle: 2",
        "ScaledBorderAndShadow: yes",
        "YCbCr Matrix: TV.709",
        "",
        "[V4+ Styles]",
        "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
        "Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, "
        "MarginR, MarginV, Encoding",
        f"Style: Words,{family},{size:.2f},&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,"
        f"{lettering.outline:g},0,5,{LEFT},{WIDTH - RIGHT},0,-1",
        f"Style: Box,{family},20,&H00000000,&H00000000,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1",
        "",
        "[Events]",
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
    ]
    centre = rf"\pos({CENTRE_X - area.left},{CENTRE_Y - area.top})"
    lines += [_event(*state) for state in caption_states(groups, lettering, limits, centre)]
    return "\n".join(lines) + "\n"


CaptionState = tuple[int, int, int, str, str]
"""Layer, first frame, the frame after the last, style, text with its tags."""


def caption_states(
    groups: Sequence[CaptionGroup], lettering: CaptionLettering, limits: Mapping[str, int], centre: str = ""
) -> list[CaptionState]:
    """Everything that captions show one after another. `centre`: the tag that says where."""
    return [state for group, end in _ends(groups, limits) for state in _group_states(group, lettering, end, centre)]


def drawn_texts(
    groups: Sequence[CaptionGroup], lettering: CaptionLettering, limits: Mapping[str, int]
) -> list[tuple[str, str]]:
    """(scene, text) of each caption, read back from its first event without the tags; lines follow as words do."""
    found: list[tuple[str, str]] = []
    for group, end in _ends(groups, limits):
        events = [text for _, _, _, style, text in _group_states(group, lettering, end, "") if style == "Words"]
        if not events:
            continue
        first_of_line = [line[0] for line in group.lines[1:]]
        lines = _TAGS.sub("", events[0]).replace(r"\{", "{").replace(r"\}", "}").split(r"\N")
        joints = ["" if piece.glued else " " for piece in first_of_line]
        text = lines[0] + "".join(joint + line for joint, line in zip(joints, lines[1:], strict=True))
        found.append((group.pieces[0].scene, text.replace(_WORD_JOINER, "")))
    return found


def change_frames(groups: Sequence[CaptionGroup], limits: Mapping[str, int]) -> tuple[int, ...]:
    """The frames on which captions look different from the frame before."""
    starts = {piece.start_frame for group in groups for piece in group.pieces}
    return tuple(sorted(starts | {end for _, end in _ends(groups, limits)}))


def _ends(groups: Sequence[CaptionGroup], limits: Mapping[str, int]) -> list[tuple[CaptionGroup, int]]:
    following = [*(group.pieces[0].start_frame for group in groups[1:]), None]
    return [
        (group, _end(group, after, limits[group.pieces[0].scene]))
        for group, after in zip(groups, following, strict=True)
    ]


def _end(group: CaptionGroup, following: int | None, limit: int) -> int:
    """The first frame without `group`: the next caption's if that is near, else soon after the last word."""
    last = group.pieces[-1]
    if following is not None and following - last.end_frame <= _BRIDGED_FRAMES:
        return min(following, limit)
    return min(max(last.end_frame + _HELD_FRAMES, last.start_frame + 1), limit)


def _group_states(group: CaptionGroup, lettering: CaptionLettering, end: int, centre: str) -> list[CaptionState]:
    pieces = group.pieces
    colours = lettering.colours[pieces[0].scene]
    found: list[CaptionState] = []
    if colours.boxed:
        found.append((0, pieces[0].start_frame, end, "Box", _box(group, lettering, colours, centre)))
    starts = [piece.start_frame for piece in pieces]
    for piece, start, until in zip(pieces, starts, [*starts[1:], end], strict=True):
        if start < until:
            found.append((1, start, until, "Words", _group_text(group, piece, lettering, colours, centre)))
    return found


def _event(layer: int, start: int, end: int, style: str, text: str) -> str:
    return f"Dialogue: {layer},{_ass_time(start)},{_ass_time(end)},{style},,0,0,0,,{text}"


def _ass_time(frame: int) -> str:
    hundredths = max(int(frame * 100 / FPS - 0.2), 0)
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest // 100:02d}.{rest % 100:02d}"


def _group_text(
    group: CaptionGroup, said: CaptionPiece, lettering: CaptionLettering, colours: CaptionColours, centre: str
) -> str:
    """The whole caption while `said` is being said."""
    border = 0 if colours.boxed else lettering.outline
    tags = rf"{centre}\1c{_ass_colour(colours.text)}\3c{_ass_colour(colours.behind)}\bord{border:g}"
    lines: list[str] = []
    for line in group.lines:
        text = ""
        for index, piece in enumerate(line):
            word = _font_tagged(piece.text, lettering.font)
            if piece is said:
                word = rf"{{\1c{_ass_colour(colours.said)}}}{word}{{\1c{_ass_colour(colours.text)}}}"
            text += word if piece.glued or not index else " " + word
        lines.append(text)
    return f"{{{tags}}}" + r"\N".join(lines)


def _font_tagged(text: str, font: str) -> str:
    main = THEME_FACES[font]
    result = ""
    for run in font_runs(text, font):
        escaped = escape_ass(run.text)
        if run.face != main:
            bold = int(run.face.weight < _BOLD)
            escaped = rf"{{\fn{run.face.instance_name}\b{bold}}}{escaped}{{\fn{main.instance_name}\b0}}"
        result += escaped
    return result


def escape_ass(text: str) -> str:
    """`text` so that libass draws it as it is: braces escaped, no backslash that could begin a command."""
    escaped = text.replace("\\", "\\" + _WORD_JOINER)
    return escaped.replace("{", r"\{").replace("}", r"\}")


def _box(group: CaptionGroup, lettering: CaptionLettering, colours: CaptionColours, centre: str) -> str:
    """A rounded rectangle around the caption, as a drawing."""
    wide = max(text_width(line_text(line), lettering.font) for line in group.lines) * lettering.size
    high = len(group.lines) * LINE_HEIGHT * lettering.size
    x, y = round(wide / 2 + PADDING_X), round(high / 2 + PADDING_Y)
    r = min(_ROUNDING, x, y)
    k = r * 0.45
    corners = [(x, y, 1, 1), (-x, y, -1, 1), (-x, -y, -1, -1), (x, -y, 1, -1)]
    path = f"m {x} {-y + r}"
    for index, (cx, cy, sx, sy) in enumerate(corners):
        along, across = (cx, cy - sy * r), (cx - sx * r, cy)
        bend = (cx, cy - sy * k), (cx - sx * k, cy)
        if index % 2:
            along, across, bend = across, along, (bend[1], bend[0])
        path += f" l {along[0]:g} {along[1]:g} b " + " ".join(f"{px:g} {py:g}" for px, py in (*bend, across))
    tags = rf"\an7{centre}\1c{_ass_colour(colours.behind)}\1a&H{colours.box_alpha:02X}&\p1"
    return f"{{{tags}}}{path}"


def _ass_colour(colour: str) -> str:
    return f"&H{colour[5:7]}{colour[3:5]}{colour[1:3]}&".upper()
