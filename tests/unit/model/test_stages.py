"""The stages form one graph without cycles, and read only parts of a theme that exist."""

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme


def test_stages_come_after_what_they_read() -> None:
    order = list(Stage)
    for stage in Stage:
        assert all(order.index(up) < order.index(stage) for up in stage.upstream)


def test_every_part_that_a_stage_reads_is_part_of_a_theme() -> None:
    theme = Theme(name="a", channel="A")
    for stage in Stage:
        for name in stage.theme_parts:
            theme.part(name)


def test_every_field_of_a_theme_that_shapes_a_video_is_read_by_a_stage() -> None:
    read = {name.split(".")[0] for stage in Stage for name in stage.theme_parts}
    no_part_of_the_result = {"name", "schedule", "review", "budget"}
    assert set(Theme.model_fields) - read == no_part_of_the_result
