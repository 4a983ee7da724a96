"""What a video's scenes were served before, and what other videos of its theme show: kept by whoever asks for clips."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Served:
    """Who served a scene, with which footage (no id for what was drawn), and why it was nobody before in the chain."""

    provider: str
    footage: str = ""
    notes: tuple[str, ...] = ()


class Reservations(Protocol):
    """Remembers who serves which scene, in this take and for this wish."""

    def before(self, scene: str) -> Served | None:
        """What served the scene the last time."""
        ...

    def elsewhere(self, provider: str) -> Collection[str]:
        """The footage of `provider` that is shown in other videos, and so not in this one."""
        ...

    def take(self, scene: str, served: Served) -> bool:
        """Remember it; False: another video has taken the footage meanwhile."""
        ...


class NoReservations:
    """Nothing is remembered, and nothing is shown elsewhere."""

    def before(self, scene: str) -> Served | None:  # noqa: ARG002 - of the protocol
        """Nothing."""
        return None

    def elsewhere(self, provider: str) -> Collection[str]:  # noqa: ARG002 - of the protocol
        """Nothing."""
        return ()

    def take(self, scene: str, served: Served) -> bool:  # noqa: ARG002 - of the protocol
        """It is free."""
        return True
