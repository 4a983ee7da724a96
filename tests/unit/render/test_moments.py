"""The camera goes to another place with a word, neither all the time nor too seldom."""

from itertools import pairwise

import pytest
from samples import plan

from tests.unit.render.scene_samples import pictures
from vidpipe_assets.model.pictures import IconCard, Quote
from vidpipe_assets.model.plan import Beat, ScenePlan
from vidpipe_assets.render.close_ups import close_up_spans
from vidpipe_assets.render.moments import (
    card_rest_s,
    close_up_s,
    happens_s,
    introduced_s,
    map_opening_s,
    map_rest_s,
    opening_s,
    view_cuts_s,
)
from vidpipe_assets.render.spoken_words import figure_s, word_s

SCENE = plan().scenes[1]
SAID = (
    "It weighs one ton, and nobody lifts it alone; two people need a rope, a wheel, and all of a long summer morning."
)


@pytest.mark.parametrize("seconds", [2.0, 4.0, 6.0, 9.5])
def test_no_view_is_held_for_long_and_none_flashes_by(seconds: float) -> None:
    cuts = view_cuts_s(SCENE.model_copy(update={"seconds": seconds, "narration": SAID, "beats": ()}))
    moments = (0.0, *cuts, seconds)
    held = [after - before for before, after in pairwise(moments)]
    assert max(held) < 4.6
    assert min(held) >= 1.5


@pytest.mark.parametrize("seconds", [6.0, 9.5, 15.0, 30.0])
def test_the_camera_never_moves_within_a_clause(seconds: float) -> None:
    beats = (Beat(word=4, at=0.4), Beat(word=9, at=0.6))
    scene = SCENE.model_copy(update={"seconds": seconds, "narration": SAID, "beats": beats})
    clauses = [SAID.index(words) for words in ("and nobody", "two people", "a wheel", "and all")]
    allowed = [0.12 + (seconds - 0.45) * place / (len(SAID) + 1) for place in clauses]
    cuts = view_cuts_s(scene)
    assert cuts
    assert all(min(abs(cut - at) for at in allowed) < 0.01 for cut in cuts)
    assert view_cuts_s(scene.model_copy(update={"narration": SAID.replace(",", "").replace(";", "")})) == ()


@pytest.mark.parametrize(
    ("said", "second"),
    [("It was built in a year but it was never once used", "but"), ("它在一年内建成并且使用。没有人真正用过它", "没"),
     ("They said \"wait and see.\" And then they all went home", "And then")],
)  # fmt: skip
def test_a_clause_is_known_by_its_marks_and_by_the_word_that_joins_it(said: str, second: str) -> None:
    scene = SCENE.model_copy(update={"seconds": 8.0, "narration": said, "beats": ()})
    assert view_cuts_s(scene) == pytest.approx([0.12 + 7.55 * said.index(second) / (len(said) + 1)])


def test_the_view_changes_where_a_clause_begins() -> None:
    scene = SCENE.model_copy(update={"seconds": 7.0, "narration": SAID, "beats": ()})
    before = SAID.index("two people")
    expected = 0.12 + (7.0 - 0.45) * before / (len(SAID) + 1)
    assert any(abs(cut - expected) < 0.01 for cut in view_cuts_s(scene))


def scene_of(template: str, seconds: float, *beats: float) -> ScenePlan:
    """A scene whose picture is of this template, with beats at these shares of it."""
    told = tuple(Beat(word=number, at=at) for number, at in enumerate(beats))
    changes = {"picture": pictures("shortest")[template], "seconds": seconds, "narration": SAID, "beats": told}
    return SCENE.model_copy(update=changes)


@pytest.mark.parametrize("template", ["rank", "icon", "versus", "bars", "timeline", "steps", "line"])
@pytest.mark.parametrize("beats", [(0.2,), (0.1, 0.5), (0.3, 0.6, 0.8)])
def test_a_subject_is_seen_alone_only_while_nothing_is_named(template: str, beats: tuple[float, ...]) -> None:
    scene = scene_of(template, 12.0, *beats)
    span = close_up_s(scene)
    if span is not None:
        start, end = span
        assert min(end, 12.0) - start >= 1.4
        assert not any(start - 0.8 < 12.0 * min(at, 0.82) < end for at in beats)
        assert start in (0.0, *view_cuts_s(scene))


def test_a_long_scene_shows_its_subject_alone_and_ends_with_what_it_says() -> None:
    assert close_up_s(scene_of("number", 12.0, 0.1)) is not None
    start, end = close_up_s(scene_of("timeline", 12.0, 0.1, 0.9)) or (0.0, 0.0)
    assert end - start >= 1.4
    assert end < 12.0


@pytest.mark.parametrize("template", ["icon", "rank"])
def test_a_card_shows_its_subject_until_its_title_or_its_fact_is_said(template: str) -> None:
    def span(title: str, **more: str) -> tuple[float, float] | None:
        scene = scene_of(template, 9.0)
        return close_up_s(
            scene.model_copy(update={"picture": scene.picture.model_copy(update={"title": title, **more})})
        )

    start, end = span("A rope and a wheel") or (1.0, 0.0)
    assert start == 0.0
    assert 2.0 < end < 9.0 * SAID.index("rope") / len(SAID)
    assert (span("It weighs one ton") or (1.0, 0.0))[0] > 0
    more = {"icon": "sub", "rank": "detail"}[template]
    assert (span("A rope and a wheel", **{more: "It weighs one ton"}) or (1.0, 0.0))[0] > 0
    if template == "rank":
        assert end > (span("A rope and a wheel", stat="one") or (0.0, 9.0))[1] > 3.0


@pytest.mark.parametrize("template", ["hook", "quote", "where", "end"])
def test_what_is_read_all_the_time_is_never_hidden(template: str) -> None:
    scene = scene_of(template, 12.0, 0.5)
    assert close_up_s(scene) is None
    assert opening_s(scene) == 0.0


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("A Game Boy was bombed in the Gulf War. Does it still work?", "Does"),
        ("Engineers carved the smallest guitar ever. How long is it? That's number one.", "How"),
        ("工程师雕刻了有史以来最小的一把吉他。它有多长？", "它"),
        ("How much weight does a blue whale calf gain in a single day?", ""),
        ("Guess. How much weight does a blue whale calf gain?", ""),
    ],
)
def test_an_opening_shows_its_subject_alone_while_it_asks_what_it_has_told_about(said: str, asked: str) -> None:
    scene = scene_of("hook", 4.0).model_copy(update={"narration": said})
    span = close_up_s(scene)
    expected = 0.12 + (4.0 - 0.45) * said.index(asked) / (len(said) + 1)
    assert (span[0] if span else 0.0) == pytest.approx(expected if asked else 0.0)


def test_a_list_opens_with_its_subject_until_the_first_of_it_is_named() -> None:
    assert opening_s(scene_of("steps", 8.0, 0.3, 0.6)) == 2.0
    assert opening_s(scene_of("steps", 8.0, 0.2, 0.6)) == pytest.approx(1.35)
    assert opening_s(scene_of("steps", 8.0, 0.05, 0.6)) == 0.0
    assert opening_s(scene_of("steps", 3.0, 0.5)) == 0.0


def test_a_number_of_a_headline_comes_with_its_word_and_that_of_a_name_stands_at_once() -> None:
    said = "The old Nokia 3310 phone weighed only 133 grams on a kitchen scale. An iPhone weighs 221."
    update = {"seconds": 8.0, "narration": said, "beats": (Beat(word=7, at=0.3),), "search_terms": ("nokia 3310",)}
    scene = SCENE.model_copy(update=update)
    assert figure_s(scene, "133") == pytest.approx(2.4)
    assert 5 < figure_s(scene, "221") <= 8 * 0.82
    assert [figure_s(scene, figure) for figure in ("3310", "77")] == [0.0, 0.0]
    assert figure_s(scene.model_copy(update={"narration": f"133 grams. {said}", "beats": ()}), "133") == 0.0


def test_a_comparison_opens_with_its_subject_until_its_first_side_is_told() -> None:
    span = close_up_s(scene_of("versus", 10.0, 0.4, 0.8))
    assert span == (0.0, pytest.approx(3.0))
    assert (happens_s(scene_of("versus", 10.0, 0.4, 0.8), 4) or (1.0, 0.0))[0] == 0.0
    assert (close_up_s(scene_of("versus", 10.0, 0.1, 0.8)) or (1.0, 0.0))[0] > 0.0


def test_a_card_that_has_been_read_gives_way_to_its_subject_while_more_is_told() -> None:
    said = (
        "And number one. A Game Boy burned in a bombing, and still played. Nintendo showed it in its store for years."
    )
    picture = IconCard(icon="bomb", title="Burned, still playing")
    scene = SCENE.model_copy(update={"narration": said, "picture": picture, "seconds": 8.0, "beats": ()})
    start, _ = card_rest_s(scene) or (0.0, 0.0)
    words = said.split()
    assert word_s(scene, words.index("still")) + 0.7 <= start <= word_s(scene, words.index("its"))
    short = scene.model_copy(update={"narration": said.partition(" Nintendo")[0], "seconds": 5.0})
    assert card_rest_s(short) is None
    noted = scene.model_copy(update={"picture": picture.model_copy(update={"sub": "For years"})})
    assert card_rest_s(noted) is None


@pytest.mark.parametrize(
    ("said", "word", "shown"),
    [
        ("On stage in January 2007, Steve Jobs made a promise: Today, the phone is made new.", 5, "before"),
        ("Today, the phone is made new: nobody ever said that. Reporter Jacob wrote it down in May.", 10, "after"),
        ("Jobs: Today, the phone is made new.", 0, None),
        ("It was in January 2007, and nobody knows why he said it.", 5, None),
    ],
)
def test_who_says_a_quote_is_met_before_it_or_after_it(said: str, word: int, shown: str | None) -> None:
    quote = Quote(quote="Today, the phone is made new.", by="Him")
    scene = scene_of("quote", 6.0).model_copy(update={"narration": said, "picture": quote, "seconds": 6.0})
    span = introduced_s(scene, word)
    if shown is None:
        assert span is None
        return
    assert span is not None
    words = said.split()
    first = word_s(scene, words.index("Today,"))
    if shown == "before":
        assert span[0] == 0.0
        assert span[1] < first
    else:
        assert span[0] > word_s(scene, words.index("new:"))
    assert span[0] < word_s(scene, word) + 0.5 < span[1], "it is who is named then"


def test_a_map_on_which_all_is_named_gives_way_to_who_was_told_of_before_it_came() -> None:
    scene = scene_of("where", 9.0, 0.2, 0.4).model_copy(update={"narration": SAID})
    span = map_rest_s(scene)
    assert span is not None
    assert 0.4 * 9.0 + 0.9 <= span[0] <= 9.0 - 1.4
    assert map_rest_s(scene_of("where", 9.0, 0.2, 0.9).model_copy(update={"narration": SAID})) is None
    assert map_rest_s(scene_of("number", 9.0, 0.2).model_copy(update={"narration": SAID})) is None


def test_a_map_whose_place_is_named_late_opens_with_its_subject() -> None:
    late, soon = scene_of("where", 9.0, 0.4, 0.6), scene_of("where", 9.0, 0.2, 0.6)
    assert map_opening_s(late) == (0.0, pytest.approx(9.0 * 0.4 - 1.0))
    assert close_up_spans(late, None, 2)[0] == map_opening_s(late)
    assert map_opening_s(soon) is None
    assert map_opening_s(scene_of("number", 9.0, 0.4)) is None
