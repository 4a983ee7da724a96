"""The graph reads every frame of the video from the right frame of the right clip, and touches only what it must."""

import re
from pathlib import Path

from tests.unit.render.scenery import plan_of, shots_of, spoken_of
from vidpipe_assets.render.video.picture import Overlays, masked_shots, picture_graph
from vidpipe_assets.render.video.timeline import frames_needed, lay_out_scenes, total_frames

PLAN = plan_of()
SPOKEN = spoken_of(PLAN)


def graph_of(transitions: tuple[str, ...]) -> str:
    shots = shots_of(PLAN, transitions)
    return picture_graph(
        lay_out_scenes(PLAN, SPOKEN, shots), shots, Overlays(6, Path("/c.ass"), Path("/fonts"), (3, 9), "#0A0B0C")
    )


def frames_read(graph: str) -> dict[str, tuple[int, int]]:
    """Label of a piece -> first frame and the frame after the last, of its clip."""
    found = re.findall(r"trim=start_frame=(\d+):end_frame=(\d+),setpts=PTS-STARTPTS\[(\w+)\]", graph)
    return {label: (int(first), int(past)) for first, past, label in found}


def test_pieces_add_up_to_the_video_whatever_the_transitions() -> None:
    for transitions in (("wipe",) * 3, ("push",) * 3, ("fade", "iris", "zoom"), ("none", "blinds", "whip")):
        read = frames_read(graph_of(transitions))
        shown = sum(past - first for label, (first, past) in read.items() if not label.startswith("tail"))
        assert shown == total_frames(lay_out_scenes(PLAN, SPOKEN, shots_of(PLAN)))


def test_no_piece_reads_more_of_a_clip_than_was_asked_for() -> None:
    shots = shots_of(PLAN, ("fade", "fade", "wipe"))
    needed = frames_needed(lay_out_scenes(PLAN, SPOKEN, shots), shots)
    read = frames_read(graph_of(("fade", "fade", "wipe")))
    for index, scene in enumerate(PLAN.scenes):
        assert max(past for label, (_, past) in read.items() if label.endswith(str(index))) == needed[scene.id]


def test_each_transition_by_a_shape_reads_the_mask_of_its_own_input() -> None:
    transitions = ("wipe", "push", "iris")
    assert masked_shots(shots_of(PLAN, transitions)) == [1, 3]
    graph = graph_of(transitions)
    assert "[6:v]" in graph
    assert "[7:v]" in graph
    assert "[8:v]" not in graph


def test_without_transitions_nothing_is_blended() -> None:
    shots = shots_of(PLAN, ("none",) * 3)
    graph = picture_graph(
        lay_out_scenes(PLAN, SPOKEN, shots), shots, Overlays(6, Path("/c.ass"), Path("/fonts"), (), "#0A0B0C")
    )
    assert "overlay" not in graph
    assert "yuva420p" not in graph


def test_fault_25_paths_with_metacharacters_are_escaped() -> None:
    shots = shots_of(PLAN)
    odd = Path("/it's [a],b;c:100%.ass")
    graph = picture_graph(lay_out_scenes(PLAN, SPOKEN, shots), shots, Overlays(6, odd, odd, (3,), "#0A0B0C"))
    assert str(odd) not in graph
