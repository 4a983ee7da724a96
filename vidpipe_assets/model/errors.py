"""The one error tree. The branch says whether trying again helps; the message says what to do.

VidpipeError
├── TransientError    asking again, later, may work: time-outs, 429, 5xx
│   ├── UnknownOutcome    nobody answered: what was asked for may have been done, and charged
│   └── ResultGone        what was made is no longer there: its address has expired
├── BlockedError      works once something passes or is mended: quota, key, disk, budget
│   ├── Busy              others are being served, and it is not our turn yet
│   ├── DiskFull          there is no room left to write
│   ├── InDoubt           what was perhaps paid already is not asked for once more
│   └── Lost              what a stage had made is gone, or damaged
└── PermanentError    never works with these inputs: bad theme, refused content, failed check
    ├── BadInput      somebody wrote something that cannot be used: names field, file and remedy
    │   ├── Unknown       what was named is not there
    │   └── Conflict      what was asked does not fit how things stand by now
    ├── BadMedia      a file is not the media that it claims to be
    ├── BadAnswer     a language model did not write what it was asked for
    ├── MalformedAnswer   a service answered, with success, something that it does not promise
    └── Refused       a provider's rules forbid what was asked

Beside the tree stands `LeaseLost`, which nobody may handle but the frame of a run.
"""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

WAITS_FOR = "waits_for"
"""The fact of a `BlockedError` that names what has to be mended: `key:NAME`, `voice:NAME`, `font:FILE`,
`files:THEME`, `disk`, `quota`, `storage`; or `budget:WHOSE`, which nobody looks at."""

ENOUGH_ROOM_BYTES = 1_000_000_000
"""Free bytes with which work that found a disk full goes on: twice what a video of a minute needs while it is made."""


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


class UnknownOutcome(TransientError):
    """The request may have been carried out, and charged: the connection was lost before the answer came."""


class ResultGone(TransientError):
    """A provider no longer has what it made: the address has expired, or the job has been deleted."""


class BlockedError(VidpipeError):
    """Works once a condition has passed or been mended; waiting for it uses up no attempt.

    `retry_at`: when the condition passes by itself (UTC); None: when a person has mended it.
    `waits_for`: what has to be mended, where one can look whether it is: as `WAITS_FOR` says, which is the fact that it
    becomes.
    """

    usually_waits_for: ClassVar[str] = ""
    """What errors of a class wait for unless they say otherwise."""

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        facts: Mapping[str, str] | None = None,
        retry_at: dt.datetime | None = None,
        waits_for: str = "",
    ) -> None:
        condition = waits_for or self.usually_waits_for
        told = {WAITS_FOR: condition} if condition else {}
        super().__init__(message, remedy=remedy, facts={**(facts or {}), **told})
        self.retry_at = retry_at


class Busy(BlockedError):
    """It is not our turn yet: the account has its hands full with our own calls, or the very same one is being made.

    Nothing is wrong, so nobody else is asked instead.
    """


class DiskFull(BlockedError):
    """There is no room left on a disk: what waits for it goes on by itself once `ENOUGH_ROOM_BYTES` are free there.

    Not for a person's used-up quota, which nobody can measure from here: that is a plain `BlockedError`.
    """

    usually_waits_for = "disk"


class InDoubt(BlockedError):
    """A provider was asked and never answered, perhaps paid: a person has to look before anybody is asked instead."""


class Lost(BlockedError):
    """What a stage had made, and what is recorded, can no longer be read: it is made again."""


class LeaseLost(Exception):
    """The run was given up for dead, or ended, and another may work on its video: nothing more is written or asked.

    No `VidpipeError`: nobody may try another way instead, and no attempt has failed.
    """

    def __init__(self, video: str) -> None:
        super().__init__(
            f"this run has lost {video}: it was ended, or stood still for so long that it was given up for dead, and "
            "another run may have gone on; what came after that is not kept"
        )
        self.video = video


class PermanentError(VidpipeError):
    """Never works with the same inputs; it waits for a changed input or a person."""


class BadInput(PermanentError):
    """Somebody wrote something that cannot be used; the message names the field, the file and the remedy."""


class Unknown(BadInput):
    """What was named is not there: a video that was never ordered."""


class Conflict(BadInput):
    """What was asked does not fit how things stand by now: somebody else was faster, or the video was made again."""


class BadMedia(PermanentError):
    """A file is not the media that it claims to be, or is damaged."""


class BadAnswer(PermanentError):
    """What a language model wrote is not what it was asked for, also after it was told what was wrong."""


class MalformedAnswer(PermanentError):
    """A service answered with success, and what it says is no JSON, or has not the form that it documents."""


class Refused(PermanentError):
    """A provider will not do what was asked, since its rules forbid it: refused content, a safety filter."""


def most_hopeful(failed: Mapping[str, VidpipeError]) -> VidpipeError:
    """Of several errors by who raised them, the one that ends soonest by itself; the others become its facts."""
    chosen = min(failed, key=lambda name: _despair(failed[name]))
    failed[chosen].facts |= {name: str(error) for name, error in failed.items() if name != chosen}
    return failed[chosen]


def _despair(error: VidpipeError) -> int:
    return 0 if isinstance(error, TransientError | Busy) else 1 if isinstance(error, BlockedError) else 2
