"""The characters of a document are those that its writer saw, whatever was declared or announced."""

import pytest

from vidpipe_assets.providers.http.charsets import charset_in, codec_of, decode_document

RUSSIAN = "Самый быстрый поезд года"


def document(text: str, encoding: str, declared: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f"{head}<r>{text}</r>".encode(encoding)


@pytest.mark.parametrize(
    ("body", "announced", "text"),
    [
        (document("Größe", "latin-1", "iso-8859-1"), "", "Größe"),
        (document("“Größe” €", "cp1252", "iso-8859-1"), "", "“Größe” €"),
        (document("Größe", "cp1252", "utf-8"), "", "Größe"),
        (document("Größe", "utf-8", "iso-8859-1"), "", "Größe"),
        (document("Größe", "utf-8", "utf-16"), "", "Größe"),
        (document("Größe", "utf-8"), "us-ascii", "Größe"),
        (document(RUSSIAN, "cp1251"), "windows-1251", RUSSIAN),
        (document(RUSSIAN, "koi8-r"), "KOI8-R", RUSSIAN),
        (document(RUSSIAN, "cp1251", "windows-1251"), "iso-8859-1", RUSSIAN),
        (document(f"<language>ru</language>{RUSSIAN}", "cp1251"), "", RUSSIAN),
        (document(RUSSIAN, "cp1251", "utf-8"), "", RUSSIAN),
        (document("żółw", "cp1250", "utf-8").replace(b"<r>", b'<r xml:lang="pl">'), "", "żółw"),
        (document("一番速い列車", "shift_jis", "Shift_JIS"), "", "一番速い列車"),
        (document("一番速い列車", "euc-jp"), "x-euc-jp", "一番速い列車"),
        (document("一番速い列車", "iso2022_jp", "iso-2022-jp"), "", "一番速い列車"),
        (document("最快的列车", "gbk", "gb2312"), "utf-8", "最快的列车"),
        (document("가장 빠른 기차", "cp949", "ks_c_5601-1987"), "", "가장 빠른 기차"),
        (document("最快的列車", "big5", "Big5"), "", "最快的列車"),
        (document("Größe", "utf-16", "utf-16"), "", "Größe"),
        (document("Größe", "utf-16-le", "utf-16"), "", "Größe"),
        (document("Größe", "utf-16-be"), "utf-8", "Größe"),
        (document("Größe", "utf-32"), "", "Größe"),
        (document("Größe", "utf-8-sig", "iso-8859-1"), "iso-8859-1", "Größe"),
        (document("Größe", "utf-8", "klingon"), "klingon", "Größe"),
    ],
)
def test_fault_51_text_is_read_as_it_was_written(body: bytes, announced: str, text: str) -> None:
    assert text in decode_document(body, announced).text


def test_fault_51_a_stray_byte_does_not_change_the_rest() -> None:
    found = decode_document("Größe und Höhe und caf".encode() + b"\xe9 und \x93Weite\x94")
    assert found.text == "Größe und Höhe und café und “Weite”"
    assert found.note == "3 bytes of it are no UTF-8, and were read as cp1252"
    assert "Größe und Höhe" in decode_document("<r>Größe und Höhe ".encode() + b"\xe9</r>").text
    damaged = document("最快的列车是哪一列" * 20, "gbk", "gbk").replace(b"</r>", b"\xff</r>")
    assert decode_document(damaged).text.count("最快的列车是哪一列") == 20


def test_fault_51_a_character_that_was_cut_off_changes_nothing() -> None:
    assert decode_document("<r>Größe und Höh€".encode()[:-1]) == decode_document("<r>Größe und Höh".encode())


def test_only_encodings_of_the_web_are_known() -> None:
    assert [codec_of(label) for label in ("UTF_8", "Latin1", "windows-1251", "SJIS")] == [
        "utf-8",
        "cp1252",
        "cp1251",
        "cp932",
    ]
    assert [codec_of(label) for label in ("unicode_escape", "idna", "punycode", "rot13", "undefined", "")] == [""] * 6


def test_the_charset_of_a_header_is_found() -> None:
    assert charset_in('text/xml; Charset="windows-1251"; x=y') == "windows-1251"
    assert charset_in("application/rss+xml") == ""
