"""`/media/{id}/{name}`: the files of a review package, in whole or in ranges, and never any other file.

`/takes/{id}/{version}/{name}`: the video and the thumbnail of former takes, which no package has any more.
"""

import pathlib
import re
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from fastapi.responses import FileResponse, Response

from vidpipe_assets.io.paths import contained_path
from vidpipe_assets.model.errors import BadInput, Lost, Unknown
from vidpipe_assets.operations.review_package import package_folder
from vidpipe_assets.operations.takes import load_take
from vidpipe_assets.web.app_state import AppState, AppStateDep
from vidpipe_assets.web.jobs import JobId, find_job_order
from vidpipe_assets.web.problems import problem_responses

router = APIRouter(tags=["media"])

_TYPES = {
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".srt": "text/plain; charset=utf-8",
    ".ass": "text/plain; charset=utf-8",
    ".json": "application/json",
}
_CUE = re.compile(r"^(\d\d:\d\d:\d\d),(\d{3}) --> (\d\d:\d\d:\d\d),(\d{3})", re.MULTILINE)

Name = Annotated[str, Path(max_length=120, description="a file of the package, as video.mp4; or captions.vtt")]


@router.head("/media/{id}/{name}", include_in_schema=False)
@router.get(
    "/media/{id}/{name}",
    response_class=Response,
    responses={
        200: {"description": "the file", "content": {kind.partition(";")[0]: {} for kind in _TYPES.values()}},
        206: {"description": "the part of it that was asked for"},
        304: {"description": "it is the one that you have"},
        **problem_responses(404),
        416: {"description": "there is no such part"},
    },
)
def media(app_state: AppStateDep, id: JobId, name: Name) -> Response:
    """A file of the video's review package. Ranges are understood, so that a player can seek."""
    key = str(find_job_order(app_state, id).key)
    if name == "captions.vtt":
        srt = _file(app_state, key, "captions.srt").read_text(encoding="utf-8-sig")
        return Response(to_webvtt(srt), media_type="text/vtt; charset=utf-8", headers=_CACHED)
    file = _file(app_state, key, name)
    return FileResponse(file, media_type=_TYPES[file.suffix], headers=_CACHED)


# It is asked for anew each time, and sent only if it is another one: a video may be made again.
_CACHED = {"Cache-Control": "private, no-cache"}


def to_webvtt(srt: str) -> str:
    """SubRip captions as WebVTT, which browsers read."""
    return "WEBVTT\n\n" + _CUE.sub(r"\1.\2 --> \3.\4", srt)


def _file(app_state: AppState, key: str, name: str) -> pathlib.Path:
    try:
        file = contained_path(package_folder(app_state.places, key).parent, key, name)
    except BadInput as error:
        raise Unknown(f"{key} has no such file", remedy=error.remedy) from error
    if file.suffix not in _TYPES or not file.is_file():
        raise Unknown(f"{key} has no file {name}", remedy="review.json lists the files, once there is a finished video")
    return file


takes_router = APIRouter(include_in_schema=False)

Version = Annotated[str, Path(max_length=64, pattern="^[0-9a-f]+$")]


@takes_router.get("/takes/{id}/{version}/{name}")
def file_of_take(
    app_state: AppStateDep, id: JobId, version: Version, name: Literal["video.mp4", "thumbnail.jpg"]
) -> FileResponse:
    """A file of a take, in ranges if that is asked for."""
    composed = load_take(app_state.store, str(find_job_order(app_state, id).key), version)
    artifact = composed.video if name == "video.mp4" else composed.thumbnail
    try:
        path = app_state.store.artifacts.path(artifact)
    except Lost as error:
        message = f"the {name} of that take is no longer there"
        raise Unknown(message, remedy="former takes are kept for some time only") from error
    return FileResponse(path, media_type="video/mp4" if name == "video.mp4" else "image/jpeg")
