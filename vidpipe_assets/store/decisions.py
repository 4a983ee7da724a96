"""What people have decided: one row a decision, in the order in which they were made."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.store.clock import now_utc
from vidpipe_assets.store.database import Database
from vidpipe_assets.store.tables import decisions

_NEW_TAKE = (Word.AFRESH, Word.REJECTED)


class Decisions:
    """The table `decisions`."""

    def __init__(self, database: Database, now: Callable[[], dt.datetime] = now_utc) -> None:
        self._database = database
        self._now = now

    def add(
        self,
        video: str,
        word: Word,
        *,
        stage: Stage | None = None,
        scenes: Sequence[str] = (),
        reason: str = "",
        version: str = "",
        who: str,
    ) -> Decision:
        """Write a decision down. A rejection, and a retry afresh, raise the take of the stage by one."""
        table = decisions.c
        # One turn for all, so that ids appear in their order: who has seen one has seen all before it.
        with self._database.writing(turn="decisions") as connection:
            before = sa.select(sa.func.max(table.take)).where(table.video_key == video, table.stage == (stage or ""))
            take = (connection.execute(before).scalar() or 1) + (word in _NEW_TAKE)
            row: dict[str, Any] = {
                "video_key": video,
                "stage": stage.value if stage else "",
                "word": word.value,
                "take": take,
                "scenes": list(scenes),
                "reason": reason[:1000].replace("\0", ""),
                "who": who[:100],
                "made_at": self._now(),
                "version": version,
            }
            made = connection.execute(sa.insert(decisions).values(**row)).inserted_primary_key
        return _decision({"id": made[0] if made else 0, **row})

    def of(self, video: str) -> tuple[Decision, ...]:
        """All of one video, oldest first."""
        return self._select(decisions.c.video_key == video)

    def of_videos(self, videos: Sequence[str]) -> dict[str, list[Decision]]:
        """All of these videos, oldest first; as many videos as fit on a page."""
        found: dict[str, list[Decision]] = {video: [] for video in videos}
        for one in self._select(decisions.c.video_key.in_(list(found))) if found else ():
            found[one.video].append(one)
        return found

    def after(self, last: int) -> tuple[Decision, ...]:
        """All whose id is higher than `last`, oldest first."""
        return self._select(decisions.c.id > last)

    def by_video(self) -> dict[str, list[Decision]]:
        """All there are, oldest first."""
        found: dict[str, list[Decision]] = {}
        for one in self.after(0):
            found.setdefault(one.video, []).append(one)
        return found

    def latest(self) -> int:
        """The highest id; 0: nothing was ever decided."""
        with self._database.reading() as connection:
            return connection.execute(sa.select(sa.func.max(decisions.c.id))).scalar() or 0

    def _select(self, condition: sa.ColumnElement[bool]) -> tuple[Decision, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(decisions).where(condition).order_by(decisions.c.id)).mappings()
            return tuple(_decision(row) for row in rows)


def _decision(row: Any) -> Decision:
    return Decision(
        id=row["id"],
        video=row["video_key"],
        stage=Stage(row["stage"]) if row["stage"] else None,
        word=Word(row["word"]),
        take=row["take"],
        scenes=tuple(row["scenes"]),
        reason=row["reason"],
        who=row["who"],
        at=row["made_at"],
        version=row["version"],
    )
