"""Expected lengths of narration."""

import pytest

from vidpipe_assets.writing.pace import SpeechPace, count_syllables, spoken_seconds

MEASURED = {
    "In 1977, NASA launched a golden record into space. It carries greetings in 55 languages.": 6.58,
    "Why does everyone keep talking about this tiny computer? Because it costs 15 dollars.": 5.01,
    "The James Webb telescope sees light that left its galaxy over thirteen billion years ago.": 4.67,
    "Voyager 1 is now 24,000,000,000 km away; its radio signal needs 23 hours to arrive.": 6.06,
}
"""Seconds spoken: the mean of 'joe' and 'heart'."""


@pytest.mark.parametrize("text", MEASURED)
def test_a_scene_is_estimated_to_a_tenth(text: str):
    assert spoken_seconds(text) == pytest.approx(MEASURED[text], rel=0.1)


def test_all_scenes_together_are_estimated_to_a_twentieth():
    assert sum(map(spoken_seconds, MEASURED)) == pytest.approx(sum(MEASURED.values()), rel=0.05)


def test_numbers_take_the_time_of_their_words():
    assert spoken_seconds("It is 24,000,000,000 km away.") == spoken_seconds(
        "It is twenty four billion kilometers away."
    )


def test_faster_speech_is_shorter_by_that_factor():
    text = "The longest concert in the world started in 2001."
    assert spoken_seconds(text, 1.25) == pytest.approx(spoken_seconds(text) / 1.25)


@pytest.mark.parametrize("text", ["", " \n", "… — !", "👍"])
def test_what_cannot_be_spoken_takes_no_time(text: str):
    assert spoken_seconds(text) == 0


@pytest.mark.parametrize(
    ("word", "count"),
    [("planet", 2), ("made", 1), ("table", 2), ("wanted", 2), ("jumped", 1), ("USB", 3), ("NASA", 2), ("the", 1)],
)
def test_syllables_are_counted_as_they_are_heard(word: str, count: int):
    assert count_syllables(word) == count


READ_ALOUD = {
    "de": ("Diese kleine Maschine ist viel spannender, als du denkst, und sie wird noch heute geliebt.", 5.5),
    "es": ("Esta pequeña máquina es mucho más interesante de lo que crees y la gente todavía la adora.", 5.3),
    "fr": ("Cette petite machine est bien plus intéressante que vous ne le pensez, et on l'aime encore.", 5.0),
    "tr": ("Bu küçük makine sandığınızdan çok daha ilginç ve insanlar onu bugün hâlâ seviyor.", 5.2),
    "ru": ("Эта маленькая машина намного интереснее, чем вы думаете, и её любят до сих пор.", 5.3),
    "ar": ("هذه الآلة الصغيرة أكثر إثارة مما تظن، وما زال الناس يحبونها حتى اليوم.", 5.5),
    "he": ("המכונה הקטנה הזאת מעניינת הרבה יותר ממה שאתה חושב, ואנשים אוהבים אותה עד היום.", 5.5),
    "hi": ("यह छोटी सी मशीन आपकी सोच से कहीं ज़्यादा दिलचस्प है और लोग इसे आज भी पसंद करते हैं।", 5.5),
    "zh": ("这个小机器比你想象的有趣得多,直到今天还有很多人喜欢它。", 5.5),
    "ja": ("この小さな機械は思っているよりずっと面白く、今でも多くの人に愛されています。", 5.5),
    "th": ("เครื่องเล็กเครื่องนี้น่าสนใจกว่าที่คุณคิดมาก และผู้คนยังคงรักมันจนถึงทุกวันนี้", 5.5),
    "ko": ("이 작은 기계는 생각보다 훨씬 흥미롭고, 사람들은 오늘날에도 여전히 이것을 사랑합니다.", 5.8),
}
"""A sentence, and about how long people who read aloud take for it."""


@pytest.mark.parametrize("language", READ_ALOUD)
def test_fault_50_every_language_has_its_own_pace(language: str) -> None:
    text, seconds = READ_ALOUD[language]
    assert spoken_seconds(text, 1.0, language) == pytest.approx(seconds, rel=0.2)
    assert spoken_seconds(text) == pytest.approx(seconds, rel=0.3)  # where the script has to tell


@pytest.mark.parametrize("language", READ_ALOUD)
def test_fault_50_as_much_as_fills_some_seconds_leaves_room_for_pauses_and_figures(language: str) -> None:
    pace = SpeechPace(language, 1.1)
    text = READ_ALOUD[language][0]
    assert 5.5 < pace.units_in(10) / pace.count(text) * pace(text) < 10
