"""Replicate: predictions that are done when they have been looked at three times. Each costs when it is created."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from fakes.films import film
from fakes.pictures import photograph
from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_REPLICATE_URL"
PRICE_A_SECOND = Decimal("0.036")
STILL_PRICE = Decimal("0.003")
"""Of `black-forest-labs/flux-schnell`."""
_LISTS = {"black-forest-labs/flux-schnell"}
PAGE = 3
"""Predictions on a page of the list."""


def _price(job: dict[str, Any]) -> Decimal:
    """A still costs by the picture."""
    return job["input"]["duration"] * PRICE_A_SECOND if "duration" in job["input"] else STILL_PRICE


class Service:
    """An account. `ends`: what the next predictions are at their end, instead of done, one each."""

    def __init__(self) -> None:
        self.jobs: list[dict[str, Any]] = []
        self.looks: dict[str, int] = {}
        self.ends: list[dict[str, Any]] = []
        self.on_submit: Callable[[int], Answer | None] = lambda _: None
        """Sees the number of a prediction that was just created; what it returns is answered instead."""

    @property
    def bill(self) -> Decimal:
        """All that was charged."""
        return sum(map(_price, self.jobs), Decimal(0))

    def __call__(self, asked: Asked) -> Answer:  # noqa: C901, PLR0911 - one a route
        """As the real one does."""
        host = asked.headers["host"]
        if asked.path.startswith("/files/"):
            return self._file(asked.path)
        if not asked.headers.get("authorization", "").startswith("Bearer "):
            return Answer({"title": "Unauthenticated", "detail": "You did not pass a valid token", "status": 401}, 401)
        match asked.method, asked.path.strip("/").split("/"):
            case "POST", ["v1", "models", owner, name, "predictions"]:
                return self._created(f"{owner}/{name}", "hidden", asked.json["input"], host)
            case "POST", ["v1", "predictions"]:
                return self._created("someone/versioned", asked.json["version"], asked.json["input"], host)
            case "GET", ["v1", "predictions"]:
                return self._listed(asked, host)
            case "GET", ["v1", "predictions", name]:
                return self._looked_at(name)
            case "POST", ["v1", "predictions", name, "cancel"]:
                self._job(name)["status"] = "canceled"
                return Answer(self._job(name))
            case "GET", ["v1", "account"]:
                return Answer({"type": "user", "username": "ann", "name": "Ann", "github_url": None})
            case _:
                return Answer({"detail": "Not found.", "status": 404}, 404)

    def _file(self, path: str) -> Answer:
        number = int(re.findall(r"/files/p(\d+)", path)[0])
        if number > len(self.jobs):
            return Answer("gone", 404)
        told = self.jobs[number - 1]["input"]
        return Answer(film(told["duration"], number) if "duration" in told else photograph(number, (768, 1344)))

    def _created(self, model: str, version: str, told: dict[str, Any], host: str) -> Answer:
        name = f"p{len(self.jobs) + 1}"
        job: dict[str, Any] = {
            "id": name,
            "model": model,
            "version": version,
            "input": told,
            "logs": "",
            "output": None,
            "data_removed": False,
            "error": None,
            "status": "starting",
            "source": "api",
            "created_at": dt.datetime.now(dt.UTC).isoformat(),
            "started_at": None,
            "completed_at": None,
            "metrics": {},
            "urls": {
                "web": f"https://replicate.com/p/{name}",
                "get": f"http://{host}/v1/predictions/{name}",
                "cancel": f"http://{host}/v1/predictions/{name}/cancel",
            },
        }
        self.jobs.append(job)
        return self.on_submit(len(self.jobs)) or Answer(job, 201)

    def _job(self, name: str) -> dict[str, Any]:
        return next(job for job in self.jobs if job["id"] == name)

    def _looked_at(self, name: str) -> Answer:
        found = [job for job in self.jobs if job["id"] == name]
        if not found:
            return Answer({"detail": "The requested resource could not be found.", "status": 404}, 404)
        (job,) = found
        looks = self.looks[name] = self.looks.get(name, 0) + 1
        if job["status"] == "starting":
            job["status"] = "processing"
        elif job["status"] == "processing" and looks > 2:
            host = job["urls"]["get"].removeprefix("http://").partition("/v1/")[0]
            one = f"http://{host}/files/{name}.{'mp4' if 'duration' in job['input'] else 'jpg'}"
            # Of some models, as the output's schema of each says, a list.
            job |= {"status": "succeeded", "output": [one] if job["model"] in _LISTS else one}
            job |= self.ends.pop(0) if self.ends else {}
        return Answer(job)

    def _listed(self, asked: Asked, host: str) -> Answer:
        jobs = list(reversed(self.jobs))
        page = int((re.findall(r"\d+", asked.query.get("cursor", "")) or ["0"])[0])
        more = f"http://{host}/v1/predictions?cursor={page + 1}" if len(jobs) > (page + 1) * PAGE else None
        return Answer({"next": more, "previous": None, "results": jobs[page * PAGE : (page + 1) * PAGE]})
