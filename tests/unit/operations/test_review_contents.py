"""The document of the review, built without a disk."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
import samples

from vidpipe_assets.model.media import StageCost
from vidpipe_assets.operations.review_contents import PackageContents, build_review, evidence


@pytest.fixture
def contents(tmp_path: Path) -> PackageContents:
    return samples.contents(samples.Shelf(tmp_path))


def test_every_scene_is_followed_from_its_facts_to_the_trends_that_carried_them(contents: PackageContents) -> None:
    made = {one.scene: one for one in build_review(contents).provenance}
    assert made["s2"].facts == ("game-boy-sales",)
    assert made["s2"].trends == ("tiktok:731",)
    # Named by the scene itself first, then those that its fact came with, each once.
    assert made["s4"].trends == ("hackernews:4002", "youtube:aB3dE")


def test_every_scene_names_its_clip_and_its_rights_and_unknown_rights_stay_unknown(contents: PackageContents) -> None:
    made = {one.scene: one for one in build_review(contents).provenance}
    assert made["s1"].clip == contents.clips.clips[0].artifact.name
    assert made["s1"].rights.creator == "vidpipe"
    assert made["s4"].clip_provider == "own"
    assert made["s4"].rights.creator == made["s4"].rights.licence == ""


def test_evidence_that_is_nowhere_is_reported_and_not_dropped(contents: PackageContents) -> None:
    scene = contents.plan.scenes[1].model_copy(update={"evidence": ("game-boy-sales", "invented")})
    assert evidence(contents, scene).missing == ("invented",)


def test_a_fact_that_only_the_report_knows_is_found(contents: PackageContents) -> None:
    bare = contents.snapshot.model_copy(update={"trends": ()})
    found = evidence(replace(contents, snapshot=bare), contents.plan.scenes[1])
    assert [fact.id for fact in found.facts] == ["game-boy-sales"]
    assert found.missing == ()


def test_a_scene_without_a_clip_is_still_described(contents: PackageContents) -> None:
    fewer = contents.clips.model_copy(update={"clips": contents.clips.clips[1:]})
    first = build_review(replace(contents, clips=fewer)).provenance[0]
    assert (first.scene, first.clip, first.clip_provider) == ("s1", "", "")


@pytest.mark.parametrize("part", ["snapshot", "report", "plan"])
def test_sample_numbers_anywhere_behind_the_video_make_it_a_sample(contents: PackageContents, part: str) -> None:
    real = {name: getattr(contents, name).model_copy(update={"sample": name == part}) for name in SAMPLED}
    assert build_review(replace(contents, **real)).sample
    none = {name: getattr(contents, name).model_copy(update={"sample": False}) for name in SAMPLED}
    assert not build_review(replace(contents, **none)).sample


SAMPLED = ("snapshot", "report", "plan")


def test_when_and_for_how_much_it_was_packaged_does_not_change_its_version(contents: PackageContents) -> None:
    later = replace(
        contents,
        packaged_at=contents.packaged_at + dt.timedelta(days=1),
        costs=(StageCost(stage="clips", amount="9.99"),),
    )
    assert build_review(later).data_version == build_review(contents).data_version


def test_a_failed_check_changes_its_version(contents: PackageContents) -> None:
    failed = tuple(check.model_copy(update={"passed": False}) for check in contents.checks)
    assert build_review(replace(contents, checks=failed)).data_version != build_review(contents).data_version
