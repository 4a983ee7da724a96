"""Words, sentences and characters of every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidpipe_assets.language.words import (
    grapheme_clusters,
    is_question,
    is_unspaced,
    join_words,
    sentence_starts,
    split_sentences,
    split_words,
    text_columns,
    word_texts,
)

UNSPACED = {
    "zh": "这个小机器每小时可以用三百五十天,比很多对手都要长久。你知道它卖了多少台吗?",
    "ja": "この小さな機械は三百五十時間動きます。どれだけ売れたか知っていますか?",
    "th": "เครื่องเล็กเครื่องนี้น่าสนใจกว่าที่คุณคิดมาก และผู้คนยังคงรักมันจนถึงทุกวันนี้",
    "km": "ម៉ាស៊ីនតូចនេះគួរឱ្យចាប់អារម្មណ៍ជាងអ្នកគិត",
    "lo": "ເຄື່ອງນ້ອຍນີ້ໜ້າສົນໃຈກວ່າທີ່ເຈົ້າຄິດ",
}


@given(st.text())
def test_texts_with_spaces_have_the_words_that_they_had(text: str) -> None:
    if not is_unspaced(text):
        assert word_texts(text) == text.split()


@given(st.text() | st.sampled_from(list(UNSPACED.values())))
def test_words_make_up_their_text(text: str) -> None:
    assert join_words(split_words(text)) == " ".join(text.split())


@pytest.mark.parametrize("language", UNSPACED)
def test_fault_50_scripts_without_spaces_are_cut_into_phrases_and_never_inside_a_character(language: str) -> None:
    text = UNSPACED[language]
    words = word_texts(text)
    assert 2 <= max(len(grapheme_clusters(word)) for word in words) <= 14
    assert [one for word in words for one in grapheme_clusters(word)] == grapheme_clusters(text.replace(" ", ""))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("这个小机器每小时可以用三百五十天,比很多对手都要长久。", "三百五十天"),
        ("它卖了一亿一千八百万台,价格是两百块钱。", "一亿一千八百万台"),
        ("它卖了一亿一千八百万台,价格是两百块钱。", "两百块"),
        ("二十本の電池で五日間遊べます。", "五日間"),
    ],
)
def test_a_number_that_is_written_out_stays_with_what_it_counts(text: str, whole: str) -> None:
    assert any(whole in word for word in word_texts(text))
    assert "".join(word_texts(text)) == text


def test_numbers_stay_with_their_units_and_words_of_other_scripts_whole() -> None:
    assert word_texts("東京タワーは2024年に333mです。iPhoneが好き") == [
        "東京タワーは",
        "2024年に",
        "333mです。",
        "iPhoneが",
        "好き",
    ]


def test_no_word_begins_with_a_mark_that_ends_one() -> None:
    words = [word for text in UNSPACED.values() for word in word_texts(text)]
    assert not [word for word in words if word[0] in "、。，,？?！!」』）ๆ"]


@pytest.mark.parametrize("cluster", ["हि", "न्दी", "ช่", "👨‍👩‍👧", "🇹🇷", "e\u0301", "각"])
def test_what_a_reader_takes_for_one_character_is_one(cluster: str) -> None:
    assert grapheme_clusters(f"a{cluster}b") == ["a", cluster, "b"]


def test_sentences_end_with_the_marks_of_their_script() -> None:
    assert split_sentences("यह है। वह है।") == ["यह है।", "वह है।"]
    assert split_sentences("我们来了。你呢？好！") == ["我们来了。", "你呢？", "好！"]
    assert split_sentences("هل تعلم؟ نعم.") == ["هل تعلم؟", "نعم."]
    assert split_sentences('He said "No." Then 3.5 km.') == ['He said "No."', "Then 3.5 km."]


def test_a_chinese_letter_is_as_wide_as_two() -> None:
    assert [text_columns(text) for text in ("abc", "漢字", "हिन्दी", "ｗ")] == [3, 4, 5, 2]


def test_sentences_begin_behind_their_marks_and_where_that_is_wanted_behind_colons() -> None:
    text = 'He said "No." Then: 3.5 km. '
    assert sentence_starts(text) == (0, 14)
    assert [text[start:][:3] for start in sentence_starts(text, after_colon=True)] == ["He ", "The", "3.5"]
    assert sentence_starts("") == (0,)


def test_a_question_ends_as_one_in_any_script_also_in_quotes() -> None:
    assert all(map(is_question, ("Why?", 'He asked "Why?"', "هل تعلم؟", "你呢？", "Γιατί;")))
    assert not any(map(is_question, ("", "Why? No.", "好！")))
