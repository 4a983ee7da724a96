"""Feeds: RSS 0.9 to 2.0 and Atom, read into the same few fields."""

import datetime as dt
from email.utils import parsedate_to_datetime

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.http.xml import Element, xml_tree

_ATOM = "http://www.w3.org/2005/Atom"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_PLAIN = ("", _ATOM, "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
MOST_BYTES = 5_000_000


class FeedEntry(Value):
    """One entry, its texts as the feed has them: HTML, from strangers."""

    id: str = ""
    title: str = ""
    link: str = ""
    author: str = ""
    published_at: dt.datetime | None = None
    tags: tuple[str, ...] = ()


class Feed(Value):
    """A feed. `title`: whose it is."""

    title: str = ""
    language: str = ""
    entries: tuple[FeedEntry, ...] = ()


def read_feed(body: bytes, provider: str, most: int) -> Feed:
    """The first `most` entries. Raises `BadMedia` for what is no feed."""
    root = xml_tree(body, provider)
    if root.name.lower() not in {"rss", "rdf", "feed"}:
        raise BadMedia(f"{provider}: this is no feed, but <{root.name[:40]}>", remedy="look for the feed's own address")
    head = next(iter(root.all("channel", *_PLAIN)), root)
    entries = [*root.descendants("item", *_PLAIN), *root.descendants("entry", _ATOM)]
    return Feed(
        title=_text(head, "title"),
        language=_text(head, "language"),
        entries=tuple(_entry(one) for one in entries[:most]),
    )


def _entry(entry: Element) -> FeedEntry:
    author = next(iter(entry.all("author", *_PLAIN)), None)
    named = author and (_text(author, "name") or author.text)
    return FeedEntry(
        id=_text(entry, "guid") or _text(entry, "id"),
        title=_text(entry, "title"),
        link=_link(entry),
        author=named or _text(entry, "creator", _DUBLIN_CORE),
        published_at=_moment(entry),
        tags=tuple(one.text or one.attributes.get("term", "") for one in entry.all("category", *_PLAIN)),
    )


def _text(element: Element, name: str, *namespaces: str) -> str:
    return next((one.text for one in element.all(name, *(namespaces or _PLAIN))), "")


def _link(entry: Element) -> str:
    """RSS has it as text; Atom has several, and the one without a role or with `alternate` is the page."""
    links = entry.all("link", *_PLAIN)
    pages = [one for one in links if one.attributes.get("rel", "alternate") == "alternate"]
    link = next((one.text or one.attributes.get("href", "") for one in pages), "")
    guid = next((one for one in entry.all("guid", "") if one.attributes.get("isPermaLink", "true") == "true"), None)
    return link.strip() or (guid.text if guid else "")


def _moment(entry: Element) -> dt.datetime | None:
    """When it was published, as far as that can be read; a time without a zone is in UTC."""
    texts = (_text(entry, "pubDate"), _text(entry, "published"), _text(entry, "date", _DUBLIN_CORE))
    return moment_of(next((text for text in (*texts, _text(entry, "updated")) if text), ""))


def moment_of(text: str) -> dt.datetime | None:
    """'Wed, 25 Nov 2026 10:00:00 GMT' or '2026-11-25T10:00:00Z' in UTC; None for anything else."""
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
