"""ComfyUI's server, as server.py and execution.py of Comfy-Org/ComfyUI have it (read on 2026-11-30).

A prompt is validated, queued under the id that the client gave (a UUID in its canonical form), runs, and stands in the
history; queue, history and previews are gone when the server starts anew, saved pictures are not. `is_old`: as it was
before it took ids from clients.
"""

import io
import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fakes.pictures import photograph
from fakes.server import Answer, Asked
from PIL import Image

VARIABLE = "VIDPIPE_COMFYUI_URL"
MODEL = "a-model.safetensors"
WORKFLOW: dict[str, Any] = {
    "3": {
        "class_type": "KSampler",
        "inputs": {"seed": 5, "steps": 20, "model": ["4", 0], "positive": ["6", 0]},
        "_meta": {"title": "KSampler"},
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": MODEL}, "_meta": {"title": "Load"}},
    "6": {
        "class_type": "CLIPTextEncode",
        "inputs": {"text": "here", "clip": ["4", 1]},
        "_meta": {"title": "vidpipe prompt"},
    },
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}, "_meta": {"title": "Decode"}},
    "9": {
        "class_type": "SaveImage",
        "inputs": {"images": ["8", 0], "filename_prefix": "v"},
        "_meta": {"title": "Save"},
    },
}
PROMISED: dict[str, Any] = {
    "3": {
        "class_type": "KSampler",
        "inputs": {"seed": 5, "steps": 20, "model": ["4", 0]},
        "_meta": {"title": "KSampler"},
    },
    "6": WORKFLOW["6"],
    "9": {
        "class_type": "SaveImage",
        "inputs": {"images": ["3", 0], "filename_prefix": "v"},
        "_meta": {"title": "Save"},
    },
}
"""Of whose order `tests/promises` keeps the key; no server would run it."""
_INPUTS: Mapping[str, tuple[str, ...]] = {
    "KSampler": ("seed", "steps", "model", "positive"),
    "Sampler32": ("seed", "model", "positive"),
    "CheckpointLoaderSimple": ("ckpt_name",),
    "CLIPTextEncode": ("text", "clip"),
    "VAEDecode": ("samples", "vae"),
    "SaveImage": ("images", "filename_prefix"),
    "PreviewImage": ("images",),
    "SaveLatent": ("samples", "filename_prefix"),
}
"""Kinds of nodes that are there, and what each needs. `Sampler32`: one of those whose seeds end at 32 bits."""
_OUTPUTS = {"SaveImage", "PreviewImage", "SaveLatent"}
_LARGEST_SEED = {"KSampler": 0xFFFFFFFFFFFFFFFF, "Sampler32": 0xFFFFFFFF}

Entry = dict[str, Any]


def write_workflow(home: Path, workflow: Any = PROMISED, name: str = "workflow") -> Path:
    """Put a workflow into a home."""
    path = home / "comfyui" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(workflow))
    return path


def _told(kind: str, message: str, details: str, **more: Any) -> Entry:
    return {"type": kind, "message": message, "details": details, "extra_info": more}


class Service:
    """A server. `looks`: how many times a job is not done yet; `ends`: how the next ones end instead, one each.

    `jobs`: all that were ever queued. `on_submit` sees the number of the one that was just queued; what it returns is
    answered instead; `on_done` sees the number of the one that has run.
    """

    def __init__(self, looks: int = 2, *, is_old: bool = False) -> None:
        self._not_done, self._is_old = looks, is_old
        self.jobs: list[Entry] = []
        self.queue: list[Entry] = []
        self.history: dict[str, Entry] = {}
        self.files: dict[tuple[str, str, str], bytes] = {}
        self.looks: dict[str, int] = {}
        self.ends: list[Entry] = []
        self.never_ends = False
        self.deleted: list[str] = []
        self.on_submit: Callable[[int], Answer | None] = lambda _: None
        self.on_done: Callable[[int], None] = lambda _: None

    def restart(self) -> None:
        """The process ends and begins anew."""
        self.queue, self.history, self.looks = [], {}, {}
        self.files = {place: picture for place, picture in self.files.items() if place[0] == "output"}

    def __call__(self, asked: Asked) -> Answer:  # noqa: C901, PLR0911 - one a route
        """As the real one does."""
        match asked.method, asked.path.strip("/").split("/"):
            case "GET", ["system_stats"]:
                return Answer({"system": {"os": "linux", "comfyui_version": "0.36.0"}, "devices": []})
            case "POST", ["prompt"]:
                return self.take(asked.json)
            case "GET", ["queue"]:
                running, pending = self.queue[:1], self.queue[1:]
                entries = [[_entry(job) for job in part] for part in (running, pending)]
                return Answer({"queue_running": entries[0], "queue_pending": entries[1]})
            case "GET", ["history"]:
                most = int(asked.query.get("max_items", len(self.history)))
                return Answer(dict(list(self.history.items())[max(0, len(self.history) - most) :]))
            case "GET", ["history", name]:
                self._look_at(name)
                return Answer({name: self.history[name]} if name in self.history else {})
            case "GET", ["view"]:
                return self._viewed(asked.query)
            case "POST", ["queue"]:
                self.deleted += asked.json["delete"]
                self.queue = [*self.queue[:1], *(one for one in self.queue[1:] if one["prompt_id"] not in self.deleted)]
                return Answer(b"")
            case "POST", ["interrupt"]:
                self._interrupt(asked.json.get("prompt_id") if asked.body else None)
                return Answer(b"")
            case _:
                return Answer("404: Not Found", 404)

    def take(self, told: Entry) -> Answer:
        """`POST /prompt`."""
        name = told.get("prompt_id")
        if self._is_old or name is None:
            name = str(uuid.uuid4())
        elif not _is_canonical(name):
            problem = _told("invalid_prompt_id", "prompt_id must be a valid UUID", "prompt_id must be a UUID string")
            return Answer({"error": problem, "node_errors": {}}, 400)
        problem, node_errors = _problems(told["prompt"])
        if problem:
            return Answer({"error": problem, "node_errors": node_errors}, 400)
        extra = {**told.get("extra_data", {}), "client_id": told.get("client_id"), "create_time": 1795000000000}
        job = {"prompt_id": name, "prompt": told["prompt"], "extra_data": extra, "number": len(self.jobs)}
        self.jobs.append(job)
        self.queue.append(job)
        answer = Answer({"prompt_id": name, "number": job["number"], "node_errors": node_errors})
        return self.on_submit(len(self.jobs)) or answer

    def _look_at(self, name: str) -> None:
        self.looks[name] = self.looks.get(name, 0) + 1
        is_over = self.looks[name] > self._not_done and not self.never_ends
        for job in [one for one in self.queue if one["prompt_id"] == name and is_over]:
            self.finish(job)

    def finish(self, job: Entry) -> None:
        """It has run."""
        self._end(job, self.ends.pop(0) if self.ends else self._run(job))
        self.on_done(job["number"] + 1)

    def _end(self, job: Entry, end: Entry) -> None:
        self.queue.remove(job)
        self.history[job["prompt_id"]] = {"prompt": _entry(job), "outputs": {}, "status": None, "meta": {}, **end}

    def _run(self, job: Entry) -> Entry:
        """What its output nodes save: pictures in the folder of output, previews in the one that is emptied."""
        outputs: Entry = {}
        for node, told in job["prompt"].items():
            if told["class_type"] in {"SaveImage", "PreviewImage"}:
                kind = "output" if told["class_type"] == "SaveImage" else "temp"
                prefix = told["inputs"].get("filename_prefix", "ComfyUI_temp_abcde")
                folder, _, start = prefix.rpartition("/")
                file = f"{start}_{job['number'] + 1:05}_.png"
                self.files[kind, folder, file] = _png(job["number"] + (10 if kind == "temp" else 0))
                outputs[node] = {"images": [{"filename": file, "subfolder": folder, "type": kind}]}
            elif told["class_type"] == "SaveLatent":
                outputs[node] = {"latents": [{"filename": "v_00001_.latent", "subfolder": "", "type": "output"}]}
        about: Entry = {"prompt_id": job["prompt_id"], "timestamp": 1795000001000}
        messages: list[list[Any]] = [["execution_start", about], ["execution_cached", {**about, "nodes": []}]]
        status = {
            "status_str": "success",
            "completed": True,
            "messages": [*messages, ["execution_success", about]],
        }
        return {"outputs": outputs, "status": status}

    def _interrupt(self, name: str | None) -> None:
        """The one that runs; servers of old heed no name."""
        if self.queue and (self._is_old or name in {None, self.queue[0]["prompt_id"]}):
            about: Entry = {
                "prompt_id": self.queue[0]["prompt_id"],
                "node_id": "3",
                "node_type": "KSampler",
                "executed": [],
            }
            messages: list[list[Any]] = [["execution_start", about], ["execution_interrupted", about]]
            self._end(self.queue[0], {"status": {"status_str": "error", "completed": False, "messages": messages}})

    def _viewed(self, query: Mapping[str, str]) -> Answer:
        """`GET /view`."""
        name, folder, kind = query["filename"], query.get("subfolder", ""), query.get("type", "output")
        if name.startswith("/") or ".." in name or kind not in {"output", "temp", "input"}:
            return Answer(b"", 400)
        if ".." in folder or folder.startswith("/"):
            return Answer(b"", 403)
        picture = self.files.get((kind, folder, name))
        return Answer(picture, headers={"Content-Type": "image/png"}) if picture else Answer(b"", 404)


def _entry(job: Entry) -> list[Any]:
    outputs = [node for node, told in job["prompt"].items() if told["class_type"] in _OUTPUTS]
    return [job["number"], job["prompt_id"], job["prompt"], job["extra_data"], outputs]


def _is_canonical(name: Any) -> bool:
    try:
        return isinstance(name, str) and str(uuid.UUID(name)) == name
    except ValueError:
        return False


def _problems(prompt: Entry) -> tuple[Entry | None, Entry]:
    """`validate_prompt`: what is wrong with all of it, and with its nodes.

    Of a node that an output depends on, the reason stands in `node_errors` alone: the error's details are empty.
    """
    for node, told in prompt.items():
        kind = told.get("class_type")
        if kind not in _INPUTS:
            title = told.get("_meta", {}).get("title", kind)
            return _told(
                "missing_node_type",
                f"Node '{title}' not found. The custom node may not be installed.",
                f"Node ID '#{node}'",
                node_id=node,
                class_type=kind,
                node_title=title,
            ), {}
    outputs = [node for node, told in prompt.items() if told["class_type"] in _OUTPUTS]
    if not outputs:
        return _told("prompt_no_outputs", "Prompt has no outputs", ""), {}
    node_errors: Entry = {}
    good: list[str] = []
    details: list[str] = []
    for output in outputs:
        needed = {node: list(_reasons(prompt[node])) for node in _upstream(prompt, output)}
        for node, reasons in needed.items():
            if reasons:
                first = {"errors": reasons, "dependent_outputs": [], "class_type": prompt[node]["class_type"]}
                node_errors.setdefault(node, first)["dependent_outputs"].append(output)
        details += [f"{one['message']}: {one['details']}" for one in needed[output]]
        good += [] if any(needed.values()) else [output]
    if good:
        return None, node_errors
    kind, message = "prompt_outputs_failed_validation", "Prompt outputs failed validation"
    return _told(kind, message, "\n".join(details)), node_errors


def _upstream(prompt: Entry, output: str) -> list[str]:
    """The nodes that an output depends on, itself among them."""
    found: list[str] = []
    left = [output]
    while left:
        node = left.pop()
        if node not in found and node in prompt:
            found.append(node)
            left += [value[0] for value in prompt[node]["inputs"].values() if isinstance(value, list)]
    return found


def _reasons(told: Entry) -> Iterator[Entry]:
    """`validate_inputs` of one node."""
    kind, inputs = told["class_type"], told["inputs"]
    for name in _INPUTS[kind]:
        if name not in inputs:
            yield _told("required_input_missing", "Required input is missing", name, input_name=name)
    seed, largest = inputs.get("seed"), _LARGEST_SEED.get(kind)
    if largest is not None and isinstance(seed, int) and seed > largest:
        yield _told("value_bigger_than_max", f"Value {seed} bigger than max of {largest}", "seed", received_value=seed)
    model = inputs.get("ckpt_name", MODEL)
    if model != MODEL:
        yield _told(
            "value_not_in_list", "Value not in list", f"ckpt_name: {model!r} not in {[MODEL]}", input_name="ckpt_name"
        )


def _png(number: int) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(photograph(number, (576, 1024)))).save(out, "PNG")
    return out.getvalue()
