"""The context in which a template draws: the layout of 1080x1920, its tempo, colours, beats and text.

What platforms put over a video stays free of content: the layout is that of `render.safe_areas`. `Template` is the base
of every template: measured once when it is made, then drawn at any moment.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property

from vidpipe_assets.language.direction import runs_right_to_left
from vidpipe_assets.language.letters import base_language, capitals, is_english
from vidpipe_assets.model.pictures import End, Rank
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.close_ups import close_up_spans
from vidpipe_assets.render.drawing.blocks import TextBlock, fit_block
from vidpipe_assets.render.drawing.canvas import Canvas, fill, haze
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.easing import in_cubic, progress
from vidpipe_assets.render.drawing.text import TextLine, TextStyle, clean_text, fit_line, shape_line
from vidpipe_assets.render.fonts import THEME_FACES, FontFace
from vidpipe_assets.render.moments import beat_s, turn_s, view_cuts_s
from vidpipe_assets.render.palettes import Palette, get_palette, lit_by_day
from vidpipe_assets.render.safe_areas import (
    BOTTOM,
    CAPTIONS_BOTTOM,
    CAPTIONS_TOP,
    COLUMN,
    KICKER_Y,
    LEFT,
    PROGRESS_Y,
    RIGHT,
    SOURCE_Y,
    STRIP_Y,
    TOP,
)
from vidpipe_assets.render.scenes.headlines import HeadlineDesign
from vidpipe_assets.render.scenes.ranks import RankBadge
from vidpipe_assets.render.scenes.tempo import Tempo
from vidpipe_assets.render.spoken_words import figure_s, text_s
from vidpipe_assets.render.worlds.choice import views_of

__all__ = (
    "BOTTOM",
    "CAPTIONS_BOTTOM",
    "CAPTIONS_TOP",
    "COLUMN",
    "KICKER_Y",
    "LEFT",
    "PROGRESS_Y",
    "RIGHT",
    "SOURCE_Y",
    "STRIP_Y",
    "TOP",
    "SceneContext",
    "Template",
)

HEAD_START_S = 0.16
"""The content is this far on its way when the scene begins, so that a transition uncovers something moving."""


_RANK = re.compile(r"#\d{1,2}")
_RANK_S = 0.5
"""How long it takes to come."""
_LEAVES_S = 0.22
"""For how long a headline leaves."""
_STANDING = 99.0
"""A moment at which nothing comes any more."""
_HAZE_REACH, _HAZE_SOFT, _HAZE_ALPHA = 20, 36, 0.66
"""How far the haze behind text reaches around it, and how soft its edge is, in pixels; and how dense it is."""
_RANK_APART = 26
"""How far a picture keeps off that number below it, in pixels."""
_RANK_HAZE = 0.86
"""How dense it is behind the number of a countdown, which is read at a glance: no star, lamp or cloud stands in it."""
_SOURCE_SIZE, _LEAST_SOURCE = 36, 22
"""Of the line that names the source, in pixels: on a phone of 6 cm across, 36 are 2 mm."""
_PLATE, _PLATE_ALPHA = 14, 0.72
"""What lies behind the source where a world is drawn, around it in pixels: there may be dark and light beside it."""


@dataclass(frozen=True)
class SceneContext:
    """What a template needs to know of one shot, and how it sets text.

    All moments count seconds from `HEAD_START_S` before the scene begins.
    """

    shot: Shot
    colours: Palette | None = None
    """Of what lies behind, where that is a picture; None: those of the shot."""
    source_y: float = SOURCE_Y
    """Baseline of the line that names the source."""

    @cached_property
    def palette(self) -> Palette:
        """The scene's colours."""
        return self.colours or get_palette(self.shot.palette, self.shot.accent)

    @cached_property
    def tempo(self) -> Tempo:
        """The theme's way of moving."""
        return Tempo(calm=self.shot.motion == "calm")

    @property
    def seconds(self) -> float:
        """How long the scene will probably last; its clip is longer."""
        return self.shot.scene.seconds

    @contextmanager
    def laid_out(self, canvas: Canvas) -> Generator[None]:
        """Draw the content inside: from right to left where the video's language is read so."""
        with canvas.mirrored(LEFT, RIGHT) if self.right_to_left else nullcontext():
            yield

    @property
    def right_to_left(self) -> bool:
        """Whether the video's language is read from right to left."""
        return runs_right_to_left(self.shot.language)

    @property
    def heading_face(self) -> FontFace:
        """For headings and numbers."""
        return THEME_FACES[self.shot.heading_font]

    @property
    def heading_lead(self) -> float:
        """Distance of a heading's baselines in heights of its capitals."""
        return 1.24 if self.shot.heading_font == "anton" else 1.42

    def variant(self, count: int) -> int:
        """Which of `count` layouts this shot has."""
        return self.shot.seed // 7 % count

    def beat(self, number: int, share: float) -> float:
        """When the narration names the n-th thing shown: see `moments.beat_s`."""
        return HEAD_START_S + beat_s(self.shot.scene, number, share)

    def turn(self, number: int, count: int, share: float) -> float:
        """When the n-th of `count` things comes that are shown one after another: see `moments.turn_s`."""
        return HEAD_START_S + turn_s(self.shot.scene, number, count, share)

    @cached_property
    def views(self) -> tuple[tuple[float, str], ...]:
        """From which second of the clip on which background is seen.

        The camera goes to another view of the same place (see `moments.view_cuts_s`), or to the next place.
        """
        return views_of(self.shot.background, view_cuts_s(self.shot.scene), self.shot.places)

    @property
    def cuts(self) -> tuple[float, ...]:
        """When the camera goes to another view or place, in seconds of the clip."""
        return tuple(at for at, _ in self.views[1:])

    def capitals(self, text: str) -> str:
        """`text` in capitals, as its language writes them; figures of English facts have English labels."""
        return capitals(text, "en" if is_english(text) else self.shot.language)

    def heading(
        self, text: str, size: float, *, rows: int = 2, height: float | None = None, lead: float = 0,
        width: float = COLUMN,
    ) -> TextBlock:  # fmt: skip
        """`text` across the column or `width`, in the heading's face and as the channel's headlines are written."""
        style, design = TextStyle(self.heading_face, size), self.headlines
        lead = lead or design.lead(self.heading_lead)
        written = self.capitals(text) if design.in_capitals else text
        height = height - design.below if height else None
        block = fit_block(
            written, style, width - design.inset, least=min(64, size), rows=rows, lead=lead, height=height
        )
        last = [word for word in block.words if word.row == block.rows - 1 and not design.in_capitals]
        hanging = max((design.drop(word.text, word.line) for word in last), default=0.0)
        return replace(block, drop=max(block.drop, hanging) + design.below)

    @cached_property
    def headlines(self) -> HeadlineDesign:
        """How the channel's headlines look."""
        return HeadlineDesign(self.shot.graphics.headline, self.palette)

    def body(
        self, text: str, size: float, *, weight: int = 500, rows: int = 2, width: float = COLUMN,
        least: float = 30, height: float | None = None, lead: float = 1.72,
    ) -> TextBlock:  # fmt: skip
        """Running text in Inter."""
        style = TextStyle(FontFace("inter", weight), size)
        return fit_block(text, style, width, least=least, rows=rows, lead=lead, height=height)

    def label(
        self, text: str, size: float, weight: int = 600, *, width: float = COLUMN, tracking: float = 0.0
    ) -> TextLine:
        """One short line in Inter, as wide as `width` at most."""
        return fit_line(
            clean_text(text), TextStyle(FontFace("inter", weight), size, tracking, tabular=True), width, size * 0.6
        )

    def numeral(self, text: str, size: float, *, width: float | None = None) -> TextLine:
        """One line in the heading's face; with `width`, as wide as that at most."""
        style = TextStyle(self.heading_face, size, tabular=True)
        return (
            shape_line(clean_text(text), style)
            if width is None
            else fit_line(clean_text(text), style, width, size * 0.3)
        )

    @property
    def rank(self) -> str:
        """The number in a countdown, '#3'; empty: there is none."""
        scene = self.shot.scene
        if isinstance(scene.picture, Rank):
            return f"#{scene.picture.rank}"
        return scene.kicker if _RANK.fullmatch(scene.kicker) else ""

    @cached_property
    def _badge(self) -> RankBadge | None:
        return RankBadge(self.rank, self.shot.graphics.rank, self.palette, self.numeral) if self.rank else None

    @property
    def rank_width(self) -> float:
        """How wide that is drawn at the column's end."""
        return self._badge.width if self._badge else 0.0

    def below_rank(self, top: float) -> float:
        """`top`, or where it begins to be free below the number of a countdown."""
        return max(top, self._badge.bottom + _RANK_APART) if self._badge else top

    def draw_kicker(self, canvas: Canvas, at: float = _STANDING) -> None:
        """The small line above the picture's heading, or the number in a countdown."""
        if self.draw_rank(canvas, at):
            return
        kicker = clean_text(self.shot.scene.kicker)
        text, tracking = (self.capitals(kicker), 4) if self.headlines.in_capitals else (kicker, 0)
        style = TextStyle(FontFace("inter", 700), 34 if tracking else 38, tracking)
        line = fit_line(text, style, COLUMN, 24)
        line.draw(canvas, LEFT, KICKER_Y, self.palette.accent_text)

    def lay_rank(self, canvas: Canvas, at: float) -> None:
        """What of the number in a countdown reaches the frame's edge, behind all content."""
        if self._badge:
            self._badge.lay(canvas, self.tempo.grow(at, 0.0, _RANK_S))

    def draw_rank(self, canvas: Canvas, at: float = _STANDING) -> bool:
        """The number in a countdown, at the end of the column: it stays while the subject is seen alone."""
        badge = self._badge
        if badge is None:
            return False
        if badge.is_bare and "/" in self.shot.background:
            wide, high = badge.width, badge.height
            self._lay_haze(canvas, (RIGHT - wide, badge.bottom - high), (wide, high), _RANK_HAZE)
        badge.draw(canvas, self.tempo.grow(at, 0.0, _RANK_S))
        return True

    def draw_haze(
        self, canvas: Canvas, x: float, top: float, block: TextBlock, share: Callable[[int], float] = lambda _: 1.0
    ) -> None:
        """What lies behind a block of text before a world, whose lamps and windows would be read with it.

        The world's ground without an edge, as wide as its words have come; `share`: how far the n-th has.
        """
        if "/" not in self.shot.background:
            return
        come = [(word, min(max(share(number), 0.0), 1.0)) for number, word in enumerate(block.words)]
        wide = max((far * (word.x + word.line.width) for word, far in come), default=0.0)
        row = max((word.row for word, far in come if far), default=0)
        if wide <= 0:
            return
        high = block.cap + row * block.lead + block.drop
        self._lay_haze(canvas, (x, top), (wide, high), _HAZE_ALPHA * max(far for _, far in come))

    def _lay_haze(self, canvas: Canvas, place: tuple[float, float], size: tuple[float, float], alpha: float) -> None:
        """Lay it around what stands at `place` and is of this size."""
        (x, top), (wide, high), reach = place, size, _HAZE_REACH
        paint = haze(lit_by_day(self.palette).ground, alpha, _HAZE_SOFT)
        canvas.box(x - reach, top - reach, wide + 2 * reach, high + 2 * reach, paint, reach)

    def known(self, at: float) -> Callable[[str], float]:
        """How far the numbers of a text have come: each comes with its word, where the narration says it."""

        def come(figure: str) -> float:
            said = figure_s(self.shot.scene, figure)
            return self.tempo.grow(at, HEAD_START_S + said, 0.3) if said else 1.0

        return come

    def spoken(self, block: TextBlock, otherwise: float = 0.0) -> tuple[float, ...]:
        """When each word of a block comes: with the words that say it, at `otherwise` where the narration does not.

        A question gives nothing away: it stands at once.
        """
        scene = self.shot.scene
        said = (
            None
            if scene.pause_s
            else text_s(scene, [(word.text, word.row) for word in block.words], self.shot.language)
        )
        if said is None:
            return (0.0 if scene.pause_s else otherwise,) * len(block.words)
        return tuple(HEAD_START_S + at if at else 0.0 for at in said)

    def spoken_after(self, block: TextBlock, start: float, step: float) -> list[float]:
        """The same for small text, whose words come no sooner than from `start` on, `step` after each other."""
        return [max(at, start + step * number) for number, at in enumerate(self.spoken(block))]

    def rising(self, starts: Sequence[float], at: float) -> Callable[[int], float]:
        """How far each word has come that comes at its moment of `starts`."""
        return lambda number: self.tempo.rise(at, starts[number], 0.35)

    @property
    def named_s(self) -> float:
        """When the scene names what it builds up to; 0: it is not known."""
        return self.beat(0, 0.0) if self.shot.scene.beats else 0.0

    def draw_heading(self, canvas: Canvas, at: float, block: TextBlock, top: float = TOP) -> None:
        """A title under the kicker; it stands from the first frame on, but for numbers that are still to be said."""
        self.draw_title(canvas, at, LEFT, top, block, lambda _: 1.0)

    def draw_title(
        self, canvas: Canvas, at: float, x: float, top: float, block: TextBlock, come: Callable[[int], float]
    ) -> None:
        """A title whose n-th word has come as far as `come` says, with what lies behind it."""
        stays = self.headline_stays(at)

        def seen(number: int) -> float:
            return come(number) * stays

        if not self.headlines.has_ground:
            self.draw_haze(canvas, x, top, block, seen)
        self.headlines.draw_title(canvas, x, top, block, seen, self.known(at))

    def headline_stays(self, at: float) -> float:
        """How much of a headline is there: it leaves, as it has come, just before its subject is seen alone."""
        gone = (progress(at, start - _LEAVES_S, _LEAVES_S, in_cubic) for start in self._alone if at < start)
        return 1 - max(gone, default=0.0)

    @cached_property
    def _alone(self) -> tuple[float, ...]:
        """When the subject begins to be seen alone."""
        shot = self.shot
        spans = close_up_spans(shot.scene, shot.happening, shot.position) if shot.illustration else ()
        return tuple(HEAD_START_S + start for start, _ in spans)

    def source_line(self, indent: float = 0.0) -> TextLine:
        """Where it comes from. Facts are true; what is a sample is said on the end card."""
        source = self.shot.scene.source.strip()
        # The word is English; elsewhere the name stands for itself.
        named = source and base_language(self.shot.language) == "en" and not isinstance(self.shot.scene.picture, End)
        text = f"Source: {source}" if named else source
        style = TextStyle(FontFace("inter", 600), _SOURCE_SIZE)
        line = fit_line(clean_text(text), style, COLUMN - indent, _LEAST_SOURCE)
        # Sixty wide letters beside a tag: the description names it, too.
        return shape_line("", style) if line.width > COLUMN - indent else line

    def draw_source(self, canvas: Canvas, at: float, indent: float = 0.0) -> None:
        """The source, below the captions."""
        # Small, and down where backgrounds are brightest: nearer to the ink than other quiet text.
        colour = mix_colours(self.palette.mute, self.palette.ink, 0.55)
        line, come = self.source_line(indent), self.tempo.fade(at, 0.5, 0.5)
        if line.width and self.source_y == SOURCE_Y and "/" in self.shot.background:
            x, top, wide = LEFT + indent - _PLATE, self.source_y - line.cap - _PLATE, line.width + 2 * _PLATE
            plate = fill(lit_by_day(self.palette).ground, _PLATE_ALPHA * come)
            canvas.box(x, top, wide, line.cap + 2 * _PLATE, plate, _PLATE)
        line.draw(canvas, LEFT + indent, self.source_y, colour, come)


class Template(ABC):
    """How one kind of picture is drawn. Drawing is a function of the moment alone: any frame can be drawn first."""

    scenery_every = 3
    """For how many frames the scenery may be kept."""
    foot: float | None = None
    """The height at which its subject stands on a world's ground; None: it stands on none."""
    shows_subject = False
    """Whether its subject is seen in it, or who comes to that."""
    kept = 0.0
    """How many pixels at the top it keeps for itself while its subject is seen alone."""

    def __init__(self, context: SceneContext) -> None:
        self.context = context
        self.palette = context.palette
        self.tempo = context.tempo

    def scenery(self, canvas: Canvas, at: float) -> None:  # noqa: B027 - most templates have none
        """Draw what belongs to the background and may lie outside the column."""

    def illustrate(self, canvas: Canvas, at: float) -> None:  # noqa: B027 - not every template has room
        """Draw the subject's illustration, in front of the scenery and behind the content, each frame."""

    def draw_kept(self, canvas: Canvas, at: float, since: float) -> None:  # noqa: B027 - most keep nothing
        """Draw what stays while the subject is seen alone, for `since` seconds by now."""

    @abstractmethod
    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw the content as it is `at` seconds."""
