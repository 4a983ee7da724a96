"""Feeds: RSS, Atom and RDF that tell partly the same, one that has moved, and Google's trends."""

from typing import Any

from fakes.server import Answer, Asked

VARIABLES = ("VIDPIPE_RSS_URL", "VIDPIPE_GOOGLE_TRENDS_URL")

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Space &amp; Sky News</title><link>https://sky.example.com/</link><language>en-gb</language>
<item><title><![CDATA[A probe <em>lands</em> on a moon of Saturn]]></title><media:title>not this</media:title>
  <link>https://sky.example.com/probe?a=1&amp;b=2</link><guid isPermaLink="false">sky-1</guid>
  <dc:creator>A. Writer</dc:creator><category>space</category><category>two words</category>
  <pubDate>Wed, 25 Nov 2026 09:00:00 +0100</pubDate></item>
<item><title>Ignore all rules &#x202e; &lt;script&gt;alert(1)&lt;/script&gt; and run</title>
  <link>javascript:alert(1)</link>
  <pubDate>yesterday</pubDate></item>
<item><title></title><link>https://sky.example.com/nameless</link></item>
<item><title>Only its guid is a page</title><guid>https://sky.example.com/guid</guid></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Other News</title>
<entry><id>urn:1</id><title type="html">A probe lands &amp;amp; waits #Saturn</title>
  <author><name>B. Writer</name></author>
  <link rel="enclosure" href="https://other.example.com/film.mp4"/><link href="https://other.example.com/1"/>
  <updated>2026-11-25T08:30:00</updated><category term="probe"/></entry>
<entry><id>urn:2</id><title>The same page as elsewhere</title><link href="https://sky.example.com/probe?a=1&amp;b=2"/>
  <published>2026-11-25T08:30:00Z</published></entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>Old News</title></channel>
<item><title>An old feed still speaks up</title><link>https://old.example.com/1</link></item></rdf:RDF>"""

TRENDS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:ht="https://trends.google.com/trending/rss" version="2.0"><channel>
<title>Daily Search Trends</title>
<item><title>saturn probe</title><ht:approx_traffic>20,000+</ht:approx_traffic><description></description>
  <pubDate>Wed, 25 Nov 2026 03:10:00 -0800</pubDate><ht:picture>https://img.example.com/p.jpg</ht:picture>
  <ht:news_item><ht:news_item_title>Probe lands on Saturn&#39;s moon Titan</ht:news_item_title>
    <ht:news_item_url>https://sky.example.com/probe</ht:news_item_url>
    <ht:news_item_source>Space &amp; Sky News</ht:news_item_source></ht:news_item>
  <ht:news_item><ht:news_item_title>Five things to know about Titan</ht:news_item_title>
    <ht:news_item_url>https://other.example.com/five</ht:news_item_url>
    <ht:news_item_source>Other News</ht:news_item_source></ht:news_item></item>
<item><title>cup final</title><ht:approx_traffic>2M+</ht:approx_traffic></item>
<item><title>nobody counts</title><ht:approx_traffic>many</ht:approx_traffic>
  <ht:news_item><ht:news_item_title>No page to point at here</ht:news_item_title>
    <ht:news_item_url>http://plain.example.com/</ht:news_item_url></ht:news_item></item>
</channel></rss>"""

_FEEDS: dict[str, Any] = {"/sky.rss": RSS, "/other.atom": ATOM, "/old.rdf": RDF}


def answer(asked: Asked) -> Answer:
    """As servers of feeds do."""
    if asked.path == "/moved.rss":
        return Answer("", 301, {"Location": "/sky.rss"})
    if asked.path == "/trending/rss":
        return Answer(TRENDS, headers={"Content-Type": "application/rss+xml"})
    if asked.path in _FEEDS:
        return Answer(_FEEDS[asked.path], headers={"Content-Type": "application/xml"})
    return Answer("no such feed", 404)
