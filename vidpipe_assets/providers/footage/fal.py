"""Clips made by models at fal (https://fal.ai/docs/api-reference/inference-api): requests in its queue, polled.

Where a request stands, its result and its cancelling have addresses that fal tells when it takes the request. They are
kept together as the job's id and never built: they leave out a part of the model's name.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from vidpipe_assets.model.errors import (
    BlockedError,
    PermanentError,
    Refused,
    ResultGone,
    TransientError,
    UnknownOutcome,
    VidpipeError,
)
from vidpipe_assets.model.money import FREE
from vidpipe_assets.providers.addresses import base_url, is_same_server
from vidpipe_assets.providers.footage.film_models import (
    FilmMaker,
    FilmOrder,
    fetched,
    looked_up,
    status_of,
    text_of,
    undocumented,
)
from vidpipe_assets.providers.http.answers import changed
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.request import Account, Done, JobFailed, JobStatus, Pending, ProviderResponse, RemoteJob
from vidpipe_assets.providers.secrets import Need

KEY = Need("FAL_KEY", "https://fal.ai/dashboard/keys")
_ADDRESS = "https://queue.fal.run"
_ADDRESSES = ("status_url", "response_url", "cancel_url")
_LONGEST_ID = 500
_NOBODYS_REQUEST = "00000000-0000-4000-8000-000000000000"
_PASSES = ("request_timeout", "startup_timeout", "runner_", "internal_server_error", "generation_timeout")
"""Beginnings of the types of errors that are fal's own; they are not charged."""
_FORBIDDEN = ("content_policy_violation", "nsfw", "safety")


def provider() -> "Fal":
    """Return the provider `fal`, for the registry."""
    return Fal()


class Fal(FilmMaker):
    """Makes a clip of what a scene would like to show."""

    name, needs, account = "fal", (KEY,), Account("fal", concurrency=4)
    standard_model, models_page = "pixverse/v6/text-to-video", "https://fal.ai/models"

    def job(self, wanted: FilmOrder, folder: Path) -> RemoteJob:
        """A film as a request in fal's queue."""
        return _Queued(_web(), base_url(self.name, _ADDRESS), wanted, folder)

    def probe(self) -> str:
        """Look for a request that nobody has made: who is let in is told that there is none."""
        app = "/".join(self.standard_model.split("/")[:2])
        try:
            url = f"{base_url(self.name, _ADDRESS)}/{app}/requests/{_NOBODYS_REQUEST}/status"
            status_of(_web(), looked_up(_web(), url))
        except ResultGone:
            return "the key is good"
        return "it answers"


def _web() -> Web:
    key = KEY.secret("fal")
    return Web("fal", headers={"authorization": f"Key {key}"}, secrets=(key,), explain=_explained)


def _explained(refusal: Refusal) -> VidpipeError | None:
    """What fal's own codes mean. An account without credit is locked, with a 403."""
    if refusal.status == 403 and refusal.says("exhausted balance", "locked"):
        return BlockedError(f"fal: {refusal.text}", remedy="top up the balance at https://fal.ai/dashboard/billing")
    if refusal.status in {400, 422} and refusal.says(*_FORBIDDEN):
        return Refused(f"fal: {refusal.text}", remedy="describe the scene otherwise")
    if refusal.status in {400, 422}:
        return _NotMade(f"fal: {refusal.text}", remedy="the request itself was refused: look at what it names")
    return None


class _NotMade(PermanentError):
    """The model refuses its input, now or when it came to it."""


@dataclass(frozen=True)
class _Queued:
    """A request in fal's queue, as fal answers about it."""

    web: Web
    base: str
    order: FilmOrder
    folder: Path

    def submit(self) -> str:
        answer = self.web.json("POST", f"{self.base}/{self.order.model.name}", body=self.order.sent(self.folder))
        addresses = [text_of(answer, name) for name in _ADDRESSES]
        if not any(addresses) and (told := self.web.told_error(answer, safe=False)):
            raise told
        job = json.dumps(addresses, separators=(",", ":"))
        # The key goes there: it has to be the server that it is for.
        if len(job) > _LONGEST_ID or not all(is_same_server(one, self.base) for one in addresses):
            raise UnknownOutcome(
                "fal took the request and did not tell where it is", remedy="look at your requests there"
            )
        return job

    def poll(self, remote_id: str) -> JobStatus:
        status_url, response_url, _ = json.loads(remote_id)
        answer = looked_up(self.web, status_url)
        match status_of(self.web, answer):
            case "IN_QUEUE" | "IN_PROGRESS":
                return Pending()
            case "COMPLETED" if text_of(answer, "error") or text_of(answer, "error_type"):
                return _failed(text_of(answer, "error_type"), text_of(answer, "error"))
            case "COMPLETED":
                return self._result(response_url)
            case status:
                return undocumented("fal", status)

    def fetch(self, done: Done) -> ProviderResponse:
        return fetched("fal", done.result["id"], done.result["url"], self.folder, self.order.file_name)

    def cancel(self, remote_id: str) -> None:
        self.web.json("PUT", json.loads(remote_id)[2], safe=True)

    def _result(self, response_url: str) -> JobStatus:
        """A request that is completed may have failed all the same: only its result tells."""
        try:
            answer = looked_up(self.web, response_url)
        except (_NotMade, Refused) as error:
            return JobFailed(error)
        if ("images" if self.order.model.still else "video") not in answer:
            raise self.web.told_error(answer, safe=True) or changed("fal")
        if _is_flagged(answer):
            return JobFailed(Refused("fal: the picture was blacked out: unsafe", remedy="describe the scene otherwise"))
        url = text_of(_made(answer), "url")
        if not url:
            return JobFailed(PermanentError("fal: the request is done, and made nothing", remedy="retry it afresh"))
        return Done({"id": response_url.rstrip("/").rpartition("/")[2], "url": url})


def _made(answer: Mapping[str, Any]) -> Any:
    """The file of a result: a film's, or that of the first still."""
    images: Any = answer.get("images")
    stills = cast("list[Any]", images) if isinstance(images, list) else []
    return answer.get("video") or next(iter(stills), None)


def _is_flagged(answer: Mapping[str, Any]) -> bool:
    """Whether a checker found the first still unsafe: then it is black, and there is no error."""
    flags: Any = answer.get("has_nsfw_concepts")
    return isinstance(flags, list) and next(iter(cast("list[Any]", flags)), None) is True


def _failed(kind: str, why: str) -> JobFailed:
    said = f"fal: the request failed: {why or kind}"[:300]
    if kind.startswith(_PASSES):
        return JobFailed(TransientError(said, remedy="it is tried again"), FREE)
    if any(word in f"{kind} {why}".lower() for word in _FORBIDDEN):
        return JobFailed(Refused(said, remedy="describe the scene otherwise"))
    return JobFailed(PermanentError(said, remedy="retry it afresh, or name another model in models.footage"))
