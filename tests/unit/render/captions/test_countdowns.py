"""The time to think is seen and heard, and has run out in the frame in which the answer comes."""

import re
from dataclasses import replace

import pytest

from tests.unit.render.audio.test_cues import shots_of, timeline_of
from vidpipe_assets.model.media import FPS, CaptionWord
from vidpipe_assets.model.plan import TAIL_S
from vidpipe_assets.model.theme import Captions
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.audio.cues import sound_cues
from vidpipe_assets.render.captions.ass import STRIP
from vidpipe_assets.render.captions.countdowns import COUNTED, Countdown, countdown_states
from vidpipe_assets.render.captions.files import CaptionLayout, lay_out_captions
from vidpipe_assets.render.captions.styles import caption_colours
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.video.timeline import caption_limits, countdowns


def asking(pause_s: float) -> tuple[Shot, ...]:
    first, second, *rest = shots_of()
    return (first, replace(second, scene=second.scene.model_copy(update={"pause_s": pause_s})), *rest)


def layout(*clocks: Countdown) -> CaptionLayout:
    words = [CaptionWord(scene="s1", text="How", start_s=0.1, end_s=0.4)]
    colours = caption_colours(Captions(), get_palette("midnight"))
    return lay_out_captions(words, Captions(), colours, {"s1": 20}, "", countdowns=clocks)


def test_it_runs_from_the_last_word_to_the_answer_and_captions_leave_it_their_place() -> None:
    shots = asking(1.3)
    timeline = timeline_of(shots)
    (clock,) = countdowns(timeline, shots)
    answered = timeline[2].start_frame
    asked = answered - round((1.3 + TAIL_S) * FPS)
    assert (clock.scene, clock.end) == (timeline[1].scene, answered)
    assert asked <= clock.start <= asked + 6
    assert caption_limits(timeline, shots)[clock.scene] == clock.start
    assert countdowns(timeline, shots_of()) == ()
    assert countdowns(timeline, asking(0.3)) == ()  # too short to follow


def test_every_figure_ticks() -> None:
    shots = asking(1.3)
    timeline = timeline_of(shots)
    (clock,) = countdowns(timeline, shots)
    ticks = [cue.at_s for cue in sound_cues(timeline, shots) if cue.kind == "tick"]
    assert ticks == [pytest.approx(frame / FPS) for frame in clock.begins()]
    assert not [cue for cue in sound_cues(timeline, shots_of()) if cue.kind == "tick"]


def test_the_ring_empties_and_the_figures_count_down_until_its_last_frame() -> None:
    clock = Countdown("s1", 100, 145)
    states = list(countdown_states(clock, layout().lettering))
    assert {min(one[1] for one in states), max(one[2] for one in states)} == {100, 145}
    seen = [sum(layer == 1 and start <= frame < end for layer, start, end, *_ in states) for frame in range(100, 145)]
    assert seen == sorted(seen, reverse=True)
    assert (seen[0], seen[-1]) == (max(seen), 1)
    for frame in range(100, 145):
        (figure,) = (text for layer, start, end, _, text in states if layer == 2 and start <= frame < end)
        assert int(re.sub(r"\{.*?\}", "", figure)) == COUNTED - (frame - 100) // 15


def test_it_is_part_of_what_is_drawn_and_changes_no_caption() -> None:
    clock = Countdown("s1", 20, 65)
    usual, counted = layout(), layout(clock)
    assert counted.drawn == usual.drawn
    assert set(usual.changes) < set(counted.changes)
    assert {clock.start, clock.end, *clock.begins()} <= set(counted.changes)
    assert len(counted.states(STRIP)) == len(counted.states()) > len(usual.states())
