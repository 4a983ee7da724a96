"""Who and what stands beside a subject keeps off what is written, in the scenes of videos that tell the sample."""

from pathlib import Path

import pytest

from tests.unit.writing.conftest import make_theme
from tests.unit.writing.offline.test_formats import FEW, MOST_OF_THEM_NIGHTLY, report_of
from vidpipe_assets.render.art_direction import Shot, direct_shots
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.scenes.close_up import close_ups
from vidpipe_assets.render.scenes.context import CAPTIONS_TOP, HEAD_START_S, SceneContext
from vidpipe_assets.render.scenes.frames import make_template
from vidpipe_assets.writing.offline.writer import write_plan

FAINT, SOLID = 60, 150


def assert_apart(shot: Shot) -> None:
    """No type lies on what is beside the subject, and neither of them behind the captions."""
    context = SceneContext(shot)
    template = make_template(context)
    alone = close_ups(context, template.kept, shown=template.shows_subject)
    for share in (0.35, 0.6, 0.8, 0.97):
        at = share * shot.scene.seconds
        picture, written = Canvas(1080, 1920), Canvas(1080, 1920)
        close = next((one for one in alone if one.shows(at)), None)
        if close:
            at = max(at, close.start + 0.7)  # a number has gone up by then
            close.draw(picture, at)
            template.draw_kept(written, at + HEAD_START_S, at - close.start)
        else:
            template.illustrate(picture, at + HEAD_START_S)
            template.draw(written, at + HEAD_START_S)
        name = f"{shot.scene.narration} at {at:.1f} s"
        assert not (picture.pixels[CAPTIONS_TOP + 60 :, :, 3] > FAINT).any(), f"behind the captions: {name}"
        both = (picture.pixels[..., 3] > SOLID) & (written.pixels[..., 3] > SOLID)
        assert both.sum() < 400, f"{both.sum()} pixels of type on it: {name}"


def told(file: str, name: str, kind: str) -> list[Shot]:
    """The scenes in which something stands beside the subject."""
    theme = make_theme(40, kind=kind)
    plan = write_plan(report_of(file, name), theme, "2026-11-20_x")
    shots = direct_shots(plan, theme.picture, theme.channel, f"2026-11-20_{name}", Path("themes"))
    return [shot for shot in shots if shot.happening and shot.happening.needs_width]


@pytest.mark.parametrize(("file", "name"), FEW)
def test_company_lies_on_no_type_in_a_countdown(file: str, name: str) -> None:
    for shot in told(file, name, "countdown"):
        assert_apart(shot)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["countdown", "story"])
@pytest.mark.parametrize(("file", "name"), MOST_OF_THEM_NIGHTLY)
def test_company_lies_on_no_type_in_any_video_of_the_sample(file: str, name: str, kind: str) -> None:
    for shot in told(file, name, kind):
        assert_apart(shot)
