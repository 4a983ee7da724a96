"""The ledger: whoever asks a provider asks through here, and pays once.

This module imports SQLAlchemy and tenacity, so it is imported inside functions only.
"""

import datetime as dt

from vidpipe_assets.io.clock import Clock
from vidpipe_assets.ledger.answers import Answer, Answers
from vidpipe_assets.ledger.call import Errand, Validate
from vidpipe_assets.ledger.call_context import Tools
from vidpipe_assets.ledger.call_spec import CallSpec
from vidpipe_assets.ledger.call_table import Books, CallState
from vidpipe_assets.ledger.rate_limiter import Gate
from vidpipe_assets.model.errors import Busy
from vidpipe_assets.providers.request import Call, RemoteJob
from vidpipe_assets.storage.locks import Locks
from vidpipe_assets.storage.store import Store


class Ledger:
    """Provider calls, made once and paid once."""

    def __init__(self, store: Store, clock: Clock | None = None) -> None:
        self._clock = clock or Clock()
        self._books = Books(store.database, self._clock.now)
        self._gate = Gate(store.database, self._clock)
        self._answers = Answers(store)
        self._locks = Locks(store.database, sleep=self._clock.sleep, monotonic=self._clock.monotonic)

    def once(self, spec: CallSpec, port: Call | RemoteJob, validate: Validate = lambda _: None) -> Answer:
        """The answer to `spec`, asked of `port` unless it is known already.

        A call that somebody began and did not finish is taken up where it was left. `validate` raises an error of the
        tree for an answer that is not good; only then, or when it passes, is the call over.
        Raises `BlockedError` before anything is asked that a budget or a quota does not allow (`retry_at` says when it
        will), `Busy` when it is not its turn yet, `TransientError` when it may work later, `PermanentError` when it
        never will with this request.
        """
        return self.known(spec) or self._alone(spec, port, validate)

    def known(self, spec: CallSpec) -> Answer | None:
        """The answer, if there is one already: it costs nothing and asks nobody."""
        entry = self._books.find(spec.key)
        if entry is None or entry.state is not CallState.DONE or entry.answer is None:
            return None
        return self._answers.load(entry.answer)

    def is_under_way(self, spec: CallSpec) -> bool:
        """Whether somebody has asked it already, so that whoever asks now takes that up and pays nothing more."""
        entry = self._books.find(spec.key)
        if entry is None or entry.state is not CallState.SUBMITTED:
            return False
        return entry.remote_id is not None or (
            entry.answer is not None and self._answers.load(entry.answer) is not None
        )

    def _alone(self, spec: CallSpec, port: Call | RemoteJob, validate: Validate) -> Answer:
        tools = Tools(spec, self._books, self._gate, self._answers, self._locks, self._clock)
        with self._locks.held(f"call:{spec.key}", wait_s=spec.patience.same_call_wait_s) as mine:
            if not mine:
                raise Busy(
                    f"another process is still asking {spec.provider} for the same",
                    remedy="it goes on by itself with that answer",
                    retry_at=self._clock.now() + dt.timedelta(seconds=30),
                )
            return Errand(tools, port, validate).run()
