"""Progress of the stages at work, and how long stages took before on this machine.

One row a video says what its latest run works on. A run changes only the row that it has begun itself: one that was
frozen and has lost its video meanwhile changes nothing.
"""

import datetime as dt
import socket
from collections.abc import Callable, Collection

import sqlalchemy as sa

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.progress import StageProgress, StageTime
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.storage.database import Database
from vidpipe_assets.storage.fencing import Fence
from vidpipe_assets.storage.tables import progress, stage_times

_KEPT = 20
"""Times of each stage that a machine remembers."""

_MOST_KEYS = 500


class ProgressTable:
    """The tables `progress` and `stage_times`."""

    def __init__(self, database: Database, now: Callable[[], dt.datetime] = now_utc) -> None:
        self._database = database
        self._now = now

    def begin(self, video: str, run_id: str, stage: Stage, fence: Fence | None = None) -> StageProgress:
        """Note that the run has begun the stage; whatever was there of the video before is over.

        Raises `LeaseLost` if the run (`fence`) has lost the video.
        """
        now = self._now()
        begun = StageProgress(video, run_id, stage, 0.0, 0.0, "", began_at=now, updated_at=now)
        row = {"video_key": video, **{name: getattr(begun, name) for name in _COLUMNS}}
        insert = self._database.insert(progress).values(row)
        again = {name: insert.excluded[name] for name in _COLUMNS}
        with self._database.writing() as connection:
            if fence:
                fence.require(connection)
            connection.execute(insert.on_conflict_do_update(index_elements=[progress.c.video_key], set_=again))
        return begun

    def report(self, begun: StageProgress, done: float, total: float, unit: str) -> None:
        """Note how far it is, unless another run has begun a stage of the video since."""
        values = {"done": done, "total": total, "unit": unit, "updated_at": self._now()}
        with self._database.writing() as connection:
            connection.execute(sa.update(progress).where(*_is(begun)).values(values))

    def finish(self, begun: StageProgress, took: StageTime | None) -> None:
        """Remove what was noted of the stage, which is over; `took`: how long, if it came to a good end."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(progress).where(*_is(begun)))
            if took is None:
                return
            host = socket.gethostname()
            same = (stage_times.c.host == host, stage_times.c.stage == took.stage.value)
            row = {"stage": took.stage.value, "theme": took.theme, "size": took.size, "seconds": took.seconds}
            connection.execute(sa.insert(stage_times).values(host=host, **row))
            kept = sa.select(stage_times.c.id).where(*same).order_by(stage_times.c.id.desc()).limit(_KEPT)
            connection.execute(sa.delete(stage_times).where(*same, stage_times.c.id.not_in(kept)))

    def of_videos(self, videos: Collection[str]) -> dict[str, StageProgress]:
        """By video, what was noted of the stage at work, as far as these videos have one."""
        keys = sorted(videos)
        found: dict[str, StageProgress] = {}
        with self._database.reading() as connection:
            for start in range(0, len(keys), _MOST_KEYS):
                some = progress.c.video_key.in_(keys[start : start + _MOST_KEYS])
                for row in connection.execute(sa.select(progress).where(some)).mappings():
                    values = {name: row[name] for name in _COLUMNS if name != "stage"}
                    found[row["video_key"]] = StageProgress(row["video_key"], stage=Stage(row["stage"]), **values)
        return found

    def times(self) -> list[StageTime]:
        """How long stages took on this machine, the latest first; where there is nothing, on any machine."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(stage_times).order_by(stage_times.c.id.desc())).mappings().all()
        here = [row for row in rows if row["host"] == socket.gethostname()]
        known = set(Stage)
        return [
            StageTime(Stage(row["stage"]), row["theme"], row["size"], row["seconds"])
            for row in here or rows
            if row["stage"] in known
        ]


_COLUMNS = ("run_id", "stage", "done", "total", "unit", "began_at", "updated_at")


def _is(begun: StageProgress) -> tuple[sa.ColumnElement[bool], ...]:
    table = progress.c
    return table.video_key == begun.video, table.run_id == begun.run_id, table.stage == begun.stage.value
