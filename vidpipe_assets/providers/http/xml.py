"""XML from anywhere, read into a tree: bounded in size and depth, nothing is expanded and nothing fetched.

For feeds. feedparser would mend what is broken, but takes half a minute for a broken megabyte, and keeps only the last
of several equal elements within an entry; what is not XML is refused here.
"""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from vidpipe_assets.model.errors import BadMedia

_DEEPEST, _MOST_ELEMENTS = 40, 50_000
_SEPARATOR = "\x1f"


@dataclass
class Element:
    """An element by its local name and the namespace that it stands in, '' for none."""

    name: str
    namespace: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    children: list["Element"] = field(default_factory=list["Element"])
    pieces: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        """The text that stands directly in the element, without that of its children."""
        return "".join(self.pieces).strip()

    def all(self, name: str, *namespaces: str) -> list["Element"]:
        """Its children of that name in one of the namespaces."""
        return [one for one in self.children if one.name == name and one.namespace in namespaces]

    def descendants(self, name: str, *namespaces: str) -> Iterator["Element"]:
        """All elements of that name below it, in the order of the document."""
        for one in self.children:
            if one.name == name and one.namespace in namespaces:
                yield one
            yield from one.descendants(name, *namespaces)


class _TooMuchError(Exception):
    """More than anybody means well with; the message says of what."""


def xml_tree(body: bytes, provider: str) -> Element:
    """The root element. Raises `BadMedia` for what is not XML, defines entities, or is too deep or too large."""
    root = Element("")
    builder = _Builder([root])
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    # Names that only HTML knows (&nbsp;) are then told to us, not an error. No document type is ever fetched.
    parser.UseForeignDTD(True)
    parser.ExternalEntityRefHandler = _not_fetched
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler, parser.SkippedEntityHandler = builder.text, builder.named
    parser.EntityDeclHandler = builder.entity
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, _TooMuchError, ValueError, LookupError) as error:
        raise BadMedia(f"{provider} sent no usable XML: {error}", remedy="open its address in a browser") from None
    return root.children[0]


def _not_fetched(*asked: object) -> int:
    """Says that all is well, and does nothing."""
    del asked
    return 1


@dataclass
class _Builder:
    """Hears what the parser finds. `open`: the elements that have not ended yet, outermost first."""

    open: list[Element]
    count: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) > _DEEPEST or self.count > _MOST_ELEMENTS:
            raise _TooMuchError("it is nested too deeply, or has too many elements")
        namespace, _, local = name.rpartition(_SEPARATOR)
        element = Element(local, namespace, attributes)
        self.open[-1].children.append(element)
        self.open.append(element)

    def end(self, name: str) -> None:
        del name
        self.open.pop()

    def text(self, text: str) -> None:
        self.open[-1].pieces.append(text)

    def named(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self.open[-1].pieces.append(html.unescape(f"&{name};"))

    def entity(self, *declared: object) -> None:
        del declared
        raise _TooMuchError("it defines entities")
