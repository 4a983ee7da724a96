"""JSON Feed 1.0 and 1.1 (jsonfeed.org): read entry by entry, so that what is behind a bound costs nothing."""

import json
import re
from typing import Any

from pydantic import ValidationError

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.http.charsets import decode_document
from vidpipe_assets.providers.http.xml_tree import joined
from vidpipe_assets.providers.trends.dates import moment_of
from vidpipe_assets.providers.trends.feed import Feed, FeedEntry, choose_entries, first_words, is_web, secured
from vidpipe_assets.providers.trends.sanitize import plain_text

_VERSION = re.compile(
    rb'^[\s\xef\xbb\xbf]*\{.{0,4000}?"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org', re.DOTALL
)
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_MOST_ENTRIES = 20_000


class _Author(ResponseModel):
    name: str = ""


class _Item(ResponseModel):
    """An entry. Its id should be text, and may be a number."""

    id: str | int | float = ""
    url: str = ""
    external_url: str = ""
    title: str = ""
    summary: str = ""
    content_text: str = ""
    content_html: str = ""
    date_published: str = ""
    date_modified: str = ""
    author: _Author = _Author()
    authors: tuple[_Author, ...] = ()
    tags: tuple[str, ...] = ()


class _Head(ResponseModel):
    title: str = ""
    language: str = ""
    home_page_url: str = ""


def is_json_feed(body: bytes) -> bool:
    """Whether this says of itself that it is one."""
    return bool(_VERSION.match(body[:8192]))


def read_json_feed(body: bytes, provider: str, most: int, *, url: str = "") -> Feed:
    """As `feed.read_feed`. Raises `BadMedia` where it holds no list of items."""
    decoded = decode_document(body, "utf-8")
    start = _ITEMS.search(decoded.text)
    if start is None:
        raise BadMedia(f"{provider}: this JSON Feed holds no items", remedy="look for the feed's own address")
    items, rest = _items(decoded.text, start.end())
    head = _head(decoded.text[: start.start()], rest)
    read = [item for item in (_item(one) for one in items) if item is not None]
    notes = [decoded.note] if decoded.note else []
    if not rest.lstrip().startswith("]"):
        notes.append("its end was not read: it is broken or cut off")
    if len(read) < len(items):
        notes.append(f"{len(items) - len(read)} of its {len(items)} entries are none")
    base = url or head.home_page_url
    feed = Feed(title=head.title, language=head.language, entries=tuple(_entry(one, base) for one in read))
    return choose_entries(feed, most, notes)


def _items(text: str, place: int) -> tuple[list[Any], str]:
    """The items from `place` on, as far as they are JSON, and the text that follows."""
    decoder, found = json.JSONDecoder(), list[Any]()
    while len(found) < _MOST_ENTRIES:
        place = _past(text, place, ", \t\r\n")
        try:
            item, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        found.append(item)
    return found, text[place:]


def _past(text: str, place: int, characters: str) -> int:
    while place < len(text) and text[place] in characters:
        place += 1
    return place


def _head(before: str, after: str) -> _Head:
    """What the feed says of itself, before and behind its items; nothing, where that is no JSON."""
    for text in (f'{before}"items":[{after}', f'{before}"items":[]}}'):
        try:
            return _Head.model_validate(json.loads(text))
        except (ValueError, RecursionError):
            continue
    return _Head()


def _item(item: Any) -> _Item | None:
    try:
        return _Item.model_validate(item)
    except ValidationError:
        return None


def _entry(item: _Item, base: str) -> FeedEntry:
    links = (joined(base, one) for one in (item.url, item.external_url, str(item.id)) if one)
    texts = (item.summary, item.content_text, item.content_html)
    title = (
        item.title if plain_text(item.title, 500) else next((words for one in texts if (words := first_words(one))), "")
    )
    authors = [one.name for one in (*item.authors, item.author) if one.name]
    return FeedEntry(
        id=str(item.id) or item.url,
        title=title,
        link=secured(next((one for one in links if is_web(one)), "")),
        author=authors[0] if authors else "",
        published_at=moment_of(item.date_published) or moment_of(item.date_modified),
        tags=item.tags,
    )
