"""What is said for figures, money, units and short forms of languages other than English."""

import pytest

from vidpipe_assets.language.words import word_texts
from vidpipe_assets.voice.normalize import spoken_form, unread_signs
from vidpipe_assets.voice.other_languages import read_number

SAID = [
    ("de", "Er kostet 12,50 €, z.B. 1993.", "zwölf Komma fünf null Euro, zum Beispiel neunzehnhundertdreiundneunzig."),
    ("de", "Es wog (ca. 1.234,5 kg).", "(circa eintausendzweihundertvierunddreißig Komma fünf Kilogramm"),
    ("de", "Am 28. November, auf Platz 3.", "achtundzwanzigsten November, auf Platz drei."),
    ("de", "Es waren 1 000 000 Leute.", "eine Million Leute"),
    ("de", "Die 5G-Geräte", "5G-Geräte"),
    ("es", "Corre a 120 km/h, p.ej. 1.500 personas.", "ciento veinte kilómetros por hora, por ejemplo mil quinientos"),
    ("fr", "Il coûte 1\u202f234,50 € à 20 °C.", "mille deux cent trente-quatre virgule cinq zéro euros à vingt degrés"),
    ("tr", "%5 indirim, fiyatı ₺45.", "yüzde beş indirim, fiyatı kırk beş Türk lirası."),
    ("hi", "यह ₹500 और १५ घंटे।", "पाँच सौ भारतीय रुपए और पन्द्रह घंटे।"),
    ("ar", "يبلغ طوله 15 كم وسعره $5.", "خمسة عشر"),
    ("ru", "Он весил 5 кг & стоил 100 ₽.", "пять килограмм и стоил сто российских рублей."),
    ("pl", "To waży 2,5 kg.", "dwa przecinek pięć kilograma."),
    ("th", "ราคา 500 บาท", "ห้าร้อย บาท"),
]


@pytest.mark.parametrize(("language", "text", "said"), SAID)
def test_fault_50_figures_are_said_as_they_are_said_there(language: str, text: str, said: str) -> None:
    spoken = spoken_form(text, language)
    assert len(spoken) == len(word_texts(text))
    assert said in " ".join(word for word in spoken if word)


@pytest.mark.parametrize(
    ("language", "figure", "value"),
    [
        ("de", "1.234,5", 1234.5),
        ("de", "1.500", 1500.0),
        ("fr", "3,5", 3.5),
        ("es", "1.500", 1500.0),
        ("hi", "1,50,000", 150000.0),
        ("ja", "1,500.5", 1500.5),
        ("tr", "2.5", 2.5),
        ("de", "1.2.3", None),
    ],
)
def test_figures_are_read_as_the_language_writes_them(language: str, figure: str, value: float | None) -> None:
    assert read_number(figure, language) == value


def test_of_a_language_without_rules_a_text_stays_as_it_is() -> None:
    assert spoken_form("5 km [[h]] und", "xx") == ("5", "km", "h", "und")


@pytest.mark.parametrize(
    ("language", "text", "signs"),
    [
        ("en", "A 🪿 laid ₸5 and ∴ more ☃.", ("🪿", "₸", "∴", "☃")),
        ("en", "It is $5, 10%, 20 °C, 3×4 & more + less.", ()),
        ("de", "Ein ☃ kostet ₸5 und 5 €.", ("☃", "₸")),
        ("ja", "価格は☃です。", ("☃",)),
    ],
)
def test_fault_50_what_no_rule_knows_is_named_and_not_dropped_in_silence(
    language: str, text: str, signs: tuple[str, ...]
) -> None:
    assert unread_signs(text, language) == signs
