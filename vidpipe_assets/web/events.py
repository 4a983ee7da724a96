"""Server-sent events: a job each time that anything of it has changed. The id of an event says how far things had come,
so that whoever comes back with `Last-Event-ID`, to this process or another, hears of what has changed meanwhile.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from vidpipe_assets.storage.change_cursor import Pulse, changed_since, pulse
from vidpipe_assets.web.app_state import AppState, AppStateDep
from vidpipe_assets.web.jobs import JobId, find_job, find_job_order
from vidpipe_assets.web.problems import problem_responses
from vidpipe_assets.web.schemas import job_answer

router = APIRouter(tags=["events"])

LOOK_EVERY_S = 1.0
ALIVE_EVERY = 15
"""Looks without a change after which a comment keeps the connection alive."""
LONGEST_LOOKS = 900
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
    request: Request, office: AppStateDep, id: JobId, last_event_id: LastEventId = ""
) -> StreamingResponse:
    """Events `job`: the job as `GET /api/jobs` shows it, now and whenever it changes."""
    key = str((await run_in_threadpool(find_job_order, office, id)).key)

    def told(now: Pulse, before: Pulse | None) -> str:
        del now, before
        return _event("job", job_answer(find_job(office, key)))

    return _stream(request, office, key, Pulse.parse(last_event_id), told)


@router.get("/api/events", response_class=StreamingResponse, responses=_OF_ALL)
async def all_events(request: Request, office: AppStateDep, last_event_id: LastEventId = "") -> StreamingResponse:
    """Events `changed`: the ids of jobs that have changed. The first one names none, and says from where on."""

    def told(now: Pulse, before: Pulse | None) -> str:
        del now
        return _event("changed", Changed(jobs=changed_since(office.store.database, before) if before else []))

    return _stream(request, office, "", Pulse.parse(last_event_id), told)


Told = Callable[[Pulse, Pulse | None], str]


def _stream(request: Request, office: AppState, key: str, heard: Pulse | None, told: Told) -> StreamingResponse:
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    events = _follow(request, office, key, heard, told)
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


async def _follow(request: Request, office: AppState, key: str, heard: Pulse | None, told: Told) -> AsyncGenerator[str]:
    def look() -> tuple[Pulse, str]:
        office.look_on()
        now = pulse(office.store.database, key)
        return now, "" if now == heard else told(now, heard)

    yield "retry: 1000\n\n"
    for number in range(LONGEST_LOOKS):
        now, text = await run_in_threadpool(look)
        if text:
            heard = now
            yield f"id: {now}\n{text}"
        elif number % ALIVE_EVERY == ALIVE_EVERY - 1:
            yield ": alive\n\n"
        if await request.is_disconnected() or await _ends_meanwhile(office.is_closing):
            return


async def _ends_meanwhile(ending: asyncio.Event) -> bool:
    """Wait for the next look; whether there will be none, since the server is told to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(ending.wait(), LOOK_EVERY_S)
    return ending.is_set()


def _event(name: str, content: BaseModel) -> str:
    return f"event: {name}\ndata: {content.model_dump_json()}\n\n"
