"""Which characters the bytes of a document mean: by its mark, its server, itself, or what its bytes can be.

Labels are those of the WHATWG's Encoding Standard, so that iso-8859-1 means windows-1252 as in every browser. No other
codec of Python's is ever looked up: some of them are no text, and some never end.
"""

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BARE_STARTS = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_WINDOWS = {
    "1252": "latin1 iso88591 ascii usascii ansix341968 cp819 ibm819 l1 windows1252 cp1252 xcp1252",
    "1250": "windows1250 cp1250 xcp1250",
    "1251": "windows1251 cp1251 xcp1251",
    "1253": "windows1253 cp1253",
    "1254": "windows1254 cp1254 iso88599 latin5 l5",
    "1255": "windows1255 cp1255",
    "1256": "windows1256 cp1256",
    "1257": "windows1257 cp1257",
    "1258": "windows1258 cp1258",
}
_OTHERS = {
    "utf-8": "utf8 unicode11utf8",
    "utf-16-le": "utf16 utf16le unicode ucs2 iso10646ucs2",
    "utf-16-be": "utf16be",
    "iso8859-2": "iso88592 latin2 l2",
    "iso8859-3": "iso88593 latin3",
    "iso8859-4": "iso88594 latin4",
    "iso8859-5": "iso88595 cyrillic",
    "iso8859-6": "iso88596 arabic",
    "iso8859-7": "iso88597 greek",
    "iso8859-8": "iso88598 iso88598i hebrew logical",
    "iso8859-10": "iso885910 latin6",
    "iso8859-13": "iso885913",
    "iso8859-14": "iso885914",
    "iso8859-15": "iso885915 latin9 l9",
    "iso8859-16": "iso885916",
    "cp874": "windows874 tis620 iso885911 dos874",
    "koi8-r": "koi8r koi koi8 cskoi8r",
    "koi8-u": "koi8u koi8ru",
    "cp866": "ibm866 cp866 866",
    "mac-roman": "macintosh mac xmacroman",
    "mac-cyrillic": "xmaccyrillic xmacukrainian",
    "gb18030": "gb18030 gbk xgbk gb2312 gb231280 chinese isoir58 cp936 euccn",
    "hz": "hzgb2312",
    "big5hkscs": "big5 big5hkscs cnbig5 xxbig5 csbig5",
    "cp932": "shiftjis sjis xsjis mskanji windows31j cp932 ms932 csshiftjis",
    "euc-jp": "eucjp xeucjp cseucpkdfmtjapanese",
    "iso2022_jp": "iso2022jp csiso2022jp",
    "cp949": "euckr ksc56011987 ksc5601 ksc56011989 korean windows949 cp949 uhc",
}
_CODECS = {label: f"cp{number}" for number, labels in _WINDOWS.items() for label in labels.split()} | {
    label: codec for codec, labels in _OTHERS.items() for label in labels.split()
}
_OF_MANY_BYTES = {"gb18030", "hz", "big5hkscs", "cp932", "euc-jp", "iso2022_jp", "cp949"}
_OF_SHIFTS = {"hz", "iso2022_jp"}
"""They look like ASCII."""

_BY_LANGUAGE = {
    "1251": "ru bg uk be sr mk",
    "1250": "pl cs sk hu hr sl sq",
    "1253": "el",
    "1254": "tr az",
    "1255": "he",
    "1256": "ar fa ur",
    "1257": "lt lv et",
    "1258": "vi",
    "874": "th",
}
_LANGUAGES = {language: f"cp{number}" for number, names in _BY_LANGUAGE.items() for language in names.split()}
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(rb"""<(?:\w+:)?language>\s*([a-z]{2})|xml:lang\s*=\s*["']([a-z]{2})""", re.IGNORECASE)
_FOREIGN = re.compile(rb"[\x80-\xff]+")
_HEAD = 8192
_LOST = "\ufffd"
_STRAY = re.compile("[\udc80-\udcff]")
"""A byte that is no UTF-8, as Python's `surrogateescape` keeps it."""


@dataclass(frozen=True)
class DecodedText:
    """The characters, and a sentence where they are not what was announced; empty: they are."""

    text: str
    note: str = ""


def codec_of(label: str) -> str:
    """Python's name of the encoding that `label` means on the web; empty for none that is known."""
    return _CODECS.get(re.sub(r"[^a-z0-9]", "", label.lower()), "")


def charset_in(content_type: str) -> str:
    """The value of `charset` in a header `Content-Type`; empty: there is none."""
    found = re.search(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", content_type, re.IGNORECASE)
    return found[1] if found else ""


def decode_document(body: bytes, announced: str = "") -> DecodedText:
    """The text of an XML document, whatever its bytes are; it never fails. `announced`: the label its server sent."""
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return DecodedText(_tolerant(body[len(mark) :], codec))
    start = body[:64].lstrip(b" \t\r\n")
    for beginning, codec in _BARE_STARTS:
        if start.startswith(beginning):
            return DecodedText(_tolerant(body[body.index(beginning) :], codec))
    return _of_bytes(body, _labelled(body, announced))


def _labelled(body: bytes, announced: str) -> list[str]:
    """The encodings that are named, the one to be tried first in front; none of 16 bits, which were seen."""
    declared = _DECLARED.search(body[:_HEAD])
    named = [codec_of(announced), codec_of(declared[1].decode("ascii")) if declared else ""]
    if named[0] == "cp1252":
        named.reverse()  # what servers say of every file that they know nothing about
    return [codec for codec in dict.fromkeys(named) if codec and not codec.startswith("utf-16")]


def _of_bytes(body: bytes, named: list[str]) -> DecodedText:
    as_utf8 = _strict(body, "utf-8")
    is_plain = body.isascii()
    if as_utf8 is not None and not (set(named) & (_OF_SHIFTS if is_plain else _OF_MANY_BYTES)):
        wrong = [codec for codec in named if codec != "utf-8"][:1] if not is_plain and "utf-8" not in named else []
        return DecodedText(as_utf8, f"it is UTF-8, though it says {wrong[0]}" if wrong else "")
    for codec in named:
        found = _strict(body, codec)
        if found is not None:
            return DecodedText(found)
    for codec in named:
        if codec in _OF_MANY_BYTES and (found := body.decode(codec, "replace")).count(_LOST) * 50 < len(found):
            return DecodedText(found, f"{found.count(_LOST)} characters of it are no {codec}")
    return _mixed(body, next((codec for codec in named if codec not in {*_OF_MANY_BYTES, "utf-8"}), _usual(body)))


def _usual(body: bytes) -> str:
    """The encoding that texts of the document's language had before UTF-8."""
    found = _LANGUAGE.search(body[:_HEAD])
    language = (found[1] or found[2]).decode("ascii").lower() if found else ""
    runs = [len(run) for run in _FOREIGN.findall(body)]
    # No language of Latin letters has words of other letters alone; of those that have, Russian is the likeliest.
    likeliest = "cp1251" if sum(length > 3 for length in runs) * 2 > len(runs) else "cp1252"
    return _LANGUAGES.get(language, likeliest)


def _mixed(body: bytes, codec: str) -> DecodedText:
    """UTF-8, and what is none of it in `codec`; all of it in `codec`, if most is no UTF-8."""
    escaped = body.decode("utf-8", "surrogateescape")
    strays = len(_STRAY.findall(escaped))
    if strays > sum(character > "\x7f" for character in escaped) - strays:
        return DecodedText(body.decode(codec, "replace"), f"its characters were read as {codec}")
    text = _STRAY.sub(lambda found: bytes([ord(found[0]) - 0xDC00]).decode(codec, "replace"), escaped)
    return DecodedText(text, f"{strays} bytes of it are no UTF-8, and were read as {codec}")


def _strict(body: bytes, codec: str) -> str | None:
    """The text; None if it is none. A last character may have been cut off."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    try:
        return decoder.decode(body)
    except UnicodeDecodeError:
        return None


def _tolerant(body: bytes, codec: str) -> str:
    return codecs.getincrementaldecoder(codec)("replace").decode(body)
