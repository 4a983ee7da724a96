"""What may be said of a request and of an answer: no secret, no query string, no page of HTML."""

import re
from collections.abc import Iterable
from urllib.parse import quote

HIDDEN = "[hidden]"
_LONGEST, _LONGEST_READ = 300, 100_000
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_SHORTEST_SECRET = 4
_SHORTEST_IN_DATA = 8
"""A shorter one may stand in an answer by chance."""


def plain_url(url: str) -> str:
    """Where a request goes, without user, password, query and fragment: keys and signatures stand there."""
    scheme, separator, rest = url.strip().partition("://")
    if not separator:
        scheme, rest = "", url.strip()
    # A password that was not escaped may hold any character: all up to the last @ counts as one.
    before, at, after = rest.partition("?")[0].partition("#")[0].rpartition("@")
    if not at and "@" in rest and not _HOST.match(before or after):
        after = rest.rpartition("@")[2].partition("?")[0].partition("#")[0]
    elif at and "/" in before and ":" not in before:
        after = f"{before}@{after}"  # the @ of a path, as in https://example.com/@name
    return f"{scheme}://{after}" if separator else after


_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+)(:\d{1,5})?(/|$)")


def excerpt(body: bytes | str, secrets: Iterable[str] = ()) -> str:
    """The beginning of what a server said, as one line of text, without tags and without `secrets`."""
    text = body[:_LONGEST_READ].decode("utf-8", "replace") if isinstance(body, bytes) else body[:_LONGEST_READ]
    # Before the text is cut: half a secret is still one.
    text = redact_text(_TAGS.sub(" ", text), secrets)
    text = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def redact_bytes(body: bytes, secrets: Iterable[str]) -> bytes:
    """What a server said without the keys that it was told and repeats: answers are parsed, shown and kept."""
    for secret in sorted({*secrets}, key=len, reverse=True):
        if len(secret) >= _SHORTEST_IN_DATA:
            for form in {secret, quote(secret), quote(secret, safe=""), secret.replace("/", "\\/")}:
                body = body.replace(form.encode(), HIDDEN.encode())
    return body


def redact_text(text: str, secrets: Iterable[str]) -> str:
    """`text` without `secrets`, as they are and as they stand in URLs."""
    for secret in sorted({*secrets}, key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET:
            for form in {secret, quote(secret), quote(secret, safe="")}:
                text = text.replace(form, HIDDEN)
    return text
