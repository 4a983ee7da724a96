"""XML from anywhere, read into a tree: bounded in size and depth, nothing fetched, what is broken mended.

Expat reads what is XML. What it refuses is read once more by `mended_xml`, as feed readers do. (feedparser would mend
it, too, but takes half a minute for a broken megabyte, and keeps only the last of several equal elements of an entry.)
"""

import html
import re
from dataclasses import dataclass
from xml.parsers import expat

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.providers.http.charsets import decode_document
from vidpipe_assets.providers.http.mended_xml import parse_mended
from vidpipe_assets.providers.http.xml_tree import Element, NotStrictError, TooManyError, TreeBuilder

_SEPARATOR = "\x1f"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for."""
_STARTS = re.compile(r"<\?xml\b|<!--|<(?:!DOCTYPE\s+)?(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)


@dataclass(frozen=True)
class XmlDocument:
    """A document. `notes`: a sentence for everything that was wrong with it, each a reason why something may lack."""

    root: Element
    notes: tuple[str, ...] = ()


def xml_document(body: bytes, provider: str, announced: str = "") -> XmlDocument:
    """The document, mended where it is broken. `announced`: the encoding that its server named.

    Raises `BadMedia` for what holds no element at all.
    """
    decoded = decode_document(body, announced)
    text, forbidden = _FORBIDDEN.subn("", decoded.text)
    start = _STARTS.search(text)
    rubbish = text[: start.start()].strip() if start else ""
    text = text[start.start() :] if start else text.lstrip()
    notes = [
        decoded.note,
        f"{forbidden} characters of it may not stand in XML" if forbidden else "",
        f"{len(rubbish)} characters stand before its beginning" if rubbish else "",
    ]
    try:
        root, note = _parse_strictly(text)
    except (expat.ExpatError, NotStrictError, ValueError) as error:
        root, note = parse_mended(text)
        if root is None:
            raise BadMedia(f"{provider} sent no usable XML: {error}", remedy="open its address in a browser") from None
        note = note or f"it is no whole XML ({error}), and was mended"
    return XmlDocument(root, tuple(one for one in (*notes, note) if one))


def _parse_strictly(text: str) -> tuple[Element, str]:
    """The root of `text`, which is XML, and a sentence where its end was not read.

    Raises expat's errors, and `NotStrictError`.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate("utf-8", namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    # Names that only HTML knows (&nbsp;) are then told to us, not an error. No document type is ever fetched.
    parser.UseForeignDTD(True)
    parser.ExternalEntityRefHandler = _not_fetched
    parser.EntityDeclHandler = _refuse_entities
    parser.CharacterDataHandler = builder.text

    def start(name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(_SEPARATOR)
        pairs = (qualified.rpartition(_SEPARATOR) for qualified in attributes)
        builder.start(local, namespace, {(one[0], one[2]): attributes["".join(one)] for one in pairs})

    def skipped(name: str, is_parameter: bool) -> None:
        if not is_parameter:
            builder.text(html.unescape(f"&{name};"))

    parser.StartElementHandler, parser.SkippedEntityHandler = start, skipped
    parser.EndElementHandler = lambda _: builder.end()
    note = ""
    try:
        parser.Parse(text.encode("utf-8"), True)
    except TooManyError as error:
        note = str(error)
        builder.break_off()
    if builder.root is None:
        raise NotStrictError("it holds no element")
    return builder.root, note


def _not_fetched(*asked: object) -> int:
    """Says that all is well, and does nothing."""
    del asked
    return 1


def _refuse_entities(*declared: object) -> None:
    del declared
    raise NotStrictError("it defines entities")
