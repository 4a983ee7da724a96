"""Restores from backups, and the rule that nothing is paid after one until a person says so.

A backup does not know what was bought after it was made: what an older state would buy may lie in `output/` already.
"""

import datetime as dt

import sqlalchemy as sa

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.storage.tables import restores
from vidpipe_assets.storage.transactions import Database

RESTORE = "restore"
"""What work waits for that would pay after a restore: `BlockedError.waits_for`."""

CONFIRM = "vidpipe restore --confirm"


def note_restore(connection: sa.Connection, backup_at: dt.datetime, now: dt.datetime) -> None:
    """Note that the state is that of a backup. Nothing is paid from then on."""
    connection.execute(sa.insert(restores).values(restored_at=now, backup_at=backup_at))


def confirm_restore(database: Database, now: dt.datetime) -> bool:
    """Let the ledger pay again; returns whether there was anything to confirm."""
    with database.writing() as connection:
        open_ones = restores.c.confirmed_at.is_(None)
        return connection.execute(sa.update(restores).where(open_ones).values(confirmed_at=now)).rowcount > 0


def unconfirmed_restore(database: Database) -> dt.datetime | None:
    """From when the backup is that was restored and not confirmed; None: there is none."""
    with database.reading() as connection:
        return _unconfirmed(connection)


def refuse_unconfirmed_restore(connection: sa.Connection) -> None:
    """Raise `BlockedError` as long as a restore is not confirmed."""
    backup_at = _unconfirmed(connection)
    if backup_at is not None:
        raise BlockedError(
            f"this home was restored from a backup of {backup_at:%Y-%m-%d %H:%M} UTC, which does not know what was "
            "bought after that",
            remedy=f"look into output/ whether this video is there already (then vidpipe cancel it); {CONFIRM} lets "
            "everything that is open pay",
            waits_for=RESTORE,
        )


def _unconfirmed(connection: sa.Connection) -> dt.datetime | None:
    query = sa.select(sa.func.min(restores.c.backup_at)).where(restores.c.confirmed_at.is_(None))
    return connection.execute(query).scalar()
