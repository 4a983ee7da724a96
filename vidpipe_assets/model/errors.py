"""The one error tree. The branch says whether trying again helps; the message says what to do.

VidpipeError
├── TransientError    asking again, later, may work: time-outs, 429, 5xx
├── BlockedError      works once something passes or is mended: quota, key, disk, budget
└── PermanentError    never works with these inputs: bad theme, refused content, failed check
    ├── BadInput      somebody wrote something that cannot be used: names field, file and remedy
    └── BadMedia      a file is not the media that it claims to be
"""

from collections.abc import Mapping


class VidpipeError(Exception):
    """What went wrong (`str(error)`) and what a person can do about it (`remedy`).

    `retry_after_s`: the seconds after which asking again makes sense, where somebody said so.
    """

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        facts: Mapping[str, str] | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.facts = dict(facts or {})
        self.retry_after_s = retry_after_s


class TransientError(VidpipeError):
    """Asking again later may work."""


class BlockedError(VidpipeError):
    """Works once a condition has passed or been mended; waiting for it uses up no attempt."""


class PermanentError(VidpipeError):
    """Never works with the same inputs; it waits for a changed input or a person."""


class BadInput(PermanentError):
    """Somebody wrote something that cannot be used; the message names the field, the file and the remedy."""


class BadMedia(PermanentError):
    """A file is not the media that it claims to be, or is damaged."""
