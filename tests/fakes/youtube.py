"""YouTube: a chart of 60 videos in two pages, searches that overlap with it, statistics that are hidden or strings."""

from typing import Any

from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_YOUTUBE_URL"
_OF_CHART = 60


def video(name: str, **more: Any) -> dict[str, Any]:
    """A video as the API shows it; `more` replaces its parts."""
    number = int(name.rpartition("-")[2])
    snippet = {
        "publishedAt": "2026-11-24T12:00:00Z",
        "title": f"Telescope &amp; mirror, part {number} #space",
        "description": "All of it <script>alert(1)</script> #Mirror",
        "channelTitle": "Sky Channel",
        "tags": ["telescope", "two words"],
        "defaultAudioLanguage": "en-GB",
        "liveBroadcastContent": "none",
        "thumbnails": {
            "default": {"url": f"https://i.ytimg.com/vi/{name}/default.jpg", "width": 120, "height": 90},
            "high": {"url": f"https://i.ytimg.com/vi/{name}/hqdefault.jpg", "width": 480, "height": 360},
        },
    }
    statistics = {"viewCount": str(1000 * number), "likeCount": "77", "favoriteCount": "0", "commentCount": "5"}
    parts = {"snippet": snippet, "statistics": statistics, "contentDetails": {"duration": "PT1M30S"}}
    return {"kind": "youtube#video", "id": name, **parts, **more}


def refusal(status: int, reason: str, message: str = "no", domain: str = "youtube.quota") -> Answer:
    """An error as the API tells it."""
    errors = [{"message": message, "domain": domain, "reason": reason}]
    return Answer({"error": {"code": status, "message": message, "errors": errors}}, status)


def answer(asked: Asked) -> Answer:
    """As the real one does."""
    if asked.path.endswith("/search"):
        found = [f"chart-{60 - len(asked.query['q']) % 3}", "found-1", "found-2"]
        items = [{"kind": "youtube#searchResult", "id": {"kind": "youtube#video", "videoId": name}} for name in found]
        return Answer({"items": items, "nextPageToken": "more"})
    if "id" in asked.query:
        return Answer({"items": [_found(name) for name in asked.query["id"].split(",")]})
    first = 51 if asked.query.get("pageToken") == "page-2" else 1
    names = [f"chart-{number}" for number in range(first, min(first + 50, _OF_CHART + 1))]
    return Answer({"items": [video(name) for name in names], **({"nextPageToken": "page-2"} if first == 1 else {})})


def _found(name: str) -> dict[str, Any]:
    """The second one hides its numbers and is live."""
    hidden = name == "found-2"
    return video(name, **({"statistics": {}, "contentDetails": {"duration": "P0D"}} if hidden else {}))
