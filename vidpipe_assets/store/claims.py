"""Claims: which story each video tells, so that no two videos of a theme tell the same one too soon."""

from collections.abc import Sequence

import sqlalchemy as sa

from vidpipe_assets.model.moments import moved
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.store.database import Database
from vidpipe_assets.store.tables import claims


class Claims:
    """The table `claims`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, video: VideoKey, candidates: Sequence[str], repeat_after_days: int) -> str | None:
        """The story that `video` tells: the first of `candidates` that its theme has not told too recently, or None.

        Too recently: less than `repeat_after_days` before or after the video's own day, and always on the same day.
        A video that claimed one of `candidates` before gets it again, whatever their order now; a claim that is no
        longer among them is given up. Atomic: of two videos that claim at the same moment each gets its own story.
        """
        with self._database.writing(turn=f"claims:{video.theme}") as connection:
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

    def release(self, video: VideoKey) -> None:
        """Give the video's story back: another one may tell it."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(claims).where(claims.c.video_key == str(video)))


def _told_around(video: VideoKey, repeat_after_days: int) -> sa.Select[str]:
    reach = max(repeat_after_days - 1, 0)
    return sa.select(claims.c.opportunity).where(
        claims.c.theme == video.theme,
        claims.c.claimed_on.between(moved(video.day, -reach), moved(video.day, reach)),
    )
