"""fal: a queue. Where a request stands has an address without the end of the model's name, as the real one's has."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from fakes.films import film
from fakes.pictures import photograph
from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_FAL_URL"
PRICE_A_SECOND = Decimal("0.09")
STILL_PRICE = Decimal("0.003")
"""Of `fal-ai/flux/schnell`."""
FORBIDDEN = {
    "detail": [
        {
            "loc": ["body", "prompt"],
            "msg": "The content could not be processed because it contained material flagged by a content checker.",
            "type": "content_policy_violation",
            "url": "https://docs.fal.ai/errors#content_policy_violation",
            "input": {},
        }
    ]
}


def _price(job: dict[str, Any]) -> Decimal:
    """A still costs by the picture."""
    return int(job["duration"]) * PRICE_A_SECOND if "duration" in job else STILL_PRICE


_QUEUED: dict[str, Any] = {"status": "IN_QUEUE", "queue_position": 0}
_RUNNING: dict[str, Any] = {"status": "IN_PROGRESS", "logs": []}


class Service:
    """An account. `statuses` and `results` are answered instead at the end of the next requests, one each.

    `looks`: how many times a request is not done yet when somebody looks.
    """

    def __init__(self, looks: int = 2) -> None:
        self._not_done = looks
        self.jobs: list[dict[str, Any]] = []
        self.looks: dict[int, int] = {}
        self.statuses: list[dict[str, Any]] = []
        self.results: list[Answer] = []
        self.cancelled: list[int] = []
        self.on_submit: Callable[[int], Answer | None] = lambda _: None

    @property
    def bill(self) -> Decimal:
        """All that was charged."""
        return sum(map(_price, self.jobs), Decimal(0))

    def __call__(self, asked: Asked) -> Answer:
        """As the real one does."""
        host = asked.headers["host"]
        file = re.fullmatch(r"/files/f(\d+)\.mp4", asked.path)
        if file:
            number = int(file[1])
            known = number <= len(self.jobs)
            return Answer(film(int(self.jobs[number - 1]["duration"]), number)) if known else Answer("gone", 404)
        if re.fullmatch(r"/files/f\d+\.jpg", asked.path):
            return Answer(photograph(0, (576, 1024)))
        if asked.path == "/files/odd.mp4":
            return Answer(bytes(5000))
        if not asked.headers.get("authorization", "").startswith("Key "):
            return Answer({"detail": "Authentication is required to access this application"}, 401)
        request = re.fullmatch(r"/[\w-]+/[\w-]+/requests/[\w-]*-(\d+)(/status|/cancel|)", asked.path)
        if request is None:
            return self._taken(asked, host)
        return self._asked_for(int(request[1]), request[2], asked.path, host)

    def _taken(self, asked: Asked, host: str) -> Answer:
        self.jobs.append(asked.json)
        number = len(self.jobs)
        return self.on_submit(number) or Answer(
            {"status": "IN_QUEUE", "queue_position": 0, **self.told(number, asked.path, host)}
        )

    def told(self, number: int, path: str, host: str) -> dict[str, str]:
        """What is told of a request."""
        url = f"http://{host}/{'/'.join(path.strip('/').split('/')[:2])}/requests/r-{number}"
        addresses = {"response_url": url, "status_url": f"{url}/status", "cancel_url": f"{url}/cancel"}
        return {"request_id": f"r-{number}", **addresses}

    def _asked_for(self, number: int, what: str, path: str, host: str) -> Answer:  # noqa: PLR0911 - one a route
        if not 0 < number <= len(self.jobs):
            return Answer({"detail": "Request not found"}, 404)
        if what == "/cancel":
            self.cancelled.append(number)
            return Answer({"status": "CANCELLATION_REQUESTED"}, 202)
        if what == "/status":
            looks = self.looks[number] = self.looks.get(number, 0) + 1
            told = self.told(number, path, host)
            if looks <= self._not_done:
                return Answer({**told, **[_QUEUED, _RUNNING][looks - 1]}, 202)
            done: dict[str, Any] = {"status": "COMPLETED", "logs": [], "metrics": {"inference_time": 1.5}}
            return Answer({**told, **(self.statuses.pop(0) if self.statuses else done)})
        if self.results:
            return self.results.pop(0)
        if "duration" not in self.jobs[number - 1]:
            image = {"url": f"http://{host}/files/f{number}.jpg", "width": 576, "height": 1024}
            made = {"images": [{**image, "content_type": "image/jpeg"}], "prompt": "as asked", "seed": 7}
            return Answer({**made, "timings": {"inference": 0.4}, "has_nsfw_concepts": [False]})
        video = {"url": f"http://{host}/files/f{number}.mp4", "content_type": "video/mp4", "file_size": 4404019}
        return Answer({"video": video, "seed": 7})
