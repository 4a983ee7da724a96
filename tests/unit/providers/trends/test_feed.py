"""Feeds as the world has them: what a feed reader shows of them is what is read."""

import datetime as dt
import json

import pytest

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.providers.trends.dates import moment_of
from vidpipe_assets.providers.trends.feed import Feed, FeedEntry, first_words, read_feed
from vidpipe_assets.providers.trends.json_feed import is_json_feed, read_json_feed
from vidpipe_assets.providers.trends.sanitize import plain_text

ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
HOME = "https://blog.example/feed.xml"


def read(body: str, most: int = 50, url: str = HOME) -> Feed:
    return read_feed(body.encode(), "rss", most, url=url)


def entry(inside: str, around: str = "<rss><channel><title>Blog</title>{}</channel></rss>") -> FeedEntry:
    return read(around.format(f"<item>{inside}</item>")).entries[0]


def atom(inside: str, root: str = ATOM) -> FeedEntry:
    return read(f"<feed {root}><title>Blog</title><entry>{inside}</entry></feed>").entries[0]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<title>A <b>fast</b> train</title>", "A fast train"),
        ("<title><![CDATA[A <b>fast</b> train & more]]></title>", "A fast train & more"),
        ("<title>A &lt;b&gt;fast&lt;/b&gt; train</title>", "A fast train"),
        ("<title>Tom & Jerry</title>", "Tom & Jerry"),
        ("<title></title><description>It ran in 20 minutes. Then it stopped.</description>", "It ran in 20 minutes."),
        ("<description>&lt;p&gt;It ran&lt;/p&gt;</description>", "It ran"),
        ("<description>a<br>b<img src=x>c</description>", "a bc"),
        (
            '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">long ago</content:encoded>',
            "long ago",
        ),
        ("<itunes:title>Episode one</itunes:title>", "Episode one"),
        ('<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">By Dublin</dc:title>', "By Dublin"),
        ("<TITLE>In capitals</TITLE>", "In capitals"),
        ("<title>Never ends <link>https://x.example/1</link>", "Never ends"),
    ],
)
def test_fault_51_titles_are_found_however_they_are_written(title: str, shown: str) -> None:
    assert plain_text(entry(title).title, 500) == shown


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ('<title type="html">A &lt;em&gt;fast&lt;/em&gt; train</title>', "A fast train"),
        ('<title type="html"><![CDATA[A <em>fast</em> train]]></title>', "A fast train"),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <em>fast</em>er one</div></title>',
            "A faster one",
        ),
        ('<title type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml">A<x:br/>one</x:div></title>', "A one"),
        ('<title mode="base64" type="text/html">QSA8Yj5mYXN0PC9iPiB0cmFpbg==</title>', "A fast train"),
        ('<title mode="base64">=</title><summary>A train</summary>', "A train"),
        ('<summary type="xhtml"><div><p>One.</p><p>Two.</p></div></summary>', "One."),
        ('<content type="text">Only its text</content>', "Only its text"),
    ],
)
def test_fault_51_titles_of_atom_are_text_html_or_xhtml(title: str, shown: str) -> None:
    assert plain_text(atom(title).title, 500) == shown
    assert plain_text(atom(title, 'version="0.3" xmlns="http://purl.org/atom/ns#"').title, 500) == shown


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("<link>https://x.example/?a=1&b=2</link>", "https://x.example/?a=1&b=2"),
        ("<link>/posts/1</link>", "https://site.example/posts/1"),
        ("<link>posts/1</link>", "https://site.example/blog/posts/1"),
        ("<link>//cdn.example/1</link>", "https://cdn.example/1"),
        ("<link>http://x.example/1</link>", "https://x.example/1"),
        ("<link>http://x.example:8080/1</link>", "http://x.example:8080/1"),
        ("<link>\n https://x.example/1 \n</link>", "https://x.example/1"),
        ("<link/><guid>https://x.example/g</guid>", "https://x.example/g"),
        ("<guid isPermaLink='false'>https://x.example/g</guid>", "https://x.example/g"),
        ("<guid>tag:1</guid><atom:link href='https://x.example/a'/>", "https://x.example/a"),
        ("<enclosure url='https://x.example/1.mp3'/>", "https://x.example/1.mp3"),
        ("<link xml:base='https://y.example/z/'>1</link>", "https://y.example/z/1"),
        ("<link>javascript:alert(1)</link>", ""),
        ("<link>https://[broken</link>", ""),
        ("<link rel='self' href='/self'/><link href='/page'/>", "https://site.example/page"),
    ],
)
def test_fault_51_links_lead_where_a_reader_s_would(link: str, address: str) -> None:
    around = "<rss><channel><link>https://site.example/blog/</link>{}</channel></rss>"
    assert entry(f"<title>One</title>{link}", around).link == address


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ('<link href="1"/>', "https://blog.example/1"),
        ('<link rel="enclosure" href="a.mp3"/><link href="/1" type="text/html"/>', "https://blog.example/1"),
        ('<link href="/1.json" type="application/json"/><link href="/1" type="text/html"/>', "https://blog.example/1"),
        ("<id>https://blog.example/id</id>", "https://blog.example/id"),
        ("<id>urn:1</id>", ""),
    ],
)
def test_fault_51_links_of_atom_are_relative_to_the_feed_or_its_base(link: str, address: str) -> None:
    assert atom(f"<title>One</title>{link}").link == address
    moved = atom(f"<title>One</title>{link}", f'{ATOM} xml:base="https://blog.example/"')
    assert moved.link == address


@pytest.mark.parametrize(
    "body",
    [
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>'
        '<item rdf:about="https://x.example/1"><title>One</title></item></rdf:RDF>',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://channel.netscape.com/rdf/'
        'simple/0.9/"><channel/><item><title>One</title><link>https://x.example/1</link></item></rdf:RDF>',
        '<rss version="0.91"><channel><item><title>One</title><link>https://x.example/1</link></item></channel></rss>',
        '<rss xmlns="urn:somebodys-own"><channel><item><title>One</title><link>https://x.example/1</link></item>'
        "</channel></rss>",
        "<channel><item><title>One</title><link>https://x.example/1</link></item></channel>",
        "<RSS><Channel><Item><Title>One</Title><Link>https://x.example/1</Link></Item></Channel></RSS>",
        "<rss><channel><item><title>One</title><link>https://x.example/1</link><item><title>Two</title></channel>",
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>One</a:title><a:link href="https://x.example/1"/>'
        "</a:entry></a:feed>",
    ],
)
def test_fault_51_every_kind_of_feed_is_read(body: str) -> None:
    first = read(body).entries[0]
    assert (first.title, first.link) == ("One", "https://x.example/1")


def test_fault_51_podcasts_keep_to_their_own_titles_and_authors() -> None:
    found = entry(
        '<title>Episode 2</title><itunes:author xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">Ada'
        '</itunes:author><itunes:title>2</itunes:title><media:content xmlns:media="http://search.yahoo.com/mrss/">'
        "<media:title>A clip</media:title></media:content><enclosure url='https://x.example/2.mp3'/>"
    )
    assert (found.title, found.author, found.link) == ("Episode 2", "Ada", "https://x.example/2.mp3")


def test_fault_51_the_newest_entries_are_taken_and_the_rest_is_counted() -> None:
    days = "".join(f"<item><title>Day {n}</title><pubDate>{n} Nov 2026</pubDate></item>" for n in range(1, 10))
    found = read(f"<rss><channel>{days}<item/></channel></rss>", most=3)
    assert [one.title for one in found.entries] == ["Day 9", "Day 8", "Day 7"]
    assert found.notes == (
        "1 of its 10 entries have neither a title nor a text",
        "3 of its 9 entries were taken (collect.most)",
    )
    undated = read(f"<rss><channel>{days}<item><title>Undated</title></item></channel></rss>", most=2)
    assert [one.title for one in undated.entries] == ["Day 1", "Day 2"]


def test_fault_51_of_an_entry_that_is_cut_off_only_what_is_whole_is_read() -> None:
    found = read("<rss><channel><item><title>One</title></item><item><title>Two</title><link>https://x.example/lo")
    assert [(one.title, one.link) for one in found.entries] == [("One", ""), ("Two", "")]
    assert "its last entry is cut off" in found.notes
    assert [one.title for one in read("<rss><item><title>One</title></item><item><title>Tw").entries] == ["One"]


def test_what_is_no_feed_is_refused_by_its_name() -> None:
    with pytest.raises(BadMedia, match="this is no feed, but <opml>"):
        read("<opml/>")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Wed, 25 Nov 2026 10:00:00 +0100", (25, 9, 0)),
        ("25 Nov 26 10:00 EST", (25, 15, 0)),
        ("Wed, 25 Nov 2026 10:00:00 CEST", (25, 8, 0)),
        ("Wed, 25 Nov 2026 10:00:00 (UTC)", (25, 10, 0)),
        ("Mi, 25 Nov 2026 10:00:00 +0100", (25, 9, 0)),
        ("Wed Nov 25 10:00:00 2026", (25, 10, 0)),
        ("Wed, 25 Nov 2026", (25, 0, 0)),
        ("2026-11-25T10:00:00.123456789+01:00", (25, 9, 0)),
        ("2026-11-25 10:00:00 +0100", (25, 9, 0)),
        ("2026-11-25 10:00:00 GMT", (25, 10, 0)),
        ("20261125T100000Z", (25, 10, 0)),
        ("2026-11-25", (25, 0, 0)),
        ("November 25, 2026", (25, 0, 0)),
        ("25.11.2026", (25, 0, 0)),
        ("1795600800", (25, 10, 0)),
        ("1795600800123", (25, 10, 0)),
    ],
)
def test_fault_51_moments_are_read_in_every_form(text: str, moment: tuple[int, int, int]) -> None:
    found = moment_of(text)
    assert found is not None
    assert (found.year, found.month, found.day, found.hour, found.minute) == (2026, 11, *moment)
    assert found.tzinfo is dt.UTC


@pytest.mark.parametrize("text", ["yesterday", "", "0001-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "9" * 999])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert moment_of(text) is None


def test_the_first_words_of_a_text_make_a_title() -> None:
    assert first_words("<p>It ran. Then it stopped.</p>") == "It ran."
    assert first_words("列車が走った。そして止まった。") == "列車が走った。"
    assert first_words(" ".join(["word"] * 40)) == " ".join(["word"] * 14) + "…"
    assert first_words("x" * 300) == "x" * 110 + "…"


def json_feed(*items: object, **head: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1", **head, "items": items}).encode()


def test_fault_51_a_json_feed_is_read_as_far_as_it_goes() -> None:
    body = json_feed(
        {"id": "1", "title": "One", "url": "/1", "date_published": "2026-11-25T10:00:00Z"},
        {"id": "https://x.example/2", "content_text": "Two. More."},
        "no entry",
        title="Blog",
    )
    assert is_json_feed(body)
    found = read_json_feed(body, "rss", 50, url="https://blog.example/feed.json")
    assert [(one.title, one.link) for one in found.entries] == [
        ("One", "https://blog.example/1"),
        ("Two.", "https://x.example/2"),
    ]
    assert (found.title, found.notes) == ("Blog", ("1 of its 3 entries are none",))
    cut = read_json_feed(body[: body.index(b"Two")], "rss", 50)
    assert [one.title for one in cut.entries] == ["One"]
    assert cut.notes == ("its end was not read: it is broken or cut off",)


def test_other_json_is_no_feed() -> None:
    assert not is_json_feed(b'{"version": "2"}')
    with pytest.raises(BadMedia, match="holds no items"):
        read_json_feed(b'{"version": "https://jsonfeed.org/version/1"}', "rss", 5)
