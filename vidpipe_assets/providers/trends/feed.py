"""Feeds: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, read into the same few fields, as feed readers read them."""

import base64
import binascii
import datetime as dt
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.http.xml import xml_document
from vidpipe_assets.providers.http.xml_tree import Element, joined
from vidpipe_assets.providers.trends.dates import moment_of
from vidpipe_assets.providers.trends.sanitize import plain_text

_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_DUBLIN_CORE = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/")
_PODCAST = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_MEDIA = "http://search.yahoo.com/mrss/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_BURNER = "http://rssnamespace.org/feedburner/ext/1.0"
_PLAIN = (
    *("", *_ATOM, "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://purl.org/net/rss1.1#"),
    *("http://channel.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/rss2"),
    *("http://backend.userland.com/rss", "http://blogs.law.harvard.edu/tech/rss"),
)
_ROOTS = {"rss", "rdf", "feed", "channel"}
_TITLE_LETTERS, _TITLE_WORDS = 110, 14
_EPOCH = dt.datetime.fromtimestamp(0, dt.UTC)
_ENDS = (". ", "! ", "? ", "。", "！", "？")


MOST_BYTES = 5_000_000
"""Of a feed, unpacked; what follows is not read."""


class FeedEntry(Value):
    """One entry, its texts as the feed has them: HTML, from strangers. `link`: a whole address, if there is one."""

    id: str = ""
    title: str = ""
    link: str = ""
    author: str = ""
    published_at: dt.datetime | None = None
    tags: tuple[str, ...] = ()


class Feed(Value):
    """A feed. `title`: whose it is. `notes`: what was mended, and what of it was not read, each with its count."""

    title: str = ""
    language: str = ""
    entries: tuple[FeedEntry, ...] = ()
    notes: tuple[str, ...] = ()


def read_feed(body: bytes, provider: str, most: int, *, url: str = "", announced: str = "") -> Feed:
    """The newest `most` entries that say something, in the feed's order where it does not date them all.

    `url`: where the feed was read, for addresses that are relative to it. `announced`: the encoding that its server
    named. Raises `BadMedia` for what is no feed.
    """
    document = xml_document(body, provider, announced)
    root = document.root
    if root.name.lower() not in _ROOTS:
        raise BadMedia(f"{provider}: this is no feed, but <{root.name[:40]}>", remedy="look for the feed's own address")
    plain = tuple(dict.fromkeys((*_PLAIN, root.namespace)))
    reader = _XmlFeed(plain, url, root)
    return choose_entries(reader.feed(), most, document.notes)


def choose_entries(feed: Feed, most: int, notes: Iterable[str]) -> Feed:
    """`feed` with the newest `most` of its entries that say something, and with what was left out."""
    telling = [entry for entry in feed.entries if plain_text(entry.title, 500)]
    silent = len(feed.entries) - len(telling)
    newest = telling
    if all(entry.published_at for entry in telling):
        newest = sorted(telling, key=lambda entry: entry.published_at or _EPOCH, reverse=True)
    told = [*notes, *feed.notes]
    if silent:
        told.append(f"{silent} of its {len(feed.entries)} entries have neither a title nor a text")
    if len(newest) > most:
        told.append(f"{most} of its {len(telling)} entries were taken (collect.most)")
    return feed.model_copy(update={"entries": tuple(newest[:most]), "notes": tuple(told)})


def first_words(text: str) -> str:
    """The first sentence of a text of HTML, or as much of it as makes a title."""
    plain = plain_text(text, 2000)
    ends = (plain.find(end) for end in _ENDS)
    sentence = plain[: min((end + 1 for end in ends if end > 0), default=len(plain))]
    words = sentence.split()
    short = " ".join(words[:_TITLE_WORDS])
    if len(short) > _TITLE_LETTERS:
        short = short[:_TITLE_LETTERS].rpartition(" ")[0] or short[:_TITLE_LETTERS]
    return short if short == sentence else f"{short.rstrip('.,;:')}…"


def is_web(address: str) -> bool:
    """Whether this is a whole address of the web."""
    try:
        parts = urlsplit(address)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def secured(address: str) -> str:
    """An address of the web by https, as browsers try it first; with a port of its own it stays as it is."""
    try:
        parts = urlsplit(address)
        is_usual = parts.scheme.lower() == "http" and parts.port in {None, 80}
    except ValueError:
        return address
    return parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80")).geturl() if is_usual else address


class _XmlFeed:
    """Reads a tree. `plain`: the namespaces that a feed's own elements stand in."""

    def __init__(self, plain: tuple[str, ...], url: str, root: Element) -> None:
        self._plain = plain
        self._root = root
        self._head = root if root.name.lower() == "channel" else next(iter(root.all("channel", *plain)), root)
        site = next((one for one in self._addresses(self._head) if is_web(one)), "")
        # RSS leaves open what an address is relative to; readers take the site. Atom says: the feed itself.
        self._base = (url or site) if root.name.lower() == "feed" else (site or url)

    def feed(self) -> Feed:
        items = [*self._root.descendants("item", *self._plain), *self._root.descendants("entry", *self._plain)]
        language = self._text(self._head, "language") or self._text(self._head, "language", *_DUBLIN_CORE)
        cut = sum(not item.is_whole for item in items)
        return Feed(
            title=_rich(self._head, "title", self._plain),
            language=language or self._head.attributes.get("xml:lang", self._root.attributes.get("xml:lang", "")),
            entries=tuple(self._entry(item) for item in items),
            notes=("its last entry is cut off",) if cut else (),
        )

    def _entry(self, entry: Element) -> FeedEntry:
        author = next(iter(entry.all("author", *self._plain)), None)
        named = author and (self._text(author, "name") or author.text)
        link = self._link(entry)
        return FeedEntry(
            id=self._text(entry, "guid") or self._text(entry, "id") or link,
            title=self._title(entry),
            link=link,
            author=named or self._text(entry, "creator", *_DUBLIN_CORE) or self._text(entry, "author", _PODCAST),
            published_at=self._moment(entry),
            tags=tuple(one.text or one.attributes.get("term", "") for one in entry.all("category", *self._plain)),
        )

    def _title(self, entry: Element) -> str:
        """Its title, in whatever namespace; else the first words of its text."""
        for namespaces in (self._plain, _DUBLIN_CORE, (_PODCAST,), (_MEDIA,)):
            if plain_text(found := _rich(entry, "title", namespaces), 500):
                return found
        texts = (
            *(_rich(entry, name, self._plain) for name in ("description", "summary", "content")),
            _rich(entry, "encoded", (_CONTENT,)),
            *(_rich(entry, name, (_PODCAST,)) for name in ("subtitle", "summary")),
            _rich(entry, "description", (*_DUBLIN_CORE, _MEDIA)),
        )
        return next((words for text in texts if text and (words := first_words(text))), "")

    def _text(self, element: Element, name: str, *namespaces: str) -> str:
        found = element.all(name, *(namespaces or self._plain))
        return next((one.text for one in found if one.is_whole and one.text), "")

    def _link(self, entry: Element) -> str:
        found = (joined(self._base, one) for one in self._addresses(entry) if one)
        return secured(next((one for one in found if is_web(one)), ""))

    def _addresses(self, entry: Element) -> Iterator[str]:
        """What may be the address of its page, the likeliest first: RSS has it as text, Atom has several with roles."""
        yield self._text(entry, "origlink", _BURNER)
        links = [*entry.all("link", *self._plain), *entry.all("link", *_ATOM)]
        pages = [one for one in links if one.is_whole and one.attributes.get("rel", "alternate").lower() == "alternate"]
        html_first = sorted(pages, key=lambda one: "html" not in one.attributes.get("type", "html"))
        yield from (_seen_from(one.base, one.text or one.attributes.get("href", "")) for one in html_first)
        guids = [one for one in entry.all("guid", *self._plain) if one.is_whole]
        permanent = (one for one in guids if one.attributes.get("isPermaLink", "true").lower() == "true")
        yield from (one.text for one in permanent if is_web(one.text) or one.text.startswith("/"))
        yield _seen_from(entry.base, entry.attributes.get("about", ""))
        yield from (text for one in (*guids, *entry.all("id", *self._plain)) if is_web(text := one.text))
        yield from (one.attributes.get("url", "") for one in entry.all("enclosure", *self._plain))
        yield from (one.attributes.get("href", "") for one in links if one.attributes.get("rel") == "enclosure")

    def _moment(self, entry: Element) -> dt.datetime | None:
        """When it was published, else changed, as far as that can be read."""
        plain = ("pubDate", "published", "issued", "created", "updated", "modified", "date")
        texts = (
            *(self._text(entry, name) for name in plain[:4]),
            *(self._text(entry, name, *_DUBLIN_CORE) for name in ("date", "issued", "created")),
            *(self._text(entry, name) for name in plain[4:]),
        )
        return next((moment for text in texts if text and (moment := moment_of(text))), None)


def _seen_from(base: str, address: str) -> str:
    return joined(base, address) if address else ""


def _rich(element: Element, name: str, namespaces: tuple[str, ...]) -> str:
    """The text of the first element of that name, however it is packed: HTML, XHTML, a literal, base64."""
    for one in element.all(name, *namespaces):
        text = one.whole_text if one.is_whole else ""
        if one.attributes.get("mode") == "base64":
            try:
                text = base64.b64decode(text, validate=False).decode("utf-8", "replace")
            except (binascii.Error, ValueError):
                text = ""
        if text:
            return text
    return ""
