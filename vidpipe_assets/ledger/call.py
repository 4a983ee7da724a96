"""One call, from what its row says to its answer: looked up, resumed, reconciled, or made.

A remote job is followed from its id to its result: polled with a deadline, and cancelled when nobody waits any more.
"""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

from vidpipe_assets.ledger.answers import LedgerAnswer
from vidpipe_assets.ledger.call_context import CallContext
from vidpipe_assets.ledger.call_table import CallRow, CallState
from vidpipe_assets.model.errors import (
    BadMedia,
    BlockedError,
    InDoubt,
    MalformedAnswer,
    PermanentError,
    ResultGone,
    TransientError,
    UnknownOutcome,
    VidpipeError,
)
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.http.deadline import at_most
from vidpipe_assets.providers.request import (
    Call,
    Done,
    FindsJobs,
    JobFailed,
    JobStatus,
    Pending,
    ProviderResponse,
    RemoteJob,
    Undocumented,
)

_FAREWELL_S = 10
"""Cancelling must not hold up whoever wants to end."""


class RemoteJobFollower:
    """Follows one remote job to its result. `cost`: as the provider told it, None as long as it has not."""

    def __init__(self, context: CallContext, job: RemoteJob, remote_id: str, submitted_at: dt.datetime) -> None:
        self._context = context
        self._job = job
        self._id = remote_id
        self._give_up_at = submitted_at + dt.timedelta(seconds=context.spec.policy.job_deadline_s)
        self.cost: Money | None = None

    def result(self) -> ProviderResponse:
        """The job's result, when it is there. Raises `ResultGone` when it was, and is no more."""
        try:
            done = self._done()
            try:
                return self._context.look(lambda: self._job.fetch(done))
            except (ResultGone, MalformedAnswer, BadMedia):
                # The address has expired, or leads to a page; the job may know another.
                again = self._done()
                return self._context.look(lambda: self._job.fetch(again))
        except ResultGone:
            raise
        except Exception as error:
            # The job goes on without us, and the next one who asks takes it up.
            self._context.calls.troubled(self._context.spec.key, error)
            raise
        except BaseException as error:
            self._stop(error)
            raise

    def _done(self) -> Done:
        """Wait for the job to be done."""
        policy, clock, odd = self._context.spec.policy, self._context.clock, 0
        while True:
            status = self._polled()
            if isinstance(status, Undocumented):
                odd += 1
                status = Pending() if odd < policy.attempts else status
            if isinstance(status, Pending) and clock.now() >= self._give_up_at:
                status = self._overdue()
            if isinstance(status, Done):
                self.cost = status.cost or self.cost
                return status
            if isinstance(status, JobFailed):
                self._stop_if_undocumented(status)
                self._context.calls.failed(self._context.spec.key, status.error, status.cost)
                raise status.error
            clock.sleep(status.look_again_s or policy.poll_every_s)

    def _polled(self) -> JobStatus:
        """How the job stands; as pending counts what nobody understands, until its time is over."""
        try:
            return self._context.look(lambda: self._job.poll(self._id))
        except (MalformedAnswer, BadMedia) as error:
            if not self._context.spec.estimate:
                raise
            if self._context.clock.now() >= self._give_up_at:
                raise _in_doubt(self._context, error) from error
            return Pending()

    def _stop_if_undocumented(self, status: JobFailed) -> None:
        """Nobody knows whether such a job goes on, and costs."""
        if isinstance(status, Undocumented):
            with suppress(Exception), at_most(_FAREWELL_S):
                self._job.cancel(self._id)

    def _overdue(self) -> Done:
        error = TransientError(
            f"{self._context.spec.provider} did not finish the job {self._id} in time; it was cancelled",
            remedy="it is tried again",
        )
        done = self._stop(error)
        if done is None:
            raise error
        return done

    def _stop(self, error: BaseException) -> Done | None:
        """Cancel the job and book what it cost all the same. It may have been done at the last moment."""
        status: JobStatus | None = None
        # If it cannot be cancelled it goes on, and so does its row: the next one who asks takes it up.
        with suppress(Exception), at_most(_FAREWELL_S):
            self._job.cancel(self._id)
            status = Pending()
            status = self._job.poll(self._id)
        if isinstance(status, Done):
            return status
        if status is not None:
            cost = status.cost if isinstance(status, JobFailed) else None
            self._context.calls.cancelled(self._context.spec.key, error, cost)
        return None


def _in_doubt(context: CallContext, error: VidpipeError) -> InDoubt:
    provider = context.spec.provider
    return InDoubt(
        f"{provider} does not tell what became of a job that was perhaps paid: {error}",
        remedy=f"look at the account at {provider}, then retry the stage; afresh, if the job is not there",
    )


Validate = Callable[[LedgerAnswer], None]
"""Raises an error of the tree when an answer is not good."""

_SKEW = dt.timedelta(minutes=2)
"""The provider's clock and ours may differ by as much."""


class LedgerCall:
    """Makes one call while nobody else makes it."""

    def __init__(self, context: CallContext, port: Call | RemoteJob, validate: Validate) -> None:
        self._context = context
        self._calls = context.calls
        self._key = context.spec.key
        self._port = port
        self._validate = validate

    def run(self) -> LedgerAnswer:
        """The answer. What it takes depends on how far somebody came before."""
        entry = self._calls.find(self._key)
        kept = self._context.answers.load(entry.answer) if entry and entry.answer else None
        if entry and kept and entry.state is CallState.DONE:
            return kept
        if entry and kept and entry.state is CallState.SUBMITTED:
            return self._accepted(kept)
        if heard := self._heard_by_others():
            return self._accepted(heard)
        try:
            return self._accepted(self._brought(self._left_behind(entry)))
        finally:
            self._context.limiter.leave(self._key)

    def _heard_by_others(self) -> LedgerAnswer | None:
        """The answer that others got to the same request not long ago, if it may be shared."""
        found = self._calls.shared(self._context.spec)
        answer = self._context.answers.load(found.answer) if found else None
        if found and answer:
            self._calls.took_over(self._context.spec, found)
        return answer

    def _left_behind(self, entry: CallRow | None) -> str | None:
        """The id of a remote job that is still to be had, or was paid and lost."""
        if entry is None:
            return None
        if entry.state in {CallState.RESERVED, CallState.UNKNOWN}:
            return self._reconciled(entry)
        return entry.remote_id if entry.state in {CallState.SUBMITTED, CallState.DONE} else None

    def _brought(self, remote_id: str | None) -> LedgerAnswer:
        """Ask, or follow the job, until there is an answer. Once each: a lost outcome, and a lost result."""
        asked_again = made_again = False
        while True:
            try:
                if isinstance(self._port, RemoteJob):
                    return self._followed(self._port, remote_id)
                return self._asked(self._port)
            except UnknownOutcome:
                entry = self._calls.find(self._key)
                if asked_again or entry is None:
                    raise
                asked_again, remote_id = True, self._reconciled(entry)
            except ResultGone as error:
                if made_again:
                    raise PermanentError(
                        f"{error}; so it was the second time",
                        remedy=f"look at the account at {self._context.spec.provider}",
                    ) from error
                made_again, remote_id = True, None

    def _asked(self, call: Call) -> LedgerAnswer:
        received = self._context.send(call.request)
        try:
            return self._kept(received, received.cost)
        except BlockedError as error:
            # It was paid, and there is no room to keep it.
            self._calls.failed(self._key, error, received.cost)
            raise

    def _followed(self, job: RemoteJob, remote_id: str | None) -> LedgerAnswer:
        if remote_id is None:
            remote_id = self._context.send(job.submit)
            self._calls.submitted(self._key, remote_id)
        entry = self._calls.find(self._key)
        submitted_at = entry.submitted_at if entry else self._context.clock.now()
        following = RemoteJobFollower(self._context, job, remote_id, submitted_at)
        try:
            received = following.result()
        except ResultGone as error:
            self._calls.failed(self._key, error, following.cost)
            raise
        return self._kept(received, received.cost or following.cost)

    def _kept(self, received: ProviderResponse, cost: Money | None) -> LedgerAnswer:
        """Keep and settle before anything else can go wrong: it was paid."""
        saved = self._context.answers.save(received)
        self._calls.received(self._key, saved, cost)
        kept = self._context.answers.load(saved)
        if kept is None:
            raise BlockedError(
                f"the answer of {self._context.spec.provider} was lost while it was stored",
                remedy="look at the disk of the artifacts",
            )
        return kept

    def _accepted(self, answer: LedgerAnswer) -> LedgerAnswer:
        try:
            self._validate(answer)
        except VidpipeError as error:
            self._calls.rejected(self._key, error)
            raise
        self._calls.done(self._key)
        return answer

    def _reconciled(self, entry: CallRow) -> str | None:
        """Find out what became of a submit that nobody heard of again; None: ask anew."""
        if isinstance(self._port, FindsJobs):
            return self._found(self._port, entry)
        if not entry.estimate:
            return None
        if entry.possibly_paid_twice:
            error = InDoubt(
                f"{self._context.spec.provider} was asked twice and never answered: once more might be paid once more",
                remedy=f"look at the account at {self._context.spec.provider}, then retry the stage afresh",
            )
            self._calls.unknown(self._key, error)
            raise error
        self._calls.doubted(self._key)
        return None

    def _found(self, port: FindsJobs, entry: CallRow) -> str | None:
        spec, context = self._context.spec, self._context
        # One at a time: two that ask the same thing must not find the same job.
        with context.locks.held(f"find:{spec.provider}", wait_s=spec.policy.same_call_wait_s):
            for look in range(2):
                if look:
                    # Lists may be a moment behind.
                    context.clock.sleep(spec.policy.look_again_s)
                since = entry.submitted_at - _SKEW
                taken = self._calls.remote_ids(spec.provider, since)
                try:
                    remote_id = context.look(lambda: port.find(since, taken))  # noqa: B023 - called at once
                except (MalformedAnswer, BadMedia) as error:
                    raise _in_doubt(context, error) from error
                if remote_id is not None and remote_id not in taken:
                    self._calls.submitted(self._key, remote_id)
                    return remote_id
            self._calls.never_arrived(self._key)
        return None
