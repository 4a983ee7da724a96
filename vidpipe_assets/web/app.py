"""The app: routers put together, behind the gate."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from mimetypes import add_type
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from vidpipe_assets.storage.places import Places
from vidpipe_assets.web import (
    auth,
    decisions,
    downloads,
    edits,
    events,
    generate,
    health,
    jobs,
    lists,
    media,
    openapi,
    pages,
)
from vidpipe_assets.web.app_state import AppState
from vidpipe_assets.web.middleware import SecurityMiddleware
from vidpipe_assets.web.openapi import openapi_document
from vidpipe_assets.web.problems import add_handlers
from vidpipe_assets.web.settings import WebSettings
from vidpipe_assets.web.watching import watch_the_daemon

_ROUTERS = (
    auth.router,
    edits.router,
    downloads.router,
    media.takes_router,
    pages.router,
    generate.router,
    jobs.router,
    events.router,
    decisions.router,
    lists.router,
    media.router,
    health.router,
    openapi.router,
)
_ABOUT = """\
Order short videos, follow them, say what is to become of them. A job is a video; its id is the video key.

An answer that is no success is `application/problem+json`, with what can be done about it in `remedy`.
"""


def create_app(
    settings: WebSettings | None = None, places: Places | Callable[[], Places] = Places.from_environment
) -> FastAPI:
    """The app over what `places` names; opened at the first request that needs it."""
    app_state = AppState(places, settings or WebSettings())

    @asynccontextmanager
    async def until_the_end(app: FastAPI) -> AsyncGenerator[None]:
        del app
        watching = asyncio.create_task(watch_the_daemon(app_state))
        yield
        watching.cancel()
        app_state.close()

    app = FastAPI(
        title="vidpipe",
        version=version("vidpipe"),
        description=_ABOUT,
        lifespan=until_the_end,
        docs_url=None,  # Swagger's page loads its script from another server; ours is `description`
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    app.state.app_state = app_state
    add_handlers(app)
    for router in _ROUTERS:
        app.include_router(router)
    add_type("font/woff2", ".woff2")  # Python 3.11 and many a machine do not know it
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), "static")
    app.add_middleware(SecurityMiddleware, settings=app_state.settings, over=app_state.sessions_over)
    app.openapi = lambda: openapi_document(app)
    return app
