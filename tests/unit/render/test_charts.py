"""Charts of trends: honest for full, sparse and empty reports."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vidpipe_assets.model.trends import Observation, Opportunity, Pattern, Trend, TrendReport, TrendSnapshot, Velocity
from vidpipe_assets.render.charts import compact_number, draw_growth, draw_report

DAY = dt.date(2026, 11, 23)
MORNING = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)


def opportunity(number: int) -> Opportunity:
    speed = Velocity(views=1000, per_hour=1000.0 / number, acceleration=0, engagement=0)
    subject = f"Subject {number} with a name that goes on and on and will not end in time"
    return Opportunity(
        key=f"subject-{number}", subject=subject, score=1, velocity=speed, reason="It grows.", evidence=()
    )


def report(count: int, *, sample: bool = False) -> TrendReport:
    stories = tuple(opportunity(number) for number in range(1, count + 1))
    patterns = (
        tuple(Pattern(name=name, count=2, share=0.5, per_hour=10) for name in ("question", "number")) if count else ()
    )
    return TrendReport(
        theme="gadgets", day=DAY, ranked=(), opportunities=stories, phrases=(), hooks=patterns, lengths=patterns,
        claimed=stories[1] if count > 1 else None,
        best_hours=(Pattern(name="14", count=1, share=1, per_hour=7),) if count else (),
        narrative="", note="" if count else "Nothing was collected.", sample=sample,
    )  # fmt: skip


def pixels(file: Path) -> np.ndarray:
    with Image.open(file) as picture:
        assert picture.size == (1200, 800)
        return np.asarray(picture.convert("RGB"))


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_a_report_of_any_size_becomes_a_chart(count: int, tmp_path: Path):
    draw_report(report(count), tmp_path / "chart.png")
    assert pixels(tmp_path / "chart.png").std() > 5
    assert [file.name for file in tmp_path.iterdir()] == ["chart.png"]


def test_a_sample_is_labelled(tmp_path: Path):
    draw_report(report(3), tmp_path / "real.png")
    draw_report(report(3, sample=True), tmp_path / "sample.png")
    differs = (pixels(tmp_path / "real.png") != pixels(tmp_path / "sample.png")).any(axis=2)
    assert differs[40:92, 950:1162].any()
    assert not differs[140:].any()


def trend(number: int, views: list[int | None]) -> Trend:
    seen = tuple(Observation(observed_at=MORNING + dt.timedelta(hours=h), views=v) for h, v in enumerate(views))
    return Trend(platform="tube", external_id=str(number), title=f"Video {number}", url="", observations=seen)


@pytest.mark.parametrize(
    "views", [[[1, 5, 9], [2, 2]], [[0, 0]], [[5]], [[None, None]], [[9, None, 3]], [[1, 2]] * 9], ids=str
)
def test_growth_is_drawn_for_whatever_was_observed(views: list[list[int | None]], tmp_path: Path):
    trends = tuple(trend(number, seen) for number, seen in enumerate(views))
    snapshot = TrendSnapshot(
        theme="gadgets", day=DAY, trends=trends, sources=("tube",), sample=True, collected_at=MORNING
    )
    draw_growth(snapshot, [one.id for one in trends] + ["tube:unknown"], tmp_path / "growth.png")
    assert pixels(tmp_path / "growth.png").std() > 5


def test_numbers_are_short_enough_for_a_chart():
    assert [compact_number(value) for value in (0, 7.25, 840, 12_345, 999_950, 4_500_000, 2e9)] == [
        "0", "7.2", "840", "12.3K", "1M", "4.5M", "2B",
    ]  # fmt: skip
