"""How scenes over footage are composed."""

from tests.unit.render.scene_samples import pictures, shot
from vidpipe_assets.model.media import Artifact, Clip
from vidpipe_assets.stages.composed_video import free_at_top, over_footage_upright


def test_captions_over_footage_never_have_the_colours_of_an_inverted_palette() -> None:
    made = Artifact(sha256="0" * 64, suffix=".mp4", size=1)
    inverted = shot(pictures("shortest")["rank"], palette="midnight!")
    for kind, palette in (("footage", "midnight"), ("motion", "midnight!")):
        clips = {"s1": Clip(scene="s1", artifact=made, frames=9, provider="own", kind=kind)}
        assert [one.palette for one in over_footage_upright([inverted], clips)] == [palette]


def test_captions_are_not_raised_where_type_stands_already() -> None:
    made = Artifact(sha256="0" * 64, suffix=".mp4", size=1)
    clip = Clip(scene="s1", artifact=made, frames=9, provider="own", kind="footage")
    clips = {
        "s1": clip,
        "s2": clip.model_copy(update={"at_top": True}),
        "s3": clip.model_copy(update={"kind": "motion"}),
    }
    assert free_at_top(clips, "card") == {"s1": clip}
    assert free_at_top(clips, "full") == {}
