"""What all of Wikimedia's services have in common: who asks names a contact, and is held to limits for all of them."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from vidpipe_assets.model.errors import PermanentError, TransientError, VidpipeError
from vidpipe_assets.providers.http.client import CONTACT, contact, user_agent
from vidpipe_assets.providers.http.errors import Refusal, retry_after_s
from vidpipe_assets.providers.request import Account, Rate

_IDENTIFIED = Account("wikipedia", rates=(Rate(60, 60),), concurrency=2)
_NOBODY = Account("wikipedia", rates=(Rate(10, 60),), concurrency=1)
"""Since May 2026 Wikimedia has limits a minute for all of its APIs, and the lowest ones for who names no contact."""


def wikimedia_account() -> Account:
    """The account of whoever asks: one for all of Wikimedia's services."""
    return _IDENTIFIED if contact() else _NOBODY


def contact_hint() -> str:
    """What a probe adds where nobody is named; empty where somebody is."""
    return "" if contact() else f"; set {CONTACT}: who names no contact gets the lowest limits"


def agent_for(url: str) -> Mapping[str, str]:
    """Who asks, for files of Wikimedia's that others lead to: without a contact it answers 403. Nobody else is told."""
    host = urlsplit(url).hostname or ""
    return {"user-agent": user_agent()} if f".{host}".endswith((".wikimedia.org", ".wikipedia.org")) else {}


def explain_unnamed(refusal: Refusal) -> VidpipeError | None:
    """Who names no contact is kept out first; None where that is not the reason."""
    if refusal.status not in {403, 429} or contact():
        return None
    kind = TransientError if refusal.status == 429 else PermanentError
    return kind(
        f"{refusal.provider} answered {refusal.status}: {refusal.text}",
        remedy=f"set {CONTACT} to a page or a mail address: Wikimedia asks for it, and slows down who names none",
        retry_after_s=retry_after_s(refusal.headers, refusal.now),
    )
