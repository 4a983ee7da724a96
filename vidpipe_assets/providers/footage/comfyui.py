"""Stills drawn by ComfyUI on a GPU of one's own (https://docs.comfy.org/development/comfyui-server/comms_routes).

The workflow is a file of the home, in the form that ComfyUI exports for its API: `comfyui/workflow.json`, or another
there that `models.footage` names. The scene's prompt goes into its node with the title 'vidpipe prompt'; every seed is
a new one. A job bears an id and a mark of ours, so that one whose answer was lost is found again.
"""

import datetime as dt
import json
import os
import random
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from vidpipe_assets.model.errors import BadInput, PermanentError, ResultGone, VidpipeError
from vidpipe_assets.model.media import Rights
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.providers.footage.drawn_models import LONGEST_PROMPT, STILL
from vidpipe_assets.providers.footage.film_models import text_of
from vidpipe_assets.providers.http.answers import changed
from vidpipe_assets.providers.http.client import Query, Web
from vidpipe_assets.providers.http.download import DownloadRequest, download
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.http.redact import excerpt
from vidpipe_assets.providers.request import (
    Account,
    Ask,
    CallPolicy,
    Done,
    JobFailed,
    JobStatus,
    Pending,
    ProviderRequest,
    ProviderResponse,
    StoredResponse,
)
from vidpipe_assets.providers.secrets import Need

_ADDRESS = "http://127.0.0.1:8188"
_FOLDER, _STANDARD = "comfyui", "workflow"
PROMPT_NODE = "vidpipe prompt"
_PROMPT_INPUTS, _SEEDS = ("text", "value", "prompt", "string"), ("seed", "noise_seed")
_MOST_BYTES = 60_000_000
_MOST_WORKFLOW = 2_000_000
_MARK = "vidpipe"
_SEEDS_BELOW = 2**32
"""Some nodes refuse a larger one, although ComfyUI's own take 64 bits."""
_MOST_OF_HISTORY = 50
"""Jobs that are looked through: each may hold a whole workflow of the user's, some hundred kB."""
_ACCOUNT = Account("comfyui", concurrency=1)
_POLICY = CallPolicy(poll_every_s=2, job_deadline_s=1800, limit_wait_s=1800)

Node = Mapping[str, Any]


def provider() -> "ComfyUi":
    """Return the provider `comfyui`, for the registry."""
    return ComfyUi()


class ComfyUi:
    """Draws a still by the user's own workflow."""

    name, is_local, at_a_time = "comfyui", False, 1
    needs: tuple[Need, ...] = ()

    def price(self, wish: FootageRequest) -> Money:
        """Return nothing: the machine is one's own."""
        del wish
        return FREE

    def reference_problem(self, model: str) -> tuple[str, str]:
        """See `Generating`: only the workflow knows where a picture would go."""
        return (
            f"comfyui is not given it for {model or _STANDARD}",
            "load the picture in the workflow itself (Load Image)",
        )

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """A new still, as the port says. Raises `BadInput` for a workflow that cannot be used."""
        del taken
        prompt = (wish.prompt.strip() or ", ".join(wish.terms))[:LONGEST_PROMPT]
        if not prompt:
            return None
        workflow = read_workflow(wish.model or _STANDARD)
        order = {"workflow": content_hash(workflow.nodes), "prompt": prompt}

        def read(reply: StoredResponse) -> Footage:
            rights = Rights(creator="a model in ComfyUI, on a machine of your own", licence="the terms of that model")
            return Footage(str(reply.content["id"]), reply.path(STILL), prompt[:80], rights)

        job = _ComfyJob(_web(), base_url(self.name, _ADDRESS), workflow, prompt, content_hash(order), folder)
        return ask(ProviderRequest("still", order, job, read, FREE, _ACCOUNT, policy=_POLICY))

    def probe(self) -> str:
        """Ask what machine it is."""
        answer = _web().json("GET", f"{base_url(self.name, _ADDRESS)}/system_stats")
        system = cast("dict[str, Any]", answer).get("system") if isinstance(answer, dict) else None
        if not isinstance(system, dict):
            raise _web().told_error(answer, safe=True) or changed("comfyui")
        return f"it answers; ComfyUI {text_of(system, 'comfyui_version')[:40]}".strip()


def _web() -> Web:
    return Web("comfyui", explain=_explained, deadline_s=30)


def _explained(refusal: Refusal) -> VidpipeError | None:
    """Why it does not run a workflow: a node or a model that is not there, a value that is out of bounds.

    Of all nodes but the last one the reason stands in `node_errors` alone.
    """
    if refusal.status != 400:
        return None
    told = _fields(refusal.body)
    error = _as_fields(told.get("error"))
    if not text_of(error, "type"):
        return None
    nodes = _as_fields(told.get("node_errors"))
    reasons = [reason for name, node in nodes.items() for reason in _reasons(name, node)]
    why = "; ".join(reasons) or _sentence(error)
    return BadInput(
        f"comfyui does not run the workflow: {excerpt(why)}",
        remedy="put what it names into ComfyUI (a node into custom_nodes, a model into models), or mend the workflow",
    )


def _reasons(name: str, told: Any) -> Iterator[str]:
    for error in text_list(told, "errors"):
        yield f"{text_of(told, 'class_type')} (node {name}): {_sentence(error)}"


def _sentence(error: Any) -> str:
    return ": ".join(part for part in (text_of(error, "message"), text_of(error, "details")) if part)


def _fields(body: bytes) -> Mapping[str, Any]:
    try:
        return _as_fields(json.loads(body))
    except ValueError:
        return {}


def _as_fields(told: Any) -> Mapping[str, Any]:
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}


@dataclass(frozen=True)
class Workflow:
    """A workflow by its nodes. `prompt_node`, `prompt_input`: where the scene's prompt goes."""

    nodes: Mapping[str, Node]
    prompt_node: str
    prompt_input: str

    def with_prompt(self, prompt: str, seed: int) -> dict[str, Any]:
        """The workflow for one picture."""
        made = {name: {**node, "inputs": _seeded(node["inputs"], seed)} for name, node in self.nodes.items()}
        made[self.prompt_node]["inputs"] = {**made[self.prompt_node]["inputs"], self.prompt_input: prompt}
        return made


def _seeded(inputs: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """Seeds that are led in from another node stay as they are."""
    return {
        name: seed if name in _SEEDS and isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in inputs.items()
    }


def read_workflow(name: str) -> Workflow:
    """The workflow `comfyui/NAME.json` in DAGSTER_HOME. Raises `BadInput` for one that cannot be used."""
    if "/" in name or "\\" in name or name.startswith("."):
        raise BadInput(f"models.footage: comfyui: {name!r} is no name of a workflow", remedy=f"as in {_STANDARD}")
    path = Path(os.environ.get("DAGSTER_HOME", ".")) / _FOLDER / f"{name.removesuffix('.json')}.json"
    export = "export it in ComfyUI with 'Export (API)', and put it there"
    try:
        if path.stat().st_size > _MOST_WORKFLOW:
            raise BadInput(f"{path} is larger than {_MOST_WORKFLOW // 10**6} MB", remedy=export)
        found: Any = json.loads(path.read_bytes())
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}", remedy=export) from error
    except ValueError as error:
        raise BadInput(f"{path} is no JSON", remedy=export) from error
    nodes = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    if not nodes or not all(_is_node(node) for node in nodes.values()):
        raise BadInput(f"{path} is no workflow in the form of ComfyUI's API", remedy=export)
    return _with_places(path, nodes)


def _is_node(node: Any) -> bool:
    told = cast("dict[str, Any]", node) if isinstance(node, dict) else {}
    return isinstance(told.get("class_type"), str) and isinstance(told.get("inputs"), dict)


def _with_places(path: Path, nodes: Mapping[str, Node]) -> Workflow:
    for name, node in nodes.items():
        if text_of(node.get("_meta"), "title").strip().lower() == PROMPT_NODE or name == PROMPT_NODE:
            found = next((one for one in _PROMPT_INPUTS if isinstance(node["inputs"].get(one), str)), None)
            if found:
                return Workflow(nodes, name, found)
    raise BadInput(
        f"{path} has no node with the title {PROMPT_NODE!r} that holds a text",
        remedy=f"give the node of the prompt the title {PROMPT_NODE!r} in ComfyUI, and export it again",
    )


@dataclass(frozen=True)
class _ComfyJob:
    """One picture in its queue, as `POST /prompt`, `GET /history/{id}`, `GET /view` have it."""

    web: Web
    base: str
    workflow: Workflow
    prompt: str
    mark: str
    folder: Path
    sent: list[str] = field(default_factory=list[str])
    lost: set[str] = field(default_factory=set[str])

    def submit(self) -> str:
        """Ours costs nothing, so that it is sent again where no answer came: but not if it arrived.

        One whose picture is lost stands in the history all the same; the next one is another.
        """
        if self.sent and (arrived := self._arrived(self.sent[-1])):
            return arrived
        self.sent.append(str(uuid.uuid4()))
        seed = random.SystemRandom().randrange(_SEEDS_BELOW)
        mark = {_MARK: {"order": self.mark, "at": dt.datetime.now(dt.UTC).isoformat(), "id": self.sent[-1]}}
        body = {
            "prompt": self.workflow.with_prompt(self.prompt, seed),
            "prompt_id": self.sent[-1],
            "client_id": _MARK,
            "extra_data": mark,
        }
        answer = self.web.json("POST", f"{self.base}/prompt", body=body)
        told = text_of(answer, "prompt_id")
        if not told:
            raise self.web.told_error(answer, safe=False) or changed("comfyui")
        return told  # an older server gives an id of its own

    def _arrived(self, sent: str) -> str | None:
        """The id of the job that was sent as `sent`, if it is there and its picture is not lost."""
        for name, extra in self._jobs():
            if sent in {name, text_of(extra.get(_MARK), "id")} and name not in self.lost:
                return name
        return None

    def _jobs(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Id and extra data of what waits, runs, or has ended of late."""
        yield from self._queued()
        for one in self._read("history").values():
            yield from _entries([text_list(one, "prompt")])

    def poll(self, remote_id: str) -> JobStatus:
        history = self._read(f"history/{remote_id}")
        if remote_id not in history:
            if any(name == remote_id for name, _ in self._queued()):
                return Pending()
            history = self._read(f"history/{remote_id}")  # it may have ended between the two
            if remote_id not in history:
                raise ResultGone(
                    "comfyui no longer has the job: it was started anew, or its queue was cleared",
                    remedy="it is made again",
                )
        return self._status(remote_id, history[remote_id])

    def fetch(self, done: Done) -> ProviderResponse:
        query = "&".join(f"{name}={_quoted(done.result[name])}" for name in ("filename", "subfolder", "type"))
        wanted = DownloadRequest(f"{self.base}/view?{query}", most_bytes=_MOST_BYTES, public_only=False)
        suffix = Path(done.result["filename"]).suffix.lower()
        path = self.folder / f"still{suffix if suffix in {'.png', '.jpg', '.jpeg', '.webp'} else '.png'}"
        try:
            return ProviderResponse({"id": done.result["id"]}, {STILL: download(self.web, wanted, path)})
        except ResultGone:
            self.lost.add(done.result["id"])
            raise

    def cancel(self, remote_id: str) -> None:
        self.web.json("POST", f"{self.base}/queue", body={"delete": [remote_id]}, safe=True)
        running = self._read("queue").get("queue_running", [])
        if any(name == remote_id for name, _ in _entries(running)):
            self.web.json("POST", f"{self.base}/interrupt", body={"prompt_id": remote_id}, safe=True)

    def find(self, since: dt.datetime, taken: Collection[str]) -> str | None:
        """The job of the same order, begun since then, in the queue or in the history."""
        for name, extra in self._jobs():
            mark = extra.get(_MARK)
            if name not in taken and text_of(mark, "order") == self.mark and _is_since(text_of(mark, "at"), since):
                return name
        return None

    def _read(self, path: str) -> Mapping[str, Any]:
        query: Query | None = {"max_items": _MOST_OF_HISTORY} if path == "history" else None
        answer = self.web.json("GET", f"{self.base}/{path}", query=query)
        if told := self.web.told_error(answer, safe=True):
            raise told
        if not isinstance(answer, dict):
            raise changed("comfyui")
        return cast("dict[str, Any]", answer)

    def _queued(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        queue = self._read("queue")
        if "queue_running" not in queue:
            raise changed("comfyui")
        for part in ("queue_running", "queue_pending"):
            yield from _entries(queue.get(part))

    def _status(self, name: str, told: Any) -> JobStatus:
        entry = cast("dict[str, Any]", told) if isinstance(told, dict) else {}
        if text_of(entry.get("status"), "status_str") == "error":
            why = _error_of(entry["status"])
            return JobFailed(PermanentError(f"comfyui: the workflow failed: {why}", remedy="try it in ComfyUI"), FREE)
        outputs = entry.get("outputs")
        if not isinstance(outputs, dict):
            raise changed("comfyui")
        for images in _images(cast("dict[str, Any]", outputs)):
            return Done({"id": name, **images})
        return JobFailed(
            PermanentError("comfyui: the workflow saves no picture", remedy="end it with a node SaveImage"), FREE
        )


def text_list(told: Any, name: str) -> list[Any]:
    """A list of an answer; empty if it is missing or something else."""
    value: Any = cast("Mapping[str, Any]", told).get(name) if isinstance(told, dict) else None
    return cast("list[Any]", value) if isinstance(value, list) else []


def _entries(queue: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Id and extra data of what is queued: lists of number, id, workflow, extra data, outputs."""
    for entry in cast("list[Any]", queue) if isinstance(queue, list) else []:
        parts = cast("list[Any]", entry) if isinstance(entry, list) else []
        if len(parts) > 3 and isinstance(parts[1], str):
            yield parts[1], cast("dict[str, Any]", parts[3]) if isinstance(parts[3], dict) else {}


def _images(outputs: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Saved pictures before previews."""
    found = [image for node in outputs.values() for image in text_list(node, "images") if text_of(image, "filename")]
    for image in sorted(found, key=lambda one: text_of(one, "type") != "output"):
        yield {name: text_of(image, name) for name in ("filename", "subfolder", "type")}


def _error_of(status: Any) -> str:
    for message in text_list(status, "messages"):
        parts = cast("list[Any]", message) if isinstance(message, list) else []
        if len(parts) > 1 and parts[0] == "execution_interrupted":
            return "somebody interrupted it there"
        if len(parts) > 1 and parts[0] == "execution_error":
            return excerpt(f"{text_of(parts[1], 'node_type')}: {text_of(parts[1], 'exception_message')}")
    return "it does not say why"


def _is_since(told: str, since: dt.datetime) -> bool:
    try:
        return dt.datetime.fromisoformat(told) >= since
    except (ValueError, TypeError):
        return False


def _quoted(text: str) -> str:
    return quote(text, safe="")
