"""A remote job, from its id to its result: polled with a deadline, cancelled when nobody waits for it any more."""

import datetime as dt
from contextlib import suppress

from vidpipe_assets.ledger.tools import Tools
from vidpipe_assets.model.errors import ResultGone, TransientError
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.asking import Done, Failed, JobStatus, Pending, Received, RemoteJob
from vidpipe_assets.providers.web.deadline import at_most

_FAREWELL_S = 10
"""Cancelling must not hold up whoever wants to end."""


class Following:
    """One job. `cost`: as the provider told it, None as long as it has not."""

    def __init__(self, tools: Tools, job: RemoteJob, remote_id: str, submitted_at: dt.datetime) -> None:
        self._tools = tools
        self._job = job
        self._id = remote_id
        self._give_up_at = submitted_at + dt.timedelta(seconds=tools.spec.patience.job_deadline_s)
        self.cost: Money | None = None

    def result(self) -> Received:
        """The job's result, when it is there. Raises `ResultGone` when it was, and is no more."""
        try:
            done = self._done()
            try:
                return self._tools.look(lambda: self._job.fetch(done))
            except ResultGone:
                # The address has expired; the job may know another.
                again = self._done()
                return self._tools.look(lambda: self._job.fetch(again))
        except ResultGone:
            raise
        except Exception as error:
            # The job goes on without us, and the next one who asks takes it up.
            self._tools.books.troubled(self._tools.spec.key, error)
            raise
        except BaseException as error:
            self._stop(error)
            raise

    def _done(self) -> Done:
        """Wait for the job to be done."""
        patience, clock = self._tools.spec.patience, self._tools.clock
        while True:
            status = self._tools.look(lambda: self._job.poll(self._id))
            if isinstance(status, Pending) and clock.now() >= self._give_up_at:
                status = self._overdue()
            if isinstance(status, Done):
                self.cost = status.cost or self.cost
                return status
            if isinstance(status, Failed):
                self._tools.books.failed(self._tools.spec.key, status.error, status.cost)
                raise status.error
            clock.sleep(status.look_again_s or patience.poll_every_s)

    def _overdue(self) -> Done:
        error = TransientError(
            f"{self._tools.spec.provider} did not finish the job {self._id} in time; it was cancelled",
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
            cost = status.cost if isinstance(status, Failed) else None
            self._tools.books.cancelled(self._tools.spec.key, error, cost)
        return None
