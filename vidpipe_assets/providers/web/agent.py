"""Who asks, for services that want to be told: the program, its version, and how to reach who runs it."""

import os
from importlib.metadata import PackageNotFoundError, version

CONTACT = "VIDPIPE_CONTACT"
"""Names a page or a mail address; Wikimedia may slow down who tells none."""


def user_agent() -> str:
    """'vidpipe/0.1.0 (mail@example.com)'."""
    try:
        number = version("vidpipe")
    except PackageNotFoundError:
        number = "0"
    contact = os.environ.get(CONTACT, "").strip()
    told = contact if contact.isascii() and contact.isprintable() else ""
    return f"vidpipe/{number} ({told})" if told else f"vidpipe/{number}"
