"""A person chooses a cover: it makes the package again, and nothing else."""

from pathlib import Path

import pytest
import reviewed
import samples

from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.edits import Edits
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import ApproveRequest, apply
from vidpipe_assets.operations.edit import PreparedEdit, RequestedEdit, edit, prepare_edit
from vidpipe_assets.operations.export import export
from vidpipe_assets.operations.review_contents import media_files
from vidpipe_assets.operations.review_json import ReviewFile
from vidpipe_assets.planning.desired import stage_overrides
from vidpipe_assets.storage.store import Store

KEY = reviewed.KEY
THEME = Theme(name="gadgets", channel="Gadgets")


def prepared(store: Store, cover: int) -> PreparedEdit:
    return prepare_edit(store, {"gadgets": THEME}, KEY, RequestedEdit(cover=cover))


def test_another_cover_is_wished_of_the_review_alone(store: Store, tmp_path: Path) -> None:
    reviewed.finish(store, tmp_path / "shelf", covers=3)
    found = prepared(store, 2)
    assert (found.changed, found.respoken, found.reshown) == (("cover",), (), ())
    said = edit(store, found, who="ann")
    assert (said.word, said.reason) == (Word.EDITED, "cover")
    order = store.orders.get(VideoKey.parse(KEY))
    assert order
    assert Edits.of(order).cover == 2
    wished = [stage for stage in Stage if stage_overrides(order, stage) and stage is not Stage.ANALYSIS]
    assert wished == [Stage.REVIEW]
    assert stage_overrides(order, Stage.REVIEW) == {"cover": "2"}


def test_the_cover_that_is_there_changes_nothing_and_the_first_is_no_override(store: Store, tmp_path: Path) -> None:
    reviewed.finish(store, tmp_path / "shelf", covers=3)
    assert prepared(store, 1).changed == ()
    assert "cover" not in prepared(store, 1).order.overrides


@pytest.mark.parametrize(("covers", "remedy"), [(3, "it is one of 1, 2, 3"), (0, "make the video again")])
def test_a_cover_that_the_video_does_not_have_is_refused(
    store: Store, tmp_path: Path, covers: int, remedy: str
) -> None:
    reviewed.finish(store, tmp_path / "shelf", covers=covers)
    with pytest.raises(BadInput, match="cover: the video has no cover 4") as caught:
        prepared(store, 4)
    assert remedy in caught.value.remedy


def test_the_chosen_one_is_the_cover_of_the_package() -> None:
    composed = samples.composed().model_copy(update={"covers": samples.covers()})
    assert media_files(composed)["cover.jpg"] == samples.covers()[0]
    files = media_files(composed, 3)
    assert files["cover.jpg"] == files["cover-3.jpg"] == samples.covers()[2]
    # Made again meanwhile, with fewer: the last of those that are there.
    assert media_files(composed.model_copy(update={"covers": samples.covers(2)}), 3)["cover.jpg"] == samples.covers()[1]
    assert "cover.jpg" not in media_files(samples.composed())


def test_what_is_approved_has_its_cover_and_not_the_others(store: Store, tmp_path: Path) -> None:
    version = reviewed.finish(store, tmp_path / "shelf", covers=3)
    folder = store.places.output / "review" / KEY
    told = ReviewFile.model_validate_json((folder / "review.json").read_bytes())
    assert told.cover == 1
    assert "Cover 2" in (folder / "index.html").read_text()
    done = export(store, apply(store, KEY, ApproveRequest(version=version), who="ann"))
    assert done
    assert {file.name for file in done.glob("cover*")} == {"cover.jpg"}
    assert (done / "cover.jpg").read_bytes() == b"the bytes of cover-1.jpg"
    assert '"cover.jpg"' in (done / "metadata.json").read_text()
    assert "cover-2.jpg" not in (done / "metadata.json").read_text()
