"""The limits of provider accounts: rates, concurrency, daily quotas and pauses, counted in the database for all."""

import datetime as dt
from collections.abc import Mapping

import sqlalchemy as sa

from vidpipe_assets.io.clock import Clock, last_midnight, next_midnight
from vidpipe_assets.model.errors import BlockedError, Busy
from vidpipe_assets.providers.request import Account, Quota, Rate
from vidpipe_assets.storage.tables import account_pauses, account_slots, account_uses
from vidpipe_assets.storage.transactions import Database

_LOOK_AGAIN_S = 1.0
_COME_AGAIN_S = 60.0
"""Whoever has waited in vain for a place comes again in so long, at the earliest."""

_FORGET_AFTER = dt.timedelta(days=3)
"""Longer than every window, and than the day of a quota; one of more days is remembered longer."""


class RateLimiter:
    """Lets calls through as fast as their account allows, whichever process they come from."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def enter(self, account: Account, key: str, units: Mapping[str, int], *, wait_s: float, slot_s: float) -> None:
        """Wait for a free place, take it, and count the call. `slot_s`: when the place is free again at the latest.

        Raises `BlockedError` when a quota is used up, and `Busy` when `wait_s` would not be enough.
        """
        give_up_at = self._clock.monotonic() + wait_s
        while True:
            with self._database.writing(turn=f"account:{account.name}") as connection:
                now = self._clock.now()
                free_at = _free_at(connection, account, key, units, now)
                if free_at is None:
                    _take(connection, account, key, units, now, dt.timedelta(seconds=slot_s))
                    return
            pause_s = max((free_at - now).total_seconds(), 0.001)
            if self._clock.monotonic() + pause_s > give_up_at:
                come_again = now + dt.timedelta(seconds=max(pause_s, _COME_AGAIN_S))
                raise Busy(
                    f"the account {account.name} has no room for another call yet: "
                    "its limits are reached, or it asked for a pause",
                    remedy="it goes on by itself when there is room; make fewer videos at once if that takes too long",
                    retry_at=come_again,
                )
            self._clock.sleep(pause_s)

    def leave(self, key: str) -> None:
        """Give the place of a call back; the call stays counted."""
        with self._database.writing() as connection:
            free_slot(connection, key)

    def pause(self, account: Account, until: dt.datetime, reason: str, *, blocked: bool) -> None:
        """The provider said not to come before `until`. `blocked`: its quota is used up."""
        values = {"until": until, "reason": reason.replace("\0", "")[:500], "blocked": blocked}
        insert = self._database.insert(account_pauses).values(account=account.name, **values)
        with self._database.writing() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=["account"], set_=values))


def free_slot(connection: sa.Connection, key: str) -> None:
    """Free the place that the call `key` has in its account. A key belongs to one provider, hence to one account."""
    connection.execute(sa.delete(account_slots).where(account_slots.c.call_key == key))


def _free_at(
    connection: sa.Connection, account: Account, key: str, units: Mapping[str, int], now: dt.datetime
) -> dt.datetime | None:
    """When to look again; None: there is room now. Raises `BlockedError` when waiting does not help."""
    moments = [_paused_until(connection, account, now), _slot_free_at(connection, account, key, now)]
    moments += [_rate_free_at(connection, account, rate, now) for rate in account.rates]
    for quota in account.quotas:
        _refuse_used_up(connection, account, quota, units.get(quota.name, 1), now)
    return max((moment for moment in moments if moment), default=None)


def _paused_until(connection: sa.Connection, account: Account, now: dt.datetime) -> dt.datetime | None:
    found = sa.select(account_pauses).where(account_pauses.c.account == account.name, account_pauses.c.until > now)
    row = connection.execute(found).mappings().first()
    if row is None:
        return None
    if row["blocked"]:
        raise BlockedError(
            f"the account {account.name} is used up: {row['reason']}",
            remedy=f"raise its quota, or wait until {row['until']:%Y-%m-%d %H:%M} UTC",
            retry_at=row["until"],
        )
    return row["until"]


def _slot_free_at(connection: sa.Connection, account: Account, key: str, now: dt.datetime) -> dt.datetime | None:
    if account.concurrency is None:
        return None
    slot = account_slots.c
    others = sa.select(slot.ends_at).where(slot.account == account.name, slot.call_key != key, slot.ends_at > now)
    ends = sorted(connection.execute(others).scalars())
    if len(ends) < account.concurrency:
        return None
    # One may end sooner than it has to: nobody can say when.
    return min(ends[len(ends) - account.concurrency], now + dt.timedelta(seconds=_LOOK_AGAIN_S))


def _rate_free_at(connection: sa.Connection, account: Account, rate: Rate, now: dt.datetime) -> dt.datetime | None:
    use, window = account_uses.c, dt.timedelta(seconds=rate.per_s)
    latest = (
        sa.select(use.used_at)
        .where(use.account == account.name, use.quota == "", use.used_at > now - window)
        .order_by(use.used_at.desc())
        .limit(rate.calls)
    )
    within = connection.execute(latest).scalars().all()
    return within[-1] + window if len(within) >= rate.calls else None


def _refuse_used_up(connection: sa.Connection, account: Account, quota: Quota, units: int, now: dt.datetime) -> None:
    use = account_uses.c
    since = last_midnight(quota.time_zone, now) - dt.timedelta(days=quota.days - 1)
    lately = sa.select(sa.func.coalesce(sa.func.sum(use.units), 0)).where(
        use.account == account.name, use.quota == quota.name, use.used_at >= since
    )
    used = int(connection.execute(lately).scalar_one())
    if used + units > quota.units:
        reset = next_midnight(quota.time_zone, now)
        period = "today" if quota.days == 1 else f"within {quota.days} days"
        # Of several days, one passes at midnight: then there may be room for some.
        raise BlockedError(
            f"the quota {quota.name} of {account.name} is used up: {used} of {quota.units} {period}, "
            f"{units} are needed",
            remedy=f"raise the quota, or wait for its reset at {reset:%Y-%m-%d %H:%M} UTC",
            retry_at=reset,
        )


def _remembered(account: Account) -> dt.timedelta:
    longest = max((quota.days for quota in account.quotas), default=1)
    return max(_FORGET_AFTER, dt.timedelta(days=longest + 1))


def _take(
    connection: sa.Connection,
    account: Account,
    key: str,
    units: Mapping[str, int],
    now: dt.datetime,
    slot: dt.timedelta,
) -> None:
    uses = {"": 1, **{quota.name: units.get(quota.name, 1) for quota in account.quotas}}
    connection.execute(
        sa.insert(account_uses),
        [{"account": account.name, "quota": name, "units": used, "used_at": now} for name, used in uses.items()],
    )
    connection.execute(
        sa.delete(account_uses).where(
            account_uses.c.account == account.name, account_uses.c.used_at < now - _remembered(account)
        )
    )
    mine = account_slots.c.account == account.name
    expired = sa.or_(account_slots.c.call_key == key, account_slots.c.ends_at <= now)
    connection.execute(sa.delete(account_slots).where(mine, expired))
    if account.concurrency is not None:
        connection.execute(sa.insert(account_slots).values(account=account.name, call_key=key, ends_at=now + slot))
