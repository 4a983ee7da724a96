"""Text: shaped, wrapped and shrunk so that it never leaves its box; fault 24."""

import pytest

from vidpipe_assets.render.drawing.blocks import fit_block, split_words
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.text import TextStyle, clean_text, fit_line, shape_line
from vidpipe_assets.render.fonts import FontFace

ANTON = TextStyle(FontFace("anton"), 100)


def ink(text: str, style: TextStyle = ANTON) -> int:
    canvas = Canvas(1200, 200)
    shape_line(clean_text(text), style).draw(canvas, 20, 150, "#FFFFFF")
    return int((canvas.pixels[..., 3] > 0).sum())


def test_kerning_brings_letters_together():
    assert shape_line("AVAVAV", ANTON).width < 3 * (shape_line("A", ANTON).width + shape_line("V", ANTON).width)


@pytest.mark.parametrize("text", ["Ж", "Ω", "街", "🚀", "❤️", "👩‍👩‍👧", "م", "ש", "ก", "देव", "½", "→"])
def test_fault_24_what_a_face_lacks_is_drawn_by_another(text: str):
    assert ink(text) > 100


def test_fault_24_control_characters_surrogates_and_newlines_are_stripped():
    assert clean_text("a\x00b\ud800c\nd\u202ee\x07") == "abc de"
    assert ink("\x00\ud800\n") == 0


def test_fault_24_a_character_that_nothing_can_draw_leaves_no_box():
    assert ink("\U0001fbff\uf8ff") == 0
    assert shape_line("a\uf8ffb", ANTON).width == pytest.approx(shape_line("ab", ANTON).width)


def test_fault_24_words_of_right_to_left_scripts_run_from_the_right():
    block = fit_block("שלום עולם", ANTON, 900, least=50, rows=1, lead=1.2)
    first, second = block.words
    assert first.x > second.x


@pytest.mark.parametrize("text", ["W" * 5000, "word " * 400, "自転車" * 100, "a", "", "*", "**", "* *"])
def test_a_block_never_leaves_its_box(text: str):
    block = fit_block(text, ANTON, 500, least=40, rows=3, lead=1.3, height=200)
    assert block.width <= 500.5 or block.size == 12
    assert block.height <= 200 or block.size == 12


def test_a_block_shrinks_before_it_breaks_words():
    block = fit_block("extraordinarily long", ANTON, 400, least=40, rows=2, lead=1.3)
    assert block.rows == 2
    assert len(block.words) == 2
    assert 40 <= block.size < 100


def test_lines_are_balanced():
    block = fit_block("one two three four", TextStyle(FontFace("inter", 600), 60), 440, least=60, rows=2, lead=1.6)
    rows = [sum(word.row == row for word in block.words) for row in (0, 1)]
    assert rows == [2, 2]


def test_stars_mark_all_words_between_them():
    words = split_words("the *nine days* a year")
    assert [word.text for word in words if word.starred] == ["nine", "days"]


def test_a_line_is_made_to_fit_also_with_tracking():
    line = fit_line("A RATHER LONG KICKER WITH MANY LETTERS", TextStyle(FontFace("inter", 700), 40, 8), 300, 20)
    assert 0 < line.width <= 300


def test_a_number_that_is_not_said_yet_is_a_question_mark():
    def drawn(text: str, come: float) -> int:
        canvas = Canvas(700, 200)
        block = fit_block(text, ANTON, 660, least=50, rows=1, lead=1.2)
        block.rise(canvas, 20, 40, "#FFFFFF", "#FFFFFF", lambda _: 1.0, lambda _: come)
        return int((canvas.pixels[..., 3] > 0).sum())

    assert drawn("24 hours", 0.0) < 0.95 * drawn("24 hours", 1.0)
    assert drawn("24 hours", 0.0) == pytest.approx(drawn("? hours", 1.0), rel=0.02)
    assert drawn("No hours", 0.0) == drawn("No hours", 1.0)
