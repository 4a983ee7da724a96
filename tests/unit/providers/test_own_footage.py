"""The user's own folder of clips: what is found, what is left alone."""

from pathlib import Path, PurePosixPath

import pytest

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.providers.footage import FootageRequest
from vidpipe_assets.providers.footage.own import provider, score

FORBIDDEN = "$(touch x);'\"%s{}.mp4"


def wish(*terms: str, prompt: str = "", scene: str = "s2") -> FootageRequest:
    return FootageRequest(scene, terms, prompt, 4)


def clips(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return folder


def test_the_clip_whose_name_has_the_words_is_found(tmp_path: Path):
    library = provider(clips(tmp_path, "Game Boy/hands.mp4", "cats.mp4", "space/rocket_launch-02.mov"))
    found = library.find(wish("rocket launch", "space"), ())
    assert found is not None
    assert (found.id, found.path) == ("space/rocket_launch-02.mov", tmp_path / "space/rocket_launch-02.mov")
    assert found.title == "space/rocket_launch-02.mov"


def test_endings_accents_case_and_camel_case_do_not_matter(tmp_path: Path):
    library = provider(clips(tmp_path, "RetroGaming/GameBoys.MP4", "café.mp4"))
    assert library.find(wish("game boy"), ()).id == "RetroGaming/GameBoys.MP4"
    assert library.find(wish("Cafe\u0301s"), ()).id == "café.mp4"


def test_file_names_count_more_than_folders_and_first_terms_more_than_later_ones():
    assert score(["rocket"], PurePosixPath("a/rocket.mp4")) > score(["rocket"], PurePosixPath("rocket/a.mp4")) > 0
    rocket, moon = PurePosixPath("rocket.mp4"), PurePosixPath("moon.mp4")
    assert score(["rocket", "moon"], rocket) > score(["rocket", "moon"], moon) > 0
    assert score(["rocket launch"], PurePosixPath("rocket launch.mp4")) > score(
        ["rocket", "launch"], PurePosixPath("rocket launch.mp4")
    )


def test_nothing_is_found_where_no_word_matches(tmp_path: Path):
    library = provider(clips(tmp_path, "cats.mp4"))
    assert library.find(wish("rocket"), ()) is None
    assert library.find(wish(), ()) is None
    assert library.find(wish("of the"), ()) is None


def test_what_is_taken_is_not_found_again(tmp_path: Path):
    library = provider(clips(tmp_path, "cat one.mp4", "cat two.mp4"))
    first = library.find(wish("cat"), ())
    second = library.find(wish("cat"), {first.id})
    assert {first.id, second.id} == {"cat one.mp4", "cat two.mp4"}
    assert library.find(wish("cat"), {first.id, second.id}) is None


def test_ties_are_decided_the_same_way_every_time_but_not_by_the_alphabet(tmp_path: Path):
    library = provider(clips(tmp_path, *(f"cat {letter}.mp4" for letter in "abcdefgh")))
    chosen = [library.find(wish("cat", scene=f"s{n}", prompt=str(n)), ()).id for n in range(12)]
    assert chosen == [library.find(wish("cat", scene=f"s{n}", prompt=str(n)), ()).id for n in range(12)]
    assert len(set(chosen)) > 2


def test_of_a_clip_and_a_photograph_that_fit_as_well_the_clip_is_taken(tmp_path: Path):
    library = provider(clips(tmp_path, "cat.jpg", "cat.mp4", "a/cat.png"))
    found = library.find(wish("cat"), ())
    assert found is not None
    assert found.id == "cat.mp4"
    other = library.find(wish("cat"), {"cat.mp4"})
    assert other is not None
    assert other.id in {"cat.jpg", "a/cat.png"}


def test_only_clips_and_photographs_that_are_not_hidden_count(tmp_path: Path):
    library = provider(clips(tmp_path, "cat.txt", "cat.svg", ".cat.mp4", "._cat.mp4", ".cache/cat.mp4", "dog.mp4"))
    assert library.find(wish("cat"), ()) is None


def test_fault_26_no_link_leads_out_of_the_folder(tmp_path: Path):
    outside = clips(tmp_path / "outside", "cat.mp4")
    inside = clips(tmp_path / "inside", "dog.mp4")
    (inside / "cat.mp4").symlink_to(outside / "cat.mp4")
    (inside / "cats").symlink_to(outside)
    (inside / "cat loop.mp4").symlink_to(inside / "cat loop.mp4")
    assert provider(inside).find(wish("cat"), ()) is None


def test_fault_25_awkward_names_are_names(tmp_path: Path):
    library = provider(clips(tmp_path, f"cat {FORBIDDEN}", "-i cat.mp4"))
    first = library.find(wish("cat"), ())
    second = library.find(wish("cat"), {first.id})
    assert {first.path, second.path} == {tmp_path / f"cat {FORBIDDEN}", tmp_path / "-i cat.mp4"}


def test_a_name_that_is_no_text_can_still_be_shown(tmp_path: Path):
    name = b"cat \xff.mp4".decode("utf-8", "surrogateescape")
    try:
        clips(tmp_path, name)
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    found = provider(tmp_path).find(wish("cat"), ())
    assert found.path == tmp_path / name
    assert found.title == "cat ?.mp4"


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_folder_that_is_not_there_or_empty_names_the_theme_field(tmp_path: Path, name: str):
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match=r"picture\.footage_folder") as caught:
        provider(tmp_path / name).find(wish("cat"), ())
    assert str(tmp_path / name) in str(caught.value)
    assert "providers.footage" in caught.value.remedy


@pytest.mark.parametrize(
    ("term", "name", "found"),
    [
        ("हाथी", "थाली.mp4", False),  # elephant, plate
        ("हाथी", "हाथी_नदी.mp4", True),
        ("ช้าง", "ช่าง.mp4", False),  # elephant, craftsman
        ("富士山", "日本の富士山の朝.mp4", True),
        ("富士山", "富士山_朝.mp4", True),
        ("山田", "富士山_朝.mp4", False),
        ("café", "cafe\u0301.mov", True),
        ("κάστρο", "ΚΑΣΤΡΟ.mov", True),
        ("bold", "𝐁𝐨𝐥𝐝.mp4", True),
    ],
)
def test_fault_50_names_are_compared_as_their_script_is_read(term: str, name: str, found: bool):
    assert (score((term,), PurePosixPath(name)) > 0) is found
