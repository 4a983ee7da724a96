"""The tree that XML is read into, and how it grows: bounded in size and depth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

DEEPEST, MOST_ELEMENTS = 40, 150_000
XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
_BLOCKS = {"br", "p", "div", "li", "tr", "td", "h1", "h2", "h3", "blockquote"}
"""Elements of HTML around which words end."""


@dataclass
class Element:
    """An element by its local name and the namespace that it stands in, '' for none.

    `attributes` by their local names, those of XML itself as 'xml:lang'. `base`: what its addresses are relative to, as
    far as the document says. `is_whole`: False for one in which the document broke off.
    """

    name: str
    namespace: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    content: list["Element | str"] = field(default_factory=list["Element | str"])
    base: str = ""
    is_whole: bool = True

    @property
    def children(self) -> Iterator["Element"]:
        """The elements that stand directly in it."""
        return (one for one in self.content if isinstance(one, Element))

    @property
    def text(self) -> str:
        """The text that stands directly in the element, without that of its children."""
        return "".join(one for one in self.content if isinstance(one, str)).strip()

    @property
    def whole_text(self) -> str:
        """All text in the element, with that of the elements in it."""
        return "".join(_texts(self)).strip()

    def all(self, name: str, *namespaces: str) -> list["Element"]:
        """Its children of that name, small or capital, in one of the namespaces."""
        return [one for one in self.children if one.name.lower() == name.lower() and one.namespace in namespaces]

    def descendants(self, name: str, *namespaces: str) -> Iterator["Element"]:
        """All elements of that name below it, in the order of the document."""
        for one in self.children:
            if one.name.lower() == name.lower() and one.namespace in namespaces:
                yield one
            yield from one.descendants(name, *namespaces)


def _texts(element: Element) -> Iterator[str]:
    for one in element.content:
        if isinstance(one, str):
            yield one
        else:
            yield from (" ", *_texts(one), " ") if one.name.lower() in _BLOCKS else _texts(one)


class NotStrictError(Exception):
    """It may be XML, but not as we read it strictly; the message says why."""


class TooManyError(Exception):
    """The bound of elements is reached; what the builder has is the beginning."""

    def __init__(self) -> None:
        super().__init__("it has too many elements: its end was not read")


class TreeBuilder:
    """Grows a tree from what a parser finds. `open`: the elements that have not ended yet, outermost first."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self._count = 0

    def start(self, name: str, namespace: str, attributes: Mapping[tuple[str, str], str]) -> None:
        """An element begins; attributes by namespace and local name. Raises at the bounds."""
        self._count += 1
        if len(self.open) >= DEEPEST:
            raise NotStrictError("it is nested too deeply")
        if self._count > MOST_ELEMENTS:
            raise TooManyError
        plain = {
            f"xml:{local}" if space == XML_NAMESPACE else local: value for (space, local), value in attributes.items()
        }
        plain |= {local: value for (space, local), value in attributes.items() if not space}
        above = self.open[-1].base if self.open else ""
        element = Element(name, namespace, plain, base=joined(above, plain.get("xml:base", "")))
        if self.open:
            self.open[-1].content.append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)

    def end(self) -> None:
        """The innermost element ends."""
        self.open.pop()

    def break_off(self) -> None:
        """The text ends here: what is open is not whole."""
        for element in self.open:
            element.is_whole = False

    def text(self, text: str) -> None:
        """Text of the innermost element."""
        if self.open:
            self.open[-1].content.append(text)


def joined(base: str, address: str) -> str:
    """`address` as it is seen from `base`; as it stands, if one of them is no address."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address
