"""What a person has seen of a finished video: the package on disk, whole, and the version of the review that it is."""

import hashlib
from pathlib import Path

from pydantic import ValidationError

from vidpipe_assets.desk.package import REVIEW_FILE
from vidpipe_assets.desk.review_file import ReviewFile
from vidpipe_assets.model.errors import Conflict
from vidpipe_assets.model.media import ReviewPackage
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.store.files import contained, plainly
from vidpipe_assets.store.store import Store


def seen_version(store: Store, video: str) -> str:
    """The data version of the review that lies in the package of `video`.

    Raises `Conflict` if there is no package, or if a file of it is not the one that was packaged.
    """
    folder = store.places.output / "review" / video
    if not (folder / "video.mp4").is_file():
        raise Conflict(f"{video} has no finished video to approve", remedy=f"vidpipe status {video} says why")
    version = _told(folder / REVIEW_FILE, video)
    package = store.documents.load(video, Stage.REVIEW, version, ReviewPackage)
    for name, artifact in package.files.items():
        if _digest(contained(folder, name)) != artifact.sha256:
            raise _changed(video, folder / name, "is not the file that was packaged")
    return version


def refuse_unseen(video: str, seen: str, there: str, deed: str) -> None:
    """Raise `Conflict` if `seen`, the version that a person has looked at (empty: nobody knows), is not `there` now."""
    if seen not in ("", there):
        raise Conflict(
            f"{video} was made again since: version {seen} was looked at, {there} is there now",
            remedy=f"look at the video again, then {deed} that version",
        )


def _told(file: Path, video: str) -> str:
    try:
        return ReviewFile.model_validate_json(file.read_bytes()).data_version
    except (OSError, ValidationError) as error:
        raise _changed(video, file, "cannot be read") from error


def _digest(file: Path) -> str:
    if not file.is_file():
        return ""
    with plainly(file), file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _changed(video: str, file: Path, what: str) -> Conflict:
    return Conflict(
        f"{file} {what}: nobody could say later what was approved",
        remedy=f"remove {file.parent}, run the job refresh_videos with videos: [{video}], and look at the video again",
    )
