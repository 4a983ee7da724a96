"""Every bundled theme on many days: each story is told, passes its checks, and can be drawn at any moment.

What a video is made of follows from its key, so that a fault may wait for one day of one theme.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from shipped import shipped

from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import TrendReport, TrendSnapshot
from vidpipe_assets.providers import trends
from vidpipe_assets.providers.registry import known
from vidpipe_assets.providers.trends.sample import provider
from vidpipe_assets.render.art_direction import Shot, direct_shots
from vidpipe_assets.render.drawing.canvas import Canvas, Paint
from vidpipe_assets.render.drawing.text import TextLine
from vidpipe_assets.render.scenes.context import HEAD_START_S, SceneContext
from vidpipe_assets.render.scenes.frames import SceneFrames, make_template
from vidpipe_assets.render.scenes.strip import ChannelStrip
from vidpipe_assets.storage.themes import load_theme
from vidpipe_assets.writing.analysis.report import analyse, claimable_keys, matching_keys, with_claim
from vidpipe_assets.writing.offline.writer import write_plan
from vidpipe_assets.writing.plan_checks import check_plan

FOLDER = shipped() / "themes"
NAMES = sorted({path.stem for path in (Path(trends.__file__).parent / "sample_data").glob("*.json")} - {"general"})
"""The themes that come with vidpipe; those of one's own that lie beside them are not looked at."""
FIRST_DAY = dt.date(2026, 11, 25)
SETTLED = 1.2
"""In scenes' lengths, within what a clip has to spare: nothing slides in any more, and everything is to be read."""

Box = tuple[float, float, float, float]


@cache
def themed(name: str) -> Theme:
    return load_theme(name, FOLDER, known())


@cache
def report(name: str) -> TrendReport:
    found = provider().sample_for(name, themed(name).collect)
    return analyse(
        TrendSnapshot(
            theme=name,
            day=FIRST_DAY,
            trends=tuple(sorted(found.trends, key=lambda trend: trend.id)),
            sources=("sample",),
            sample=True,
            sample_day=found.sample_day,
            collected_at=dt.datetime(2026, 11, 25, tzinfo=dt.UTC),
        )
    )


def videos(name: str, days: range, per_day: int) -> Iterator[tuple[str, ProductionPlan]]:
    """The key and the plan of each video, with the stories in turn."""
    stories = claimable_keys(report(name))
    for day in days:
        for number in range(1, per_day + 1):
            key = f"{FIRST_DAY + dt.timedelta(day)}_{name}" + (f"_{number}" if number > 1 else "")
            story = stories[(day * per_day + number) % len(stories)]
            yield key, write_plan(with_claim(report(name), story), themed(name), key)


def shots(name: str, key: str, plan: ProductionPlan) -> tuple[Shot, ...]:
    theme = themed(name)
    return direct_shots(plan, theme.picture, theme.channel, key, FOLDER)


class Sheet:
    """A canvas that remembers where each line of text stood."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.canvas = Canvas(1080, 1920)
        self.texts: list[tuple[Box, TextLine]] = []
        self._set: Shot | None = None
        drawn = TextLine.paint

        def paint(
            line: TextLine, canvas: Canvas, x: float, y: float, paint: Paint | None, *, align: float = 0.0
        ) -> None:
            if paint is not None and paint.getAlphaf() > 0.2:
                left = x - line.width * align
                self.texts.append(((left, y - line.cap, left + line.width, y), line))
            drawn(line, canvas, x, y, paint, align=align)

        monkeypatch.setattr(TextLine, "paint", paint)
        # A haze behind text is part of what lies behind, and may reach beyond the column.
        monkeypatch.setattr(SceneContext, "draw_haze", lambda *_, **__: None)

    def draw(self, shot: Shot, frame: int) -> None:
        """All but the background, as it is at a frame."""
        if self._set != shot:
            self._set, context = shot, SceneContext(shot)
            self._template, self._strip = make_template(context), ChannelStrip(context)
        self.canvas.clear()
        self.texts.clear()
        self._template.draw(self.canvas, frame / 30 + HEAD_START_S)
        self._strip.draw(self.canvas, frame / 30)

    def outside(self) -> bool:
        """Whether something lies outside the column, but for the line that names the source."""
        alpha = self.canvas.pixels[..., 3]
        around = (alpha[:120], alpha[120:1212, :40], alpha[120:1484, 944:], alpha[1212:1484], alpha[1560:])
        return any(part.max() > 8 for part in around)

    def on_the_captions(self) -> bool:
        return bool(self.canvas.pixels[1230:1450, ..., 3].any())

    def overlapping(self) -> bool:
        """Whether two texts cross. A quotation mark is as wide as its line and only half as high: it is left out."""
        boxes = [(box, line) for box, line in self.texts if line.size < 450]
        return any(a[1] is not b[1] and _cross(a[0], b[0]) for a, b in combinations(boxes, 2))


def _cross(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 2 and min(a[3], b[3]) - max(a[1], b[1]) > 2


def faults(sheet: Sheet, shot: Shot, frames: list[int]) -> list[str]:
    """What is wrong with a shot at some of its frames."""
    found: list[str] = []
    for frame in frames:
        sheet.draw(shot, frame)
        found += [f"on the captions at frame {frame}"] if sheet.on_the_captions() else []
    sheet.draw(shot, int(shot.scene.seconds * 30 * SETTLED))
    found += ["outside the column"] if sheet.outside() else []
    # The cards of a comparison are moved as a whole: their texts are remembered where they come from.
    if shot.scene.picture.template not in ("versus", "steps") and sheet.overlapping():
        found.append("overlapping texts")
    return [f"{shot.scene.id} {shot.scene.picture.template}: {fault}" for fault in found]


def failed(name: str, plan: ProductionPlan) -> list[str]:
    return [finding.description for finding in check_plan(plan, themed(name).format) if not finding.passed]


@pytest.mark.parametrize("name", NAMES)
def test_each_story_passes_its_checks_and_its_pictures_hold(name: str, monkeypatch: pytest.MonkeyPatch):
    sheet = Sheet(monkeypatch)
    for key, plan in videos(name, range(len(claimable_keys(report(name)))), per_day=1):
        wrong = failed(name, plan)
        for shot in shots(name, key, plan):
            odd = Random(key + shot.scene.id).randrange(1, int(shot.scene.seconds * 30))
            sheet.draw(shot, odd)
            wrong += faults(sheet, shot, [])
        assert (key, wrong) == (key, [])


@pytest.mark.parametrize("name", NAMES)
def test_two_days_of_one_theme_do_not_tell_a_story_in_the_same_way(name: str):
    story = claimable_keys(report(name))[0]
    plans = [write_plan(with_claim(report(name), story), themed(name), f"2026-12-{d:02}_{name}") for d in range(1, 5)]
    assert len({plan.title for plan in plans}) > 1
    assert len({tuple(scene.narration for scene in plan.scenes) for plan in plans}) > 1


@pytest.mark.parametrize("name", NAMES)
def test_a_topic_that_a_person_would_type_finds_its_story(name: str):
    stories = {one.key: one.subject for one in report(name).opportunities if one.key in claimable_keys(report(name))}
    for key, subject in stories.items():
        assert matching_keys(report(name), subject)[:1] == (key,)
        assert matching_keys(report(name), subject.lower())[:1] == (key,)


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
def test_sixty_days_of_three_videos_can_be_written_and_drawn(name: str, monkeypatch: pytest.MonkeyPatch):
    sheet = Sheet(monkeypatch)
    for key, plan in videos(name, range(60), per_day=3):
        wrong = failed(name, plan)
        for number, shot in enumerate(shots(name, key, plan)):
            chance, count = Random(key + shot.scene.id), int(shot.scene.seconds * 30)
            wrong += faults(sheet, shot, [0, count - 1, *(chance.randrange(count) for _ in range(4))])
            if number == len(key) % len(plan.scenes):
                SceneFrames(shot).frame(chance.randrange(count))
        assert (key, wrong) == (key, [])
