"""`review.json`: what it says, and that its form is the documented one."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import samples

from vidpipe_assets.model.media import StageCost
from vidpipe_assets.operations.review_contents import PackageContents, build_review
from vidpipe_assets.operations.review_json import ReviewFile, build_review_file, schema_json

SCHEMA = Path(__file__).parents[3] / "vidpipe_assets" / "operations" / "review-1.schema.json"


@pytest.fixture
def contents(tmp_path: Path) -> PackageContents:
    return samples.contents(samples.Shelf(tmp_path))


def written(contents: PackageContents) -> dict[str, Any]:
    return json.loads(build_review_file(contents, build_review(contents), {}).to_json())


def test_it_names_its_form_first_and_reads_back_as_the_same_value(contents: PackageContents) -> None:
    review = build_review_file(contents, build_review(contents), {})
    assert next(iter(json.loads(review.to_json()).items())) == ("schema", "vidpipe/review/1")
    assert ReviewFile.model_validate_json(review.to_json()) == review


def test_the_schema_beside_the_module_is_that_of_the_model() -> None:
    # After a change that old readers understand: SCHEMA.write_bytes(schema_json()). Any other needs a new number.
    assert SCHEMA.read_bytes() == schema_json()


def test_a_scene_says_where_it_is_what_it_states_and_where_that_was_seen(contents: PackageContents) -> None:
    review = written(contents)
    scene = review["scenes"][3]
    assert scene["start_s"] == pytest.approx(15.7)
    assert scene["facts"][0]["source"]["name"] == "Guinness World Records"
    assert scene["trends"] == ["hackernews:4002", "youtube:aB3dE"]
    assert scene["clip"]["rights"] == {"creator": "", "licence": "", "url": ""}
    assert set(scene["trends"]) <= {trend["id"] for trend in review["trends"]}


def test_trends_carry_the_last_numbers_and_unknown_ones_are_null(contents: PackageContents) -> None:
    trends = {trend["id"]: trend for trend in written(contents)["trends"]}
    assert trends["tiktok:731"]["views"] == 2_450_000
    assert trends["tiktok:731"]["views_per_hour"] == pytest.approx(81_666.7)
    assert trends["youtube:aB3dE"]["shares"] is None
    assert "youtube:zzTop" not in trends


def test_costs_add_up_to_the_cent_by_currency(contents: PackageContents) -> None:
    paid = (
        StageCost(stage="clips", amount="0.10"),
        StageCost(stage="voiceover", amount="0.20"),
        StageCost(stage="scripts", amount="3", currency="EUR"),
    )
    assert written(replace(contents, costs=paid))["costs"]["totals"] == {"EUR": "3", "USD": "0.30"}


def test_versions_are_listed_in_the_order_of_the_stages_up_to_the_review(contents: PackageContents) -> None:
    shuffled = dict(reversed(contents.data_versions.items()))
    expected = ["trends", "analysis", "scripts", "clips", "voiceover", "composed_video", "review"]
    assert list(written(replace(contents, data_versions=shuffled))["data_versions"]) == expected


def test_no_opportunity_is_said_with_the_reports_note(contents: PackageContents) -> None:
    empty = contents.report.model_copy(update={"claimed": None, "note": "nothing was collected"})
    story = written(replace(contents, report=empty))["story"]
    assert (story["reason"], story["score"]) == ("nothing was collected", None)


def test_a_scene_that_the_timeline_lacks_has_no_start(contents: PackageContents) -> None:
    cut = contents.composed.model_copy(update={"timeline": contents.composed.timeline[:-1]})
    assert written(replace(contents, composed=cut))["scenes"][-1]["start_s"] is None


def test_fault_24_text_of_any_kind_survives_as_readable_utf_8(contents: PackageContents) -> None:
    title = "ألعاب 👩‍🚀 \u202e \x00 \ud83d"
    plan = contents.plan.model_copy(update={"title": title})
    raw = build_review_file(replace(contents, plan=plan), build_review(replace(contents, plan=plan)), {}).to_json()
    assert "ألعاب 👩‍🚀".encode() in raw
    assert json.loads(raw)["title"] == title
