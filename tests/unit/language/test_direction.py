"""The order in which parts of a line stand from left to right, as UAX 9 has it."""

import pytest

from vidpipe_assets.language.direction import (
    has_right_to_left,
    is_right_to_left,
    runs_right_to_left,
    visual_order,
    without_edges,
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ar", True), ("he-IL", True), ("fa_IR", True), ("pa-Arab", True), ("pa", False), ("en", False), ("", False)],
)
def test_a_language_is_laid_out_as_its_readers_read(language: str, expected: bool) -> None:
    assert runs_right_to_left(language) is expected


@pytest.mark.parametrize(
    ("logical", "shown"),
    [
        ("قصة قديمة", "قديمة قصة"),
        ("قصة Game Boy القديمة", "القديمة Game Boy قصة"),
        ("قصة Game Boy 2 القديمة", "القديمة Game Boy 2 قصة"),
        ("عملت 15 ساعة", "ساعة 15 عملت"),
        ("הסיפור של Game Boy", "Game Boy של הסיפור"),
        ("Source: قناة الجزيرة", "Source: الجزيرة قناة"),
        ("The قصة 12 again", "The 12 قصة again"),
        ("The old story", "The old story"),
    ],
)
def test_words_that_run_the_other_way_keep_their_own_order(logical: str, shown: str) -> None:
    words = logical.split()
    order = visual_order(words, right_to_left=is_right_to_left(logical))
    assert " ".join(words[number] for number in order) == shown
    assert sorted(order) == list(range(len(words)))


def test_neutral_marks_at_the_edges_stand_for_themselves() -> None:
    assert without_edges(" (Game Boy) ") == (" (", "Game Boy", ") ")
    assert without_edges("(1989)") == ("(", "1989", ")")
    assert without_edges(" — ") == (" — ", "", "")
    assert without_edges("+20%") == ("", "+20%", "")
    assert [has_right_to_left(text) for text in ("Game ساعة", "Game", "")] == [True, False, False]
