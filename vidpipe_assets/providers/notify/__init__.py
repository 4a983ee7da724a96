"""Telling people: notices go out. No port that themes choose from: who is told is the operator's own setting."""

import os

URL = "VIDPIPE_WEBHOOK_URL"


def address_set() -> str:
    """Where notices go, as it stands in the environment; empty: nobody wants to be told."""
    return os.environ.get(URL, "").strip()
