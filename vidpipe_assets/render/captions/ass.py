"""Captions as an .ass file, as libass draws them into the video: their states, their grounds, their places.

Every state of a caption is one event: the caption's whole text as it is from one word's first frame to the next word's.
Below it lie a box, a plate without edges, or a soft shade of the words themselves, which stand as long as the caption.
A word that springs is drawn once more, larger, over its own place, which is left empty: the others stand still.
Times lie a little before the frame, since .ass counts in hundredths of a second.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.render.captions.groups import CaptionGroup, CaptionPiece, line_text
from vidpipe_assets.render.captions.shaping import font_runs, text_width
from vidpipe_assets.render.captions.styles import CaptionColours, CaptionStyle
from vidpipe_assets.render.fonts import ASCENT, DESCENT, THEME_FACES
from vidpipe_assets.render.graphemes import visible_text
from vidpipe_assets.render.safe_areas import CAPTIONS_BOTTOM, CAPTIONS_TOP, LEFT, RAISED_BOTTOM, RAISED_TOP, RIGHT

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
_SPRING_FRAMES = 2
_SPRUNG, _GROWN = (1.17, 0.16), (1.08, 0.08)
"""How large the word being said is in its first frames, and how large it stays: and at most so much of an em wider on
each side, so that it does not run into its neighbours."""
_SHADE_WIDTH, _SHADE_BLUR, _SHADE_ALPHA = 0.2, 0.12, 0x30
"""The shade behind words: how far it reaches around them and how soft it is, of an em; how clear (255: unseen)."""
BOX_ALPHA, _PLATE_ALPHA, _PLATE_BLUR = 0x10, 0x24, 12
"""ffmpeg takes opacity twice where it draws on a clear ground: 0x24 lets a quarter through."""
_WORD_JOINER = "\u2060"
_GROUND, _WORDS, _SPRINGING = 0, 1, 2
"""Layers of events."""
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
"""The band with room for outlines around it; even numbers, as the colours' half resolution wants.

Where captions are raised, the strip is laid higher; what it shows is the same.
"""


@dataclass(frozen=True)
class CaptionLettering:
    """How captions are set: typeface, pixels of an em (and up to how many what is short grows), style and colours."""

    font: str
    size: float
    style: CaptionStyle
    colours: CaptionColours
    largest: float
    raised: frozenset[str] = frozenset()
    """The scenes whose captions stand in the upper band, since what the picture is about lies in the lower one."""
    highlights: Mapping[str, str] = field(default_factory=dict[str, str])
    """Scene -> its highlight, where the video's own would look dull."""

    @property
    def outline(self) -> float:
        """In pixels, at the usual size."""
        return round(self.size * self.style.outline, 1)

    def size_of(self, group: CaptionGroup) -> float:
        """Pixels of an em in one caption."""
        if self.largest <= self.size or len(group.lines) != 1:
            return self.size
        wide = text_width(line_text(group.lines[0]), self.font)
        room = RIGHT - LEFT - 2 * PADDING_X
        return max(self.size, min(self.largest, room / max(wide, 0.01)))


def render_ass(
    states: Iterable["CaptionState"], lettering: CaptionLettering, title: str, area: DrawingArea = WHOLE
) -> str:
    """The .ass file of what is seen one after another in a picture of `area`."""
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
        f"0,0,5,{LEFT},{WIDTH - RIGHT},0,-1",
        f"Style: Box,{family},20,&H00000000,&H00000000,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1",
        "",
        "[Events]",
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
    ]
    lines += [_event(*state) for state in states]
    return "\n".join(lines) + "\n"


CaptionState = tuple[int, int, int, str, str]
"""Layer, first frame, the frame after the last, style, text with its tags."""


def caption_states(
    groups: Sequence[CaptionGroup],
    lettering: CaptionLettering,
    limits: Mapping[str, int],
    area: DrawingArea = WHOLE,
) -> list[CaptionState]:
    """Everything that captions show one after another, placed in a picture of `area`."""
    return [state for group, end in _ends(groups, limits) for state in _group_states(group, lettering, end, area)]


def drawn_texts(
    groups: Sequence[CaptionGroup], lettering: CaptionLettering, limits: Mapping[str, int]
) -> list[tuple[str, str]]:
    """(scene, text) of each caption, read back from its first event without the tags; lines follow as words do."""
    found: list[tuple[str, str]] = []
    for group, end in _ends(groups, limits):
        events = [text for layer, _, _, _, text in _group_states(group, lettering, end, WHOLE) if layer == _WORDS]
        if not events:
            continue
        first_of_line = [line[0] for line in group.lines[1:]]
        lines = _TAGS.sub("", events[0]).replace(r"\{", "{").replace(r"\}", "}").split(r"\N")
        joints = ["" if piece.glued else " " for piece in first_of_line]
        text = lines[0] + "".join(joint + line for joint, line in zip(joints, lines[1:], strict=True))
        found.append((group.pieces[0].scene, text.replace(_WORD_JOINER, "")))
    return found


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


def captions_middle(scene: str, lettering: CaptionLettering, area: DrawingArea) -> int:
    """At which height of the video the captions of a scene have their middle; the strip is laid higher as a whole."""
    raised = area is WHOLE and scene in lettering.raised
    return (RAISED_TOP + RAISED_BOTTOM) // 2 if raised else CENTRE_Y


def _group_states(group: CaptionGroup, lettering: CaptionLettering, end: int, area: DrawingArea) -> list[CaptionState]:
    middle = captions_middle(group.pieces[0].scene, lettering, area)
    drawing = _Drawing(group, lettering, (CENTRE_X - area.left, middle - area.top))
    pieces, style = group.pieces, lettering.style
    found: list[CaptionState] = [(_GROUND, pieces[0].start_frame, end, *drawing.ground())]
    starts = [piece.start_frame for piece in pieces]
    stretches = list(zip(pieces, starts, [*starts[1:], end], strict=True))
    if style.highlighted in ("figures", "none"):  # all words look the same, whichever is being said
        stretches = [(pieces[-1], starts[0], end)]
    for piece, start, until in stretches:
        if start < until:
            found += _spoken_states(drawing, piece, start, until)
    return found


def _spoken_states(drawing: "_Drawing", piece: CaptionPiece, start: int, until: int) -> Iterator[CaptionState]:
    """What is seen while `piece` is being said."""
    alone = drawing.lettering.style.highlighted != "said"
    springs = drawing.lettering.style.springs and (alone or drawing.is_plain)
    if not springs:
        yield _WORDS, start, until, "Words", drawing.words(piece)
        return
    settled = min(start + _SPRING_FRAMES, until)
    if alone:
        yield _WORDS, start, settled, "Words", drawing.words(piece, _SPRUNG[0])
        if settled < until:
            yield _WORDS, settled, until, "Words", drawing.words(piece)
        return
    yield _WORDS, start, until, "Words", drawing.words(piece, lifted=True)
    yield _SPRINGING, start, settled, "Words", drawing.word(piece, _SPRUNG)
    if settled < until:
        yield _SPRINGING, settled, until, "Words", drawing.word(piece, _GROWN)


def _event(layer: int, start: int, end: int, style: str, text: str) -> str:
    return f"Dialogue: {layer},{_ass_time(start)},{_ass_time(end)},{style},,0,0,0,,{text}"


def _ass_time(frame: int) -> str:
    hundredths = max(int(frame * 100 / FPS - 0.2), 0)
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest // 100:02d}.{rest % 100:02d}"


@dataclass(frozen=True)
class _Drawing:
    """One caption as it is drawn around `centre`, the place that its events name."""

    group: CaptionGroup
    lettering: CaptionLettering
    centre: tuple[int, int]

    @property
    def size(self) -> float:
        """Pixels of an em."""
        return self.lettering.size_of(self.group)

    @property
    def is_plain(self) -> bool:
        """Whether all words stand from the left to the right in one face, so that each one's place is known."""
        faces = {run.face for piece in self.group.pieces for run in font_runs(piece.text, self.lettering.font)}
        return faces == {THEME_FACES[self.lettering.font]}

    def words(self, said: CaptionPiece, scale: float = 1.0, *, lifted: bool = False) -> str:
        """The whole caption while `said` is being said. `lifted`: without that word, which is drawn elsewhere."""
        text_colour, highlight, so_far = self.lettering.colours.text, self._highlight, True
        lines: list[str] = []
        for line in self.group.lines:
            text = ""
            for index, piece in enumerate(line):
                word = _font_tagged(piece.text, self.lettering.font)
                if self._is_highlighted(piece, said, so_far=so_far):
                    hidden, shown = (r"\alpha&HFF&", r"\alpha&H00&") if lifted else ("", "")
                    word = rf"{{{hidden}\1c{ass_colour(highlight)}}}{word}{{{shown}\1c{ass_colour(text_colour)}}}"
                so_far = so_far and piece is not said
                text += word if piece.glued or not index else " " + word
            lines.append(text)
        wide = max(text_width(line_text(line), self.lettering.font) for line in self.group.lines) * self.size
        return f"{{{self._tags(text_colour, self._within_margin(scale, wide))}}}" + r"\N".join(lines)

    def word(self, said: CaptionPiece, growth: tuple[float, float]) -> str:
        """The word being said alone, larger, in its own place."""
        row = next(number for number, line in enumerate(self.group.lines) if said in line)
        line = self.group.lines[row]
        at = line.index(said)
        wide = text_width(said.text, self.lettering.font) * self.size
        before = text_width(line_text(line[: at + 1]), self.lettering.font) * self.size - wide
        left = self.centre[0] - text_width(line_text(line), self.lettering.font) * self.size / 2
        down = (row - (len(self.group.lines) - 1) / 2) * LINE_HEIGHT * self.size
        scale = self._within_margin(min(growth[0], 1 + 2 * growth[1] * self.size / max(wide, 1)), wide)
        tags = self._tags(self._highlight, scale, (left + before + wide / 2, self.centre[1] + down))
        return f"{{{tags}}}{_font_tagged(said.text, self.lettering.font)}"

    def ground(self) -> tuple[str, str]:
        """What lies behind the words as long as they stand: style and text of its event."""
        kind, behind = self.lettering.style.ground, ass_colour(self.lettering.colours.behind)
        if kind == "shade":
            text = r"\N".join(_font_tagged(line_text(line), self.lettering.font) for line in self.group.lines)
            soft = rf"\bord{self.size * _SHADE_WIDTH:.1f}\blur{self.size * _SHADE_BLUR:.1f}"
            placed = rf"{ass_place(self.centre)}\fs{self.size * LINE_HEIGHT:.2f}"
            tags = rf"{placed}\1a&HFF&\3c{behind}\3a&H{_SHADE_ALPHA:02X}&{soft}"
            return "Words", f"{{{tags}}}{text}"
        alpha = rf"\1a&H{BOX_ALPHA:02X}&" if kind == "box" else rf"\1a&H{_PLATE_ALPHA:02X}&\blur{_PLATE_BLUR}"
        wide = max(text_width(line_text(line), self.lettering.font) for line in self.group.lines) * self.size
        high = len(self.group.lines) * LINE_HEIGHT * self.size
        path = _rounded(round(wide / 2 + PADDING_X), round(high / 2 + PADDING_Y))
        return "Box", rf"{{\an7{ass_place(self.centre)}\1c{behind}{alpha}\p1}}{path}"

    def _within_margin(self, scale: float, wide: float) -> float:
        """`scale`, or less: what is as wide as its line may grow into the margin only."""
        return min(scale, 1 + 2 * (PADDING_X - self._outline - 2) / max(wide, 1))

    def _is_highlighted(self, piece: CaptionPiece, said: CaptionPiece, *, so_far: bool) -> bool:
        kind = self.lettering.style.highlighted
        if kind == "figures":
            return any(one.isdigit() for other in self.group.pieces for one in other.text)
        return piece is said if kind == "said" else kind == "so far" and so_far

    @property
    def _highlight(self) -> str:
        return self.lettering.highlights.get(self.group.pieces[0].scene, self.lettering.colours.said)

    @property
    def _outline(self) -> float:
        return round(self.size * self.lettering.style.outline, 1)

    def _tags(self, colour: str, scale: float, at: tuple[float, float] | None = None) -> str:
        """Place, size, colours, outline."""
        sized = rf"\fs{self.size * LINE_HEIGHT * scale:.2f}" if scale * self.size != self.lettering.size else ""
        behind = ass_colour(self.lettering.colours.behind)
        return rf"{ass_place(at or self.centre)}{sized}\1c{ass_colour(colour)}\3c{behind}\bord{self._outline:g}"


def ass_place(place: tuple[float, float]) -> str:
    """The tag that places an event by its anchor, in pixels."""
    return rf"\pos({place[0]:g},{place[1]:g})"


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


def _rounded(x: int, y: int) -> str:
    """A drawing of a rectangle with round corners, from the middle `x` to both sides, `y` up and down."""
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
    return path


def ass_colour(colour: str) -> str:
    """#RRGGBB as .ass writes it."""
    return f"&H{colour[5:7]}{colour[3:5]}{colour[1:3]}&".upper()
