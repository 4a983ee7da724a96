"""Pexels: a few clips of game consoles, in several sizes, with a playlist among the files as the real one has."""

import re
from typing import Any

from fakes.films import film
from fakes.pictures import photograph
from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_PEXELS_URL"
UPRIGHT, LYING = ((540, 960), (1080, 1920), (2160, 3840)), ((960, 540), (1920, 1080))


def video(number: int, words: str, seconds: int, sizes: tuple[tuple[int, int], ...], host: str = "") -> dict[str, Any]:
    """A video as the real one describes it; its files lie on `host`."""
    width, height = sizes[-1]
    files = [
        {
            "id": number * 10 + place,
            "quality": "hd" if min(size) >= 720 else "sd",
            "file_type": "video/mp4",
            "width": size[0],
            "height": size[1],
            "fps": 25,
            "link": f"http://{host}/files/{number}-{size[0]}x{size[1]}-{seconds}.mp4",
        }
        for place, size in enumerate(sizes)
    ]
    playlist = {"id": number * 10 + 9, "quality": "hls", "file_type": "video/mp4", "width": None, "height": None}
    return {
        "id": number,
        "width": width,
        "height": height,
        "url": f"https://www.pexels.com/video/{words.replace(' ', '-')}-{number}/",
        "image": f"http://{host}/files/small-{number}.jpg",
        "full_res": None,
        "tags": [],
        "duration": seconds,
        "user": {"id": 7, "name": f"Maker {number}", "url": "https://www.pexels.com/@maker"},
        "video_files": [*files, {**playlist, "fps": None, "link": f"http://{host}/files/{number}.m3u8"}],
        "video_pictures": [{"id": 1, "nr": 0, "picture": f"https://images.pexels.com/videos/{number}/0.png"}],
    }


VIDEOS: list[tuple[int, str, int, tuple[tuple[int, int], ...]]] = [
    (101, "game boy on a table", 3, UPRIGHT),
    (102, "game boy in two hands", 8, UPRIGHT[:1]),
    (103, "grey game boy", 6, UPRIGHT),
    (104, "game boy in the rain", 9, LYING),
    (105, "retro console", 5, UPRIGHT),
]


def shelf(host: str) -> list[dict[str, Any]]:
    """All videos."""
    return [video(*one, host) for one in VIDEOS]


def page(videos: list[dict[str, Any]]) -> dict[str, Any]:
    """A page of videos."""
    return {"page": 1, "per_page": 80, "next_page": 2, "total_results": len(videos), "videos": videos}


def answer(asked: Asked) -> Answer:
    """As the real one does."""
    file = re.fullmatch(r"/files/(\d+)-\d+x\d+-(\d+)\.mp4", asked.path)
    if asked.path.startswith("/files/small-"):
        return Answer(photograph(7, (320, 180)))
    if file:
        return Answer(film(float(file[2]), int(file[1])))
    if "authorization" not in asked.headers:
        return Answer({"error": "Unauthorized"}, 401)
    upright = asked.query.get("orientation") == "portrait"
    found = [one for one in shelf(asked.headers["host"]) if one["height"] > one["width"] or not upright]
    return Answer(page([one for one in found if asked.query["query"] in one["url"].replace("-", " ")]))
