"""What was approved, as `/approved.zip` and `/approved/{id}.zip`; `/thumbnails/…`: pictures as small as they are shown.

Archives are streamed, so that a hundred videos need no memory. Thumbnails are made when they are first asked for, and
kept in memory: one has about 20 kB.
"""

import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from vidpipe_assets.io.paths import contained_path
from vidpipe_assets.io.zip_stream import stream_zip
from vidpipe_assets.model.errors import Unknown
from vidpipe_assets.operations.export import approved_folder
from vidpipe_assets.operations.review_package import package_folder
from vidpipe_assets.web.app_state import AppStateDep
from vidpipe_assets.web.jobs import JobId, find_job_order

router = APIRouter(include_in_schema=False)

MAX_VIDEOS = 200
"""Videos in one archive: more are a backup, which `output/approved` is for."""
_KEPT_THUMBNAILS = 500


@router.get("/approved.zip")
def approved_videos(
    app_state: AppStateDep, key: Annotated[list[str], Query(min_length=1, max_length=MAX_VIDEOS)]
) -> StreamingResponse:
    """The approved ones of these videos, each in a folder of its own. Raises `Unknown` if none of them is."""
    keys = [str(find_job_order(app_state, one).key) for one in dict.fromkeys(key)]
    folders = [(one, folder) for one in keys if (folder := approved_folder(app_state.store, one))]
    if not folders:
        raise Unknown("none of these videos is approved", remedy="approve them first")
    return _archive("approved", folders)


@router.get("/approved/{id}.zip")
def approved_video(app_state: AppStateDep, id: JobId) -> StreamingResponse:
    """What was approved of one video: the film, its captions, its thumbnail, and what an uploader fills in."""
    key = str(find_job_order(app_state, id).key)
    folder = approved_folder(app_state.store, key)
    if folder is None:
        raise Unknown(f"{key} is not approved", remedy=f"approve it first, at /videos/{key}")
    return _archive(key, [(key, folder)])


@router.get("/thumbnails/{id}/{width}.jpg")
def thumbnail(app_state: AppStateDep, id: JobId, width: Literal["96", "360"]) -> Response:
    """The thumbnail of a video's package, `width` pixels wide. The address names the version with `?v=`, for caches."""
    key = str(find_job_order(app_state, id).key)
    file = contained_path(package_folder(app_state.places, key).parent, key, "thumbnail.jpg")
    try:
        stat = file.stat()
        content = _shrunk(file, int(width), stat.st_mtime_ns)
    except OSError as error:
        raise Unknown(f"{key} has no thumbnail", remedy="there is one as soon as the video is finished") from error
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=604800"})


def _archive(name: str, folders: list[tuple[str, Path]]) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"', "Cache-Control": "no-store"}
    return StreamingResponse(stream_zip(_files(folders)), media_type="application/zip", headers=headers)


def _files(folders: list[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
    for key, folder in folders:
        for file in sorted(folder.iterdir()):
            if file.is_file() and not file.is_symlink():
                yield f"{key}/{file.name}", file


@lru_cache(maxsize=_KEPT_THUMBNAILS)
def _shrunk(file: Path, width: int, stamp: int) -> bytes:
    """The picture as a JPEG of this width; `stamp` changes when the file does. Raises `OSError` if it is none."""
    del stamp
    from PIL import Image

    with Image.open(file, formats=("JPEG",)) as image:
        image.thumbnail((width, 16 * width))
        content = io.BytesIO()
        image.convert("RGB").save(content, "JPEG", quality=82, optimize=True)
    return content.getvalue()
