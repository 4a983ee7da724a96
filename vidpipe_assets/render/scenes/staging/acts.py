"""Which kind of happening has what: how the subject moves, and what lies behind, upon and before it."""

import math
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, nullcontext
from typing import NamedTuple

from vidpipe_assets.model.events import EventKind
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.happenings import COVERING, FILLING, Happening
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.staging import (
    actors,
    company,
    coverings,
    exhibits,
    falling,
    fire,
    heaps,
    measures,
    meetings,
    moving,
    things,
    times,
    waves,
)
from vidpipe_assets.render.scenes.staging.actors import MARGIN
from vidpipe_assets.render.scenes.staging.stage import ALWAYS, BEYOND, RESTS, SETTLED_S, Box, Pose, Span, Stage

_Posing = Callable[[Stage, float], Pose]
_Drawing = Callable[[Stage, Canvas, float], None]


class _Act(NamedTuple):
    """What is drawn of one kind. `always`: the subject moves before it is told, too."""

    pose: _Posing | None = None
    behind: _Drawing | None = None
    upon: _Drawing | None = None
    before: _Drawing | None = None
    always: bool = False


_ACTS: Mapping[EventKind, _Act] = {
    "alarm": _Act(moving.shaken, behind=waves.beams, upon=waves.alarmed),
    "bounce": _Act(moving.bouncing),
    "bubbles": _Act(moving.swimming, before=falling.falling),
    "build": _Act(moving.in_its_place, behind=things.building_plan, always=True),
    "calendar": _Act(times.aside, before=times.calendar),
    "catch": _Act(before=meetings.caught),
    "circled": _Act(behind=things.small_body_behind, before=things.small_body_before),
    "clock": _Act(times.aside, before=times.clock),
    "coins": _Act(before=heaps.paid),
    "compare": _Act(meetings.compared, before=meetings.comparison),
    "count": _Act(measures.aside_of_count, before=measures.count),
    "crowd": _Act(moving.in_a_crowd),
    "damage": _Act(moving.shaken, upon=things.cracks),
    "dance": _Act(moving.dancing),
    "display": _Act(exhibits.in_window, behind=exhibits.window_behind, before=exhibits.window_before),
    "drop": _Act(moving.dropped),
    "eat": _Act(meetings.feeding, before=meetings.swarm),
    "erupt": _Act(moving.shaken, behind=fire.eruption),
    "flames": _Act(moving.shaken, behind=fire.flames_behind, upon=fire.soot, before=fire.flames_before),
    "flip": _Act(moving.flipped),
    "float": _Act(moving.floating, before=falling.falling),
    "frost": _Act(upon=falling.ice, before=falling.falling),
    "glow": _Act(behind=waves.rays),
    "grow": _Act(moving.growing_alone, before=company.actors, always=True),
    "halves": _Act(upon=coverings.hot_and_cold, before=coverings.warm_and_cold_air),
    "heat": _Act(behind=fire.heat, upon=fire.glowing),
    "hit": _Act(moving.shaken, before=waves.blow),
    "join": _Act(),
    "journey": _Act(moving.travelling, behind=things.way_behind),
    "launch": _Act(moving.launched, behind=fire.exhaust),
    "lift": _Act(company.aside_of_actor, before=meetings.lifting),
    "meet": _Act(before=meetings.meeting),
    "night": _Act(moving.by_night, behind=falling.night, upon=falling.shade),
    "notes": _Act(before=waves.notes),
    "orbit": _Act(moving.circling, behind=things.planet_behind, before=things.planet_before),
    "paint": _Act(upon=coverings.paint_on, before=coverings.roller),
    "pass": _Act(behind=meetings.passing_behind, before=meetings.passing),
    "percent": _Act(measures.within_ring, behind=measures.ring),
    "photo": _Act(upon=waves.flash, before=waves.viewfinder),
    "pour": _Act(upon=coverings.wet, before=coverings.pouring),
    "pulse": _Act(moving.beating, behind=waves.pulse, always=True),
    "race": _Act(meetings.racing_subject, before=meetings.racing_actor),
    "rain": _Act(before=falling.falling),
    "rings": _Act(moving.shaken, behind=waves.rings),
    "ruler": _Act(measures.aside_of_ruler, before=measures.ruler, always=True),
    "scale": _Act(moving.weighed, behind=measures.scale, always=True),
    "shrink": _Act(moving.shrinking, behind=things.outline),
    "signal": _Act(behind=waves.signal),
    "sink": _Act(moving.sinking, before=things.waves),
    "sleep": _Act(moving.sleeping, upon=falling.shade, before=things.letters_of_sleep),
    "smoke": _Act(behind=fire.smoke),
    "snow": _Act(before=falling.falling),
    "sparks": _Act(moving.shaken, before=waves.sparks),
    "speed": _Act(moving.racing, behind=things.speed_lines),
    "spin": _Act(moving.spinning),
    "sunset": _Act(behind=falling.setting_sun, upon=falling.dusk),
    "thrust": _Act(moving.pushed, behind=fire.thrusters),
    "topple": _Act(moving.toppled),
    "unfold": _Act(moving.unfolding, always=True),
    "vanish": _Act(moving.vanishing, before=things.outline),
}


_WITH_ITS_OWN: tuple[EventKind, ...] = (
    "catch", "circled", "compare", "count", "eat", "grow", "lift", "meet", "pass", "race",
)  # fmt: skip
"""What an actor does something in; beside all else it only stands."""


class Staging:
    """What happens to a subject that has ink in `ink` and may be seen in `room`. Moments count as the template's.

    `after`: what happens with it, too: who stands beside the subject in this comes to the right of all of that.
    """

    def __init__(
        self, happening: Happening, context: SceneContext, ink: Box, room: Box, span: Span = ALWAYS,
        after: "Staging | None" = None,
    ) -> None:  # fmt: skip
        self._stage = Stage(happening, context, ink, room, span)
        self._act = _ACTS[happening.kind]
        self._accompanied = happening.actor is not None and happening.kind not in _WITH_ITS_OWN
        self.fills = self._accompanied or happening.kind in FILLING
        self._company = self._stage
        if after and self._accompanied:
            self._company = Stage(happening, context, ink, room, span, after.extent, after.settled_size)

    @property
    def covers(self) -> bool:
        """Whether something lies upon the subject that must not lie upon what surrounds it."""
        return self._stage.kind in COVERING

    @property
    def start(self) -> float:
        """When it begins."""
        return self._stage.start

    @property
    def settled_size(self) -> float:
        """How large the subject is when all have come, in its own size."""
        at = self._company.actor_start + SETTLED_S
        if self._accompanied:
            return self._company.shown * company.aside_of_actor(self._company, at).scale
        return self._pose(at).scale

    @property
    def extent(self) -> Box:
        """From where to where the subject is, with what stands beside it."""
        ink, room = self._stage.ink, self._stage.room
        if others := self.beside():
            at = self._company.actor_start + SETTLED_S
            own = self.box_aside(ink) if self._accompanied else self._box_moved(ink, at)
            left, right = min(own.left, *(one.left for one in others)), max(own.right, *(one.right for one in others))
            return Box(min(ink.left, left), ink.top, max(ink.right, right), ink.bottom)
        if not self.fills:
            return ink
        return Box(min(ink.left, room.left + MARGIN), ink.top, max(ink.right, room.right - MARGIN), ink.bottom)

    def _box_moved(self, box: Box, at: float) -> Box:
        return Box(*self.moved(at, box.left, box.top), *self.moved(at, box.right, box.bottom))

    def beside(self) -> tuple[Box, ...]:
        """Where those stand in the end who come to stand beside the subject."""
        stage = self._company
        if stage.actor is None or not (self._accompanied or stage.kind == "grow"):
            return ()
        placed = [(actor, x, actors.foot_of(stage, actor)) for actor, x in company.places_beside(stage)]
        return tuple(Box(x - one.wide / 2, foot - one.high, x + one.wide / 2, foot) for one, x, foot in placed)

    def aside(self, x: float, y: float, at: float) -> tuple[float, float]:
        """Where a point of the subject is, and of all that has come before, while it makes room for them."""
        stage = self._company
        if not self._accompanied or stage.actor_share(at) <= 0:
            return x, y
        pose, group = company.aside_of_actor(stage, at), stage.group
        return group.x + pose.across + pose.scale * (x - group.x), group.bottom + pose.scale * (y - group.bottom)

    def box_aside(self, box: Box) -> Box:
        """Where what was in `box` is when they have come."""
        at = self._company.actor_start + SETTLED_S
        return Box(*self.aside(box.left, box.top, at), *self.aside(box.right, box.bottom, at))

    @contextmanager
    def accompanied(self, canvas: Canvas, at: float) -> Generator[None]:
        """Draw inside the subject and all that happens to it: it makes room for who stands beside it, drawn last."""
        stage = self._company
        if not self._accompanied or stage.actor_share(at) <= 0:
            yield
            return
        pose, group, room = company.aside_of_actor(stage, at), stage.group, stage.room
        with canvas.transform(pose.across), canvas.zoom(group.x, group.bottom, pose.scale):
            yield
        with canvas.clip(room.left, room.top, room.right, room.bottom):
            company.actors(stage, canvas, at)

    @contextmanager
    def posed(self, canvas: Canvas, at: float, *, own: bool = True) -> Generator[None]:
        """Draw the subject inside as it moves, and then what lies upon it; not `own`: what surrounds it."""
        pose, ink = self._pose(at), self._stage.ink
        with (
            self._cut_off(canvas, at),
            canvas.transform(pose.across, pose.down),
            canvas.zoom(ink.x, ink.bottom, pose.scale),
            canvas.zoom(ink.x, ink.y, 1.0, pose.turn),
            canvas.transform(ink.x * (1 - pose.wide), scale=(pose.wide, 1.0)),
            self._marked(canvas, at) if own or not self.covers else nullcontext(),
        ):
            yield

    @contextmanager
    def grounded(self, canvas: Canvas, at: float) -> Generator[None]:
        """Draw inside what lies under the subject's feet, wherever it goes on the ground."""
        pose, ink = self._pose(at), self._stage.ink
        with canvas.transform(pose.across), canvas.zoom(ink.x, ink.bottom, pose.scale):
            yield

    @contextmanager
    def _marked(self, canvas: Canvas, at: float) -> Generator[None]:
        upon, ink = self._act.upon, self._stage.ink
        if upon is None or self._stage.since(at) < 0:
            yield
            return
        with canvas.layer(ink.left - BEYOND, ink.top - BEYOND, ink.right + BEYOND, ink.bottom + BEYOND):
            yield
            upon(self._stage, canvas, at)

    @contextmanager
    def _cut_off(self, canvas: Canvas, at: float) -> Generator[None]:
        """Without what lies below the water, or is not built yet."""
        stage, room = self._stage, self._stage.room
        if stage.kind == "sink" and stage.since(at) >= 0:
            with canvas.clip(room.left, room.top, room.right, things.waterline(stage)):
                yield
        elif stage.kind == "build" and things.built(stage, at) < 1:
            with canvas.clip(room.left, things.built_top(stage, at), room.right, room.bottom):
                yield
        else:
            yield

    def moves(self, at: float) -> bool:
        """Whether the subject is not where it rests."""
        return self._pose(at) != RESTS or (self._accompanied and self._company.actor_share(at) > 0)

    def moved(self, at: float, x: float, y: float) -> tuple[float, float]:
        """Where a point of the subject is that rests at x, y."""
        pose, ink = self._pose(at), self._stage.ink
        turn = math.radians(pose.turn)
        across, down = (x - ink.x) * pose.wide, y - ink.y
        x = ink.x + across * math.cos(turn) - down * math.sin(turn)
        y = ink.y + across * math.sin(turn) + down * math.cos(turn)
        return (
            ink.x + (x - ink.x) * pose.scale + pose.across,
            ink.bottom + (y - ink.bottom) * pose.scale + pose.down,
        )

    def behind(self, canvas: Canvas, at: float) -> None:
        """What lies behind the subject."""
        self._draw(self._act.behind, canvas, at)

    def front(self, canvas: Canvas, at: float) -> None:
        """What lies before the subject."""
        self._draw(self._act.before, canvas, at)

    def _draw(self, drawing: _Drawing | None, canvas: Canvas, at: float) -> None:
        room = self._stage.room
        if drawing is not None:
            with canvas.clip(room.left, room.top, room.right, room.bottom):
                drawing(self._stage, canvas, at)

    def _pose(self, at: float) -> Pose:
        act = self._act
        if act.pose is None or (self._stage.since(at) < 0 and not act.always):
            return RESTS
        return act.pose(self._stage, at)
