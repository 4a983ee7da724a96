"""The bundled sample files: true to their form, so that every subject can be told, spoken, shown and checked."""

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from vidpipe_assets.model.pictures import Bars, LineChart, Number, Quote, Versus
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.providers.trends import sample
from vidpipe_assets.providers.trends.sample import SampleFile, SampleSubject, read_sample

FOLDER = Path(sample.__file__).with_name("sample_data")
FILES = {path.stem: read_sample(path) for path in sorted(FOLDER.glob("*.json"))}
SUBJECTS = {f"{name}: {one.name}": one for name, file in FILES.items() for one in file.subjects}
FACTS = {fact.id: fact for subject in SUBJECTS.values() for fact in subject.facts}

SPEAKABLE = re.compile(r"[A-Za-z0-9 .,'?!:;-]+")
SMALL = {word: n for n, word in enumerate(re.findall(r"\w+", "zero one two three four five six seven eight nine ten"))}
MEANT = {**SMALL, "a": 1, "an": 1, "single": 1, "twice": 2, "double": 2, "doubled": 2, "hundred": 100}
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

each_file = pytest.mark.parametrize("file", FILES.values(), ids=FILES)
each_subject = pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)


def numbers(text: str) -> set[float]:
    """What the numbers in `text` may mean: '1.5 million' is 1.5 and 1,500,000."""
    words = text.lower().replace("-", " ").split()
    found: set[float] = set()
    for word, after in zip(words, [*words[1:], ""], strict=True):
        values = {float(n.replace(",", "")) for n in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", word)}
        values |= {float(MEANT[bare])} if (bare := word.strip(".,'?!:;")) in MEANT else set()
        found |= values | {n * SCALES[after.strip(".,;:")] for n in values if after.strip(".,;:") in SCALES}
    return found


def shown(fact: Fact) -> set[float]:
    """The numbers that a figure is about: all of a number or a versus, the highlighted or any of a chart."""
    match fact.figure:
        case Number(value=value):
            return {value}
        case Versus(left=left, right=right):
            return {left.value, right.value}
        case Bars(bars=bars):
            return {bar.value for bar in bars if bar.highlighted}
        case LineChart(points=points):
            return {point.value for point in points}
        case _:
            return set()


def icons_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (inner,) if key == "icon" else icons_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from icons_of(inner)


@each_file
def test_a_file_has_enough_to_choose_from(file: SampleFile) -> None:
    assert len(file.subjects) >= 8
    assert file.noise
    assert all(6 <= len(subject.facts) <= 8 and 3 <= len(subject.posts) <= 6 for subject in file.subjects)


@each_file
def test_a_file_says_that_its_numbers_are_sample_numbers(file: SampleFile) -> None:
    assert "sample numbers" in file.about


@each_subject
def test_a_subject_can_be_shown_in_many_ways(subject: SampleSubject) -> None:
    kinds = {fact.figure.template for fact in subject.facts if fact.figure}
    assert all(fact.figure for fact in subject.facts)
    assert len(kinds) >= 4
    assert kinds & {"bars", "versus"}
    assert kinds & {"timeline", "line", "steps", "quote"}


@each_subject
def test_a_subject_has_a_best_fact_and_no_fact_twice(subject: SampleSubject) -> None:
    assert max(fact.surprise for fact in subject.facts) == 5
    assert len({fact.surprise for fact in subject.facts}) >= 3
    assert len({fact.statement for fact in subject.facts}) == len(subject.facts)
    assert len({fact.short for fact in subject.facts}) == len(subject.facts)


def test_no_fact_and_no_post_stands_in_two_files() -> None:
    facts = [fact.id for subject in SUBJECTS.values() for fact in subject.facts]
    posts = [post.external_id for file in FILES.values() for s in file.subjects for post in s.posts]
    posts += [post.external_id for file in FILES.values() for post in file.noise]
    assert len(facts) == len(set(facts))
    assert len(posts) == len(set(posts))


def wrong(fits: Callable[[Fact], object]) -> list[str]:
    """The facts that do not fit, all at once: what a reviewer of a new file wants to know."""
    return [f"{fact.id}: {fact.statement}" for fact in FACTS.values() if not fits(fact)]


def test_statements_are_short_sentences() -> None:
    assert wrong(lambda fact: 8 <= len(fact.statement.split()) <= 24) == []
    assert wrong(lambda fact: fact.statement[-1] in ".?!") == []


def test_no_text_has_a_character_that_a_voice_stumbles_over() -> None:
    assert wrong(lambda fact: SPEAKABLE.fullmatch(fact.statement)) == []
    assert wrong(lambda fact: SPEAKABLE.fullmatch(fact.short)) == []


def test_statements_stand_alone_wherever_the_countdown_puts_them() -> None:
    leaning = {"And", "But", "He", "Her", "His", "It", "Its", "She", "So", "That", "Their", "These", "They", "This"}
    assert wrong(lambda fact: fact.statement.split()[0] not in leaning) == []


def test_figures_show_a_number_that_the_statement_says() -> None:
    assert wrong(lambda fact: not shown(fact) or shown(fact) & numbers(fact.statement)) == []


def test_no_number_loses_or_gains_decimals_when_it_is_drawn() -> None:
    def fits(fact: Fact) -> bool:
        places = getattr(fact.figure, "decimals", 0)
        drawn = shown(fact)
        return all(round(value, places) == value for value in drawn) and (
            not places or any(round(value, places - 1) != value for value in drawn)
        )

    assert wrong(fits) == []


def test_quotes_are_attributed_in_what_is_said() -> None:
    quotes = {fact.id: fact.figure for fact in FACTS.values() if isinstance(fact.figure, Quote)}
    assert quotes
    assert wrong(lambda fact: fact.id not in quotes or quotes[fact.id].by.split()[-1] in fact.statement) == []
    assert all(quote.role for quote in quotes.values())


def test_every_icon_exists() -> None:
    package = find_spec("justmyresource_lucide")
    assert package is not None and package.origin is not None
    with zipfile.ZipFile(Path(package.origin).with_name("icons.zip")) as archive:
        lucide = {Path(name).stem for name in archive.namelist()}
    assert wrong(lambda fact: {fact.icon, *icons_of(fact.model_dump(mode="json"))} <= lucide) == []


def test_every_source_names_publisher_and_page() -> None:
    page = re.compile(r"https://[a-z0-9.-]+\.[a-z]+/\S+")
    assert wrong(lambda fact: fact.source.title and page.fullmatch(fact.source.url)) == []
    assert wrong(lambda fact: "example" not in fact.source.url) == []


@each_file
def test_posts_come_from_several_platforms_and_are_seen_before_the_sample_day(file: SampleFile) -> None:
    posts = [post for subject in file.subjects for post in subject.posts] + list(file.noise)
    assert {post.platform for post in posts} >= {"tiktok", "youtube", "reddit", "hackernews", "news"}
    for post in posts:
        assert 6 <= len(post.observations) <= 12
        moments = [one.observed_at for one in post.observations]
        assert all(a < b for a, b in pairwise(moments))
        assert post.published_at is not None and post.published_at < moments[0]
        assert moments[-1].date() <= file.sample_day


def test_fault_39_the_sample_holds_the_oddities_that_platforms_have() -> None:
    trends = [post for file in FILES.values() for subject in file.subjects for post in subject.posts]
    counts = [[one.views for one in post.observations] for post in trends]
    known = [[views for views in row if views is not None] for row in counts]
    assert any(any(a > b for a, b in pairwise(row)) for row in known), "a falling count"
    assert any(0 in row for row in known), "no views yet"
    assert any(None in row and any(row) for row in counts), "a gap"
    assert any(not row for row in known), "a platform that does not count views"


@each_file
def test_what_is_collected_is_always_the_same(file: SampleFile) -> None:
    first, second = (sample.provider().sample_for(file.theme, Collect()) for _ in range(2))
    assert first == second
    assert first.sample_day == file.sample_day


def test_files_are_small_and_readable() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.json")) < 1_500_000
    for path in FOLDER.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert max(map(len, text.splitlines())) <= 500
        assert json.loads(text)["theme"] == path.stem
