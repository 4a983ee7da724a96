"""The graph reads every frame of the video from the right frame of the right clip, and touches only what it must."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.render.scenery import plan_of, shots_of, spoken_of
from tests.unit.render.video.test_transitions import NAMED
from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.video.picture import Overlays, masked_shots, picture_graph
from vidpipe_assets.render.video.timeline import frames_needed, lay_out_scenes, total_frames
from vidpipe_assets.render.video.transitions import MASK_HEIGHT, MASK_WIDTH

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


def test_a_video_leads_back_to_its_first_frame_and_is_no_longer_for_it() -> None:
    shots = [*shots_of(PLAN, ("push", "push", "push"))]
    shots[-1] = replace(shots[-1], transition="iris")
    timeline = lay_out_scenes(PLAN, SPOKEN, shots)
    overlays = Overlays(6, Path("/c.ass"), Path("/fonts"), (3, 9), "#0A0B0C")
    graph = picture_graph(timeline, shots, overlays)
    assert masked_shots(shots, again=True) == [4]
    assert "[6:v]" in graph  # the mask, and the clip of the first scene behind it
    assert re.search(r"\[7:v\][^;]*trim=start_frame=0:end_frame=1[^;]*loop=loop=11[^;]*\[head4\]", graph)
    assert graph.index("[body3][blend4]concat") > 0
    read = frames_read(graph)
    last = timeline[-1].frames
    assert (read["body3"], read["tail3"]) == ((12, last - 12), (last - 12, last))
    assert "[7:v]" not in picture_graph(timeline, shots, overlays, ends=False)


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


@pytest.mark.parametrize("kind", NAMED)
def test_no_transition_has_frames_converted_that_are_not_in_it(kind: str, tmp_path: Path) -> None:
    shots = shots_of(PLAN, (kind,) * 3)
    timeline = lay_out_scenes(PLAN, SPOKEN, shots)
    graph = picture_graph(timeline, shots, Overlays(4, Path("/c.ass"), Path("/fonts"), (), "#0A0B0C"))
    clips = ("-f", "lavfi", "-i", f"color=s={WIDTH}x{HEIGHT}:r={FPS}:d=60,format=yuv420p") * len(timeline)
    masks = ("-f", "lavfi", "-i", f"color=s={MASK_WIDTH}x{MASK_HEIGHT}:r={FPS},format=gray") * len(masked_shots(shots))
    out = ("-map", "[picture]", "-frames:v", "1", "-f", "null", "-")
    told = ffmpeg.run((*clips, *masks, "-filter_complex", graph, *out, "-v", "verbose"), timeout_s=60)
    assert "graph 0 input" in told
    converted = told.count("auto-inserting filter")
    assert converted == (4 * 3 if kind == "fade" else 0)  # a colour is mixed in as red, green and blue


def test_fault_25_paths_with_metacharacters_are_escaped() -> None:
    shots = shots_of(PLAN)
    odd = Path("/it's [a],b;c:100%.ass")
    graph = picture_graph(lay_out_scenes(PLAN, SPOKEN, shots), shots, Overlays(6, odd, odd, (3,), "#0A0B0C"))
    assert str(odd) not in graph
