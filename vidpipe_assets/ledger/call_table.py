"""The ledger's rows: each question (`provider_calls`) and each time it was submitted (`charges`)."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from vidpipe_assets.ledger.call_spec import CallSpec
from vidpipe_assets.ledger.costs import ChargeState, refuse_beyond_budget
from vidpipe_assets.ledger.rate_limiter import free_slot
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.storage.fencing import Fence
from vidpipe_assets.storage.restores import refuse_unconfirmed_restore
from vidpipe_assets.storage.tables import charges, provider_calls
from vidpipe_assets.storage.transactions import Database


class CallState(StrEnum):
    """How a question stands."""

    RESERVED = "reserved"
    """Being submitted; found so after its process has died, its outcome is unknown."""
    SUBMITTED = "submitted"
    """The provider has it: there is a remote id, or an answer that was not validated yet."""
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """Submitted, perhaps: nobody answered."""
    CANCELLED = "cancelled"


_DOUBTFUL: Mapping[str, Any] = {"state": ChargeState.DOUBTFUL}


@dataclass(frozen=True)
class CallRow:
    """One question as its row tells it, with its latest submit."""

    state: CallState
    remote_id: str | None
    answer: Artifact | None
    possibly_paid_twice: bool
    attempts: int
    submitted_at: dt.datetime
    estimate: Money


@dataclass(frozen=True)
class SharedAnswer:
    """An answer that is good for others, too, and when it was asked for."""

    answer: Artifact
    asked_at: dt.datetime


class CallTable:
    """Writes every change in one transaction, before or after what it tells of.

    Whoever has lost the video that it asks for (`fence`) changes nothing: every change raises `LeaseLost`.
    """

    def __init__(self, database: Database, now: Callable[[], dt.datetime], fence: Fence | None = None) -> None:
        self._database = database
        self._now = now
        self._fence = fence or Fence(database, "", 0)

    def require_lease(self) -> None:
        """Raises `LeaseLost` if another run has taken over what is asked here: then nothing more is asked."""
        self._fence.check()

    def find(self, key: str) -> CallRow | None:
        """The row of a question."""
        latest = sa.select(charges).where(charges.c.call_key == key).order_by(charges.c.number.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(sa.select(provider_calls).where(provider_calls.c.key == key)).mappings().first()
            charge = connection.execute(latest).mappings().first()
        if row is None or charge is None:
            return None
        return CallRow(
            state=CallState(row["state"]),
            remote_id=row["remote_id"],
            answer=Artifact.model_validate(row["answer"]) if row["answer"] else None,
            possibly_paid_twice=row["possibly_paid_twice"],
            attempts=row["attempts"],
            submitted_at=charge["reserved_at"],
            estimate=Money(amount=charge["estimated"], currency=charge["currency"]),
        )

    def shared(self, spec: CallSpec) -> SharedAnswer | None:
        """The newest answer to the same request, whoever asked it, if it is good for others and not too old."""
        if not spec.shared_s:
            return None
        table, since = provider_calls.c, self._now() - dt.timedelta(seconds=spec.shared_s)
        query = (
            sa.select(table.answer, table.created_at)
            .where(table.provider == spec.provider, table.operation == spec.operation, table.created_at > since)
            .where(table.request == spec.request_text, table.state == CallState.DONE)
            .order_by(table.created_at.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return SharedAnswer(Artifact.model_validate(row.answer), row.created_at) if row and row.answer else None

    def took_over(self, spec: CallSpec, shared: SharedAnswer) -> None:
        """The answer to `spec` is one that others got. It is as old as it was with them."""
        self.reserve(spec)
        self.received(spec.key, shared.answer, FREE)
        self._change(spec.key, created_at=shared.asked_at)

    def remote_ids(self, provider: str, since: dt.datetime) -> frozenset[str]:
        """The remote ids of a provider's jobs, submitted at `since` or later, that belong to a question already."""
        table = charges.c
        query = sa.select(table.remote_id).where(
            table.provider == provider, table.remote_id.is_not(None), table.reserved_at >= since
        )
        with self._database.reading() as connection:
            return frozenset(found for found in connection.execute(query).scalars() if found)

    def reserve(self, spec: CallSpec) -> None:
        """Reserve the money for a submit that follows at once. Raises `BlockedError` if a budget does not allow it."""
        # One turn for all: a budget is a sum over what others reserve at the same moment.
        with self._database.writing(turn="ledger") as connection:
            self._fence.require(connection)
            if spec.estimate:
                refuse_unconfirmed_restore(connection)
            refuse_beyond_budget(connection, spec)
            connection.execute(self._upsert(spec))
            mine = charges.c.call_key == spec.key
            connection.execute(
                sa.update(charges)
                .where(mine, charges.c.state == ChargeState.RESERVED)
                .values(state=ChargeState.DOUBTFUL)
            )
            before = connection.execute(sa.select(sa.func.count()).select_from(charges).where(mine)).scalar_one()
            connection.execute(sa.insert(charges).values(**self._charge(spec, before + 1)))

    def submitted(self, key: str, remote_id: str) -> None:
        """The provider has it, under this id."""
        self._change(key, {"remote_id": remote_id}, state=CallState.SUBMITTED, remote_id=remote_id, answer=None)

    def received(self, key: str, answer: Artifact, cost: Money | None) -> None:
        """The answer is kept, and settled; it is not validated yet."""
        self._settle(key, cost, state=CallState.SUBMITTED, answer=answer.model_dump(mode="json"))

    def done(self, key: str) -> None:
        """The answer is good."""
        self._change(key, state=CallState.DONE, error_class="", error="")

    def rejected(self, key: str, error: BaseException) -> None:
        """The answer, which is kept and paid, is not good."""
        self._change(key, state=CallState.FAILED, **_told(error))

    def failed(self, key: str, error: BaseException, charged: Money | None) -> None:
        """There will be no answer. `charged` None: something, but nobody told how much; the estimate counts."""
        self._settle(key, charged, state=CallState.FAILED, answer=None, **_told(error))

    def cancelled(self, key: str, error: BaseException, charged: Money | None) -> None:
        """The remote job was stopped."""
        self._settle(key, charged, state=CallState.CANCELLED, answer=None, **_told(error))

    def unknown(self, key: str, error: BaseException) -> None:
        """Nobody knows whether the provider has it; the money stays reserved."""
        self._change(key, state=CallState.UNKNOWN, **_told(error))

    def troubled(self, key: str, error: BaseException) -> None:
        """Something went wrong meanwhile; how it stands is unchanged."""
        self._change(key, **_told(error))

    def never_arrived(self, key: str) -> None:
        """The provider does not know it: nothing was charged."""
        self._settle(key, FREE, state=CallState.FAILED, remote_id=None)

    def doubted(self, key: str) -> None:
        """Nobody will ever know: it is asked again, and perhaps paid twice."""
        self._change(key, _DOUBTFUL, state=CallState.UNKNOWN, possibly_paid_twice=True)

    def _change(self, key: str, charge: Mapping[str, Any] | None = None, **columns: Any) -> None:
        """Set columns of the question and, if given, of its charge that is open."""
        with self._database.writing() as connection:
            self._fence.require(connection)
            self._write(connection, key, columns, charge)

    def _settle(self, key: str, cost: Money | None, **columns: Any) -> None:
        """The provider is through with it. Its place in the account is free at once, even if we die right after this.

        `cost` None: the estimate counts.
        """
        settled: dict[str, Any] = {"state": ChargeState.SETTLED, "settled_at": self._now()}
        if cost is not None:
            settled |= {"actual": cost.amount, "currency": cost.currency}
        with self._database.writing() as connection:
            self._fence.require(connection)
            self._write(connection, key, columns, settled)
            free_slot(connection, key)

    def _write(
        self, connection: sa.Connection, key: str, columns: Mapping[str, Any], charge: Mapping[str, Any] | None
    ) -> None:
        connection.execute(
            sa.update(provider_calls).where(provider_calls.c.key == key).values(**columns, updated_at=self._now())
        )
        if charge:
            is_open = (charges.c.call_key == key, charges.c.state == ChargeState.RESERVED)
            connection.execute(sa.update(charges).where(*is_open).values(**charge))

    def _upsert(self, spec: CallSpec) -> Any:
        now, scope = self._now(), spec.scope
        changing = {"state": CallState.RESERVED, "remote_id": None, "answer": None, "updated_at": now}
        insert = self._database.insert(provider_calls).values(
            key=spec.key,
            theme=scope.theme,
            video_key=scope.video,
            stage=scope.stage.value,
            scene=scope.scene[:100],
            provider=spec.provider,
            account=spec.asked_on.name,
            operation=spec.operation,
            request=spec.request_text,
            take=spec.take,
            attempts=1,
            possibly_paid_twice=False,
            error_class="",
            error="",
            created_at=now,
            **changing,
        )
        return insert.on_conflict_do_update(
            index_elements=["key"], set_={**changing, "attempts": provider_calls.c.attempts + 1}
        )

    def _charge(self, spec: CallSpec, number: int) -> dict[str, Any]:
        return {
            "call_key": spec.key,
            "number": number,
            "day": spec.day,
            "theme": spec.scope.theme,
            "video_key": spec.scope.video,
            "stage": spec.scope.stage.value,
            "provider": spec.provider,
            "state": ChargeState.RESERVED,
            "currency": spec.estimate.currency,
            "estimated": spec.estimate.amount,
            "reserved_at": self._now(),
        }


def _told(error: BaseException) -> dict[str, Any]:
    # PostgreSQL keeps no NUL.
    return {"error_class": type(error).__name__[:60], "error": str(error).replace("\0", "")[:2000]}
