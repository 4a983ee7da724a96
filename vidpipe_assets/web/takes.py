"""`/takes/…`: the pictures and sound of former takes, which no package has any more."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path
from fastapi.responses import FileResponse

from vidpipe_assets.desk.takes import take
from vidpipe_assets.model.errors import Lost, Unknown
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
    try:
        path = office.store.artifacts.path(artifact)
    except Lost as error:
        message = f"the {name} of that take is no longer there"
        raise Unknown(message, remedy="former takes are kept for some time only") from error
    return FileResponse(path, media_type="video/mp4" if name == "video.mp4" else "image/jpeg")
