"""XML is read as it stands: nothing is expanded, nothing fetched, and what is not XML is refused without much work."""

import pytest

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.providers.http.xml import xml_tree

BOMB = (
    b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(ord("b"), ord("k")))
    + b"]><r>&j;</r>"
)


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
        b"<a>" * 41 + b"</a>" * 41,
        b"<r>" + b"<i/>" * 50_000 + b"</r>",
        b"<rss><channel>",
        b"<a " * 300_000,
        b"\xff\xfe\x00",
        b"",
        b'<?xml version="1.0" encoding="klingon"?><r/>',
    ],
)
def test_fault_23_what_is_no_plain_xml_is_refused(body: bytes) -> None:
    with pytest.raises(BadMedia, match="shop sent no usable XML"):
        xml_tree(body, "shop")


def test_elements_are_found_by_name_and_namespace() -> None:
    root = xml_tree(b'<r xmlns:m="urn:m"><m:t>media</m:t><t>own</t><in><t k="v">deep</t></in></r>', "shop")
    assert [one.text for one in root.all("t", "")] == ["own"]
    assert [one.text for one in root.all("t", "urn:m", "")] == ["media", "own"]
    assert [one.attributes.get("k") for one in root.descendants("t", "")] == [None, "v"]


def test_names_that_only_html_knows_are_understood_and_document_types_are_not_fetched() -> None:
    body = (
        b'<!DOCTYPE rss PUBLIC "-//X//EN" "http://127.0.0.1:9/x.dtd"><r>caf&eacute;&nbsp;<![CDATA[<b>]]> &nosuch;</r>'
    )
    assert xml_tree(body, "shop").text == "café\xa0<b> &nosuch;"


def test_other_encodings_are_read() -> None:
    assert xml_tree('<?xml version="1.0" encoding="iso-8859-1"?><r>Größe</r>'.encode("latin-1"), "shop").text == "Größe"
