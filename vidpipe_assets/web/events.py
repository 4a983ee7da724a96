"""Server-sent events: a job each time that anything of it has changed.

The id of an event is a change cursor, so that whoever comes back with `Last-Event-ID`, to this process or another,
hears of what has changed meanwhile. An event comes, too, when the daemon has stopped or is at work again: it changes no
job, and what is said of all of them.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from vidpipe_assets.storage.change_cursor import ChangeCursor, changed_since, latest_cursor
from vidpipe_assets.web.app_state import AppState, AppStateDep
from vidpipe_assets.web.auth import authenticate
from vidpipe_assets.web.jobs import JobId, find_job, find_job_order
from vidpipe_assets.web.problems import problem_responses
from vidpipe_assets.web.schemas import job_answer

router = APIRouter(tags=["events"])

POLL_EVERY_S = 1.0
KEEP_ALIVE_EVERY = 15
"""Polls without a change after which a comment keeps the connection alive."""
MAX_POLLS = 900
"""Then the client comes back by itself; nobody holds a connection for good."""

LastEventId = Annotated[str, Header(max_length=80, description="of the event heard last; what came since is told")]
_STREAM: dict[str, Any] = {"description": "events", "content": {"text/event-stream": {}}}
_OF_ONE: dict[int | str, dict[str, Any]] = {200: _STREAM, **problem_responses(404)}
_OF_ALL: dict[int | str, dict[str, Any]] = {200: _STREAM}


class Changed(BaseModel):
    """Which jobs have changed."""

    jobs: list[str]


@router.get("/api/jobs/{id}/events", response_class=StreamingResponse, responses=_OF_ONE)
async def job_events(
    request: Request, app_state: AppStateDep, id: JobId, last_event_id: LastEventId = ""
) -> StreamingResponse:
    """Events `job`: the job as `GET /api/jobs` shows it, now and whenever it changes."""
    key = str((await run_in_threadpool(find_job_order, app_state, id)).key)

    def event_text(now: ChangeCursor, before: ChangeCursor | None) -> str:
        del now, before
        return _event("job", job_answer(find_job(app_state, key)))

    return _stream(request, app_state, key, ChangeCursor.parse(last_event_id), event_text)


@router.get("/api/events", response_class=StreamingResponse, responses=_OF_ALL)
async def all_events(request: Request, app_state: AppStateDep, last_event_id: LastEventId = "") -> StreamingResponse:
    """Events `changed`: the ids of jobs that have changed. The first one names none, and says from where on."""

    def event_text(now: ChangeCursor, before: ChangeCursor | None) -> str:
        del now
        return _event("changed", Changed(jobs=changed_since(app_state.store.database, before) if before else []))

    return _stream(request, app_state, "", ChangeCursor.parse(last_event_id), event_text)


EventText = Callable[[ChangeCursor, ChangeCursor | None], str]


def _stream(
    request: Request, app_state: AppState, key: str, heard: ChangeCursor | None, event_text: EventText
) -> StreamingResponse:
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    events = _follow(request, app_state, key, heard, event_text)
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


async def _follow(
    request: Request, app_state: AppState, key: str, heard: ChangeCursor | None, event_text: EventText
) -> AsyncGenerator[str]:
    def look(alive: bool) -> tuple[ChangeCursor, str]:
        now = latest_cursor(app_state.store.database, key)
        return now, "" if (now, alive) == (heard, at_work) else event_text(now, heard)

    at_work = (await run_in_threadpool(app_state.work_sign)).is_alive
    seen: tuple[ChangeCursor, bool] | None = None
    yield "retry: 1000\n\n"
    for number in range(MAX_POLLS):
        signs, text = await app_state.latest_signs(POLL_EVERY_S / 2), ""
        # A change by a machine whose clock is late is not the latest of all: so look at the job itself now and then.
        if signs != seen or number % KEEP_ALIVE_EVERY == 0:
            seen = signs
            now, text = await run_in_threadpool(look, signs[1])
            if text:
                heard, at_work = now, signs[1]
                yield f"id: {now}\n{text}"
        if not text and number % KEEP_ALIVE_EVERY == KEEP_ALIVE_EVERY - 1:
            yield ": alive\n\n"
        if await request.is_disconnected() or await _ends_meanwhile(app_state.is_closing):
            return
        if not await _may_listen(request, app_state):
            return


async def _may_listen(request: Request, app_state: AppState) -> bool:
    """Whether who listens may still: a logout, here or in another process, ends the streams of its session, too."""
    over = app_state.sessions_over
    await over.catch_up()
    client = request.client.host if request.client else ""
    return bool(authenticate(app_state.settings, request.headers, client, over))


async def _ends_meanwhile(ending: asyncio.Event) -> bool:
    """Wait for the next look; whether there will be none, since the server is told to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(ending.wait(), POLL_EVERY_S)
    return ending.is_set()


def _event(name: str, content: BaseModel) -> str:
    return f"event: {name}\ndata: {content.model_dump_json()}\n\n"
