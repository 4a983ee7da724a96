"""Letters as readers take them: look-alikes, capitals, hashtags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidpipe_assets.language.letters import (
    capitalize_first,
    capitals,
    comparable,
    is_english,
    is_hashtag,
    plain_letters,
    word_runs,
)


@pytest.mark.parametrize(
    ("fancy", "plain"),
    [
        ("𝐁𝐨𝐥𝐝 𝓢𝓬𝓻𝓲𝓹𝓽 𝗦𝗮𝗻𝘀 𝚖𝚘𝚗𝚘", "Bold Script Sans mono"),
        ("ｆｕｌｌ ｗｉｄｔｈ １２", "full width 12"),
        ("Ⅻ ⓒⓘⓡⓒⓛⓔ ﬁne", "XII circle fine"),
        ("🅱🅾🅻🅳 ʜᴇʟʟᴏ ᴴᴱᴸᴸᴼ", "BOLD hello HELLO"),
        ("ﻣﺮﺣﺒﺎ", "مرحبا"),
        ("ｶﾞｰﾄﾞ", "ガード"),
        ("cafe\u0301", "café"),
    ],
)
def test_fault_50_letters_in_fancy_styles_become_plain(fancy: str, plain: str) -> None:
    assert plain_letters(fancy) == plain


@pytest.mark.parametrize("text", ["½ of 10⁶ m² at 20 ℃", "№ 5, 1ª, 2º, ™ …", "5 µm", "हिन्दी", "❤️ 👨‍👩‍👧", "ΔT"])
def test_signs_that_mean_something_by_their_form_stay(text: str) -> None:
    assert plain_letters(text) == text


@pytest.mark.parametrize(
    ("mixed", "plain"),
    [
        ("Pаypаl", "Paypal"),  # Cyrillic а
        ("the Gооgle search", "the Google search"),
        ("Mосква большая", "Москва большая"),  # Latin M
        ("ΑΒC", "ABC"),  # Greek Α and Β
        ("расе of life", "pace of life"),
    ],
)
def test_fault_50_look_alikes_of_another_script_become_the_words_own(mixed: str, plain: str) -> None:
    assert plain_letters(mixed) == plain


@pytest.mark.parametrize("text", ["а и б", "Москва", "WiFi-сеть", "αβγ decay", "Ελλάδα 2024"])
def test_texts_of_two_scripts_stay_as_they_are(text: str) -> None:
    assert plain_letters(text) == text


@given(st.text())
def test_plain_letters_are_plain_already(text: str) -> None:
    assert plain_letters(plain_letters(text)) == plain_letters(text)


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("tr", "istanbul ile izmir ışıkları", "İSTANBUL İLE İZMİR IŞIKLARI"),
        ("az-AZ", "işıq birdir", "İŞIQ BİRDİR"),
        ("el", "Άνθρωπος και ελλάδα", "ΑΝΘΡΩΠΟΣ ΚΑΙ ΕΛΛΑΔΑ"),
        ("el", "μάιος, ρολόι ή Μαΐου", "ΜΑΪΟΣ, ΡΟΛΟΪ Ή ΜΑΪΟΥ"),
        ("lt", "i\u0307\u0301 lietuva", "Í LIETUVA"),
        ("nl", "ijsland", "IJSLAND"),
        ("de", "straße", "STRASSE"),
        ("hy", "և", "ԵՎ"),
        ("fr", "été à l’île", "ÉTÉ À L’ÎLE"),
        ("en", "iPhone", "IPHONE"),
    ],
)
def test_fault_50_capitals_are_those_of_the_language(language: str, text: str, wanted: str) -> None:
    assert capitals(text, language) == wanted


def test_english_labels_among_another_language_are_known_by_their_small_words() -> None:
    assert is_english("Played in orbit in 1993")
    assert not is_english("İlk oyun")
    assert not is_english("ilginç bilgiler")
    assert not is_english("Uzaya ilk o gitti")


def test_the_first_letter_becomes_large_as_the_language_writes_it() -> None:
    assert capitalize_first("ijsland", "nl") == "IJsland"
    assert capitalize_first("izmir", "tr") == "İzmir"
    assert capitalize_first("iPhone") == "IPhone"


@pytest.mark.parametrize("tag", ["विज्ञान", "हिन्दी", "ข่าวดี", "อนิเมะ", "தமிழ்", "می‌خواهم", "retro_2"])
def test_fault_50_hashtags_keep_their_vowel_signs(tag: str) -> None:
    assert is_hashtag(tag)
    assert word_runs(f"({tag})!") == [tag]


@pytest.mark.parametrize("tag", ["", "_", "two words", "a-b", "a.b", "\u0301"])
def test_what_is_no_single_word_is_no_hashtag(tag: str) -> None:
    assert not is_hashtag(tag)


def test_texts_are_compared_by_what_is_read() -> None:
    assert comparable("𝐁𝐨𝐥𝐝, it is!", "en") == comparable("BOLD IT IS", "en")
    assert comparable("ışık", "tr") != comparable("işik", "tr")
    assert comparable("हाथी", "hi") != comparable("हथी", "hi")
