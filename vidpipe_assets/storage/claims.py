"""What videos have reserved, so that a theme repeats nothing too soon: the story that each tells, and its footage."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from vidpipe_assets.io.clock import shift_day
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.database import Database
from vidpipe_assets.storage.fencing import Fence
from vidpipe_assets.storage.tables import claims, footage_reservations


class Claims:
    """The table `claims`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(
        self, video: VideoKey, candidates: Sequence[str], repeat_after_days: int, fence: Fence | None = None
    ) -> str | None:
        """The story that `video` tells: the first of `candidates` that its theme has not told too recently, or None.

        Too recently: less than `repeat_after_days` before or after the video's own day, and always on the same day.
        A video that claimed one of `candidates` before gets it again, whatever their order now; a claim that is no
        longer among them is given up. Atomic: of two videos that claim at the same moment each gets its own story.
        Raises `LeaseLost` if the run that claims (`fence`) has lost the video.
        """
        with self._database.writing(turn=f"claims:{video.theme}") as connection:
            if fence:
                fence.require(connection)
            mine = connection.execute(sa.select(claims.c.opportunity).where(claims.c.video_key == str(video))).scalar()
            if mine is not None and mine in candidates:
                return mine
            connection.execute(sa.delete(claims).where(claims.c.video_key == str(video)))
            told = set(connection.execute(_told_around(video, repeat_after_days)).scalars())
            chosen = next((story for story in candidates if story not in told), None)
            if chosen is not None:
                connection.execute(
                    sa.insert(claims).values(
                        video_key=str(video), theme=video.theme, opportunity=chosen, claimed_on=video.day
                    )
                )
            return chosen

    def free(self, video: VideoKey, candidates: Sequence[str], repeat_after_days: int) -> tuple[str, ...]:
        """Those of `candidates` that no other video of the theme has told too recently; nothing is claimed."""
        told = _told_around(video, repeat_after_days).where(claims.c.video_key != str(video))
        with self._database.reading() as connection:
            others = set(connection.execute(told).scalars())
        return tuple(story for story in candidates if story not in others)

    def release(self, video: VideoKey) -> None:
        """Give the video's story back: another one may tell it."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(claims).where(claims.c.video_key == str(video)))


def _told_around(video: VideoKey, repeat_after_days: int) -> sa.Select[str]:
    reach = max(repeat_after_days - 1, 0)
    return sa.select(claims.c.opportunity).where(
        claims.c.theme == video.theme,
        claims.c.claimed_on.between(shift_day(video.day, -reach), shift_day(video.day, reach)),
    )


@dataclass(frozen=True)
class FootageReservation:
    """Who serves a wish, with which footage (the provider's id; empty: nobody else minds), and what is to be told."""

    provider: str
    footage: str = ""
    notes: tuple[str, ...] = ()


class FootageReservations:
    """The table `footage_reservations`: one row a video and a wish."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, video: VideoKey, wish: str) -> FootageReservation | None:
        """What `video` has reserved for `wish`."""
        table = footage_reservations.c
        query = sa.select(table.provider, table.footage, table.notes).where(
            table.video_key == str(video), table.wish == wish
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else FootageReservation(row.provider, row.footage, tuple(row.notes))

    def elsewhere(self, video: VideoKey, provider: str, days: int) -> frozenset[str]:
        """The footage of `provider` that other videos of the theme show within `days` before or after this one."""
        with self._database.reading() as connection:
            return frozenset(connection.execute(_elsewhere(video, provider, days)).scalars())

    def reserve(
        self, video: VideoKey, wish: str, wanted: FootageReservation, days: int, fence: Fence | None = None
    ) -> bool:
        """Reserve `wanted` for a wish of `video`, in place of what it had; False: another video has it meanwhile.

        Raises `LeaseLost` if the run that reserves (`fence`) has lost the video.
        """
        mine = (footage_reservations.c.video_key == str(video), footage_reservations.c.wish == wish)
        with self._database.writing(turn=f"footage:{video.theme}") as connection:
            if fence:
                fence.require(connection)
            if (
                wanted.footage
                and wanted.footage in connection.execute(_elsewhere(video, wanted.provider, days)).scalars()
            ):
                return False
            connection.execute(sa.delete(footage_reservations).where(*mine))
            connection.execute(
                sa.insert(footage_reservations).values(
                    video_key=str(video),
                    wish=wish,
                    theme=video.theme,
                    provider=wanted.provider,
                    footage=wanted.footage,
                    notes=list(wanted.notes),
                    shown_on=video.day,
                )
            )
            return True


def _elsewhere(video: VideoKey, provider: str, days: int) -> sa.Select[str]:
    table, reach = footage_reservations.c, max(days - 1, 0)
    return sa.select(table.footage).where(
        table.theme == video.theme,
        table.provider == provider,
        table.video_key != str(video),
        table.footage != "",
        table.shown_on.between(shift_day(video.day, -reach), shift_day(video.day, reach)),
    )
