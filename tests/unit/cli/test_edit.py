"""`vidpipe edit`: what it prints can be changed and read back, and what follows is said before it is kept."""

import io
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
import reviewed
import samples

from vidpipe_assets.cli import main
from vidpipe_assets.model.edits import Edits
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

KEY = reviewed.KEY
OTHER = "Almost 119 million people owned this grey brick."
Edit = Callable[..., tuple[int, str, str]]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store of a home with one finished video."""
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.delenv("VIDPIPE_DATABASE_URL", raising=False)
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "gadgets.yaml").write_text("name: gadgets\nchannel: Gadgets\n")
    with closing(open_store(Places(tmp_path))) as opened:
        reviewed.finish(opened, tmp_path / "shelf")
        yield opened


def test_a_cover_is_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "gadgets.yaml").write_text("name: gadgets\nchannel: Gadgets\n")
    with closing(open_store(Places(tmp_path))) as opened:
        reviewed.finish(opened, tmp_path / "shelf", covers=3)
        reviewed.record(opened)
    assert main(["edit", KEY]) == 0
    assert "\ncover: 1\n" in capsys.readouterr().out
    assert main(["edit", KEY, "--cover", "3"]) == 0
    said = capsys.readouterr().out
    assert "changed: cover" in said
    assert "composed_video" not in said


@pytest.fixture
def edit(store: Store, capsys: pytest.CaptureFixture[str]) -> Edit:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(["edit", KEY, *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def edits(store: Store) -> Edits:
    order = store.orders.get(VideoKey.parse(KEY))
    assert order
    return Edits.of(order)


def test_what_it_prints_can_be_read_back_and_changes_nothing(edit: Edit, store: Store, tmp_path: Path) -> None:
    code, printed, _ = edit()
    assert code == 0
    assert samples.plan().scenes[1].narration[:20] in printed
    (tmp_path / "texts.yaml").write_text(printed)
    code, said, _ = edit("--file", str(tmp_path / "texts.yaml"))
    assert (code, said) == (0, f"{KEY} says that already: nothing is changed\n")
    assert edits(store) == Edits()


def test_a_changed_file_says_what_it_makes_again_and_is_kept(
    edit: Edit, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = edit()[1].replace(samples.plan().title, "A brick in space")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(printed.encode())))
    code, said, _ = edit("--file", "-")
    assert code == 0
    assert "changed: title" in said
    assert "review" in said.partition("made again")[2]
    assert f"{KEY} is edited." in said
    assert edits(store).title == "A brick in space"


def test_a_dry_run_says_it_and_keeps_nothing(edit: Edit, store: Store) -> None:
    code, said, _ = edit("--scene", "s2", OTHER, "--hashtags", "#retro, gadgets", "--dry-run")
    assert code == 0
    assert "changed: hashtags, s2" in said
    assert "edited" not in said
    assert edits(store) == Edits()
    assert edit("--scene", "s2", OTHER, "--hashtags", "#retro, gadgets")[0] == 0
    assert (edits(store).hashtags, edits(store).scenes["s2"].now) == (("retro", "gadgets"), OTHER)


def test_a_file_changes_what_scenes_show_and_options_their_source_and_order(
    edit: Edit, store: Store, tmp_path: Path
) -> None:
    printed = edit()[1].replace("label: Game Boys sold, Color included", "label: Game Boys sold")
    (tmp_path / "texts.yaml").write_text(printed)
    assert "changed: s2" in edit("--file", str(tmp_path / "texts.yaml"))[1]
    assert edits(store).shown["s2"].picture
    code, said, _ = edit("--source", "s4", "NASA", "https://www.nasa.gov", "--order", "s1,s3,s2,s4,s5")
    assert code == 0
    assert "changed: description, s2, s4, order" in said
    order = edits(store).scene_order
    assert order
    assert order.now == ("s1", "s3", "s2", "s4", "s5")


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("version: '00000000000000000000'\ntitle: Other\n", "was made again since"),
        ("title: Other\nsubtitle: None\n", "texts.yaml, line 2: subtitle"),
        ("title:\n- a\n", "texts.yaml, line 1: title"),
        ("- a\n", "texts.yaml, line 1: the file"),
        ("scenes:\n  s77: Other words.\n", "there is no scene 's77'"),
        ("title: [\n", "texts.yaml, line 2"),
        ("scenes:\n  s2:\n    caption: Sold\n", "texts.yaml, line 3: scenes.s2.caption"),
        ("scenes:\n  s2:\n    picture: {template: pie}\n", "there is no template 'pie'"),
        ("order: [s1]\n", "name each of these once"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_line(
    edit: Edit, store: Store, tmp_path: Path, written: str, complaint: str
) -> None:
    (tmp_path / "texts.yaml").write_text(written)
    code, _, said = edit("--file", str(tmp_path / "texts.yaml"))
    assert code == 1
    assert complaint in " ".join(said.split())
    assert edits(store) == Edits()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--file", "/nowhere/texts.yaml"), "cannot be read"),
        (("--file", "-", "--title", "Other"), "--file was given with other texts"),
        (("--scene", "s2", "a", "--scene", "s2", "b"), "was given twice"),
        (("--title", "x" * 101), "title"),
        (("--source", "s2", "NASA", "nasa.gov"), "s2.source.url: it begins with https://"),
        (("--order", "s2 s1 s3 s4 s5"), "the hook, s1, comes first"),
    ],
)
def test_options_that_cannot_be_used_are_refused(edit: Edit, words: tuple[str, ...], complaint: str) -> None:
    code, _, said = edit(*words)
    assert code == 1
    assert complaint in " ".join(said.split())
    assert "remedy" in said
