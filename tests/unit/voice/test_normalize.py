"""What is said for each word of a script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidpipe_assets.language.words import word_texts
from vidpipe_assets.voice.normalize import is_speakable, spoken_form
from vidpipe_assets.voice.numbers import cardinal_words, ordinal_words, pair_words

SAID = {
    # figures as they are written elsewhere, and by hand
    "US$5 million or C$3": "five|million dollars|or|three Canadian dollars",
    "5€ or 12,50 € now": "five euros|or|twelve euros and fifty cents||now",
    "₺45, ₽3, ₡1": "forty five lira,|three rubles,|one colón",
    "₹1,50,000 or Rs. 500 here": "one hundred fifty thousand rupees|or||five hundred rupees|here",
    "1 000 000 people": "one million|||people",
    "1\u202f000\u202fkm and 12\u00a0500 folks": "one thousand||kilometers|and|twelve thousand five hundred||folks",
    "Apollo 11 500 m": "Apollo|eleven|five hundred|meters",
    "the 2024/25 season": "the|twenty twenty four twenty five|season",
    "World War I began; I saw": "World|War|one|began;|I|saw",
    "In 1066 it ended, 1066 people": "In|ten sixty six|it|ended,|one thousand sixty six|people",
    "E.g. this, i.e. that": "for example|this,|that is|that",
    "Call 555-1234 today": "Call|five five five one two three four|today",
    "10⁶ of 2³": "ten to the power of six|of|two to the power of three",
    '27" monitor': "twenty seven inch|monitor",
    '"twenty 7" said': "twenty|seven|said",
    "1000K hot, 4K": "one thousand kelvin|hot,|four K",
    "On Nov 28 or 3 Oct": "On|November|twenty eighth|or|three|October",
    # numbers
    "69.63 KB": "sixty nine point six three|kilobytes",
    "118.69 million": "one hundred eighteen point six nine|million",
    "24,000,000,000 km": "twenty four billion|kilometers",
    "1,024 or 007": "one thousand twenty four|or|zero zero seven",
    "−270 °C": "minus two hundred seventy|degrees Celsius",
    "½ and 1½": "a half|and|one and a half",
    "1/2, 3/4, 24/7": "one half,|three quarters,|twenty four seven",
    "50% (25%)": "fifty percent,|twenty five percent,",
    "+18% ~50 <5": "plus eighteen percent|about fifty|less than five",
    "10–20, 50-50": "ten to twenty,|fifty fifty",
    "21st 1.2.3": "twenty first|one point two point three",
    # years, dates and hours
    "1977 1905 1900": "nineteen seventy seven|nineteen oh five|nineteen hundred",
    "2007 2024": "two thousand seven|twenty twenty four",
    "1990s ’90s": "nineteen nineties|nineties",
    "1500 km": "one thousand five hundred|kilometers",
    "2025-11-23": "November twenty third, twenty twenty five",
    "12:30 7:05 9:00": "twelve thirty|seven oh five|nine o'clock",
    "10 a.m. on Nov. 5": "ten|A-M|on|November|fifth",
    "July 20, 1969": "July|twentieth,|nineteen sixty nine",
    "In July 20 percent": "In|July|twenty|percent",
    # money
    "$5 $1 £3.50": "five dollars|one dollar|three pounds and fifty pence",
    "$1.5 million": "one point five|million dollars",
    "$3M €2bn": "three million dollars|two billion euros",
    # units
    "120 km/h": "one hundred twenty|kilometers per hour",
    "60 mph": "sixty|miles per hour",
    "8GB 8 GB 1 GB": "eight gigabytes|eight|gigabytes|one|gigabyte",
    "6.5 m": "six point five|meters",
    "5 kWh 2.4 GHz": "five|kilowatt hours|two point four|gigahertz",
    "100 MB/s": "one hundred|megabytes per second",
    "16-bit": "sixteen bit",
    "4K 100K": "four K|one hundred thousand",
    "3x faster": "three times|faster",
    "5 x 3 m": "five|by|three|meters",
    "1080p 16:9 1920x1080": "ten eighty p|sixteen by nine|nineteen twenty by ten eighty",
    # acronyms and names
    "USB-C AI Wi-Fi JWST": "USB-C|AI|Wi-Fi|JWST",
    "GPUs NASA's ISS": "G-P-U's|nasa's|I-S-S",
    "C3PO R2-D2 CO₂": "C three P-O|R two D two|C-O two",
    "the U.S. is": "the|US|is",
    "World War II": "World|War|two",
    "Voyager 1's A380 USB4": "Voyager|one's|A three eighty|U-S-B four",
    "Carl Sagan's Apple Pis": "Carl|say gun's|Apple|pies",
    "They live here, lives in a live show": "They|liv|here,|livs|in|a|live|show",
    "melt lead, take the lead": "melt|led,|take|the|lead",
    "Nokia 3310": "Nokia|thirty three ten",
    "Intel 8086": "Intel|eighty eighty six",
    "GPT-4 2-in-1": "G-P-T four|two in one",
    "WHO KNEW": "WHO|KNEW",
    # words and marks
    "#3 & #fun": "number three|and|hashtag fun",
    "No. 5 vs. Dr. No.": "number|five|versus|doctor|no",
    "“wow!” (yes)": "wow!|yes,",
    "one—two … three": "one, two,||three",
    "one – two": "one,||two",
    "don’t 👍 stop": "don't||stop",
    "e-bike state-of-the-art and/or": "e-bike|state-of-the-art|and or",
    "nasa.gov C++": "nasa.gov|C plus plus",
}


@pytest.mark.parametrize("text", SAID)
def test_english_is_said_as_people_say_it(text: str):
    assert "|".join(spoken_form(text, "en-US")) == SAID[text]


def test_fault_25_commands_of_the_engine_are_text():
    said = " ".join(spoken_form("[[h@l]] <break time='5s'/> {\\pos} %{x} ${y} -rf \x00 \ud800 x", "en"))
    assert not set(said) & set("[]<>{}\\%$\x00\ud800")
    assert "[[" not in " ".join(spoken_form("[[h@l]] x]]", "de"))


def test_of_other_languages_words_are_left_as_they_are():
    assert spoken_form("Es live, sind NASA No. km?", "de") == ("Es", "live,", "sind", "NASA", "No.", "km?")


@given(st.text(max_size=60), st.sampled_from(["en", "de-DE"]))
def test_every_word_of_any_text_has_its_spoken_form(text: str, language: str):
    said = spoken_form(text, language)
    assert len(said) == len(word_texts(text))
    "".join(said).encode()


@given(st.from_regex(r"[-+$€~(]?\d{1,12}([.,:/x–-]\d{1,6})?[A-Za-z%°]{0,3}[.,!?)]?", fullmatch=True))
def test_every_number_is_said_in_words(text: str):
    assert is_speakable("".join(spoken_form(text, "en")))


@pytest.mark.parametrize(
    ("digits", "words"),
    [("0", "zero"), ("1000000", "one million"), ("110", "one hundred ten"), ("9" * 19, " ".join(["nine"] * 19))],
)
def test_cardinals(digits: str, words: str):
    assert cardinal_words(digits) == words


@pytest.mark.parametrize(
    ("digits", "words"), [("5", "fifth"), ("12", "twelfth"), ("20", "twentieth"), ("100", "one hundredth")]
)
def test_ordinals(digits: str, words: str):
    assert ordinal_words(digits) == words


@pytest.mark.parametrize(
    ("digits", "words"), [("1066", "ten sixty six"), ("2000", "two thousand"), ("747", "seven forty seven")]
)
def test_pairs(digits: str, words: str):
    assert pair_words(digits) == words
