"""Every character is drawn by a typeface that has it, or not at all."""

import pytest

from vidpipe_assets.render.captions.shaping import font_runs, text_width
from vidpipe_assets.render.graphemes import grapheme_clusters, visible_text


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("Straße", "Montserrat"),
        ("Ελληνικά", "NotoSans["),
        ("Привет", "Montserrat"),
        ("日本語", "NotoSansCJKjp"),
        ("한국어", "NotoSansCJKjp"),
        ("مرحبا", "NotoSansArabic"),
        ("שלום", "NotoSansHebrew"),
        ("ไทย", "NotoSansThai"),
        ("👩‍👩‍👧‍👦", "NotoEmoji"),
        ("🇩🇪", "NotoEmoji"),
        ("1️⃣", "NotoEmoji"),
    ],
)
def test_fault_24_one_typeface_draws_the_whole_word(text: str, file: str) -> None:
    (run,) = font_runs(text, "montserrat")
    assert run.text == text
    assert file in run.face.path.name


def test_fault_24_what_no_typeface_has_is_left_out() -> None:
    assert "".join(run.text for run in font_runs("a\U00010380b", "montserrat")) == "ab"


def test_fault_24_control_characters_surrogates_and_direction_marks_are_not_shown() -> None:
    assert visible_text("a\x00b\nc\ud800d\u202ee\u2067f\ufeffg\u00adh") == "abcdefgh"


def test_fault_24_combining_marks_are_composed_or_stay_with_their_letter() -> None:
    assert visible_text("e\u0301") == "é"
    assert grapheme_clusters(visible_text("x\u0323\u0301y")) == ["x\u0323\u0301", "y"]


def test_joined_emoji_and_flags_are_one_character() -> None:
    assert grapheme_clusters("👩‍👩‍👧‍👦👍🏽🇩🇪🇫🇷") == ["👩‍👩‍👧‍👦", "👍🏽", "🇩🇪", "🇫🇷"]


def test_width_is_measured_with_kerning() -> None:
    assert text_width("AVAVAV", "montserrat") < 6 * text_width("A", "montserrat")


def test_an_empty_text_has_no_width() -> None:
    assert text_width("", "montserrat") == 0
