"""How long a server asks us to wait: `Retry-After` in its forms, and what else some of them say.

What a status means: which branch of the error tree, and when to ask again.
"""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from vidpipe_assets.model.errors import (
    BlockedError,
    MalformedAnswer,
    PermanentError,
    TransientError,
    UnknownOutcome,
    VidpipeError,
)


def retry_after_s(headers: Mapping[str, str], now: dt.datetime) -> float | None:
    """Seconds to wait, never negative; None when nothing usable is said. `headers` have lower-case names."""
    for name, unit_s in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        text = headers.get(name, "").strip()
        if not text:
            continue
        seconds = _number(text)
        if seconds is not None:
            return seconds * unit_s
        moment = _date(text)
        if moment is not None:
            return max((moment - now).total_seconds(), 0.0)
    return None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _date(text: str) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


_NO_ANSWER_FROM_BEHIND = {408, 504, 524}
"""A gateway waited in vain: what was asked may have been done. 524 is Cloudflare's."""

_OUT_OF_QUOTA = (
    "insufficient_quota",
    "insufficient_credit",
    "insufficient credit",
    "quotaexceeded",
    "quota_exceeded",
    "dailylimitexceeded",
    "credit_balance",
    "spend_limit_exceeded",
)
"""As OpenAI, ElevenLabs, YouTube and Replicate write it, in lower case."""

_NOT_NOW_S = 900
"""When to come back to a service that says that asking again is in vain: longer than anybody waits within a call."""

_TOO_FAST = ("ratelimitexceeded", "rate_limit_exceeded", "too_many_concurrent_requests")


@dataclass(frozen=True)
class Refusal:
    """An answer that is not a success. `headers` have lower-case names; `text` may be shown; `body` may not."""

    provider: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    text: str
    safe: bool
    """Whether the request changes and costs nothing, so that its outcome does not matter."""
    now: dt.datetime

    def says(self, *words: str) -> bool:
        """Whether one of `words` stands in the body, whatever the case of its letters."""
        body = self.body[:8192].lower()
        return any(word.lower().encode() in body for word in words)


def says_out_of_quota(body: bytes) -> bool:
    """Whether a body tells that the account's limits are reached, for now or for long."""
    said = body[:8192].lower()
    return any(word.encode() in said for word in (*_OUT_OF_QUOTA, *_TOO_FAST))


def error_of(refusal: Refusal) -> VidpipeError:
    """The error that says what to do about `refusal`.

    A service that says whether asking again helps (`x-should-retry`, OpenAI's and Anthropic's SDKs heed it) knows it
    better than its status; but nothing makes what was perhaps paid be asked once more.
    """
    error, told = _by_status(refusal), refusal.headers.get("x-should-retry", "").strip().lower()
    wait_s = retry_after_s(refusal.headers, refusal.now)
    if told == "true" and type(error) is PermanentError:
        return TransientError(str(error), remedy="it is tried again", retry_after_s=wait_s)
    if told == "false" and type(error) is TransientError:
        return TransientError(str(error), remedy="it is tried later", retry_after_s=max(wait_s or 0, _NOT_NOW_S))
    return error


def _by_status(refusal: Refusal) -> VidpipeError:
    status, wait_s = refusal.status, retry_after_s(refusal.headers, refusal.now)
    what = f"{refusal.provider} answered {status}{f': {refusal.text}' if refusal.text else ''}"
    if status == 402 or (status in {401, 403, 429} and refusal.says(*_OUT_OF_QUOTA)):
        return _out_of_quota(refusal, what, wait_s)
    if status == 429 or (status == 403 and refusal.says(*_TOO_FAST)):
        return TransientError(what, remedy="it is asked more slowly", retry_after_s=wait_s)
    if status in _NO_ANSWER_FROM_BEHIND and not refusal.safe:
        return UnknownOutcome(what, remedy="look whether it was done all the same", retry_after_s=wait_s)
    if status in {408, 409, 425} or status >= 500:
        return TransientError(what, remedy="it is tried again", retry_after_s=wait_s)
    if status < 400 and refusal.safe:
        return MalformedAnswer(what, remedy=_remedy(refusal))
    return PermanentError(what, remedy=_remedy(refusal))


def _remedy(refusal: Refusal) -> str:
    if refusal.status in {401, 403}:
        return f"check the key of {refusal.provider}, and what it may be used for"
    if refusal.status < 400:
        return f"check the address of {refusal.provider}: this one leads somewhere else"
    return "the request itself was refused: look at what the message names"


def _out_of_quota(refusal: Refusal, what: str, wait_s: float | None) -> BlockedError:
    retry_at = None
    if wait_s is not None:
        retry_at = refusal.now + dt.timedelta(seconds=min(wait_s, 366 * 86400))
    remedy = f"raise the quota or the credit of the account at {refusal.provider}, or wait for its reset"
    return BlockedError(what, remedy=remedy, retry_at=retry_at)
