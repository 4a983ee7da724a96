"""A client of the ledger for providers that work on this machine alone: it has no ledger, since nobody is asked."""

import datetime as dt
from typing import cast

from vidpipe_assets.ledger.call_spec import CallScope
from vidpipe_assets.ledger.client import Ledger, LedgerClient
from vidpipe_assets.model.stages import Stage


def local_client() -> LedgerClient:
    """Whoever asks through it fails."""
    scope = CallScope(Stage.CLIPS, "gadgets", "2026-11-23_gadgets")
    return LedgerClient(cast("Ledger", None), scope, dt.date(2026, 11, 23))
