"""Apify with one actor, TikTok's: runs that take two polls, a dataset, and a bill of 0.004 USD for each result."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_APIFY_URL"
PRICE = Decimal("0.004")


def video(number: int, **more: Any) -> dict[str, Any]:
    """An item as the actor gives it."""
    return {
        "id": f"74000000000{number:05}",
        "text": f"A telescope, take {number} #space <b>now</b>",
        "createTimeISO": "2026-11-24T18:00:00.000Z",
        "authorMeta": {"name": "sky.fan", "fans": 12},
        "musicMeta": {"musicName": "original sound", "musicAuthor": "sky.fan"},
        "videoMeta": {"duration": 21, "coverUrl": "https://p16.tiktokcdn.com/c.jpg"},
        "hashtags": [{"name": "space"}, {"name": "moon"}],
        "webVideoUrl": f"https://www.tiktok.com/@sky.fan/video/74000000000{number:05}",
        "textLanguage": "en",
        "locationCreated": "GB",
        "playCount": 1000 + number,
        "diggCount": 100,
        "shareCount": 10,
        "commentCount": 1,
        **more,
    }


def refusal(status: int, kind: str, message: str = "no") -> Answer:
    """An error as Apify tells it."""
    return Answer({"error": {"type": kind, "message": message}}, status)


_SHORT = (
    *("id", "actId", "status", "startedAt", "finishedAt", "buildId", "buildNumber", "usageTotalUsd", "meta"),
    *("defaultDatasetId", "defaultKeyValueStoreId", "defaultRequestQueueId"),
)


def _listed(run: dict[str, Any]) -> dict[str, Any]:
    """A run as the list of runs shows it."""
    return {name: run[name] for name in _SHORT}


def _pagination(total: int, first: int, most: int) -> dict[str, str]:
    values = {"Total": total, "Offset": first, "Limit": most, "Count": min(most, max(total - first, 0))}
    return {f"X-Apify-Pagination-{name}": str(value) for name, value in {**values, "Desc": "false"}.items()}


@dataclass
class Apify:
    """The account. `ends`: as what runs end; `polls`: how many times they are still running."""

    ends: str = "SUCCEEDED"
    polls: int = 2
    runs: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    inputs: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    looks: dict[str, int] = field(default_factory=dict[str, int])
    items: list[dict[str, Any]] | None = None

    @property
    def bill(self) -> Decimal:
        """All that was charged."""
        return sum((Decimal(str(run["usageTotalUsd"])) for run in self.runs), Decimal(0))

    def answer(self, asked: Asked) -> Answer:  # noqa: PLR0911 - one a route
        """As the real one does."""
        parts = asked.path.removeprefix("/v2/").split("/")
        match [asked.method, *parts]:
            case ["GET", "users", "me"]:
                return Answer({"data": {"username": "me"}})
            case ["POST", "actors", _, "runs"]:
                return self._started(asked)
            case ["GET", "actors", _, "runs"]:
                head = {"total": len(self.runs), "offset": 0, "limit": 100, "count": len(self.runs), "desc": False}
                return Answer({"data": {**head, "items": [_listed(run) for run in self.runs]}})
            case ["GET", "actor-runs", name]:
                return self._looked_at(name)
            case ["POST", "actor-runs", name, "abort"]:
                self._run(name)["status"] = "ABORTED"
                return Answer({"data": self._run(name)})
            case ["GET", "datasets", name, "items"]:
                return self._items(name, asked)
            case ["GET", "key-value-stores", name, "records", "INPUT"]:
                return Answer({"proxyCountryCode": "None", **self.inputs[int(name.removeprefix("store"))]})
        return refusal(404, "page-not-found")

    def _run(self, name: str) -> dict[str, Any]:
        return self.runs[int(name.removeprefix("run"))]

    def _started(self, asked: Asked) -> Answer:
        number, query = len(self.runs), asked.query
        self.inputs.append(asked.json)
        self.runs.append(
            {
                "id": f"run{number}",
                "actId": "tiktok",
                "startedAt": "2026-11-25T12:30:00.000Z",
                "status": "READY",
                "usageTotalUsd": float(PRICE * len(self._all(number))),
                "defaultDatasetId": f"data{number}",
                "defaultKeyValueStoreId": f"store{number}",
                "defaultRequestQueueId": f"queue{number}",
                "userId": "user",
                "buildId": "build",
                "buildNumber": "0.0.1",
                "finishedAt": None,
                "statusMessage": None,
                "meta": {"origin": "API"},
                "stats": {"computeUnits": 0.1},
                "options": {
                    "build": "latest",
                    "timeoutSecs": int(query.get("timeout", 3600)),
                    "memoryMbytes": 1024,
                    "diskMbytes": 2048,
                    "maxItems": int(query["maxItems"]) if "maxItems" in query else None,
                    "maxTotalChargeUsd": float(query["maxTotalChargeUsd"]) if "maxTotalChargeUsd" in query else None,
                },
            }
        )
        return Answer({"data": self.runs[-1]}, 201)

    def _looked_at(self, name: str) -> Answer:
        run = self._run(name)
        looks = self.looks[name] = self.looks.get(name, 0) + 1
        if run["status"] in {"READY", "RUNNING"}:
            run["status"] = "RUNNING" if looks <= self.polls else self.ends
            run["finishedAt"] = None if looks <= self.polls else "2026-11-25T12:31:00.000Z"
        return Answer({"data": run})

    def _items(self, name: str, asked: Asked) -> Answer:
        first, most = int(asked.query.get("offset", 0)), int(asked.query.get("limit", 250_000))
        found = self._all(int(re.sub(r"\D", "", name)))
        return Answer(found[first : first + most], headers=_pagination(len(found), first, most))

    def _all(self, number: int) -> list[dict[str, Any]]:
        given = self.inputs[number]
        terms = len(given["hashtags"]) + len(given["searchQueries"])
        found = range(1, given["resultsPerPage"] * terms + 1)
        return [video(one) for one in found] if self.items is None else self.items
