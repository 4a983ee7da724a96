"""What a video's scenes are served, remembered in the store: nobody else in its theme shows it for a month.

What a video's scenes were served before, and what other videos of its theme show: kept by whoever asks for clips.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from vidpipe_assets.model.decision import take_of_scene
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.stages.context import StageContext

if TYPE_CHECKING:
    from vidpipe_assets.render.art_direction import Shot


SHOWN_AGAIN_AFTER_DAYS = 30


@dataclass(frozen=True)
class ReservedFootage:
    """The reservations of one video. `wishes`: scene -> hash of all that decides about its footage.

    `sparing`: the providers whose footage is shown once; ids of the others are not kept.
    """

    context: StageContext
    wishes: Mapping[str, str]
    sparing: Collection[str]

    @classmethod
    def of(cls, context: StageContext, shots: "Sequence[Shot]", sparing: Collection[str] = ()) -> "ReservedFootage":
        """For the footage of `shots`, in the takes that their scenes are in."""
        from vidpipe_assets.stages.footage_search import footage_request

        chain: list[object] = [*context.theme.providers.footage, context.theme.models.footage]
        if context.theme.picture.judge:
            chain.append(context.theme.picture.judge)
        asked, takes = {shot.scene.id: footage_request(shot) for shot in shots}, scene_takes(context, shots)
        return cls(
            context,
            {
                scene: content_hash([scene, takes[scene], list(wish.terms), wish.prompt, wish.seconds, *chain])
                for scene, wish in asked.items()
            },
            sparing,
        )

    def before(self, scene: str) -> "ServedScene | None":
        """What served the scene the last time."""

        found = self.context.workplace.store.reservations.of(self.context.key, self.wishes[scene])
        return ServedScene(found.provider, found.footage, found.notes) if found else None

    def served_by(self, scene: str) -> str:
        """Who served the scene the last time; empty: nobody yet."""
        served = self.before(scene)
        return served.provider if served else ""

    def elsewhere(self, provider: str) -> Collection[str]:
        """What other videos of the theme show within a month, before or after."""
        if provider not in self.sparing:
            return ()
        return self.context.workplace.store.reservations.elsewhere(self.context.key, provider, SHOWN_AGAIN_AFTER_DAYS)

    def take(self, scene: str, served: "ServedScene") -> bool:
        """Remember it; False: another video has taken it meanwhile."""
        from vidpipe_assets.storage.claims import FootageReservation

        footage = served.footage if served.provider in self.sparing else ""
        wanted = FootageReservation(served.provider, footage, tuple(_plain(note) for note in served.notes))
        return self.context.workplace.store.reservations.reserve(
            self.context.key, self.wishes[scene], wanted, SHOWN_AGAIN_AFTER_DAYS, self.context.fence
        )


def scene_takes(context: StageContext, shots: "Sequence[Shot]") -> dict[str, int]:
    """Scene -> the take that its clip is in."""
    return {shot.scene.id: take_of_scene(context.decisions, Stage.CLIPS, shot.scene.id) for shot in shots}


def _plain(note: str) -> str:
    """A note as every database keeps it: file names may hold half characters, and errors a NUL."""
    return note.encode("utf-8", "replace").decode().replace("\0", "")


@dataclass(frozen=True)
class ServedScene:
    """Who served a scene, with which footage (no id for what was drawn), and why it was nobody before in the chain."""

    provider: str
    footage: str = ""
    notes: tuple[str, ...] = ()


class Reservations(Protocol):
    """Remembers who serves which scene, in this take and for this wish."""

    def before(self, scene: str) -> ServedScene | None:
        """What served the scene the last time."""
        ...

    def elsewhere(self, provider: str) -> Collection[str]:
        """The footage of `provider` that is shown in other videos, and so not in this one."""
        ...

    def take(self, scene: str, served: ServedScene) -> bool:
        """Remember it; False: another video has taken the footage meanwhile."""
        ...


class NoReservations:
    """Nothing is remembered, and nothing is shown elsewhere."""

    def before(self, scene: str) -> ServedScene | None:  # noqa: ARG002 - of the protocol
        """Nothing."""
        return None

    def elsewhere(self, provider: str) -> Collection[str]:  # noqa: ARG002 - of the protocol
        """Nothing."""
        return ()

    def take(self, scene: str, served: ServedScene) -> bool:  # noqa: ARG002 - of the protocol
        """It is free."""
        return True
