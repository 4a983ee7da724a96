"""XML is read as it was meant: nothing is expanded beyond bounds, nothing fetched, and what is broken is mended."""

import pytest

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.providers.http.xml import xml_document
from vidpipe_assets.providers.http.xml_tree import MOST_ELEMENTS, Element

BOMB = (
    b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(ord("b"), ord("k")))
    + b"]><r>&j;</r>"
)


def root_of(body: bytes, announced: str = "") -> Element:
    return xml_document(body, "shop", announced).root


@pytest.mark.parametrize(
    "body", [b"<a " * 300_000, b"\xff\xfe\x00", b"", b"   ", b"hello", b"<", b"<<>>", b"<!-- <r/>"]
)
def test_fault_23_what_holds_no_element_is_refused(body: bytes) -> None:
    with pytest.raises(BadMedia, match="shop sent no usable XML"):
        root_of(body)


def test_fault_23_entities_do_not_multiply_and_fetch_nothing() -> None:
    assert root_of(BOMB).text == "&i;" * 10
    assert root_of(b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>').text == "&x;"
    wide = b'<!DOCTYPE r [<!ENTITY a "' + b"a" * 200 + b'">]><r>' + b"&a;" * 100_000 + b"</r>"
    assert len(root_of(wide).text) < 1_500_000


def test_fault_23_depth_and_number_are_bounded() -> None:
    deep = root_of(b"<r>" + b"<a>" * 3000 + b"x" + b"</a>" * 3000 + b"</r>")
    assert deep.whole_text == "x"
    many = xml_document(b"<r>" + b"<i/>" * (MOST_ELEMENTS + 5) + b"</r>", "shop")
    assert sum(1 for _ in many.root.children) == MOST_ELEMENTS - 1
    assert many.notes == ("it has too many elements: its end was not read",)


def test_fault_23_prefixes_do_not_multiply() -> None:
    many = b"".join(b' xmlns:a%d="u"' % number for number in range(5000))
    body = b"<r%s>" % many + b"".join(b'<b xmlns:c="u"><c:d>' for _ in range(2000)) + b"&"
    assert next(root_of(body).descendants("b", "")).name == "b"


def test_elements_are_found_by_name_and_namespace() -> None:
    root = root_of(b'<r xmlns:m="urn:m"><m:t>media</m:t><t>own</t><in><t k="v">deep</t></in></r>')
    assert [one.text for one in root.all("t", "")] == ["own"]
    assert [one.text for one in root.all("t", "urn:m", "")] == ["media", "own"]
    assert [one.attributes.get("k") for one in root.descendants("t", "")] == [None, "v"]


def test_names_that_only_html_knows_are_understood_and_document_types_are_not_fetched() -> None:
    body = (
        b'<!DOCTYPE rss PUBLIC "-//X//EN" "http://127.0.0.1:9/x.dtd"><r>caf&eacute;&nbsp;<![CDATA[<b>]]> &nosuch;</r>'
    )
    found = xml_document(body, "shop")
    assert (found.root.text, found.notes) == ("café\xa0<b> &nosuch;", ())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"<r>Tom & Jerry, a<b, 3 < 4, &copy; &nbsp;x</r>", "Tom & Jerry, a<b, 3 < 4, © \xa0x"),
        (b"<r>one<br>two<p>three</r>", "one two three"),
        (b"<r>one <b>two</r>", "one two"),
        (b"<r>one</b> two</r>", "one two"),
        (b"<r>the rest is miss", "the rest is miss"),
        (b"<r>a\x08b&#8;c&#x1f;d</r>", "abcd"),
        (b"PHP Warning: x\n<?xml version='1.0'?><rss>one</rss>", "one"),
        (b"<br />\n<b>Notice</b>: x <rss>one</rss>\n<b>Notice</b>", "one"),
        (b"\n\n \xef\xbb\xbf<rss>one</rss>", "one"),
        (b"<r>one</r></r><r>two</r>", "one"),
        (b"<r><undeclared:x>one</undeclared:x></r>", "one"),
        (b"<r a=1 b='two>three' c>one</r>", "one"),
        (b'<!DOCTYPE r [<!ENTITY nbsp "&#160;"><!ENTITY who "me">]><r>a&nbsp;&who;</r>', "a\xa0me"),
        (b'<?xml version="1.0" encoding="klingon"?><r>one</r>', "one"),
    ],
)
def test_fault_51_what_is_broken_is_mended(body: bytes, text: str) -> None:
    assert " ".join(root_of(body).whole_text.split(" ")).replace("  ", " ") == text


def test_fault_51_attributes_survive_mending() -> None:
    root = root_of(b"""<r><a href="x?a=1&b=2&amp;c=3" title='it "is"' plain=yes/><b>&</b></r>""")
    (link,) = root.all("a", "")
    assert link.attributes == {"href": "x?a=1&b=2&c=3", "title": 'it "is"', "plain": "yes"}


def test_fault_51_what_was_mended_is_told() -> None:
    assert xml_document(b"<r>a & b</r>", "shop").notes[0].startswith("it is no whole XML (")
    notes = xml_document(b"oops <?xml version='1.0'?><rss>a\x08</rss>", "shop").notes
    assert notes == ("1 characters of it may not stand in XML", "4 characters stand before its beginning")


def test_fault_51_where_the_text_breaks_off_nothing_is_whole() -> None:
    root = root_of(b"<r><a><b>one</b><c>tw")
    (inner,) = root.all("a", "")
    assert [(one.name, one.is_whole) for one in inner.children] == [("b", True), ("c", False)]
    assert not inner.is_whole


def test_fault_51_addresses_know_what_they_are_relative_to() -> None:
    body = b'<r xml:base="https://a.example/x/"><i xml:base="y/"><l>z</l></i></r>'
    (item,) = root_of(body).all("i", "")
    assert next(iter(item.children)).base == "https://a.example/x/y/"
    assert next(iter(root_of(body.replace(b"z", b"&")).all("i", ""))).base == "https://a.example/x/y/"
