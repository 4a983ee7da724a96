"""What a person says is written down, once it can be meant; what follows is for the planner."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from samples import Shelf, clip_set, contents

from vidpipe_assets.model.decision import Word, take_of, take_of_scene
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.media import ReviewPackage
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import (
    ApproveRequest,
    CancelRequest,
    RejectForGoodRequest,
    RejectRequest,
    ReopenRequest,
    RetryAfreshRequest,
    RetryRequest,
    apply,
)
from vidpipe_assets.operations.review_package import assemble
from vidpipe_assets.planning.desired import stage_decisions
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

KEY = "2026-11-23_gadgets"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(Places(tmp_path))) as opened:
        opened.orders.add([VideoKey.parse(KEY)], asked_by="test")
        opened.documents.save(KEY, Stage.CLIPS, clip_set())
        yield opened


def state(store: Store) -> OrderState:
    order = store.orders.get(VideoKey.parse(KEY))
    assert order is not None
    return order.state


@pytest.mark.parametrize("hidden", ["\0", "\x1b", "\u202e", "\u2069", "\ud800"])
def test_a_reason_with_a_control_or_direction_character_is_refused(store: Store, hidden: str) -> None:
    with pytest.raises(BadInput, match="reason: it holds the character"):
        apply(store, KEY, CancelRequest(reason=f"no{hidden}"), who="ann")
    assert state(store) is OrderState.OPEN
    assert apply(store, KEY, CancelRequest(reason="no\nthanks"), who="ann").reason == "no\nthanks"


def test_a_retry_is_about_all_stages_and_pays_nothing_again(store: Store) -> None:
    said = apply(store, KEY, RetryRequest(), who="ann")
    assert (said.word, said.stage, said.take) == (Word.RETRY, None, 1)
    ruled = stage_decisions(store.decisions.of(KEY))
    assert set(ruled) == set(Stage)
    assert all(one.take == 1 and one.since == said.at for one in ruled.values())


def test_each_retry_afresh_and_each_rejection_is_another_take_of_that_stage_alone(store: Store) -> None:
    assert apply(store, KEY, RetryAfreshRequest(stage=Stage.VOICEOVER), who="ann").take == 2
    assert apply(store, KEY, RejectRequest(stage=Stage.VOICEOVER, reason="too fast"), who="ann").take == 3
    apply(store, KEY, RetryRequest(), who="ann")
    ruled = stage_decisions(store.decisions.of(KEY))
    assert (ruled[Stage.VOICEOVER].take, ruled[Stage.VOICEOVER].reason) == (3, "rejected: too fast")
    assert ruled[Stage.CLIPS].take == 1


def test_a_rejection_of_clips_takes_new_footage_for_the_scenes_it_names_or_for_all(store: Store) -> None:
    apply(store, KEY, RejectRequest(stage=Stage.CLIPS, scenes=("s3",)), who="ann")
    made = store.decisions.of(KEY)
    assert take_of(made, Stage.CLIPS) == 2
    assert [take_of_scene(made, Stage.CLIPS, scene) for scene in ("s2", "s3")] == [1, 2]
    apply(store, KEY, RejectRequest(stage=Stage.CLIPS), who="ann")
    apply(store, KEY, RejectRequest(stage=Stage.CLIPS, scenes=("s2",)), who="ann")
    made = store.decisions.of(KEY)
    assert [take_of_scene(made, Stage.CLIPS, scene) for scene in ("s2", "s3")] == [4, 3]


@pytest.mark.parametrize(
    ("stage", "scenes", "why"),
    [(Stage.CLIPS, ["s99"], "no scene 's99'"), (Stage.VOICEOVER, ["s2"], "not made again scene by scene")],
)
def test_scenes_that_cannot_be_meant_are_refused(store: Store, stage: Stage, scenes: list[str], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        apply(store, KEY, RejectRequest(stage=stage, scenes=tuple(scenes)), who="ann")
    assert store.decisions.of(KEY) == ()


@pytest.fixture
def packaged(store: Store, tmp_path: Path) -> ReviewPackage:
    """A finished video, as `review` leaves it."""
    package = assemble(store.places.output / "review", contents(Shelf(tmp_path / "shelf")))
    store.documents.save(KEY, Stage.REVIEW, package)
    return package


def test_only_a_finished_video_is_approved(store: Store) -> None:
    with pytest.raises(BadInput, match="no finished video"):
        apply(store, KEY, ApproveRequest(), who="ann")
    assert state(store) is OrderState.OPEN


@pytest.mark.parametrize("says", [True, False])
def test_an_approval_says_which_version_was_seen(store: Store, packaged: ReviewPackage, says: bool) -> None:
    apply(store, KEY, ApproveRequest(version=packaged.data_version if says else ""), who="ann")
    assert state(store) is OrderState.APPROVED
    [said] = store.decisions.of(KEY)
    assert (said.word, said.version) == (Word.APPROVED, packaged.data_version)


def test_a_version_that_is_no_longer_there_is_not_approved(store: Store, packaged: ReviewPackage) -> None:
    with pytest.raises(BadInput, match=f"made again since: version old was looked at, {packaged.data_version} is"):
        apply(store, KEY, ApproveRequest(version="old"), who="ann")
    assert (state(store), store.decisions.of(KEY)) == (OrderState.OPEN, ())


@pytest.mark.parametrize("name", ["video.mp4", "captions.srt", "review.json"])
@pytest.mark.usefixtures("packaged")
def test_a_package_that_was_changed_by_hand_is_not_approved(store: Store, name: str) -> None:
    file = store.places.output / "review" / KEY / name
    file.unlink()  # it may be a link to what is kept
    file.write_bytes(b"something else")
    with pytest.raises(BadInput, match=f"{name} (is not the file|cannot be read)"):
        apply(store, KEY, ApproveRequest(), who="ann")
    assert state(store) is OrderState.OPEN


def test_a_closed_video_hears_nothing_until_it_is_reopened(store: Store) -> None:
    apply(store, KEY, RejectForGoodRequest(reason="dull"), who="ann")
    assert state(store) is OrderState.REJECTED
    with pytest.raises(BadInput, match="rejected") as refused:
        apply(store, KEY, RetryRequest(), who="ann")
    assert f"vidpipe reopen {KEY}" in refused.value.remedy
    apply(store, KEY, ReopenRequest(), who="ann")
    assert state(store) is OrderState.OPEN
    apply(store, KEY, CancelRequest(), who="ann")
    assert state(store) is OrderState.CANCELLED
    assert [one.word for one in store.decisions.of(KEY)] == [Word.REFUSED, Word.REOPENED, Word.CANCELLED]
    assert {one.who for one in store.decisions.of(KEY)} == {"ann"}


def test_what_was_never_ordered_is_refused_with_the_order_to_type(store: Store) -> None:
    with pytest.raises(BadInput, match="never ordered") as refused:
        apply(store, "2026-11-24_gadgets", RetryRequest(), who="ann")
    assert refused.value.remedy == "vidpipe order gadgets --day 2026-11-24"
