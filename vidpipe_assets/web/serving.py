"""`vidpipe web`: the app in uvicorn, until Ctrl-C."""

import uvicorn

from vidpipe_assets.web.app import create_app
from vidpipe_assets.web.settings import WebSettings

_GRACE_S = 3
"""How long streams of events may take to end; they are resumed elsewhere."""


def serve(settings: WebSettings, host: str, port: int) -> None:
    """Serve until a signal. Logs say what was asked and by whom, never with which token."""
    app = create_app(settings)
    uvicorn.run(
        app, host=host, port=port, server_header=False, timeout_graceful_shutdown=_GRACE_S, limit_concurrency=1000
    )
