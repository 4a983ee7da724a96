"""A person edits a video that was paid for: what its remake costs, what it leaves alone, what it says afterwards."""

import json
from collections.abc import Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from fakes.world import World, living_world
from homes import DAGSTER, LONGEST_S, run, run_job, said
from live_homes import KEYS, home_of, order

from vidpipe_assets.model.media import ClipSet, ComposedVideo, ReviewPackage, Voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import Document
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

D = TypeVar("D", bound=Document)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2 * LONGEST_S)]

WORDS = "In 1990 this telescope saw 100,000 more stars."
"""For which the fake's voice, a tone for each letter, needs no longer than expected: the clip is long enough."""


def documents(store: Store, key: str, stage: Stage, kind: type[D]) -> list[D]:
    """All of a stage, the first one first."""
    return [store.documents.load(key, stage, one, kind) for one in store.documents.versions(key)[stage]]


def charged(world: World) -> dict[str, Decimal]:
    return {stage: amount for stage, amount in world.bill.items() if amount}


def edit(home: Path, environment: Mapping[str, str], *words: str) -> str:
    done = run([str(DAGSTER.with_name("vidpipe")), "edit", *words], home, **environment)
    assert done.returncode == 0, said(done)
    return done.stdout


def refresh(home: Path, environment: Mapping[str, str]) -> None:
    done = run_job(home, "refresh_videos", **environment)
    assert done.returncode == 0, said(done)[-8000:]


def test_an_edited_scene_is_all_that_is_paid_again_and_all_that_is_encoded_again(tmp_path: Path) -> None:
    with living_world(KEYS) as (world, environment):
        home = home_of(tmp_path / "home", environment, 15)
        done = order(home, environment, make_now=True)
        assert done.returncode == 0, said(done)[-8000:]
        (package,) = (home / "output" / "review").iterdir()
        key, before, filmed = package.name, charged(world), len(world.films.jobs)
        foreseen = edit(home, environment, key, "--scene", "s2", WORDS, "--title", "Twice the stars")
        assert "changed: title, s2" in foreseen
        refresh(home, environment)

        paid = {stage: amount - before.get(stage, 0) for stage, amount in charged(world).items()}
        assert {stage for stage, amount in paid.items() if amount} <= {"voiceover", "clips"}
        assert paid["voiceover"] == len(WORDS) * Decimal("0.30") / 1000
        assert len(world.films.jobs) - filmed <= 1
        after = charged(world)
        edit(home, environment, key, "--description", "Counted anew.")
        refresh(home, environment)
        assert charged(world) == after

    with closing(open_store(Places(home))) as store:
        old, new = documents(store, key, Stage.SCRIPTS, ProductionPlan)
        assert [scene.id for scene, was in zip(new.scenes, old.scenes, strict=True) if scene != was] == ["s2"]
        assert new.scenes[1].narration == WORDS
        voices = documents(store, key, Stage.VOICEOVER, Voiceover)
        others = [[one for one in voice.scenes if one.scene != "s2"] for voice in voices]
        assert [one.audio for one in others[0]] == [one.audio for one in others[1]]
        films = documents(store, key, Stage.CLIPS, ClipSet)
        assert [one for one in films[0].clips if one.scene != "s2"] == [
            one for one in films[-1].clips if one.scene != "s2"
        ]
        first, second = documents(store, key, Stage.COMPOSED_VIDEO, ComposedVideo)
        assert first.copied == ()
        assert second.copied == tuple(scene.scene for scene in first.timeline if scene.scene != "s2")
        assert [word.text for word in second.caption_words if word.scene == "s2"] != []
        texts = [(one.title, one.description) for one in documents(store, key, Stage.REVIEW, ReviewPackage)]
        assert [title for title, _ in texts] == [old.title, "Twice the stars", "Twice the stars"]
        assert texts[-1][1] == "Counted anew."
    assert json.loads((package / "review.json").read_text())["title"] == "Twice the stars"
