"""ComfyUI: a queue of one's own. A job waits, runs, and stands in the history when it has been looked at twice."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fakes.pictures import photograph
from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_COMFYUI_URL"
WORKFLOW: dict[str, Any] = {
    "3": {
        "class_type": "KSampler",
        "inputs": {"seed": 5, "steps": 20, "model": ["4", 0]},
        "_meta": {"title": "KSampler"},
    },
    "6": {
        "class_type": "CLIPTextEncode",
        "inputs": {"text": "here", "clip": ["4", 1]},
        "_meta": {"title": "vidpipe prompt"},
    },
    "9": {
        "class_type": "SaveImage",
        "inputs": {"images": ["3", 0], "filename_prefix": "v"},
        "_meta": {"title": "Save"},
    },
}


def write_workflow(home: Path, workflow: Any = WORKFLOW, name: str = "workflow") -> Path:
    """Put a workflow into a home."""
    path = home / "comfyui" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(workflow))
    return path


class Service:
    """A server. `looks`: how many times a job is not done yet; `ends`: what the next ones are at their end instead."""

    def __init__(self, looks: int = 2) -> None:
        self._not_done = looks
        self.jobs: list[dict[str, Any]] = []
        self.looks: dict[str, int] = {}
        self.ends: list[dict[str, Any]] = []
        self.deleted: list[str] = []
        self.on_submit: Callable[[int], Answer | None] = lambda _: None

    def __call__(self, asked: Asked) -> Answer:  # noqa: C901, PLR0911 - one a route
        """As the real one does."""
        match asked.method, asked.path.strip("/").split("/"):
            case "GET", ["system_stats"]:
                return Answer({"system": {"os": "posix", "comfyui_version": "0.9.2"}, "devices": []})
            case "POST", ["prompt"]:
                return self._taken(asked.json)
            case "GET", ["queue"]:
                return Answer({"queue_running": [], "queue_pending": [self._entry(one) for one in self._waiting()]})
            case "GET", ["history"]:
                return Answer({job["prompt_id"]: self._told(job) for job in self.jobs if self._is_done(job)})
            case "GET", ["history", name]:
                return Answer(self._looked_at(name))
            case "GET", ["view"]:
                return Answer(photograph(int(asked.query["filename"][1:-4]), (576, 1024)))
            case "POST", ["queue"]:
                self.deleted += asked.json["delete"]
                return Answer(b"")
            case "POST", ["interrupt"]:
                return Answer(b"")
            case _:
                return Answer("404: Not Found", 404)

    def _taken(self, told: dict[str, Any]) -> Answer:
        bad = [name for name, node in told["prompt"].items() if node["class_type"] == "NoSuchNode"]
        if bad:
            problem = {
                "type": "invalid_prompt",
                "message": "Cannot execute because a node is missing",
                "details": bad[0],
            }
            return Answer({"error": problem, "node_errors": {}}, 400)
        self.jobs.append(told)
        number = len(self.jobs)
        return self.on_submit(number) or Answer({"prompt_id": told["prompt_id"], "number": number, "node_errors": {}})

    def _entry(self, job: dict[str, Any]) -> list[Any]:
        return [self.jobs.index(job), job["prompt_id"], job["prompt"], job["extra_data"], ["9"]]

    def _is_done(self, job: dict[str, Any]) -> bool:
        return self.looks.get(job["prompt_id"], 0) > self._not_done

    def _waiting(self) -> list[dict[str, Any]]:
        return [job for job in self.jobs if not self._is_done(job) and job["prompt_id"] not in self.deleted]

    def _looked_at(self, name: str) -> dict[str, Any]:
        self.looks[name] = self.looks.get(name, 0) + 1
        done = [job for job in self.jobs if job["prompt_id"] == name and self._is_done(job)]
        return {name: self._told(done[0])} if done else {}

    def _told(self, job: dict[str, Any]) -> dict[str, Any]:
        file = {"filename": f"v{self.jobs.index(job) + 1}.png", "subfolder": "", "type": "output"}
        good = {
            "outputs": {"9": {"images": [file]}},
            "status": {"status_str": "success", "completed": True, "messages": []},
        }
        return {"prompt": self._entry(job), "meta": {}, **(self.ends.pop(0) if self.ends else good)}
