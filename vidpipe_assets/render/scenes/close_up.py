"""Close-ups: the subject alone, as large as the frame allows, or a part of it from edge to edge."""

from collections.abc import Sequence
from dataclasses import replace

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.model.pictures import Hook
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.close_ups import AMBIENT, WHOLE, Look, close_up_spans
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.happenings import staged
from vidpipe_assets.render.illustrations.files import views_of
from vidpipe_assets.render.scenes.camera import Camera, PaintWorld
from vidpipe_assets.render.scenes.context import CAPTIONS_TOP, RIGHT, SceneContext
from vidpipe_assets.render.scenes.staging import ALWAYS, BARELY, Box, Span
from vidpipe_assets.render.scenes.subject import TOES, Fit, Subject, fit_into, stands_there

_MARGIN, CLOSE_TOP = 30, 210
"""What a close-up leaves free beside and below it, and above it, in pixels."""
_RANKED = 104
"""What a part leaves free above it for the number of a countdown, in pixels."""
_NEARER, _NEARER_S = 0.08, 3.0
"""How much nearer a close-up comes, and in what time."""


class CloseUp:
    """The subject alone, as large as the picture above the captions allows, while nothing else is named.

    `looks`: the parts of it that are seen one after another; it is seen as a whole where there are none. `seen`: what
    happens to it has been seen to begin.
    """

    def __init__(
        self, name: str, context: SceneContext, span: Span, kept: float, looks: Sequence[Look] = (), *,
        seen: bool = False,
    ) -> None:  # fmt: skip
        self.start, self._end = span
        self._tempo = context.tempo
        top = CLOSE_TOP + kept
        whole = Box(0, top - 20, WIDTH, CAPTIONS_TOP)
        stands = stands_there(context)
        room, fit = _fit_free(name, context, top, stands=stands)
        self.foot = room.bottom - TOES if stands else None
        self._middle = (room.x, self.foot or room.y)
        self._subject = Subject(name, context, fit, whole, ALWAYS if seen else span)
        self._camera = self._make_camera(name, context, kept, looks)

    def _make_camera(self, name: str, context: SceneContext, kept: float, looks: Sequence[Look]) -> Camera:
        """What shows the parts, below all that is kept; where a close-up begins with one, it cuts there."""
        top = CLOSE_TOP + max(kept, _RANKED if context.rank else 0.0)
        camera = Camera(self._subject, context, Box(0, top, WIDTH, CAPTIONS_TOP))
        floats = any(one.kind in AMBIENT for one in staged(context.shot.happening))
        for look in looks:
            part = None if look.view == WHOLE else self._subject.part(views_of(name)[look.view].at)
            camera.turn_to(look.at, part, goes=look.at > self.start and not floats)
        return camera

    def shows(self, at: float) -> bool:
        """Whether the subject is seen alone at this moment."""
        return self.start <= at < self._end

    def fills(self, at: float) -> bool:
        """Whether a part of it fills the whole frame."""
        return self._camera.covers(at)

    def draw_part(self, canvas: Canvas, at: float, paint_world: PaintWorld) -> None:
        """Draw the whole frame while a part fills it, with the world behind."""
        with canvas.unmirrored():
            self._camera.draw(canvas, at, paint_world)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw all of it: it comes at once, and alone nearer all the time."""
        since = at - self.start
        nearness = 0.9 + 0.1 * self._tempo.pop(since + 0.1, 0.0, 0.4)
        if not self._subject.fills:  # who stands beside it would be moved over the frame's edge
            nearness += _NEARER * min(since / _NEARER_S, 1.0)
        with canvas.unmirrored(), canvas.zoom(*self._middle, nearness):
            self._subject.draw(canvas, at, 0.0, BARELY)


def _fit_free(name: str, context: SceneContext, top: float, *, stands: bool) -> tuple[Box, Fit]:
    """The room of the subject from `top` on, and how it fits: below a countdown's number where it would reach that."""
    room = Box(_MARGIN, top, WIDTH - _MARGIN, CAPTIONS_TOP - _MARGIN)
    fit = fit_into(name, room, stands=stands, share=1 / (1 + _NEARER))
    free = RIGHT - context.rank_width - _MARGIN if context.rank else WIDTH
    if room.x + fit.wide / 2 * (1 + _NEARER) <= free:
        return room, fit
    lower = Box(room.left, context.below_rank(top), room.right, room.bottom)
    return lower, fit_into(name, lower, stands=stands, share=1 / (1 + _NEARER))


def close_ups(context: SceneContext, kept: float = 0.0, *, shown: bool = False) -> tuple[CloseUp, ...]:
    """The close-ups of a shot, in their order, below the `kept` pixels that its template keeps at the top.

    `shown`: the template shows the subject, too.
    """
    shot, found = context.shot, list[CloseUp]()
    name = shot.close_up or shot.illustration
    if name is None:
        return ()
    context = replace(context, shot=replace(shot, illustration=name))
    for span in close_up_spans(shot.scene, shot.happening, shot.position):
        looks = [look for look in shot.looks if span[0] <= look.at < span[1]]
        seen = _has_begun(shot, shown=bool(found) or (shown and span[0] > 0))
        found.append(CloseUp(name, context, span, kept, looks, seen=seen))
    return tuple(found)


def _has_begun(shot: Shot, *, shown: bool) -> bool:
    """Whether what happens to a subject that has been `shown` goes on: what a hook tells, and who has come, does."""
    told = shot.happening
    return isinstance(shot.scene.picture, Hook) or (shown and told is not None and told.happens_once)
