"""From a folder of a person's own clips to the clips of a video, with the real ffmpeg; only the drawing is left out."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from local_client import local_client

from vidpipe_assets.model.pictures import End, Hook, IconCard
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan
from vidpipe_assets.model.theme import Picture
from vidpipe_assets.providers.footage.own import provider
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.art_direction import Shot, direct_shots
from vidpipe_assets.render.video.probe import probe
from vidpipe_assets.stages import clip_selection as shooting
from vidpipe_assets.stages.footage_search import FootageLibrary


def plan() -> ProductionPlan:
    def scene(number: int, picture: Hook | IconCard | End, *terms: str) -> ScenePlan:
        return ScenePlan(id=f"s{number}", narration="x", title="x", picture=picture, search_terms=terms, seconds=0.4)

    card = IconCard(icon="cat", title="Cat")
    return ProductionPlan(
        subject="Cats",
        language="en",
        title="Cats",
        description="Cats",
        hashtags=(),
        hook="Cats",
        call_to_action="Follow",
        scenes=(
            scene(1, Hook(lines=("one", "two")), "cat"),
            scene(2, card, "cat", "sofa", "tail"),
            scene(3, card, "rocket launch"),
            scene(4, End(lines=("bye",)), "cat"),
        ),
        sources=(),
        writer="offline",
        sample=True,
    )


@pytest.fixture(autouse=True)
def nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn clips are named, and are not there."""

    def draw(shots: Sequence[Shot], folder: Path, *_: object) -> dict[str, Path]:
        return {shot.scene.id: folder / "drawn.mp4" for shot in shots}

    monkeypatch.setattr(shooting, "_draw", draw)


def test_fault_20_a_corrupt_clip_in_the_folder_is_passed_over(tmp_path: Path):
    own = tmp_path / "my clips; 100%"
    (own / "space").mkdir(parents=True)
    for name in ("cat on sofa.mp4", "space/rocket launch.mp4"):
        make = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=30:d=1.5", "-c:v", "libx264", "-preset", "ultrafast")
        ffmpeg.run((*make, ffmpeg.file_argument(own / name)), timeout_s=300)
    (own / "cat sofa tail.mp4").write_text("<html>not found</html>")
    shots = direct_shots(plan(), Picture(), "Tests", "2026-11-23_tests", tmp_path)
    taken = shooting.select_clips(
        shots, ["own", "motion"], {"own": FootageLibrary(provider(own), local_client())}, tmp_path / "out"
    )
    assert [(one.scene, one.provider, one.title) for one in taken] == [
        ("s1", "motion", ""),
        ("s2", "own", "cat on sofa.mp4"),
        ("s3", "own", "space/rocket launch.mp4"),
        ("s4", "motion", ""),
    ]
    assert [probe(one.path).frames for one in taken[1:3]] == [one.frames for one in taken[1:3]]
    passed_over = [note for note in taken[1].notes if "cat sofa tail.mp4" in note]
    assert passed_over == ["own: cat sofa tail.mp4 was not used: the file is a web page with the name of a video"]
    assert any(note.startswith("enlarged from 320x180") for note in taken[1].notes)


def test_fault_47_a_clip_that_fails_after_the_gate_is_passed_over(tmp_path: Path):
    own = tmp_path / "clips"
    own.mkdir()
    make = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=30:d=3,noise=alls=20", "-c:v", "libx264", "-preset", "ultrafast")
    for name in ("cat sofa tail.mp4", "sofa.mp4"):
        ffmpeg.run((*make, "-g", "10", "-movflags", "faststart", ffmpeg.file_argument(own / name)), timeout_s=300)
    damaged = bytearray((own / "cat sofa tail.mp4").read_bytes())
    middle = slice(len(damaged) // 10, len(damaged) * 3 // 4)
    damaged[middle] = b"\xa5" * len(damaged[middle])
    (own / "cat sofa tail.mp4").write_bytes(damaged)
    shots = direct_shots(plan(), Picture(), "Tests", "2026-11-23_tests", tmp_path)
    library = FootageLibrary(provider(own), local_client())
    taken = shooting.select_clips(shots, ["own", "motion"], {"own": library}, tmp_path / "out")
    assert [(one.scene, one.title) for one in taken] == [("s1", ""), ("s2", "sofa.mp4"), ("s3", ""), ("s4", "")]
    refused = [note for note in taken[1].notes if "cat sofa tail.mp4" in note]
    assert len(refused) == 1
    assert refused[0].startswith("own: cat sofa tail.mp4 was not used: the file ")
    assert "Invalid data found" in refused[0]
