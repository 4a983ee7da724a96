"""The provider `sample`: which trends a theme gets, and what is wrong with a bad file."""

import datetime as dt
import json
from pathlib import Path
from typing import Any, NoReturn

import pytest

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.providers.registry import load
from vidpipe_assets.providers.request import ProviderRequest
from vidpipe_assets.providers.trends import CollectedTrends, TrendRequest
from vidpipe_assets.providers.trends.sample import SampleTrends, provider

DAY = dt.date(2026, 11, 23)
SAMPLE_DAY = dt.date(2026, 11, 16)


def fact(name: str) -> dict[str, Any]:
    source = {"name": "NASA", "url": "https://www.nasa.gov/"}
    return {"id": name, "statement": "A statement.", "short": "Short", "surprise": 3, "source": source}


def post(name: str, facts: list[str]) -> dict[str, Any]:
    return {
        "platform": "tiktok",
        "external_id": name,
        "title": "A title",
        "url": f"https://example.com/tiktok/{name}",
        "creator": "sample.creator.1",
        "facts": facts,
    }


def a_file() -> dict[str, Any]:
    return {
        "about": "Sample data.",
        "theme": "kites",
        "sample_day": "2026-11-16",
        "subjects": [
            {
                "name": "Box Kite",
                "keywords": ["wind", "toy"],
                "hashtags": ["kitelife"],
                "facts": [fact("box-one")],
                "posts": [post("box", ["box-one"])],
            },
            {"name": "Parafoil", "facts": [fact("foil-one")], "posts": [post("foil", ["foil-one"])]},
        ],
        "noise": [post("noise", [])],
    }


def collected(source: SampleTrends, theme: str, day: dt.date) -> CollectedTrends:
    """What `source` says on a day."""

    def ask(question: ProviderRequest[Any]) -> NoReturn:
        raise AssertionError(question)

    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    return source.collect(TrendRequest(theme, Collect(), noon), Path(), ask)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kites.json").write_text(json.dumps(a_file()), encoding="utf-8")
    return tmp_path


def subjects(folder: Path, theme: str, **wanted: Any) -> set[str]:
    answer = SampleTrends(folder).sample_for(theme, Collect(**wanted))
    assert (answer.sample_day is not None) == bool(answer.trends)
    return {trend.subject for trend in answer.trends}


def test_a_theme_with_a_file_gets_all_of_it(folder: Path) -> None:
    answer = SampleTrends(folder).sample_for("kites", Collect())
    assert [trend.id for trend in answer.trends] == ["tiktok:box", "tiktok:foil", "tiktok:noise"]
    assert [trend.subject for trend in answer.trends] == ["Box Kite", "Parafoil", ""]
    assert answer.trends[0].facts[0].id == "box-one"
    assert answer.sample_day == SAMPLE_DAY


def test_a_theme_without_a_file_gets_the_subjects_that_a_query_names(folder: Path) -> None:
    assert subjects(folder, "toys", queries=("wind toy",)) == {"Box Kite"}
    assert subjects(folder, "toys", queries=("PARAFOIL",)) == {"Parafoil"}
    assert subjects(folder, "toys", queries=("wind parafoil",)) == set(), "all words of one query"


@pytest.mark.parametrize("tag", ["KiteLife", "boxkite", "wind"])
def test_a_theme_without_a_file_gets_the_subjects_that_a_hashtag_names(folder: Path, tag: str) -> None:
    assert subjects(folder, "toys", hashtags=(tag,)) == {"Box Kite"}


def test_a_theme_that_searches_for_nothing_in_particular_is_taken_at_its_name(folder: Path) -> None:
    assert subjects(folder, "box-kite") == {"Box Kite"}
    assert subjects(folder, "houseplants") == set(), "and is never told something else"


def test_what_is_known_is_told_before_anything_is_collected(folder: Path) -> None:
    source = SampleTrends(folder)
    assert source.subjects("kites", Collect(queries=("soup",))) == ("Box Kite", "Parafoil")
    assert source.subjects("toys", Collect(queries=("wind",))) == ("Box Kite",)
    assert source.subjects("soup", Collect()) == ()


def test_collecting_for_a_theme_that_the_sample_does_not_know_fails_with_what_to_do(folder: Path) -> None:
    with pytest.raises(BadInput, match="knows nothing about houseplants") as caught:
        collected(SampleTrends(folder), "houseplants", DAY)
    for source in ("hacker_news", "wikipedia", "google_trends", "rss"):
        assert source in caught.value.remedy


def test_fault_39_a_theme_that_nothing_matches_gets_an_explicit_empty_answer(folder: Path) -> None:
    answer = SampleTrends(folder).sample_for("soup", Collect(queries=("tomato",), hashtags=("soup",)))
    assert answer.trends == ()
    assert answer.sample_day is None


def test_whatever_day_is_asked_for_the_answer_is_the_same(folder: Path) -> None:
    days = (dt.date(2020, 1, 1), DAY, dt.date(2030, 1, 1))
    assert len({collected(SampleTrends(folder), "kites", day) for day in days}) == 1


def test_the_catalogue_finds_it() -> None:
    assert load("trends", "sample").name == provider().name == "sample"


def broken(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    file = a_file()
    place: Any = file
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return file


FIRST_FACT = ("subjects", 0, "facts", 0)
FIRST_POST = ("subjects", 0, "posts", 0)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ((*FIRST_FACT, "surprise"), 6, "subjects.0.facts.0.surprise"),
        ((*FIRST_FACT, "source", "url"), "http://nasa.gov", "subjects.0.facts.0.source.url"),
        ((*FIRST_FACT, "figure"), {"template": "pie"}, "subjects.0.facts.0.figure"),
        ((*FIRST_POST, "url"), "https://www.tiktok.com/@someone", "subjects.0.posts.0.url"),
        ((*FIRST_POST, "creator"), "someone", "subjects.0.posts.0.creator"),
        ((*FIRST_POST, "facts"), [], "no post of 'Box Kite' tells these facts: box-one"),
        ((*FIRST_POST, "facts"), ["box-one", "other"], "that 'Box Kite' does not have: other"),
        (("subjects", 1, "name"), "Box Kite", "the same subject stands there twice: Box Kite"),
        (("noise", 0, "external_id"), "box", "the same post stands there twice: tiktok:box"),
        (("noise", 0, "facts"), ["box-one"], "noise tells no facts"),
        (("sample_day",), "soon", "sample_day"),
        (("theme",), "boats", "'boats' is not the file's name"),
        (("surprise",), 1, "surprise"),
    ],
)
def test_a_wrong_field_is_named_with_its_file(folder: Path, path: tuple[str | int, ...], value: Any, said: str) -> None:
    (folder / "kites.json").write_text(json.dumps(broken(path, value)), encoding="utf-8")
    with pytest.raises(BadInput, match=r"kites\.json") as caught:
        SampleTrends(folder).sample_for("kites", Collect())
    assert said in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"null"])
def test_a_file_that_is_no_sample_is_named(folder: Path, content: bytes) -> None:
    (folder / "kites.json").write_bytes(content)
    with pytest.raises(BadInput, match=r"kites\.json"):
        SampleTrends(folder).sample_for("kites", Collect())


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "kites.json").unlink()
    (folder / "kites.json").mkdir()
    with pytest.raises(BadInput, match=r"kites\.json: cannot be read"):
        SampleTrends(folder).sample_for("kites", Collect())
