"""Words become captions of one or two lines that fit, broken where a reader would break them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidpipe_assets.language.words import split_words
from vidpipe_assets.model.media import FPS, CaptionWord
from vidpipe_assets.render.captions.groups import MOST_WORDS, CaptionGroup, LineMeasure, group_words, line_text

MEASURE = LineMeasure("montserrat", 68, 808)


def captions_of(text: str, scene: str = "s1", seconds: float = 0.3) -> list[CaptionWord]:
    return [
        CaptionWord(scene=scene, text=word, start_s=index * seconds, end_s=(index + 0.9) * seconds)
        for index, word in enumerate(text.split())
    ]


def grouped(text: str, *, seconds: float = 0.3, upper_case: bool = False) -> list[str]:
    groups = group_words(captions_of(text, seconds=seconds), MEASURE, upper_case=upper_case)
    return [" / ".join(line_text(line) for line in group.lines) for group in groups]


def texts(groups: tuple[CaptionGroup, ...]) -> list[str]:
    return [piece.text for group in groups for piece in group.pieces]


@given(st.lists(st.text("abcdefg,.éW", min_size=1, max_size=14), min_size=1, max_size=40))
def test_every_word_is_shown_once_and_every_line_fits(words: list[str]) -> None:
    groups = group_words(captions_of(" ".join(words)), MEASURE, upper_case=False)
    assert "".join(texts(groups)) == "".join(words)
    for group in groups:
        assert 1 <= len(group.lines) <= 2
        assert len(group.pieces) <= MOST_WORDS
        assert all(MEASURE.width(line) <= MEASURE.room for line in group.lines)


def test_a_sentence_ends_its_caption() -> None:
    assert grouped("It ran for years. Then it stopped.") == ["It ran for years.", "Then it stopped."]


def test_a_comma_is_a_better_place_than_the_middle_of_a_phrase() -> None:
    assert grouped("When it was new, nobody wanted to buy it.")[0] == "When it was new,"


def test_no_caption_ends_with_a_word_that_leans_on_the_next() -> None:
    for caption in grouped("One of the oldest clocks in the world still keeps the time of the whole town"):
        assert caption.split()[-1] not in {"of", "the", "in"}


def test_a_number_stays_with_what_it_counts() -> None:
    assert not any(caption.endswith("118.7") for caption in grouped("In 1989, Nintendo sold 118.7 million Game Boys."))


def test_no_short_word_is_left_alone() -> None:
    assert all(len(caption.split()) > 1 for caption in grouped("They built the very first one out of an old box"))


def test_no_caption_holds_words_of_two_scenes() -> None:
    words = [*captions_of("one two", "s1"), *captions_of("three four", "s2")]
    groups = group_words(words, MEASURE, upper_case=False)
    assert [{piece.scene for piece in group.pieces} for group in groups] == [{"s1"}, {"s2"}]


def test_captions_can_be_in_capitals() -> None:
    assert grouped("Grüße aus Köln", upper_case=True) == ["GRÜSSE AUS KÖLN"]


@pytest.mark.parametrize("word", ["W" * 5000, "日本語" * 1000, "👩‍👩‍👧‍👦" * 300])
def test_fault_24_a_word_of_thousands_of_characters_is_shortened_to_what_can_be_read(word: str) -> None:
    groups = group_words(captions_of(f"before {word} after"), MEASURE, upper_case=False)
    shown = texts(groups)
    assert shown[0] == "before"
    assert shown[-1] == "after"
    assert shown[-2].endswith("…")
    assert all(MEASURE.width(line) <= MEASURE.room for group in groups for line in group.lines)


def test_fault_24_text_without_spaces_is_shown_whole_while_it_is_said() -> None:
    text = "これは空白のない長い日本語の文章であり字幕は何行にも分けなければならない"
    groups = group_words(captions_of(text, seconds=6), MEASURE, upper_case=False)
    assert "".join(texts(groups)) == text
    starts = [group.pieces[0].start_frame for group in groups]
    assert starts == sorted(set(starts))
    assert starts[-1] < 6 * FPS


def test_fault_24_a_word_that_nothing_can_draw_leaves_no_caption() -> None:
    assert grouped("\x00\ud800 \U00010380") == []


SENTENCES = {
    "zh": "这个小机器每小时可以用三百五十天,比很多对手都要长久。你知道它卖了多少台吗?很多很多,直到今天还有人在收藏它。",
    "ja": "この小さな機械は三百五十時間動きます。どれだけ売れたか知っていますか?今でも多くの人に愛されています。",
    "th": "เครื่องเล็กเครื่องนี้น่าสนใจกว่าที่คุณคิดมากและผู้คนยังคงรักมันจนถึงทุกวันนี้",
}


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES)
def test_fault_50_a_sentence_without_spaces_is_shown_in_several_captions_that_share_its_time(text: str) -> None:
    whole = [CaptionWord(scene="s1", text=text, start_s=0, end_s=8)]
    apart = [CaptionWord(scene="s1", text=w.text, glued=w.glued, start_s=0, end_s=8) for w in split_words(text)]
    groups = group_words(whole, MEASURE, upper_case=False)
    assert len(groups) > 2
    assert "".join(line_text(line) for group in groups for line in group.lines) == text
    starts = [piece.start_frame for group in groups for piece in group.pieces]
    assert starts == sorted(set(starts))
    assert all(MEASURE.width(line) <= MEASURE.room for group in groups for line in group.lines)
    pieces = [piece.text for group in group_words(apart, MEASURE, upper_case=False) for piece in group.pieces]
    assert pieces == [piece.text for group in groups for piece in group.pieces]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("tr", "istanbul ışıkları", "İSTANBUL IŞIKLARI"),
        ("az", "işıq birdir", "İŞIQ BİRDİR"),
        ("el", "Άνθρωπος και", "ΑΝΘΡΩΠΟΣ ΚΑΙ"),
        ("de", "straße", "STRASSE"),
    ],
)
def test_fault_50_captions_have_the_capitals_of_their_language(language: str, text: str, wanted: str) -> None:
    groups = group_words(captions_of(text), MEASURE, upper_case=True, language=language)
    assert " ".join(line_text(line) for group in groups for line in group.lines) == wanted


def test_fault_50_fancy_letters_are_drawn_in_the_themes_own_face() -> None:
    groups = group_words(captions_of("𝐁𝐨𝐥𝐝 𝓼𝓬𝓻𝓲𝓹𝓽 ｆｕｌｌ"), MEASURE, upper_case=False)
    assert " ".join(line_text(line) for group in groups for line in group.lines) == "Bold script full"
