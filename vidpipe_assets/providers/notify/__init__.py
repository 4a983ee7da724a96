"""Telling people: notices go out. No port that themes choose from: who is told is the operator's own setting."""

import os

URL = "VIDPIPE_WEBHOOK_URL"


PAGE = "VIDPIPE_WEB_URL"


def page_set() -> str:
    """Where people open the review page, as it stands in the environment; empty: no notice has a link."""
    return os.environ.get(PAGE, "").strip().rstrip("/")


def address_set() -> str:
    """Where notices go, as it stands in the environment; empty: nobody wants to be told."""
    return os.environ.get(URL, "").strip()
