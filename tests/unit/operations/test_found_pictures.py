"""A person takes another of the pictures that were found for a scene: over the command line, and as a decision."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import samples
from found import clips_with_pictures
from samples import Shelf

from vidpipe_assets.cli import main
from vidpipe_assets.model.decision import Word, picture_of_scene
from vidpipe_assets.model.errors import BadInput, Conflict
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import RejectRequest, RetryAfreshRequest, apply
from vidpipe_assets.operations.review_contents import build_review, found_files
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

KEY = "2026-11-23_gadgets"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.delenv("VIDPIPE_DATABASE_URL", raising=False)
    with closing(open_store(Places(tmp_path))) as opened:
        opened.orders.add([VideoKey.parse(KEY)], asked_by="test")
        opened.documents.save(KEY, Stage.CLIPS, clips_with_pictures())
        yield opened


def reject(store: Store, scenes: tuple[str, ...], **pictures: str) -> None:
    apply(store, KEY, RejectRequest(stage=Stage.CLIPS, scenes=scenes, pictures=pictures), who="ann")


def test_a_chosen_picture_is_kept_with_the_rejection_and_belongs_to_its_take(store: Store) -> None:
    reject(store, ("s2",), s2="File:B.jpg")
    said = store.decisions.of(KEY)[-1]
    assert (said.word, said.take, said.scenes, said.pictures) == (Word.REJECTED, 2, ("s2",), {"s2": "File:B.jpg"})
    assert picture_of_scene(store.decisions.of(KEY), "s2") == "File:B.jpg"
    assert picture_of_scene(store.decisions.of(KEY), "s3") == ""
    reject(store, ("s3",))
    assert picture_of_scene(store.decisions.of(KEY), "s2") == "File:B.jpg"
    apply(store, KEY, RetryAfreshRequest(stage=Stage.CLIPS), who="ann")
    assert picture_of_scene(store.decisions.of(KEY), "s2") == ""


@pytest.mark.parametrize(
    ("scenes", "pictures", "error", "said"),
    [
        (("s2",), {"s2": "File:E.jpg"}, Conflict, "'File:E.jpg' is not among the pictures that were found for s2"),
        (("s2",), {"s2": "File:C.jpg"}, Conflict, "s3 shows the picture 'File:C.jpg'"),
        ((), {"s2": "File:B.jpg"}, BadInput, "'s2' is not rejected"),
        (("s4",), {"s4": "File:B.jpg"}, Conflict, "not among the pictures that were found for s4"),
        (("s2", "s3"), {"s2": "File:C.jpg", "s3": "File:D.jpg"}, None, ""),
    ],
)
def test_only_what_was_found_for_the_scene_and_is_not_shown_can_be_chosen(
    store: Store, scenes: tuple[str, ...], pictures: dict[str, str], error: type[BadInput] | None, said: str
) -> None:
    if error is None:
        reject(store, scenes, **pictures)
        return
    with pytest.raises(error, match=said):
        reject(store, scenes, **pictures)
    assert store.decisions.of(KEY) == ()


def test_the_command_lists_what_was_found_and_takes_the_one_that_is_named(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(("pictures", KEY)) == 0
    out = capsys.readouterr().out
    assert "s2  A console (Ada, CC BY 4.0), 0.90: a grey console, says anthropic (claude); its title has game" in out
    assert (
        "  1  B (Ada, CC BY 4.0), 0.70: its title has game, boy\n     https://commons.wikimedia.org/wiki/File:B.jpg"
        in out
    )
    assert "  2  C (Ada, CC BY 4.0, 8 s of film), 0.70: its title has game, boy [s3 shows it]" in out
    assert main(("pictures", KEY, "s2", "1", "--reason", "sharper")) == 0
    assert "s2 is made again with 'B' (take 2)" in capsys.readouterr().out
    said = store.decisions.of(KEY)[-1]
    assert (said.pictures, said.reason) == ({"s2": "File:B.jpg"}, "sharper")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("s9",), "has no scene 's9'"),
        (("s2", "3"), "s2 has no other picture 3"),
        (("s4", "1"), "nothing else was found for it"),
        (("s2", "2"), "s3 shows the picture"),
    ],
)
def test_the_command_says_why_it_takes_none(
    store: Store, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert main(("pictures", KEY, *words)) == 1
    assert said in capsys.readouterr().err
    assert store.decisions.of(KEY) == ()


def test_small_pictures_lie_in_the_package_where_there_are_any(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    made = samples.contents(shelf)
    small = [made.composed.thumbnail] * 2
    assert set(found_files(clips_with_pictures(small))) == {"found-s2-0.jpg", "found-s2-1.jpg"}
    assert build_review(replace(made, clips=clips_with_pictures(small))).files["found-s2-1.jpg"] == small[1]
    assert not [name for name in build_review(made).files if name.startswith("found-")]
