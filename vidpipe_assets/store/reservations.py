"""Footage that videos have reserved, so that a theme does not show the same clip again too soon."""

from dataclasses import dataclass

import sqlalchemy as sa

from vidpipe_assets.model.moments import moved
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.store.database import Database
from vidpipe_assets.store.tables import footage_reservations


@dataclass(frozen=True)
class Reserved:
    """Who serves a wish, with which footage (the provider's id; empty: nobody else minds), and what is to be told."""

    provider: str
    footage: str = ""
    notes: tuple[str, ...] = ()


class Reservations:
    """The table `footage_reservations`: one row a video and a wish."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, video: VideoKey, wish: str) -> Reserved | None:
        """What `video` has reserved for `wish`."""
        table = footage_reservations.c
        query = sa.select(table.provider, table.footage, table.notes).where(
            table.video_key == str(video), table.wish == wish
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else Reserved(row.provider, row.footage, tuple(row.notes))

    def elsewhere(self, video: VideoKey, provider: str, days: int) -> frozenset[str]:
        """The footage of `provider` that other videos of the theme show within `days` before or after this one."""
        with self._database.reading() as connection:
            return frozenset(connection.execute(_elsewhere(video, provider, days)).scalars())

    def reserve(self, video: VideoKey, wish: str, wanted: Reserved, days: int) -> bool:
        """Reserve `wanted` for a wish of `video`, in place of what it had; False: another video has it meanwhile."""
        mine = (footage_reservations.c.video_key == str(video), footage_reservations.c.wish == wish)
        with self._database.writing(turn=f"footage:{video.theme}") as connection:
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
        table.shown_on.between(moved(video.day, -reach), moved(video.day, reach)),
    )
