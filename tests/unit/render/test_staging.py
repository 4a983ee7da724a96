"""What is staged is seen to happen: when it is told, to what it befalls, as far as it is said."""

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from tests.unit.render.scene_samples import shot
from tests.unit.render.staged_samples import CARD, frame, scene_of
from vidpipe_assets.model.events import EventKind
from vidpipe_assets.model.pictures import Rank, Steps, Where
from vidpipe_assets.model.plan import Beat
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.happenings import (
    NEEDS_ACTOR,
    Happening,
    find_happening,
)
from vidpipe_assets.render.illustrations.svg import FIELD
from vidpipe_assets.render.moments import happens_s, told_s
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.frames import make_template
from vidpipe_assets.render.scenes.staging.coverings import painted
from vidpipe_assets.render.scenes.staging.meetings import swarm
from vidpipe_assets.render.scenes.staging.stage import Box, Stage
from vidpipe_assets.render.scenes.staging.times import clock_turns, counted_up
from vidpipe_assets.render.scenes.subject import is_turned
from vidpipe_assets.render.spoken_words import word_s


@pytest.mark.parametrize(
    ("text", "turns"),
    [("10 hours", (2.0, 10 / 12)), ("2.5 hours", (2.5, 2.5 / 12)), ("15 minutes", (1.25, 15 / 720)),
     ("39 seconds", (1.65, 0.0)), ("3,800 years", (2.0, 1.0)), ("", (2.0, 1.0))],
)  # fmt: skip
def test_a_clock_stops_at_its_time(text: str, turns: tuple[float, float]) -> None:
    assert clock_turns(text) == pytest.approx(turns)


def test_a_clock_stands_beside_the_subject_and_stands_still_in_the_end() -> None:
    early, late, last = (frame(Happening("clock", 1, "10 hours"), at) for at in (1.6, 7.0, 7.2))
    columns = np.flatnonzero(last.any(axis=(0, 2)))
    gap = int(np.diff(columns).argmax())
    assert columns[gap + 1] - columns[gap] > 8, "clock and subject touch each other"
    clock = (slice(None), slice(columns[0], columns[gap] + 1))
    assert (late[clock] == last[clock]).all(), "its hands run on"
    assert (early[clock] != last[clock]).any()


def test_what_survives_a_fire_is_black_until_it_is_said_and_stays_so_at_its_edges() -> None:
    burned = scene_of("A Game Boy burned in a bombing still played Tetris. It was shown for years.")
    found = find_happening(burned, "Game Boy", "game-boy")
    assert found == Happening("flames", 3, "", 7)
    middle = (slice(430, 560), slice(480, 600))
    before, burning, after = (frame(found, at, burned) for at in (0.2, 2.4, 5.0))
    assert burning[middle].mean() < 0.8 * before[middle].mean()
    assert after[middle].mean() > 0.9 * before[middle].mean()
    assert (after != before).any(axis=2).sum() > 4000, "it is as clean as ever"


def test_each_thing_of_an_amount_is_seen_in_the_colour_of_what_it_holds() -> None:
    told = Happening("count", 0, "30 liters")
    for text, channel in (("30 liters of blood.", 2), ("30 liters of water.", 0)):
        alone = frame(None, 7.0, scene_of(text)).astype(int)
        apart = frame(told, 7.0, scene_of(text)).astype(int)
        held = apart[(np.abs(apart - alone).sum(axis=2) > 0) & (np.arange(1080) < 430)]
        strong = held[:, channel] - np.delete(held[:, :3], channel, axis=1).max(axis=1)
        assert (strong > 60).sum() > 300, text


@pytest.mark.parametrize(
    ("text", "heap"),
    [("It was sold for scrap.", True), ("It cost 6 million dollars.", True), ("It cost 40,000 pounds.", True),
     ("It cost 5 dollars.", False)],
)  # fmt: skip
def test_scrap_and_much_money_lie_in_a_heap_at_the_foot(text: str, heap: bool) -> None:
    drawn = list[np.ndarray]()
    for happening in (None, Happening("coins", 0)):
        of = shot(CARD, seconds=8.0, illustration="pyramid", happening=happening, background="desert/wide")
        canvas = Canvas(1080, 860)
        placed = place_art(SceneContext(replace(of, scene=scene_of(text))), 0, 200, 1080, 800)
        assert placed is not None
        placed.draw(canvas, 7.0)
        drawn.append(canvas.pixels.astype(int))
    apart = (np.abs(drawn[0] - drawn[1]).sum(axis=2) > 60)[700:772, 520:900]
    assert (apart.mean() > 0.12) == heap


def test_who_takes_the_step_that_is_lit_stands_on_its_card_and_comes_down_with_the_next() -> None:
    picture = Steps(title="How", steps=[{"text": text} for text in ("Pretend to be it", "Invite them", "Take it")])
    beats = tuple(Beat(word=number + 1, at=0.1 + 0.25 * number) for number in range(3))
    lowest = list[int]()
    for happening in (None, Happening("join", 0, actor="swindler")):
        of = shot(picture, seconds=8.0, beats=beats, illustration="eiffel-tower", happening=happening)
        template = make_template(SceneContext(of))
        for at in (2.0, 4.3, 7.5):
            canvas = Canvas(1080, 1920)
            template.draw(canvas, at)
            coat = np.abs(canvas.pixels[..., :3].astype(int) - (0x6B, 0x3B, 0x48)).sum(axis=2) < 12
            worn = np.flatnonzero(coat.sum(axis=1) > 8)
            lowest.append(int(worn[-1]) if len(worn) else 0)
    assert lowest[:3] == [0, 0, 0]
    assert 0 < lowest[3] < lowest[4] < lowest[5]


def test_a_map_gives_way_to_what_happened_when_it_is_told() -> None:
    scene = scene_of(
        "Number two: New York. A Game Boy burned in a Gulf War bombing still played Tetris. They showed it for years.",
        picture=Where(place="New York"),
    )
    span = told_s(scene, 7)
    assert span is not None
    assert 1.3 <= span[0] <= word_s(scene, 7) + 0.9 < span[1]
    assert span[1] == pytest.approx(word_s(scene, 16)), "until its sentence is over"
    assert told_s(scene_of("It burned."), 1) is None


def test_a_list_gives_way_to_what_happens_and_is_seen_once_more_behind_it() -> None:
    side = {"tag": "Dive", "value": 2, "label": "beats", "icon": "heart"}
    versus = {"template": "versus", "left": side, "right": {**side, "value": 37}}
    text = "Number two. When a whale dives, its heart can slow to 2 beats a minute. At the surface it races at 37."
    beats = (Beat(word=11, at=0.55), Beat(word=19, at=0.85))
    scene = scene_of(text, picture=versus, beats=beats)
    span = happens_s(scene, 5)
    assert span is not None
    assert span[0] < word_s(scene, 5) < span[1] - 1.3
    assert span[1] < beats[0].at * scene.seconds, "a number would be said unseen"
    assert happens_s(scene_of(text, picture=versus), 5) is None, "it would be over at once"
    assert happens_s(scene, 18) is None, "it would not be seen again"
    assert happens_s(scene_of(text), 5) is None, "a card has room for it"


def test_a_subject_looks_to_its_other_side_in_some_scenes_but_where_its_face_is_needed() -> None:
    plain, other = (shot(CARD, seconds=8.0, illustration="whale", seed=seed) for seed in (0, 3))
    assert [is_turned(plain), is_turned(other)] == [False, True]
    assert not is_turned(replace(other, happening=Happening("eat", 0, actor="krill")))
    assert not is_turned(replace(other, illustration="game-boy")), "it would be read from right to left"
    drawn = list[np.ndarray]()
    for one in (plain, other):
        canvas = Canvas(1080, 860)
        placed = place_art(SceneContext(one), 0, 300, 1080, 800)
        assert placed is not None
        placed.draw(canvas, 2.0)
        columns = np.flatnonzero(canvas.pixels.any(axis=(0, 2)))
        drawn.append(canvas.pixels[:, columns[0] : columns[-1] + 1].astype(int))
    wide = min(one.shape[1] for one in drawn)
    assert np.abs(drawn[0][:, :wide] - drawn[1][:, ::-1][:, :wide]).mean() < 3
    assert np.abs(drawn[0][:, :wide] - drawn[1][:, :wide]).mean() > 6


def test_an_event_that_is_told_before_its_close_up_begins_with_it_and_ends_in_it() -> None:
    context, room = SceneContext(shot(CARD, seconds=8.0, illustration="tern")), Box(0, 0, 500, 500)
    event, time = (
        Stage(Happening(kind, 0, "10 hours"), context, room, room, (3.0, 5.5)) for kind in ("journey", "clock")
    )
    assert 3.0 < event.start < event.start + event.length < 5.5
    assert time.start < 1, "a time stands there already"
    later = Stage(Happening("journey", 2), context, room, room, (1.0, 6.0))
    assert later.start == Stage(Happening("journey", 2), context, room, room).start, "it never comes before its word"


def test_paint_takes_the_colours_that_are_named() -> None:
    happening = Happening("paint", 2)
    plain, blue, striped = (
        frame(happening, 6.0, scene_of(text))[430:560, 480:600, 2::-1].astype(int).reshape(-1, 3)
        for text in ("It is coated.", "It is coated in blue.", "They wanted black and yellow stripes on it.")
    )
    assert (blue[:, 2] - blue[:, 0]).mean() > 60
    assert (plain[:, 2] - plain[:, 0]).mean() < 0, "the palette's accent, which is yellow"
    assert striped.sum(axis=1).std() > 2 * blue.sum(axis=1).std(), "stripes differ from each other"


@pytest.mark.parametrize("kind", ["paint", "frost", "flames", "pour", "halves", "heat", "damage"])
def test_what_covers_a_tower_spares_the_flag_on_it_and_the_lawn_below(kind: EventKind) -> None:
    happening = Happening(kind, 0)
    drawn = list[np.ndarray]()
    for one in (None, happening):
        of = shot(CARD, seconds=8.0, illustration="eiffel-tower", happening=one, background="oldtown/wide")
        stage, canvas = SceneContext(of), Canvas(1080, 860)
        placed = place_art(stage, 0, 200, 1080, 800)
        assert placed is not None
        left, top, right, bottom = (round(edge * placed.size / FIELD) for edge in (544, 40, 568, 80))
        placed.draw(canvas, 7.0)
        drawn.append(canvas.pixels.copy().astype(int))
        flag = (
            slice(round(placed.y) + top, round(placed.y) + bottom),
            slice(round(placed.x) + left, round(placed.x) + right),
        )
    apart = np.abs(drawn[0] - drawn[1]).max(axis=2)
    assert (apart > 40).sum() > 300, "something of the tower is covered"
    assert np.median(apart[flag]) < 12


def test_paint_covers_only_the_part_that_its_sentence_names() -> None:
    """Gold is on the mirror of the telescope, not on its sunshield."""
    ink, room = Box(100, 200, 900, 1000), Box(0, 200, 1080, 1100)
    told = {"It has a mirror. Its mirror is coated with gold.": 800, "It has a mirror. All is coated with gold.": 1000}
    for text, low in told.items():
        of = shot(CARD, seconds=8.0, illustration="webb-telescope")
        context = SceneContext(replace(of, scene=scene_of(text)))
        assert painted(Stage(Happening("paint", text.split().index("coated")), context, ink, room)).bottom <= low


def test_a_swarm_is_nearer_to_the_mouth_the_later_it_is() -> None:
    context = SceneContext(shot(CARD, seconds=8.0, illustration="whale"))
    stage = Stage(Happening("eat", 0, actor="krill"), context, Box(400, 350, 900, 800), Box(0, 300, 1080, 850))
    reached = []
    for since in (0.3, 0.9):
        canvas = Canvas(1080, 860)
        swarm(stage, canvas, stage.start + since)
        reached.append(int(np.flatnonzero(canvas.pixels.any(axis=(0, 2)))[-1]))
    assert reached[0] < reached[1] < 700


def test_of_two_who_race_the_faster_one_is_ahead() -> None:
    slow, fast = (frame(Happening("race", 0, actor="car", size=size), 4.5) for size in (0.2, 3.0))
    lanes = slice(560, 800)
    slow_x, fast_x = (np.flatnonzero(one[lanes].any(axis=(0, 2))).mean() for one in (slow, fast))
    assert fast_x > slow_x


@pytest.mark.parametrize(
    ("text", "end"), [("37 years", "37"), ("3,800 years", "3,800"), ("53 months", "53"), ("243 earth days", "243")]
)
def test_a_calendar_is_leafed_through_until_it_shows_the_time(text: str, end: str) -> None:
    assert counted_up(end, 1.0) == end
    assert counted_up(end, 0.5) == (f"{round(int(end.replace(',', '')) / 2):,}")
    early, late, last = (frame(Happening("clock", 1, text), at) for at in (1.6, 7.0, 7.2))
    columns = np.flatnonzero(last.any(axis=(0, 2)))
    calendar = (slice(None), slice(columns[0], columns[0] + 60))
    assert (early[calendar] != late[calendar]).any()
    assert (late[calendar] == last[calendar]).all(), "its leaves turn on"


@pytest.mark.parametrize("kind", get_args(EventKind))
def test_what_happens_is_seen_and_stays_in_the_room_of_the_illustration(kind: EventKind) -> None:
    text = {"count": "four", "calendar": "1989", "clock": "10 hours", "percent": "97"}.get(kind, "")
    staged = Happening(kind, 0, text, actor="fish" if kind in NEEDS_ACTOR else None, size=0.5)
    plain, staged = frame(None, 0.7), frame(staged, 0.7)
    assert (plain.view(np.uint32) != staged.view(np.uint32)).sum() > 2000
    assert not staged[:298].any()
    assert not staged[802:].any()


@pytest.mark.parametrize("happening", [Happening("count", 0, "72"), Happening("crowd", 0)])
@pytest.mark.parametrize("arrangement", ["above", "below", "beside", "across"])
def test_many_small_copies_stay_clear_of_the_number_and_the_ladder(happening: Happening, arrangement: str) -> None:
    of = shot(
        Rank(rank=2, of=5, title="It"), seconds=12.0, illustration="penguin", happening=happening,
        arrangement=arrangement,
    )  # fmt: skip
    said = "So it is now, and so it has been for years; nobody knows why it is, but it is so."
    context = SceneContext(replace(of, scene=of.scene.model_copy(update={"narration": said})))
    template = make_template(context)
    beside, copies = Canvas(1080, 1920), Canvas(1080, 1920)
    template.draw(beside, 9.0)
    assert len(context.cuts) > 1
    for at in (1.0, *(cut + 0.5 for cut in context.cuts)):
        copies.clear()
        template.illustrate(copies, at)
        seen, taken = (one.pixels[:1230, :, 3] > 60 for one in (copies, beside))
        assert seen.any()
        assert not (seen & taken).any()


def test_what_is_paid_in_bitcoins_is_seen_to_be() -> None:
    """Gold coins fell on a pizza that was paid for in bitcoins."""

    def orange(told: str) -> float:
        one = shot(CARD, seconds=8.0)
        scene = one.scene.model_copy(update={"narration": f"It was paid for in {told}, and it was worth it."})
        pixels = frame(Happening("coins", 1), 3.0, scene)[..., :3].astype(int)
        return float((np.abs(pixels - (0x2A, 0x91, 0xE8)).sum(axis=2) < 12).sum())

    assert orange("bitcoins") > 300
    assert orange("dollars") < 20
