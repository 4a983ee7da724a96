"""Files of a video that its package does not have: former takes, and the captions as browsers want them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path
from fastapi.responses import FileResponse, Response

from vidpipe_assets.desk.takes import take
from vidpipe_assets.model.errors import Unknown
from vidpipe_assets.store.files import contained
from vidpipe_assets.web.jobs import JobId, ordered
from vidpipe_assets.web.office import AtOffice

router = APIRouter(include_in_schema=False)

Version = Annotated[str, Path(max_length=64, pattern="^[0-9a-f]+$")]


@router.get("/takes/{id}/{version}/{name}")
def file_of_take(
    office: AtOffice, id: JobId, version: Version, name: Literal["video.mp4", "thumbnail.jpg"]
) -> FileResponse:
    """A file of a take, in ranges if that is asked for."""
    composed = take(office.store, str(ordered(office, id).key), version)
    artifact = composed.video if name == "video.mp4" else composed.thumbnail
    path = office.store.artifacts.path(artifact)
    if not path.is_file():
        raise Unknown(f"the {name} of that take is no longer there", remedy="former takes are kept for some time only")
    return FileResponse(path, media_type="video/mp4" if name == "video.mp4" else "image/jpeg")


@router.get("/videos/{id}/captions.vtt")
def captions(office: AtOffice, id: JobId) -> Response:
    """The captions of the package as WebVTT: the .srt with a heading and points instead of commas."""
    key = str(ordered(office, id).key)
    file = contained(office.places.output / "review", key) / "captions.srt"
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError as error:
        raise Unknown(f"{key} has no captions yet") from error
    told = [line.replace(",", ".") if " --> " in line else line for line in lines]
    return Response("\n".join(["WEBVTT", "", *told, ""]), media_type="text/vtt; charset=utf-8")
