"""XML as it should have been: the second reading of what is none, by the rules that feed readers and browsers share.

A bare & or < is text; names that only HTML knows are characters; an element ends with the one around it, an entry where
the next one begins, and all of them where the document ends. Every step looks at each character once.
"""

import html
import re
from collections.abc import Mapping

from vidpipe_assets.providers.http.xml_tree import DEEPEST, XML_NAMESPACE, Element, TooManyError, TreeBuilder

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    r"|<\?.*?(?:\?>|\Z)"
    r"|<![A-Za-z][^<>]*+>"
    r"|<(?P<end>/?)(?P<name>[A-Za-z_][\w.:-]*+)"
    r"(?P<rest>(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+|[^<>]*+)>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""(?<![\w.:-])([A-Za-z_][\w.:-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>/]++))""")
_REFERENCE = re.compile(r"&(#[xX][0-9a-fA-F]{1,8}|#[0-9]{1,10}|[A-Za-z][A-Za-z0-9]{0,31});")
_ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z][A-Za-z0-9]{0,31})\s+(?:"([^"<%]{0,200})"|'([^'<%]{0,200})')\s*>""")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*+\[(.*?)\]\s*>", re.DOTALL | re.IGNORECASE)
_HEAD, _MOST_EXPANDED, _MOST_PREFIXES = 8192, 1_000_000, 100

_VOID = {"br", "hr", "img", "wbr", "input"}
"""Elements of HTML that never end: unescaped HTML in a summary."""

_ENTRIES = {"item", "entry"}
_LEAVES = {
    *("title", "link", "guid", "pubdate", "id", "updated", "published", "category", "author", "language"),
    *("description", "summary", "comments"),
}
"""Elements of feeds that hold none of each other: one that begins within another ends that."""

_USUAL = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "ht": "https://trends.google.com/trending/rss",
    "xml": XML_NAMESPACE,
}
"""Prefixes that are used without having been declared."""


def parse_mended(text: str) -> tuple[Element | None, str]:
    """The root of what `text` means, and a sentence where its end was not read; None: it holds no element.

    Elements in which the text breaks off are not whole.
    """
    head = _DOCTYPE.search(text[:_HEAD])
    reader = _Reader(_plain_entities(head[1]) if head else {})
    place, note = head.end() if head else 0, ""
    try:
        for token in _TOKEN.finditer(text, place):
            reader.characters(text[place : token.start()])
            reader.token(token)
            place = token.end()
            if reader.is_done:
                break
        else:
            reader.characters(text[place:])
    except TooManyError as error:
        note = str(error)
    reader.tree.break_off()
    return reader.tree.root, note


class _Reader:
    """Turns tokens into a tree."""

    def __init__(self, defined: Mapping[str, str]) -> None:
        self.tree = TreeBuilder()
        self._names: list[str] = []
        self._spaces: list[Mapping[str, str]] = [_USUAL]
        self._defined = defined
        self._expanded = 0

    @property
    def is_done(self) -> bool:
        return self.tree.root is not None and not self._names

    def characters(self, text: str) -> None:
        if text:
            self.tree.text(self._resolve(text))

    def token(self, token: re.Match[str]) -> None:
        if token["cdata"]:
            self.tree.text(token["cdata"])
        elif token["name"] and token["end"]:
            self._end(token["name"])
        elif token["name"]:
            self._start(token["name"], token["rest"])

    def _start(self, name: str, rest: str) -> None:
        self._end_before(name.lower())
        if len(self._names) >= DEEPEST - 1:
            return  # what is nested more deeply is text of the element around it
        given = {found[1]: self._resolve(found[2] or found[3] or found[4] or "") for found in _ATTRIBUTE.finditer(rest)}
        spaces = self._spaces_within(given)
        space, local = _qualified(name, spaces, spaces.get("", ""))
        attributes = {_qualified(key, spaces, ""): value for key, value in given.items() if not key.startswith("xmlns")}
        self.tree.start(local, space, attributes)
        if rest.rstrip().endswith("/") or local.lower() in _VOID:
            self.tree.end()
        else:
            self._names.append(name.lower())
            self._spaces.append(spaces)

    def _spaces_within(self, given: Mapping[str, str]) -> Mapping[str, str]:
        """Prefix -> namespace in an element with these attributes."""
        declared = {key.partition(":")[2]: value for key, value in given.items() if key.partition(":")[0] == "xmlns"}
        around = self._spaces[-1]
        return {**around, **declared} if declared and len(around) + len(declared) < _MOST_PREFIXES else around

    def _end_before(self, name: str) -> None:
        """End what cannot go on where an element of that name begins."""
        if name in _ENTRIES and name in self._names:
            self._end(name)
        elif name in _LEAVES or name in _ENTRIES:
            leaf = next((one for one in reversed(self._names) if one in _LEAVES), "")
            if leaf:
                self._end(leaf)

    def _end(self, name: str) -> None:
        """End the innermost element of that name with all that it holds; nothing, if none is open."""
        if name.lower() not in self._names:
            return
        while self._names:
            self.tree.end()
            self._spaces.pop()
            if self._names.pop() == name.lower():
                return

    def _resolve(self, text: str) -> str:
        return _REFERENCE.sub(self._character, text) if "&" in text else text

    def _character(self, found: re.Match[str]) -> str:
        value = self._defined.get(found[1])
        if value is None:
            character = html.unescape(found[0])
            return "" if character < " " and not character.isspace() else character
        self._expanded += len(value)
        return value if self._expanded <= _MOST_EXPANDED else found[0]


def _plain_entities(doctype: str) -> dict[str, str]:
    """Those that are defined as plain text; references to others in it stay names, so that nothing multiplies."""
    return {found[1]: html.unescape(found[2] or found[3] or "") for found in _ENTITY.finditer(doctype)}


def _qualified(name: str, spaces: Mapping[str, str], otherwise: str) -> tuple[str, str]:
    """Namespace and local name."""
    prefix, _, local = name.rpartition(":")
    return (spaces.get(prefix, prefix), local) if prefix else (otherwise, local)
